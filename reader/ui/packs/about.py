"""关于: which program and corpus this is, whether the files are as they were made, and the licences. All offline.

Shows what it is given; the check is asked for by a signal.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

import reader
from reader.core.errors import in_words
from reader.core.pack import IntegrityReport
from reader.ui.kit.fitting import on_screen
from reader.ui.look.texts import Texts

LIBRARIES: Final = (
    "PySide6-Essentials", "shiboken6", "whoosh3", "opencc", "pypinyin", "jieba", "platformdirs", "filelock",
    "rapidfuzz", "python-docx", "lxml", "openpyxl", "et-xmlfile", "tomli-w", "pyrage", "PyNaCl", "cffi",
)  # fmt: skip
NOTICE: Final = (
    "政策阅读器按 Apache-2.0 许可发布。窗口使用 Qt 和 PySide6，按 LGPL-3.0 许可使用，以动态库形式随附、未经修改，"
    "可以用自己编译的版本替换。其余组件的许可见“许可”页。"
)
LARGEST: Final = 400_000  # characters of one text


@dataclass(frozen=True, slots=True)
class AboutFacts:
    """What the dialog shows, as name and value; the first rows are the program's own."""

    rows: tuple[tuple[str, str], ...]
    licences: Path
    bill: Path


class AboutDialog(QDialog):
    """Two tabs. Follows the language only when it is opened anew."""

    verify_wanted = Signal()

    def __init__(self, texts: Texts, facts: AboutFacts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts = texts
        self.setWindowTitle(texts("关于政策阅读器"))
        self.verify = QPushButton(texts("核对文件"), autoDefault=False)
        self.verify.setToolTip(texts("逐个核对语料和索引的文件与清单是否一致"))
        self.outcome = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.page, self.text = QTextBrowser(), QTextBrowser()
        self.names = QListWidget()
        self._texts_of = licence_texts(facts.licences)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._program(facts), texts("程序和语料"))
        self.tabs.addTab(self._licences(), texts("许可"))
        self.boxes = QDialogButtonBox()
        self.boxes.addButton(texts("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.boxes)
        self.resize(on_screen(self, 840, 560))
        self.boxes.rejected.connect(self.reject)
        self.verify.clicked.connect(self._ask)
        self.names.currentRowChanged.connect(self._show_licence)
        self.names.setCurrentRow(0)

    def show_share(self, share: float, _what: str) -> None:
        """How far the check is."""
        self.outcome.setText(self._texts("正在核对… {n}%", n=round(share * 100)))

    def show_report(self, report: IntegrityReport) -> None:
        """What came of the check."""
        self.verify.setEnabled(True)
        if report.ok:
            said = self._texts("{n} 个文件与{listed}一致。", n=report.files, listed=self._texts(report.list_name))
        elif report.wrong:
            said = "\n".join([*report.wrong, self._texts("请重新安装程序或语料包；批注不受影响。")])
        else:
            said = self._texts("没有完整性清单，无从核对（未打包的程序）。")
        self.outcome.setText(said)

    def show_problem(self, sentence: str) -> None:
        """The check could not be made."""
        self.verify.setEnabled(True)
        self.outcome.setText(sentence)

    def _ask(self) -> None:
        self.verify.setEnabled(False)
        self.show_share(0.0, "")
        self.verify_wanted.emit()

    def _program(self, facts: AboutFacts) -> QWidget:
        texts = self._texts
        rows = "".join(
            f"<tr><td style='padding-right:16px'>{escape(texts(name))}</td><td>{escape(value)}</td></tr>"
            for name, value in facts.rows
        )
        bill = texts("组件清单（CycloneDX）：{file}", file=str(facts.bill)) if facts.bill.is_file() else ""
        notice = "".join(f"<p>{escape(line)}</p>" for line in (texts(NOTICE), bill) if line)
        self.page.setHtml(f"<h2>{escape(texts('政策阅读器'))}</h2><table cellspacing='4'>{rows}</table>{notice}")
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(texts("程序和语料"))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.verify, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.outcome, 1)
        return _page([self.page], foot)

    def _licences(self) -> QWidget:
        self.names.addItems([self._texts(name) for name in self._texts_of])
        self.names.setFixedWidth(200)
        self.names.setAccessibleName(self._texts("组件"))
        self.text.setAccessibleName(self._texts("许可"))
        self.text.setOpenLinks(False)
        self.text.setLineWrapMode(QTextBrowser.LineWrapMode.NoWrap)  # the texts come in lines
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.names)
        row.addWidget(self.text, 1)
        return _page([], row, stretch=1)

    def _show_licence(self, row: int) -> None:
        if row >= 0:
            self.text.setPlainText(list(self._texts_of.values())[row]())


def _page(widgets: Sequence[QWidget], below: QHBoxLayout, stretch: int = 0) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 12, 0, 0)
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget, 1)
    layout.addLayout(below, stretch)
    return page


def own_rows() -> tuple[tuple[str, str], ...]:
    """What is known of the program itself."""
    return (
        ("版本", reader.__version__),
        ("Qt", f"{qVersion()} · PySide6 {_version('PySide6-Essentials')}"),
        ("Python", sys.version.split()[0]),
    )


def licence_texts(folder: Path) -> dict[str, Callable[[], str]]:
    """Names of parts, each with what reads its licence: from the package's folder, else from what is installed."""
    if folder.is_dir():
        return {file.stem: _reading([file]) for file in sorted(folder.iterdir()) if file.is_file()}
    root = Path(reader.__file__).resolve().parent.parent
    found = {"政策阅读器": _reading([root / "LICENSE"])} if (root / "LICENSE").is_file() else {}
    found |= {file.stem: _reading([file]) for file in sorted((root / "packaging" / "licences").glob("*.txt"))}
    python = Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "LICENSE.txt"
    if python.is_file() and "Python" not in found:
        found["Python"] = _reading([python])
    for name in LIBRARIES:
        files = _licence_files(name)
        if files:
            found[f"{name} {_version(name)}"] = _reading(files)
    return found


def _licence_files(name: str) -> list[Path]:
    try:
        listed = importlib.metadata.files(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    wanted = ("licen", "copying", "notice")
    return [Path(str(f.locate())) for f in listed if ".dist-info/" in str(f) and f.name.lower().startswith(wanted)]


def _reading(files: Sequence[Path]) -> Callable[[], str]:
    def read() -> str:
        try:
            return "\n\n".join(file.read_text("utf-8", "replace")[:LARGEST] for file in files)
        except OSError as error:
            return f"{error.filename}：{in_words(error)}"

    return read


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "?"
