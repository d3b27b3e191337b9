"""Exports under a passphrase: what age writes, what it opens, and what is refused before any work is done for it."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from reader.core.errors import BadInput
from reader.core.note import Note, RowCorrection, RowMark
from reader.store import exchange, sealing
from reader.store.annotations import NoteStore
from reader.store.bundle import Bundle, Extras
from reader.store.formats.row import Row
from tests import weak_age

Make = Callable[..., Note]
WORDS = "口令 correct horse"


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return sealing.seal("数字经济".encode() * 1000, WORDS)


@pytest.fixture(scope="module")
def quick() -> bytes:
    """The same, with a key that takes no time."""
    return weak_age.seal("数字经济".encode() * 1000, WORDS)


def test_what_was_sealed_opens_with_its_passphrase_only(sealed: bytes, quick: bytes) -> None:
    assert sealing.is_sealed(sealed)
    assert "数字经济".encode() not in sealed
    assert sealing.unseal(sealed, WORDS) == "数字经济".encode() * 1000
    with pytest.raises(sealing.WrongPassphrase, match=r"口令不对，.+没有导入任何内容。"):
        sealing.unseal(quick, WORDS + " ")  # of a real file it takes seconds to say no


def test_it_is_a_standard_age_file(sealed: bytes) -> None:
    assert sealed.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert int(sealed.split(b"\n")[1].split()[-1]) >= 16, "it takes work to guess at"


def test_what_other_programs_sealed_opens_armoured_too() -> None:
    inside = base64.encodebytes(weak_age.seal(b"[]", WORDS)).replace(b"\n", b"")
    lines = b"\n".join(inside[at : at + 64] for at in range(0, len(inside), 64))
    armoured = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + lines + b"\n-----END AGE ENCRYPTED FILE-----\n"
    assert sealing.is_sealed(armoured)
    assert sealing.is_sealed(b"\r\n" + armoured)
    assert sealing.unseal(armoured, WORDS) == b"[]"


def work_factor(data: bytes, exponent: bytes) -> bytes:
    lines = data.split(b"\n")
    lines[1] = lines[1].rsplit(b" ", 1)[0] + b" " + exponent
    return b"\n".join(lines)


@pytest.mark.parametrize("exponent", [b"21", b"30", b"64", b"255", b"999"])
@pytest.mark.parametrize("armoured", [False, True])
def test_a_hostile_work_factor_is_refused_before_any_work(quick: bytes, exponent: bytes, armoured: bool) -> None:
    data = work_factor(quick, exponent)
    if armoured:
        data = (
            b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.encodebytes(data) + b"-----END AGE ENCRYPTED FILE-----\n"
        )
    assert sealing.is_sealed(data)
    for opening in (sealing.unseal, sealing.unseal_apart):
        begun = time.process_time()
        with pytest.raises(BadInput, match="计算量"):
            opening(data, WORDS)
        assert time.process_time() - begun < 1, "no scrypt was run"


def test_what_no_passphrase_opens_is_said_to_be_so(quick: bytes) -> None:
    key = pyrage.x25519.Identity.generate()
    for data in (
        pyrage.encrypt(b"x", [key.to_public()]),
        quick[:40],
        work_factor(quick, b"0"),
        work_factor(quick, b"-1"),
        b"age-encryption.org/v1\n",
        b"-----BEGIN AGE ENCRYPTED FILE-----\n\xff\xff\n",
    ):
        with pytest.raises(BadInput, match="没有导入"):
            sealing.unseal(data, WORDS)
    for data in (quick[:-20], quick[:300] + b"\0" + quick[301:]):
        with pytest.raises(sealing.WrongPassphrase):
            sealing.unseal(data, WORDS)


@pytest.mark.parametrize("passphrase", ["", "短", "12345", "第一行\n第二行", "半个字\ud800符号"])
def test_a_passphrase_that_keeps_nothing_is_refused(passphrase: str) -> None:
    with pytest.raises(BadInput, match="口令"):
        sealing.seal(b"x", passphrase)


def test_a_process_of_its_own_does_the_same(quick: bytes) -> None:
    assert sealing.unseal(sealing.seal_apart(b"\x00\n\xff", WORDS), WORDS) == b"\x00\n\xff"
    assert sealing.unseal_apart(quick, WORDS) == "数字经济".encode() * 1000
    with pytest.raises(sealing.WrongPassphrase):
        sealing.unseal_apart(quick, "another one")


def test_without_a_process_of_its_own_it_is_done_here(quick: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("reader.store.sealing.subprocess.run", none)
    assert sealing.unseal_apart(quick, WORDS) == "数字经济".encode() * 1000


# What travels with the notes -----------------------------------------------------------------------------------------

MOMENT = "2026-03-01T00:00:00.000000Z"
MARK = RowMark("k/1 甲", "plan", "tasks", "进行中", "=1+1", MOMENT)
RIGHT = RowCorrection(
    "k2", "plan", "targets", "达到50%", {"value": "50", "deadline": 2025, "lead": ["甲"], "x": None}, MOMENT
)
EXTRAS = Extras((MARK, RIGHT), ("重点", "重点/数字经济"))


def test_marks_corrections_and_folders_travel_with_the_notes(store: NoteStore, tmp_path: Path, note_of: Make) -> None:
    data = exchange.export([Row(note_of(1), "某市方案", "", "", "")], "jsonld", EXTRAS)
    read = exchange.parse(data)
    assert (read.notes, read.extras) == ((note_of(1),), EXTRAS)
    report = store.exchange.take(read)
    assert report.register_rows == ("k/1 甲", "k2")
    assert "台账的状态和更正 2 处" in report.sentence
    assert store.registers.row_marks() == {MARK.key: MARK}
    assert store.registers.row_corrections() == {RIGHT.key: RIGHT}
    assert store.folders() == EXTRAS.folders
    again = store.exchange.preview(read)
    assert again.register_rows == ()
    assert {item["type"] for item in json.loads(data)} == {"Annotation", "AnnotationCollection"}


def test_marks_of_files_that_count_nothing_stand_beside_each_other(store: NoteStore) -> None:
    """No clock decides: an older program's file does not tell what it has seen."""
    store.exchange.take(Bundle((), Extras((MARK,))))
    other = RowMark(MARK.key, "plan", "tasks", "完成", "", "2099-03-02T00:00:00.000000Z")
    report = store.exchange.take(Bundle((), Extras((other,))))
    assert (report.register_rows, report.row_conflicts) == ((), (MARK.key,))
    assert store.registers.row_marks()[MARK.key].status == MARK.status
    (waiting,) = store.registers.conflicts()
    assert [each.value for each in waiting.of("status")] == [("完成",)]
    assert store.exchange.take(Bundle((), Extras((other,)))).row_conflicts == (), "it is known"


@pytest.mark.parametrize(
    ("which", "path", "value"),
    [
        (0, "pr:status", 7), (0, "pr:status", "x" * 600), (0, "modified", "gestern"), (0, "id", "urn:policy-reader:row:mark:"),
        (0, "pr:register", ""), (0, "body", 3), (0, "target", []), (0, "id", "urn:policy-reader:row:x"),
        (1, "pr:changes", []), (1, "pr:changes", {}), (1, "pr:changes", {"a": {"b": 1}}), (1, "pr:changes", {"a": "x" * 1_000_001}),
        (1, "pr:changes", {"a": [1]}), (1, "pr:changes", {str(n): 1 for n in range(101)}), (1, "pr:changes", {"a": 1e300}),
        (2, "label", ""), (2, "label", " / "), (2, "label", 4), (2, "label", "x" * 600),
    ],
)  # fmt: skip
def test_hostile_extras_are_refused_and_stop_no_other(which: int, path: str, value: object) -> None:
    items = json.loads(exchange.export([], "jsonld", EXTRAS))
    items[which][path] = value
    read = exchange.parse(json.dumps(items).encode())
    (sentence,) = read.refused
    assert re.fullmatch(f"批注文件的第 {which + 1} 条.+没有导入。", sentence)
    every = [*EXTRAS.row_items, *EXTRAS.folders]
    assert [*read.extras.row_items, *read.extras.folders] == every[:which] + every[which + 1 :]


@pytest.mark.parametrize("which", range(3))
def test_extras_of_a_newer_program_refuse_the_whole_file(which: int) -> None:
    items = json.loads(exchange.export([], "jsonld", EXTRAS))
    items[which]["pr:version"] = 9
    with pytest.raises(BadInput, match="更新的版本"):
        exchange.parse(json.dumps(items).encode())


@pytest.mark.parametrize("inside", ["", "A===", "####", "YWdl", "不是字母"])
def test_armour_with_nothing_of_age_in_it_is_refused_in_a_sentence(inside: str) -> None:
    text = f"-----BEGIN AGE ENCRYPTED FILE-----\n{inside}\n-----END AGE ENCRYPTED FILE-----\n"
    with pytest.raises(BadInput):
        sealing.unseal(text.encode(), WORDS)


def test_a_wrong_passphrase_is_not_tried_again_in_the_programs_own_process(
    quick: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key takes a second to make; the window would stand still."""

    def here(data: bytes, passphrase: str) -> bytes:
        raise AssertionError("done here")

    monkeypatch.setattr(sealing, "unseal", here)
    with pytest.raises(sealing.WrongPassphrase):
        sealing.unseal_apart(quick, WORDS + " ")
