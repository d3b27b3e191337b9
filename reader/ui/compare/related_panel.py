"""相关: clauses of other documents on the same matter as the one being read, with the words they share.

Asks by signals; goes nowhere itself and works nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.related import Related
from reader.script import Converted
from reader.ui.kit.clause import place_name
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme

TERMS, LINES = 4, 3
_BLANKS = str.maketrans("\n\t", "  ")


class RelatedPanel(QWidget):
    """Which clause is asked about, and the list. `title` and `document` tell of a document by its id."""

    chosen = Signal(object)  # Location

    def __init__(
        self,
        texts: Texts,
        convert: Callable[[str], Converted],
        title: Callable[[str], str],
        document: Callable[[str], Document | None],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._texts, self._convert, self._title, self._document = texts, convert, title, document
        self._found: tuple[Related, ...] = ()
        self._words, self._sentence = "", ""
        self.asked = QLabel(wordWrap=True, margin=8)
        self.asked.setTextFormat(Qt.TextFormat.PlainText)
        self.list = RowList(theme)
        self.empty = QLabel(wordWrap=True, margin=12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.asked, 0), (self.list, 1), (self.empty, 1)):
            layout.addWidget(widget, stretch)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self._choose)
        texts.changed.connect(self.refresh)
        self.show_found("", (), "没有找到相关条款。")

    def show_found(self, words: str, found: Sequence[Related], sentence: str) -> None:
        """Show what was found for a clause that reads `words`, or a sentence (a key) where there is nothing."""
        self._words, self._found, self._sentence = words, tuple(found), sentence
        self.list.rows.set_rows(range(len(found)), self._row)
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.refresh()

    def refresh(self) -> None:
        """Write everything anew (another script or language)."""
        self.list.setAccessibleName(self._texts("相关条款"))
        self.empty.setText(self._texts(self._sentence))
        words = self._convert(self._words).text
        self.asked.setText(words if len(words) <= 60 else words[:59] + "…")
        self.list.rows.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.list.set_theme(theme)

    def _row(self, key: Hashable) -> Row:
        assert isinstance(key, int)
        found = self._found[key]
        document = self._document(found.location.doc)
        block = document.block(found.location.block) if document and found.location.block else None
        terms = "、".join(term.text for term in found.terms[:TERMS])
        shared = self._convert(self._texts("共有：{words}", words=terms)).text if terms else ""
        if document is None or block is None:
            return Row(head=self._title(found.location.doc), foot=shared)
        seen = self._convert(block.text)
        spans = [t.there.span for t in found.terms if t.there.block == block.id and t.there.span is not None]
        place = self._convert(place_name(document, block)).text
        return Row(
            head=self._title(found.location.doc), body=seen.text.translate(_BLANKS), lines=LINES,
            marks=tuple(seen.view_span(s) for s in sorted(spans)),
            foot="\n".join(filter(None, (place, shared))), strong=True,
        )  # fmt: skip

    def _choose(self, key: Hashable) -> None:
        if isinstance(key, int):
            self.chosen.emit(self._found[key].location)
