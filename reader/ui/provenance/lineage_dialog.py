"""依据关系: what a document rests on and what rests on it, as a picture and as a list; what is cited and not here.

Shows what it is given and narrows it; asks by signals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reader.core.lineage_graph import LEVELS, RELATION_NAMES, Edge, Graph
from reader.library.versions.lineage import Missing
from reader.reports.lineage_picture import LEVEL_NAMES, Picture, lay_out
from reader.ui.kit.export_boxes import export_boxes
from reader.ui.kit.fitting import on_screen
from reader.ui.kit.glyphs import Chooser
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.provenance.lineage_view import LineageView

FORMS: Final = (("png", "导出为 PNG…"), ("svg", "导出为 SVG…"), ("print", "打印…"))
STEPS: Final = (1, 2, 3, 4)
MOST: Final = 500  # lines of what is not here
_LINES: Final = ("关系", "文件", "上级文件", "级别", "年份", "原文")
_AWAY: Final = ("引用次数", "引用它的文件数", "名称", "发文字号")
_LONGEST: Final = 200  # characters that a cell shows


class LineageDialog(QDialog):
    """One graph, looked at."""

    opened = Signal(str, str)  # id of a document that is here, block or ""
    steps_wanted = Signal(int)
    export_wanted = Signal(str)  # png, svg or print

    def __init__(
        self, texts: Texts, shown: Callable[[str], str], theme: Theme, graph: Graph, missing: Sequence[Missing],
        steps: int, parent: QWidget,
    ) -> None:  # fmt: skip
        """`missing`: what the library cites and does not hold; `steps`: how far the graph goes."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts, self._shown = texts, shown
        self.graph = self.narrowed = graph
        self.setWindowTitle(texts("依据关系"))
        self.about = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.relation, self.level, self.steps = Chooser(), Chooser(), Chooser()
        self.since, self.until, self.here = QSpinBox(), QSpinBox(), QCheckBox(texts("只看文库中有的"))
        self.view = LineageView(theme)
        self.lines, self.away = QTableWidget(0, len(_LINES)), QTableWidget(0, len(_AWAY))
        self.tabs = QTabWidget()
        self.boxes = export_boxes(texts, FORMS, self.export_wanted.emit, "导出、打印")
        self._fill_filters(steps)
        self._fill_away(missing)
        self._lay_out()
        self.resize(on_screen(parent, 1280, 760))
        self.show_graph(graph)
        self.view.setFocus()

    @property
    def picture(self) -> Picture:
        """What is drawn now."""
        return self.view.picture

    def show_graph(self, graph: Graph) -> None:
        """Another graph of the same document (more steps, fewer)."""
        self.graph = graph
        years = [node.year for node in graph.nodes if node.year is not None]
        for box, value in ((self.since, min(years, default=1949)), (self.until, max(years, default=2049))):
            box.blockSignals(True)
            box.setRange(min(years, default=1949), max(years, default=2049))
            box.setValue(value)
            box.blockSignals(False)
        self._narrow()

    # -- inside

    def _narrow(self) -> None:
        relation, level = self.relation.currentData(), self.level.currentData()
        years = (self.since.value(), self.until.value())
        whole = years == (self.since.minimum(), self.until.maximum())
        self.narrowed = self.graph.narrowed(
            (relation,) if relation else (), (level,) if level else (), None if whole else years,
            here=self.here.isChecked(),
        )  # fmt: skip
        self.view.show_picture(lay_out(self.narrowed, self._texts, self._shown))
        self._fill_lines()
        title = self._shown(self.graph.node(self.graph.root).title)
        away = sum(node.doc is None for node in self.narrowed.nodes)
        said = self._texts(
            "“{title}”的依据关系：文件 {n} 份，其中不在文库中的 {away} 份。箭头指向上级文件；方向键移动，回车打开，"
            "加减号缩放。", title=title, n=len(self.narrowed.nodes), away=away,
        )  # fmt: skip
        if self.graph.left_out:
            said += self._texts("另有 {n} 份没有画，请减少步数。", n=self.graph.left_out)
        self.about.setText(said)

    def _fill_filters(self, steps: int) -> None:
        texts = self._texts
        self.relation.addItem(texts("全部关系"), "")
        for relation, name in RELATION_NAMES.items():
            self.relation.addItem(texts(name), relation)
        self.level.addItem(texts("全部级别"), "")
        for level in LEVELS:
            self.level.addItem(texts(LEVEL_NAMES[level]), level)
        for each in STEPS:
            self.steps.addItem(texts("上下各 {n} 步", n=each), each)
        self.steps.setCurrentIndex(self.steps.findData(steps))
        for spin in (self.since, self.until):
            spin.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        for box, name in (
            (self.relation, "关系"), (self.level, "级别"), (self.steps, "步数"), (self.since, "年份从"),
            (self.until, "年份到"),
        ):  # fmt: skip
            box.setAccessibleName(texts(name))
            box.setToolTip(texts(name))
        self.relation.activated.connect(lambda _at: self._narrow())
        self.level.activated.connect(lambda _at: self._narrow())
        self.steps.activated.connect(lambda _at: self.steps_wanted.emit(self.steps.currentData()))
        self.since.valueChanged.connect(lambda _year: self._narrow())
        self.until.valueChanged.connect(lambda _year: self._narrow())
        self.here.toggled.connect(lambda _on: self._narrow())

    def _lay_out(self) -> None:
        texts = self._texts
        self.view.setAccessibleName(texts("依据关系"))
        self.view.opened.connect(lambda key: self._open(key, ""))
        for table, name, headings in (
            (self.lines, "列表", _LINES), (self.away, "还没有的文件", _AWAY),
        ):  # fmt: skip
            table.setAccessibleName(texts(name))
            table.setHorizontalHeaderLabels([texts(each) for each in headings])
            table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            table.setTabKeyNavigation(False)
            table.verticalHeader().hide()
            header = table.horizontalHeader()
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (1, 2, 5):
            self.lines.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.away.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.lines.activated.connect(lambda index: self._open_line(index.row()))
        for widget, name in ((self.view, "图"), (self.lines, "列表"), (self.away, "还没有的文件")):
            self.tabs.addTab(widget, texts(name))
        self.boxes.rejected.connect(self.reject)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        dash = QLabel("—")
        for each in (self.steps, self.relation, self.level, self.since, dash, self.until, self.here):
            bar.addWidget(each)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.about)
        layout.addLayout(bar)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.boxes)

    def _fill_lines(self) -> None:
        nodes = {node.key: node for node in self.narrowed.nodes}
        self.lines.setRowCount(len(self.narrowed.edges))
        for at, edge in enumerate(self.narrowed.edges):
            high = nodes[edge.higher]
            words = [
                self._texts(RELATION_NAMES[edge.relation]), self._shown(nodes[edge.lower].title),
                self._shown(high.title), self._texts(LEVEL_NAMES[high.level]), str(high.year or ""),
                self._shown(" ".join(edge.words.split())) + self._doubt(edge),
            ]  # fmt: skip
            _write(self.lines, at, words)

    def _doubt(self, edge: Edge) -> str:
        return f"（{self._texts.told(edge.doubt)}）" if edge.doubt else ""

    def _fill_away(self, missing: Sequence[Missing]) -> None:
        self.away.setRowCount(min(MOST, len(missing)))
        for at, each in enumerate(missing[:MOST]):
            _write(
                self.away,
                at,
                [
                    str(each.times),
                    str(each.documents),
                    self._shown(f"{each.cited}（{each.place}）" if each.place else each.cited),
                    each.number or "",
                ],
            )

    def _open_line(self, at: int) -> None:
        edge = self.narrowed.edges[at]
        self.opened.emit(edge.lower, edge.block)

    def _open(self, key: str, block: str) -> None:
        node = self.narrowed.node(key)
        if node.doc is not None:
            self.opened.emit(node.doc, block)


def _write(table: QTableWidget, at: int, words: Sequence[str]) -> None:
    for column, said in enumerate(words):
        item = QTableWidgetItem(said if len(said) <= _LONGEST else said[:_LONGEST] + "……")
        item.setToolTip(said[:2000])
        table.setItem(at, column, item)
