"""The 出处 tab: facts with their basis, defects and edits to go to, and lists of thousands that open at once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from reader.core.document import Block, Defect, Document, Edit, Source
from reader.core.provenance import Provenance
from reader.core.span import Span
from reader.ui.kit.rows import Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import NIGHT, PAPER
from reader.ui.provenance.edit_list import DEFECTS, EditList
from reader.ui.provenance.source_panel import SourcePanel
from reader.ui.session.tracing import Tracing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"
MANY = 3000


def of(rules: list[tuple[str, str, str, bool]], *, defects: tuple[Defect, ...] = ()) -> Document:
    """A document with these edits (rule, was, now, sure), one after another, a kept character between them."""
    edits, clean, at = [], "", 0
    for rule, was, now, sure in rules:
        clean += "字"
        edits.append(Edit(Span(at + 1, at + 1 + len(was)), was, now, rule, sure=sure))
        clean += now
        at += 1 + len(was)
    clean += "完。"
    block = Block("b", "paragraph", clean, Span(0, at + 2), 1, "一")
    source = Source("页面.html", "ab" * 32, "hant", "gb18030", "www.gov.cn", {"region": "正文自称“本市”"})
    return Document("d", "关于某事的通知", source, region="天津市", level="city", blocks=(block,), edits=tuple(edits),
                    defects=defects)  # fmt: skip


MIXED = of(
    [
        *[("pinyin", "(fā)", "", True)] * MANY,
        ("gbk-shift", "?;ㄔO", "模化建设", True),
        ("bracket", "", "）", False),
        ("bracket", "", "（", True),
        *[("width", ",", "，", True)] * 30,
    ],
    defects=(Defect("missing-heading", "缺少编号“二”的标题。", "b", Span(3, 3)), Defect("missing-title", "没有标题。")),
)


@pytest.fixture
def edits(qtbot: QtBot) -> EditList:
    made = EditList(Texts(TRANSLATIONS), str, PAPER, QAction())
    qtbot.addWidget(made)
    made.resize(270, 500)
    made.show()
    made.set_provenance(Provenance(MIXED))
    return made


def keys(edits: EditList) -> list[tuple[str, str | int]]:
    rows = edits.list.rows
    return [rows.key(rows.index(n)) for n in range(rows.rowCount())]  # type: ignore[misc]


def row(edits: EditList, key: tuple[str, str | int]) -> Row:
    made = edits._row(key, edits._members())
    assert isinstance(made, Row)
    return made


def test_what_needs_eyes_stands_first_and_small_groups_stand_open(edits: EditList) -> None:
    assert keys(edits) == [
        ("rule", DEFECTS), ("defect", 0), ("defect", 1),
        ("rule", "bracket"), ("edit", MANY + 1), ("edit", MANY + 2),
        ("rule", "gbk-shift"), ("edit", MANY), ("rule", "pinyin"), ("rule", "width"),
    ]  # fmt: skip
    assert row(edits, ("rule", "pinyin")).head == "删去注音"
    assert row(edits, ("rule", "pinyin")).count == "3,000"
    assert row(edits, ("rule", "pinyin")).foot == "全部确定"
    assert row(edits, ("rule", "bracket")).foot == "1 处请核对"
    assert row(edits, ("edit", MANY)).body == "?;ㄔO → 模化建设"
    assert row(edits, ("edit", MANY)).foot.startswith("确定 · ")
    doubtful = row(edits, ("edit", MANY + 1))
    assert doubtful.body == "（补入） → ）"
    assert doubtful.foot.startswith("请核对")
    assert doubtful.stripe


def test_thousands_of_edits_open_without_being_made(edits: EditList, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    real = EditList._row

    def noted(self: EditList, key: Hashable, groups: dict[str, tuple[int, ...]]) -> Row:
        made.append(key)
        return real(self, key, groups)

    monkeypatch.setattr(EditList, "_row", noted)
    edits.show_rule("pinyin")
    edits.list.grab()
    assert len(keys(edits)) == 10 + MANY
    assert 0 < len(made) < 60
    edits.list.scrollToBottom()
    edits.list.grab()
    assert len(made) < 120


def test_filters_leave_what_they_say(edits: EditList) -> None:
    assert len(edits.numbers()) == len(MIXED.edits)
    edits.set_filter("repairs")
    assert [k for k in keys(edits) if k[0] == "rule"] == [("rule", "bracket"), ("rule", "gbk-shift")]
    assert edits.numbers() == [MANY, MANY + 1, MANY + 2]
    edits.set_filter("doubtful")
    assert keys(edits) == [("rule", DEFECTS), ("defect", 0), ("defect", 1), ("rule", "bracket"), ("edit", MANY + 1)]
    assert edits.numbers() == [MANY + 1]


def test_nothing_to_check_is_said(edits: EditList) -> None:
    edits.set_provenance(Provenance(of([("width", ",", "，", True)])))
    edits.set_filter("doubtful")
    assert edits.empty.text() == "没有需要核对的地方。"
    assert not edits.empty.isHidden()
    edits.set_filter("all")
    assert edits.empty.isHidden()


def test_all_by_keyboard(edits: EditList, qtbot: QtBot) -> None:
    edits.list.select_key(("rule", "pinyin"))
    edits.list.setFocus()
    QTest.keyClick(edits.list, Qt.Key.Key_Right)
    assert len(keys(edits)) == 10 + MANY
    assert edits.list.current_key() == ("rule", "pinyin")
    QTest.keyClick(edits.list, Qt.Key.Key_Down)
    assert edits.list.current_key() == ("edit", 0)
    with qtbot.waitSignal(edits.edit_chosen) as caught:
        QTest.keyClick(edits.list, Qt.Key.Key_Return)
    assert caught.args == [0]
    QTest.keyClick(edits.list, Qt.Key.Key_Left)
    assert edits.list.current_key() == ("rule", "pinyin"), "from an edit to its group"
    QTest.keyClick(edits.list, Qt.Key.Key_Left)
    assert len(keys(edits)) == 10
    QTest.keyClick(edits.list, Qt.Key.Key_Return)
    assert len(keys(edits)) == 10 + MANY
    edits.list.select_key(("defect", 1))
    with qtbot.waitSignal(edits.defect_chosen) as caught:
        QTest.keyClick(edits.list, Qt.Key.Key_Return)
    assert caught.args == [1]
    assert edits.list.accessibleName()
    assert edits.detail.accessibleName()


def test_the_current_row_is_written_out_in_full(edits: EditList) -> None:
    edits.show_edit(MANY)
    assert edits.list.current_key() == ("edit", MANY)
    assert "修复编码错位 · 确定" in edits.detail.toPlainText()
    assert "字?;ㄔO模化建设字" in edits.detail.toPlainText()
    edits.list.select_key(("defect", 1))
    assert edits.detail.toPlainText() == "没有标题。"
    edits.list.select_key(("rule", "width"))
    assert edits.detail.isHidden()


def test_an_edit_that_the_filter_hides_brings_all_back(edits: EditList) -> None:
    edits.set_filter("repairs")
    edits.show_edit(4)
    assert edits.list.current_key() == ("edit", 4)
    assert edits.filters["all"].isChecked()


# The panel


@pytest.fixture
def panel(qtbot: QtBot) -> SourcePanel:
    made = SourcePanel(Texts(TRANSLATIONS), str, PAPER, Tracing(), QAction())
    qtbot.addWidget(made)
    made.set_document(MIXED)
    made.show()
    return made


def test_what_is_missing_what_was_supplied_and_where_it_came_from_is_said(panel: SourcePanel) -> None:
    said = panel.page.toPlainText()
    assert "未载明" in said
    assert "天津市 补录" in said
    assert "依据：正文自称“本市”" in said
    assert "GB18030" in said
    assert "www.gov.cn" in said
    assert "市级" in said
    assert ("ab" * 32) in said.replace("\n", "").replace("\u2028", "")
    assert "整理时改动 3,033 处" in said
    assert "其中 1 处请核对" in said
    assert "缺少编号“二”的标题。" in said


def test_a_document_without_a_title_is_told_by_its_files_name(panel: SourcePanel) -> None:
    panel.set_document(replace(MIXED, title=""))
    assert "未载明 〔页面.html〕" in panel.page.toPlainText()


def test_from_when_and_until_when_it_holds_is_told_where_the_text_says_so(panel: SourcePanel) -> None:
    assert "施行日期" not in panel.page.toPlainText()
    panel.set_document(replace(MIXED, effective="2026-01-01", valid_until="2030-12-31"))
    said = panel.page.toPlainText()
    assert "施行日期\n2026-01-01" in said
    assert "有效期至\n2030-12-31" in said


def test_links_lead_to_defects_rules_doubts_and_copy_the_hash(panel: SourcePanel, qtbot: QtBot) -> None:
    page = panel.page.toHtml()
    for link in ("defect:1", "rule:width", "edits:doubtful", "copy:sha256"):
        assert f'href="{link}"' in page
    with qtbot.waitSignal(panel.defect_chosen) as caught:
        panel.page.anchorClicked.emit(QUrl("defect:1"))
    assert caught.args == [1]
    with qtbot.waitSignal(panel.copy_wanted) as copied:
        panel.page.anchorClicked.emit(QUrl("copy:sha256"))
    assert copied.args == ["ab" * 32]
    panel.page.anchorClicked.emit(QUrl("rule:width"))
    assert panel.edits.isVisible()
    assert panel.edits.list.current_key() == ("rule", "width")
    panel.page.anchorClicked.emit(QUrl("edits:doubtful"))
    assert panel.edits.numbers() == [MANY + 1]


def test_nothing_is_written_before_it_is_seen(qtbot: QtBot) -> None:
    tracing, texts = Tracing(), Texts(TRANSLATIONS)
    panel = SourcePanel(texts, str, PAPER, tracing, QAction())
    qtbot.addWidget(panel)
    panel.set_document(MIXED)
    assert not tracing._read
    panel.show()
    assert "关于某事的通知" in panel.page.toPlainText()
    texts.set_language("en")
    assert "Pinyin notes removed" in panel.page.toPlainText()
    assert panel.changes.text() == "Edits 3,033"
    panel.set_theme(NIGHT)
    assert NIGHT.muted in panel.page.toHtml()
    panel.set_document(None)
    assert "Open" in panel.page.toPlainText()
    assert panel.numbers() == []


def test_long_words_on_the_filters_are_not_cut(qtbot: QtBot) -> None:
    texts = Texts(TRANSLATIONS)
    texts.set_language("en")
    made = EditList(texts, str, PAPER, QAction())
    qtbot.addWidget(made)
    made.setMinimumWidth(1)
    made.resize(190, 500)
    made.show()
    made.set_provenance(Provenance(MIXED))
    buttons = made.filters.values()
    qtbot.waitUntil(lambda: all(button.geometry().right() < made.width() for button in buttons))
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().right() < made.width()
