"""The pages of an original with what moves them: which page of how many, smaller, as wide as the column, larger."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.ui.kit.glyphs import glyph_button
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.paper.page_view import PageView


class PagePane(QWidget):
    """A line of buttons above the pages."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.view = PageView(texts)
        self.page = QLabel()
        self.page.setProperty("muted", True)
        self.smaller, self.fit, self.larger = glyph_button("−"), glyph_button("100%"), glyph_button("＋")
        head = QFrame()
        head.setObjectName("columnHeader")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(2)
        row.addWidget(self.page, 1)
        for button in (self.smaller, self.fit, self.larger):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.smaller.clicked.connect(lambda: self._zoom(-1))
        self.larger.clicked.connect(lambda: self._zoom(1))
        self.fit.clicked.connect(lambda: self._zoom(0))
        self.view.turned.connect(lambda _page: self._write())
        self.view.zoomed.connect(self._write)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.view.set_theme(theme)

    def retranslate(self) -> None:
        """Write the words anew."""
        for button, words in (
            (self.smaller, "缩小版面 (-)"), (self.fit, "版面与本栏同宽 (0)"), (self.larger, "放大版面 (+)"),
        ):  # fmt: skip
            button.setToolTip(self._texts(words))
            button.setAccessibleName(self._texts(words))
        self._write()

    def _zoom(self, steps: int) -> None:
        if steps:
            self.view.step_zoom(steps)
        else:
            self.view.set_zoom(1.0)

    def _write(self) -> None:
        view = self.view
        page = view.looked_at()[0]
        self.page.setText(self._texts("原件 · 第 {i}/{n} 页", i=page, n=view.pages) if view.pages else "")
        self.fit.setText(f"{round(view.zoom * 100)}%")
