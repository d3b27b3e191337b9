"""The Windows job: what the system is told, byte by byte, and that a refusal is never overlooked."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from reader.core.errors import BadInput
from reader.formats import job, worker
from reader.formats.limits import Limits, close_job, job_for
from tests.formats.making import docx, p


class Kernel:
    """The functions of the system, each noted; the one named `refuses` says no."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses = refuses
        self.calls: list[str] = []
        self.told: job.Extended | None = None

    def CreateJobObjectW(self, attributes: None, name: None) -> int | None:
        self.calls.append("create")
        return None if self.refuses == "create" else 77

    def SetInformationJobObject(self, handle: int, kind: int, value: Any, size: int) -> int:
        self.calls.append("set")
        assert (handle, kind, size) == (77, 9, ctypes.sizeof(job.Extended))
        self.told = job.Extended.from_buffer_copy(value._obj)
        return self.refuses != "set"

    def AssignProcessToJobObject(self, handle: int, process: int) -> int:
        self.calls.append("assign")
        assert (handle, process) == (77, 5)
        return self.refuses != "assign"

    def CloseHandle(self, handle: int) -> int:
        self.calls.append("close")
        return 1


def test_the_structures_are_as_64_bit_windows_has_them() -> None:
    assert ctypes.sizeof(job.Basic) == 64
    assert ctypes.sizeof(job.Extended) == 144
    assert (job.Basic.LimitFlags.offset, job.Basic.ActiveProcessLimit.offset, job.Basic.Affinity.offset) == (16, 40, 48)
    assert (job.Extended.Io.offset, job.Extended.ProcessMemoryLimit.offset) == (64, 112)


def test_memory_time_and_processes_are_limited() -> None:
    kernel = Kernel()
    assert job.make_job(kernel, 5, 400_000_000, 10) == 77
    assert kernel.calls == ["create", "set", "assign"]
    assert kernel.told is not None
    assert kernel.told.ProcessMemoryLimit == 400_000_000
    assert kernel.told.Basic.PerProcessUserTimeLimit == 100_000_000  # in 100 nanoseconds
    assert kernel.told.Basic.ActiveProcessLimit == 2
    assert kernel.told.Basic.LimitFlags == 0x2 | 0x8 | 0x100 | 0x400 | 0x2000


@pytest.mark.parametrize(("refuses", "calls"), [("create", 1), ("set", 3), ("assign", 4)])
def test_nothing_runs_without_limits(refuses: str, calls: int) -> None:
    kernel = Kernel(refuses)
    with pytest.raises(OSError, match="job"):
        job.make_job(kernel, 5, 1, 1)
    assert len(kernel.calls) == calls
    assert (kernel.calls[-1] == "close") == (refuses != "create")


def test_a_refusal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError("no job")

    monkeypatch.setattr(worker, "job_for", refuse)
    with pytest.raises(BadInput, match="系统不允许限制"):
        worker.convert(docx(p("甲")), "a.docx")


def test_elsewhere_there_is_no_job() -> None:
    import sys

    if sys.platform != "win32":
        assert job_for(0, Limits()) is None
        close_job(None)
