"""Conversion in a process of its own, with limits: what a hostile or broken file does there stays there.

`convert` starts the process and asks it; `main` is that process. They speak by pipes: a line of JSON and the file's
bytes one way, JSON the other. Nothing is written to disk, nothing is ever unpickled.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import IO, Any

from reader.core.errors import BadInput, Cancelled, NotFound, ReaderError
from reader.core.raw_text import NeedsOcr, RawText, raw_dict, raw_from
from reader.formats.convert import LAID_OUT
from reader.formats.convert import convert as convert_here
from reader.formats.limits import Limits, close_job, job_for, limit_self
from reader.formats.sniff import sniff

FLAG = "--convert-one-file"
"""The argument by which the program, frozen or not, knows that it is to be the process that converts."""

_STEP = 0.1


def convert(
    data: bytes, name: str, limits: Limits | None = None, cancelled: Callable[[], bool] = lambda: False
) -> RawText:
    """The file's text, converted in a process with limits; text and web pages, which are only decoded, in this one.

    Raises NeedsOcr, BadInput as `formats.convert` does, BadInput too where the process went over a limit or died;
    Cancelled where `cancelled` says so. Nothing is left behind.
    """
    kind = sniff(data)
    if kind not in LAID_OUT:
        return convert_here(data, name, kind)
    return raw_from(_asked({"do": "convert", "name": name}, data, name, limits, cancelled))


def draw(data: bytes, name: str, number: int, scale: float = 2.0, limits: Limits | None = None) -> bytes:
    """A page (from 1) of a PDF or OFD as PNG, `scale` pixels a point, drawn in a process with limits.

    Raises as `drawing.draw_page` does, and BadInput where the process went over a limit or died.
    """
    order = {"do": "draw", "name": name, "number": number, "scale": scale}
    value = _asked(order, data, name, limits, lambda: False)
    return base64.b64decode(str(value["png"]), validate=True)


def _asked(
    order: dict[str, Any], data: bytes, name: str, limits: Limits | None, cancelled: Callable[[], bool]
) -> dict[str, Any]:
    """What the process answers. Raises as `convert` does."""
    limits = (limits or Limits()).for_size(len(data))
    order["limits"] = [limits.memory, limits.seconds, limits.wall, limits.output]
    answer, status = _run(json.dumps(order).encode() + b"\n" + data, limits, cancelled)
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

_TOO_LONG, _TOO_LARGE, _NO_MEMORY = -1001, -1002, 66


def _why(status: int) -> str:
    if status in (_TOO_LONG, -24, -9):  # SIGXCPU, SIGKILL
        return "耗时过长"
    if status == _TOO_LARGE:
        return "内容过大"
    return "占用内存过多" if status == _NO_MEMORY else "转换程序意外终止"


def _run(message: bytes, limits: Limits, cancelled: Callable[[], bool]) -> tuple[bytes, int]:
    """What the process wrote and its exit status, or one of the statuses above."""
    process = subprocess.Popen(  # noqa: S603 - this very program
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(),
        creationflags=0x08000000 if sys.platform == "win32" else 0,
    )  # fmt: skip
    job = job_for(int(getattr(process, "_handle", 0)), limits)
    assert process.stdin is not None
    assert process.stdout is not None
    read: list[bytes] = []
    too_large = threading.Event()
    reader = threading.Thread(target=_read, args=(process.stdout, limits.output, read, too_large), daemon=True)
    writer = threading.Thread(target=_write, args=(process.stdin, message), daemon=True)
    try:
        reader.start()
        writer.start()
        waited = 0.0
        while (status := _status(process)) is None:
            waited += _STEP
            if cancelled():
                raise Cancelled("已取消，没有写入任何内容。")
            if too_large.is_set():
                return b"", _TOO_LARGE
            if waited > limits.wall:
                return b"", _TOO_LONG
        reader.join()
        return b"".join(read), status
    finally:
        process.kill()
        process.wait()
        close_job(job)
        writer.join()
        reader.join()
        process.stdout.close()


def _status(process: subprocess.Popen[bytes]) -> int | None:
    """Its exit status, waited for a moment; None where it still runs."""
    try:
        return process.wait(_STEP)
    except subprocess.TimeoutExpired:
        return None


def _read(pipe: IO[bytes], most: int, into: list[bytes], too_large: threading.Event) -> None:
    size = 0
    while part := pipe.read(65536):
        size += len(part)
        if size > most:
            too_large.set()
            return
        into.append(part)


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
    """The command that starts the process: this module where a Python runs it, else the program that was installed."""
    if _is_python():
        return [sys.executable, "-m", "reader.formats.worker"]
    return [sys.executable, FLAG]


def _is_python() -> bool:
    return not getattr(sys, "frozen", False) and PurePath(sys.executable).stem.lower().startswith(("python", "pypy"))


def _environment() -> dict[str, str]:
    """This process's, with the folders it imports from: the child must find the same program."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if _is_python():
        kept["PYTHONPATH"] = os.pathsep.join(part for part in _folders() if part)
    kept["PYTHONDONTWRITEBYTECODE"] = "1"
    return kept


def _folders() -> list[str]:
    return [os.path.abspath(part) if part else os.getcwd() for part in sys.path]  # noqa: PTH100, PTH109


def main() -> int:
    """The process: one order, one answer. Its limits stand before it looks at the file."""
    order = json.loads(sys.stdin.buffer.readline(65536))
    memory, seconds, wall, output = order["limits"]
    limit_self(Limits(memory, seconds, wall, output))
    try:
        answer = _answer(order, sys.stdin.buffer.read())
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(_NO_MEMORY)
    os._exit(0)  # nothing to tidy up, and a library that crashes while it ends would spoil the answer


def _answer(order: dict[str, Any], data: bytes) -> bytes:
    try:
        if order["do"] == "draw":
            from reader.formats.pages.drawing import draw_page

            drawn = draw_page(data, str(order["name"]), int(order["number"]), float(order["scale"]))
            value: dict[str, Any] = {"png": base64.b64encode(drawn).decode("ascii")}
        else:
            value = raw_dict(convert_here(data, str(order["name"])))
    except (BadInput, NotFound) as error:
        value = {"error": str(error), "kind": type(error).__name__}
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


if __name__ == "__main__":
    sys.exit(main())
