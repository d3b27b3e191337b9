"""Several shelves as one library; what the user sorts documents by."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.errors import BadInput, DamagedStore, NotFound
from reader.corpus import Corpus
from reader.shelves.folder import FolderShelf
from reader.shelves.labels import FILE, Labels
from reader.shelves.own import OwnShelf
from reader.shelves.union import Union
from tests.shelves.conftest import Put


@pytest.fixture
def union(small_corpus: Path, shelf: OwnShelf, folder: Path) -> Union:
    return Union([FolderShelf(Corpus(small_corpus)), shelf], Labels(folder))


def test_shelf_after_shelf(union: Union, put: Put) -> None:
    first, second = put("甲。"), put("乙。", added="2026-11-30T10:00:00Z")
    assert [(info.id, info.shelf) for info in union.documents()] == [
        ("plan", "bundled"), ("draft", "bundled"), (first.id, "own"), (second.id, "own"),
    ]  # fmt: skip
    assert union.load("plan").shelf == "bundled"
    assert union.load(second.id).text == "乙。"
    assert union.shelf_of("draft").name == "bundled"
    with pytest.raises(NotFound):
        union.load("nothing")


def test_an_id_on_two_shelves_is_one_document_the_later_shelfs(union: Union, shelf: OwnShelf, put: Put) -> None:
    put("新的文字。", doc="plan")
    assert [(info.id, info.shelf) for info in union.documents()] == [("draft", "bundled"), ("plan", "own")]
    assert union.load("plan").text == "新的文字。"
    assert union.elsewhere("plan") == ("bundled",)
    assert union.elsewhere("draft") == ()
    shelf.remove(["plan"])
    assert union.shelf_of("plan").name == "bundled"
    assert union.load("plan").title == "某市人民政府关于印发某市数字经济行动方案的通知"


def test_before_anybody_asks_for_all_the_later_shelfs_document_is_the_one_too(
    union: Union, shelf: OwnShelf, put: Put, small_corpus: Path
) -> None:
    put("新的文字。", doc="plan")

    def anew() -> Union:
        return Union([FolderShelf(Corpus(small_corpus)), shelf])

    assert anew().load("plan").text == "新的文字。"
    assert anew().load("draft").shelf == "bundled"
    assert anew().lists("plan")
    assert not anew().lists("nothing")
    shelf.remove(["plan"])
    assert anew().shelf_of("plan").name == "bundled"


def test_the_same_object_until_something_changes(union: Union, put: Put) -> None:
    put("甲。")
    before = union.documents()
    assert union.documents() is before
    assert union.labels is not None
    union.labels.collect(["plan"], "常用")
    assert union.documents() is not before
    assert union.documents() is union.documents()


def test_the_sum_of_a_document_is_another_one_where_its_words_or_facts_are(
    union: Union, shelf: OwnShelf, put: Put
) -> None:
    first = put("甲。")
    before = union.sums()
    assert set(before) == {"plan", "draft", first.id}
    shelf.set(first.id, {"title": "某市新题"})
    put("新的文字。", doc="plan")
    changed = {doc for doc, each in union.sums().items() if each != before[doc]}
    assert changed == {first.id, "plan"}
    assert union.labels is not None
    now = union.sums()
    union.labels.collect(["draft"], "常用")
    assert union.sums() == now


def test_a_pack_has_a_name(small_corpus: Path) -> None:
    shelf = FolderShelf(Corpus(small_corpus), "pack:法规")
    assert {info.shelf for info in shelf.documents()} == {"pack:法规"}
    assert shelf.load("plan").shelf == "pack:法规"


def test_collections_and_tags(union: Union, put: Put, folder: Path) -> None:
    labels = union.labels
    assert labels is not None
    own = put("甲。")
    labels.collect(["plan", own.id], " 常用  文件 ")
    labels.collect([own.id], "待办")
    labels.set_tags("plan", ["#数据", "数据", "", " 要点 "])
    infos = {info.id: info for info in union.documents()}
    assert infos["plan"].collections == ("常用 文件",)
    assert infos["plan"].tags == ("数据", "要点")
    assert infos[own.id].collections == ("常用 文件", "待办")
    assert infos["draft"].collections == ()
    assert Labels(folder).collections() == ("常用 文件", "待办")
    labels.rename_collection("待办", "常用 文件")
    assert labels.collections() == ("常用 文件",)
    assert {info.id: info for info in union.documents()}[own.id].collections == ("常用 文件",)
    labels.uncollect([own.id], "常用 文件")
    labels.rename_collection("常用 文件", "")
    assert labels.collections() == ()
    assert all(not info.collections for info in union.documents())
    with pytest.raises(BadInput):
        labels.rename_collection("没有", "有")


@pytest.mark.parametrize("name", ["", "  ", "长" * 61, "a\0b"])
def test_names_that_do_not_fit(union: Union, name: str) -> None:
    assert union.labels is not None
    with pytest.raises(BadInput):
        union.labels.collect(["plan"], name)


def test_more_tags_for_several_documents_at_once(union: Union, put: Put, folder: Path) -> None:
    labels = Labels(folder)
    labels.set_tags("plan", ["数据"])
    labels.add_tags(["plan", "draft"], ["#要点", "数据"])
    tags = {info.id: info.tags for info in labels.on(union.documents())}
    assert (tags["plan"], tags["draft"]) == (("数据", "要点"), ("要点", "数据"))
    with pytest.raises(BadInput):
        labels.add_tags(["plan"], ["字" * 61])
    labels.remove_tag(["plan", "draft"], "要点")
    tags = {info.id: info.tags for info in labels.on(union.documents())}
    assert (tags["plan"], tags["draft"]) == (("数据",), ("数据",))


def test_the_size_of_every_document_is_that_of_its_file(union: Union) -> None:
    sizes = union.sizes()
    assert list(sizes) == [info.id for info in union.documents()]
    assert all(size > 100 for size in sizes.values())
    assert union.shelves[0].size("plan") == sizes["plan"]
    with pytest.raises(NotFound):
        union.shelves[0].size("nothing")


def test_another_program_s_labels_are_seen(union: Union, folder: Path) -> None:
    other = Labels(folder)
    assert union.documents()[0].collections == ()
    other.collect(["plan"], "甲")
    assert union.documents()[0].collections == ("甲",)
    other.collect(["plan"], "乙")
    assert union.documents()[0].collections == ("甲", "乙")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"collections": [], "documents": {"plan": 3}}'])
def test_damaged_labels_stop_no_document_and_are_not_overwritten(union: Union, folder: Path, damage: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(damage)
    labels = union.labels
    assert labels is not None
    assert len(union.documents()) == 2
    assert "文件夹和标签" in labels.fault
    with pytest.raises(DamagedStore, match="文件夹和标签"):
        labels.collect(["plan"], "甲")
    assert (folder / FILE).read_text() == damage
    (folder / FILE).unlink()
    labels.collect(["plan"], "甲")
    assert labels.fault == ""
