"""What is not in sight takes no room, and what is said of nothing has the room it needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidget, QPushButton, QWidget

from reader.ui.kit.export_boxes import export_boxes
from reader.ui.kit.flow import OneOf
from reader.ui.kit.nothing import Nothing
from reader.ui.look.texts import Texts

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TRANSLATIONS = Path(__file__).resolve().parents[3] / "resources" / "translations"


def test_a_page_that_is_not_in_sight_makes_nothing_wide(qtbot: QtBot) -> None:
    pages, wide, narrow = OneOf(), QWidget(), QWidget()
    qtbot.addWidget(pages)
    wide.setMinimumSize(900, 100)
    narrow.setMinimumSize(200, 50)
    assert pages.minimumSizeHint().width() < 900
    for page in (narrow, wide):
        pages.addWidget(page)
    assert pages.minimumSizeHint().width() == 200
    pages.setCurrentWidget(wide)
    assert pages.minimumSizeHint().width() == 900


def test_an_empty_list_is_high_enough_to_say_so(qtbot: QtBot) -> None:
    view = QListWidget()
    qtbot.addWidget(view)
    nothing = Nothing(view)
    nothing.say("还没有批注", "选中文字后按 H。", "返回正文", lambda: None)
    assert view.minimumHeight() >= nothing.sizeHint().height() > 60
    nothing.say("")
    assert view.minimumHeight() == 0


def test_forms_of_a_file_are_in_one_menu(qtbot: QtBot) -> None:
    asked: list[str] = []
    texts = Texts(TRANSLATIONS, "en")
    boxes = export_boxes(texts, (("docx", "导出对照（Word）…"), ("png", "导出为 PNG…")), asked.append)
    qtbot.addWidget(boxes)
    assert [button.text() for button in boxes.findChildren(QPushButton)] == ["Export ▾", "Close"]
    menu = boxes.findChildren(QPushButton)[0].menu()
    for action in menu.actions():
        action.trigger()
    assert asked == ["docx", "png"]


def test_lists_and_labels_are_written_as_the_language_does(qtbot: QtBot) -> None:
    for language, listed, labelled in (("zh_CN", "甲、乙", "单位：甲"), ("en", "甲, 乙", "单位: 甲")):
        texts = Texts(TRANSLATIONS, language)
        assert (texts.listed(("甲", "乙")), texts.labelled("单位", "甲")) == (listed, labelled)
