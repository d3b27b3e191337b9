"""依据关系 and 本条沿革 in the window: walked by keys, narrowed, opened, as files, in the language of the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from reader.core.clause_course import Clause
from reader.core.diff import diff
from reader.core.document import DocumentInfo, Source
from reader.core.lineage_graph import Edge, Graph, Node
from reader.core.validity import Told, Validity
from reader.library.versions.courses import Wording
from reader.library.versions.editions import Edition
from reader.library.versions.lineage import Missing
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.paper.clause_picture import png
from reader.ui.provenance.course_dialog import CourseDialog
from reader.ui.provenance.lineage_dialog import LineageDialog
from reader.ui.provenance.lineage_view import image_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"
GRAPH = Graph(
    "rule",
    (
        Node("rule", "rule", "数据条例", "province", 2023), Node("law", "law", "数据安全法", "national", 2021),
        Node("city", "city", "某市办法", "city", 2024), Node("?密码法", None, "密码法", "unknown", None, times=3),
    ),
    (
        Edge("rule", "law", "rests-on", "根据《数据安全法》", "b1"), Edge("city", "rule", "carries-out", "落实", "b7"),
        Edge("rule", "?密码法", "cites", "《密码法》", "b3", "文库中有 2 份同名的文件"),
    ),
    left_out=4,
)  # fmt: skip


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(parent: QWidget) -> LineageDialog:
    missing = [Missing("密码法", None, 3, 2)]
    return LineageDialog(Texts(TRANSLATIONS, "en"), str, PAPER, GRAPH, missing, 2, parent)


def test_the_picture_is_walked_by_keys_and_opened(dialog: LineageDialog) -> None:
    asked: list[tuple[str, str]] = []
    dialog.opened.connect(lambda *what: asked.append(what))
    view = dialog.view
    assert (view.at, "4 more are not drawn" in dialog.about.text()) == ("rule", True)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.at == "law"
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Up)  # what is not here
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert (view.at, view.accessibleDescription()) == ("?密码法", "密码法，not in the library · ×3")
    for _ in range(9):
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked == [("law", ""), ("city", "")]
    before = view.transform().m11()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.transform().m11() > before


def test_it_is_narrowed_and_the_list_says_the_same(dialog: LineageDialog) -> None:
    assert dialog.lines.rowCount() == 3
    doubt = dialog.lines.item(2, 5)
    assert doubt is not None
    assert doubt.text().startswith("《密码法》")
    dialog.here.setChecked(True)
    assert {box.node.key for box in dialog.picture.boxes} == {"rule", "law", "city"}
    dialog.relation.setCurrentIndex(dialog.relation.findData("carries-out"))
    dialog.relation.activated.emit(dialog.relation.currentIndex())
    assert dialog.lines.rowCount() == 1
    asked: list[tuple[str, str]] = []
    dialog.opened.connect(lambda *what: asked.append(what))
    dialog.lines.activated.emit(dialog.lines.model().index(0, 0))
    assert asked == [("city", "b7")]
    dialog.since.setValue(2030)
    assert dialog.since.value() == 2024, "no later than the last"
    assert {box.node.key for box in dialog.picture.boxes} == {"rule", "city"}
    assert png(image_of(dialog.picture, dialog.font())).startswith(b"\x89PNG")


def test_what_is_not_here_is_listed(dialog: LineageDialog) -> None:
    cells = [dialog.away.item(0, column) for column in range(4)]
    assert [cell.text() for cell in cells if cell is not None] == ["3", "2", "密码法", ""]


def test_the_history_of_a_clause_names_versions_and_marks_words(parent: QWidget) -> None:
    def edition(doc: str, day: str) -> Edition:
        info = DocumentInfo(doc, "条例", Source(f"{doc}.txt", "0" * 64, "hans"))
        return Edition(info, Told(since=day), Validity("amended", ""), "itself", "")

    old, new = "第十六条　罚款五百元。", "第十七条　罚款<五千>元。"
    rows = (
        Wording(edition("a", "2018-01-01"), "first", (Clause("b16", ("b16",), "第十六条", old),), ()),
        Wording(edition("b", "2020-01-01"), "absent", (), ()),
        Wording(
            edition("c", "2024-01-01"), "merged", (Clause("b17", ("b17",), "第十七条", new),),
            (Clause("b18", ("b18",), "第十八条", "罚款"),), diff(old, new), old,
        ),
    )  # fmt: skip
    shown = CourseDialog(Texts(TRANSLATIONS, "en"), str, PAPER, rows, "a", parent)
    assert shown.about.text() == "3 versions here; renumbered 1 time, reworded 1 time."
    text = shown.page.toPlainText()
    assert "第十七条 · merged with another (with 第十八条)" in text
    assert "not there" in text
    assert "<五千>" in text, "words are no markup"
    assert "line-through" in shown.page.toHtml()
    asked: list[tuple[str, str]] = []
    shown.opened.connect(lambda *what: asked.append(what))
    shown.page.anchorClicked.emit(QUrl("open:c:b17"))
    assert asked == [("c", "b17")]
