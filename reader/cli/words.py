"""The words of a command line before a parser looks at them: which one comes first, and whether they only open
a window.

`argparse` takes as long to load and to set up as reading the library's list, and a window waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from reader.core.errors import BadInput

SCRIPTS: Final = ("hans", "hant", "tw", "hk", "twp")
LANGUAGES: Final = ("zh_CN", "zh_TW", "en")
_FOLDERS: Final = {"--data-dir": "data_dir", "--corpus": "corpus"}
_CHOICES: Final = {"--lang": LANGUAGES, "--script": SCRIPTS}


class WrongArguments(BadInput):
    """Arguments that cannot be read. `english`: the same sentence in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.english = english


def first_word(arguments: Sequence[str], with_value: Sequence[str]) -> int | None:
    """Where the first argument stands that is no option and no option's value; None if there is none."""
    at = 0
    while at < len(arguments):
        word = arguments[at]
        if word == "--":
            return at + 1 if at + 1 < len(arguments) else None
        if not word.startswith("-") or word == "-":
            return at
        at += 2 if word in with_value else 1
    return None


def window_words(words: Sequence[str]) -> SimpleNamespace | None:
    """What the parser of the window makes of these words; None where it has to look itself: at anything unusual or
    wrong, which it says.
    """
    chosen: dict[str, Any] = dict.fromkeys(("data_dir", "corpus", "lang", "beside", "script", "screenshot"))
    place: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-"):
            if place:  # of several only the parser knows which belong together
                return None
            place.append(word)
            continue
        value = rest.pop(0) if rest else ""
        if not value.strip() or value.startswith("-") or "\0" in value:
            return None
        if word in _FOLDERS:
            chosen[_FOLDERS[word]] = Path(value)
        elif word in _CHOICES and value in _CHOICES[word]:
            chosen[word[2:]] = value
        elif word == "--beside":
            chosen["beside"] = value
        else:
            return None
    return SimpleNamespace(**chosen, place=place, version=False)
