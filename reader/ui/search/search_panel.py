"""检索: the hits of the library search by document, each with clause path and an excerpt whose hits are marked; the
reader's own notes that the query is about above them.

Shows what `Searching` answers and follows its current place; asks for a hit by `hit_chosen`, for a note by
`note_chosen`. What stands above the list is `SearchHead`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.hits import Hit, NoteHit
from reader.core.span import Span
from reader.core.validity import State
from reader.script import Converted
from reader.ui.kit.clause import path_text, place_name
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.kit.versions import version_first
from reader.ui.look.fact_names import QUIET, VALIDITIES
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS, Theme
from reader.ui.search.facet_tree import FacetNames
from reader.ui.search.search_head import SearchHead
from reader.ui.session.searching import Answer, Group, Place

BEFORE = 12  # characters of context before the first mark
LONGEST = 120  # of an excerpt
NOTES_FIRST = 3  # of the reader's notes above the hits; the others on demand
MINE = "我的批注"


@dataclass(frozen=True, slots=True)
class GroupKey:
    """The header row of a document; of the notes, without one."""

    doc: str


@dataclass(frozen=True, slots=True)
class HitKey:
    """The row of hit number `hit`."""

    hit: int


@dataclass(frozen=True, slots=True)
class NoteKey:
    """The row of note number `note`; None for the row that shows the others."""

    note: int | None


def excerpt(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """The words around the first span, on one line, with the spans that lie in it moved to fit.

    A cut beginning is shown by “…”. Lengths are kept, so that spans stay true.
    """
    flat = text.replace("\n", " ").replace("\t", " ")
    first = spans[0].start if spans else 0
    start = max(0, first - BEFORE)
    for at in range(first - 1, start - 1, -1):
        if flat[at] in "。；：":  # a sentence begins nearer: start there
            start = at + 1
            break
    lead = "…" if start else ""
    end = min(len(flat), start + LONGEST)
    kept = tuple(
        Span(max(s.start, start), min(s.end, end)).shifted(len(lead) - start)
        for s in spans
        if s.start < end and s.end > start
    )
    return lead + flat[start:end], kept


class SearchPanel(QWidget):
    """The list of hits.

    `convert` writes a canonical text in the script on screen, with its offset map; `title` gives a document's
    title, `load` its blocks.
    """

    hit_chosen = Signal(int)
    hit_chosen_aside = Signal(int)  # in a tab of its document's own
    note_chosen = Signal(object)  # PlacedNote

    def __init__(
        self,
        texts: Texts,
        convert: Callable[[str], Converted],
        title: Callable[[str], str],
        load: Callable[[str], Document | None],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._texts = texts
        self._convert = convert
        self._title = title
        self._load = load
        self._answer: Answer | None = None
        self._all_notes = False
        self._states: Mapping[str, State] = {}
        names = FacetNames(texts, self._shown, title, load)
        self.head = SearchHead(texts, self._shown, names)
        self.summary = self.head.summary
        self.list = RowList(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self._choose)
        self.list.chosen_aside.connect(self._choose_aside)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_answer(self, answer: Answer | None) -> None:
        """Show these hits; None where nothing is asked. The list stays where it is for the same query."""
        before = self._answer
        same = before is not None and answer is not None and before.result.query == answer.result.query
        scrolled = self.list.verticalScrollBar().value() if same else 0
        self._all_notes = self._all_notes and same
        self._answer = answer
        self.head.show_answer(answer)
        self._fill()
        self.list.verticalScrollBar().setValue(scrolled)

    def set_states(self, states: Mapping[str, State]) -> None:
        """Whether documents hold today; what holds, or is unknown, carries no badge."""
        self._states = states
        self.list.rows.refresh()

    def show_current(self, place: Place | None) -> None:
        """Mark the hit that is being visited, or the note that it has."""
        answer = self._answer
        if place is None or answer is None:
            self.list.select_key(None)
        elif not answer.only_notes:
            self.list.select_key(HitKey(place.hit))
        else:
            at = answer.hits[place.hit]
            here = ((n, each.placed.location) for n, each in enumerate(answer.notes))
            found = next((n for n, location in here if (location.doc, location.block) == (at.doc, at.block)), None)
            self.list.select_key(None if found is None else NoteKey(found))

    def row_of(self, hit: int) -> Row:
        """A hit of the answer shown as a row: its clause, and its words with the marks."""
        return self._hit_row(self._answer.hits[hit]) if self._answer is not None else Row()

    def spoken(self, hit: Hit) -> str:
        """A hit in words, for those who do not see it: its clause, and what stands around it."""
        row = self._hit_row(hit)
        return f"{row.head}：{row.body}"

    def title_of(self, hit: int) -> str:
        """The title of the document that a hit of the answer shown stands in."""
        return self._title(self._answer.hits[hit].doc) if self._answer is not None else ""

    def refresh(self) -> None:
        """Write the rows anew in the script on screen."""
        self.head.refresh()
        self.list.rows.refresh()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.list.setAccessibleName(self._texts("检索结果"))
        self.head.retranslate()
        self.list.rows.refresh()

    def _shown(self, text: str) -> str:
        return self._convert(text).text

    def _fill(self) -> None:
        answer, keys = self._answer, list[Hashable]()
        if answer is not None and answer.notes:
            whole = self._all_notes or answer.only_notes or len(answer.notes) <= NOTES_FIRST + 1
            keys.append(GroupKey(""))
            keys += [NoteKey(number) for number in range(len(answer.notes) if whole else NOTES_FIRST)]
            keys += [] if whole else [NoteKey(None)]
        for group in answer.groups if answer and not (answer.only_notes and answer.notes) else ():
            keys.append(GroupKey(group.doc))
            keys.extend(HitKey(number) for number in range(group.first, group.first + len(group.hits)))
        groups = {group.doc: group for group in answer.groups} if answer else {}
        self.list.rows.set_rows(keys, lambda key: self._row(key, groups), self._lines)

    def _lines(self, key: Hashable) -> int:
        if isinstance(key, NoteKey) and key.note is not None and self._answer is not None:
            return 3 + bool(self._answer.notes[key.note].placed.note.tags)
        return 3 if isinstance(key, HitKey) else 1

    def _choose(self, key: Hashable) -> None:
        answer = self._answer
        if answer is None:
            return
        if isinstance(key, HitKey):
            self.hit_chosen.emit(key.hit)
        elif isinstance(key, NoteKey) and key.note is not None:
            self.note_chosen.emit(answer.notes[key.note].placed)
        elif isinstance(key, NoteKey):
            self._all_notes = True
            self._fill()
            self.list.select_key(NoteKey(NOTES_FIRST))
        elif isinstance(key, GroupKey) and key.doc:
            self.hit_chosen.emit(next(g.first for g in answer.groups if g.doc == key.doc))

    def _choose_aside(self, key: Hashable) -> None:
        if isinstance(key, HitKey):
            self.hit_chosen_aside.emit(key.hit)
        elif isinstance(key, GroupKey) and key.doc and self._answer is not None:
            self.hit_chosen_aside.emit(next(g.first for g in self._answer.groups if g.doc == key.doc))
        else:
            self._choose(key)

    def _row(self, key: Hashable, groups: dict[str, Group]) -> Row:
        answer = self._answer
        if answer is None:
            return Row()
        if isinstance(key, GroupKey):
            title = version_first(self._title(key.doc)) if key.doc else self._texts(MINE)
            count = groups[key.doc].total if key.doc else len(answer.notes)
            state = self._states.get(key.doc)
            badge = self._texts(VALIDITIES[state]) if state is not None and state not in QUIET else ""
            told = " · ".join(filter(None, [badge, str(count)]))
            return Row(head=title, count=told, strong=True, band=True, tip="\n".join(filter(None, [title, badge])))
        if isinstance(key, NoteKey):
            if key.note is None:
                return Row(head=self._texts("显示全部 {n} 条批注", n=len(answer.notes)))
            return self._note_row(answer.notes[key.note])
        return self._hit_row(answer.hits[key.hit]) if isinstance(key, HitKey) else Row()

    def _note_row(self, found: NoteHit) -> Row:
        note = found.placed.note
        place = " · ".join(filter(None, [self._title(note.anchor.doc), self._place(found)]))
        body, marks = excerpt(note.text, found.spans) if note.text else (self._shown(note.anchor.quote[:LONGEST]), ())
        tags = " ".join(f"#{tag}" for tag in note.tags)
        return Row(
            head=place, body=body, marks=marks, foot=tags, stripe=note.colour, sign=MARGIN_GLYPHS[note.colour],
            muted=not note.text, tip=note.text or note.anchor.quote,
        )  # fmt: skip

    def _place(self, found: NoteHit) -> str:
        location = found.placed.location
        document = self._load(location.doc)
        block = document.block(location.block) if document is not None and location.block else None
        return self._shown(place_name(document, block)) if document is not None and block is not None else ""

    def _hit_row(self, hit: Hit) -> Row:
        view = self._convert(hit.text)
        spans = tuple(view.view_span(s) for s in hit.spans)
        body, marks = excerpt(view.text, spans)
        document = self._load(hit.doc)
        block = document.block(hit.block) if document is not None else None
        place = place_name(document, block) if document is not None and block is not None else path_text(hit.path)
        kind = self._texts({"title": "标题", "doc_number": "发文字号"}.get(hit.kind, "正文"))
        head = self._convert(place).text or kind
        count = self._texts("{n} 处", n=len(hit.spans)) if len(hit.spans) > 1 else ""
        return Row(head=head, body=body, marks=marks, count=count)
