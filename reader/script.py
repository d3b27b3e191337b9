"""Chinese scripts: conversion for display and for ingest. The only module that knows OpenCC.

Text is kept in the script it was issued in; every other script is a view made here, block by block, with a map of
offsets that is exact or the block stays as it is. OpenCC and its dictionaries load at the first real conversion (the
one from simplified takes about a tenth of a second), never on import. Must not keep state of its own: what a library
has to remember about conversion (its word list) lives in a `Converter`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.errors import BadInput
from reader.core.folding import fold
from reader.core.late_dataclass import dataclass, field
from reader.core.late_pattern import late
from reader.core.span import Span

if TYPE_CHECKING:
    import opencc

__all__ = [
    "Converted", "Converter", "PolicyWord", "Script", "convert", "fold", "maybe_traditional", "read_policy_words",
    "to_simplified",
]  # fmt: skip


class Script(StrEnum):
    """A way to write Chinese: simplified, traditional (OpenCC's standard), Taiwan's and Hong Kong's forms.

    TWP puts Taiwan's words for the mainland's as well (软件 → 軟體, 信息 → 資訊): chosen by name, never by itself.
    """

    HANS = "hans"
    HANT = "hant"
    TW = "tw"
    HK = "hk"
    TWP = "twp"


# Variant forms only: the one configuration that puts other words for the words of the document is asked for by name.
_CONFIGS: dict[tuple[Script, Script], tuple[str, ...]] = {
    (Script.HANS, Script.HANT): ("s2t",),
    (Script.HANS, Script.TW): ("s2tw",),
    (Script.HANS, Script.HK): ("s2hk",),
    (Script.HANS, Script.TWP): ("s2twp",),
    (Script.HANT, Script.HANS): ("t2s",),
    (Script.HANT, Script.TW): ("t2tw",),
    (Script.HANT, Script.HK): ("t2hk",),
    (Script.HANT, Script.TWP): ("t2tw",),
    (Script.TW, Script.HANS): ("tw2s",),
    (Script.TW, Script.HANT): ("tw2t",),
    (Script.TW, Script.HK): ("tw2t", "t2hk"),
    (Script.HK, Script.HANS): ("hk2s",),
    (Script.HK, Script.HANT): ("hk2t",),
    (Script.HK, Script.TW): ("hk2t", "t2tw"),
    (Script.HK, Script.TWP): ("hk2t", "t2tw"),
}
_HAN = late("([\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)")
_UNCONVERTIBLE = late("([\x00\ud800-\udfff]+)")  # OpenCC takes a C string of UTF-8
_LONGEST_RUN = 2000  # characters that are cut one by one to find where two texts part; a longer run stays unconverted


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

    def to_canonical(self, offset: int, *, behind: bool = False) -> int:
        """Canonical offset of an offset in `text`; inside a word that cannot be cut, where it begins (or ends)."""
        return _across(self.stops, offset, 1, 0, behind=behind)

    def view_span(self, span: Span) -> Span:
        """What shows a canonical span: whole words where it cuts into one that cannot be cut. An empty one stays so."""
        start = self.to_view(span.start)
        return Span(start, _across(self.stops, span.end, 0, 1, behind=True) if span.start < span.end else start)


def _across(stops: tuple[tuple[int, int], ...], offset: int, here: int, there: int, *, behind: bool = False) -> int:
    if not stops:
        return offset
    at = max(bisect_right(stops, offset, key=lambda stop: stop[here]) - 1, 0)
    start, end = stops[at], stops[min(at + 1, len(stops) - 1)]
    if end[0] - start[0] == end[1] - start[1]:
        return start[there] + offset - start[here]
    return end[there] if behind and offset > start[here] else start[there]


@dataclass(frozen=True, slots=True)
class PolicyWord:
    """Words that OpenCC is known to get wrong in policy text, and how each script writes them. All equally long."""

    hans: str
    hant: str
    tw: str
    hk: str

    def written_in(self, script: Script) -> str:
        """The word in that script."""
        return str(getattr(self, "tw" if script is Script.TWP else script.value))


def read_policy_words(path: Path) -> tuple[PolicyWord, ...]:
    """The word list of `resources/policy-words.toml`, longest words first.

    Raises BadInput where the file is not one.
    """
    import tomllib  # read at the first conversion only

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


def read_ambiguous(path: Path) -> Mapping[str, str]:
    """Simplified character → the traditional ones it may stand for, from the same file; the commonest first.

    Raises BadInput where the file is not one.
    """
    import tomllib  # read at the first conversion only

    try:
        known = tomllib.loads(path.read_text(encoding="utf-8")).get("ambiguous", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"政策用语转换表 {path.name} 无法读取（{error}）。") from error
    if not isinstance(known, dict) or not all(len(one) == 1 and isinstance(many, str) for one, many in known.items()):
        raise BadInput(f"政策用语转换表 {path.name} 中的多义字表不对。")
    return known


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
    known = tuple(words) if source is Script.HANS else ()
    if configs == ("s2twp",):
        return _rephrased(text, known)
    view = _run(configs, text)
    stops = () if len(view) == len(text) else _stops(text, view, lambda part: _run(configs, part))
    if stops is None:
        return Converted(text)
    made = Converted(view, stops)
    return Converted(_corrected(text, made, script, known), stops) if known else made


def _rephrased(text: str, words: tuple[PolicyWord, ...]) -> Converted:
    """Simplified text in Taiwan's words, in parts that meet where a policy word had to be set right."""
    letters = convert(text, Script.TW)
    if letters.stops:
        return Converted(text)
    right = _corrected(text, letters, Script.TW, words)
    out, stops, at = [], [(0, 0)], 0
    for start, end in [*_needed(text, letters.text, right, words), (len(text), len(text))]:
        for part, corrected in ((text[at:start], ""), (text[start:end], right[start:end])):
            made = _in_taiwan(part, corrected)
            if made is None:
                return Converted(text)
            before, there = stops[-1]
            out.append(made.text)
            ends = made.stops[1:] or ([(len(part), len(made.text))] if part else [])
            stops += [(before + a, there + b) for a, b in ends]
        at = end
    view = "".join(out)
    return Converted(view, () if _keeps_places(stops) else _merged(stops))


def _needed(text: str, wrong: str, right: str, words: tuple[PolicyWord, ...]) -> list[tuple[int, int]]:
    """Where the policy words stand that change anything, in order and apart."""
    found: list[tuple[int, int]] = []
    if wrong == right:
        return found
    for word in words:
        at = text.find(word.hans)
        while at >= 0:
            end = at + len(word.hans)
            apart = all(end <= start or at >= stop for start, stop in found)
            if apart and right[at:end] == word.tw != wrong[at:end]:
                found.append((at, end))
            at = text.find(word.hans, end)
    return sorted(found)


def _in_taiwan(part: str, corrected: str) -> Converted | None:
    """A part in Taiwan's words; as `corrected` where OpenCC gets its characters wrong even when it stands alone."""
    if corrected and _run(("s2tw",), part) != corrected:
        return Converted(corrected)
    view = _run(("s2twp",), part)
    stops = _stops(part, view, lambda words: _run(("s2twp",), words), lambda words: _run(("s2tw",), words))
    return None if stops is None else Converted(view, stops)


def _keeps_places(stops: list[tuple[int, int]]) -> bool:
    return all(canonical == view for canonical, view in stops)


def _merged(stops: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Without the cuts between two stretches that both kept their length."""
    kept = stops[:1]
    for stop, following in pairwise(stops[1:]):
        same = stop[1] - kept[-1][1] == stop[0] - kept[-1][0]
        if not same or following[1] - stop[1] != following[0] - stop[0]:
            kept.append(stop)
    return (*kept, *stops[1:][-1:])


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


def _stops(
    text: str, view: str, change: Callable[[str], str], letters: Callable[[str], str] | None = None
) -> tuple[tuple[int, int], ...] | None:
    """Where both texts can be cut; None where the parts, converted one by one, do not add up to the view.

    Args:
        text, view: the text, and what `change` makes of it.
        letters: a conversion that keeps the length; a run that it writes alike is the same character by character.
            Without it every run that kept its length is.
    """
    runs = [run for run in _HAN.split(text) if run]
    made = [change(run) for run in runs]
    if "".join(made) != view:
        runs, made = [text], [view]
    stops = [(0, 0)]
    for run, shown in zip(runs, made, strict=True):
        at, there = stops[-1]
        if len(shown) != len(run) or (letters is not None and letters(run) != shown):
            if len(run) > _LONGEST_RUN:
                return None
            stops += [(at + a, there + b) for a, b in _cuts(run, shown, change)]
        stops.append((at + len(run), there + len(shown)))
    return _merged(stops)


def _cuts(run: str, shown: str, change: Callable[[str], str]) -> Iterator[tuple[int, int]]:
    """The places where a run can be cut so that its two parts, converted alone, make up what is shown."""
    last = 0
    for cut in range(1, len(run)):
        head = change(run[:cut])
        if len(head) > last and shown.startswith(head) and head + change(run[cut:]) == shown and head != shown:
            last = len(head)
            yield cut, last


def to_simplified(text: str) -> str:
    """Traditional text in simplified characters, phrase by phrase, for ingest. Keeps the length.

    Raises BadInput where OpenCC would change the length, since edits are recorded character by character.
    """
    parts = list(_parts_to_simplify(text))
    if not parts:
        return text
    out, at = [], 0
    for start, end in parts:
        part = text[start:end]
        made = _run(("t2s",), part)
        if len(made) != len(part):
            made = _line_by_line(part)
        out += [text[at:start], made]
        at = end
    return "".join([*out, text[at:]])


def maybe_traditional(text: str) -> set[str]:
    """The characters of the text that ever have another form in simplified script; quick to ask."""
    return set(_traditional().findall(text))


def _parts_to_simplify(text: str) -> Iterator[tuple[int, int]]:
    """The runs of whole lines that have a character which conversion may change: in simplified text few or none."""
    search, size = _traditional().search, len(text)
    begin = end = -1
    at = 0
    while (found := search(text, at)) is not None:
        start = text.rfind("\n", at, found.start()) + 1 or at
        if start > end:
            if end >= 0:
                yield begin, end
            begin = start
        end = at = text.find("\n", found.end()) + 1 or size
    if end >= 0:
        yield begin, end


def _line_by_line(text: str) -> str:
    lines = [(line, _run(("t2s",), line)) for line in text.splitlines(keepends=True)]
    if any(len(line) != len(made) for line, made in lines):
        raise BadInput("繁简转换改变了文字的长度，无法逐字对应，文件未处理。")
    return "".join(made for _, made in lines)


_IN_PHRASES = "么俱哩坏彷沈甦瞭藉衹覆"
"""Characters that OpenCC's t2s changes in phrases alone: 反覆, 彷彿. A test compares with its dictionary."""


@cache
def _traditional() -> re.Pattern[str]:
    """Any character that t2s may change; those outside the basic plane are all taken for such ones."""
    every = [chr(code) for code in (*range(0x0B, 0xD800), *range(0xE000, 0x10000))]  # a line feed parts them
    made = _run(("t2s",), "\n".join(every)).split("\n")
    changed = "".join(one for one, other in zip(every, made, strict=True) if one != other)
    return re.compile(f"[{re.escape(changed + _IN_PHRASES)}\U00010000-\U0010ffff]")


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

    @cached_property
    def ambiguous(self) -> Mapping[str, str]:
        """Simplified characters that stand for several traditional ones. Raises BadInput as `words` does."""
        return read_ambiguous(self.words_file) if self.words_file is not None else {}

    def convert(self, text: str, script: Script, source: Script | None = None) -> Converted:
        """One block's text in `script`; see the function of the same name."""
        written_in = source or self.source
        return convert(text, script, written_in, self.words if script is not written_in else ())
