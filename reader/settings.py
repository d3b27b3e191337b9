"""The user's settings: one TOML file, with the machine's policy file on top. Owns the format of both.

Both files have the same keys, so that IT staff can copy lines from one into the other; the policy file has a few more
(`core.policy`). What group policy writes on Windows (`registry`) goes before the policy file, key by key.

Must not know any widget, and never fails on what a file holds: bad values give the default and a complaint.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from reader.core.errors import ReaderError, StoreUnavailable, in_words
from reader.core.late_dataclass import dataclass, field, fields, replace
from reader.core.note import COLOURS, NOBODY, Person
from reader.core.policy import KEYS, Policy
from reader.core.shelf_order import ShelfOrder
from reader.core.span import Location, Span
from reader.files import write_whole
from reader.machine_policy import Group, Told, laid_down_in, read_toml, strange
from reader.private import private_folder
from reader.registry import laid_down

LANGUAGES: Final = ("zh_CN", "zh_TW", "en")
SCRIPTS: Final = ("hans", "hant", "tw", "hk", "twp")
THEMES: Final = ("paper", "sepia", "night", "contrast")
DENSITIES: Final = ("comfortable", "compact")
HISTORY_LIMIT: Final = 50
LONGEST, MOST = 100_000, 10_000  # characters of one text; entries of one list or table
FURTHEST: Final = 1_000_000_000  # code points into a text
FIXABLE: Final = frozenset((
    "language", "script", "traditional", "theme", "density", "font_family", "font_size", "line_height", "measure",
    "my_unit",
))  # fmt: skip
"""Settings that a policy may fix; the others are what the program remembers of one user's work."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program remembers. `dataclasses.replace` gives a changed one; `save` writes it.

    Attributes:
        density: room of controls and rows. font_family: reading font, or a style (fang, kai, hei); empty for the chain.
        font_size: body text in px at 100 %.
        line_height: factor. measure: Han characters a line. justified: whether full lines end at the edge.
        panels: name of panel → shown.
        geometry, window_state: Qt's own blobs in base64; empty for the default.
        tabs, current_tab: open documents with their places, and the one in front.
        beside: documents in the panes beside the first, with their places.
        pane_forms: how the panes from the first one on show them: "", "source", "pages" (of the original) or "script"
            (the other script).
        positions: document id → where it was last read.
        traditional: the traditional form that 简|繁 switches to. colour: that of the next highlight.
        query: what stands in the search box. search_history: newest first.
        saved_searches: in the order they were saved.
        my_unit: the user's own unit, in full; empty when not told. my_name: what they call themselves on notes;
            name_asked: whether they were asked for it.
        tables: register → how its table is arranged (columns, widths, order, groups), as texts.
        paper: the last choices when printing: "two" and "notes" ("1" where chosen), "folder" of the last PDF file.
        scroll_speed: of a text that scrolls by itself, in lines a minute; voice_speed: of reading aloud, -10..10.
        quiet_links: whether names of units and systems are links in the text.
        shelf_order, hidden_shelves: names of shelves (bundled, pack:NAME): whose documents give way first; not shown.
        left_notes: notes whose place was to be looked at and that the reader left for later, each with its state.
        extra: keys this version does not know, kept as they are.
    """

    language: str = "zh_CN"
    script: str = "hans"
    theme: str = "paper"
    density: str = "comfortable"
    font_family: str = ""
    font_size: int = 17
    line_height: float = 1.8
    measure: int = 38
    justified: bool = True
    panels: Mapping[str, bool] = field(default_factory=dict)
    geometry: str = ""
    window_state: str = ""
    tabs: tuple[Location, ...] = ()
    current_tab: int = 0
    beside: tuple[Location, ...] = ()
    pane_forms: tuple[str, ...] = ()
    positions: Mapping[str, Location] = field(default_factory=dict)
    traditional: str = "hant"
    colour: str = "yellow"
    query: str = ""
    search_history: tuple[str, ...] = ()
    saved_searches: tuple[str, ...] = ()
    my_unit: str = ""
    my_name: str = ""
    name_asked: bool = False
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    paper: Mapping[str, str] = field(default_factory=dict)
    scroll_speed: int = 20
    voice_speed: int = 0
    quiet_links: bool = False
    left_notes: tuple[str, ...] = ()
    shelf_order: tuple[str, ...] = ()
    hidden_shelves: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def me(self) -> Person:
        """Who writes notes here."""
        return Person(" ".join(self.my_name.split()), " ".join(self.my_unit.split())) if self.my_name else NOBODY

    @property
    def shelves(self) -> ShelfOrder:
        """How the shelves are put."""
        return ShelfOrder(self.shelf_order, frozenset(self.hidden_shelves))

    def with_shelves(self, put: ShelfOrder) -> Settings:
        """The same with the shelves put otherwise."""
        return replace(self, shelf_order=put.order, hidden_shelves=tuple(sorted(put.hidden)))

    def searched(self, query: str) -> Settings:
        """The same with `query` as the newest search."""
        query = query.strip()
        older = tuple(q for q in self.search_history if q != query)
        return replace(self, search_history=((query, *older) if query else older)[:HISTORY_LIMIT])

    def starred(self, query: str, on: bool) -> Settings:
        """The same with `query` among the saved searches, or not."""
        query = query.strip()
        others = tuple(q for q in self.saved_searches if q != query)
        return replace(self, saved_searches=((*others, query) if on and query else others)[-HISTORY_LIMIT:])


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings as read.

    Attributes:
        complaints: what could not be used, each in one sentence: one for all values of the user's own file.
        locked: names of the settings that the machine's policy fixes.
        policy: what it lays down beyond settings.
    """

    settings: Settings
    complaints: tuple[str, ...] = ()
    locked: frozenset[str] = frozenset()
    policy: Policy = field(default_factory=Policy)


def load(file: Path, policy: Path | None = None, group: Group = laid_down) -> LoadedSettings:
    """The settings in `file`, overruled by those in `policy`, and these by `group` policy; any may be missing."""
    complaints: list[str] = []
    own, unknown, refused = _checked(read_toml(file, "设置文件", complaints))
    if refused:
        complaints.append(f"{file} 中{'、'.join(map(_named, refused))}的值无效，已使用默认值。")
    told = laid_down_in(policy, group) if policy else Told()
    fixed, _laid, refused = _checked({key: value for key, value in told.values.items() if key in FIXABLE})
    complaints += [f"{told.place(key)} 中{_named(key)}的值无效，已使用默认值。" for key in refused]
    complaints += [f"{said.rstrip('。')}，导出和导入暂不开放。" for said in told.damage]
    complaints += [strange(key, told, FIXABLE) for key in told.values if key not in FIXABLE and key not in KEYS]
    laid, faults = told.policy()
    settings = Settings(**{**own, **fixed}, extra=unknown)
    if settings.language == "zh_TW" and "script" not in own.keys() | fixed.keys():
        settings = replace(settings, script=settings.traditional)  # a traditional interface begins with such text
    return LoadedSettings(settings, (*complaints, *faults), frozenset(fixed), laid)


def save(file: Path, settings: Settings, locked: frozenset[str] = frozenset()) -> None:
    """Writes the settings in one step: a crash leaves the old file or the new one.

    What the policy locks keeps the user's own value in the file, for the day the policy is lifted.
    Raises StoreUnavailable where the file cannot be written.
    """
    import tomli_w  # a window is open by then

    damaged: list[str] = []
    before = read_toml(file, "设置文件", damaged)
    values: dict[str, Any] = dict(settings.extra)
    for f in fields(Settings):
        if f.name == "extra":
            continue
        if f.name not in locked:
            values[f.name] = _plain(getattr(settings, f.name))
        elif f.name in before:
            values[f.name] = before[f.name]
    try:
        private_folder(file.parent)
        if damaged and file.exists():
            # Someone may want to save by hand what stood in it.
            file.replace(file.with_suffix(".damaged.toml"))
        write_whole(file, tomli_w.dumps(values).encode("utf-8", "replace"), private=True)
    except (OSError, ReaderError) as error:
        why = str(error).rstrip("。") if isinstance(error, ReaderError) else in_words(error)
        raise StoreUnavailable(f"设置未能保存到 {file}（{why}），请检查权限和剩余空间。") from error


def _checked(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Values that can be used, by name; those of unknown keys; the keys whose value cannot be used."""
    good: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    refused: list[str] = []
    for key, value in values.items():
        reader = _READERS.get(key)
        if reader is None:
            unknown[key] = value
            continue
        try:
            good[key] = reader(value)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            refused.append(key)
    return good, unknown, refused


def _named(key: str) -> str:
    return f"“{key}”" + (f"（应为{_WANTED[key]}）" if key in _WANTED else "")


def _plain(value: Any) -> Any:
    if isinstance(value, Location):
        place = {"doc": value.doc, "block": value.block, "span": list(value.span) if value.span else None}
        return {key: each for key, each in place.items() if each is not None}  # TOML knows no null
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    if len(value) > LONGEST or "\0" in value:
        raise ValueError(value[:20])
    return value


def _blob(value: Any) -> str:
    """Bytes in base64. What they mean is looked at by whoever wrote them."""
    binascii.a2b_base64(_text(value).encode("ascii"), strict_mode=True)
    return _text(value)


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(value)
        return _text(value)

    return read


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(value)
        return value

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    number = _number(low, high)
    return lambda value: int(number(value))


def _list_of(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    def read_all(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list) or len(value) > MOST:
            raise TypeError(type(value))
        return tuple(read(each) for each in value)

    return read_all


def _map_of(read: Callable[[Any], T]) -> Callable[[Any], dict[str, T]]:
    def read_all(value: Any) -> dict[str, T]:
        if not isinstance(value, dict) or len(value) > MOST:
            raise TypeError(type(value))
        return {_text(key): read(each) for key, each in value.items()}

    return read_all


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _location(value: Any) -> Location:
    block, span = value.get("block"), value.get("span")
    return Location(
        doc=_text(value["doc"]),
        block=None if block is None else _text(block),
        span=None if span is None else _span(span),
    )


def _span(value: Any) -> Span:
    start, end = (_whole(0, FURTHEST)(each) for each in value)
    if start > end:
        raise ValueError(value)
    return Span(start, end)


def _positions(value: Any) -> dict[str, Location]:
    """Every place under the id of its own document."""
    return {place.doc: place for place in _map_of(_location)(value).values()}


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "language": _one_of(LANGUAGES),
        "script": _one_of(SCRIPTS),
        "theme": _one_of(THEMES),
        "density": _one_of(DENSITIES),
        "font_family": _text,
        "font_size": _whole(8, 72),
        "line_height": _number(1.0, 3.0),
        "measure": _whole(16, 100),
        "justified": _flag,
        "panels": _map_of(_flag),
        "geometry": _blob,
        "window_state": _blob,
        "tabs": _list_of(_location),
        "current_tab": _whole(0, 10_000),
        "beside": _list_of(_location),
        "pane_forms": _list_of(_one_of(("", "source", "pages", "script"))),
        "positions": _positions,
        "traditional": _one_of(SCRIPTS[1:]),
        "colour": _one_of(COLOURS),
        "query": _text,
        "search_history": _list_of(_text),
        "saved_searches": _list_of(_text),
        "my_unit": _text,
        "my_name": _text,
        "name_asked": _flag,
        "tables": _map_of(_map_of(_text)),
        "paper": _map_of(_text),
        "scroll_speed": _whole(4, 120),
        "voice_speed": _whole(-10, 10),
        "quiet_links": _flag,
        "left_notes": _list_of(_text),
        "shelf_order": _list_of(_text),
        "hidden_shelves": _list_of(_text),
    }
)

_WANTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "language": f" {'、'.join(LANGUAGES)} 之一",
        "script": f" {'、'.join(SCRIPTS)} 之一",
        "traditional": f" {'、'.join(SCRIPTS[1:])} 之一",
        "theme": f" {'、'.join(THEMES)} 之一",
        "density": f" {'、'.join(DENSITIES)} 之一",
        "font_family": "加引号的字体名",
        "font_size": " 8 到 72 的数",
        "line_height": " 1.0 到 3.0 的数",
        "measure": " 16 到 100 的数",
        "my_unit": "加引号的单位全称",
        "my_name": "加引号的姓名",
    }
)
"""What the settings that people write by hand take, for telling them."""
