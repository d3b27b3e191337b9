"""For those who do not see the window: every control says what it is, and the text can be read word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QDialog, QMenu, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from reader.core.note import Piece, Selection
from reader.core.span import Location, Span
from reader.script import Script
from reader.ui.frame.dialogs import GoToDialog, HelpDialog
from reader.ui.main_window import MainWindow
from reader.ui.notes.note_dialogs import ExportDialog, Scope
from reader.ui.text.render import MAY_BREAK
from tests.patience import at_rest

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
Role = QAccessible.Role
PLAN = "tianjin-digitalisation-2021"
BETWEEN = "\n\ufdd0\ufdd1"  # ends of paragraphs, and the edges of tables
CONTROLS = frozenset(
    {
        Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.ComboBox,
        Role.EditableText, Role.SpinBox, Role.Slider, Role.List, Role.Tree, Role.Table, Role.MenuItem,
    }
)  # fmt: skip


def named(widget: QWidget) -> bool:
    told = QAccessible.queryAccessibleInterface(widget)
    return told.role() not in CONTROLS or bool(told.text(QAccessible.Text.Name).strip())


def whereabouts(widget: QWidget | None) -> str:
    steps: list[str] = []
    while widget is not None and len(steps) < 4:
        steps.append(f"{type(widget).__name__}#{widget.objectName()}")
        widget = widget.parentWidget()
    return " < ".join(steps)


def nameless(root: QWidget) -> set[str]:
    """What of a window can be seen and used, but does not say what it is; rows of lists and tabs as well."""
    found = set()
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisibleTo(root):
            continue
        if not named(widget):
            found.add(whereabouts(widget))
        if isinstance(widget, QTabBar) and not all(
            widget.tabText(n) or widget.tabToolTip(n) for n in range(widget.count())
        ):
            found.add("tab of " + whereabouts(widget))
        if isinstance(widget, QAbstractItemView) and not rows_speak(widget):
            found.add("row of " + whereabouts(widget))
    return found


def rows_speak(view: QAbstractItemView) -> bool:
    """Whether the first rows have words in one of their cells."""
    model = view.model()
    for row in range(5):
        cells = [cell for column in range(8) if (cell := model.index(row, column)).isValid()]
        roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
        if cells and not any(str(cell.data(role) or "").strip() for cell in cells for role in roles):
            return False
    return True


def states(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """The window in every state that shows other controls, one after another."""
    late, act = window.late, window.late.actions
    yield "text"
    for side in (window.parts.left, window.parts.right):
        for name in side.names:
            side.show_tab(name)
            at_rest(qtbot, window)
            yield f"panel {name}"
    with qtbot.waitSignal(window.session.search.answered):
        window.session.search.ask("数字经济")
    window.parts.left.show_tab("search")
    at_rest(qtbot, window)
    yield "results"
    act["find"].trigger()
    yield "find"
    late.message.say("一句话")
    late.review_bar.ask("问题？", "好", "不")
    yield "messages"
    late.review_bar.hide()
    act["compare"].trigger()
    at_rest(qtbot, window)
    yield "compare"
    act["compare_source"].trigger()
    at_rest(qtbot, window)
    yield "source"
    act["compare"].trigger()
    act["registers"].trigger()
    at_rest(qtbot, window)
    yield "registers"
    for tab in ("all", "review", "trash", "backups"):
        window.desks.notes.show(tab)
        at_rest(qtbot, window)
        yield f"notes {tab}"
    for tab in ("add", "review", "away"):
        window.desks.shelves.show(tab)
        qtbot.wait(50)
        yield f"own documents {tab}"
    window.desks.notes.close_page()


def with_note(qtbot: QtBot, window: MainWindow) -> None:
    assert window.session.open(Location(PLAN))
    document = window.session.document
    assert document is not None
    block = next(b for b in document.blocks if b.kind == "paragraph" and len(b.text) > 60)
    view = window.parts.compare.columns[0].view
    view.finish()
    view.select(Selection(PLAN, (Piece(block.id, Span(4, 16)),)))
    window.late.actions["highlight"].trigger()
    qtbot.waitUntil(lambda: bool(window.session.notes.of(PLAN)))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_control_says_what_it_is(qtbot: QtBot, open_window: OpenWindow, language: str) -> None:
    window = open_window()
    window.session.set_language(language)
    first = nameless(window)
    assert not first, "on the first page"
    with_note(qtbot, window)
    silent = {state: found for state in states(qtbot, window) if (found := nameless(window))}
    assert not silent


def test_dialogs_say_what_they_are(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    with_note(qtbot, window)
    texts = window.texts
    made: list[QDialog] = [
        HelpDialog(texts, window), GoToDialog(texts, window.session.library.find, print, window),
    ]  # fmt: skip
    made.append(ExportDialog(texts, [Scope("全部", tuple(window.session.notes.of(PLAN)))], window))
    for dialog in made:
        dialog.show()
        assert dialog.windowTitle()
        assert not nameless(dialog)
        dialog.close()


def test_every_entry_of_every_menu_has_words(open_window: OpenWindow) -> None:
    window = open_window()

    def entries(menu: QMenu) -> Iterator[QAction]:
        for action in menu.actions():
            submenu = action.menu()
            if isinstance(submenu, QMenu):
                yield from entries(submenu)
            if not action.isSeparator():
                yield action

    for menu in (window.late.menus.more, window.late.menus.look):
        found = list(entries(menu))
        assert found
        assert all(action.text().strip() for action in found)


# The text ------------------------------------------------------------------------------------------------------------


def told_of_the_text(window: MainWindow) -> QAccessibleInterface:
    view = window.parts.compare.columns[0].view
    view.finish()
    return QAccessible.queryAccessibleInterface(view.text_area)


def test_the_text_is_read_paragraph_by_paragraph(open_window: OpenWindow) -> None:
    window = open_window()
    assert window.session.open(Location(PLAN))
    told = told_of_the_text(window)
    document = window.session.document
    assert document is not None
    assert told.role() == Role.EditableText
    assert document.reading_title in told.text(QAccessible.Text.Name)
    text = told.textInterface()
    assert text is not None
    words = text.text(0, text.characterCount()).replace(MAY_BREAK, "")  # nothing is said of where a line may break
    plain = [b for b in document.blocks if b.kind in {"paragraph", "bullet", "salutation"} and b.text]
    assert len(plain) > 40
    at = 0
    for block in plain:  # in their order, each as one paragraph
        at = words.index(block.text, at)
        end = at + len(block.text)
        assert words[at - 1] in BETWEEN
        assert words[end : end + 1] in BETWEEN


def test_the_caret_and_the_selection_are_told(open_window: OpenWindow) -> None:
    window = open_window()
    assert window.session.open(Location(PLAN))
    text = told_of_the_text(window).textInterface()
    area = window.parts.compare.columns[0].view.text_area
    cursor = QTextCursor(area.document())
    cursor.setPosition(320)
    area.setTextCursor(cursor)
    assert text is not None
    assert text.cursorPosition() == 320
    text.setCursorPosition(90)
    assert area.textCursor().position() == 90
    cursor.setPosition(330, QTextCursor.MoveMode.KeepAnchor)
    area.setTextCursor(cursor)
    assert text.selectionCount() == 1
    assert text.text(320, 330) == cursor.selectedText()


def test_the_text_is_told_in_the_script_on_screen(open_window: OpenWindow) -> None:
    window = open_window()
    assert window.session.open(Location(PLAN))
    window.session.set_script(Script.HANT)
    text = told_of_the_text(window).textInterface()
    assert text is not None
    assert "數字經濟" in text.text(0, text.characterCount())
    name = told_of_the_text(window).text(QAccessible.Text.Name)
    assert "數字化" in name


def test_the_foot_tells_the_corpus_and_that_it_was_checked(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    version = window.session.library.corpus.version
    assert window.late.foot.corpus.text() == f"语料 {version[:8]}"
    window.desks.seal.check()
    qtbot.waitUntil(lambda: window.late.foot.corpus.text() == f"语料 {version[:8]} · 已校验")
