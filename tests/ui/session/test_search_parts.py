"""The parts of searching in the window: box and suggestions, head with facets and remedies, list with notes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.core.document import Document
from reader.core.hits import Hit, NoteHit, Remedy, SearchResult, Suggestion
from reader.core.note import Anchor, Note, Piece, PlacedNote, Resolution
from reader.core.span import Span
from reader.script import Converted
from reader.ui.kit.rows import ROW
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.search.search_box import SearchBox, SuggestionList
from reader.ui.search.search_panel import GroupKey, HitKey, NoteKey, SearchPanel
from reader.ui.session.searching import Answer, Place, Searching, arranged
from reader.ui.session.suggesting import Suggesting

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

FOUND = (Suggestion("数字经济", "heading", 2, "数字经济"), Suggestion("数字 乡村", "past", 1, "数字 乡村"))


@pytest.fixture
def texts() -> Texts:
    return Texts(Path("no translations"))


# The box


@pytest.fixture
def box(qtbot: QtBot, texts: Texts) -> SearchBox:
    window = QWidget()
    window.resize(600, 500)
    box = SearchBox(texts)
    layout = QVBoxLayout(window)
    layout.addWidget(box)
    layout.addWidget(QWidget(), 1)
    box.attach(SuggestionList(texts, lambda text: text.replace("济", "濟"), PAPER, window))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    box.setFocus()
    box.window_kept = window  # type: ignore[attr-defined]  # or it goes with the fixture
    return box


def listed(box: SearchBox) -> SuggestionList:
    assert box.suggestions is not None
    return box.suggestions


def test_suggestions_are_walked_and_taken_by_keyboard_and_the_box_keeps_it(qtbot: QtBot, box: SearchBox) -> None:
    QTest.keyClicks(box, "shuzi")
    box.suggest("shuzi", FOUND)
    assert listed(box).isVisible()
    assert box.hasFocus()
    assert listed(box).current is None, "Enter means what was typed until something is chosen"
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Up)
    with qtbot.waitSignals([box.edited, box.suggestion_taken]):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "数字经濟", "in the script on screen"
    assert listed(box).isHidden()
    assert box.hasFocus()


def test_enter_without_a_choice_enters_and_down_leads_through_the_list_and_out(qtbot: QtBot, box: SearchBox) -> None:
    QTest.keyClicks(box, "x")
    box.suggest("x", FOUND)
    with qtbot.waitSignal(box.entered) as entered:
        QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert entered.args == [True]
    box.suggest("x", FOUND)
    with qtbot.waitSignal(box.left_downwards):
        for _ in range(3):
            QTest.keyClick(box, Qt.Key.Key_Down)
    assert listed(box).isHidden()


def test_suggestions_for_what_no_longer_stands_there_are_not_shown(box: SearchBox) -> None:
    QTest.keyClicks(box, "ab")
    box.suggest("a", FOUND)
    assert listed(box).isHidden()
    box.suggest("ab", ())
    assert listed(box).isHidden()


def test_the_input_method_keeps_its_keys(qtbot: QtBot, box: SearchBox) -> None:
    box.suggest("", FOUND)
    assert listed(box).isVisible()
    QApplication.sendEvent(box, QInputMethodEvent("shu'zi", []))
    assert listed(box).isHidden(), "its own list stands there"
    box.suggest("", FOUND)
    assert listed(box).isHidden()
    with qtbot.assertNotEmitted(box.entered), qtbot.assertNotEmitted(box.left_downwards):
        QTest.keyClick(box, Qt.Key.Key_Return)
        QTest.keyClick(box, Qt.Key.Key_Down)
    committed = QInputMethodEvent()
    committed.setCommitString("数字")
    with qtbot.waitSignal(box.edited) as edited:
        QApplication.sendEvent(box, committed)
    assert edited.args == ["数字"]
    with qtbot.waitSignal(box.entered):
        QTest.keyClick(box, Qt.Key.Key_Return)


def test_the_clear_button_counts_as_an_edit_and_a_query_from_elsewhere_does_not(qtbot: QtBot, box: SearchBox) -> None:
    with qtbot.assertNotEmitted(box.edited):
        box.show_query("平台")
    with qtbot.waitSignal(box.edited) as edited:
        box.clear()
    assert edited.args == [""]
    with qtbot.waitSignal(box.past_wanted):
        QTest.keyClick(box, Qt.Key.Key_Down)


# Asking for suggestions


class Slow:
    """A library whose first answer waits."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.go_on = threading.Event()

    def suggest(self, typed: str, _limit: int, past: tuple[str, ...]) -> tuple[Suggestion, ...]:
        self.asked.append((typed, past))
        assert self.go_on.wait(5)
        return (Suggestion(typed, "heading"),)


def test_only_the_newest_question_is_answered(qtbot: QtBot) -> None:
    library = Slow()
    suggesting = Suggesting(library)  # type: ignore[arg-type]  # what it needs of a library
    heard: list[str] = []
    suggesting.suggested.connect(lambda typed, _found: heard.append(typed))
    suggesting.ask("a", (), at_once=True)
    qtbot.waitUntil(lambda: len(library.asked) == 1)
    suggesting.ask("ab", ("x",))
    library.go_on.set()
    qtbot.waitUntil(lambda: heard == ["ab"])
    assert library.asked[-1] == ("ab", ("x",))
    suggesting.ask("abc", ())
    suggesting.cancel()
    suggesting.close()
    assert heard == ["ab"]


# The head and the list


@pytest.fixture
def plan(make_document: Callable[..., Document]) -> Document:
    return make_document(
        "一、总体要求", "发展数字经济。", "二、任务", "数字经济，数字经济。", doc="plan", title="数字规划"
    )


def hit(doc: str, block: str, *spans: tuple[int, int]) -> Hit:
    return Hit(doc, block, ("一",), "paragraph", "发展数字经济。", tuple(Span(*s) for s in spans), 1.0)


def note(number: int, text: str = "报数字经济进度", tags: tuple[str, ...] = ()) -> NoteHit:
    anchor = Anchor("plan", "b2", 0, 2, "b2", "发展", "", "", 0, "")
    made = Note(f"n{number}", anchor, "note", "", "", text, tags=tags)
    return NoteHit(PlacedNote(made, Resolution("exact", (Piece("b2", Span(0, 2)),))), (Span(1, 5),) if text else ())


@pytest.fixture
def answer() -> Answer:
    result = SearchResult(
        "数字经济", "“数字经济”", 3, 4, 0.1,
        (hit("plan", "b2", (2, 6)), hit("plan", "b4", (0, 4), (5, 9)), hit("law", "b1", (2, 6))),
        facets={
            "doc": {"plan": 2, "law": 1}, "year": {"2019": 1, "2021": 2}, "level": {"province": 3}, "issuer": {},
            "kind": {"规划": 2, "方案": 1}, "noted": {"yes": 1},
        },
    )  # fmt: skip
    return arranged(result, "document")


@pytest.fixture
def panel(qtbot: QtBot, texts: Texts, plan: Document) -> SearchPanel:
    def load(doc: str) -> Document | None:
        return plan if doc == "plan" else None

    made = SearchPanel(texts, Converted, lambda doc: f"《{doc}》", load, PAPER)
    qtbot.addWidget(made)
    made.resize(290, 680)
    made.show()
    return made


def rows(panel: SearchPanel) -> list[str]:
    model = panel.list.rows
    return [model.index(at).data(ROW).head for at in range(model.rowCount())]


def facets(panel: SearchPanel) -> dict[str, list[str]]:
    tree, found = panel.head.facets, {}
    for at in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(at)
        assert top is not None
        found[top.text(0)] = [f"{top.child(n).text(0)} {top.child(n).text(1)}" for n in range(top.childCount())]
    return found


def test_the_head_says_what_was_found_and_how_the_query_was_read(panel: SearchPanel, answer: Answer) -> None:
    panel.show_answer(answer)
    assert panel.head.summary.text() == "2 份文件，3 条，4 处"
    assert panel.head.read_as.text() == "已按“数字经济”查找"
    assert not panel.head.notice.isVisible()
    literal = replace(answer.result, notice="引号没有配对，已按原文逐字查找。", read_as=f"“{'字' * 300}”")
    panel.show_answer(replace(answer, result=literal))
    assert panel.head.notice.text() == "引号没有配对，已按原文逐字查找。"
    assert panel.head.read_as.text() == f"已按“{'字' * 39}…”查找"
    panel.show_answer(replace(answer, result=replace(answer.result, total=9629, matches=11755)))
    assert panel.head.summary.text().startswith("2 份文件，9,629 条，11,755 处；先列出前 3 条")


def test_what_holds_no_more_carries_a_badge_beside_its_hits(panel: SearchPanel, answer: Answer) -> None:
    panel.show_answer(answer)
    panel.set_states({"plan": "repealed", "law": "in-force"})
    model = panel.list.rows
    heads = [row for at in range(model.rowCount()) if (row := model.index(at).data(ROW)).band]
    assert [row.count for row in heads] == ["已废止 · 2", "1"]


def test_facets_with_a_choice_are_listed_and_chosen_by_click_or_space(
    qtbot: QtBot, panel: SearchPanel, answer: Answer
) -> None:
    panel.show_answer(answer)
    assert not panel.head.facets.isVisible()
    QTest.mouseClick(panel.head.filter, Qt.MouseButton.LeftButton)
    assert panel.head.facets.isVisible()
    assert facets(panel) == {
        "文件": ["《plan》 2", "《law》 1"], "年份": ["2021 年 2", "2019 年 1"], "文种": ["规划 2", "方案 1"],
        "批注": ["有我的批注 1"],
    }  # fmt: skip
    item = panel.head.facets.item_of("year", "2019")
    assert item is not None
    panel.head.facets.setCurrentItem(item)
    with qtbot.waitSignal(panel.head.facet_chosen) as chosen:
        QTest.keyClick(panel.head.facets, Qt.Key.Key_Space)
    assert chosen.args == ["year", "2019", True]
    panel.show_answer(replace(answer, facets={"year": frozenset(["2019"])}))
    again = panel.head.facets.item_of("year", "2019")
    assert again is not None
    assert panel.head.facets.currentItem() is again, "the keyboard stays where it was"
    with qtbot.waitSignal(panel.head.facet_chosen) as chosen:
        panel.head.facets.itemClicked.emit(again, 0)
    assert chosen.args == ["year", "2019", False]


def test_of_many_documents_the_first_stand_there_and_the_rest_comes_on_demand(
    panel: SearchPanel, answer: Answer
) -> None:
    many = {f"d{number:04}": 5000 - number for number in range(3500)}
    panel.show_answer(replace(answer, result=replace(answer.result, facets={"doc": many})))
    QTest.mouseClick(panel.head.filter, Qt.MouseButton.LeftButton)
    tree = panel.head.facets
    listed = facets(panel)["文件"]
    assert listed[:20] == [f"《d{number:04}》 {5000 - number:,}" for number in range(20)]
    assert listed[20:] == ["再列出一些（还有 3,480 项） "]
    assert tree.topLevelItem(0).child(20).isFirstColumnSpanned(), "it has the room of the counts, or is cut"  # type: ignore[union-attr]
    tree.setCurrentItem(tree.topLevelItem(0).child(20))  # type: ignore[union-attr]
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert len(facets(panel)["文件"]) == 221
    assert tree.currentItem() is tree.item_of("doc", "d0020"), "the keyboard goes on where it was"
    chosen = {"doc": frozenset({"d3000"})}
    panel.show_answer(replace(answer, result=replace(answer.result, facets={"doc": many}), facets=chosen))
    assert len(facets(panel)["文件"]) == 222, "as many as were asked for; what is chosen stays in sight"
    assert tree.item_of("doc", "d3000") is not None
    panel.show_answer(replace(answer, result=replace(answer.result, query="别的", facets={"doc": many})))
    assert len(facets(panel)["文件"]) == 21, "another query begins anew"


def test_what_is_chosen_is_a_chip_and_one_click_removes_it(qtbot: QtBot, panel: SearchPanel, answer: Answer) -> None:
    chosen = {"level": frozenset(["province"]), "doc": frozenset(["a" * 30])}
    panel.show_answer(replace(answer, facets=chosen))
    first, second = panel.head.chips.buttons
    assert first.text() == "省级 ✕"
    assert first.accessibleName() == "去掉筛选：级别 省级"
    assert len(second.text()) < 20
    with qtbot.waitSignal(panel.head.facet_chosen) as dropped:
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert dropped.args == ["level", "province", False]


def test_an_empty_answer_offers_what_would_help(qtbot: QtBot, panel: SearchPanel) -> None:
    near = Remedy("instead", "数字经济", "数字经济", 82)
    remedies = (near, Remedy("without", "年份为 1999 年", "数字", 5), Remedy("facet", "year", "数字", 3))
    result = SearchResult("x", "“x”", 0, 0, 0.1, (), {}, "没有找到；相近的有“数字经济”（82 处）。", remedies)
    panel.show_answer(arranged(result, "document"))
    assert panel.head.summary.text() == "没有找到“x”。"
    assert panel.head.notice.text() == "相近的有“数字经济”（82 处）。"
    says = [button.text() for button in panel.head.remedies.buttons]
    assert says == ["查找“数字经济”（82）", "去掉年份为 1999 年（5）", "不限年份（3）"]
    with qtbot.waitSignal(panel.head.remedy_chosen) as chosen:
        QTest.mouseClick(panel.head.remedies.buttons[0], Qt.MouseButton.LeftButton)
    assert chosen.args == [near]
    panel.show_answer(None)
    assert not panel.head.remedies.isVisible()


def test_notes_stand_above_the_hits_a_few_at_first(qtbot: QtBot, panel: SearchPanel, answer: Answer) -> None:
    notes = tuple(note(number, tags=("待办",) if number == 0 else ()) for number in range(6))
    panel.show_answer(replace(answer, notes=notes))
    assert panel.head.summary.text() == "2 份文件，3 条，4 处；批注 6 条"
    assert rows(panel)[0] == "我的批注"
    assert rows(panel)[4:6] == ["显示全部 6 条批注", "《plan》"]
    first = panel.list.rows.index(1).data(ROW)
    assert first.head.startswith("《plan》 · 一")
    assert [mark.cut(first.body) for mark in first.marks] == ["数字经济"]
    assert first.foot == "#待办"
    panel.list.chosen.emit(NoteKey(None))
    assert rows(panel)[7:] == ["《plan》", *rows(panel)[8:]]
    with qtbot.waitSignal(panel.note_chosen) as chosen:
        panel.list.chosen.emit(NoteKey(5))
    assert chosen.args == [notes[5].placed]
    panel.show_current(Place(0, 0))
    assert panel.list.current_key() == HitKey(0), "not the note of that number"


def test_a_query_for_notes_lists_notes_only_and_the_walk_marks_them(panel: SearchPanel, answer: Answer) -> None:
    asked = replace(answer, notes=(note(0), note(1, text="")), only_notes=True)
    panel.show_answer(asked)
    assert panel.head.summary.text() == "我的批注 2 条"
    assert len(rows(panel)) == 3
    panel.show_current(Place(0, 0))
    assert panel.list.current_key() == NoteKey(0)
    panel.show_current(Place(1, 0))
    assert panel.list.current_key() is None


def test_a_document_s_header_leads_to_its_first_hit(qtbot: QtBot, panel: SearchPanel, answer: Answer) -> None:
    panel.show_answer(answer)
    with qtbot.waitSignal(panel.hit_chosen) as chosen:
        panel.list.chosen.emit(GroupKey("law"))
    assert chosen.args == [2]


# The question


class Recorder:
    """A library that remembers how it was asked."""

    def __init__(self) -> None:
        self.facets: list[dict[str, frozenset[str]]] = []

    def search(self, query: str, options: object, _cancelled: object) -> SearchResult:
        self.facets.append(dict(options.facets))  # type: ignore[attr-defined]  # SearchOptions
        return SearchResult(query, query, 2, 2, 0.1, (hit("plan", "b2", (0, 1)), hit("plan", "b4", (0, 1))))

    def search_notes(self, _query: str) -> tuple[NoteHit, ...]:
        return (note(1),)


@pytest.fixture
def searching(qtbot: QtBot) -> Searching:
    made = Searching(Recorder(), "test", with_notes=True)  # type: ignore[arg-type]  # what it needs of a library
    with qtbot.waitSignal(made.answered):
        made.ask("数字")
    return made


def test_facets_combine_and_go_with_the_query(qtbot: QtBot, searching: Searching) -> None:
    for facet, value, on in (("doc", "plan", True), ("chapter", "一", True), ("doc", "plan", False)):
        with qtbot.waitSignal(searching.answered):
            searching.choose_facet(facet, value, on)
    asked = searching._library.facets  # type: ignore[attr-defined]  # of the recorder
    assert asked[1:] == [
        {"doc": frozenset(["plan"])},
        {"doc": frozenset(["plan"]), "chapter": frozenset(["一"])},
        {},  # a chapter without its document says nothing
    ]
    searching.choose_facet("year", "2021", True)
    searching.ask("")
    assert not searching.facets
    searching.close()


def test_remedies_change_the_query_or_the_facets(qtbot: QtBot, searching: Searching) -> None:
    searching.set_facets({"year": frozenset(["2021"]), "level": frozenset(["city"])})
    with qtbot.waitSignal(searching.answered):
        searching.apply(Remedy("facet", "year", "数字", 3))
    assert searching.facets == {"level": frozenset(["city"])}
    with qtbot.waitSignal(searching.answered):
        searching.apply(Remedy("instead", "数据", "数据", 3))
    assert searching.query == "数据"
    assert not searching.facets, "its count was made without them"
    searching.close()


def test_the_walk_tells_when_it_goes_over_an_end(searching: Searching) -> None:
    over: list[bool] = []
    searching.wrapped.connect(over.append)
    searching.step(1)
    searching.step(1)
    assert over == []
    searching.step(1)
    assert (over, searching.index) == ([True], 0)
    searching.step(-1)
    assert (over, searching.index) == ([True, False], 1)
    assert searching.answer is not None
    assert len(searching.answer.notes) == 1
    searching.close()
