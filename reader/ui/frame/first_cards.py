"""The first minute: five cards that show what the program is for, and what is new in this version.

Two small windows over the window; each card has one thing to try. They decide nothing and remember nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from reader.ui.look.texts import Texts

WIDE, HIGH = 460, 210  # pixels


@dataclass(frozen=True, slots=True)
class TourCard:
    """One card.

    Attributes:
        heading, words: simplified; keyed in the catalogue.
        action: the action that its button does; attempt: the words on it.
    """

    heading: str
    words: str
    action: str
    attempt: str


TOUR: Final = (
    TourCard(
        "文件都在左边",
        "点“文库”里的一份就打开。自己的 Word、WPS、PDF、OFD 拖进窗口即可添加，原件不动；全部留在本机，不连接网络。",
        "add_files",
        "添加文件…",
    ),
    TourCard(
        "记得几个字就能找到",
        "Ctrl+K 搜索全库，简体、繁体写法都算；记不准原话，也会给出最接近的条款。F3 到下一处，Alt+← 退回。",
        "search",
        "去搜索框",
    ),
    TourCard(
        "选中文字就能批注",
        "按 1—5 上颜色，Ctrl+Alt+N 写批注。批注认得条款，文件换了版本也能找回；可导出给同事，再合回来。",
        "all_notes",
        "看批注总览",
    ),
    TourCard(
        "两份文件并排看",
        "各栏按条款一起滚动，差异、相同表述一眼看到；F9 切换简体、繁体。引用时一键带出处。",
        "sample_comparison",
        "打开对照示例",
    ),
    TourCard(
        "台账从文件里读出来",
        "任务、指标、平台系统、引用自动列成表，每一行都能回到原文；选了自己的单位，就只看自己的事。",
        "sample_register",
        "打开台账示例",
    ),
)

NEWS: Final[dict[str, tuple[str, ...]]] = {
    "0.1.0": (
        "朗读：F5 从光标处读起，正在读的一句有底色；Shift+F5 暂停。用的是系统自带的语音，不连接网络。",
        "读屏软件能按标题层级在正文里走动，并会说出当前命中和每次切换。",
        "搜索更宽容：记不准原话时给出最接近的条款，并说明。",
        "阅读模式（F11）：只留正文，整页翻动，可自动滚动。",
        "中文排版：两端对齐，避头尾，标点挤压；字体、版心宽度可选。",
        "台账的一行有自己的链接，发给同事，在搜索框里粘贴即可找到那一行。",
    ),
}
"""Version → what is new in it for those who read, in sentences keyed in the catalogue."""


class Tour(QDialog):
    """The cards, one at a time. Arrow buttons and Enter lead on; Esc ends it."""

    tried = Signal(str)  # name of an action

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts, self._at = texts, 0
        self.heading, self.words = (QLabel(textFormat=Qt.TextFormat.PlainText) for _ in range(2))
        self.heading.setObjectName("cardHeading")
        for label in (self.heading, self.words):
            label.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.attempt, self.back, self.next = QPushButton(), QPushButton(), QPushButton()
        layout, buttons = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.words, 1)
        for button in (self.attempt, self.back, self.next):
            button.setAutoDefault(False)
        buttons.addWidget(self.count)
        buttons.addStretch(1)
        for button in (self.attempt, self.back, self.next):
            buttons.addWidget(button)
        layout.addLayout(buttons)
        self.attempt.clicked.connect(self._try)
        self.back.clicked.connect(lambda: self.show_card(self._at - 1))
        self.next.clicked.connect(self._on)
        self.resize(WIDE, HIGH)
        texts.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def at(self) -> int:
        """Number of the card in front."""
        return self._at

    def show_card(self, at: int) -> None:
        """Another card, counted from 0."""
        self._at = max(0, min(len(TOUR) - 1, at))
        self.retranslate()
        self.next.setFocus()

    def retranslate(self) -> None:
        """Write the words anew."""
        texts, card = self._texts, TOUR[self._at]
        last = self._at == len(TOUR) - 1
        self.setWindowTitle(texts("看看怎么用"))
        self.heading.setText(texts(card.heading))
        self.words.setText(texts(card.words))
        self.count.setText(f"{self._at + 1}/{len(TOUR)}")
        self.attempt.setText(texts(card.attempt))
        self.back.setText(texts("上一张"))
        self.back.setEnabled(self._at > 0)
        self.next.setText(texts("开始使用") if last else texts("下一张"))
        self.next.setDefault(True)
        self.next.setAccessibleDescription(f"{self.heading.text()}。{self.words.text()}")

    def _on(self) -> None:
        if self._at == len(TOUR) - 1:
            self.accept()
        else:
            self.show_card(self._at + 1)

    def _try(self) -> None:
        self.accept()
        self.tried.emit(TOUR[self._at].action)


class News(QDialog):
    """What is new, version by version, the newest first."""

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.page = QTextBrowser()
        self.close_button = QPushButton()
        layout = QVBoxLayout(self)
        layout.addWidget(self.page)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.close_button.clicked.connect(self.reject)
        room = parent.screen().availableGeometry()
        self.resize(min(620, room.width() - 40), min(420, room.height() - 60))
        texts.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the words anew."""
        texts = self._texts
        self.setWindowTitle(texts("新功能"))
        self.page.setAccessibleName(texts("新功能"))
        self.close_button.setText(texts("关闭"))
        parts = []
        for version, news in NEWS.items():
            parts.append(f"<h3>{escape(texts('版本 {version}', version=version))}</h3>")
            parts += [f"<p>· {escape(texts(each))}</p>" for each in news]
        self.page.setHtml("".join(parts))
