"""添加: what happened to each file, how far the work is, the question whether a file is a new version.

Keeps the rows of the runs since it was last cleared. Asks by signals; adds nothing itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.core.adding import COULD_NOT, AddRow, AddState, VersionQuestion
from reader.core.showing import visible
from reader.ui.kit.flow import Flow
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.shelves.adding_run import Ended
from reader.ui.shelves.library_list import LONG, LibraryList

STATES: Final[dict[AddState, str]] = {
    "added": "已添加", "version": "新版本", "already": "已有", "needs-ocr": "需文字识别", "unreadable": "读不出",
    "skipped": "已跳过",
}  # fmt: skip
SIGNS: Final[dict[AddState, str]] = {
    "added": "✓", "version": "✓", "already": "＝", "needs-ocr": "！", "unreadable": "✕", "skipped": "–",
}  # fmt: skip
STRIPES: Final[dict[AddState, str]] = {
    "added": "green", "version": "green", "already": "blue", "needs-ocr": "yellow", "unreadable": "pink", "skipped": "",
}  # fmt: skip
PLAIN: Final[dict[AddState, str]] = {
    "added": "已添加《{title}》。", "version": "已作为《{title}》的新版本添加。",
    "already": "文库里已有《{title}》，没有重复添加。",
    "needs-ocr": "页面是图像，没有文字；安装 policy-reader-ocr 后可以识别。",
}  # fmt: skip
KINDS: Final = "txt、md、html、mht、docx、doc、wps、rtf、pdf、ofd、xlsx、xls、csv、zip"
REFILL: Final = 200  # ms: so often at most the list is written while files come in
_LONG: Final = 70  # characters of a sentence that take two lines


class VersionRow(QFrame):
    """The row of a file that may be a new version: what speaks for it, and the two answers."""

    answered = Signal(object, bool)  # True: new version, None: another document; whether for all that follow

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._question: VersionQuestion | None = None
        self.setObjectName("askBar")
        self.label = QLabel(wordWrap=True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.version, self.separate = QPushButton(), QPushButton()
        self.always = QCheckBox()
        buttons = QWidget()
        row = Flow(buttons)
        for widget in (self.version, self.separate, self.always):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self.label)
        layout.addWidget(buttons)
        self.version.clicked.connect(lambda: self._answer(version=True))
        self.separate.clicked.connect(lambda: self._answer(version=False))
        texts.changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def ask(self, question: VersionQuestion) -> None:
        """Show it."""
        self._question = question
        self.always.setChecked(False)
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Write the words anew."""
        texts, asked = self._texts, self._question
        self.version.setText(texts("新版本"))
        self.version.setToolTip(texts("归入原有文件，旧版本保留，批注跟着走"))
        self.separate.setText(texts("另一份文件"))
        self.separate.setToolTip(texts("作为单独的文件添加"))
        self.always.setText(texts("后面同样的都照此办理"))
        if asked is not None:
            says = "“{file}”像是文库中《{title}》的新版本（{why}）。它是："
            self.label.setText(
                texts(says, file=short_name(asked.file), title=asked.existing_title, why=texts(asked.why))
            )

    def _answer(self, *, version: bool) -> None:
        self.hide()
        self._question = None
        self.answered.emit(True if version else None, self.always.isChecked())


class AddList(QWidget):
    """Head with summary and progress, the question, the list, the buttons."""

    add_wanted = Signal()
    add_folder_wanted = Signal()
    cancel_wanted = Signal()
    retry_wanted = Signal(object)  # tuple of AddRow
    answered = Signal(object, bool)
    open_wanted = Signal(str)  # document id
    review_wanted = Signal()

    def __init__(self, texts: Texts, traditional: Callable[[str], str], theme: Theme) -> None:
        """`traditional` writes a sentence of the library in the characters of the traditional interface."""
        super().__init__()
        self._texts, self._traditional = texts, traditional
        self._rows: dict[str, AddRow] = {}  # by file, in the order they were told
        self._trouble_only = False
        self._busy = False
        self._done, self._all, self._name = 0, 0, ""
        self._fault = ""
        self.summary, self.now = QLabel(wordWrap=True), QLabel()
        self.now.setProperty("muted", True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.question = VersionRow(texts)
        self.every, self.trouble = QPushButton(), QPushButton()
        self.list = LibraryList(theme)
        self.empty = QLabel(wordWrap=True, margin=24)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cancel, self.retry, self.add, self.add_folder, self.clear = (QPushButton() for _ in range(5))
        self.review = QPushButton()
        self._refill = QTimer(self, singleShot=True, interval=REFILL)
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- what is told

    @property
    def rows(self) -> tuple[AddRow, ...]:
        """What was told so far."""
        return tuple(self._rows.values())

    def begin(self) -> None:
        """A run begins; rows of files that are tried again are told anew."""
        self._busy, self._fault = True, ""
        self._done, self._all, self._name = 0, 0, ""
        self._write()

    def show_moved(self, done: int, count: int, name: str) -> None:
        """How far the run is."""
        self._done, self._all, self._name = done, count, name
        if not self._refill.isActive():
            self._refill.start()

    def tell(self, row: AddRow) -> None:
        """What happened to one file; told once more it takes the place of what was told before."""
        self._rows[row.file] = row
        if not self._refill.isActive():
            self._refill.start()

    def ask(self, question: VersionQuestion) -> None:
        """The run waits for an answer."""
        self.question.ask(question)
        self._write()

    def end(self, ended: Ended) -> None:
        """The run is over."""
        self._busy = False
        self._fault = ended.fault or ("已取消；已经添加的文件留在文库里。" if ended.stopped else "")
        self.question.hide()
        self._write()

    def wait_for_end(self) -> None:
        """It was asked to stop: the file that is being read is finished first."""
        self._name = ""
        self.cancel.setEnabled(False)
        self.now.setText(self._texts("正在停止…"))

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.list.set_theme(theme)

    def retranslate(self) -> None:
        """Write the words anew."""
        texts = self._texts
        for button, words in (
            (self.cancel, "取消"), (self.retry, "重试失败的"), (self.add, "添加文件…"),
            (self.add_folder, "添加文件夹…"), (self.clear, "清空列表"), (self.review, "核对读到的信息"),
        ):  # fmt: skip
            button.setText(texts(words))
        hint = "把文件或文件夹拖到窗口任意位置，或按 Ctrl+O 选择，或在文件管理器中复制后按 Ctrl+V。\n能读：{kinds}。"
        self.empty.setText(texts(hint, kinds=texts.listed(KINDS.split("、"))))
        self.list.setAccessibleName(texts("添加的文件"))
        self.bar.setAccessibleName(texts("进度"))
        self._write()

    # -- inside

    def _lay_out(self) -> None:
        group, chips = QButtonGroup(self), QHBoxLayout()
        for button in (self.every, self.trouble):
            button.setCheckable(True)
            group.addButton(button)
            chips.addWidget(button)
        self.every.setChecked(True)
        chips.addWidget(self.summary, 1)
        chips.addWidget(self.review)
        chips.addWidget(self.cancel)
        foot = QHBoxLayout()
        for widget in (self.add, self.add_folder, self.retry):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(chips)
        layout.addWidget(self.bar)
        layout.addWidget(self.now)
        layout.addWidget(self.question)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.add)

    def _connect(self) -> None:
        self._refill.timeout.connect(self._write_if_seen)
        self.trouble.toggled.connect(self._filter)
        self.question.answered.connect(self.answered)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.add.clicked.connect(self.add_wanted)
        self.add_folder.clicked.connect(self.add_folder_wanted)
        self.retry.clicked.connect(lambda: self.retry_wanted.emit(self._in_trouble()))
        self.clear.clicked.connect(self._clear)
        self.review.clicked.connect(self.review_wanted)
        self.list.chosen.connect(self._chosen)
        self._texts.changed.connect(self.retranslate)

    def _filter(self, on: bool) -> None:
        self._trouble_only = on
        self._write()

    def _clear(self) -> None:
        self._rows, self._fault = {}, ""
        self.every.setChecked(True)
        self._write()

    def _in_trouble(self) -> tuple[AddRow, ...]:
        return tuple(row for row in self._rows.values() if row.state in COULD_NOT)

    def _chosen(self, key: Hashable) -> None:
        row = self._rows.get(str(key))
        if row is not None and row.id is not None:
            self.open_wanted.emit(row.id)

    def showEvent(self, event: QShowEvent) -> None:
        """Write what came while it was out of sight."""
        super().showEvent(event)
        self._write()

    def _write_if_seen(self) -> None:
        if self.isVisible():
            self._write()

    def _write(self) -> None:
        texts, trouble = self._texts, self._in_trouble()
        shown = trouble if self._trouble_only else self.rows
        kept, bar = self.list.current_key(), self.list.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        by_file = {row.file: row for row in shown}
        self.list.expect(len(by_file))
        self.list.rows.set_rows(
            list(by_file), lambda key: self._row(by_file[str(key)]), lambda key: _lines(by_file[str(key)])
        )
        if kept is not None:
            self.list.select_key(kept)
        if at_end and self._busy and len(by_file) <= LONG:  # a longer list is not laid out to its end yet
            self.list.scrollToBottom()
        self.list.setVisible(bool(self._rows))
        self.empty.setVisible(not self._rows)
        self.summary.setText(self.words())
        self.every.setText(f"{texts('全部')} {len(self._rows):,}")
        self.trouble.setText(f"{texts('没能添加')} {len(trouble):,}")
        self.every.setVisible(bool(self._rows))
        self.trouble.setVisible(bool(trouble))
        self.bar.setVisible(self._busy)
        self.bar.setRange(0, max(self._all, 0))  # 0: how many there are is not known yet
        self.bar.setValue(self._done)
        self.now.setVisible(self._busy)
        doing = "正在读第 {i}/{n} 份：{name}" if self._all else "正在看有哪些文件…"
        count = min(self._done + 1, max(self._all, 1))
        self.now.setText(texts(doing, i=f"{count:,}", n=f"{self._all:,}", name=short_name(self._name)))
        self.cancel.setVisible(self._busy)
        self.cancel.setEnabled(True)
        self.review.setVisible(not self._busy and any(row.state in {"added", "version"} for row in self.rows))
        self.setFocusProxy(self.list if self._rows else self.add)
        self.retry.setVisible(bool(trouble))
        self.retry.setEnabled(not self._busy)
        self.clear.setVisible(bool(self._rows))
        self.clear.setEnabled(not self._busy)

    def words(self) -> str:
        """What happened to all of them, in one sentence."""
        if self._fault:
            return self._texts(self._fault)
        counts = Counter(row.state for row in self._rows.values())
        said = [f"{self._texts(words)} {counts[state]:,}" for state, words in STATES.items() if counts[state]]
        if not self._busy and any(row.id is not None for row in self.rows):
            said.append(self._texts("点一行即可打开"))
        return " · ".join(said)

    def says(self, row: AddRow) -> str:
        """What happened to a file, in the language of the window; why one could not be read as the library says it."""
        says, language = visible(row.says), self._texts.language
        told = self._texts.told(says)
        if language == "en" and row.state in PLAIN and (told == says or row.state != "added"):
            return self._texts(PLAIN[row.state], title=row.title)
        return self._traditional(says) if language == "zh_TW" and told == says else told

    def _row(self, row: AddRow) -> Row:
        name = short_name(row.file)
        head = f"{name}　→　《{visible(row.title)}》" if row.title and row.title not in row.says else name
        says = self.says(row)
        return Row(
            head=head, body=says, count=self._texts(STATES[row.state]), sign=SIGNS[row.state],
            stripe=STRIPES[row.state], strong=True, muted=row.state == "skipped", lines=_lines(row) - 1,
            tip=f"{visible(row.file)}\n{says}",
        )  # fmt: skip


def short_name(file: str) -> str:
    """The name at the end of a path; of what lies in an archive, after the archive's."""
    outer, _, inner = visible(file).replace("\\", "/").rstrip("/").partition("!")
    return " › ".join(filter(None, [outer.rpartition("/")[2], inner.rpartition("/")[2]]))


def _lines(row: AddRow) -> int:
    return 1 + (2 if len(row.says) > _LONG else 1 if row.says else 0)


def paths_of(rows: Sequence[AddRow]) -> tuple[str, ...]:
    """The files on disk that these rows came from, each once: for one inside an archive the archive."""
    return tuple(dict.fromkeys(row.file.partition("!")[0] for row in rows))
