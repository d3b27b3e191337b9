"""Limits on this process or on a child: memory, processor time, output. POSIX by resource, Windows by a job object."""

from __future__ import annotations

import sys
from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one conversion may use.

    Attributes:
        memory: bytes.
        seconds: of processor time.
        wall: seconds by the clock.
        output: bytes of the answer.
    """

    memory: int = 400 * MB
    seconds: int = 8
    wall: float = 10.0
    output: int = 160 * MB

    def for_size(self, size: int) -> Limits:
        """More time for a larger file: two seconds a megabyte."""
        more = 2 * (size // MB)
        return Limits(self.memory, self.seconds + more, self.wall + 2 * more, self.output)


def limit_self(limits: Limits) -> None:
    """Holds this process to the limits. On Windows its parent does that (see `job_for`)."""
    if sys.platform != "win32":
        _limit_posix(limits)


def _limit_posix(limits: Limits) -> None:
    import resource

    for kind, amount in (
        (resource.RLIMIT_DATA, limits.memory), (resource.RLIMIT_AS, 4 * limits.memory), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):  # fmt: skip
        _lower(kind, amount, amount)
    _lower(resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1)


def _lower(kind: int, soft: int, hard: int) -> None:
    """A limit lowered; one that the system has already set lower stays."""
    import resource

    _, highest = resource.getrlimit(kind)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    try:
        resource.setrlimit(kind, (soft, hard))
    except (ValueError, OSError):  # a system without this limit
        return


def job_for(process: int, limits: Limits) -> object | None:
    """Puts a Windows process into a job with the limits; the job ends it when it is closed. None elsewhere.

    The caller keeps what is returned as long as the process may run, and closes it by `close_job`.
    """
    if sys.platform == "win32":
        return _windows_job(process, limits)
    return None


if sys.platform == "win32":

    def _windows_job(process: int, limits: Limits) -> object | None:
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = [
                ("PerProcessUserTimeLimit", ctypes.c_int64), ("PerJobUserTimeLimit", ctypes.c_int64),
                ("LimitFlags", wintypes.DWORD), ("MinimumWorkingSetSize", ctypes.c_size_t),
                ("MaximumWorkingSetSize", ctypes.c_size_t), ("ActiveProcessLimit", wintypes.DWORD),
                ("Affinity", ctypes.c_size_t), ("PriorityClass", wintypes.DWORD), ("SchedulingClass", wintypes.DWORD),
            ]  # fmt: skip

        class Extended(ctypes.Structure):
            _fields_ = [
                ("Basic", Basic), ("Io", ctypes.c_uint64 * 6), ("ProcessMemoryLimit", ctypes.c_size_t),
                ("JobMemoryLimit", ctypes.c_size_t), ("PeakProcessMemoryUsed", ctypes.c_size_t),
                ("PeakJobMemoryUsed", ctypes.c_size_t),
            ]  # fmt: skip

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, wintypes.LPCWSTR]
        kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
        kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
        job = kernel.CreateJobObjectW(None, None)
        if not job:
            return None
        told = Extended()
        told.Basic.PerProcessUserTimeLimit = limits.seconds * 10_000_000
        told.Basic.ActiveProcessLimit = 1
        # one process, its time, its memory; no dialogs on a crash; ended with the job
        told.Basic.LimitFlags = 0x2 | 0x8 | 0x100 | 0x400 | 0x2000
        told.ProcessMemoryLimit = limits.memory
        kernel.SetInformationJobObject(job, 9, ctypes.byref(told), ctypes.sizeof(told))
        kernel.AssignProcessToJobObject(job, process)
        return job


def close_job(job: object | None) -> None:
    """Closes what `job_for` gave."""
    if sys.platform == "win32" and job:
        import ctypes
        from ctypes import wintypes

        close = ctypes.WinDLL("kernel32").CloseHandle
        close.argtypes = [wintypes.HANDLE]
        close(job)
