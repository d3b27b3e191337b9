"""套入原文: what became of every order of an amending decision, and what comes of it as a file. Asks by signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.library.versions.amending import Amended
from reader.ui.kit.export_boxes import export_boxes
from reader.ui.kit.fitting import on_screen
from reader.ui.look.texts import Texts

FATES: Final = {"done": "已套用", "exact": "与新文本一致", "differs": "与新文本不同", "left": "未套用"}
FORMS: Final = (
    ("docx", "导出对照（Word）…"),
    ("html", "导出对照（网页）…"),
    ("xlsx", "导出对照（修订对照表，Excel）…"),
)
_HEADINGS: Final = ("结果", "条款", "指令", "说明")
_LONGEST: Final = 300  # characters of an order that a cell shows


class AmendingDialog(QDialog):
    """One law with one decision carried out. What is derived is said to be so."""

    export_wanted = Signal(str)  # docx, html or xlsx

    def __init__(
        self, texts: Texts, shown: Callable[[str], str], names: tuple[str, str, str], amended: Amended, parent: QWidget
    ) -> None:
        """`names`: titles of the decision, of the law, and of the new text it was checked by, "" for none."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("套入原文"))
        self.about = QLabel(self._summary(texts, shown, names, amended), textFormat=Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.table = QTableWidget(len(amended.steps) + len(amended.unread), len(_HEADINGS))
        self.table.setAccessibleName(texts("套入原文"))
        self.table.setHorizontalHeaderLabels([texts(each) for each in _HEADINGS])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        rows = [(texts(FATES[s.fate]), s.clause, s.said, texts.told(s.why)) for s in amended.steps]
        rows += [(texts("没有读懂"), "", said, texts("请对照修改决定核对")) for said in amended.unread]
        for at, row in enumerate(rows):
            for column, words in enumerate(row):
                said = shown(words) if column in {1, 2} else words
                item = QTableWidgetItem(said[:_LONGEST])
                item.setToolTip(said[:2000])
                self.table.setItem(at, column, item)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.boxes = export_boxes(texts, FORMS, self.export_wanted.emit)
        self.boxes.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (self.about, self.table, self.boxes):
            layout.addWidget(widget)
        self.resize(on_screen(parent, 960, 600))

    def _summary(self, texts: Texts, shown: Callable[[str], str], names: tuple[str, str, str], amended: Amended) -> str:
        decision, law, new = (shown(each) for each in names)
        said = [
            texts("“{decision}”套入“{law}”：指令 {n} 条，未套用 {left} 条，没有读懂 {unread} 处。", decision=decision,
                  law=law, n=len(amended.steps), left=amended.count("left"), unread=len(amended.unread)),
            texts("所得是推定文本，不是公布的文本。"),
        ]  # fmt: skip
        if new:
            counts = {"same": amended.count("exact"), "other": amended.count("differs")}
            said.append(texts("已与“{new}”逐条核对：一致 {same} 条，不同 {other} 条。", new=new, **counts))
        if amended.doubts:
            doubts = "；".join(texts.told(each) for each in amended.doubts[:4]) + (
                "……" if len(amended.doubts) > 4 else ""
            )
            said.append(texts("请核对：{why}", why=doubts))
        return "\n".join(said)
