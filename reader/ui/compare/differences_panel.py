"""差异: the clauses of two documents side by side as a list of pairs, and the chosen pair character by character.

Asks by signals; goes nowhere itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from reader.core.alignment import Alignment, Pair, Side, Status
from reader.core.comparison import LIKE_ENOUGH, STATUS_WORDS, status_word
from reader.core.diff import diff
from reader.core.document import Block, Document
from reader.core.span import Span
from reader.script import Converted
from reader.ui.kit.clause import place_name
from reader.ui.kit.coloured import coloured
from reader.ui.kit.glyphs import Chooser
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme

SIGNS: Final[dict[Status, str]] = {"same": "＝", "reworded": "≈", "only-left": "◧", "only-right": "◨"}
_ROW_LINES = 3
_BLANKS = str.maketrans("\n\t", "  ")
_TELLING: Final = 3  # characters that two texts share by more than chance


class DifferencesPanel(QWidget):
    """Which pairs to show, the pairs, the chosen pair."""

    chosen = Signal(object)  # Pair

    def __init__(self, texts: Texts, convert: Callable[[str], Converted], theme: Theme) -> None:
        super().__init__()
        self._texts, self._convert, self._theme = texts, convert, theme
        self._documents: tuple[Document, Document] | None = None
        self._alignment: Alignment | None = None
        self._pairs: tuple[Pair, ...] = ()
        self.filter = Chooser()
        self.list = RowList(theme)
        self.detail = QTextBrowser()
        self.detail.setOpenLinks(False)
        self.empty = QLabel(wordWrap=True, margin=12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._parts.addWidget(self.list)
        self._parts.addWidget(self.detail)
        self._parts.setChildrenCollapsible(False)
        self._parts.setSizes([300, 240])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.addWidget(self.filter)
        layout.addWidget(self._parts, 1)
        layout.addWidget(self.empty, 1)
        self.setFocusProxy(self.list)
        self.filter.activated.connect(lambda _at: self._fill())
        self.list.chosen.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_detail())
        texts.changed.connect(self.retranslate)
        self.retranslate()

    # -- what is shown

    def set_alignment(self, documents: tuple[Document, Document] | None, alignment: Alignment | None) -> None:
        """Show the pairs of two documents, blocks without words left out; None while there are not two."""
        if alignment is not None and alignment is self._alignment:
            return
        self._alignment = alignment
        self._documents = documents if alignment is not None else None
        pairs = alignment.pairs if alignment is not None and documents is not None else ()
        self._pairs = tuple(pair for pair in pairs if any(self._text(pair, side) for side in (0, 1)))
        self._write_filter()
        self._fill()

    def show_block(self, side: Side, block: str) -> None:
        """Make the pair that a block stands in the current row, without going there."""
        at = next((n for n, p in enumerate(self._pairs) if block == (p.left if side == "left" else p.right)), None)
        if at is not None and self.list.rows.row_of(at) is not None and self.list.current_key() != at:
            self.list.select_key(at)

    def refresh(self) -> None:
        """Write the rows anew (another script)."""
        self.list.rows.refresh()
        self._show_detail()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.list.set_theme(theme)
        self._show_detail()

    def retranslate(self) -> None:
        """Write the words anew."""
        self.filter.setAccessibleName(self._texts("显示哪些条款"))
        self.list.setAccessibleName(self._texts("对照目录"))
        self.detail.setAccessibleName(self._texts("所选条款的差异"))
        self.detail.setPlaceholderText(self._texts("点一条，两边的文字逐字对照在这里。"))
        self._write_filter()
        self._fill()

    # -- inside

    def _write_filter(self) -> None:
        now = self.filter.currentData()
        with QSignalBlocker(self.filter):
            self.filter.clear()
            self.filter.addItem(f"{self._texts('全部')} {len(self._pairs)}", "")
            for status in STATUS_WORDS:
                count = sum(pair.status == status for pair in self._pairs)
                self.filter.addItem(f"{self._name(status)} {count}", status)
            self.filter.setCurrentIndex(max(0, self.filter.findData(now)))

    def _name(self, status: Status) -> str:
        return self._texts(status_word(status, self._alignment is None or self._alignment.versions))

    def _fill(self) -> None:
        status = self.filter.currentData()
        keys = [n for n, pair in enumerate(self._pairs) if not status or pair.status == status]
        self.list.rows.set_rows(keys, self._row, lambda _key: _ROW_LINES)
        there = self._documents is not None
        self.filter.setVisible(there)
        self._parts.setVisible(bool(keys))
        self.empty.setVisible(not keys)
        sentence = "没有这样的条款。" if there else "并排打开两份文件后，这里列出各条的对应和差异。"
        self.empty.setText(self._texts(sentence))
        self._show_detail()

    def _row(self, key: Hashable) -> Row:
        assert isinstance(key, int)
        pair = self._pairs[key]
        side = 1 if pair.left is None else 0
        block, shown = self._block(pair, side), self._convert
        assert block is not None
        assert self._documents is not None
        place = shown(place_name(self._documents[side], block)).text
        moved = f" · {self._texts('已移到别处')}" if pair.moved else ""
        perhaps = self._texts("（仅供参考）") if pair.is_weak else ""
        alike = f"{round(100 * pair.similarity)}%" if pair.status == "reworded" else ""
        return Row(
            head=f"{SIGNS[pair.status]} {self._name(pair.status)}{perhaps} {alike}{moved}",
            body=shown(block.text).text.translate(_BLANKS), foot=place or " ", lines=1, muted=pair.is_weak,
        )  # fmt: skip

    def _show_detail(self) -> None:
        key = self.list.current_key()
        if not isinstance(key, int) or key >= len(self._pairs):
            self.detail.clear()
            return
        pair = self._pairs[key]
        texts = self._text(pair, 0), self._text(pair, 1)
        marks: tuple[list[tuple[Span, str]], list[tuple[Span, str]]] = ([], [])
        alike = pair.similarity >= LIKE_ENOUGH
        theme, parts = self._theme, []
        if pair.status == "reworded":
            for stretch in diff(*texts):
                # Of texts that are hardly alike nearly all would be marked: what they share is, instead.
                equal = stretch.kind == "equal"
                if equal != alike and (not equal or stretch.left.end - stretch.left.start >= _TELLING):
                    marks[0].append((stretch.left, theme.removed if alike else theme.evidence))
                    marks[1].append((stretch.right, theme.added if alike else theme.evidence))
            if not alike:
                says = self._texts("两条措辞差别很大，并列显示；有底色的是相同的词语。")
                parts.append(f"<p style='color:{theme.muted}'>{says}</p>")
        for title, text, marked in zip(("左", "右"), texts, marks, strict=True):
            if text:
                seen = self._convert(text)
                words = coloured(seen.text, marked, seen.to_view)
                label = f"<span style='color:{self._theme.muted}'>{self._texts(title)}</span>"
                parts.append(f"<p style='line-height:150%'>{label}　{words}</p>")
        self.detail.setHtml("".join(parts))

    def _choose(self, key: Hashable) -> None:
        if isinstance(key, int):
            self.chosen.emit(self._pairs[key])

    def _block(self, pair: Pair, side: int) -> Block | None:
        name = (pair.left, pair.right)[side]
        return self._documents[side].block(name) if self._documents is not None and name is not None else None

    def _text(self, pair: Pair, side: int) -> str:
        block = self._block(pair, side)
        return block.text if block is not None else ""
