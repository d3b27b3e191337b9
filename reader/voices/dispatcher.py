"""The voices of Linux: speech-dispatcher, asked through its socket on this machine (SSIP, lines of text).

A socket of the file system reaches no network. Where the service is installed and does not run, its own program is
started once by its full path, as every client of it does.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from reader.voices.voice import ASKED, NoVoice

PROGRAM: Final = Path("/usr/bin/speech-dispatcher")
PLACE: Final = Path("speech-dispatcher") / "speechd.sock"
ANSWER: Final = 5.0  # seconds within which the service answers
START: Final = 3.0  # seconds within which it comes up
LONGEST: Final = 1 << 22  # bytes of one answer: lists of voices are long
CHINESE: Final = ("zh", "cmn")
ENDED: Final = frozenset({"702", "703"})  # spoken to the end; taken back
NOT_THERE: Final = "本机没有朗读语音：请管理员安装 speech-dispatcher 和一种中文语音（如 espeak-ng）。"
NO_CHINESE: Final = "本机的朗读服务没有中文语音：请管理员安装一种（如 espeak-ng）。"
BROKEN: Final = "朗读服务没有回应，朗读已停止；再按一次可以重试。"


def place_of(environment: Mapping[str, str]) -> Path:
    """Where the service of this user listens."""
    told = environment.get("SPEECHD_ADDRESS", "")
    if told.startswith("unix_socket:"):
        return Path(told.partition(":")[2])
    return Path(environment.get("XDG_RUNTIME_DIR") or Path.home() / ".cache") / PLACE


class Dispatcher:
    """A connection to speech-dispatcher, made when the first words are spoken."""

    def __init__(self, place: Path | None = None, program: Path = PROGRAM) -> None:
        self._place = place if place is not None else place_of(os.environ)
        self._program = program
        self._line: socket.socket | None = None
        self._read = b""
        self._speed: int | None = None

    def speak(self, words: str, speed: int, silenced: Callable[[], bool]) -> None:
        """Speak to the end, or until silenced. Raises NoVoice."""
        try:
            if self._line is None:
                self._open()
            if speed != self._speed:
                self._ask(f"SET SELF RATE {speed * 10}")
                self._speed = speed
            self._ask("SPEAK")
            text = "\r\n".join("." + line if line.startswith(".") else line for line in words.splitlines())
            told = self._ask(f"{text}\r\n.")
            number = next((line[4:] for line in told if line[3:4] == "-"), "")
            self._wait(number, silenced)
        except (OSError, subprocess.SubprocessError) as error:
            self.close()
            raise NoVoice(BROKEN) from error

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
        self._line, self._read, self._speed = None, b"", None

    def _open(self) -> None:
        self._line = self._connected()
        self._line.settimeout(ANSWER)
        self._ask("SET SELF CLIENT_NAME user:policy-reader:aloud")
        self._ask("SET SELF NOTIFICATION END on")
        self._ask("SET SELF NOTIFICATION CANCEL on")
        voices = (line[4:].split("\t") for line in self._ask("LIST SYNTHESIS_VOICES") if line[3:4] == "-")
        name = next((each[0] for each in voices if len(each) > 1 and each[1].lower().startswith(CHINESE)), None)
        if name is None:
            self.close()
            raise NoVoice(NO_CHINESE)
        self._ask(f"SET SELF SYNTHESIS_VOICE {name}")

    def _connected(self) -> socket.socket:
        line = self._reached()
        if line is not None:
            return line
        if not self._program.is_file():
            raise NoVoice(NOT_THERE)
        subprocess.run(  # noqa: S603  the system's own service, by its full path
            [str(self._program), "--spawn"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False, timeout=ANSWER,
        )  # fmt: skip
        until = time.monotonic() + START
        while line is None and time.monotonic() < until:
            time.sleep(ASKED)
            line = self._reached()
        if line is None:
            raise NoVoice(BROKEN)
        return line

    def _reached(self) -> socket.socket | None:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.connect(str(self._place))
        except OSError:
            line.close()
            return None
        return line

    def _ask(self, command: str) -> list[str]:
        """The lines of an answer, each with its number; events between them are left out. OSError where it is no."""
        assert self._line is not None
        self._line.settimeout(ANSWER)
        self._line.sendall(f"{command}\r\n".encode())
        told = []
        for line in self._lines():
            if line.startswith("7"):
                continue
            told.append(line)
            if line[3:4] != "-":
                break
        if not told or not told[-1].startswith("2"):
            raise OSError(told[-1] if told else "no answer")
        return told

    def _wait(self, number: str, silenced: Callable[[], bool]) -> None:
        """Until the message with this number is over."""
        assert self._line is not None
        self._line.settimeout(ASKED)
        hushed: float | None = None  # when it was told to be silent
        about: list[str] = []
        lines = self._lines()
        while True:
            if hushed is None and silenced():
                self._line.sendall(b"CANCEL SELF\r\n")
                hushed = time.monotonic()
            if hushed is not None and time.monotonic() - hushed > ANSWER:
                raise OSError("no answer")
            try:
                line = next(lines)
            except TimeoutError:
                lines = self._lines()
                continue
            if line[3:4] == "-":
                about.append(line[4:])  # of an event: number of the message, number of the client
                continue
            if hushed is not None and line.startswith("2"):
                return  # it has heard; what it tells of the message went before
            if hushed is None and line[:3] in ENDED and about[:1] == [number]:
                return
            about.clear()

    def _lines(self) -> Iterator[str]:
        assert self._line is not None
        while True:
            while b"\r\n" in self._read:
                line, _end, self._read = self._read.partition(b"\r\n")
                yield line.decode("utf-8", "replace")
            got = self._line.recv(1 << 16)
            if not got:
                raise OSError("hung up")
            self._read += got
            if len(self._read) > LONGEST:
                raise OSError("too much")
