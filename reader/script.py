"""Chinese scripts: conversion for display and for ingest. The only module that knows OpenCC.

Text is kept in the script it was issued in; every other script is a view made here, block by block, with a map of
offsets that is exact or the block stays as it is. OpenCC and its dictionaries load at the first real conversion (the
one from simplified takes about a tenth of a second), never on import. Must not keep state of its own: what a library
has to remember about conversion (its word list) lives in a `Converter`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.errors import BadInput
from reader.core.folding import fold

if TYPE_CHECKING:
    import opencc

__all__ = ["Converted", "Converter", "PolicyWord", "Script", "convert", "fold", "read_policy_words", "to_simplified"]


class Script(StrEnum):
    """A way to write Chinese: simplified, traditional (OpenCC's standard), Taiwan's and Hong Kong's forms."""

    HANS = "hans"
    HANT = "hant"
    TW = "tw"
    HK = "hk"


# Variant forms only, never the phrase configurations (s2twp …): those put other words for the words of the document.
_CONFIGS: dict[tuple[Script, Script], tuple[str, ...]] = {
    (Script.HANS, Script.HANT): ("s2t",),
    (Script.HANS, Script.TW): ("s2tw",),
    (Script.HANS, Script.HK): ("s2hk",),
    (Script.HANT, Script.HANS): ("t2s",),
    (Script.HANT, Script.TW): ("t2tw",),
    (Script.HANT, Script.HK): ("t2hk",),
    (Script.TW, Script.HANS): ("tw2s",),
    (Script.TW, Script.HANT): ("tw2t",),
    (Script.TW, Script.HK): ("tw2t", "t2hk"),
    (Script.HK, Script.HANS): ("hk2s",),
    (Script.HK, Script.HANT): ("hk2t",),
    (Script.HK, Script.TW): ("hk2t", "t2tw"),
}
_HAN = re.compile("([\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)")
_UNCONVERTIBLE = re.compile("([\x00\ud800-\udfff]+)")  # OpenCC takes a C string of UTF-8


@dataclass(frozen=True, slots=True)
class Converted:
    """A block's text in another script, with the way back.

    Attributes:
        text: what to show.
        stops: (canonical, view) offsets where both texts are cut at the same place; between two stops the text either
            kept its length, so that every offset inside has its partner, or is one word that cannot be cut. Empty
            where the whole block kept its length.
    """

    text: str
    stops: tuple[tuple[int, int], ...] = ()

    def to_view(self, offset: int) -> int:
        """Offset in `text` of a canonical offset; inside a word that cannot be cut, where that word begins."""
        return _across(self.stops, offset, 0, 1)

    def to_canonical(self, offset: int) -> int:
        """Canonical offset of an offset in `text`; inside a word that cannot be cut, where that word begins."""
        return _across(self.stops, offset, 1, 0)


def _across(stops: tuple[tuple[int, int], ...], offset: int, here: int, there: int) -> int:
    if not stops:
        return offset
    at = max(bisect_right(stops, offset, key=lambda stop: stop[here]) - 1, 0)
    start, end = stops[at], stops[min(at + 1, len(stops) - 1)]
    cuttable = end[0] - start[0] == end[1] - start[1]
    return start[there] + (offset - start[here] if cuttable else 0)


@dataclass(frozen=True, slots=True)
class PolicyWord:
    """Words that OpenCC is known to get wrong in policy text, and how each script writes them. All equally long."""

    hans: str
    hant: str
    tw: str
    hk: str

    def written_in(self, script: Script) -> str:
        """The word in that script."""
        return str(getattr(self, script.value))


def read_policy_words(path: Path) -> tuple[PolicyWord, ...]:
    """The word list of `resources/policy-words.toml`, longest words first.

    Raises BadInput where the file is not one.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["word"]
        words = [
            PolicyWord(e["hans"], e["hant"], e.get("tw", e["hant"]), e.get("hk", e.get("tw", e["hant"])))
            for e in entries
        ]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"政策用语转换表 {path.name} 无法读取（{error}）。") from error
    for word in words:
        if not len(word.hans) == len(word.hant) == len(word.tw) == len(word.hk) > 0:
            raise BadInput(f"政策用语转换表 {path.name} 中“{word.hans}”各种写法的字数不同。")
    return tuple(sorted(words, key=lambda word: (-len(word.hans), word.hans)))


@cache
def _opencc(config: str) -> opencc.OpenCC:
    """A converter; it has no settings to change, so that one of each kind is enough for the process."""
    import opencc  # the window is on screen before the first conversion

    return opencc.OpenCC(config)


def _run(configs: Iterable[str], text: str) -> str:
    for config in configs:
        change = _opencc(config).convert
        # A NUL would end OpenCC's text, and a lone surrogate has no form in UTF-8: both stay as they are.
        text = "".join(
            piece if at % 2 else change(piece) for at, piece in enumerate(_UNCONVERTIBLE.split(text)) if piece
        ) if _UNCONVERTIBLE.search(text) else change(text)  # fmt: skip
    return text


def convert(text: str, script: Script, source: Script = Script.HANS, words: Iterable[PolicyWord] = ()) -> Converted:
    """The text of one block in `script`.

    Args:
        text: canonical text of a whole block (a part of it may convert differently).
        script: the script to show.
        source: the script the text is written in.
        words: corrections to what OpenCC does; they hold where the source is simplified.

    Returns:
        The view with its offset map; the text unchanged where no exact map can be shown.
    """
    configs = _CONFIGS.get((source, script), ())
    if not configs or not text:
        return Converted(text)
    view = _run(configs, text)
    stops = () if len(view) == len(text) else _stops(text, view, lambda part: _run(configs, part))
    if stops is None:
        return Converted(text)
    made = Converted(view, stops)
    if source is Script.HANS and words:
        return Converted(_corrected(text, made, script, words), stops)
    return made


def _corrected(text: str, made: Converted, script: Script, words: Iterable[PolicyWord]) -> str:
    view, taken = made.text, [False] * len(text)
    for word in words:
        at = text.find(word.hans)
        while at >= 0:
            end = at + len(word.hans)
            start, stop = made.to_view(at), made.to_view(end)
            if stop - start == len(word.hans) and not any(taken[at:end]):
                view = view[:start] + word.written_in(script) + view[stop:]
                taken[at:end] = [True] * len(word.hans)
            at = text.find(word.hans, end)
    return view


def _stops(text: str, view: str, change: Callable[[str], str]) -> tuple[tuple[int, int], ...] | None:
    """Where both texts can be cut; None where the parts, converted one by one, do not add up to the view."""
    stops, out = [(0, 0)], []
    at = there = 0
    for run in _HAN.split(text):
        for part, made in _parts(run, change):
            at, there = at + len(part), there + len(made)
            out.append(made)
            if part:
                stops.append((at, there))
    return tuple(stops) if "".join(out) == view else None


def _parts(run: str, change: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """The smallest parts of a run whose conversions add up to that of the run, from left to right."""
    made = change(run)
    while run and len(made) != len(run):
        for cut in range(1, len(run)):
            head, tail = change(run[:cut]), change(run[cut:])
            if head + tail == made:
                yield run[:cut], head
                run, made = run[cut:], tail
                break
        else:
            break
    yield run, made


def to_simplified(text: str) -> str:
    """Traditional text in simplified characters, phrase by phrase, for ingest. Keeps the length.

    Raises BadInput where OpenCC would change the length, since edits are recorded character by character.
    """
    simplified = _run(("t2s",), text)
    if len(simplified) == len(text):
        return simplified
    lines = [(line, _run(("t2s",), line)) for line in text.splitlines(keepends=True)]
    if any(len(line) != len(made) for line, made in lines):
        raise BadInput("繁简转换改变了文字的长度，无法逐字对应，文件未处理。")
    return "".join(made for _, made in lines)


@dataclass(frozen=True)
class Converter:
    """Converts for one library, with its list of policy words. Reads the list at the first conversion.

    Attributes:
        words_file: `resources/policy-words.toml`, or None to convert without a list.
    """

    words_file: Path | None = None
    source: Script = field(default=Script.HANS)

    @cached_property
    def words(self) -> tuple[PolicyWord, ...]:
        """The corrections, longest first. Raises BadInput where the file cannot be used."""
        return read_policy_words(self.words_file) if self.words_file is not None else ()

    def convert(self, text: str, script: Script, source: Script | None = None) -> Converted:
        """One block's text in `script`; see the function of the same name."""
        written_in = source or self.source
        return convert(text, script, written_in, self.words if script is not written_in else ())
