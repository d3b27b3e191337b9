"""What people call the colours of notes, in Chinese of both scripts and in English. Pure."""

from __future__ import annotations

from typing import Final

_NAMES: Final = {
    "yellow": "黄 黃 黄色 黃色 gold 金黄 金黃", "green": "绿 綠 绿色 綠色", "blue": "蓝 藍 蓝色 藍色",
    "pink": "粉 粉色 粉红 粉紅 粉红色 粉紅色 红 紅 红色 紅色 red", "purple": "紫 紫色 violet",
}  # fmt: skip
_MEANT: Final = {word: colour for colour, words in _NAMES.items() for word in (colour, *words.split())}


def colour_named(word: str) -> str:
    """The colour of a note that is meant; red is pink, the nearest there is. The word itself where none is.

    A remark in brackets behind it, as exports write one (黄（重点）), does not matter.
    """
    plain = word.strip().replace("(", "（").partition("（")[0].strip().casefold()
    return _MEANT.get(plain, word)
