"""The windows over the window that concern notes: export, earlier forms of a note.

None of them is modal, and none writes: each says what was chosen by a signal.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reader.core.note import Note, PlacedNote
from reader.core.policy import Policy
from reader.core.showing import visible
from reader.ui.kit.colour_row import LABELS
from reader.ui.kit.coloured import coloured, differences
from reader.ui.kit.fitting import on_screen, scrolled
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import Row
from reader.ui.kit.times import local_time
from reader.ui.look.texts import Texts
from reader.ui.look.theme import MARGIN_GLYPHS, Theme
from reader.ui.notes.note_sealing import SealBox
from reader.ui.notes.notes_table import STATUSES

FORMS: Final = {
    "docx": "Word 文档（按文件和条款排好，便于报送）", "xlsx": "Excel 表格（每条批注一行）",
    "csv": "CSV 表格（可再导入，不丢内容）", "md": "Markdown 文本", "html": "网页（可在浏览器中查看和打印）",
    "jsonld": "JSON-LD 交换文件（可再导入，不丢内容，便于同事合并）",
    "prdocs": "批注连同所在的我的文件（同事导入后，文件和批注都有）",
}  # fmt: skip


EVERYTHING: Final = ""  # what a scope covers that leaves nothing out


@dataclass(frozen=True, slots=True)
class Scope:
    """Notes that may be exported together: what to call them, and which they are.

    Attributes:
        covers: EVERYTHING or the id of a document, whose other belongings go along; None for a mere choice of notes.
    """

    label: str
    notes: tuple[PlacedNote, ...]
    covers: str | None = None


class ExportDialog(QDialog):
    """Which notes, in which form."""

    chosen = Signal(object, str, str)  # Scope, form, passphrase (empty: as it is)

    def __init__(self, texts: Texts, scopes: Sequence[Scope], parent: QWidget) -> None:
        """`scopes` without notes are not offered; the last one that has some is proposed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("导出批注"))
        self._texts, self._allowed = texts, True
        self._scopes = [scope for scope in scopes if scope.notes]
        self.scopes, self.forms = QButtonGroup(self), QButtonGroup(self)
        which, form = QGroupBox(texts("范围")), QGroupBox(texts("格式"))
        rows, kinds = QVBoxLayout(which), QVBoxLayout(form)
        for number, scope in enumerate(self._scopes):
            button = QRadioButton(texts("{what}（{n} 条）", what=scope.label, n=len(scope.notes)))
            self.scopes.addButton(button, number)
            rows.addWidget(button)
            button.setChecked(number == len(self._scopes) - 1)
        for number, text in enumerate(FORMS.values()):
            button = QRadioButton(texts(text))
            self.forms.addButton(button, number)
            kinds.addWidget(button)
        self.forms.button(0).setChecked(True)
        self.seal = SealBox(texts)
        self.boxes = QDialogButtonBox()
        self.go = self.boxes.addButton(texts("导出到文件…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.boxes.addButton(texts("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        inside = QWidget()
        column, layout = QVBoxLayout(inside), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        layout.setContentsMargins(16, 16, 16, 16)
        for each in (column, layout):
            each.setSpacing(12)
        for widget in (which, form, self.seal):
            column.addWidget(widget)
        layout.addWidget(scrolled(inside))
        layout.addWidget(self.boxes)
        self.seal.changed.connect(self._allow)
        self._allow()
        if (first := self.scopes.checkedButton()) is not None:
            first.setFocus()  # Qt begins with the first, chosen or not
        self.boxes.accepted.connect(self._choose)
        self.boxes.rejected.connect(self.reject)

    def limit(self, policy: Policy) -> None:
        """Offer only the forms that the administrator allows; the others say who does not."""
        for number, form in enumerate(FORMS):
            if not policy.allows(form):
                self.forms.button(number).setEnabled(False)
                self.forms.button(number).setToolTip(self._texts("由管理员设置（{file}）", file=policy.file))
        allowed = [number for number, form in enumerate(FORMS) if policy.allows(form)]
        self.forms.button(allowed[0] if allowed else 0).setChecked(True)
        self._allowed = bool(allowed)
        self._allow()

    def _choose(self) -> None:
        scope = self._scopes[self.scopes.checkedId()]
        form = list(FORMS)[self.forms.checkedId()]
        passphrase = self.seal.passphrase
        self.accept()
        self.chosen.emit(scope, form, passphrase)

    def _allow(self) -> None:
        self.go.setEnabled(bool(self._scopes) and self.seal.ready and self._allowed)
        self.resize(on_screen(self, self.sizeHint().width(), self.sizeHint().height()))


class HistoryDialog(QDialog):
    """The forms of one note, newest first; the chosen one against the present one, and the way back to it."""

    change_wanted = Signal(str, object)  # label, pairs of notes

    def __init__(self, texts: Texts, forms: Sequence[Note], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("批注的修改历史"))
        self._texts, self._forms, self._theme = texts, tuple(forms), theme
        self.list = RowList(theme)
        self.list.setAccessibleName(texts("历次修改"))
        self.view = QTextBrowser()
        self.view.setAccessibleName(texts("这一版的内容"))
        self.back, close = QPushButton(texts("恢复这一版")), QPushButton(texts("关闭"))
        columns = QHBoxLayout()
        columns.addWidget(self.list, 2)
        columns.addWidget(self.view, 3)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addLayout(columns, 1)
        layout.addLayout(foot)
        self.resize(on_screen(self, 760, 420))
        self.list.rows.set_rows(range(len(forms)), self._row)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.back.clicked.connect(self._restore)
        close.clicked.connect(self.reject)
        self.list.select_key(min(1, len(forms) - 1))
        self._show()

    def _row(self, key: Hashable) -> Row:
        note = self._forms[int(str(key))]
        now = self._texts("现在") if key == 0 else ""
        head = " · ".join(filter(None, [local_time(note.modified), visible(str(note.editor)), now]))
        return Row(head=head, body=visible(" ".join(note.text.split())) or self._texts("（没有文字）"), lines=1)

    def _show(self) -> None:
        key = self.list.current_key()
        if key is None:
            return
        present, note = self._forms[0], self._forms[int(str(key))]
        self.back.setEnabled(key != 0)
        if key == 0:  # what the last change brought
            _gone, spans = differences(self._forms[min(1, len(self._forms) - 1)].text, note.text)
            colour = self._theme.added
        else:  # what has gone since
            _here, spans = differences(present.text, note.text)
            colour = self._theme.removed
        words = coloured(note.text, [(span, colour) for span in spans])
        facts = [f"{MARGIN_GLYPHS.get(note.colour, '')} {self._texts(LABELS.get(note.colour, note.colour))}"]
        facts += ["★"] if note.starred else []
        facts += [self._texts(STATUSES[note.status])] if note.status else []
        facts += [f"#{tag}" for tag in note.tags]
        muted = coloured(" · ".join(facts), ())
        self.view.setHtml(f'<p style="color:{self._theme.muted}">{muted}</p><p style="line-height:150%">{words}</p>')

    def _restore(self) -> None:
        present, old = self._forms[0], self._forms[int(str(self.list.current_key()))]
        again = replace(
            present, text=old.text, colour=old.colour, tags=old.tags, starred=old.starred, status=old.status
        )
        self.accept()
        self.change_wanted.emit("恢复旧版", ((present, again),))
