"""Answers that who makes them puts where they are kept: the same bytes, whatever goes wrong on the way there."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from reader.core.errors import BadInput
from reader.core.register import Registers
from reader.corpus import Corpus
from reader.ingest.farm import assembling, frames, orders, similar, work
from reader.ingest.farm.kept import Kept
from reader.ingest.farm.processes import Processes
from reader.ingest.farm.stamp import stamp
from reader.ingest.metadata import Facts
from reader.paths import find_paths
from reader.registers import load_lexicon, shipping
from reader.registers.citations import Shelf
from reader.registers.joining import Joining, alone
from tests.ingest.test_farm import Here, build, cites_another, notice, states, sums


class Near(Here):
    """Answers in this process, and sees the files of this machine.

    Attributes:
        lines: answers that came as a line, by what was asked.
    """

    is_here = True

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}

    def answers(self, orders: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes | None]]:
        for number, order in orders:
            answer = self.answer(frames.head_of(order), order)
            if answer is not None and frames.seen(answer)[1]:
                asked = frames.head_of(order)["do"]
                self.lines[asked] = self.lines.get(asked, 0) + 1
            yield number, answer

    def answer(self, _head: dict[str, object], order: bytes) -> bytes | None:
        """The answer to one order."""
        return work.do(order)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number, matter in enumerate(("琥珀", "玛瑙", "珍珠", "水晶")):
        (folder / f"{matter}.txt").write_text(notice(matter, number), encoding="utf-8")
    (folder / "大的.txt").write_text(
        notice("珊瑚", 8) + "二、附则。\n\n各区要按时报送情况。\n\n" * 2000, encoding="utf-8"
    )
    cites_another(folder)
    return folder


@pytest.mark.parametrize("originals", [False, True])
def test_answers_put_home_give_the_bytes_of_those_that_came_whole(inbox: Path, tmp_path: Path, originals: bool) -> None:
    engine = Near()
    built = build(inbox, tmp_path / "near", engine, originals=originals)
    build(inbox, tmp_path / "far", Here(), originals=originals)
    assert engine.lines["read"] == built.documents == 6
    assert engine.lines["unmarked"]
    assert sums(tmp_path / "near") == sums(tmp_path / "far")
    again = Here()
    build(inbox, tmp_path / "near", again, originals=originals)
    assert again.asked == 0
    assert sums(tmp_path / "near") == sums(tmp_path / "far")


@pytest.mark.parametrize("refused", ["kept", "document"])
def test_an_answer_that_cannot_be_put_home_comes_whole(tmp_path: Path, refused: str) -> None:
    (tmp_path / "file").touch()
    places = {"kept": str(tmp_path / "kept"), "document": str(tmp_path / "d.json")}
    places[refused] = str(tmp_path / "file" / "below")
    home = orders.Home(places["kept"], "ab12", stamp(), places["document"])
    data = notice("琥珀", 1).encode()
    answer = work.do(orders.read_order("a.txt", Facts("doc-a"), data, home=home))
    assert answer == work.do(orders.read_order("a.txt", Facts("doc-a"), data))
    home = orders.Home(str(tmp_path / "good"), "ab12", stamp(), str(tmp_path / "d.json"))
    line = work.do(orders.read_order("a.txt", Facts("doc-a"), data, home=home))
    assert frames.seen(line) == (frames.head_of(answer), True)
    assert Kept(tmp_path / "good").whole("ab12") == frames.unpacked(answer)
    assert (tmp_path / "d.json").read_bytes() == frames.unpacked(answer)[1][orders.DOCUMENT]


def test_another_program_puts_nothing_home(tmp_path: Path) -> None:
    home = orders.Home(str(tmp_path / "kept"), "ab12", "another", str(tmp_path / "d.json"))
    answer = work.do(orders.read_order("a.txt", Facts("doc-a"), notice("琥珀", 1).encode(), home=home))
    assert len(frames.unpacked(answer)[1]) > 1
    assert not (tmp_path / "kept").exists()
    assert not (tmp_path / "d.json").exists()


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_file_that_is_changed_before_it_is_read_ends_the_build(inbox: Path, tmp_path: Path, how: str) -> None:
    class Late(Near):
        def answer(self, head: dict[str, object], order: bytes) -> bytes | None:
            if isinstance(lying := head.get("lying"), dict):
                file = Path(lying["path"])
                file.write_text("另一份", encoding="utf-8") if how == "changed" else file.unlink(missing_ok=True)
            return work.do(order)

    with pytest.raises(BadInput, match=r"在制作时被改动或移走了.*再运行一次"):
        build(inbox, tmp_path / "out", Late())
    assert not (tmp_path / "out").exists()
    assert build(inbox, tmp_path / "out", Near()).documents


def test_a_folder_that_goes_away_is_said_to_have_gone(inbox: Path, tmp_path: Path) -> None:
    class Late(Near):
        def answer(self, head: dict[str, object], order: bytes) -> bytes | None:
            if "lying" in head:
                shutil.rmtree(inbox, ignore_errors=True)
            return work.do(order)

    with pytest.raises(BadInput, match="找不到文件夹"):
        build(inbox, tmp_path / "out", Late())


def test_what_was_kept_and_is_gone_when_it_is_asked_for_ends_the_build(inbox: Path, tmp_path: Path) -> None:
    class Losing(Near):
        def answer(self, head: dict[str, object], order: bytes) -> bytes | None:
            if head["do"] == "unmarked":
                shutil.rmtree(tmp_path / "out-review" / "kept")
            return work.do(order)

    with pytest.raises(BadInput, match="丢失或损坏"):
        build(inbox, tmp_path / "out", Losing())
    assert build(inbox, tmp_path / "out", Near()).documents == 6


def test_a_document_that_a_second_reading_does_not_find_is_not_in_the_corpus(inbox: Path, tmp_path: Path) -> None:
    class Damaged(Near):
        """Says of one file that it wants to learn from the others, and dies of it the second time."""

        def answer(self, head: dict[str, object], order: bytes) -> bytes | None:
            if head["name"] != "珍珠.txt" or head["do"] != "read":
                return work.do(order)
            if len(frames.unpacked(order)[1]) > 1:
                return None
            line, home = work.do(order), head["home"]
            assert isinstance(home, dict)
            kept = Kept(Path(home["kept"])).whole(home["key"])
            assert kept is not None
            assert Path(home["document"]).exists()
            whole = frames.packed({**frames.head_of(line), "asked": True}, kept[1])
            Kept(Path(home["kept"])).put(home["key"], whole)
            return frames.line_of(whole)

    built = build(inbox, tmp_path / "out", Damaged())
    assert states(built, inbox)["珍珠.txt"] == "unreadable"
    listed = {f"{info.id}.json" for info in Corpus(tmp_path / "out").documents()}
    assert {file.name for file in (tmp_path / "out" / "normalised").iterdir()} == {*listed, "manifest.json"}
    assert len(listed) == built.documents == 5


def test_processes_put_answers_home(inbox: Path, tmp_path: Path) -> None:
    build(inbox, tmp_path / "out", Processes(2))
    kept = [file for file in (tmp_path / "out-review" / "kept").rglob("*") if file.is_file()]
    assert {file.suffix for file in kept} == {".answer"}
    build(inbox, tmp_path / "far", Here())
    assert sums(tmp_path / "out") == sums(tmp_path / "far")


def test_parts_are_found_behind_a_line_of_any_length(tmp_path: Path) -> None:
    for length in (0, 10, 4000, 4096, 9000, 70_000):
        frame = frames.packed({"said": "x" * length}, [b"one", b"", b"t" * 9000, b"\tthree\n"])
        (tmp_path / "frame").write_bytes(frame)
        for wanted in ([0], [2], [1, 3], [0, 1, 2, 3]):
            with (tmp_path / "frame").open("rb", buffering=0) as stream:
                found = frames.parts_in(stream, wanted)
            assert found == [frames.unpacked(frame)[1][number] for number in wanted]
        assert bytes(frames.part_of(frame, 3)) == b"\tthree\n"
        assert frames.seen(frame)[1] is False
        assert frames.seen(frames.line_of(frame)) == ({"said": "x" * length}, True)
        for cut in (5, len(frame) // 2, len(frame) - 1):
            (tmp_path / "frame").write_bytes(frame[:cut])
            with (tmp_path / "frame").open("rb", buffering=0) as stream, pytest.raises(ValueError, match=r"frame|part"):
                frames.parts_in(stream, [0, 1, 2, 3])
    assert frames.seen(frames.packed({"a": 1})) == ({"a": 1}, False)


def test_near_duplicates_are_those_of_all_pairs() -> None:
    rng = random.Random(5)
    common = sorted(rng.sample(range(1 << 32), 60))
    sketches: list[list[int]] = []
    for _ in range(60):
        own = rng.sample(range(1 << 32), rng.randrange(0, 128))
        sketches.append(sorted({*own, *rng.sample(common, rng.randrange(0, 4))})[:128])
        if rng.random() < 0.6:
            copy = rng.choice(sketches)
            kept = rng.sample(copy, round(len(copy) * rng.uniform(0.7, 1)))
            sketches.append(sorted({*kept, *rng.sample(range(1 << 32), rng.randrange(0, 12))})[:128])
    wanted = []
    for (a, first), (b, second) in combinations(enumerate(sketches), 2):
        shared = [each for each in first if each in second and 1 < sum(each in s for s in sketches) <= similar._COMMON]
        like = similar.likeness(first, second)
        if shared and len(shared) >= min(similar._SHARED, len(first), len(second)) and like >= similar.NEARLY:
            wanted.append(similar.Pair(a, b, similar.NEAR, round(like, 2)))
    assert len(wanted) > 5
    assert similar.near_duplicates(sketches) == wanted
    assert similar.near_duplicates([similar.sketch_from(similar.as_text(each)) for each in sketches]) == wanted


def test_registers_joined_as_values_are_those_joined_as_rows(corpus_dir: Path) -> None:
    corpus, lexicon = Corpus(corpus_dir), load_lexicon(find_paths().resources)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    infos = tuple(document.info() for document in documents)
    parts = {document.id: alone(document, lexicon, Shelf(infos)) for document in documents}
    wanted = Joining().join(Registers(), parts, infos)
    values = [(doc, json.loads(json.dumps(shipping.as_values(part)))) for doc, part in parts.items()]
    made = assembling.joined(values, Shelf(infos))
    assert any(each["target"] for each in made["citations"])
    assert made["systems"]
    assert made == json.loads(json.dumps(shipping.as_values(wanted)))
