"""The line at the foot: where the reader is, how the text is shown, how many hits, whether the note is saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStatusBar, QStyle, QStyleOptionButton, QStylePainter

from reader.core.document import Document
from reader.core.span import Location
from reader.script import Script
from reader.ui.frame.actions import ON_NETWORKS
from reader.ui.kit.clause import paragraph_number, path_text, whole_path
from reader.ui.kit.glyphs import glyph_button
from reader.ui.look.texts import Texts
from reader.ui.look.window_style import FOOT_HEIGHT

_BESIDE = 7  # pixels beside the words of an item: the border and what the style sheet leaves
SAVED_SHOWN = 4000  # ms
BANNERS = {
    Script.HANT: "繁體為轉換顯示，非官方文本", Script.TW: "繁體（臺灣字形）為轉換顯示，非官方文本",
    Script.HK: "繁體（香港字形）為轉換顯示，非官方文本",
    Script.TWP: "繁體（臺灣用語）為轉換顯示，用詞與原文不同，非官方文本",
    Script.HANS: "简体为转换显示，非官方文本",
}  # fmt: skip


class FootItem(QPushButton):
    """Words at the foot that lead somewhere when they are clicked; cut at their end where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footItem")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As any button, but for the cut."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - 2 * _BESIDE
        # PySide6's stubs leave out the fields of style options.
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)  # type: ignore[attr-defined]
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)


class StatusLine(QStatusBar):
    """From left to right: place · saved · script banner · hits ‹ › · corpus · 离线. Most of it can be clicked."""

    step = Signal(int)
    said = Signal(str)  # a sentence that goes by itself
    asked = Signal(str)  # an action, by its name
    results_wanted = Signal()  # the list of hits

    def __init__(self, texts: Texts, shown: Callable[[str], str]) -> None:
        """`shown` writes a canonical text in the script on screen."""
        super().__init__()
        self._texts, self._shown = texts, shown
        self._document: Document | None = None
        self._place: Location | None = None
        self._script = Script.HANS
        self._noticed = False
        self._hits: tuple[int | None, int] | None = None
        self.setSizeGripEnabled(False)
        self.setFixedHeight(FOOT_HEIGHT)
        self._corpus: tuple[str, bool] | None = None
        self.place, self.banner, self.hits, self.corpus = (FootItem() for _ in range(4))
        self.saved, self.offline = QLabel(), QLabel()
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.previous, self.next = glyph_button("‹"), glyph_button("›")
        self.addWidget(self.place, 1)
        for widget in (self.saved, self.banner, self.hits, self.previous, self.next, self.corpus, self.offline):
            self.addPermanentWidget(widget)
        self._saved_timer = QTimer(self, singleShot=True)
        self._saved_timer.timeout.connect(self.saved.hide)
        self.saved.hide()
        self.previous.clicked.connect(lambda: self.step.emit(-1))
        self.next.clicked.connect(lambda: self.step.emit(1))
        self.hits.clicked.connect(self.results_wanted)
        for item, action in self._leads():
            item.clicked.connect(partial(self.asked.emit, action))
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def _leads(self) -> tuple[tuple[FootItem, str], ...]:
        """What is clicked, and the action that it asks for."""
        return (
            (self.place, "go_to_clause"), (self.banner, "toggle_script"), (self.corpus, "about"),
        )  # fmt: skip

    def show_place(self, document: Document | None, place: Location | None) -> None:
        """Where the reader is."""
        self._document, self._place = document, place
        self._write()

    def show_script(self, script: Script) -> None:
        """Which script is on screen; one that is not the document's own is said to be a conversion."""
        self._script = script
        self._write()

    def show_notice(self, in_sight: bool) -> None:
        """The text says itself that it is a conversion: once is enough."""
        self._noticed = in_sight
        self._write()

    def show_hits(self, index: int | None, count: int | None) -> None:
        """Which of how many marked places; None where nothing is asked."""
        self._hits = None if count is None else (index, count)
        self._write()

    def show_corpus(self, version: str, *, verified: bool) -> None:
        """Which corpus is read, and whether its files have been compared with the manifest."""
        self._corpus = version, verified
        self._write()

    def show_saved(self) -> None:
        """Say that the note has reached the store."""
        self.say(self._texts("已保存"))

    def say(self, sentence: str) -> None:
        """A few words that go by themselves, where nothing moves for them."""
        self.saved.setText(sentence)
        self.saved.show()
        self._saved_timer.start(SAVED_SHOWN)
        self.said.emit(sentence)

    def retranslate(self) -> None:
        """Write the words anew."""
        self.offline.setText(self._texts("离线"))
        self.offline.setToolTip(self._texts(ON_NETWORKS))
        self.previous.setToolTip(self._texts("上一处命中 (Shift+F3)"))
        self.next.setToolTip(self._texts("下一处命中 (F3)"))
        self.place.setToolTip(self._texts("转到条款 (Ctrl+G)"))
        self.banner.setToolTip(self._texts("简体、繁体切换 (F9)"))
        self.hits.setToolTip(self._texts("命中的列表"))
        for button in (self.previous, self.next):
            button.setAccessibleName(button.toolTip())
        self._write()

    def _write(self) -> None:
        self.place.setText(self._place_words())
        canonical = self._document.script if self._document is not None else self._script.value
        converted = self._document is not None and self._script.value != canonical
        self.banner.setText(BANNERS[self._script] if converted else "")
        self.banner.setVisible(converted and not self._noticed)
        if self._corpus is not None:
            version, verified = self._corpus
            says = "语料 {version} · 已校验" if verified else "语料 {version}"
            self.corpus.setText(self._texts(says, version=version[:8]))
            self.corpus.setToolTip(self._texts("语料版本 {version}", version=version))
        count = self._hits[1] if self._hits else 0
        if self._hits is None:
            self.hits.setText("")
        elif self._hits[0] is None:
            self.hits.setText(self._texts("{n} 处命中", n=count))
        else:
            self.hits.setText(self._texts("第 {i}/{n} 处命中", i=self._hits[0] + 1, n=count))
        for button in (self.previous, self.next):
            button.setVisible(bool(count))
        for item in (self.place, self.hits, self.corpus):
            item.setVisible(bool(item.text()))

    def _place_words(self) -> str:
        document, place = self._document, self._place
        if document is None:
            return ""
        block = document.block(place.block) if place is not None and place.block else None
        if block is None:
            block = next(iter(document.blocks), None)
        if block is None:
            return ""
        number, count = paragraph_number(document, block.id)
        path = self._shown(path_text(whole_path(document, block))) or self._texts("文首" if number == 1 else "正文")
        return f"{path} · " + self._texts("第 {i}/{n} 段", i=number, n=count)
