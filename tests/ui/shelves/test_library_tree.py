"""The library as a tree of facets: what it counts, in what order, and the view that unfolds it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from reader.core.document import DocumentInfo, Source
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.shelves.library_browser import LibraryBrowser
from reader.ui.shelves.library_names import LibraryNames
from reader.ui.shelves.library_rows import NATIONWIDE, UNSAID, Choice, Shelf
from reader.ui.shelves.library_tree import Branch, LibraryTree, library_tree

SOURCE = Source("a.txt", "0" * 64, "hans")
TIANJIN = {"region": "天津市", "level": "province"}


def info(doc: str, **facts: Any) -> DocumentInfo:
    return replace(DocumentInfo(doc, f"标题{doc}", SOURCE), **facts)


LIBRARY = (
    info("law", level="national", issuers=("国务院",), written="2020-01-01", kind="条例", status="issued"),
    info("plan", **TIANJIN, issuers=("天津市人民政府",), written="2021-08-19", kind="规划", status="issued"),
    info("old", **TIANJIN, issuers=("天津市人民政府",), written="2019-01-01", kind="规划", status="draft"),
    info("two", **TIANJIN, issuers=("天津市人民政府", "天津市财政局"), kind="办法", collections=("要办",)),
    info("own", shelf="own", kind="规划"),
)


def lines(tree: LibraryTree, section: str) -> dict[tuple[str, ...], int]:
    """Values from the outermost → documents, in the tree's order."""
    return {tuple(value for _facet, value in b.pairs): b.count for b in tree.branches if b.section == section}


def test_regions_lead_to_levels_issuers_and_years_and_what_is_no_choice_is_left_out() -> None:
    tree = library_tree(Shelf(LIBRARY), Choice())
    assert lines(tree, "place") == {
        (): 5, ("天津市",): 3, ("天津市", "天津市人民政府"): 3, ("天津市", "天津市人民政府", "2021"): 1,
        ("天津市", "天津市人民政府", "2019"): 1, ("天津市", "天津市人民政府", UNSAID): 1, ("天津市", "天津市财政局"): 1,
        (NATIONWIDE,): 1, (UNSAID,): 1,
    }  # fmt: skip
    assert lines(tree, "kind") == {(): 5, ("规划",): 3, ("条例",): 1, ("办法",): 1}
    assert lines(tree, "status") == {(): 5, ("issued",): 2, ("draft",): 1, (UNSAID,): 2}
    assert lines(tree, "shelf") == {(): 5, ("bundled",): 4, ("own",): 1}
    assert lines(tree, "collection") == {(): 5, ("要办",): 1}
    assert lines(tree, "tag") == {}, "nobody has given any"


def test_whether_documents_hold_narrows_the_library_once_it_is_known() -> None:
    shelf, choice = Shelf(LIBRARY), Choice(facets={"validity": "repealed"})
    assert lines(library_tree(shelf, Choice()), "validity") == {}
    assert len(shelf.passing(choice)) == 5, "not known yet"
    known = shelf.with_states({"law": "in-force", "plan": "repealed", "old": "repealed", "two": "unknown"}, {})
    assert [info.id for info in known.passing(choice)] == ["plan", "old"]
    told = lines(library_tree(known, Choice()), "validity")
    assert told == {(): 5, ("repealed",): 2, ("unknown",): 2, ("in-force",): 1}
    assert dict(known.values("validity"))["unknown"] == 2


def test_every_branch_lists_as_many_documents_as_it_counts() -> None:
    shelf = Shelf(LIBRARY)
    for branch in library_tree(shelf, Choice()).branches:
        found = shelf.listing(Choice().with_facets((), branch.pairs))
        assert found.total == branch.count, branch


def test_what_is_typed_and_what_other_sections_chose_narrow_the_counts_and_a_choice_leaves_its_own_alone() -> None:
    shelf = Shelf(LIBRARY)
    assert lines(library_tree(shelf, Choice(words="天津市財政")), "place") == {}, "one document is no choice"
    assert lines(library_tree(shelf, Choice(words="規劃")), "place")[("天津市",)] == 2, "words look at the kind too"
    chosen = Choice().with_facets(("kind",), (("kind", "规划"),))
    tree = library_tree(shelf, chosen)
    assert lines(tree, "kind") == {(): 5, ("规划",): 3, ("条例",): 1, ("办法",): 1}
    assert lines(tree, "place")[("天津市",)] == 2
    assert [branch.pairs for branch in tree.branches if branch.chosen] == [(("kind", "规划"),)]


def test_years_stand_from_the_newest_and_regions_from_the_largest() -> None:
    shelf = Shelf([info(str(n), region="甲" if n > 3 else "乙", written=f"{2000 + n}-01-01") for n in range(10)])
    order = [value for (_section, *value) in ((b.section, *b.pairs) for b in library_tree(shelf, Choice()).branches)]
    assert [pairs[-1][1] for pairs in order if len(pairs) == 1] == ["甲", "乙"]
    assert [pairs[1][1] for pairs in order if len(pairs) == 2][:6] == [str(year) for year in range(2009, 2003, -1)]


# The view


def browser(qtbot: QtBot) -> LibraryBrowser:
    texts = Texts(Path("no translations"))
    made = LibraryBrowser(texts, LibraryNames(texts, lambda text: text), PAPER)
    QAbstractItemModelTester(made.rows, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    qtbot.addWidget(made)
    made.resize(280, 400)
    made.show()
    return made


def in_sight(view: LibraryBrowser, parent: QModelIndex | None = None) -> list[str]:
    """Names of the rows that are unfolded, with their counts."""
    model, found = view.rows, []
    above = parent or QModelIndex()
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        found.append(f"{index.data()} {model.index(row, 1, above).data()}".strip())
        found += in_sight(view, index) if view.isExpanded(index) else []
    return found


def test_a_click_or_a_key_narrows_and_again_takes_it_back(qtbot: QtBot) -> None:
    view, shelf = browser(qtbot), Shelf(LIBRARY)
    view.show_tree(library_tree(shelf, Choice()), unfold=False)
    assert in_sight(view) == ["文种", "状态", "书架", "文件夹", "地区和机关", "天津市 3", "全国 1", "未载明 1"]
    kinds = view.rows.index(0, 0)
    view.setCurrentIndex(kinds)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert in_sight(view)[:4] == ["文种", "规划 3", "条例 1", "办法 1"]
    view.setCurrentIndex(view.rows.index_of(("kind", (("kind", "规划"),))))
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert chosen.args == ["kind", (("kind", "规划"),)]
    view.show_tree(library_tree(shelf, Choice().with_facet("kind", "规划")), unfold=False)
    assert in_sight(view)[:4] == ["文种", "✓ 规划 3", "条例 1", "办法 1"], "what was unfolded stays so"
    assert view.rows.branch(view.currentIndex()) == Branch("kind", (("kind", "规划"),), 3, 0, 0, (), chosen=True)
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.currentIndex()).center())
    assert chosen.args == ["kind", ()]


def test_words_unfold_a_small_tree_and_leave_no_trace(qtbot: QtBot) -> None:
    view, shelf = browser(qtbot), Shelf(LIBRARY)
    view.show_tree(library_tree(shelf, Choice(words="天津")), unfold=True)
    assert "2021 年 1" in in_sight(view)
    view.show_tree(library_tree(shelf, Choice()), unfold=False)
    assert in_sight(view)[:2] == ["文种", "状态"]
