"""Families and validity in a library: states on days, bad input, and following what is added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reader.core.document import Document, DocumentInfo
from reader.core.hits import Hit, SearchOptions, SearchResult
from reader.library import Library
from reader.library.versions.editions import Editions
from tests.library.conftest import LAW, Add

Make = Callable[..., Document]
TODAY = "2026-11-30"


class Shelf:
    """Documents as a library gives them; looks for words by looking through them."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._docs: dict[str, Document] = {}
        self._infos: tuple[DocumentInfo, ...] = ()
        self.opened: list[str] = []
        self.decided: dict[frozenset[str], bool] = {}
        self.editions = Editions(self.documents, self.load, self.search, decided=lambda: self.decided)

    def documents(self) -> tuple[DocumentInfo, ...]:
        return self._infos

    def put(self, doc: str, title: str, *texts: str | tuple[str, str], **facts: Any) -> None:
        given = {"region": "某市", "level": "city", "issuers": ("某市人民政府",), "status": "issued", **facts}
        self._docs[doc] = self._make(("title", title), *texts, doc=doc, title=title, **given)
        known = {info.id: info for info in self._infos}
        self._infos = tuple(known.get(doc, each.info()) for doc, each in self._docs.items())

    def load(self, doc: str) -> Document:
        self.opened.append(doc)
        return self._docs[doc]

    def search(self, query: str, _options: SearchOptions) -> SearchResult:
        words = query.split("|")
        hits = [
            Hit(d.id, b.id, b.path, b.kind, b.text, (), 1.0)
            for d in self._docs.values() for b in d.blocks if any(word in b.text for word in words)
        ]  # fmt: skip
        return SearchResult(query, query, len(hits), len(hits), 0.0, tuple(hits))

    def states(self, doc: str, day: str = TODAY) -> dict[str, str]:
        return {each.info.id: each.validity.state for each in self.editions.of(doc, day)}

    def doubts(self, doc: str) -> str:
        return self.editions.validity(doc, TODAY).doubt


@pytest.fixture
def shelf(make_document: Make) -> Shelf:
    return Shelf(make_document)


def from_day(day: str) -> str:
    year, month, date = day.split("-")
    return f"第二十条　本办法自{year}年{int(month)}月{int(date)}日起施行。"


def put_law(shelf: Shelf, doc: str, title: str, day: str, *more: str, **facts: Any) -> None:
    shelf.put(doc, title, from_day(day) + "".join(more), effective=day, written=day, **facts)


def test_the_later_edition_amends_the_earlier_from_its_day_on(shelf: Shelf) -> None:
    put_law(shelf, "old", "某市数据办法", "2018-03-01")
    put_law(shelf, "new", "某市数据办法", "2023-05-01")
    assert shelf.states("old") == {"old": "amended", "new": "in-force"}
    assert shelf.states("new", "2021-06-01") == {"old": "in-force", "new": "pending"}
    old, new = shelf.editions.of("old", TODAY)
    assert (old.relation, new.relation) == ("itself", "later")
    assert "2023年5月1日起施行" in new.validity.basis
    assert "尚未施行" in shelf.editions.validity("new", "2021-06-01").basis


def test_what_people_say_of_a_family_stands_before_what_is_read(shelf: Shelf) -> None:
    put_law(shelf, "old", "某市数据办法", "2018-03-01")
    put_law(shelf, "new", "某市数据办法", "2023-05-01")
    put_law(shelf, "other", "某市公共数据规则", "2025-01-01")
    shelf.decided = {frozenset(("old", "new")): False}
    assert shelf.states("old") == {"old": "in-force"}
    shelf.decided = {frozenset(("new", "other")): True}
    assert shelf.states("old") == {"old": "amended", "new": "amended", "other": "in-force"}
    assert [each.basis for each in shelf.editions.of("new", TODAY) if each.info.id == "other"] == ["由用户指定"]
    shelf.decided |= {frozenset(("old", "other")): False, frozenset(("gone", "new")): True}
    assert shelf.states("old") == {"old": "amended", "new": "amended"}


def test_a_law_as_amended_holds_from_the_day_of_its_last_amendment(shelf: Shelf) -> None:
    note = ("note", "2010年1月8日某市人大常委会通过 根据2019年4月2日《关于修改〈某市数据办法〉的决定》第一次修正")
    shelf.put("d", "某市数据办法", note, from_day("2010-03-01"), effective="2010-03-01", written="2010-01-08")
    (each,) = shelf.editions.of("d", "2020-01-01")
    assert (each.told.since, each.validity.state) == ("2019-04-02", "in-force")
    assert "第一次修正" in each.validity.basis


def test_a_document_that_repeals_another_says_so(shelf: Shelf) -> None:
    put_law(shelf, "old", "某市数据暂行办法", "2018-03-01")
    put_law(shelf, "other", "某市招商规定", "2018-03-01")
    put_law(shelf, "new", "某市数据条例", "2023-05-01", "《某市数据暂行办法》《某市招商规定》同时废止。")
    assert shelf.states("old") == {"old": "repealed", "new": "in-force"}, "of much the same name: its successor"
    assert shelf.states("other") == {"other": "repealed"}, "of another name: no version"
    assert shelf.states("other", "2020-01-01") == {"other": "in-force"}
    assert "同时废止" in shelf.editions.validity("other", TODAY).basis


def test_a_list_of_repealed_and_amended_documents(shelf: Shelf) -> None:
    for name in ("甲", "乙", "丙"):
        put_law(shelf, name, f"某市{name}数据办法", "2018-03-01")
    shelf.put(
        "list", "某市人民政府关于废止和修改部分文件的决定", "一、对下列文件予以废止：", "1．《某市甲数据办法》",
        "二、对下列文件作出修改：", "1．《某市乙数据办法》", "本决定自公布之日起施行。", written="2022-06-01",
    )  # fmt: skip
    assert [shelf.editions.validity(each, TODAY).state for each in ("甲", "乙", "丙")] == [
        "repealed", "amended", "in-force",
    ]  # fmt: skip


def test_what_another_place_repeals_stays(shelf: Shelf) -> None:
    put_law(shelf, "here", "某市数据办法", "2018-03-01")
    put_law(
        shelf,
        "there",
        "另市数据条例",
        "2023-05-01",
        "《某市数据办法》同时废止。",
        region="另市",
        issuers=("另市人民政府",),
    )
    assert shelf.states("here") == {"here": "in-force"}


def test_drafts_plans_and_terms(shelf: Shelf) -> None:
    shelf.put("draft", "某市数据办法（征求意见稿）", from_day("2020-01-01"), status="draft")
    put_law(shelf, "law", "某市数据办法", "2022-01-01")
    assert shelf.states("law") == {"draft": "draft", "law": "in-force"}, "a draft amends nothing"
    shelf.put("plan", "某市“十四五”数据规划", written="2021-03-01", period=(2021, 2025))
    shelf.put("next", "某市“十五五”数据规划", written="2026-03-01", period=(2026, 2030))
    assert shelf.states("plan") == {"plan": "expired", "next": "in-force"}
    assert shelf.states("plan", "2022-01-01") == {"plan": "in-force", "next": "pending"}
    shelf.put("two", "某市无人机办法", "本办法自2020年1月1日起试行，试行两年。", effective="2020-01-01")
    assert shelf.states("two", "2021-12-31") == {"two": "in-force"}
    assert shelf.states("two", "2022-01-01") == {"two": "expired"}
    shelf.put("term", "某市算力办法", from_day("2020-01-01"), effective="2020-01-01", valid_until="2024-12-31")
    assert shelf.states("term") == {"term": "expired"}


def test_unknown_stays_unknown(shelf: Shelf) -> None:
    shelf.put("d", "某市数据意见", "各区要抓好落实。", written="2020-01-01")
    found = shelf.editions.validity("d", TODAY)
    assert (found.state, found.basis) == ("unknown", "没有写明施行日期；成文日期 2020-01-01")


# Bad input


def test_documents_that_repeal_each_other(shelf: Shelf) -> None:
    put_law(shelf, "a", "某市甲办法", "2020-01-01", "《某市乙办法》同时废止。")
    put_law(shelf, "b", "某市乙办法", "2020-01-01", "《某市甲办法》同时废止。")
    assert (shelf.states("a"), shelf.states("b")) == ({"a": "unknown"}, {"b": "unknown"})
    assert "看不出先后" in shelf.doubts("a")
    put_law(shelf, "c", "某市丙办法", "2019-01-01", "《某市丁办法》同时废止。")
    put_law(shelf, "d", "某市丁办法", "2021-01-01", "《某市丙办法》同时废止。")
    assert (shelf.states("c"), shelf.states("d")) == ({"c": "repealed"}, {"d": "in-force"})


def test_two_versions_of_one_day(shelf: Shelf) -> None:
    put_law(shelf, "a", "某市数据办法", "2020-01-01")
    put_law(shelf, "b", "某市数据办法", "2020-01-01")
    assert [(each.info.id, each.relation) for each in shelf.editions.of("a", TODAY)] == [
        ("a", "itself"), ("b", "same-day"),
    ]  # fmt: skip
    assert shelf.states("a") == {"a": "in-force", "b": "in-force"}
    assert "同日的版本（b）" in shelf.doubts("a")


def test_versions_without_dates(shelf: Shelf) -> None:
    put_law(shelf, "dated", "某市数据办法", "2020-01-01")
    shelf.put("bare", "某市数据办法", "第一条　为了管理数据，制定本办法。", status="unknown")
    assert shelf.states("dated") == {"dated": "unknown", "bare": "unknown"}
    assert "没有日期" in shelf.doubts("dated")
    assert "没有日期" in shelf.doubts("bare")
    assert {each.relation for each in shelf.editions.of("dated", TODAY)} == {"itself", "undated"}


def test_a_repeal_without_a_day_is_not_believed(shelf: Shelf) -> None:
    put_law(shelf, "old", "某市招商办法", "2020-01-01")
    shelf.put("new", "某市数据条例", "《某市招商办法》同时废止。", status="unknown")
    found = shelf.editions.validity("old", TODAY)
    assert found.state == "unknown"
    assert "没有日期" in found.basis


def test_a_law_of_another_name_with_the_same_words(shelf: Shelf) -> None:
    words = [f"第{n}条　数据处理者应当建立制度，保存记录，接受监督检查。" for n in "二三四五六七八九"]
    shelf.put("a", "某市数据办法", *words, from_day("2018-01-01"), effective="2018-01-01")
    shelf.put("b", "某市算力规定", *words, from_day("2020-01-01"), effective="2020-01-01")
    assert shelf.states("a") == {"a": "in-force"}


def test_a_day_that_is_none_and_a_term_past_the_calendar(shelf: Shelf) -> None:
    shelf.put(
        "d",
        "某市数据办法",
        ("note", "2020年13月45日通过"),
        "本办法自9999年1月1日起试行，试行99年。",
        effective="9999-01-01",
    )
    assert shelf.states("d") == {"d": "pending"}


# What is kept


def test_only_what_is_asked_about_is_opened_and_once(shelf: Shelf) -> None:
    for number in range(20):
        put_law(shelf, f"x{number}", f"某市第{number}类数据办法", "2020-01-01")
    put_law(shelf, "old", "某市算力办法", "2018-03-01")
    put_law(shelf, "new", "某市算力办法", "2023-05-01", "《某市招商办法》同时废止。")
    assert len(shelf.states("old")) == 2
    assert sorted(set(shelf.opened)) == ["new", "old"]
    shelf.opened.clear()
    shelf.states("new", "2020-01-01")
    assert not shelf.opened


def test_what_is_added_is_followed(shelf: Shelf) -> None:
    put_law(shelf, "old", "某市招商办法", "2018-03-01")
    assert shelf.states("old") == {"old": "in-force"}
    put_law(shelf, "new", "某市数据条例", "2023-05-01", "《某市招商办法》同时废止。")
    assert shelf.states("old") == {"old": "repealed"}


def test_older_versions_of_an_own_document_are_listed_with_it(small: Library, add: Add) -> None:
    text = "某市数据办法\n\n第一条　为了管理数据，制定本办法。\n\n第二条　本办法自{}年1月1日起施行。\n"
    first = add("a.txt", text.format(2020))
    assert first.id is not None
    add("b.txt", text.format(2024), version_of=first.id)
    editions = small.editions.get()
    old, new = editions.of(first.id, TODAY)
    assert [(each.validity.state, each.relation) for each in (old, new)] == [
        ("amended", "earlier"),
        ("in-force", "itself"),
    ]
    assert (new.info.id, small.open(old.info.id).effective) == (first.id, "2020-01-01")
    assert [each.relation for each in editions.of(old.info.id, TODAY)] == ["itself", "later"]
    assert editions.of(old.info.id, "2021-06-01")[0].validity.state == "in-force"


def test_the_version_before_is_what_one_wants_beside_and_stands_first_in_time(small: Library, add: Add) -> None:
    text = "某市数据办法\n\n第一条　为了管理数据，制定本办法。\n\n第二条　本办法自{}年1月1日起施行。\n"
    first, other = add("a.txt", text.format(2020)), add("c.txt", text.replace("数据", "桥梁").format(2022))
    assert first.id is not None
    assert other.id is not None
    versions = small.versions
    assert versions.partner(first.id) is None
    add("b.txt", text.format(2024), version_of=first.id)
    old = small.own.older_versions(first.id)[1][-1]
    assert (versions.partner(first.id), versions.partner(old)) == (old, first.id)
    assert versions.in_time(first.id, old) == versions.in_time(old, first.id) == (old, first.id)
    assert versions.in_time(other.id, old) == (other.id, old), "no versions of one another stay as they are"
    assert small.editions.get().apart() == {old: "2020-01-01", first.id: "2024-01-01"}
    same = add("d.txt", text.format(2019), separate=True)
    assert versions.partner(same.id or "") == first.id, "one of the same title"


def test_versions_that_tell_no_day_are_not_called_by_their_files(small: Library, add: Add) -> None:
    first = add("a.txt").id or ""
    add("b.txt", LAW + "\n附件：清单\n", version_of=first)
    assert small.own.older_versions(first)[1]
    assert not {words for words in small.editions.get().apart().values() if "txt" in words or first in words}


@pytest.mark.parametrize("fact", ["effective", "valid_until", "written", "published"])
def test_days_of_a_description_that_are_none(fact: str, shelf: Shelf) -> None:
    shelf.put("d", "某市数据办法", "本办法自2020年1月1日起试行，试行两年。", **{fact: "2020-13-45"})
    assert shelf.states("d") == {"d": "unknown"}
    shelf.put("p", "某市数据规划", "正文。", period=(-5, 10**9), written="2020-01-01")
    assert shelf.states("p") == {"p": "in-force"}


def test_a_day_of_coming_into_force_need_not_say_from_then_on(shelf: Shelf) -> None:
    shelf.put("law", "某市港口条例", "第九条　本条例自2021年7月1日施行。")
    assert shelf.states("law") == {"law": "in-force"}
    assert shelf.states("law", "2021-06-30") == {"law": "pending"}
