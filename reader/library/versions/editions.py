"""The library's door to editions and validity: which documents are editions of one another, and which holds on a day.

Names are known for all documents; texts are opened only of those that are asked about. What other documents end or
alter is kept of all (`known_changes`). All of it follows the library: what has not changed is not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Final

from reader.core import likeness
from reader.core.document import Document, DocumentInfo
from reader.core.editions import Kin, Name, Names, Relation, agrees, apart, is_day, name_of, related_by_time, succeeds
from reader.core.errors import Cancelled, DamagedCorpus, NotFound
from reader.core.hits import SearchOptions, SearchResult
from reader.core.register import Citation
from reader.core.validity import Later, State, Struck, Told, Validity, told, validity
from reader.library.late import never
from reader.library.versions.known_changes import KnownChanges
from reader.registers.changes import Change
from reader.registers.citations import Shelf

DECIDED: Final = "由用户指定"
Decided = Mapping[frozenset[str], bool]
Infos = tuple[DocumentInfo, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A document of a family, as it stands on the day that was asked about.

    Attributes:
        relation: to the document that was asked about.
        basis: what makes it one of the family.
    """

    info: DocumentInfo
    told: Told
    validity: Validity
    relation: Relation
    basis: str
    doubt: str = ""

    @property
    def named(self) -> str:
        """Its title, with the day on which this version was made where it came into force on another one."""
        made = self.told.made
        return self.info.reading_title + (f"（{made}）" if made and made != self.told.at else "")


class Editions:
    """Answers for one library. Safe to use from several threads: one works, the others wait for it."""

    def __init__(
        self,
        documents: Callable[[], tuple[DocumentInfo, ...]],
        load: Callable[[str], Document],
        search: Callable[[str, SearchOptions], SearchResult],
        older: Callable[[str], tuple[str, tuple[str, ...]]] | None = None,
        decided: Callable[[], Decided] = dict,
        sums: Callable[[], Mapping[str, str]] = dict,
        cache: Path | None = None,
    ) -> None:
        """Reads nothing yet.

        Args:
            documents, load, search: the library's.
            older: of an id the one that stands in the library, and those of its older versions, oldest first.
            decided: what people said of pairs of documents; it stands before what is read.
            sums, cache: of each document, and where what it does to others is kept (`known_changes`).
        """
        self._documents, self._load = documents, load
        self._older = older or (lambda doc: (doc, ()))
        self._ask_decided: Callable[[], Decided] = decided
        self._decided: Decided = {}
        self._kept: dict[str, tuple[DocumentInfo, Name]] = {}  # older versions that were asked about
        self._infos: tuple[DocumentInfo, ...] | None = None
        self._names = Names(())
        self._shelf: tuple[Infos | None, Shelf] = (None, Shelf(()))
        self._told: dict[str, tuple[DocumentInfo, Told]] = {}
        self._sums, self._changes = sums, KnownChanges(load, search, cache)
        self._does: dict[str, list[tuple[Change, str]]] = {}
        self._done_to: dict[str, list[tuple[str, Change]]] = {}
        self._likenesses: dict[frozenset[str], bool] = {}
        self._lock = RLock()

    def of(self, doc: str, day: str) -> tuple[Edition, ...]:
        """The family of a document in order of time, itself among it, each with its state on an ISO day.

        Raises NotFound.
        """
        with self._lock:
            self._follow()
            newest = self._older(doc)[0]
            if newest not in self._names.by_id:
                raise NotFound(f"文库中没有“{doc}”。可用文件编号、发文字号或完整标题来指明文件。")
            family = self._family(newest)
            own = self._told_of(doc)
            made = [self._edition(doc, own, each, family, day) for each in family]
            made += [each for kin in family for each in self._older_of(kin, doc, own, day)]
            return tuple(sorted({each.info.id: each for each in made}.values(), key=_order))

    def states(
        self, day: str, progress: Callable[[int, int], None] | None = None, cancelled: Callable[[], bool] = never
    ) -> dict[str, State]:
        """Of every document of the library whether it holds on an ISO day. Opens all that were not asked about yet.

        Raises Cancelled as soon as `cancelled` says so. Others may ask in between.
        """
        made: dict[str, State] = {}
        infos = self.follow()
        for done, info in enumerate(infos):
            if cancelled():
                raise Cancelled("已停止查看各文件的时效。")
            if progress is not None:
                progress(done, len(infos))
            if info.id not in made:
                try:
                    made |= {each.info.id: each.validity.state for each in self.of(info.id, day)}
                except (DamagedCorpus, NotFound):  # gone or damaged meanwhile
                    made[info.id] = "unknown"
        return made

    def validity(self, doc: str, day: str) -> Validity:
        """The state of one document on an ISO day. Raises NotFound."""
        return next(each.validity for each in self.of(doc, day) if each.info.id == doc)

    def apart(self) -> dict[str, str]:
        """Of each document that shares its title with another what tells it from that one (`reader.core.editions`);
        of an own one with older versions, and of these, the day where it does.

        Opens those that were not asked about yet, and looks for nothing else.
        """

        def day_of(info: DocumentInfo) -> str | None:
            known = self._told.get(info.id)
            if known is None or known[0] is not info:
                try:
                    known = self._told[info.id] = (info, told(self._load(info.id)))
                except (DamagedCorpus, NotFound):  # gone or damaged meanwhile
                    return None
            return known[1].made or known[1].since

        with self._lock:
            infos = self._documents()
            made, kin, older = apart(infos, day_of), set[str](), []
            for info in infos:
                for each in self._older(info.id)[1]:
                    kin |= {info.id, each}
                    with suppress(DamagedCorpus, NotFound):
                        older.append(self._old(each)[0])
            versions = apart((*infos, *older), day_of).items() if older else ()
            return made | {doc: words for doc, words in versions if doc in kin - made.keys() and is_day(words)}

    def version_day(self, doc: str) -> str | None:
        """The ISO day of the last passing or amendment that a document tells, else its first day; None where it tells
        none. Raises NotFound.
        """
        with self._lock:
            self._follow()
            its = self._told_of(doc)
            return its.made or its.since

    def meant(self, citation: Citation) -> tuple[str, ...]:
        """The ids of the documents that a citation may mean: the editions of one name, or none.

        What is of another place than the one that cites, and is not named with its place, is not meant.
        """
        by = self._names.by_id.get(citation.at.doc)
        found = self._cited_by().fitting(citation)
        place = by[0].region if by else None
        return tuple(info.id for info in found if _of_home(info, place, citation.cited))

    def place_of(self, doc: str) -> str:
        """The place of a document; "" where it has none."""
        known = self._names.by_id.get(doc)
        return (known[0].region or "") if known is not None else ""

    def one_meant(self, citation: Citation) -> tuple[str | None, str]:
        """The one of them that a citation means, and what is doubtful about it: of several editions the last one that
        was there when the citing document was made; None where they are not of one name.
        """
        found = [doc for doc in self.meant(citation) if doc != citation.at.doc]
        if len(found) < 2:
            return (found[0] if found else None), ""
        kin = {each.info.id for each in self._names.kin(found[0])}
        if not kin.issuperset(found[1:]):
            return None, f"文库中有 {len(found)} 份同名的文件"
        when = self._told_of(citation.at.doc).at or "9999"
        days = sorted((self._told_of(doc).at or "", doc) for doc in found)
        last = [doc for at, doc in days if at <= when] or [days[0][1]]
        return last[-1], f"文库中有 {len(found)} 版，取当时最近的一版"

    # The library as it is now

    def follow(self) -> tuple[DocumentInfo, ...]:
        """Brings what is kept up to date; the documents that it is of, the same object until any of them changes."""
        with self._lock:
            self._follow()
            return self._infos or ()

    def _follow(self) -> None:
        self._decided = self._ask_decided()
        if self._documents() is self._infos:
            return
        sums = self._sums()
        infos = self._documents()  # after the sums: what changes meanwhile has the sum of what it was
        self._changes.follow(infos, sums)
        self._names = Names(infos, self._names, self._changes.names)
        self._likenesses = {}
        here = self._names.by_id
        self._told = {doc: known for doc, known in self._told.items() if doc in here and here[doc][0] is known[0]}
        self._infos, self._does, self._done_to = infos, {}, {}
        try:
            links = self._changes.links(self._meant)
        except BaseException:
            self._infos = None
            raise
        for by, change, doc in links:
            self._does.setdefault(by, []).append((change, doc))
            self._done_to.setdefault(doc, []).append((by, change))

    def _cited_by(self) -> Shelf:
        """The documents as they are cited: worked out where somebody asks what a citation means."""
        with self._lock:
            infos, shelf = self._shelf
            if self._infos is not None and infos is not self._infos:
                shelf = Shelf(self._infos, shelf)
                self._shelf = (self._infos, shelf)
            return shelf

    def _meant(self, by: str, change: Change) -> Iterator[str]:
        """The documents that a change is about."""
        actor = self._names.by_id[by][0]
        cited = name_of(DocumentInfo("", change.citation.cited, actor.source, region=actor.region)).stage
        for info in self._cited_by().fitting(change.citation):
            stage = self._names.by_id[info.id][1].stage
            same = "draft" not in (cited, stage) or cited == stage
            if info.id != by and _may_change(actor, info) and same and (cited != "trial" or stage == "trial"):
                yield info.id

    def _named(self, doc: str) -> tuple[DocumentInfo, Name]:
        return self._names.by_id.get(doc) or self._old(doc)

    def _old(self, doc: str) -> tuple[DocumentInfo, Name]:
        known = self._kept.get(doc)
        if known is None:  # an older version never changes
            info = self._load(doc).info()
            known = self._kept[doc] = (info, name_of(info))
        return known

    def _told_of(self, doc: str) -> Told:
        info = self._named(doc)[0]
        known = self._told.get(doc)
        if known is None or known[0] is not info:
            known = self._told[doc] = (info, told(self._load(doc)))
        return known[1]

    # One family

    def _family(self, doc: str) -> dict[str, Kin]:
        """The documents of a family by id, the one that was asked about first; each with what makes it one."""
        info, name = self._names.by_id[doc]
        found = {doc: Kin(info, name, "本文件")}
        waiting = [doc]
        while waiting:
            each = waiting.pop()
            for kin in (*self._joined(each), *self._kin(each), *self._successors(each)):
                if (
                    kin.info.id not in found
                    and not self._parted(each, kin.info.id)
                    and not self._parted(doc, kin.info.id)
                ):
                    far = found[each].doubt
                    found[kin.info.id] = kin if not far else Kin(kin.info, kin.name, kin.basis, kin.doubt or far)
                    waiting.append(kin.info.id)
        return found

    def _joined(self, doc: str) -> Iterator[Kin]:
        """Those that people said are of its family."""
        for pair, joined in self._decided.items():
            for other in pair - {doc} if joined and doc in pair else ():
                if other in self._names.by_id:
                    yield Kin(*self._names.by_id[other], DECIDED)

    def _parted(self, one: str, other: str) -> bool:
        return self._decided.get(frozenset((one, other))) is False

    def _kin(self, doc: str) -> Iterator[Kin]:
        """Those of its name; where nobody says whose they are, only those that say much the same."""
        for kin in self._names.kin(doc):
            if not kin.doubt or self._alike(doc, kin.info.id):
                yield kin

    def _alike(self, one: str, other: str) -> bool:
        pair = frozenset((one, other))
        if pair not in self._likenesses:
            numbers = likeness.Numbering()
            first, second = (likeness.bigrams(self._load(each).text[:_LOOKED_AT], numbers) for each in (one, other))
            self._likenesses[pair] = likeness.dice(first, second) >= _ALIKE
        return self._likenesses[pair]

    def _successors(self, doc: str) -> Iterator[Kin]:
        """Those of much the same name of which one repeals the other in so many words."""
        name = self._names.by_id[doc][1]
        for by, change in self._done_to.get(doc, ()):
            info, its = self._names.by_id[by]
            if change.effect == "repealed" and succeeds(its, name):
                yield Kin(info, its, f"“{change.words}”")
        for change, other in self._does.get(doc, ()):
            info, its = self._names.by_id[other]
            if change.effect == "repealed" and succeeds(name, its):
                yield Kin(info, its, f"“{change.words}”")

    def _edition(self, asked: str, own: Told, doc: str, family: dict[str, Kin], day: str) -> Edition:
        kin, mine = family[doc], self._told_of(doc)
        linked = {each.info.id: each for each in (*self._kin(doc), *self._joined(doc)) if each.info.id != doc}
        same = [each for other, each in linked.items() if not self._parted(doc, other)]
        others = [Later(each.info, each.name, self._told_of(each.info.id), each.doubt) for each in same]
        state = validity(kin.info, kin.name, mine, others, tuple(self._struck(doc)), day)
        relation: Relation = "itself"
        if doc != asked:
            relation = related_by_time(self._named(asked)[1], own.at, kin.name, mine.at)
        return Edition(kin.info, mine, state, relation, kin.basis, kin.doubt)

    def _older_of(self, doc: str, asked: str, own: Told, day: str) -> Iterator[Edition]:
        """The older versions of an own document. What stands in their place was added later: it amends them from its
        day on, and where the days do not tell them apart, it is only said.
        """
        newest, name = self._named(doc)
        for older in self._older(doc)[1]:
            info, its = self._named(older)
            mine = self._told_of(older)
            later = Later(newest, name, self._told_of(doc))
            state = validity(info, its, mine, (later,), tuple(self._struck(doc)), day)
            relation: Relation = "itself"
            if older != asked:
                relation = related_by_time(self._named(asked)[1], own.at, its, mine.at)
            yield Edition(info, mine, state, relation, f"{newest.id} 的旧版，添加者换上了新版")

    def _struck(self, doc: str) -> Iterator[Struck]:
        for by, change in self._done_to.get(doc, ()):
            info, name = self._names.by_id[by]
            if name.stage != "draft":
                its = self._told_of(by)
                yield Struck(info, change.effect, change.day or its.at, its.made or its.at, change.words)


_LOOKED_AT: Final = 200_000  # characters of each text
_ALIKE: Final = 0.3  # of two texts: versions of one text are so much alike (`reader.core.align`)


def _may_change(actor: DocumentInfo, other: DocumentInfo) -> bool:
    """Whether a document can repeal or amend another: of its own place, and of the state only what is the state's."""
    if actor.region and other.region:
        return actor.region == other.region
    if actor.region:
        return other.level != "national" and agrees(actor, other)[0]
    return other.region is None


def _of_home(info: DocumentInfo, place: str | None, cited: str) -> bool:
    """Whether a document may be meant by one of a place: of the state, of that place or one around it, or so named."""
    if info.region is None or info.region in cited:
        return True
    return bool(place) and str(place).startswith(info.region)


def _order(edition: Edition) -> tuple[str, int, str]:
    years = name_of(edition.info).years
    at = edition.told.at or (f"{years[0]:04d}" if years else "9999")
    return at, edition.info.status != "draft", edition.info.id
