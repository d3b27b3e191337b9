"""The parts of 我的文件 one by one: what they show of given values, and what they ask for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.core.adding import AddRow, AddState, OwnFacts, VersionQuestion
from reader.core.document import DocumentInfo, Source
from reader.ui.kit.rows import ROW, Row
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.shelves.add_list import AddList, paths_of, short_name
from reader.ui.shelves.adding_run import Ended
from reader.ui.shelves.away_list import AwayList
from reader.ui.shelves.fact_review import FactReview, as_value, unsure

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TRANSLATIONS = Path(__file__).resolve().parents[3] / "resources" / "translations"


def same(text: str) -> str:
    return text


def row(file: str, state: AddState = "added", doc: str | None = "own-1", says: str = "已添加。") -> AddRow:
    return AddRow(file, state, doc, "标题" if doc else "", says)


@pytest.fixture
def texts() -> Texts:
    return Texts(TRANSLATIONS)


@pytest.fixture
def adding(qtbot: QtBot, texts: Texts) -> AddList:
    made = AddList(texts, lambda words: words.replace("读", "讀"), PAPER)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    return made


def shown(adding: AddList) -> list[Row]:
    rows = adding.list.rows
    return [rows.index(number).data(ROW) for number in range(rows.rowCount())]


# Adding


def test_each_file_is_told_with_its_state_and_one_sentence(qtbot: QtBot, adding: AddList) -> None:
    adding.begin()
    assert adding.cancel.isVisible()
    adding.show_moved(1, 3, "/a/乙.pdf")
    for told in (
        row("/a/甲.txt"),
        row("/a/乙.pdf", "unreadable", None, "读不出来。"),
        row("/a/丙.zip!b/丁.doc", "already"),
    ):
        adding.tell(told)
    qtbot.waitUntil(lambda: adding.list.rows.rowCount() == 3)
    assert "第 2/3 份：乙.pdf" in adding.now.text()
    assert (adding.bar.value(), adding.bar.maximum()) == (1, 3)
    adding.end(Ended(adding.rows))
    assert [each.count for each in shown(adding)] == ["已添加", "读不出", "已有"]
    assert [each.head.split("　")[0] for each in shown(adding)] == ["甲.txt", "乙.pdf", "丙.zip › 丁.doc"]
    assert "已添加 1 · 已有 1 · 读不出 1" in adding.summary.text()
    assert not adding.cancel.isVisible()
    assert adding.retry.isVisible()


def test_only_what_could_not_be_added_is_tried_again(qtbot: QtBot, adding: AddList) -> None:
    asked: list[Any] = []
    adding.retry_wanted.connect(asked.append)
    for told in (
        row("/a/甲.txt"),
        row("/a/丙.zip!丁.doc", "unreadable", None),
        row("/a/丙.zip!戊.doc", "needs-ocr", None),
    ):
        adding.tell(told)
    adding.end(Ended(adding.rows))
    adding.retry.click()
    assert paths_of(asked[0]) == ("/a/丙.zip",)
    adding.tell(row("/a/丙.zip!丁.doc"))
    assert [each.state for each in adding.rows] == ["added", "added", "needs-ocr"], "told anew in its place"


def test_a_fault_of_the_whole_run_stands_in_the_head(qtbot: QtBot, adding: AddList) -> None:
    adding.begin()
    adding.end(Ended((), fault="不允许添加文件。"))
    assert adding.summary.text() == "不允许添加文件。"
    adding.begin()
    assert adding.summary.text() == ""


def test_a_row_opens_its_document_and_one_without_opens_nothing(qtbot: QtBot, adding: AddList) -> None:
    opened: list[str] = []
    adding.open_wanted.connect(opened.append)
    adding.tell(row("/a/甲.txt"))
    adding.tell(row("/a/乙.txt", "unreadable", None))
    adding.end(Ended(adding.rows))
    for file in ("/a/甲.txt", "/a/乙.txt"):
        adding.list.chosen.emit(file)
    assert opened == ["own-1"]


@pytest.mark.parametrize("version", [True, False])
def test_the_question_gives_its_answer_and_goes(qtbot: QtBot, adding: AddList, version: bool) -> None:
    answers: list[tuple[object, bool]] = []
    adding.answered.connect(lambda answer, always: answers.append((answer, always)))
    adding.ask(VersionQuestion("/a/定稿.docx", "通知", "own-1", "关于渡口的通知", "文号相同"))
    assert "《关于渡口的通知》" in adding.question.label.text()
    assert "文号相同" in adding.question.label.text()
    adding.question.always.setChecked(True)
    QTest.mouseClick(adding.question.version if version else adding.question.separate, Qt.MouseButton.LeftButton)
    assert answers == [(True if version else None, True)]
    assert adding.question.isHidden()


def test_sentences_of_the_library_in_the_language_of_the_window(qtbot: QtBot, adding: AddList, texts: Texts) -> None:
    added, broken = row("/a/甲.txt"), row("/a/乙.pdf", "unreadable", None, "读不出来。")
    assert adding.says(added) == "已添加。"
    texts.set_language("zh_TW")
    assert adding.says(broken) == "讀不出来。"
    texts.set_language("en")
    assert adding.says(added) == "Added “标题”."
    assert adding.says(broken) == "读不出来。"


def test_a_thousand_files_are_told_at_once(qtbot: QtBot, adding: AddList) -> None:
    for number in range(1000):
        adding.tell(row(f"/a/{number}.txt"))
    qtbot.waitUntil(lambda: adding.list.rows.rowCount() == 1000)
    assert short_name("/a/b/甲.txt") == "甲.txt"
    assert short_name("C:\\文件\\甲.txt") == "甲.txt"


# Facts


def facts(doc: str = "own-1", **other: Any) -> OwnFacts:
    values = {"title": "通知", "doc_number": None, "issuers": ("某市人民政府",), "written": "2026-03-01"}
    made = OwnFacts(doc, "通知", "own", "a.pdf", "0" * 64, values=values, inferred={"written": "页脚"})
    return replace(made, **other)


@pytest.fixture
def review(qtbot: QtBot, texts: Texts) -> FactReview:
    made = FactReview(texts, same, lambda doc: f"标题 {doc}", PAPER)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    return made


def test_what_was_inferred_is_marked_until_a_person_has_set_it() -> None:
    assert unsure(facts()) == ("written",)
    assert unsure(facts(corrected=("written",))) == ()
    assert unsure(facts(values={"title": ""}, inferred={})) == ("title",)


def test_each_fact_stands_with_its_basis(review: FactReview) -> None:
    review.add_documents(["own-1"])
    review.show_facts(facts())
    basis = {name: field.basis.text() for name, field in review.fields.items()}
    assert basis["title"] == "原文写明"
    assert basis["doc_number"] == "原文未载明"
    assert "请核对" in basis["written"]
    assert "页脚" in basis["written"]
    assert review.count_unsure() == 1
    assert not review.save.isEnabled()


def test_only_what_was_changed_is_set(qtbot: QtBot, review: FactReview) -> None:
    seen: list[tuple[str, object]] = []
    review.facts_set.connect(lambda doc, values: seen.append((doc, values)))
    review.show_facts(facts())
    review.fields["issuers"].line.setText("某市交通局，某市水务局、")
    QTest.keyClick(review.fields["issuers"].line, Qt.Key.Key_End)
    review.fields["issuers"].line.textEdited.emit("")
    assert review.save.isEnabled()
    review.save.click()
    assert seen == [("own-1", {"issuers": ["某市交通局", "某市水务局"]})]
    review.fields["title"].line.setText(" ")
    review.fields["title"].line.textEdited.emit(" ")
    review.save.click()
    assert len(seen) == 1
    assert "标题不能是空的" in review.problem.text()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2026-03-01", "2026-03-01"), ("2026年3月1日", "2026-03-01"), ("2026.3.1", "2026-03-01"), ("", None)],
)
def test_dates_as_people_write_them(typed: str, meant: str | None) -> None:
    assert as_value("written", typed) == meant


@pytest.mark.parametrize("typed", ["3月1日", "2026-13-01", "2026-02-30", "明天"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        as_value("written", typed)


def test_one_document_after_the_other(qtbot: QtBot, review: FactReview) -> None:
    wanted: list[str] = []
    review.facts_wanted.connect(wanted.append)
    review.add_documents(["own-1", "own-2"])
    review.begin()
    review.show_facts(facts("own-1"))
    review.following.click()
    review.show_facts(facts("own-2"))
    assert wanted == ["own-1", "own-2"]
    assert not review.following.isEnabled()
    review.forget("own-2")
    assert review.current is None
    assert review.list.rows.rowCount() == 1


# Out and back


def test_what_was_taken_out_is_taken_back(qtbot: QtBot, texts: Texts) -> None:
    away = AwayList(texts, same, PAPER)
    qtbot.addWidget(away)
    asked: list[object] = []
    away.restore_wanted.connect(asked.append)
    assert not away.restore_all.isEnabled()
    source = Source("a.txt", "0" * 64, "hans")
    away.show_documents([DocumentInfo(doc, f"标题{doc}", source) for doc in ("a", "b")])
    assert "2 份" in away.summary.text()
    assert not away.restore.isEnabled()
    away.list.select_key("b")
    away.restore.click()
    away.restore_all.click()
    assert asked == [("b",), ("a", "b")]
