"""Which rows the library shows: groups, folders, filters, order. No widget."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reader.core.document import DocumentInfo, Source
from reader.ui.shelves.library_rows import Choice, Shelf, document_id

SOURCE = Source("a.txt", "0" * 64, "hans")


def info(doc: str, shelf: str = "bundled", **facts: Any) -> DocumentInfo:
    return replace(DocumentInfo(doc, facts.pop("title", f"标题{doc}"), SOURCE), shelf=shelf, **facts)


def test_one_group_needs_no_heading() -> None:
    shelf = Shelf([info("b"), info("a")])
    assert shelf.listing(Choice()).keys == ("b", "a")
    assert shelf.listing(Choice(order="title")).keys == ("a", "b")


def test_own_documents_stand_first_then_the_shelves_in_the_order_of_the_library() -> None:
    shelf = Shelf([info("b"), info("p", "pack:省级文件"), info("q", "pack:部门文件"), info("o", "own")])
    found = shelf.listing(Choice())
    assert found.keys[:4] == (("group", "own"), "o", ("group", "bundled"), "b")
    assert found.keys[4:] == (("group", "pack:省级文件"), "p", ("group", "pack:部门文件"), "q")
    assert found.counts["group", "own"] == 1
    folded = shelf.listing(Choice().toggled(("group", "bundled")))
    assert folded.keys[2:4] == (("group", "bundled"), ("group", "pack:省级文件"))
    assert folded.total == 4


def test_a_document_may_be_in_several_folders_and_an_empty_folder_is_shown() -> None:
    shelf = Shelf(
        [info("a", "own", collections=("甲", "乙")), info("b", "own", collections=("乙",))], ["空", "甲", "乙"]
    )
    found = shelf.listing(Choice(opened=frozenset({"乙"})))
    assert found.keys == (
        ("folder", "空"), ("folder", "甲"), ("folder", "乙"), ("in:乙", "a"), ("in:乙", "b"), ("group", "own"), "a", "b",
    )  # fmt: skip
    assert found.counts["folder", "空"] == 0
    assert [document_id(key) for key in found.keys[2:5]] == [None, "a", "b"]
    assert ("folder", "空") not in shelf.listing(Choice(words="标题")).keys


def test_words_fold_scripts_and_look_into_tags_and_file_names() -> None:
    shelf = Shelf([info("a", title="数字经济规划"), info("b", tags=("预算",)), info("c", file="2024年度总结.docx")])
    untitled = replace(info("d", title=""), source=replace(SOURCE, file="琥珀稿.txt"))
    assert Shelf([untitled]).listing(Choice(words="琥珀稿")).keys == ("d",)
    for words, wanted in (("數字經濟", ("a",)), ("預算", ("b",)), ("2024年度", ("c",)), ("没有", ())):
        assert shelf.listing(Choice(words=words)).keys == wanted


def test_facets_narrow_and_count() -> None:
    shelf = Shelf([
        info("a", issuers=("天津市人民政府",), written="2021-08-19", region="天津市", kind="规划"),
        info("b", issuers=("天津市人民政府", "天津市财政局"), written="2023-01-01", tags=("要办",)), info("c"),
    ])  # fmt: skip
    assert shelf.values("issuer") == [("天津市人民政府", 2), ("天津市财政局", 1)]
    assert shelf.values("year") == [("2021", 1), ("2023", 1)]
    chosen = Choice().with_facet("issuer", "天津市人民政府")
    assert shelf.listing(chosen).keys == ("a", "b")
    assert shelf.listing(chosen.with_facet("year", "2023")).keys == ("b",)
    assert shelf.listing(chosen.with_facet("year", "2023").with_facet("issuer", "")).keys == ("b",)
    assert shelf.listing(Choice().with_facet("tag", "要办")).keys == ("b",)


def test_what_does_not_say_its_year_stands_last_in_both_orders() -> None:
    shelf = Shelf([info("none"), info("old", written="2019-01-01"), info("new", written="2024-01-01")])
    assert shelf.listing(Choice(order="newest")).keys == ("new", "old", "none")
    assert shelf.listing(Choice(order="oldest")).keys == ("old", "new", "none")


def test_newest_additions_first() -> None:
    shelf = Shelf([
        info("bundled"), info("old", "own", added="2026-01-01T08:00:00Z"),
        info("new", "own", added="2026-02-01T08:00:00Z"),
    ])  # fmt: skip
    assert shelf.listing(Choice(order="added")).keys == (
        ("group", "own"), "new", "old", ("group", "bundled"), "bundled",
    )  # fmt: skip


def test_a_long_library_begins_with_what_was_read_last() -> None:
    shelf = Shelf([info(str(number)) for number in range(20)])
    found = shelf.listing(Choice(), ["7", "gone", "3"])
    assert found.keys[:4] == (("group", "recent"), ("recent", "7"), ("recent", "3"), ("group", "bundled"))
    assert not any(
        key[0] == "recent" for key in shelf.listing(Choice(words="标题"), ["7"]).keys if isinstance(key, tuple)
    )
    assert Shelf([info("a"), info("b")]).listing(Choice(), ["b"]).keys == ("a", "b")
