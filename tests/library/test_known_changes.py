"""What documents do to others: read once, kept for the next session, and never used where it is not of these documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.hits import SearchOptions, SearchResult
from reader.library.versions import known_changes as module
from reader.library.versions.editions import Editions
from tests.library.test_editions import TODAY, Shelf, put_law

Make = Callable[..., Document]


class Kept(Shelf):
    """A library whose documents have sums; says what was looked for."""

    def __init__(self, make: Make, cache: Path) -> None:
        super().__init__(make)
        self.cache, self.looked_for = cache, list[tuple[str, ...]]()
        self.next_session()

    def next_session(self) -> None:
        self.opened.clear()
        self.looked_for.clear()
        self.editions = Editions(self.documents, self.load, self.search, sums=self.sums, cache=self.cache)

    def sums(self) -> dict[str, str]:
        return {doc: sha256(repr(each).encode()).hexdigest() for doc, each in self._docs.items()}

    def search(self, query: str, options: SearchOptions) -> SearchResult:
        self.looked_for.append(options.docs)
        return super().search(query, options)

    def turn(self) -> None:
        self._docs = dict(reversed(self._docs.items()))
        self._infos = self._infos[::-1]

    def everything(self) -> list[Any]:
        return sorted((self.editions.of(info.id, TODAY) for info in self._infos), key=lambda each: each[0].info.id)


@pytest.fixture
def shelf(make_document: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setattr(module, "WORTH_KEEPING", 1)
    made = Kept(make_document, tmp_path)
    put_law(made, "old", "某市数据暂行办法", "2018-03-01")
    put_law(made, "other", "某市招商规定", "2018-03-01")
    put_law(made, "new", "某市数据条例", "2023-05-01", "《某市数据暂行办法》《某市招商规定》同时废止。")
    made.put(
        "list", "某市人民政府关于废止部分文件的决定", "决定废止下列文件：", "1.《某市用水办法》", written="2024-01-01"
    )
    put_law(made, "water", "某市用水办法", "2015-03-01")
    return made


def test_the_next_session_reads_nothing_and_says_the_same(shelf: Kept) -> None:
    before = shelf.everything()
    assert shelf.looked_for == [()]
    assert shelf.states("water") == {"water": "repealed"}
    shelf.next_session()
    assert shelf.states("other") == {"other": "repealed"}
    assert sorted(set(shelf.opened)) == ["new", "other"], "itself, and what ends it"
    assert shelf.everything() == before
    assert shelf.looked_for == []


def test_a_document_that_comes_or_changes_is_read_alone(shelf: Kept) -> None:
    shelf.everything()
    put_law(shelf, "late", "某市招商条例", "2025-05-01", "《某市用水规则》同时废止。")
    put_law(shelf, "rule", "某市用水规则", "2016-03-01")
    shelf.next_session()
    assert shelf.states("rule") == {"rule": "repealed"}
    assert shelf.looked_for == [("late", "rule")]
    shelf.next_session()
    put_law(shelf, "new", "某市数据条例", "2023-05-01", "《某市数据暂行办法》同时废止。")
    assert shelf.states("other") == {"other": "in-force"}
    assert shelf.looked_for == [("new",)]


def test_what_is_gone_does_nothing_any_more_and_another_order_is_followed(shelf: Kept) -> None:
    shelf.everything()
    shelf.turn()
    shelf.next_session()
    turned = shelf.everything()
    assert shelf.looked_for == []
    shelf.cache = shelf.cache / "none"
    shelf.next_session()
    assert turned == shelf.everything()
    del shelf._docs["new"]
    shelf._infos = tuple(info for info in shelf._infos if info.id != "new")
    assert shelf.states("other") == {"other": "in-force"}


def spoilt(value: dict[str, Any], how: str) -> object:
    documents = value["documents"]
    change = documents["new"][2][0]
    if how == "stamp":
        value["stamp"] = "0"
    elif how == "day":
        change["day"] = "2024-02-31"
    elif how == "words":
        change["words"] = "长" * 1000
    elif how == "another's":
        documents["old"][2] = [change]
    elif how == "effect":
        change["effect"] = "kept"
    elif how == "name":
        documents["old"][1][1] = "gone"
    elif how == "link":
        value["links"][1].append(["new", 0, "nowhere"])
    elif how == "fraction":
        value["links"][1][0][1] = 0.0
    elif how == "number":
        value["links"][1][0][1] = 99
    return [] if how == "list" else value


@pytest.mark.parametrize(
    "how", ["stamp", "day", "words", "another's", "effect", "name", "list", "link", "number", "fraction", "nothing"]
)
def test_a_file_that_is_not_as_it_was_written_is_not_used(how: str, shelf: Kept) -> None:
    before = shelf.everything()
    file = shelf.cache / module.FILE
    file.write_text(json.dumps(spoilt(json.loads(file.read_text("utf-8")), how)), "utf-8")
    shelf.next_session()
    assert shelf.everything() == before
    assert bool(shelf.looked_for) is (how not in {"link", "number", "fraction", "nothing"}), (
        "links are told anew from what was read"
    )


def test_another_version_of_the_program_reads_anew(shelf: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.everything()
    monkeypatch.setattr(module, "__version__", "0.0.0")
    shelf.next_session()
    shelf.everything()
    assert shelf.looked_for == [()]
