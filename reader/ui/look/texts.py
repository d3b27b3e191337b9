"""The words of the window in 简体, 繁體 and English.

The catalogue is keyed by the simplified sentence, so the code reads as the window does. Owns the language and tells
when it changes; knows no widget.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.core.said import Said
from reader.core.showing import visible

LANGUAGES = {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"}


def load_catalogue(folder: Path, language: str) -> Mapping[str, str]:
    """The translations of one language, simplified sentence → sentence; empty for zh_CN or where no file is."""
    path = folder / f"{language}.json"
    if language == "zh_CN" or not path.is_file():
        return {}
    return {str(key): str(value) for key, value in json.loads(path.read_text("utf-8")).items()}


class Texts(QObject):
    """Callable catalogue: `texts("{n} 处命中", n=3)`.

    English sentences have forms for one and for many: `{n} {n:note|notes}`.
    A word that another language has two words for says behind // which is meant: 批注//一条.
    A sentence without a translation is shown as it is written, never as a key or an empty string.
    """

    changed = Signal()

    def __init__(self, folder: Path, language: str = "zh_CN", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._language = ""
        self._catalogue: Mapping[str, str] = {}
        self._said: Said | None = None
        self._traditional: Mapping[str, str] | None = None  # read when first asked for
        self.set_language(language)

    @property
    def language(self) -> str:
        """zh_CN, zh_TW or en."""
        return self._language

    def set_language(self, language: str) -> None:
        """Switch; every widget that listens to `changed` writes its words anew. Unknown languages are zh_CN."""
        language = language if language in LANGUAGES else "zh_CN"
        if language == self._language:
            return
        self._language = language
        self._catalogue = load_catalogue(self._folder, language)
        self._said = Said(load_catalogue(self._folder, f"said-{language}")) if language != "zh_CN" else None
        self.changed.emit()

    def in_traditional(self, simplified: str) -> str:
        """A sentence as the traditional interface has it (its own words: 核對, where characters alone give 覈對)."""
        if self._traditional is None:
            self._traditional = load_catalogue(self._folder, "zh_TW")
        return self._traditional.get(simplified, simplified)

    def told(self, sentence: str) -> str:
        """A sentence that a room below the window has said, its values in it, in the chosen language."""
        return self._said(sentence) if self._said is not None else sentence

    def listed(self, names: Iterable[str]) -> str:
        """Names one after another, with the comma of the window's language between them."""
        return (", " if self._language == "en" else "、").join(names)

    def labelled(self, label: str, words: str) -> str:
        """`label`, in the window's language already, and what it says, with that language's colon."""
        return f"{label}: {words}" if self._language == "en" else f"{label}：{words}"

    def __call__(self, simplified: str, **values: object) -> str:
        """The sentence in the chosen language, with `values` put in: a name from outside so that it cannot deceive."""
        sentence = self._catalogue.get(simplified) or simplified.partition("//")[0]
        safe = {name: visible(each, lines=True) if isinstance(each, str) else each for name, each in values.items()}
        if "|" in sentence:
            return sentence.format(**{name: _Counted(each) for name, each in safe.items()})
        return sentence.format(**safe) if safe else sentence


class _Counted:
    """A value in a sentence that has a form for one and a form for many: {n} {n:note|notes}."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, wanted: str) -> str:
        one, parted, many = wanted.partition("|")
        if not parted:
            return format(self._value, wanted)
        return one if str(self._value) == "1" else many
