"""What the commands write to and read from: UTF-8 streams, JSON, messages in the user's language.

Owns the streams' set-up. Knows no command.
"""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, TextIO

from reader.cli.headings import WORDS
from reader.core.errors import BadInput, ReaderError, in_words
from reader.core.late_pattern import late
from reader.core.said import Said
from reader.core.showing import visible
from reader.paths import find_paths

_TURNS: Final = late("[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Console:
    """Standard output for results, standard error for messages.

    Whatever the locale, both are UTF-8, lines end in a line feed, and a lone surrogate (an argument that was no UTF-8)
    is written as an escape instead of failing.
    """

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None, language: str = "zh_CN") -> None:
        """Args: out, err: instead of the process's own. A windowed program has neither: nothing is written then."""
        self._is_missing = out is None and sys.stdout is None and sys.stderr is not None
        self.out = _prepared(out if out is not None else sys.stdout)
        self.err = _prepared(err if err is not None else sys.stderr)
        self.language = language

    def write(self, text: str) -> None:
        """Text as it is; on a terminal, which would obey them, without control characters.

        Raises BadInput where the output takes no more (a full disk), or there is none.
        """
        if self._is_missing:
            raise BadInput("没有标准输出，结果无处可写。")
        try:
            self.out.write(visible(text, lines=True) if self.is_terminal else text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritten(error) from error

    def bytes(self, data: bytes) -> None:
        """Bytes as they are, to a terminal as text."""
        if self.is_terminal:
            self.write(data.decode("utf-8", "backslashreplace"))
            return
        buffer = getattr(self.out, "buffer", None)
        if buffer is None:
            self.write(data.decode("utf-8"))
            return
        self.flush()
        try:
            buffer.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritten(error) from error

    def line(self, text: str = "") -> None:
        """Text that people read and a line feed, without characters that a terminal would obey."""
        self.write(visible(text, lines=True) + "\n")

    def json(self, value: Any) -> None:
        """One JSON value, indented. What a terminal would obey, and what turns text round, stands there escaped."""
        self.write(_TURNS.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False, indent=1)) + "\n")

    def tell(self, chinese: str, english: str | None = None) -> None:
        """A message for the person, on standard error, in the language chosen."""
        self.err.write(visible(self.say(chinese, english), lines=True) + "\n")

    def say(self, chinese: str, english: str | None = None) -> str:
        """The message in the language chosen; simplified Chinese where there is no other.

        Args:
            english: None where rooms below have said it: the catalogue of the window knows what they say.
        """
        if self.language == "en":
            return english if english is not None else self._said(chinese)
        if self.language == "zh_TW":
            # The dictionaries take a tenth of a second, which only this language has to pay.
            from reader.script import Script, convert

            return convert(chinese, Script.TW).text
        return chinese

    def word(self, chinese: str) -> str:
        """A word that stands by itself in a list, in the language chosen."""
        return self.say(chinese, WORDS.get(chinese, chinese))

    @cached_property
    def _said(self) -> Said:
        try:
            file = find_paths().resources / "translations" / f"said-{self.language}.json"
            return Said(json.loads(file.read_text("utf-8")))
        except (OSError, ValueError, RuntimeError, ReaderError):
            return Said({})  # whatever is amiss, the sentence itself must come

    def progress(self, doing: str, share: float) -> None:
        """How far something is, 0 to 1, on one line of standard error that is written over; for people alone."""
        if self.err.isatty():
            self.err.write(f"\r{doing}…… {share:.0%}" if share < 1 else "\r\x1b[K")
            self.err.flush()

    @property
    def is_terminal(self) -> bool:
        """Whether a person sees the output as it comes."""
        return self.out.isatty()

    def flush(self) -> None:
        """Raises BrokenPipeError where nobody reads any more, BadInput where the output takes no more."""
        try:
            self.out.flush()
            self.err.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritten(error) from error


def _prepared(stream: TextIO | None) -> TextIO:
    if stream is None:
        # A windowed program has no console: what it says there is lost either way.
        return io.StringIO()
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return stream


def _unwritten(error: OSError) -> BadInput:
    return BadInput(f"结果没有写完：{in_words(error)}。")


def standard_input(most: int) -> bytes:
    """The bytes on standard input. Raises BadInput where there is none, or no end of it."""
    if sys.stdin is None:
        raise BadInput("没有标准输入，无从读取。")
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        raise BadInput(f"标准输入的内容太多，超过 {most // 1024**2} MB 的上限。")
    return data


def silence_broken_pipe() -> None:
    """Keeps the interpreter from complaining about the closed pipe once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def width(text: str) -> int:
    """Columns a text takes in a terminal: two for a Han character."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, columns: int) -> str:
    """The text filled up with blanks."""
    return text + " " * max(0, columns - width(text))


def table_lines(rows: Sequence[Sequence[str]], widest: int = 40) -> list[str]:
    """Rows as `| a | b |`, columns aligned as long as they are not wider than `widest`."""
    count = max((len(row) for row in rows), default=0)
    cells = [[" ".join(cell.split()) for cell in row] + [""] * (count - len(row)) for row in rows]
    columns = [min(widest, max(width(row[i]) for row in cells)) for i in range(count)]
    return ["| " + " | ".join(padded(cell, columns[i]) for i, cell in enumerate(row)) + " |" for row in cells]


def shortened(text: str, widest: int) -> str:
    """As much of a long cell as shows what it is: its beginning and its end."""
    text = " ".join(text.split())
    return text if len(text) <= widest // 2 else text[: widest // 2 - 7] + "…" + text[-6:]
