"""A .prdocs file: notes and documents to a colleague; nothing in it is trusted."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import secrets
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.errors import BadInput
from reader.core.policy import Policy
from reader.core.quotation import find_quote
from reader.library import Library, carrying, open_library
from reader.packs.minisign import SecretKey
from reader.paths import find_paths
from reader.store import exchange
from tests.library.conftest import LAW, Add


@pytest.fixture
def noted(small: Library, add: Add) -> str:
    """An own document in two versions with a note on it, and another without."""
    row = add("意见.txt")
    small.notebook.annotate(find_quote(small.open(str(row.id)), "坚持质量优先").places[0], "note", text="看")
    add("修订.txt", LAW.replace("30亿元", "35亿元"), version_of=row.id)
    small.set_facts(str(row.id), {"issuers": "甲局"})
    add("无批注.txt", LAW.replace("琥珀", "珍珠").replace("9号", "10号"), separate=True)
    return str(row.id)


@pytest.fixture
def colleague(small_corpus: Path, profile: Path) -> Library:
    return open_library(find_paths(profile / "colleague", small_corpus))


def take(library: Library, data: bytes) -> list[tuple[str, str | None]]:
    carried = carrying.unpack(data)
    rows = library.own.take_in(carried)
    library.notebook.take_in(exchange.parse(carried.notes))
    return [(row.state, row.id) for row in rows]


def test_documents_and_notes_arrive(small: Library, noted: str, colleague: Library) -> None:
    data = small.export_with_documents()
    assert data == small.export_with_documents()
    assert take(colleague, data) == [("added", noted)]
    assert colleague.source(noted) == small.source(noted)
    assert colleague.source(f"{noted}-v1") == LAW
    assert colleague.open(noted).issuers == ("甲局",)
    (placed,) = colleague.notebook.all()
    assert (placed.note.text, placed.resolution.state) == ("看", "exact")
    assert colleague.search("35亿元").total == 1
    original = colleague.original(noted)
    assert original is not None
    assert original.read_text(encoding="utf-8") == LAW.replace("30亿元", "35亿元")
    assert take(colleague, data) == [("already", noted)]
    assert len(colleague.notebook.all()) == 1


def test_a_newer_version_is_added_and_what_was_taken_out_comes_back(
    small: Library, noted: str, colleague: Library, add: Add
) -> None:
    take(colleague, small.export_with_documents())
    colleague.remove([noted])
    add("第三稿.txt", LAW.replace("30亿元", "40亿元"), version_of=noted)
    assert take(colleague, small.export_with_documents(noted)) == [("version", noted)]
    assert "40亿元" in colleague.source(noted)
    assert len(colleague.info(noted).versions) == 3


def test_one_document_s_notes_carry_that_document(small: Library, noted: str, colleague: Library) -> None:
    other = next(info.id for info in small.documents() if info.shelf == "own" and info.id != noted)
    carried = carrying.unpack(small.export_with_documents(other))
    assert [doc for doc, _ in carried.documents()] == [other]
    assert exchange.parse(carried.notes).notes == ()


def key() -> SecretKey:
    return SecretKey(secrets.token_bytes(8), secrets.token_bytes(32))


def test_signatures(small: Library, noted: str) -> None:
    mine = key()
    data = small.export_with_documents(key=mine)
    assert mine.public.id in carrying.unpack(data, [mine.public]).signed
    assert "不在本机信任之列" in carrying.unpack(data, [key().public]).signed
    assert "没有签名" in carrying.unpack(small.export_with_documents()).signed


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], object], *, listed: bool = True) -> bytes:
    """The file with other content; `listed`: its list says so too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if listed:
        value = json.loads(files["list.json"])
        value["files"] = {
            n: [hashlib.sha256(d).hexdigest(), len(d)] for n, d in files.items() if not n.startswith("list")
        }
        files["list.json"] = json.dumps(value).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in files.items():
            archive.writestr(name, each)
    return out.getvalue()


def path_of(files: dict[str, bytes], ending: str) -> str:
    return next(name for name in files if name.endswith(ending))


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.update({"notes.jsonld": b"[]"}),
        lambda files: files.update({"documents/own-aaaaaaaa/v1/document.json": b"{}"}),
        lambda files: files.pop(path_of(files, "/v1/facts.json")),
        lambda files: files.update({"list.json": b"{}"}),
        lambda files: files.pop("list.json"),
        lambda files: files.update({"list.json": files["list.json"].replace(b'"format": 1', b'"format": 2')}),
    ],
)
def test_what_is_not_as_listed_is_refused_whole(
    small: Library, noted: str, change: Callable[[dict[str, bytes]], object]
) -> None:
    with pytest.raises(BadInput):
        carrying.unpack(rewritten(small.export_with_documents(), change, listed=False))


@pytest.mark.parametrize(
    "name",
    ["documents/../x", "documents/own-aaaaaaaa/../../x", "/etc/passwd", "documents/plan/v1/document.json", "x.py",
     "documents/own-aaaaaaaa/v1/index.pickle", "documents/own-aaaaaaaa/v0/facts.json"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused_though_listed(small: Library, noted: str, name: str) -> None:
    with pytest.raises(BadInput):
        carrying.unpack(rewritten(small.export_with_documents(), lambda files: files.update({name: b"x"})))


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.update({path_of(files, "/v1/original.txt"): b"something else"}),
        lambda files: files.update({path_of(files, "/v1/document.json"): b"{}"}),
        lambda files: files.update({path_of(files, "/v1/facts.json"): b"[]"}),
        lambda files: files.update({(n := path_of(files, "/v1/document.json")): files[n].replace(b"own-", b"owl-", 1)}),
        lambda files: files.update({(n := path_of(files, "/v1/facts.json")): files[n].replace(b'"20', b'"../20', 1)}),
    ],
)
def test_documents_that_do_not_hold_together_are_left_out(
    small: Library, noted: str, colleague: Library, change: Callable[[dict[str, bytes]], object]
) -> None:
    data = rewritten(small.export_with_documents(), change)
    assert [state for state, _ in take(colleague, data)] == ["unreadable"]
    assert {info.shelf for info in colleague.documents()} == {"bundled"}
    assert len(colleague.notebook.all()) == 1  # the notes arrive


def test_a_changed_list_breaks_the_signature(small: Library, noted: str) -> None:
    mine = key()
    data = rewritten(small.export_with_documents(key=mine), lambda files: files.update({"notes.jsonld": b"[]"}))
    with pytest.raises(BadInput, match="签名"):
        carrying.unpack(data, [mine.public])


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + bytes(500), base64.b64decode("UEsFBg==") + bytes(18)])
def test_broken_files_say_so_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BadInput, match="没有导入"):
        carrying.unpack(data)


def test_a_bomb_is_refused(small: Library, noted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = small.export_with_documents()
    monkeypatch.setattr(carrying, "MOST_UNPACKED", 1000)
    with pytest.raises(BadInput, match="过大"):
        carrying.unpack(data)


def test_the_administrator_may_forbid_either(small: Library, noted: str, small_corpus: Path, profile: Path) -> None:
    carried = carrying.unpack(small.export_with_documents())
    policy = Policy(file="policy.toml", exports=frozenset(["jsonld"]), own_documents=False)
    ruled = open_library(find_paths(profile / "ruled", small_corpus), policy)
    with pytest.raises(BadInput, match="由管理员设置"):
        ruled.export_with_documents()
    with pytest.raises(BadInput, match="由管理员设置"):
        ruled.own.take_in(carried)
    kinds = open_library(find_paths(profile / "kinds", small_corpus), Policy(file="x", own_kinds=frozenset(["pdf"])))
    assert [row.state for row in kinds.own.take_in(carried)] == ["unreadable"]
