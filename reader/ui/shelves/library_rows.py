"""Which rows the library shows, in what order: groups, folders of one's own, filters, sorting. Pure; knows no widget.

A key is a document's id, or a pair: ("group", name), ("folder", name), ("recent", id), ("in:NAME", id).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reader.core.document import DocumentInfo
from reader.script import fold

Key = str | tuple[str, str]
OWN, BUNDLED, RECENT, PACK = "own", "bundled", "recent", "pack:"
ORDERS: Final = {
    "library": "文库次序", "title": "标题", "issuer": "发文机关", "newest": "年份，新的在前",
    "oldest": "年份，旧的在前",
    "added": "添加时间，新的在前",
}  # fmt: skip
FACETS: Final = {
    "region": "地区", "level": "级别", "issuer": "发文机关", "year": "年份", "kind": "文种", "status": "状态",
    "validity": "时效", "shelf": "书架", "collection": "文件夹", "tag": "标签",
}  # fmt: skip
IN_MENU: Final = ("issuer", "year", "region", "kind", "validity", "tag")  # facets that the menu narrows by as well
NATIONWIDE: Final = "全国"  # the region of documents of the national level
UNSAID: Final = "\0"
"""Stands for what a document does not say, as a value of a facet."""
AT_ONCE: Final = 400  # documents: more are sorted and looked through off the GUI thread
RECENTS: Final = 5  # rows below 最近
RECENT_FROM: Final = 12  # documents: a shorter list is seen at a glance
MOST_VALUES: Final = 30  # of a facet in a menu
_INSIDE: Final = "in:"


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the library is shown.

    Attributes:
        words: what was typed; looked for in title, 文号, issuer, region, kind, dates, tags and file name, in either
            script.
        order: a name of ORDERS.
        facets: name of FACETS → the value wanted.
        closed: groups that are folded away. opened: folders that are unfolded.
    """

    words: str = ""
    order: str = "library"
    facets: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()

    def with_facet(self, name: str, value: str) -> Choice:
        """The same with one facet set; an empty value takes it away."""
        return self.with_facets((name,), ((name, value),) if value else ())

    def with_facets(self, names: Collection[str], pairs: Iterable[tuple[str, str]]) -> Choice:
        """The same with these facets set to the values of `pairs`, those without one taken away."""
        facets = {other: kept for other, kept in self.facets.items() if other not in names}
        return replace(self, facets=facets | dict(pairs))

    def toggled(self, key: tuple[str, str]) -> Choice:
        """The same with a group or folder folded the other way."""
        kind, name = key
        if kind == "folder":
            return replace(self, opened=self.opened ^ {name})
        return replace(self, closed=self.closed ^ {name})


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows in order.

    Attributes:
        counts: how many documents stand below a group or folder.
        total: how many documents pass the filters.
    """

    keys: tuple[Key, ...]
    counts: Mapping[tuple[str, str], int]
    total: int


def document_id(key: Key) -> str | None:
    """The document that a row stands for; None for a group or folder."""
    if isinstance(key, str):
        return key
    return key[1] if key[0] == RECENT or key[0].startswith(_INSIDE) else None


class Shelf:
    """The documents of the library, with what is looked for in them kept ready. Safe to read from one thread at a time.

    Folding the words of 3,000 documents takes some 60 ms, once.
    """

    def __init__(self, infos: Sequence[DocumentInfo], folders: Sequence[str] = (), before: Shelf | None = None) -> None:
        """`before`: the library a moment ago, whose folded words are good for what has not changed."""
        self.infos = tuple(infos)
        self.folders = tuple(folders)
        self.by_id = {info.id: info for info in self.infos}
        self.states: Mapping[str, str] = {}  # whether documents hold; none where that is not known
        self.apart: Mapping[str, str] = before.apart if before is not None else {}  # for one title
        self._folded: dict[str, str] = {}
        if before is not None:
            self._folded.update(before.words_of(self.by_id))

    def with_states(self, states: Mapping[str, str], apart: Mapping[str, str]) -> Shelf:
        """The same documents, with whether they hold, and what tells those of one title apart."""
        made = Shelf(self.infos, self.folders, self)
        made.states, made.apart = states, apart
        return made

    def with_version(self, info: DocumentInfo, title: str) -> str:
        """A title as it is shown, with what tells the document from others of that title."""
        words = self.apart.get(info.id)
        return f"{title}（{words}）" if words else title

    def values_of(self, info: DocumentInfo, facet: str) -> tuple[str, ...]:
        """The values that a document has of a facet of FACETS; none where it does not say."""
        if facet == "validity":
            return (self.states.get(info.id, "unknown"),) if self.states else ()
        return values_of(info, facet)

    def words_of(self, others: Mapping[str, DocumentInfo]) -> dict[str, str]:
        """The folded words of documents that are the same among others."""
        return {doc: words for doc, words in self._folded.items() if others.get(doc) is self.by_id[doc]}

    def listing(self, choice: Choice, recent: Sequence[str] = ()) -> Listing:
        """The rows for a choice. `recent`: ids in the order of reading, the newest first."""
        found, narrowed = self.passing(choice), bool(choice.words.strip() or choice.facets)
        ordered = _sorted(found, choice.order)
        counts: dict[tuple[str, str], int] = {}
        groups: dict[str, list[str]] = {}
        for info in ordered:
            groups.setdefault(info.shelf, []).append(info.id)
        folders = self._folders(ordered, narrowed=narrowed)
        late = [] if narrowed or len(self.infos) < RECENT_FROM else _there(recent, self.by_id)[:RECENTS]
        headed = len(groups) > 1 or bool(folders or late) or set(groups) - {BUNDLED} != set()
        keys: list[Key] = []
        if late:
            keys += self._group(RECENT, late, choice, counts, lambda doc: (RECENT, doc))
        for name, docs in folders.items():
            counts["folder", name] = len(docs)
            keys.append(("folder", name))
            keys += [(_INSIDE + name, doc) for doc in docs if name in choice.opened]
        places = {name: at for at, name in enumerate(dict.fromkeys(info.shelf for info in self.infos))}
        for name in sorted(groups, key=lambda name: (name != OWN, places[name])):  # one's own, then as shelves stand
            if headed:
                keys += self._group(name, groups[name], choice, counts, lambda doc: doc)
            else:
                keys += groups[name]
        return Listing(tuple(keys), counts, len(found))

    def passing(self, choice: Choice) -> list[DocumentInfo]:
        """The documents that what is typed and chosen leaves, in library order."""
        wanted = fold(choice.words.strip()).text
        return [info for info in self.infos if self._passes(info, wanted, choice.facets)]

    def values(self, facet: str) -> list[tuple[str, int]]:
        """The values of a facet with how many documents have each, the most frequent first."""
        counted = Counter(value for info in self.infos for value in self.values_of(info, facet))
        return counted.most_common(MOST_VALUES)

    def _group(
        self, name: str, docs: Sequence[str], choice: Choice, counts: dict[tuple[str, str], int],
        key: Callable[[str], Key],
    ) -> Iterator[Key]:  # fmt: skip
        counts["group", name] = len(docs)
        yield "group", name
        if name not in choice.closed:
            yield from map(key, docs)

    def _folders(self, found: Sequence[DocumentInfo], *, narrowed: bool) -> dict[str, list[str]]:
        """Documents by folder, in the folders' order; empty folders only while nothing is looked for."""
        made: dict[str, list[str]] = {name: [] for name in self.folders}
        for info in found:
            for name in info.collections:
                made.setdefault(name, []).append(info.id)
        return {name: docs for name, docs in made.items() if docs or not narrowed}

    def _passes(self, info: DocumentInfo, wanted: str, facets: Mapping[str, str]) -> bool:
        for name, value in facets.items():
            if name == "validity" and not self.states:
                continue  # not known yet: it narrows as soon as it is
            if value not in (self.values_of(info, name) or (UNSAID,)):
                return False
        if not wanted:
            return True
        if info.id not in self._folded:
            words = (info.shown_title, info.attachment_title, info.doc_number, *info.issuers, info.region, info.kind,
                     info.written, info.published, *info.tags, info.file)  # fmt: skip
            self._folded[info.id] = fold(" ".join(filter(None, words))).text
        return wanted in self._folded[info.id]


def _there(docs: Sequence[str], known: Collection[str]) -> list[str]:
    return [doc for doc in docs if doc in known]


def values_of(info: DocumentInfo, facet: str) -> tuple[str, ...]:
    """The values of a facet that the document's own description tells."""
    if facet == "issuer":
        return info.issuers
    if facet == "tag":
        return info.tags
    if facet == "collection":
        return info.collections
    if facet == "region" and not info.region and info.level == "national":
        return (NATIONWIDE,)
    value = str(info.year or "") if facet == "year" else getattr(info, facet)
    return (value,) if value and value != "unknown" else ()


def _sorted(infos: list[DocumentInfo], order: str) -> list[DocumentInfo]:
    """In an order of ORDERS; what does not say what is sorted by stands last."""
    if order == "title":
        return sorted(infos, key=lambda info: info.reading_title)
    if order == "issuer":
        return sorted(infos, key=lambda info: (not info.issuers, info.issuers))
    if order in {"newest", "oldest"}:
        sign = -1 if order == "newest" else 1
        return sorted(infos, key=lambda info: (info.year is None, sign * (info.year or 0)))
    if order == "added":
        added = sorted((info for info in infos if info.added), key=lambda info: info.added or "", reverse=True)
        return added + [info for info in infos if not info.added]
    return infos


def tags_in(words: str) -> tuple[str, ...]:
    """Tags as people part them: by 、 , ， ; ； or spaces; each once."""
    for sign in "、，,；;":
        words = words.replace(sign, " ")
    return tuple(dict.fromkeys(word.removeprefix("#") for word in words.split() if word.removeprefix("#")))
