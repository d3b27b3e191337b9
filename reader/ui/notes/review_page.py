"""需要看一下: notes whose words moved, changed or are gone, each with its words then beside the text of today.

Asks by signals: take today's place as the note's own, attach it by hand, go there. Leaving a note as it is costs
nothing; it stays in the list. Never writes an anchor itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.note import PlacedNote, Presence, Resolution
from reader.core.orphans import Basis, Offer
from reader.core.span import Span
from reader.script import Converted
from reader.ui.kit.clause import path_text, whole_path
from reader.ui.kit.coloured import coloured, differences
from reader.ui.kit.flow import divided
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS, Theme
from reader.ui.notes.note_lines import UNPLACED

STATES: Final = {
    "moved": "原文移到了别处，文字没有变。", "changed": "原文有改动，请对照后决定。",
    "orphan": "在现文中找不到这段文字；批注会一直保留在这里。",
}  # fmt: skip
ABSENT: Final[Mapping[Presence, str]] = {
    **dict.fromkeys(("here", "away"), "文库中已没有这份文件；批注会一直保留在这里。"),
    "unreadable": "这份文件暂时打不开；批注会一直保留在这里，文件修复后照样能找到原处。",
}  # fmt: skip
OFFERED: Final[Mapping[Basis, str]] = {
    "between": "这段文字已不在；它前后的文字还在，现在中间是这些字，请对照后决定。",
    "beside": "这段文字已不在；它旁边的文字还在，现在接着的是这些字，请对照后决定。",
    "alike": "这段文字已不在；这里的文字与它相近，请对照后决定。",
    "clause": "这段文字已不在；这是原来那一条现在的文字，请对照后决定。",
}  # fmt: skip
SHORT: Final = {"moved": "已移动", "changed": "已改动", "orphan": "找不到"}
PARAGRAPH: Final = "font-size:16px; line-height:150%"
AROUND: Final = 120  # characters shown on either side of what was found


class ReviewPage(QWidget):
    """List, the two texts, and what can be done."""

    accept_wanted = Signal(object)  # notes whose place of today is to be their own
    attach_wanted = Signal(object)  # PlacedNote
    jump = Signal(object)  # PlacedNote
    delete_wanted = Signal(object)  # ids

    def __init__(
        self,
        texts: Texts,
        convert: Callable[[str], Converted],
        title: Callable[[str], str],
        look_up: Callable[[str], Document | None],
        offers: Callable[[PlacedNote], Sequence[Offer]],
        theme: Theme,
    ) -> None:
        """`convert` writes a canonical text in the script on screen; `title`, `look_up` tell a document by its id.

        `offers` tells where a note whose words are gone may belong, the likeliest first.
        """
        super().__init__()
        self._texts, self._convert, self._title, self._look_up = texts, convert, title, look_up
        self._theme, self._offers = theme, offers
        self._offered: tuple[PlacedNote, ...] = ()  # the note looked at in each place that is offered
        self._bases: tuple[Basis, ...] = ()
        self._at = 0  # the offered place looked at
        self._notes: dict[str, PlacedNote] = {}
        self.summary, self.verdict = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.list = RowList(theme)
        self.then_label, self.now_label = QLabel(), QLabel(textFormat=Qt.TextFormat.PlainText)
        self.then, self.now = QTextBrowser(), QTextBrowser()
        self.note = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        names = ("accept", "earlier", "later", "attach", "leave", "go", "delete", "accept_moved")
        self.buttons = {name: QPushButton() for name in names}
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.list.chosen.connect(lambda _key: self._show())
        self.buttons["accept"].clicked.connect(self._accept)
        self.buttons["accept_moved"].clicked.connect(self._accept_moved)
        self.buttons["earlier"].clicked.connect(lambda: self._step(-1))
        self.buttons["later"].clicked.connect(lambda: self._step(1))
        self.buttons["attach"].clicked.connect(lambda: self._ask(self.attach_wanted, self.current()))
        self.buttons["go"].clicked.connect(lambda: self._ask(self.jump, self._looked_at()))
        self.buttons["leave"].clicked.connect(self.next)
        self.buttons["delete"].clicked.connect(self._delete)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def show_notes(self, notes: Sequence[PlacedNote]) -> None:
        """These need a look; the one looked at stays chosen, or the next one takes its place."""
        kept, number = self.list.current_key(), self.list.currentIndex().row()
        self._notes = {placed.note.id: placed for placed in notes}
        self._offered = ()  # the text may be another
        self.list.rows.set_rows(list(self._notes), self._row)
        if kept not in self._notes and self._notes:
            keys = list(self._notes)
            kept = keys[min(max(number, 0), len(keys) - 1)]
        self.list.select_key(kept if kept in self._notes else None)
        self._show()

    def current(self) -> PlacedNote | None:
        """The note looked at."""
        return self._notes.get(str(self.list.current_key()))

    def next(self) -> None:
        """On to the next note; this one is left as it is."""
        keys = list(self._notes)
        current = self.current()
        if current is not None:
            self.list.select_key(keys[(keys.index(current.note.id) + 1) % len(keys)])

    def refresh(self) -> None:
        """Another script."""
        self.list.rows.refresh()
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.list.set_theme(theme)
        self._show()

    def retranslate(self) -> None:
        """Write the words anew."""
        words = {
            "accept": "接受现在的位置", "earlier": "上一处", "later": "下一处", "attach": "手工附到别处…",
            "leave": "先不管，看下一条", "go": "转到原文", "delete": "删除",
        }  # fmt: skip
        for name, text in words.items():
            self.buttons[name].setText(self._texts(text))
        self.then_label.setText(self._texts("做批注时的原文"))
        self.now_label.setText(self._texts("现在的原文"))
        self.then.setAccessibleName(self.then_label.text())
        self.now.setAccessibleName(self.now_label.text())
        self.list.setAccessibleName(self._texts("需要看一下的批注"))
        self.refresh()

    # -- inside

    def _lay_out(self) -> None:
        texts = QHBoxLayout()
        texts.setSpacing(12)
        for label, view in ((self.then_label, self.then), (self.now_label, self.now)):
            label.setProperty("muted", True)
            column = QVBoxLayout()
            column.addWidget(label)
            column.addWidget(view, 1)
            texts.addLayout(column, 1)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        for name in ("accept", "earlier", "later", "attach", "leave", "go"):
            foot.addWidget(self.buttons[name])
        foot.addStretch(1)
        foot.addWidget(self.buttons["delete"])
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(16, 8, 16, 8)
        right.setSpacing(8)
        right.addWidget(self.verdict)
        right.addLayout(texts, 1)
        right.addWidget(self.note)
        right.addLayout(foot)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addWidget(self.buttons["accept_moved"])
        split = divided(left, self._right, (320, 1000))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.setFocusProxy(self.list)

    def _row(self, key: Hashable) -> Row:
        placed = self._notes[str(key)]
        note = placed.note
        quote = note.anchor.quote or note.anchor.suffix
        return Row(
            head=self._texts(UNPLACED.get(placed.document) or SHORT[placed.resolution.state]),
            body=self._convert(" ".join(quote.split())).text,
            foot=self._title(note.anchor.doc), stripe=note.colour,
            sign=MARGIN_GLYPHS.get(note.colour, "") if note.kind != "bookmark" else "▸", tip=note.text,
        )  # fmt: skip

    def _show(self) -> None:
        count = len(self._notes)
        says = "{n} 条批注需要看一下" if count else "所有批注都在原处，没有需要看的。"
        self.summary.setText(self._texts(says, n=count))
        certain = self._certain()
        self.buttons["accept_moved"].setText(self._texts("接受文字和前后文都没变的 {n} 条", n=len(certain)))
        self.buttons["accept_moved"].setVisible(bool(certain))
        placed = self.current()
        self._right.setVisible(placed is not None)
        if placed is None:
            return
        note, state = placed.note, placed.resolution.state
        document = self._look_up(note.anchor.doc) if placed.document == "here" else None
        self._find_offers(placed)
        offered = self._looked_at() or placed
        says = OFFERED[self._bases[self._at]] if self._offered else STATES[state]
        self.verdict.setText(self._texts(ABSENT[placed.document] if document is None else says))
        self.buttons["accept"].setText(self._texts("附到这里" if self._offered else "接受现在的位置"))
        self.buttons["accept"].setEnabled(bool(offered.resolution.pieces) and document is not None)
        for name in ("earlier", "later"):
            self.buttons[name].setVisible(len(self._offered) > 1)
        for name in ("attach", "go"):
            self.buttons[name].setEnabled(document is not None)
        then, now = self._then(placed), today(offered, document)
        whole_clause = bool(self._offered) and self._bases[self._at] == "clause"
        removed, added = differences(then[0], now[0]) if now and not whole_clause else ((), ())
        self.then.setHtml(self._html(*then, removed, self._theme.removed))
        if now is not None:
            self.now.setHtml(self._html(*now, added, self._theme.added))
        else:
            why = UNPLACED.get(placed.document)
            self.now.setPlainText(self._texts(why or "（没有找到相近的文字）"))
        block = document.block(offered.location.block) if document and now and offered.location.block else None
        where = path_text(whole_path(document, block)) if document and block is not None else ""
        label = self._texts("现在的原文")
        if self._offered:
            label = self._texts("可能的位置 {n}/{all}", n=self._at + 1, all=len(self._offered))
        self.now_label.setText(f"{label} · {self._convert(where).text}" if where else label)
        self.note.setText(self._texts("批注：{text}", text=note.text.strip()) if note.text.strip() else "")
        self.note.setVisible(bool(note.text.strip()))

    @staticmethod
    def _then(placed: PlacedNote) -> tuple[str, str, str]:
        at = placed.note.anchor
        return (at.quote, at.prefix, at.suffix) if at.quote else (at.suffix.split("\n")[0], "", "")

    def _html(self, words: str, before: str, behind: str, spans: Sequence[Span], colour: str) -> str:
        """The words with their surroundings muted, in the script on screen; converted as a whole, so nothing breaks."""
        converted = self._convert(before + words + behind)
        start, end = converted.to_view(len(before)), converted.to_view(len(before) + len(words))
        marks = [(span, colour) for span in spans]
        inner = coloured(
            converted.text[start:end], marks, lambda offset: converted.to_view(offset + len(before)) - start
        )
        around = f'<span style="color:{self._theme.muted}">'
        before_it, behind_it = coloured(converted.text[:start], ()), coloured(converted.text[end:], ())
        return f'<p style="{PARAGRAPH}">{around}{before_it}</span>{inner}{around}{behind_it}</span></p>'

    def _looked_at(self) -> PlacedNote | None:
        """The note, in the place that is offered where it has none."""
        return self._offered[self._at] if self._offered else self.current()

    def _ask(self, signal: object, placed: PlacedNote | None) -> None:
        if placed is not None:
            signal.emit(placed)  # type: ignore[attr-defined]  # the stubs know no bound signal

    def _accept(self) -> None:
        placed = self._looked_at()
        if placed is not None:
            self.accept_wanted.emit((placed,))

    def _accept_moved(self) -> None:
        self.accept_wanted.emit(self._certain())

    def _certain(self) -> tuple[PlacedNote, ...]:
        """Notes that may be accepted without looking: the same words between the same words."""
        return tuple(p for p in self._notes.values() if p.resolution.state == "moved" and p.resolution.intact)

    def _find_offers(self, placed: PlacedNote) -> None:
        """Looks for places to offer, unless it is the note that was looked at anyway."""
        if self._offered and self._offered[0].note == placed.note:
            return
        offers = self._offers(placed)
        self._offered = tuple(replace(placed, resolution=Resolution("changed", o.pieces, o.score)) for o in offers)
        self._bases, self._at = tuple(offer.basis for offer in offers), 0

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self._offered)
        self._show()

    def _delete(self) -> None:
        placed = self.current()
        if placed is not None:
            self.delete_wanted.emit((placed.note.id,))


def today(placed: PlacedNote, document: Document | None) -> tuple[str, str, str] | None:
    """The words that the note resolves to now, and what stands before and behind them; None where there are none."""
    pieces = placed.resolution.pieces
    if document is None or not pieces:
        return None
    blocks = [document.block(piece.block) for piece in pieces]
    found = [(piece, block) for piece, block in zip(pieces, blocks, strict=True) if block is not None]
    if not found:
        return None
    first, last = found[0], found[-1]
    if not placed.note.anchor.quote:  # a bookmark: how its clause begins
        return first[1].text[:AROUND], "", ""
    words = "\n".join(piece.span.cut(block.text) for piece, block in found)
    before, behind = first[1].text[: first[0].span.start], last[1].text[last[0].span.end :]
    return words, before[-AROUND:], behind[:AROUND]
