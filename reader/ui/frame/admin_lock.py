"""What the administrator has closed: its controls stay disabled, whoever enables them, and their tooltips say who did.

Knows which control stands for which setting, export or import; pages are looked at when they first come into sight.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from reader.ui.frame.window_parts import LateParts
from reader.ui.session.session import Session

_DISABLED = Qt.WidgetAttribute.WA_ForceDisabled
SETTING_ACTIONS = {"font_size": ("larger", "smaller", "normal_size"), "script": ("toggle_script",)}
ADDING_ACTIONS = ("add_files", "add_folder", "paste_files")
EXPORT_ACTIONS = {
    "export_pdf": ("pdf",), "print": ("print",), "print_notes": ("pdf", "print"),
    "export_comparison_docx": ("docx",), "export_comparison_html": ("html",), "export_comparison_xlsx": ("xlsx",),
}  # fmt: skip


class AdminLocks(QObject):
    """Holds controls down. Does nothing at all without a policy."""

    def __init__(self, late: LateParts, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._late, self._session, self._texts = late, session, session.texts
        self._policy = session.library.policy
        self._held: list[QAction | QWidget] = []
        self._seen: list[QWidget] = []

    @property
    def words(self) -> str:
        """Who did it."""
        return self._texts("由管理员设置（{file}）", file=self._policy.file)

    def start(self) -> None:
        """Hold what is there from the start."""
        late = self._late
        for name in self._closed_actions():
            self.hold(late.actions[name])
        if "script" in self._session.fixed:
            self.hold(late.bar.simplified)
            self.hold(late.bar.traditional)
        if not (self._policy.allows("xlsx") or self._policy.allows("csv")):
            self.hold(late.results.head.export)
        if not self._policy.own_documents:
            for control in (late.library.add, late.library.add_files, late.library.add_folder, late.start.adding):
                self.hold(control)
        for menu in (late.menus.more, late.menus.look) if self._held else ():
            menu.setToolTipsVisible(True)

    def look_at_page(self) -> None:
        """A page came into sight: hold what of it is closed."""
        page = self._late.pages.page
        if page is None or page in self._seen:
            return
        self._seen.append(page)
        for control in self._closed_on(page):
            self.hold(control)

    def hold(self, control: QAction | QWidget) -> None:
        """Keep one control disabled from now on."""
        self._held.append(control)
        if isinstance(control, QAction):
            control.changed.connect(lambda: self._press(control))
        else:
            control.installEventFilter(self)
        self._press(control)

    def renew(self) -> None:
        """Write the words anew."""
        for control in self._held:
            self._press(control)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nobody enables what is held."""
        if event.type() in {QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange} and isinstance(watched, QWidget):
            self._press(watched)
        return False

    # -- inside

    def _press(self, control: QAction | QWidget) -> None:
        enabled = control.isEnabled() if isinstance(control, QAction) else control.testAttribute(_DISABLED) is False
        if enabled:
            control.setEnabled(False)
        if control.toolTip() != self.words:
            control.setToolTip(self.words)

    def _closed_actions(self) -> Iterator[str]:
        for setting, names in SETTING_ACTIONS.items():
            if setting in self._session.fixed:
                yield from names
        for name, forms in EXPORT_ACTIONS.items():
            if not any(self._policy.allows(form) for form in forms):
                yield name
        yield from ADDING_ACTIONS if not self._policy.own_documents else ()

    def _closed_on(self, page: QWidget) -> Iterator[QAction | QWidget]:
        from reader.ui.notes.note_dialogs import FORMS as NOTE_FORMS
        from reader.ui.notes.notes_page import NotesPage
        from reader.ui.shelves.own_page import OwnPage

        allows = self._policy.allows
        if isinstance(page, NotesPage):
            yield from [page.export] * (not any(map(allows, NOTE_FORMS)))
            yield from [page.report] * (not allows("docx"))
            yield from [page.take_in] * (not self._policy.imports)
            yield from [page.backups.buttons["elsewhere"]] * (not allows("db"))
            return
        if isinstance(page, OwnPage):
            yield from (page.adding.add, page.adding.add_folder) if not self._policy.own_documents else ()
            return
        from reader.ui.shelves.documents_page import FORMS as LIST_FORMS
        from reader.ui.shelves.documents_page import DocumentsPage

        if isinstance(page, DocumentsPage):
            page.export.menu().setToolTipsVisible(True)
            for form, action in zip(LIST_FORMS, page.export.menu().actions(), strict=True):
                yield from [action] * (not allows(form))
            return
        # Another page must not wait for this one.
        from reader.ui.registers.register_words import FORMS as REGISTER_FORMS
        from reader.ui.registers.registers_page import RegistersPage

        if isinstance(page, RegistersPage):
            menus = ((page.export.menu(), REGISTER_FORMS), (page.charts.pane.export.menu(), ("png", "svg")))
            for menu, forms in menus:
                menu.setToolTipsVisible(True)
                for form, action in zip(forms, menu.actions(), strict=False):
                    yield from [action] * (not allows(form))
            yield from [page.unit] * ("my_unit" in self._session.fixed)
