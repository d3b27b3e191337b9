"""检索: the hits of the library search by document, each with clause path and an excerpt whose hits are marked.

Shows what `Searching` answers and follows its current place; asks for a hit by `hit_chosen`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.hits import Hit
from reader.core.span import Span
from reader.script import Converted
from reader.ui.clause import path_text, place_name
from reader.ui.glyphs import Chooser
from reader.ui.row_list import RowList
from reader.ui.rows import Row
from reader.ui.searching import Answer, Group, Place
from reader.ui.texts import Texts
from reader.ui.theme import Theme

BEFORE = 12  # characters of context before the first mark
LONGEST = 120  # of an excerpt
SORTS = {"relevance": "相关程度", "document": "文库顺序", "date": "日期先后"}


class GroupKey(NamedTuple):
    """The header row of a document."""

    doc: str


class HitKey(NamedTuple):
    """The row of hit number `hit`."""

    hit: int


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
    sort_chosen = Signal(str)

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
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.sort = Chooser()
        self.sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.list = RowList(theme)
        top = QHBoxLayout()
        top.addWidget(self.summary, 1)
        top.addWidget(self.sort)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self._choose)
        self.sort.activated.connect(lambda _at: self.sort_chosen.emit(self.sort.currentData()))
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_answer(self, answer: Answer | None) -> None:
        """Show these hits; None where nothing is asked."""
        self._answer = answer
        keys: list[Hashable] = []
        for group in answer.groups if answer else ():
            keys.append(GroupKey(group.doc))
            keys.extend(HitKey(number) for number in range(group.first, group.first + len(group.hits)))
        groups = {group.doc: group for group in answer.groups} if answer else {}
        self.list.rows.set_rows(
            keys, lambda key: self._row(key, groups), lambda key: 3 if isinstance(key, HitKey) else 1
        )
        self._summarise()

    def show_current(self, place: Place | None) -> None:
        """Mark the hit that is being visited."""
        self.list.select_key(HitKey(place.hit) if place is not None else None)

    def refresh(self) -> None:
        """Write the rows anew in the script on screen."""
        self.list.rows.refresh()

    def retranslate(self) -> None:
        """Write the words anew."""
        current = self.sort.currentData()
        self.sort.clear()
        for name, label in SORTS.items():
            self.sort.addItem(self._texts(label), name)
        self.sort.setCurrentIndex(max(0, self.sort.findData(current)))
        self.sort.setAccessibleName(self._texts("命中的排列"))
        self.list.setAccessibleName(self._texts("检索结果"))
        self._summarise()
        self.list.rows.refresh()

    def _choose(self, key: Hashable) -> None:
        if isinstance(key, HitKey):
            self.hit_chosen.emit(key.hit)
        elif isinstance(key, GroupKey) and self._answer is not None:
            self.hit_chosen.emit(next(g.first for g in self._answer.groups if g.doc == key.doc))

    def _summarise(self) -> None:
        answer = self._answer
        self.sort.setVisible(answer is not None and len(answer.groups) > 1)
        if answer is None:
            self.summary.setText(self._texts("在上方搜索框输入词语，简体、繁体都可以。"))
            return
        result = answer.result
        if not answer.hits:
            words = self._texts("没有找到{what}。已同时查找简体和繁体写法。", what=result.read_as or result.query)
        else:
            words = self._texts(
                "{docs} 份文件，{total} 条，{matches} 处",
                docs=len(answer.groups),
                total=result.total,
                matches=result.matches,
            )
            if not answer.complete:
                words += self._texts("；先列出前 {n} 条", n=len(answer.hits))
        self.summary.setText("\n".join(filter(None, [words, result.notice])))
        self.summary.setToolTip(result.read_as)

    def _row(self, key: Hashable, groups: dict[str, Group]) -> Row:
        if isinstance(key, GroupKey):
            group = groups[key.doc]
            title = self._title(key.doc)
            return Row(head=title, count=str(group.total), strong=True, band=True, tip=title)
        if isinstance(key, HitKey) and self._answer is not None:
            return self._hit_row(self._answer.hits[key.hit])
        return Row()

    def _hit_row(self, hit: Hit) -> Row:
        view = self._convert(hit.text)
        spans = tuple(Span(view.to_view(s.start), view.to_view(s.end)) for s in hit.spans)
        body, marks = excerpt(view.text, spans)
        document = self._load(hit.doc)
        block = document.block(hit.block) if document is not None else None
        place = place_name(document, block) if document is not None and block is not None else path_text(hit.path)
        kind = self._texts({"title": "标题", "doc_number": "发文字号"}.get(hit.kind, "正文"))
        head = self._convert(place).text or kind
        count = self._texts("{n} 处", n=len(hit.spans)) if len(hit.spans) > 1 else ""
        return Row(head=head, body=body, marks=marks, count=count)
