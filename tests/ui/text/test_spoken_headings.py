"""What a screen reader finds in a page: the tree of what is told, written out, and headings that can be gone to."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from reader.core.document import Document
from reader.script import Script, convert
from reader.ui.look.theme import PAPER, TypeSettings
from reader.ui.text.document_view import DocumentView
from reader.ui.text.telling import tell_headings

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Role = QAccessible.Role
NAME = QAccessible.Text.Name
LEVEL = QAccessible.Attribute.Level


def lines(told: QAccessibleInterface, depth: int = 0) -> Iterator[str]:
    """The tree as text: role, level, words; scroll bars and what is hidden left out."""
    if told.state().invisible or told.role() in {Role.ScrollBar, Role.Client}:  # type: ignore[attr-defined]  # missing in the stubs
        return
    attributes = told.attributesInterface() if told.role() == Role.Heading else None
    level = f" {attributes.attributeValue(LEVEL)}" if attributes is not None else ""
    yield f"{'  ' * depth}{told.role().name}{level} {told.text(NAME)}".rstrip()
    for at in range(told.childCount()):
        child = told.child(at)
        assert told.indexOfChild(child) == at
        yield from lines(child, depth + 1)


TREE = """\
Document 文件正文：天津市加快数字化发展三年行动方案（2021—2023年）
  Border
    StaticText
  EditableText 文件正文：天津市加快数字化发展三年行动方案（2021—2023年）
  Heading 1 天津市人民政府关于印发天津市加快数字化发展三年行动方案（2021—2023年）的通知
  Heading 1 天津市加快数字化发展三年行动方案（2021—2023年）
  Heading 2 一、总体要求
  Heading 3 （一）指导思想
  Heading 2 ［原文缺“二、”级标题］
  Heading 3 （二）基本原则
  Heading 2 三、打造“城市大脑”，构建支撑各行业各领域数字化发展新底座，推动数据资源开放共享
  Heading 4 1. 主要指标
"""


@pytest.fixture
def page(view: DocumentView) -> QAccessibleInterface:
    tell_headings([view])
    return QAccessible.queryAccessibleInterface(view)


def headings(page: QAccessibleInterface) -> list[QAccessibleInterface]:
    children = [page.child(at) for at in range(page.childCount())]
    return [each for each in children if each.role() == Role.Heading]


def test_the_tree_of_a_page(page: QAccessibleInterface) -> None:
    assert "\n".join(lines(page)).startswith(TREE)


def test_headings_are_told_in_the_script_on_screen(view: DocumentView, page: QAccessibleInterface) -> None:
    view.set_script(Script.HANT)
    assert headings(page)[2].text(NAME) == "一、總體要求"


def test_a_heading_that_is_pressed_comes_into_sight(view: DocumentView, page: QAccessibleInterface) -> None:
    last = headings(page)[-1]
    assert last.state().offscreen  # type: ignore[attr-defined]  # missing in the stubs
    press = last.actionInterface()
    assert press is not None
    assert press.actionNames() == ["Press"]
    press.doAction("Press")
    assert not last.state().offscreen  # type: ignore[attr-defined]
    caret = view.caret()
    assert caret is not None
    assert view.document is not None
    block = view.document.block(caret[0])
    assert block is not None
    assert block.text == last.text(NAME)
    assert view.text_area.rect().contains(view.text_area.mapFromGlobal(last.rect().topLeft()))


def test_a_heading_of_a_document_that_has_gone_is_none(
    view: DocumentView, page: QAccessibleInterface, long_document: Document
) -> None:
    kept = headings(page)
    view.show_document(replace(long_document, blocks=long_document.blocks[:2]), Script.HANS)
    told = headings(page)
    assert [each.text(NAME) for each in told] == [long_document.blocks[0].text]
    assert told[0] is kept[0]
    assert not any(each.isValid() for each in kept[1:])
    assert kept[-1].text(NAME) == ""


def test_headings_go_with_their_page(qapp: QApplication, rich_document: Document) -> None:
    tell_headings()
    view = DocumentView(convert, PAPER, TypeSettings())
    view.show_document(rich_document, Script.HANS)
    page = QAccessible.queryAccessibleInterface(view)
    numbers = [QAccessible.uniqueId(each) for each in headings(page)]
    del page
    view.close()
    view.deleteLater()
    del view
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert numbers
    assert not any(QAccessible.accessibleInterface(number) for number in numbers)
