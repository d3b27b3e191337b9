"""A Windows job object: holds a process to limits and ends it with this one.

The structures have the widths that 64-bit Windows gives them, so that they can be looked at on any system; only
`kernel` needs Windows.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Final

_EXTENDED: Final = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY = 0x2, 0x8, 0x100
_NO_DIALOG_ON_CRASH, _END_ON_CLOSE = 0x400, 0x2000
_TICKS: Final = 10_000_000  # a second
_PROCESSES: Final = 2  # a Python of a virtual environment is a small program that starts the real one

TIME_IS_UP: Final = frozenset([1816, 0xC0000044])
"""Exit statuses of a process that a job ended for its time: ERROR_NOT_ENOUGH_QUOTA, STATUS_QUOTA_EXCEEDED."""


class Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64), ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32), ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t), ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t), ("PriorityClass", ctypes.c_uint32), ("SchedulingClass", ctypes.c_uint32),
    )  # fmt: skip


class Extended(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; `Io` are the six counters of IO_COUNTERS."""

    _fields_ = (
        ("Basic", Basic), ("Io", ctypes.c_uint64 * 6), ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t), ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )  # fmt: skip


if sys.platform == "win32":

    def kernel() -> Any:
        """The system's functions for jobs, with the types that they take."""
        found = ctypes.WinDLL("kernel32", use_last_error=True)
        handle, number, truth = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int
        found.CreateJobObjectW.restype, found.CreateJobObjectW.argtypes = handle, [ctypes.c_void_p, ctypes.c_wchar_p]
        found.SetInformationJobObject.restype = truth
        found.SetInformationJobObject.argtypes = [handle, ctypes.c_int, ctypes.c_void_p, number]
        found.AssignProcessToJobObject.restype, found.AssignProcessToJobObject.argtypes = truth, [handle, handle]
        found.CloseHandle.restype, found.CloseHandle.argtypes = truth, [handle]
        return found

else:

    def kernel() -> Any:
        """None: jobs are a thing of Windows."""
        return None


def limits_told(memory: int, seconds: int) -> Extended:
    """The limits as the system is told them: bytes that a process may commit, seconds of its processor time."""
    told = Extended()
    told.Basic.PerProcessUserTimeLimit = seconds * _TICKS
    told.Basic.ActiveProcessLimit = _PROCESSES
    told.Basic.LimitFlags = _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _NO_DIALOG_ON_CRASH | _END_ON_CLOSE
    told.ProcessMemoryLimit = memory
    return told


def make_job(system: Any, process: int, memory: int, seconds: int) -> int:
    """The handle of a job with the limits, the process in it.

    Args:
        system: what `kernel` gives.
        process: its handle.

    Raises OSError where the system refuses: nothing is read without limits.
    """
    job = system.CreateJobObjectW(None, None)
    if not job:
        raise OSError("no job object could be made")
    told = limits_told(memory, seconds)
    done = system.SetInformationJobObject(job, _EXTENDED, ctypes.byref(told), ctypes.sizeof(told))
    if not done or not system.AssignProcessToJobObject(job, process):
        system.CloseHandle(job)
        raise OSError("the process could not be put into a job with limits")
    return int(job)
