"""A pack is exactly what its signed list says, or it is refused in one sentence."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import BadInput, Cancelled, ReaderError, StoreUnavailable
from reader.core.pack import PackFile, fits
from reader.core.policy import NO_PACK, Policy
from reader.packs import archive, minisign
from reader.packs.archive import LIST, SIGNATURE, open_pack
from reader.packs.writing import write_pack

MakePack = Callable[..., Path]
Rewrite = Callable[..., Path]
PROGRAM = "0.1.0"


def swallow(_file: PackFile) -> Callable[[bytes], object]:
    return lambda _chunk: None


def take_in(file: Path, key: minisign.SecretKey, *, unsigned: bool = False, program: str = PROGRAM) -> list[str]:
    """Opens and reads a pack to the end."""
    seen: list[str] = []
    with open_pack(file, (key.public,), program, unsigned=unsigned) as pack:
        pack.unpack(swallow, lambda _share, what: seen.append(what))
    return seen


def contents(file: Path, key: minisign.SecretKey) -> dict[str, bytes]:
    """Path → bytes of every file of a pack."""
    found: dict[str, bytearray] = {}
    with open_pack(file, (key.public,), PROGRAM, unsigned=False) as pack:
        pack.unpack(lambda each: found.setdefault(each.path, bytearray()).extend)
    return {path: bytes(data) for path, data in found.items()}


def refusal(file: Path, key: minisign.SecretKey, **how: Any) -> str:
    with pytest.raises(BadInput) as refused:
        take_in(file, key, **how)
    sentence = str(refused.value)
    assert sentence.endswith("。")
    assert "\n" not in sentence
    return sentence


def relist(
    pack: Path, key: minisign.SecretKey | None, rewrite: Rewrite, change: Callable[[dict[str, Any]], Any]
) -> Path:
    """The pack with another list, signed anew: what only a trusted publisher (or nobody) could make."""

    def edit(name: str, data: bytes) -> bytes | None:
        if name == SIGNATURE:
            return None
        return listed if name == LIST else data

    with zipfile.ZipFile(pack) as old:
        value = json.loads(old.read(LIST))
    change(value)
    listed = json.dumps(value).encode()
    sealed = ((SIGNATURE, minisign.sign(listed, key, "").encode()),) if key else ()
    return rewrite(pack, edit, sealed)


def test_a_pack_holds_the_corpus_and_says_who_signed(make_pack: MakePack, key: minisign.SecretKey) -> None:
    file = make_pack()
    with open_pack(file, (key.public,), PROGRAM, unsigned=False) as pack:
        assert [f.path for f in pack.manifest.files] == [
            "normalised/draft.json", "normalised/manifest.json", "normalised/plan.json", "raw/draft.txt", "raw/plan.txt",
        ]  # fmt: skip
        assert pack.signer is not None
        assert pack.signer.key == key.public.id
        assert "policy-reader-corpus v1" in pack.signer.comment
    assert set(take_in(file, key)) == {f.path for f in pack.manifest.files}


def test_the_same_corpus_gives_the_same_bytes(make_pack: MakePack) -> None:
    assert make_pack(name="a.prpack").read_bytes() == make_pack(name="b.prpack").read_bytes()


def test_unsigned_only_where_that_is_allowed(make_pack: MakePack, key: minisign.SecretKey) -> None:
    file = make_pack(key=None)
    assert "没有签名" in refusal(file, key)
    assert take_in(file, key, unsigned=True)


@pytest.mark.parametrize("unsigned", [False, True])
def test_an_unknown_key_is_refused_also_where_none_is_needed(
    make_pack: MakePack, key: minisign.SecretKey, other_key: minisign.SecretKey, unsigned: bool
) -> None:
    sentence = refusal(make_pack(key=other_key), key, unsigned=unsigned)
    assert other_key.public.id in sentence


@pytest.mark.parametrize("part", [LIST, SIGNATURE, "normalised/plan.json", "raw/plan.txt"])
def test_a_touched_part_is_noticed(make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey, part: str) -> None:
    def touch(name: str, data: bytes) -> bytes:
        return data if name != part else data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]

    assert refusal(rewrite(make_pack(), touch), key)


def test_a_part_of_another_size_is_noticed_before_anything_is_unpacked(
    make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey
) -> None:
    file = rewrite(make_pack(), lambda name, data: data + b" " if name == "raw/plan.txt" else data)
    with pytest.raises(BadInput, match="清单不符"), open_pack(file, (key.public,), PROGRAM, unsigned=False):
        pytest.fail("opened")


@pytest.mark.parametrize("dropped", ["raw/plan.txt", "normalised/manifest.json", LIST])
def test_a_missing_part_is_noticed(
    make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey, dropped: str
) -> None:
    assert refusal(rewrite(make_pack(), lambda name, data: None if name == dropped else data), key)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json", "normalised/../../evil.json", "/etc/passwd", "raw/../x", "C:/x", "raw\\..\\x", "raw/a/b",
        "normalised/Evil.json", "program.exe", "raw/con.txt", "raw/nul", "raw/x.", "raw/x ", "raw/..", "raw/",
        "index/g-12/../../x", "raw/a:b", "raw/a\x01b",
    ],
)  # fmt: skip
@pytest.mark.parametrize("unsigned", [False, True])
def test_names_that_lead_elsewhere(
    make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey, name: str, unsigned: bool
) -> None:
    def also(value: dict[str, Any]) -> None:
        value["files"].append({"path": name, "size": 1, "sha256": "0" * 64})

    made = relist(make_pack(), None if unsigned else key, rewrite, also)
    final = made.with_name("final.prpack")
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(final, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            new.writestr(zipfile.ZipInfo(name), b"x")
    assert refusal(final, key, unsigned=unsigned)


def test_links_and_folders_are_refused(make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey) -> None:
    link = zipfile.ZipInfo("raw/link.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "链接" in refusal(rewrite(make_pack(), add=((link, b"/etc/passwd"),)), key)
    assert "文件夹" in refusal(rewrite(make_pack(), add=((zipfile.ZipInfo("raw/sub/"), b""),)), key)


def test_names_that_stand_twice(make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        twice = rewrite(make_pack(), add=(("raw/plan.txt", b"x"),))
    assert "重名" in refusal(twice, key)


def test_names_that_some_systems_take_for_one(make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey) -> None:
    def also(value: dict[str, Any]) -> None:
        value["files"].append({"path": "raw/PLAN.txt", "size": 1, "sha256": "0" * 64})

    made = relist(make_pack(), key, rewrite, also)
    assert "重名" in refusal(made, key)


def test_a_bomb(make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey) -> None:
    bomb = rewrite(make_pack(), add=(("raw/bomb.txt", bytes(60_000_000)),))
    assert "大得不合情理" in refusal(bomb, key, unsigned=True)


def test_a_member_that_says_less_than_it_holds(make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey) -> None:
    """Both headers say 10 bytes, as the signed list does; a million are packed."""

    def also(value: dict[str, Any]) -> None:
        value["files"].append({"path": "raw/big.txt", "size": 10, "sha256": hashlib.sha256(bytes(10)).hexdigest()})

    made = relist(make_pack(), key, rewrite, also)
    file = made.with_name("forged.prpack")
    shutil.copyfile(made, file)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("raw/big.txt", bytes(1_000_000))
    data = file.read_bytes()
    forged = data.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert forged != data
    file.write_bytes(forged)
    refusal(file, key)


def test_too_many_files(make_pack: MakePack, key: minisign.SecretKey, monkeypatch: pytest.MonkeyPatch) -> None:
    file = make_pack()
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    assert "过多" in refusal(file, key)


def test_too_large_a_pack(make_pack: MakePack, key: minisign.SecretKey, monkeypatch: pytest.MonkeyPatch) -> None:
    file = make_pack()
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    assert "超过" in refusal(file, key)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_pack(make_pack: MakePack, key: minisign.SecretKey, share: float) -> None:
    file = make_pack()
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    assert "不是完整的语料包" in refusal(file, key)


def test_noise_and_other_files(make_pack: MakePack, key: minisign.SecretKey, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as zipped:
        zipped.writestr("letter.docx", b"x" * 100)
    assert "不是政策阅读器的语料包" in refusal(other, key)
    other.write_bytes(b"PK\x05\x06" + bytes(18))
    refusal(other, key)
    assert "找不到" in refusal(tmp_path / "nowhere.prpack", key)
    assert refusal(tmp_path, key)


@pytest.mark.parametrize("at", range(0, 4000, 97))
def test_one_wrong_byte_anywhere(make_pack: MakePack, key: minisign.SecretKey, at: int) -> None:
    """Wherever a byte is wrong: refused in a sentence, or every file is still as listed."""
    file = make_pack()
    listed = contents(file, key)
    data = bytearray(file.read_bytes())
    data[at % len(data)] ^= 0x55
    file.write_bytes(bytes(data))
    found = None
    with suppress(BadInput):
        found = contents(file, key)
    assert found in (None, listed)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 3}, "比本程序认识的 2 新"),
        ({"format": True}, "比本程序认识的 2 新"),
        ({"format": 2}, "清单不完整"),
        ({"kind": "something"}, "不是政策阅读器的语料包"),
        ({"program": {"least": "9.0", "below": ""}}, "9.0 及以上"),
        ({"program": {"least": "0.0.1", "below": "0.1"}}, "0.0.1 至 0.1"),
        ({"program": {"least": "new", "below": ""}}, "清单"),
        ({"files": {}}, "清单"),
        ({"files": [{"path": "raw/a", "size": -1, "sha256": "0" * 64}]}, "清单"),
        ({"files": [{"path": "raw/a", "size": 1, "sha256": "zz"}]}, "清单"),
        ({"title": 3}, "清单"),
    ],
)
def test_lists_that_cannot_be_used(
    make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey, change: dict[str, Any], says: str
) -> None:
    assert says in refusal(relist(make_pack(), key, rewrite, lambda value: value.update(change)), key)


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"kind": "policy-reader-corpus"}'])
def test_a_list_that_is_none(make_pack: MakePack, rewrite: Rewrite, key: minisign.SecretKey, text: bytes) -> None:
    assert refusal(rewrite(make_pack(), lambda name, data: text if name == LIST else data), key)


def test_reading_can_be_stopped(make_pack: MakePack, key: minisign.SecretKey) -> None:
    with open_pack(make_pack(), (key.public,), PROGRAM, unsigned=False) as pack, pytest.raises(Cancelled):
        pack.unpack(swallow, cancelled=lambda: True)


def test_memory_stays_small(make_pack: MakePack, small_corpus: Path, key: minisign.SecretKey) -> None:
    import random
    import tracemalloc

    (small_corpus / "raw" / "plan.txt").write_bytes(random.Random(1).randbytes(40_000_000))
    file = make_pack()
    tracemalloc.start()
    take_in(file, key)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


def test_writing_refuses_what_no_reader_would_take(
    make_pack: MakePack, small_corpus: Path, tmp_path: Path, key: minisign.SecretKey
) -> None:
    (small_corpus / "raw" / "aux.txt").write_bytes(b"")
    with pytest.raises(BadInput, match="不合规的文件名"):
        make_pack()
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="不是语料文件夹"):
        make_pack(tmp_path / "empty")


def test_a_pack_that_cannot_be_written_leaves_nothing(small_corpus: Path, tmp_path: Path) -> None:
    from reader.core.pack import PackManifest

    with pytest.raises(StoreUnavailable) as refused:
        write_pack(small_corpus, tmp_path / "nowhere" / "a.prpack", PackManifest("", "", "", "0.1", "", ()), None)
    assert isinstance(refused.value, ReaderError)
    assert not list(tmp_path.glob("*.new"))


@pytest.mark.parametrize(
    ("program", "least", "below", "fit"),
    [
        ("0.1.0", "0.1.0", "", True), ("0.1.0", "0.1", "0.2", True), ("0.10.0", "0.9", "", True), ("0.2", "", "0.2", False),
        ("0.1.0", "0.1.1", "", False), ("1.0.0+local", "1.0", "1.1", True),
    ],
)  # fmt: skip
def test_version_ranges(program: str, least: str, below: str, fit: bool) -> None:
    assert fits(program, least, below) is fit


@pytest.mark.parametrize("made", ["zzz", "", "9999-12-31T23:59:59Z", "2026-13-01", "0001-01-01", "明天"])
def test_a_time_that_is_none(make_pack: MakePack, key: minisign.SecretKey, made: str) -> None:
    said = refusal(make_pack(made=made), key)
    assert "制作时间" in said
    assert len(said) < 100


@pytest.mark.parametrize("made", ["2026-11-22", "2026-11-22T03:00:00Z", "2026-11-22T11:00:00+08:00"])
def test_times_that_are_some(make_pack: MakePack, key: minisign.SecretKey, made: str) -> None:
    assert take_in(make_pack(made=made), key)


@pytest.mark.parametrize("made", ["zzz", "", "9999-12-31T23:59:59Z", "2026-11-22T10:30:00+08:00"])
def test_an_earliest_time_is_compared_as_a_time(made: str) -> None:
    policy = Policy(minimum_pack="2026-11-22T03:00:00Z")
    with pytest.raises(BadInput):
        policy.check_pack(made, administrator=True)
    policy.check_pack("2026-11-22T11:00:00+08:00", administrator=True)
    with pytest.raises(BadInput):
        Policy(minimum_pack=NO_PACK).check_pack("2999-01-01", administrator=True)
