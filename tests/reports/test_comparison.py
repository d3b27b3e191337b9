"""Comparisons as values and as files, and through the library."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from reader.core.align import align
from reader.core.comparison import LIKE_ENOUGH, Comparison, compare
from reader.core.document import Document
from reader.core.errors import BadInput, NotFound
from reader.core.span import Location
from reader.library import Library, open_library
from reader.paths import find_paths
from reader.reports import page, word
from reader.reports.comparison import Comparer
from reader.reports.marked import pieces

Make = Callable[..., Document]
HOSTILE = "<script>alert('甲')</script>&\x0b\ud800"


@pytest.fixture
def documents(make_document: Make) -> list[Document]:
    left = make_document(
        ("title", "某市数据条例"),
        "一、公共数据",
        "公共数据应当依照目录向社会开放，每年更新50次。",
        "网信部门负责统筹协调工作。",
        f"附带说明{HOSTILE}。",
        doc="old",
        title="某市数据条例",
        doc_number="某政发〔2021〕1号",
        written="2021-01-01",
    )
    right = make_document(
        ("title", "某市数据条例"),
        "一、公共数据",
        "公共数据应当依照目录向社会无条件开放，每年更新500次。",
        "处理个人信息应当取得同意。",
        f"附带说明{HOSTILE}。",
        doc="new",
        title="某市数据条例",
    )
    return [left, right]


@pytest.fixture
def comparison(documents: list[Document]) -> Comparison:
    left, right = documents
    return compare(left, right, align(left, right))


def test_rows_hold_every_block_with_its_citation(comparison: Comparison, documents: list[Document]) -> None:
    assert [r.left.text for r in comparison.rows if r.left] == [b.text for b in documents[0].blocks]
    assert sorted(r.right.text for r in comparison.rows if r.right) == sorted(b.text for b in documents[1].blocks)
    changed = next(r for r in comparison.rows if r.diff)
    assert changed.left is not None
    assert changed.left.citation == "《某市数据条例》（某政发〔2021〕1号），第一部分第1自然段"
    assert changed.left.link == "policy-reader:old#b3"
    assert (changed.status, changed.similarity) == ("改写", "86%")
    assert dict(comparison.counts) == {"same": 3, "reworded": 1, "only-left": 1, "only-right": 1}
    assert comparison.summary == "按同一文件的两个版本对照：相同 3 段，改写 1 段，只在左 1 段，只在右 1 段。"
    assert comparison.heading == "《某市数据条例》（某政发〔2021〕1号）与《某市数据条例》对照"


def test_pieces_make_up_the_texts(comparison: Comparison) -> None:
    for row in comparison.rows:
        assert "".join(text for text, _ in pieces(row, "left")) == (row.left.text if row.left else "")
        assert "".join(text for text, _ in pieces(row, "right")) == (row.right.text if row.right else "")
    changed = next(r for r in comparison.rows if r.diff)
    assert [text for text, mark in pieces(changed, "right") if mark] == ["无条件", "500"]
    assert [text for text, mark in pieces(changed, "left") if mark] == ["50"]


def test_clauses_of_different_plans_are_not_called_reworded(corpus_dir: Path) -> None:
    from reader.corpus import Corpus

    corpus = Corpus(corpus_dir)
    left, right = (corpus.load(i) for i in ("tianjin-digital-economy-2019", "tianjin-digitalisation-2021"))
    made = compare(left, right, align(left, right))
    assert {row.status for row in made.rows} >= {"对应", "对应（仅供参考）", "只在左", "只在右"}
    assert not any("改写" in row.status for row in made.rows)
    # A character by character comparison of such clauses would be all marks.
    assert all(row.pair.similarity >= LIKE_ENOUGH for row in made.rows if row.diff)


class Page(HTMLParser):
    """Tags, attributes and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.marked: dict[str, list[str]] = {"del": [], "ins": []}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in {"meta", "col", "br"}:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.marked:
            self.marked[self.open[-1]].append(data)


def test_html_stands_alone(comparison: Comparison) -> None:
    text = page.dump(comparison).decode("utf-8")
    read = Page(text)
    assert read.open == []
    assert "script" not in read.tags
    assert all(link.startswith("policy-reader:") for link in read.links)
    assert "://" not in text
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text
    assert read.marked == {"del": ["50"], "ins": ["无条件", "500"]}
    assert read.tags.count("tr") == 1 + len(comparison.rows)
    assert "\x0b" not in text


def runs(table: Any, column: int, wanted: Callable[[Any], bool]) -> list[str]:
    return [
        run.text
        for row in table.rows[1:]
        for paragraph in row.cells[column].paragraphs
        for run in paragraph.runs
        if wanted(run.font)
    ]


def test_word_file(comparison: Comparison) -> None:
    import docx

    opened = docx.Document(io.BytesIO(word.dump(comparison)))
    assert opened.paragraphs[0].text == comparison.heading
    assert comparison.summary in [p.text for p in opened.paragraphs]
    (table,) = opened.tables
    assert len(table.rows) == 1 + len(comparison.rows)
    assert runs(table, 0, lambda font: bool(font.strike and font.bold)) == ["50"]
    assert runs(table, 1, lambda font: bool(font.underline and font.bold)) == ["无条件", "500"]
    days = [f"（{day}）" if day else "" for day in comparison.dates]
    assert [c.text for c in table.rows[0].cells] == [f"修订前{days[0]}", f"修订后{days[1]}", "说明"]
    assert "tblHeader" in table.rows[0]._tr.xml


def test_the_comparer_works_out_each_thing_once(documents: list[Document], make_document: Make) -> None:
    shelf = {d.id: d for d in documents}
    comparer = Comparer(lambda: shelf, shelf.__getitem__)
    assert comparer.align("old", "new") is comparer.align("old", "new")
    assert comparer.align("new", "old") is not comparer.align("old", "new")
    assert comparer.shared_wording("old", "new") is comparer.shared_wording("old", "new")
    assert comparer.related("old", "b3", 1)[0].location == Location("new", "b3")
    first = comparer.align("old", "new")
    shelf["new"] = make_document("全新的文件。", doc="new")
    assert comparer.align("old", "new") is not first
    assert all(each.location.doc == "old" for each in comparer.related("old", "b3", 3))


@pytest.fixture
def small(small_corpus: Path, profile: Path) -> Iterator[Library]:
    opened = open_library(find_paths(profile / "data", small_corpus))
    yield opened
    opened.close()


def test_through_the_library(small: Library) -> None:
    made = small.align("plan", "draft")
    assert (made.left, made.right) == ("plan", "draft")
    assert made is small.align("plan", "draft")
    found = small.related(Location("draft", "b3"))
    assert found[0].location.doc == "plan"
    assert small.related(Location("draft")) == ()
    assert small.shared_wording("plan", "draft") == ()
    assert small.export_comparison("plan", "draft", "html").startswith(b"<!DOCTYPE html>")
    assert small.export_comparison("plan", "draft", "docx").startswith(b"PK")
    with pytest.raises(BadInput, match="docx、html"):
        small.export_comparison("plan", "draft", "pdf")
    with pytest.raises(NotFound):
        small.align("plan", "nowhere")


def test_the_pages_of_the_word_file_are_numbered(comparison: Comparison) -> None:
    import docx

    footer = docx.Document(io.BytesIO(word.dump(comparison))).sections[0].footer
    assert 'w:instr="PAGE"' in footer.paragraphs[0]._p.xml
