"""Conversion in a process of its own, with limits: what a hostile or broken file does there stays there.

`convert` starts the process and asks it; `one_file` is that process. They speak by pipes: a line of JSON and the file's
bytes one way, JSON the other. Nothing is written to disk, nothing is ever unpickled.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import IO, Any, Final

from reader.core.errors import BadInput, Cancelled, NotFound, ReaderError
from reader.core.raw_text import NeedsOcr, RawText, raw_from
from reader.core.remark import Remark, Remarks
from reader.formats.bounds import LARGEST
from reader.formats.convert import LAID_OUT
from reader.formats.convert import convert as convert_here
from reader.formats.job import TIME_IS_UP
from reader.formats.limits import FOR_SCANS, MOST_PAGES_OF_SCANS, Limits, close_job, job_for
from reader.formats.one_file import NO_MEMORY, PAGE
from reader.formats.scans import READ, is_available
from reader.formats.sniff import REMARKED, sniff

FLAG = "--convert-one-file"
"""The argument by which the program, frozen or not, knows that it is to be the process that converts."""

BARE: Final = ("-P", "-S")
"""For a Python that is this program again: nothing is imported from the folder it happens to be started in, and the
folders it imports from are told by `environment`, not looked for anew, which is most of the start of a Python."""

_STEP = 0.1


Told = Callable[[int, int], None]
"""Pages that are done, pages to do."""


def _nobody(_done: int, _of: int) -> None:
    return


def convert(
    data: bytes, name: str, limits: Limits | None = None, cancelled: Callable[[], bool] = lambda: False, *,
    ocr: bool = False, told: Told = _nobody,
) -> RawText:  # fmt: skip
    """The file's text, converted in a process with limits; text and web pages, which are only decoded, in this one.

    Args:
        ocr: whether pages that are pictures are to be recognised; the process may then use what FOR_SCANS says.
        told: called, on this thread, after each page that was recognised.

    Raises NeedsOcr, BadInput as `formats.convert` does, BadInput too where the process went over a limit or died;
    Cancelled where `cancelled` says so. Nothing is left behind.
    """
    kind = sniff(data)
    if ocr and kind in READ and is_available():
        return _recognised_or_read(data, name, kind, limits, cancelled, told)
    if kind not in LAID_OUT:
        return convert_here(data, name, kind)
    return raw_from(_asked({"do": "convert", "name": name}, data, name, limits, cancelled))


def _recognised_or_read(
    data: bytes, name: str, kind: str, limits: Limits | None, cancelled: Callable[[], bool], told: Told
) -> RawText:
    """The text of a file that may be a scan. Only one that is gets the larger limits."""
    if kind in LAID_OUT:
        try:
            raw = convert(data, name, limits, cancelled)
        except NeedsOcr:
            pass
        else:
            if not raw.unread:
                return raw
    elif not data.strip() or len(data) > LARGEST:
        return convert_here(data, name, kind)  # says what is wrong with it
    order = {"do": "recognise", "name": name, "kind": kind}
    return raw_from(_asked(order, data, name, limits or FOR_SCANS, cancelled, told))


def draw(data: bytes, name: str, number: int, scale: float = 2.0, limits: Limits | None = None) -> bytes:
    """A page (from 1) of a PDF or OFD as PNG, `scale` pixels a point, drawn in a process with limits.

    Raises as `drawing.draw_page` does, and BadInput where the process went over a limit or died.
    """
    order = {"do": "draw", "name": name, "number": number, "scale": scale}
    value = _asked(order, data, name, limits, lambda: False)
    return base64.b64decode(str(value["png"]), validate=True)


def remarks(data: bytes, name: str, limits: Limits | None = None) -> Remarks:
    """What people left on a Word file (.docx) or PDF, read in a process with limits.

    Raises as the readers do, and BadInput where it is neither, or the process went over a limit or died.
    """
    kind = sniff(data)
    if kind not in REMARKED:
        raise BadInput(f"“{name}”不是 Word 文件（.docx）或 PDF，没有可导入的批注。")
    value = _asked({"do": "remarks", "name": name, "kind": kind}, data, name, limits, lambda: False)
    return Remarks(
        tuple(Remark(**{**each, "tags": tuple(each["tags"])}) for each in value["remarks"]),
        value["doc"], value["title"], value["text"], tuple((note, seen) for note, seen in value["exported"]),
    )  # fmt: skip


def _asked(
    order: dict[str, Any], data: bytes, name: str, limits: Limits | None, cancelled: Callable[[], bool],
    told: Told = _nobody,
) -> dict[str, Any]:  # fmt: skip
    """What the process answers. Raises as `convert` does."""
    limits = (limits or Limits()).for_size(len(data))
    order["limits"] = [limits.memory, limits.seconds, limits.wall, limits.output]
    answer, status = _run(json.dumps(order).encode() + b"\n" + data, limits, cancelled, told)
    try:
        value = json.loads(answer) if status == 0 else {}
    except ValueError:
        value = {}
    if not isinstance(value, dict) or not value:
        raise BadInput(f"“{name}”无法安全地读取（{_why(status)}），已放弃，没有留下任何内容。")
    if "error" in value:
        raise _ERRORS.get(value.get("kind"), BadInput)(str(value["error"]))
    return value


_ERRORS: Mapping[object, type[ReaderError]] = MappingProxyType({"NeedsOcr": NeedsOcr, "NotFound": NotFound})

_TOO_LONG, _TOO_LARGE, _NO_LIMITS = -1001, -1002, -1003


def _why(status: int) -> str:
    if status in (_TOO_LONG, -24, -9) or status in TIME_IS_UP:  # SIGXCPU, SIGKILL
        return "耗时过长"
    if status == _NO_LIMITS:
        return "系统不允许限制转换程序"
    if status == _TOO_LARGE:
        return "内容过大"
    return "占用内存过多" if status == NO_MEMORY else "转换程序意外终止"


class _Answer:
    """What the process writes: a line for each page that is done, and one that is the answer."""

    def __init__(self, most: int) -> None:
        self.is_too_large = threading.Event()
        self._most = most
        self._parts: list[bytes] = []
        self._size = 0
        self._pages: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()

    def read(self, pipe: IO[bytes]) -> None:
        """Reads to the end, on a thread of its own."""
        while line := pipe.readline(65536):
            if line.startswith(PAGE) and not self._parts and len(fields := line.split()) == 3:
                self._pages.put((int(fields[1]), int(fields[2])))
                continue
            self._size += len(line)
            if self._size > self._most:
                self.is_too_large.set()
                return
            self._parts.append(line)

    def tell(self, told: Told) -> bool:
        """Tells of the pages that were done since; whether there were any."""
        any_done = False
        while not self._pages.empty():
            any_done = True
            told(*self._pages.get())
        return any_done

    @property
    def whole(self) -> bytes:
        """The answer."""
        return b"".join(self._parts)


def _run(message: bytes, limits: Limits, cancelled: Callable[[], bool], told: Told) -> tuple[bytes, int]:
    """What the process wrote and its exit status, or one of the statuses above."""
    process = subprocess.Popen(  # noqa: S603 - this very program
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(),
        creationflags=0x08000000 if sys.platform == "win32" else 0,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    pages = MOST_PAGES_OF_SCANS if limits.memory >= FOR_SCANS.memory else 1
    try:
        job = job_for(int(getattr(process, "_handle", 0)), limits, pages)
    except OSError:
        process.kill()
        process.communicate()
        return b"", _NO_LIMITS
    answer = _Answer(limits.output)
    reader = threading.Thread(target=answer.read, args=(process.stdout,), daemon=True)
    writer = threading.Thread(target=_write, args=(process.stdin, message), daemon=True)
    try:
        reader.start()
        writer.start()
        status = _waited(process, answer, limits, cancelled, told)
        if status not in (_TOO_LARGE, _TOO_LONG):
            reader.join()
            answer.tell(told)
        return answer.whole if status == 0 else b"", status
    finally:
        process.kill()
        process.wait()
        close_job(job)
        writer.join()
        reader.join()
        process.stdout.close()


def _waited(
    process: subprocess.Popen[bytes], answer: _Answer, limits: Limits, cancelled: Callable[[], bool], told: Told
) -> int:
    """Its exit status, or that it took too long or wrote too much. Raises Cancelled."""
    waited = 0.0
    while (status := _status(process)) is None:
        waited += _STEP
        if answer.tell(told):
            waited = 0.0
        if cancelled():
            raise Cancelled("已取消，没有写入任何内容。")
        if answer.is_too_large.is_set():
            return _TOO_LARGE
        if waited > limits.wall:
            return _TOO_LONG
    return status


def _status(process: subprocess.Popen[bytes]) -> int | None:
    """Its exit status, waited for a moment; None where it still runs."""
    try:
        return process.wait(_STEP)
    except subprocess.TimeoutExpired:
        return None


def _write(pipe: IO[bytes], message: bytes) -> None:
    try:
        pipe.write(message)
        pipe.close()
    except OSError:  # it died before it had read everything; its status says why
        try:
            pipe.close()
        except OSError:
            return


def command() -> list[str]:
    """The command that starts the process: a module where a Python runs it, else the program that was installed."""
    if is_python():
        return [sys.executable, *BARE, "-m", "reader.formats.one_file"]
    return [sys.executable, FLAG]


def is_python() -> bool:
    """Whether a Python runs the program, not a file of its own that was frozen."""
    return not getattr(sys, "frozen", False) and PurePath(sys.executable).stem.lower().startswith(("python", "pypy"))


def environment() -> dict[str, str]:
    """Of a child that is this program again: this process's, with the folders it imports from."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if is_python():
        kept["PYTHONPATH"] = os.pathsep.join(part for part in _folders() if part)
    kept["PYTHONDONTWRITEBYTECODE"] = "1"
    return kept


def _folders() -> list[str]:
    found = [os.path.abspath(part) if part else os.getcwd() for part in sys.path]  # noqa: PTH100, PTH109
    home = str(Path(__file__).resolve().parents[2])  # where this package is found otherwise: an editable installation
    return found if home in found else [*found, home]
