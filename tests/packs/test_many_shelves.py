"""Packs beside the corpus: each installed, updated, rolled back and removed by itself, all read as one library."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reader.library.settling import settle
from reader.packs import CURRENT, integrity, minisign
from reader.paths import find_paths
from reader.settings import Settings, load, save
from tests.packs.conftest import Make, Run, SetPolicy, line


def ids(run: Run) -> list[str]:
    return [each["id"] for each in run("library", "--json").json]


def shelves(run: Run) -> dict[str, Any]:
    return {each["shelf"]: each for each in run("corpus", "list", "--json").json if each["in_use"]}


@pytest.mark.usefixtures("trusted")
def test_an_addition_from_installing_to_removing(run: Run, folder_of: Make, pack: Make, small_corpus: Path) -> None:
    integrity.write(small_corpus)
    first = pack(folder_of("one", city="第一条 本市推进智慧农业。", town="第一条 本镇推进智慧农业。"))
    done = run("corpus", "install", str(first))
    assert done.status == 0, done.err
    assert ids(run) == ["plan", "draft", "city", "town"]
    note = run("notes", "add", "city", "--quote", "推进智慧农业", "--note", "看").out.strip()
    hits = run("search", "智慧农业", "--json").json
    assert {hit["doc"] for hit in hits["hits"]} == {"city", "town"}
    row = shelves(run)["pack:市级"]
    assert (row["kind"], row["name"], row["documents"], row["state"]) == ("addition", "市级", 2, "in-use")
    assert shelves(run)["bundled"]["documents"] == 2

    second = pack(folder_of("two", city="第一条 本市大力推进智慧农业。", port="第一条 港口。"), 2)
    verified = run("corpus", "verify", str(second), "--json").json
    assert (verified["new"], verified["changed"], verified["gone"]) == (["port"], ["city"], ["town"])
    assert run("corpus", "install", str(second)).status == 0
    assert ids(run) == ["plan", "draft", "city", "port"]
    assert run("notes", "list", "--json").json[0]["id"] == note
    assert run("corpus", "verify").status == 0

    back = run("corpus", "rollback", "市级", "--json")
    assert (back.status, back.json["name"]) == (0, "市级")
    assert ids(run) == ["plan", "draft", "city", "town"]
    assert run("corpus", "rollback", "市级").status == 1, "nothing before the first"
    assert run("corpus", "rollback").status == 1, "the corpus of the program was never replaced"

    gone = run("corpus", "remove", "市级", "--json")
    assert (gone.status, gone.json["kind"]) == (0, "addition")
    assert ids(run) == ["plan", "draft"]
    (kept,) = run("notes", "list", "--json").json
    assert (kept["id"], kept["state"]) == (note, "orphan"), "notes hang on ids"
    assert run("corpus", "remove", "市级").status == 1
    assert run("corpus", "install", str(second)).status == 0
    (again,) = run("notes", "list", "--json").json
    assert again["state"] != "orphan"


@pytest.mark.usefixtures("trusted")
def test_a_replacement_of_the_corpus_and_additions_go_their_own_ways(
    run: Run, folder_of: Make, pack: Make, profile: Path
) -> None:
    run("corpus", "install", str(pack(folder_of("a", city="第一条 城市。"))))
    run("corpus", "install", str(pack(folder_of("b", law="第一条 法律。"), 2, name="法律", kind="replacement")))
    assert ids(run) == ["plan", "draft", "city", "law"]
    run("corpus", "install", str(pack(folder_of("c", plan="第一条 新的规划。"), 3, name="")))
    assert ids(run) == ["plan", "city", "law"]
    assert [row["kind"] for row in shelves(run).values()] == ["replacement", "addition", "replacement"]
    assert run("corpus", "rollback").status == 0
    assert ids(run) == ["plan", "draft", "city", "law"]
    assert run("corpus", "remove", "市级").status == 0
    assert ids(run) == ["plan", "draft", "law"]
    assert len(list(profile.rglob("c-*"))) == 1, "what is on no shelf is off the disk"


@pytest.mark.usefixtures("trusted")
def test_an_old_installation_survives(run: Run, folder_of: Make, pack: Make) -> None:
    run("corpus", "install", str(pack(folder_of("c", plan="第一条 新的规划。"), name="")))
    file = settle(find_paths(), load(Path("none"), Path("none")).policy).packs_place / CURRENT
    value = json.loads(file.read_text("utf-8"))
    del value["additions"], value["now"]["kind"], value["now"]["name"]
    value["before"] = [{key: each[key] for key in each if key not in {"kind", "name"}} for each in value["before"]]
    file.write_text(json.dumps(value), "utf-8")
    assert ids(run) == ["plan"]
    assert run("corpus", "install", str(pack(folder_of("a", city="第一条 城市。")))).status == 0
    assert ids(run) == ["plan", "city"]
    assert run("corpus", "rollback").status == 0
    assert ids(run) == ["plan", "draft", "city"]


@pytest.mark.usefixtures("trusted")
def test_an_id_on_two_shelves_is_the_later_ones(run: Run, folder_of: Make, pack: Make) -> None:
    run("corpus", "install", str(pack(folder_of("a", plan="第一条 城市的规划讲智慧农业。"))))
    file = pack(folder_of("b", plan="第一条 省里的规划。", law="第一条 法律。"), name="省级")
    said = run("corpus", "verify", str(file))
    assert "别的书架上也有的文件 1 份" in said.out
    run("corpus", "install", str(file))
    assert ids(run) == ["draft", "plan", "law"]
    assert "省里的规划" in run("show", "plan").out
    assert run("search", "智慧农业").status == 1
    rows = shelves(run)
    assert rows["bundled"]["doubles"] == [{"shelf": "pack:省级", "documents": 1}]
    assert rows["pack:市级"]["doubles"] == [{"shelf": "pack:省级", "documents": 1}]
    assert "以那里的为准" in run("corpus", "list").out
    assert "以后面的书架为准" in run("healthcheck").out
    run("corpus", "remove", "省级")
    assert "城市的规划" in run("show", "plan").out


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scan", [True, False], ids=["scan", "index"])
def test_order_and_visibility_are_the_settings(
    run: Run, folder_of: Make, pack: Make, scan: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.search import engine

    if not scan:
        monkeypatch.setattr(engine.SearchEngine.__init__, "__kwdefaults__", {
            **(engine.SearchEngine.__init__.__kwdefaults__ or {}), "scan_limit": 0
        })  # fmt: skip
    run("corpus", "install", str(pack(folder_of("a", plan="第一条 城市的规划讲智慧农业。", city="第一条 城市。"))))
    file = find_paths().settings_file
    assert run("search", "智慧农业", "--json").json["total"] == 1
    save(file, Settings(shelf_order=("pack:市级", "bundled")))
    assert ids(run) == ["city", "plan", "draft"]
    assert "城市的规划" not in run("show", "plan").out
    assert run("search", "智慧农业").status == 1
    assert run("search", "坚持创新驱动", "--json").json["hits"][0]["doc"] == "plan"
    save(file, Settings(hidden_shelves=("pack:市级",)))
    assert ids(run) == ["plan", "draft"]
    assert shelves(run)["pack:市级"]["state"] == "hidden"
    save(file, Settings(hidden_shelves=("bundled",)))
    assert ids(run) == ["plan", "city"]
    assert run("search", "智慧农业", "--json").json["total"] == 1
    assert "检索“城市的规”得 1 段" in run("healthcheck").out, "words of a document that is shown are looked for"
    save(file, Settings(hidden_shelves=("bundled", "pack:市级")))
    assert ids(run) == []
    assert "书架都没有显示" in run("healthcheck").out
    assert "检索：" not in run("healthcheck").err


@pytest.mark.usefixtures("trusted")
def test_the_same_name_with_another_key_is_refused(
    run: Run, folder_of: Make, pack: Make, set_policy: SetPolicy, key: minisign.SecretKey,
    other_key: minisign.SecretKey, tmp_path: Path,
) -> None:  # fmt: skip
    import base64

    set_policy(f'pack_keys = ["{line(key)}", "{line(other_key)}"]\n')
    run("corpus", "install", str(pack(folder_of("a", city="第一条 城市。"))))
    data = b"Ed\0\0B2" + bytes(48) + other_key.number + other_key.seed + other_key.public.key + bytes(32)
    file = tmp_path / "other.key"
    file.write_text("untrusted comment: key\n" + base64.b64encode(data).decode() + "\n", "utf-8")
    theirs = tmp_path / "theirs.prpack"
    words = ["corpus", "pack", str(theirs), "--key", str(file), "--kind", "addition", "--name", "市级"]
    assert run("--corpus", str(folder_of("b", bad="第一条 别人的。")), *words).status == 0
    for command in ("verify", "install"):
        done = run("corpus", command, str(theirs))
        assert done.status == 2
        assert f"由密钥 {key.public.id} 签名" in done.err
        assert done.err.count("\n") == 1
    assert ids(run) == ["plan", "draft", "city"]
    assert run("corpus", "remove", "市级").status == 0
    assert run("corpus", "install", str(theirs)).status == 0


@pytest.mark.usefixtures("trusted")
def test_a_damaged_pack_leaves_the_others_readable(run: Run, folder_of: Make, pack: Make, profile: Path) -> None:
    run("corpus", "install", str(pack(folder_of("a", city="第一条 城市讲智慧农业。", town="第一条 本镇智慧农业。"))))
    run("corpus", "install", str(pack(folder_of("b", law="第一条 法律讲智慧农业。"), name="法律")))
    note = run("notes", "add", "city", "--quote", "智慧农业").out.strip()
    (file,) = profile.rglob("normalised/city.json")
    whole = file.read_bytes()
    file.write_bytes(whole.replace("智慧".encode(), "智能".encode()))
    for words in (["search", "智慧农业", "--json"], ["register", "tasks", "--json"], ["library", "--json"]):
        done = run(*words)
        assert done.status in {0, 1}, done.err
    assert "书架“市级”：city已损坏或被改动" in run("search", "智慧农业").err, "a hit less is said"
    assert {hit["doc"] for hit in run("search", "智慧农业", "--json").json["hits"]} == {"town", "law"}
    assert [n["id"] for n in run("notes", "list", "--json").json] == [note]
    shown = run("show", "city")
    assert shown.status == 3
    assert "书架“市级”" in shown.err
    assert run("show", "town").status == 0
    assert "书架“市级”被改动：normalised/city.json" in run("corpus", "verify").err
    assert run("healthcheck").status == 3
    file.unlink()
    assert shelves(run)["pack:市级"]["state"] == "damaged"
    assert ids(run) == ["plan", "draft", "city", "town", "law"]
    assert {hit["doc"] for hit in run("search", "智慧农业", "--json").json["hits"]} == {"town", "law"}
    (file.parent / "manifest.json").write_text("{", "utf-8")
    assert ids(run) == ["plan", "draft", "law"]
    assert shelves(run)["pack:市级"]["fault"].startswith("书架“市级”")
    shutil.rmtree(file.parent.parent)
    assert ids(run) == ["plan", "draft", "law"]
    assert shelves(run)["pack:市级"]["state"] == "damaged"
    assert "文库中暂没有书架“市级”" in run("healthcheck").err
    for words in (["search", "智慧农业"], ["library"], ["register", "tasks"], ["show", "city"]):
        assert "文库中暂没有书架“市级”" in run(*words).err, words
    assert "without the shelf “市级”" in run("--lang", "en", "library").err
    verified = run("corpus", "verify", "--json")
    assert (verified.status, verified.json["ok"]) == (3, False), "what is not there is not as it was made"
    assert any("书架“市级”" in each and "不见了" in each for each in verified.json["wrong"])
    assert run("corpus", "remove", "市级").status == 0
    assert run("healthcheck").status == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--kind", "addition"], "--name"),
        (["--kind", "addition", "--name", "own"], "书架名称"),
        (["--kind", "addition", "--name", "长" * 61], "书架名称"),
        (["--kind", "addition", "--name", "a\u202eb"], "书架名称"),
    ],
)
def test_names_that_cannot_be_used(run: Run, tmp_path: Path, words: list[str], says: str) -> None:
    done = run("corpus", "pack", str(tmp_path / "a.prpack"), *words)
    assert done.status == 2
    assert says in done.err
    assert not (tmp_path / "a.prpack").exists()


def test_the_policy_holds_a_pack_each(
    run: Run, folder_of: Make, pack: Make, set_policy: SetPolicy, key: minisign.SecretKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    keys = f'pack_keys = ["{line(key)}"]\n'
    set_policy(keys)
    early, late = pack(folder_of("a", city="第一条 城市。"), 1), pack(folder_of("b", city="第一条 都市。"), 20)
    run("corpus", "install", str(early))
    run("corpus", "install", str(late))
    assert run("corpus", "install", str(early)).status == 2, "older than the one on its shelf"
    assert run("corpus", "install", str(pack(folder_of("c", law="第一条 法。"), 2, name="法律"))).status == 0
    set_policy(keys + 'minimum_pack = "2026-11-10"\n')
    assert "早于允许的最早时间" in run("corpus", "rollback", "市级").err
    assert "早于允许的最早时间" in run("corpus", "install", str(early), "--allow-older").err
    set_policy(keys + "user_packs = false\n")
    monkeypatch.setattr("reader.library.packing.is_administrator", lambda: False)
    for words in (["rollback", "市级"], ["remove", "市级"], ["install", str(early), "--allow-older"]):
        assert "不允许自行更换语料包" in run("corpus", *words).err
    assert ids(run) == ["plan", "draft", "city", "law"]


def test_a_corpus_folder_that_is_laid_down_keeps_its_documents_when_packs_come_beside_them(
    run: Run, folder_of: Make, pack: Make, set_policy: SetPolicy, key: minisign.SecretKey, second_corpus: Path
) -> None:
    made = pack(folder_of("a", city="第一条 城市。"))
    set_policy(f"pack_keys = ['{line(key)}']\ncorpus = '{second_corpus}'\n")
    assert ids(run) == ["plan"]
    assert run("corpus", "install", str(made)).status == 0
    assert (second_corpus / CURRENT).exists()
    assert ids(run) == ["plan", "city"]
    assert run("corpus", "remove", "市级").status == 0
    assert ids(run) == ["plan"]


@pytest.mark.usefixtures("trusted")
def test_a_pack_whose_index_does_not_fit_gets_one_in_the_cache(run: Run, folder_of: Make, pack: Make) -> None:
    from reader.library import open_library
    from reader.search.engine import SearchEngine

    run("corpus", "install", str(pack(folder_of("a", city="第一条 城市讲智慧农业。"))))
    paths = settle(find_paths(), load(Path("none"), Path("none")).policy)
    ((name, folder),) = paths.additions
    shutil.rmtree(folder / "index")
    library = open_library(paths)
    engine = library.engine
    assert isinstance(engine, SearchEngine)
    engine._scan_limit = 0
    assert library.prepare_search()
    assert (paths.user_index_of(name) / "CURRENT").exists()
    assert library.search("智慧农业").total == 1
    assert engine.uses_index
    library.close()
    assert run("corpus", "remove", name).status == 0
    assert not paths.user_index_of(name).exists()


@pytest.mark.usefixtures("trusted")
def test_a_place_that_cannot_be_written_changes_nothing(
    run: Run, folder_of: Make, pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import os

    run("corpus", "install", str(pack(folder_of("a", city="第一条 城市。"))))
    update = pack(folder_of("b", city="第一条 都市。"), 2)
    before = [row["version"] for row in run("corpus", "list", "--json").json]
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fail(*_: object) -> None:
        raise full

    with monkeypatch.context() as patched:
        patched.setattr("reader.files.os.fsync", fail)
        for words in (["install", str(update)], ["rollback"], ["remove", "市级"]):
            done = run("corpus", *words)
            assert done.status in {1, 2}
            assert done.err.count("\n") == 1
            assert "磁盘空间不足" in done.err or words == ["rollback"]
    assert [row["version"] for row in run("corpus", "list", "--json").json] == before


def test_ones_own_documents_are_a_shelf_as_soon_as_there_are_any(run: Run, tmp_path: Path) -> None:
    assert set(shelves(run)) == {"bundled"}
    (tmp_path / "一.txt").write_text("关于智慧农业的通知\n\n各区人民政府：\n第一条 推进智慧农业。\n", "utf-8")
    assert run("library", "add", str(tmp_path / "一.txt")).status == 0
    row = shelves(run)["own"]
    assert (row["kind"], row["name"], row["documents"], row["state"]) == ("own", "own", 1, "in-use")
