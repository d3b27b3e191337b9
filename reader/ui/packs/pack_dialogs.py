"""The windows over the window that concern corpus packs: how far the work is, and what a pack would change.

Neither is modal for the program, and neither writes: each says what was chosen by a signal.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reader.core.pack import PackSummary
from reader.core.showing import visible
from reader.ui.kit.fitting import on_screen, scrolled
from reader.ui.kit.times import local_time
from reader.ui.look.texts import Texts

STEPS = 1000
WIDTH = 560


class WorkDialog(QDialog):
    """How far the work is, and a way to stop it."""

    stopped = Signal()

    def __init__(self, texts: Texts, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.says = QLabel(title, textFormat=Qt.TextFormat.PlainText)
        self.bar = QProgressBar(maximum=STEPS)
        self.bar.setFormat("%p%")
        self.boxes = QDialogButtonBox()
        self.boxes.addButton(texts("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (self.says, self.bar, self.boxes):
            layout.addWidget(widget)
        self.setMinimumWidth(420)
        self.boxes.rejected.connect(self.reject)
        self.rejected.connect(self.stopped)

    def show_share(self, share: float, what: str) -> None:
        """How far it is."""
        self.bar.setValue(round(share * STEPS))
        self.says.setText(self.says.fontMetrics().elidedText(what, Qt.TextElideMode.ElideMiddle, 388) or " ")


class PackDialog(QDialog):
    """Who made a pack, which documents are new, changed and gone, how many notes are concerned. 安装 asks for it."""

    agreed = Signal()

    def __init__(self, texts: Texts, summary: PackSummary, shown: Callable[[str], str], parent: QWidget) -> None:
        """`shown`: a title in the script on screen."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts, self._shown = texts, shown
        self.setWindowTitle(texts("安装语料包：先看一看"))
        self.facts = self._facts(summary)
        self.documents = QTextBrowser()
        self.documents.setOpenLinks(False)
        self.documents.setFrameShape(QFrame.Shape.StyledPanel)
        self.documents.setAccessibleName(texts("文件的变化"))
        self.documents.setHtml(self._list(summary))
        self.says = QLabel(self._advice(summary), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.says.setProperty("muted", True)
        self.boxes = QDialogButtonBox()
        self.go = self.boxes.addButton(texts("安装"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.boxes.addButton(texts("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go.setEnabled(not summary.current)
        inside = QWidget()
        column, layout = QVBoxLayout(inside), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        layout.setContentsMargins(16, 16, 16, 16)
        for each in (column, layout):
            each.setSpacing(12)
        column.addWidget(self.facts)
        column.addWidget(self.documents, 1)
        column.addWidget(self.says)
        layout.addWidget(scrolled(inside), 1)
        layout.addWidget(self.boxes)
        self.resize(on_screen(self, WIDTH, 540))
        self.boxes.accepted.connect(self._agree)
        self.boxes.rejected.connect(self.reject)

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit()

    def _facts(self, summary: PackSummary) -> QWidget:
        texts, manifest, signer = self._texts, summary.manifest, summary.signer
        by = texts("没有签名（管理员允许）")
        if signer is not None:
            by = f"{signer.key} · {texts(signer.name)}" if signer.name else signer.key
        title, base = visible(manifest.title), visible(summary.base)
        if base:
            title = texts("{title}（增量包，在“{base}”之上）", title=title, base=base)
        rows = (
            (texts("名称"), title), (texts("书架"), self._shelf(summary)),
            (texts("语料版本"), visible(manifest.version)),
            (texts("制作时间"), local_time(manifest.made.replace("Z", "+00:00"))), (texts("签名密钥"), by),
            (texts("大小"), f"{max(1, manifest.size // 1024):,} KB"),
            (texts("涉及的批注"), texts("{n} 条", n=summary.notes)),
        )  # fmt: skip
        frame = QWidget()
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, (name, value) in enumerate(rows):
            label = QLabel(name)
            label.setProperty("muted", True)
            shown = QLabel(value, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, number, 1)
        return frame

    def _shelf(self, summary: PackSummary) -> str:
        name = summary.manifest.name
        if not name:
            return self._texts("取代随附文件")
        says = "{name}：新立，与其他书架并列" if summary.fresh else "{name}：取代现有的这一版"
        return self._texts(says, name=self._shown(visible(name)))

    def _list(self, summary: PackSummary) -> str:
        texts = self._texts
        groups = (
            (texts("新增"), summary.new), (texts("改动"), summary.changed), (texts("去掉"), summary.gone),
            (texts("别的书架上也有，以靠后的书架为准"), summary.elsewhere),
        )  # fmt: skip
        parts = []
        for name, documents in groups:
            if documents:
                rows = "".join(f"<li>{escape(self._shown(title))}</li>" for _doc, title in documents)
                parts.append(f"<p style='margin:6px 0 2px'><b>{escape(name)}</b>　{len(documents)}</p>")
                parts.append(f"<ul style='margin:0; -qt-list-indent:1'>{rows}</ul>")
        parts.append(f"<p style='margin:10px 0 0'>{escape(texts('{n} 份文件不变', n=summary.same))}</p>")
        return "".join(parts)

    def _advice(self, summary: PackSummary) -> str:
        if summary.current:
            return self._texts("这个语料包正在使用，不必再装。")
        says = "现在还没有写入任何内容。安装后窗口会重新打开；批注会按新的文字重新定位，原来的语料留着，可以退回。"
        if summary.fresh:
            says = "现在还没有写入任何内容。安装后窗口会重新打开；其他书架和批注都不变，不需要时可以移除。"
        said = self._texts(says)
        return self._texts("注意：它比正在使用的语料包旧。") + said if summary.older else said
