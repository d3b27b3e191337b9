"""The first page shows what is there: hits in place while something is asked, cards else, and only true ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.core.hits import Hit, SearchResult
from reader.core.span import Span
from reader.ui.frame.start_page import StartPage
from reader.ui.frame.start_search import StartSearch
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.session.searching import arranged

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


@pytest.fixture
def page(qtbot: QtBot) -> StartPage:
    texts = Texts(TRANSLATIONS)
    made = StartPage(texts, StartSearch(texts, PAPER, lambda hit: Row(head=f"第{hit}条"), lambda _hit: "某市规划"))
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def _found(*hits: Hit) -> SearchResult:
    return SearchResult("平台", "“平台”", len(hits), 9, 0.1, hits, {"doc": {"a": len(hits)}})


def test_hits_take_the_place_of_the_cards_while_something_is_asked(page: StartPage) -> None:
    search, asked, chosen = page.searching, list[str](), list[int]()
    search.edited.connect(asked.append)
    search.hit_chosen.connect(chosen.append)
    search.line.setText("平台")
    search.line.textEdited.emit("平台")
    hits = tuple(Hit("a", f"b{n}", (), "paragraph", "建设平台", (Span(2, 4),), 1.0) for n in range(30))
    search.show_answer(arranged(_found(*hits), "relevance"))
    assert asked == ["平台"]
    assert search.list.isVisible()
    assert not page.adding.isVisible()
    assert search.list.rows.rowCount() == 20
    assert "30" in search.says.text()
    search.list.clicked.emit(search.list.rows.index(3))
    assert chosen == [3]
    search.show_answer(arranged(_found(), "relevance"))
    assert not search.list.isVisible()
    assert "换个说法" in search.says.text()
    search.show_query("别处问的")
    assert page.adding.isVisible()
    assert not search.says.isVisible()


def test_what_was_added_last_has_a_card_where_there_is_such_a_document(page: StartPage) -> None:
    assert not page.newest.isVisible()
    page.show_documents("甲", "", ("d1", "某市新文件"))
    assert page.newest.isVisible()
    assert page.newest.sentence.text() == "某市新文件"
    opened: list[str] = []
    page.added.connect(opened.append)
    page.newest.click()
    assert opened == ["d1"]


def test_cards_keep_their_height_when_the_style_is_another(page: StartPage, qapp: QApplication) -> None:
    before = page.adding.height()
    qapp.setStyleSheet("QPushButton { min-height: 30px; }")
    qapp.processEvents()
    try:
        assert page.adding.minimumHeight() == before
        assert page.adding.sentence.geometry().bottom() < page.adding.height() == before
    finally:
        qapp.setStyleSheet("")
