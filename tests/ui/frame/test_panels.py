"""The panels one by one: what they show of given values, and what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from reader.core.document import Document
from reader.core.note import Anchor, Note, Piece, PlacedNote, Resolution
from reader.core.span import Location, Span
from reader.script import Script, convert
from reader.ui.frame.library_panel import LibraryPanel
from reader.ui.frame.outline_panel import OutlinePanel
from reader.ui.frame.status_line import StatusLine
from reader.ui.kit.message_bar import MessageBar
from reader.ui.kit.row_list import RowList
from reader.ui.kit.rows import ROW, Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.search.find_bar import FindBar

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Make = Callable[..., Document]


def same(text: str) -> str:
    return text


def traditional(text: str) -> str:
    return convert(text, Script.HANT).text


@pytest.fixture
def texts() -> Texts:
    return Texts(Path("no translations"))


@pytest.fixture
def plan(make_document: Make) -> Document:
    return make_document(
        "一、总体要求", "（一）指导思想", "坚持以人民为中心的发展思想。", ("heading", ""), "三、重点任务", "建设“城市大脑”。",
        doc="plan", title="数字经济发展规划", doc_number="津政发〔2021〕14号", issuers=("天津市人民政府",), written="2021-08-19",
    )  # fmt: skip


def note_on(document: Document, number: int, state: str = "exact") -> PlacedNote:
    block = document.blocks[number]
    anchor = Anchor(document.id, block.id, 0, 2, block.id, block.text[:2], "", "", 0, "0")
    note = Note(f"n{number}", anchor, "highlight", "2026-01-01", "2026-01-01")
    pieces = () if state == "orphan" else (Piece(block.id, Span(0, 2)),)
    return PlacedNote(note, Resolution(state, pieces))  # type: ignore[arg-type]  # one of the states


# Rows


def test_a_row_is_as_high_as_its_words(qtbot: QtBot) -> None:
    rows = RowList(PAPER)
    qtbot.addWidget(rows)
    rows.resize(280, 400)
    rows.show()
    made = {"short": Row(body="一行"), "long": Row(body="很长的话" * 12), "foot": Row(body="一行", foot="一\n二")}
    rows.rows.set_rows(list(made), lambda key: made[str(key)])
    heights = [rows.sizeHintForIndex(rows.rows.index(n)).height() for n in range(3)]
    line = (heights[2] - heights[0]) // 2
    assert heights[1] - heights[0] == line
    assert line > rows.fontMetrics().height()


def test_rows_are_made_when_they_are_shown_and_read_out_in_full(qtbot: QtBot) -> None:
    rows = RowList(PAPER)
    qtbot.addWidget(rows)
    made: list[object] = []

    def make(key: object) -> Row:
        made.append(key)
        return Row(head=f"第{key}条", body="数字经济", foot="津政发", count="3 处")

    rows.resize(280, 300)
    rows.rows.set_rows(range(1000), make, lambda _key: 3)
    rows.show()
    qtbot.waitExposed(rows)
    index = rows.rows.index(999)
    assert 999 not in made
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "第999条\n3 处\n数字经济\n津政发"
    assert index.data(ROW).count == "3 处"


def test_enter_chooses_and_arrows_only_move(qtbot: QtBot) -> None:
    rows = RowList(PAPER)
    qtbot.addWidget(rows)
    rows.rows.set_rows(["a", "b"], lambda key: Row(body=str(key)))
    chosen: list[object] = []
    rows.chosen.connect(chosen.append)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    rows.select_key("b")
    assert chosen == []
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert chosen == ["b"]


# Library


def test_the_library_shows_what_is_stated_and_says_what_is_not(qtbot: QtBot, texts: Texts, plan: Document) -> None:
    panel = LibraryPanel(texts, same, PAPER)
    qtbot.addWidget(panel)
    bare = replace(plan.info(), id="bare", title="条例", doc_number=None, issuers=(), written=None)
    panel.set_documents([plan.info(), bare])
    first, second = (panel.list.rows.index(n).data(ROW) for n in range(2))
    assert first.body == "数字经济发展规划"
    assert "津政发〔2021〕14号" in first.foot
    assert "2021-08-19" in first.foot
    assert "天津市人民政府" in first.foot
    assert second.foot == "文号未载明 · 日期未载明\n机关未载明"


def test_what_holds_no_more_carries_a_badge_and_what_holds_none(qtbot: QtBot, texts: Texts, plan: Document) -> None:
    panel = LibraryPanel(texts, same, PAPER)
    qtbot.addWidget(panel)
    draft = replace(plan.info(), id="draft", title="条例（征求意见稿）", status="draft")
    panel.set_documents([plan.info(), draft])
    panel.set_states({plan.id: "repealed"}, {plan.id: "2024-11-28"})
    feet = [panel.list.rows.index(n).data(ROW).foot.split("\n")[0] for n in range(2)]
    assert feet[0].startswith("已废止 · 2024-11-28 版 · "), "the version, where another document has its title"
    assert feet[1].startswith("征求意见稿 · ")
    panel.set_states({plan.id: "in-force"}, {})
    assert panel.list.rows.index(0).data(ROW).foot.split("\n")[0].endswith("2021-08-19")


def test_the_library_filter_folds_scripts(qtbot: QtBot, texts: Texts, plan: Document) -> None:
    panel = LibraryPanel(texts, same, PAPER)
    qtbot.addWidget(panel)
    panel.set_documents([plan.info(), replace(plan.info(), id="other", title="环境保护条例")])
    panel.filter.setText("數字經濟")
    assert panel.list.rows.rowCount() == 1
    panel.filter.setText("没有这个")
    assert panel.list.rows.rowCount() == 0


def test_an_empty_library_says_so_at_the_top_with_its_buttons_below(qtbot: QtBot, texts: Texts) -> None:
    panel = LibraryPanel(texts, same, PAPER)
    qtbot.addWidget(panel)
    panel.resize(290, 700)
    panel.show()
    panel.set_documents([])
    qtbot.waitUntil(panel.add_folder.isVisible)
    assert panel.add_folder.mapTo(panel, panel.add_folder.rect().bottomLeft()).y() < 250


# Outline


def test_a_large_library_opens_with_its_tree_which_narrows_the_list_and_goes_when_told(
    qtbot: QtBot, texts: Texts, plan: Document
) -> None:
    panel = LibraryPanel(texts, same, PAPER)
    qtbot.addWidget(panel)
    panel.resize(290, 700)
    panel.show()
    panel.set_documents([plan.info()])
    assert panel.tree.isHidden(), "one document is seen at a glance"
    infos = [replace(plan.info(), id=f"{n}", region="甲省" if n % 3 else "乙省", kind="规划") for n in range(60)]
    panel.set_documents(infos)
    assert panel.tree.isVisible()
    region = panel.tree.rows.index_of(("place", (("region", "乙省"),)))
    panel.tree.setFocus()
    panel.tree.setCurrentIndex(region)
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert panel.list.rows.rowCount() == 20
    assert [chip.text() for chip in panel.chips.buttons] == ["乙省  ✕"]
    assert panel.tree.rows.data(panel.tree.currentIndex()) == "✓ 乙省"
    panel.filter.setText("没有的")
    assert panel.tree.rows.rowCount() == 0
    panel.filter.clear()
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert panel.list.rows.rowCount() == 60, "the keyboard is where it was before the words"
    with qtbot.waitSignal(panel.tree_toggled) as told:
        panel.branch.click()
    assert told.args == [False]
    assert panel.tree.isHidden()
    panel.set_documents(infos[:50])
    assert panel.tree.isHidden(), "as the reader left it"


def above(item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    parent: QTreeWidgetItem | None = item.parent()
    if parent is not None:
        yield parent
        yield from above(parent)


def headings(panel: OutlinePanel) -> list[str]:
    found = []
    for at in range(panel.tree.topLevelItemCount()):
        item = panel.tree.topLevelItem(at)
        assert item is not None
        found.append(item.text(0))
        found += ["  " + item.child(n).text(0) for n in range(item.childCount())]
    return found


def test_the_outline_nests_counts_notes_and_shows_what_is_missing(qtbot: QtBot, texts: Texts, plan: Document) -> None:
    panel = OutlinePanel(texts, same, PAPER)
    qtbot.addWidget(panel)
    panel.set_document(plan)
    assert headings(panel)[:2] == ["一、总体要求", "  （一）指导思想"]
    assert any("原文缺这一标题" in each for each in headings(panel))
    panel.set_notes([note_on(plan, 2), note_on(plan, 5), note_on(plan, 5, "orphan")])
    assert headings(panel)[:2] == ["一、总体要求 (1)", "  （一）指导思想 (1)"]
    assert headings(panel)[-1] == "三、重点任务 (1)"


def test_chapters_stand_below_the_part_of_a_law_that_they_belong_to(
    qtbot: QtBot, texts: Texts, make_document: Callable[..., Document]
) -> None:
    panel = OutlinePanel(texts, same, PAPER)
    qtbot.addWidget(panel)
    made = make_document(
        "第一编 总则", "第一章 规定", "第一节 一般", "第二编 物权", "第一分编 通则", "第一章 规定", doc="law"
    )
    levels = {"编": 1, "章": 1, "节": 2}
    panel.set_document(replace(made, blocks=tuple(
        replace(b, kind="heading", number=b.text.split()[0], level=levels[b.text.split()[0][-1]]) for b in made.blocks
    )))  # fmt: skip
    found = panel.tree.findItems("第", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    depths = [len(list(above(item))) for item in found]
    assert depths == [0, 1, 2, 0, 1, 2]


def test_the_outline_follows_the_script_the_filter_and_the_reader(qtbot: QtBot, texts: Texts, plan: Document) -> None:
    panel = OutlinePanel(texts, traditional, PAPER)
    qtbot.addWidget(panel)
    panel.set_document(plan)
    assert headings(panel)[-1] == "三、重點任務"
    panel.set_place(Location("plan", "b6"))
    current = panel.tree.currentItem()
    assert current is not None
    assert current.text(0) == "三、重點任務"
    panel.filter.setText("指导")
    first, last = panel.tree.topLevelItem(0), panel.tree.topLevelItem(panel.tree.topLevelItemCount() - 1)
    assert first is not None
    assert last is not None
    assert not first.isHidden(), "what leads to a match stays"
    assert last.isHidden()
    with qtbot.waitSignal(panel.go_requested) as asked:
        panel.tree.itemClicked.emit(first.child(0), 0)
    assert asked.args == [Location("plan", "b2")]


# The rest


def test_the_foot_says_where_and_that_a_view_is_a_conversion(qtbot: QtBot, texts: Texts, plan: Document) -> None:
    written: dict[int, str] = {}  # what the script on screen has for some characters
    foot = StatusLine(texts, lambda text: text.translate(written))
    qtbot.addWidget(foot)
    foot.show_place(plan, Location("plan", "b3"))
    assert foot.place.text() == "一 › （一） · 第 3/5 段"
    assert foot.banner.isHidden()
    written[ord("一")] = "壹"
    foot.show_script(Script.HANT)
    assert foot.place.text() == "壹 › （壹） · 第 3/5 段", "the path is the document's, what is said of it the window's"
    assert foot.banner.text() == "繁體為轉換顯示，非官方文本"
    foot.show_script(Script.HANS)
    assert foot.banner.isHidden()
    foot.show_hits(2, 9)
    assert foot.hits.text() == "第 3/9 处命中"
    foot.show_hits(None, None)
    assert not foot.hits.text()


def test_the_find_bar_steps_both_ways(qtbot: QtBot, texts: Texts) -> None:
    bar = FindBar(texts)
    qtbot.addWidget(bar)
    steps: list[int] = []
    bar.step.connect(steps.append)
    bar.open("数字")
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    QTest.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert steps == [1, -1]
    bar.show_count(None, 0)
    assert bar.count.text() == "本文件中没有"
    assert not bar.next.isEnabled()


def test_a_message_can_be_acted_on_once(qtbot: QtBot, texts: Texts) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    bar = MessageBar(texts, area)
    acted: list[str] = []
    bar.say("批注已删除。", "撤销", lambda: acted.append("undo"))
    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert acted == ["undo"]
    assert bar.isHidden()


def test_a_file_that_was_written_is_named_with_the_way_to_its_folder(
    qtbot: QtBot, texts: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    bar, shown = MessageBar(texts, area), list[Path]()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())))
    bar.say_written(tmp_path / "办法.pdf")
    assert str(tmp_path / "办法.pdf") in bar.label.text()
    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert shown == [tmp_path]
    bar.say_written(tmp_path / "办法.pdf", "已导出 3 页。")
    assert bar.label.text() == "已导出 3 页。"


def test_a_short_message_lies_over_no_more_than_its_words(qtbot: QtBot, texts: Texts) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(1280, 600)
    bar = MessageBar(texts, area)
    bar.say("批注已删除。", "撤销", lambda: None)
    short = bar.width()
    bar.say("很长的一句话。" * 40)
    assert short < 400 < bar.width() <= 860
    assert bar.height() > 2 * bar.label.fontMetrics().lineSpacing()


def test_rows_that_are_measured_are_measured_again_in_another_width(qtbot: QtBot) -> None:
    listing = RowList(PAPER)
    qtbot.addWidget(listing)
    listing.resize(900, 400)
    listing.show()
    listing.rows.set_rows(range(3), lambda _key: Row(head="题", body="业发展基础进一步巩固通用计算和通信芯片" * 2))
    assert listing.visualRect(listing.rows.index(1)).top() > 0
    listing.resize(260, 400)

    def below() -> bool:
        first, second = (listing.visualRect(listing.rows.index(number)) for number in (0, 1))
        return second.top() == first.bottom() + 1

    qtbot.waitUntil(below)
