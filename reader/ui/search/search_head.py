"""What stands above the hits: how many, how the query was read, order, facets, and help where nothing was found.

Shows an `Answer` and asks by signals; knows no list of hits.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from reader.core.hits import Remedy
from reader.core.query import echoed
from reader.ui.kit.flow import Chip, Chips
from reader.ui.kit.glyphs import Chooser
from reader.ui.look.texts import Texts
from reader.ui.search.engine_words import EngineWords
from reader.ui.search.facet_tree import FacetNames, FacetTree
from reader.ui.session.searching import Answer

SORTS = {"relevance": "相关程度", "document": "文库顺序", "date": "日期先后"}
CHIP = 14  # characters of a chosen value
TOLD = 400  # characters of how the query was read, in a tooltip
_SAID_ALREADY = "没有找到；"


class SearchHead(QWidget):
    """`shown` writes a canonical text in the script on screen."""

    sort_chosen = Signal(str)
    facet_chosen = Signal(str, str, bool)  # facet, value, on
    facets_toggled = Signal(bool)  # whether the tree is in sight now
    remedy_chosen = Signal(object)  # Remedy
    export_wanted = Signal()

    def __init__(self, texts: Texts, shown: Callable[[str], str], names: FacetNames) -> None:
        super().__init__()
        self._texts = texts
        self._shown = shown
        self._names = names
        self._words = EngineWords(texts, shown)
        self._answer: Answer | None = None
        self._preparing = False
        self.summary, self.read_as, self.notice = QLabel(), QLabel(), QLabel()
        self.read_as.setProperty("muted", True)
        for label in (self.summary, self.read_as, self.notice):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.filter = QToolButton()
        self.filter.setCheckable(True)
        self.filter.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.sort = Chooser()
        self.sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setObjectName("hitsMenu")
        menu = QMenu(self.more)
        self.export = QAction(menu)
        menu.addAction(self.export)
        self.more.setMenu(menu)
        self.chips, self.remedies = Chips(), Chips()
        self.facets = FacetTree(texts, names)
        self._lay_out()
        self.filter.toggled.connect(self._toggle)
        self.sort.activated.connect(lambda _at: self.sort_chosen.emit(self.sort.currentData()))
        self.export.triggered.connect(self.export_wanted)
        self.facets.chosen.connect(self.facet_chosen)
        self.chips.picked.connect(lambda key: self.facet_chosen.emit(*key, False))
        self.remedies.picked.connect(self.remedy_chosen)
        self.retranslate()

    def show_answer(self, answer: Answer | None) -> None:
        """Say what was found."""
        self._preparing = False
        self._answer = answer
        self.refresh()

    def show_asked(self, query: str) -> None:
        """Something else is asked: until the first answer, say that it is on its way."""
        self._preparing = self._answer is None and bool(query.strip())
        self._say()

    def refresh(self) -> None:
        """Write everything anew in the script on screen."""
        answer = self._answer
        self._say()
        hits = answer is not None and bool(answer.hits)
        narrowed = answer is not None and bool(answer.facets)
        self.sort.setVisible(answer is not None and len(answer.groups) > 1)
        self.filter.setVisible(hits or narrowed)
        self.more.setVisible(hits)
        self.facets.setVisible((hits or narrowed) and self.filter.isChecked())
        if self.filter.isChecked():
            self.facets.show_facets(answer)
        self._show_chips()
        self._show_remedies()

    def show_facets(self, on: bool) -> None:
        """Open or close the tree of facets."""
        self.filter.setChecked(on)

    def retranslate(self) -> None:
        """Write the words anew."""
        current = self.sort.currentData()
        self.sort.clear()
        for name, label in SORTS.items():
            self.sort.addItem(self._texts(label), name)
        self.sort.setCurrentIndex(max(0, self.sort.findData(current)))
        self.sort.setAccessibleName(self._texts("命中的排列"))
        self.filter.setToolTip(self._texts("按文件、年份、机关等筛选"))
        self.filter.setAccessibleName(self._texts("筛选检索结果"))
        self.more.setToolTip(self._texts("更多"))
        self.more.setAccessibleName(self._texts("更多"))
        self.export.setText(self._texts("导出命中统计…"))
        self.refresh()

    # -- inside

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self.filter)
        tools.addStretch(1)
        tools.addWidget(self.sort)
        tools.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for each in (self.summary, self.read_as, self.notice, self.remedies):
            layout.addWidget(each)
        layout.addLayout(tools)
        layout.addWidget(self.chips)
        layout.addWidget(self.facets)

    def _toggle(self, on: bool) -> None:
        if on:
            self.facets.show_facets(self._answer)
        self.facets.setVisible(on and self.filter.isVisibleTo(self))
        self._write_filter()
        self.facets_toggled.emit(on)

    def _write_filter(self) -> None:
        self.filter.setText(f"{self._texts('筛选')} {'▾' if self.filter.isChecked() else '▸'}")

    def _say(self) -> None:
        answer, texts = self._answer, self._texts
        self._write_filter()
        itself = answer is not None and answer.result.fallback is None
        self.read_as.setVisible(answer is not None and itself and bool(answer.hits or answer.notes))
        notice = (answer.result.notice or "") if answer is not None else ""
        self.notice.setVisible(bool(notice) and not (answer is not None and answer.notes and not answer.hits))
        if answer is None:
            idle = "在上方搜索框输入词语，简体、繁体都可以。"
            self.summary.setText(texts("正在准备检索…" if self._preparing else idle))
            return
        result = answer.result
        what = self._words.description(echoed(result.read_as or result.query))
        self.read_as.setText(texts("已按{what}查找", what=what))
        self.read_as.setToolTip(self._words.description(echoed(result.read_as, TOLD)))
        self.notice.setText(self._words.sentences(notice if answer.hits else notice.removeprefix(_SAID_ALREADY)))
        mine = texts("我的批注 {n} 条", n=len(answer.notes)) if answer.notes else ""
        if answer.only_notes and answer.notes:
            words = mine
        elif answer.hits:
            words = texts(
                "{docs} 份文件，{total} 条，{matches} 处",
                docs=f"{_documents(answer):,}",
                total=f"{result.total:,}",
                matches=f"{result.matches:,}",
            )
            if not answer.complete:
                words += texts("；先列出前 {n} 条", n=f"{len(answer.hits):,}")
            words += texts("；批注 {n} 条", n=len(answer.notes)) if mine else ""
        else:
            words = mine or texts("没有找到{what}。", what=what)
        self.summary.setText(words)

    def _show_chips(self) -> None:
        answer = self._answer
        chips = []
        for facet, values in answer.facets.items() if answer is not None else ():
            for value in sorted(values):
                assert answer is not None
                name = self._names.value(facet, value, answer)
                short = name if len(name) <= CHIP else f"{name[: CHIP - 1]}…"
                says = self._texts("去掉筛选：{facet} {value}", facet=self._names.facet(facet), value=name)
                chips.append(Chip((facet, value), f"{short} ✕", says))
        self.chips.show_chips(chips)

    def _show_remedies(self) -> None:
        remedies = self._answer.result.remedies if self._answer is not None else ()
        self.remedies.show_chips([Chip(each, self._remedy(each), self._remedy(each)) for each in remedies])

    def _remedy(self, remedy: Remedy) -> str:
        texts, n = self._texts, remedy.count
        if remedy.kind == "strict":
            return texts("只查原词")
        if remedy.kind == "instead":
            return texts("查找“{what}”（{n}）", what=echoed(self._shown(remedy.what), CHIP), n=n)
        if remedy.kind == "without":
            return texts("去掉{what}（{n}）", what=self._words.description(echoed(remedy.what, CHIP + 4)), n=n)
        if remedy.kind == "facet":
            return texts("不限{facet}（{n}）", facet=self._names.facet(remedy.what), n=n)
        if remedy.kind == "facets":
            return texts("去掉全部筛选（{n}）", n=n)
        return texts("查找全库（{n}）", n=n)


def _documents(answer: Answer) -> int:
    """How many documents have hits, listed or not. The facet counts those that another choice would give, too."""
    chosen = answer.facets.get("doc", frozenset[str]())
    counted = [doc for doc in answer.result.facets.get("doc", {}) if not chosen or doc in chosen]
    return max(len(counted), len(answer.groups))
