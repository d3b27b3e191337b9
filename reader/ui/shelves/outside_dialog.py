"""Files that came from outside the window, by a double click or a start with their names: nothing is read before a yes.

Not modal for the program; it writes nothing and says what was chosen by a signal.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from reader.core.showing import brief
from reader.ui.kit.fitting import on_screen
from reader.ui.look.texts import Texts

SHOWN: Final = 8  # names; of more it is said how many
LONGEST: Final = 60  # characters of a name
WIDTH: Final = 480


class OutsideDialog(QDialog):
    """Which files, where they lie, what happens. The first button asks for it; what else closes it does nothing."""

    agreed = Signal()

    def __init__(self, texts: Texts, files: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts = texts
        self.setWindowTitle(texts("打开文件：先问一声"))
        self.asks = QLabel(self._question(files), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.names = QLabel(self._list(files), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.names.setAccessibleName(texts("文件"))
        self.says = QLabel(
            texts("现在还没有读取任何内容。添加后文库里有一份副本，原来的文件不动。"), wordWrap=True,
            textFormat=Qt.TextFormat.PlainText,
        )  # fmt: skip
        self.says.setProperty("muted", True)
        does = "添加并打开" if len(files) == 1 else "添加"
        self.boxes = QDialogButtonBox()
        self.go = self.boxes.addButton(texts(does), QDialogButtonBox.ButtonRole.AcceptRole)
        self.stay = self.boxes.addButton(texts("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (self.asks, self.names, self.says, self.boxes):
            layout.addWidget(widget)
        self.resize(on_screen(self, WIDTH, self.sizeHint().height()))
        self.boxes.accepted.connect(self._agree)
        self.boxes.rejected.connect(self.reject)

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit()

    def _question(self, files: Sequence[Path]) -> str:
        folder = brief(str(files[0].parent), LONGEST)
        if len(files) == 1:
            return self._texts("要把“{folder}”中的这份文件添加到文库并打开吗？", folder=folder)
        return self._texts("要把“{folder}”等处的 {n} 份文件添加到文库吗？", folder=folder, n=len(files))

    def _list(self, files: Sequence[Path]) -> str:
        lines = [brief(file.name, LONGEST) for file in files[:SHOWN]]
        if len(files) > SHOWN:
            lines.append(self._texts("……共 {n} 份", n=len(files)))
        return "\n".join(lines)
