"""Notes hang on ids: an id and what was corrected stay with a document, whatever becomes of the name of its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.errors import BadInput
from reader.corpus import Corpus
from reader.ingest.farm import catalogue
from tests.ingest.test_farm import build, notice

MATTERS = ("琥珀", "珍珠", "玛瑙", "水晶")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number, matter in enumerate(MATTERS):
        (folder / f"附件{number}.txt").write_text(notice(matter, number), "utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def by_matter(out: Path) -> dict[str, str]:
    """Id of each document by what it is about."""
    return {info.title[2:].partition("加强")[2][:2]: info.id for info in Corpus(out).documents()}


def moved(inbox: Path) -> None:
    (inbox / "新").mkdir()
    (inbox / "附件1.txt").rename(inbox / "新" / "改了名.txt")


def exchanged(inbox: Path) -> None:
    (inbox / "附件1.txt").rename(inbox / "t")
    (inbox / "附件2.txt").rename(inbox / "附件1.txt")
    (inbox / "t").rename(inbox / "附件2.txt")


def counted_anew(inbox: Path) -> None:
    (inbox / "附件0.txt").unlink()
    for number in (1, 2, 3):
        (inbox / f"附件{number}.txt").rename(inbox / f"附件{number - 1}.txt")


def the_other_of_two(inbox: Path) -> None:
    (inbox / "附件9.txt").write_bytes((inbox / "附件1.txt").read_bytes())
    (inbox / "附件1.txt").unlink()


@pytest.mark.parametrize("change", [moved, exchanged, counted_anew, the_other_of_two])
@pytest.mark.parametrize("chosen", [False, True])
def test_an_id_goes_with_the_bytes(inbox: Path, out: Path, change: Callable[[Path], None], chosen: bool) -> None:
    built = build(inbox, out)
    assert built.catalogue is not None
    if chosen:
        text = built.catalogue.read_text("utf-8")
        for number, doc_id in enumerate(sorted(by_matter(out).values())):
            text = text.replace(f'id = "{doc_id}"', f'id = "chosen-{number}"')
        built.catalogue.write_text(text, "utf-8")
        build(inbox, out)
    before = by_matter(out)
    assert len(before) == 4
    change(inbox)
    for _ in range(3):  # the catalogue that was added to says the same
        build(inbox, out)
        after = by_matter(out)
        assert after == {matter: before[matter] for matter in after}
        assert len(after) == (3 if change is counted_anew else 4)


def test_what_was_corrected_goes_with_the_bytes_too(inbox: Path, out: Path) -> None:
    built = build(inbox, out)
    assert built.catalogue is not None
    head, name, rest = built.catalogue.read_text("utf-8").partition('file = "附件1.txt"')
    rest = rest.replace("# [document.basis]", '[document.basis]\nregion = "公报"', 1)
    rest = rest.replace('sha256 = "', 'region = "某市"\nsha256 = "', 1)
    built.catalogue.write_text(head + name + rest, "utf-8")
    moved(inbox)
    for _ in range(2):
        again = build(inbox, out)
        (info,) = (info for info in Corpus(out).documents() if "珍珠" in info.title)
        assert (info.region, info.source.inferred.get("region")) == ("某市", "公报")
        assert again.catalogue is not None
        assert again.catalogue.read_text("utf-8").count("[[document]]") == 4, "what has moved is known"


def test_a_file_that_was_changed_keeps_its_id_also_beside_a_copy_of_what_it_was(inbox: Path, out: Path) -> None:
    build(inbox, out)
    before = by_matter(out)
    (inbox / "附件1（旧）.txt").write_bytes((inbox / "附件1.txt").read_bytes())
    (inbox / "附件1.txt").write_text(notice("珍珠", 1) + "\n附则\n", "utf-8")
    build(inbox, out)
    ids = {info.source.file: info.id for info in Corpus(out).documents()}
    assert ids["附件1.txt"] == before["珍珠"]
    assert len(set(ids.values())) == 5


def test_one_id_for_two_files_in_two_catalogues_is_one_documents(inbox: Path, out: Path) -> None:
    build(inbox, out)
    taken = by_matter(out)["水晶"]
    (inbox / "catalogue.toml").write_text(f'[[document]]\nfile = "附件0.txt"\nid = "{taken}"\n', "utf-8")
    build(inbox, out)
    assert len(set(by_matter(out).values())) == 4


def test_the_sum_of_an_entry_is_the_programs(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text('[[document]]\nfile = "a.txt"\nsha256 = "x"\n', "utf-8")
    with pytest.raises(BadInput, match="sha256"):
        catalogue.read(file)
