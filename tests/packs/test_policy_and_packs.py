"""The commands under a machine's policy: packs made, verified, installed, taken back; exports and imports refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.document import Document
from reader.core.errors import BadInput
from reader.core.note import RowCorrection, RowMark
from reader.core.policy import EXPORTS, KEYS, Policy
from reader.corpus import Corpus
from reader.library import Library, open_library
from reader.library.settling import settle
from reader.packs import integrity, minisign
from reader.paths import Paths, find_paths, named_folder
from reader.settings import load
from tests.packs.conftest import Run, SetPolicy, line

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def changed_corpus(small_corpus: Path, tmp_path: Path, make_document: Callable[..., Document]) -> Path:
    """`plan` with another wording, `draft` gone, `law` new."""
    folder = tmp_path / "next"
    shutil.copytree(small_corpus, folder)
    corpus = Corpus(folder)
    plan = corpus.load("plan")
    blocks = [(b.kind, b.text.replace("坚持创新驱动。", "坚持创新驱动发展战略。")) for b in plan.blocks]
    new = make_document(*blocks, doc="plan", title=plan.title)
    law = make_document("第一条 为了发展数字经济。", doc="law", title="某法")
    corpus.write([new, law])
    shutil.rmtree(folder / "raw")
    return folder


# Packs by the command line


def test_a_pack_from_making_to_going_back(
    run: Run, set_policy: SetPolicy, secret: Path, key: minisign.SecretKey, changed_corpus: Path, tmp_path: Path
) -> None:
    set_policy(f'pack_keys = ["{line(key)}"]\n')
    pack = tmp_path / "十一月.prpack"
    note = run("notes", "add", "plan", "--quote", "坚持创新驱动。", "--note", "看").out.strip()
    made = run(
        "--corpus", str(changed_corpus), "corpus", "pack", str(pack), "--key", str(secret), "--title", "2026年11月"
    )
    assert made.status == 0, made.err
    assert key.public.id in made.out

    said = run("corpus", "verify", str(pack))
    assert said.status == 0, said.err
    assert "新增 1，改动 1，去掉 1，不变 0" in said.out
    assert "涉及的批注：1 条" in said.out
    as_json = run("corpus", "verify", str(pack), "--json").json
    assert (as_json["new"], as_json["changed"], as_json["gone"]) == (["law"], ["plan"], ["draft"])
    assert as_json["signer"]["key"] == key.public.id

    installed = run("corpus", "install", str(pack))
    assert installed.status == 0, installed.err
    assert "批注 1 条，其中 1 条" in installed.out
    assert [d["id"] for d in run("library", "--json").json] == ["plan", "law"]
    (again,) = run("notes", "list", "--json").json
    assert (again["id"], again["state"]) == (note, "changed")
    assert run("corpus", "verify").status == 0, "the installed corpus is as it was packed"
    twice = run("corpus", "install", str(pack))
    assert twice.status == 0
    assert "正在使用" in twice.err
    assert [each["title"] for each in run("corpus", "list", "--json").json] == ["2026年11月", ""]

    assert run("corpus", "rollback").status == 0
    assert [d["id"] for d in run("library", "--json").json] == ["plan", "draft"]
    assert run("notes", "list", "--json").json[0]["state"] == "exact"
    assert run("corpus", "rollback").status == 1


def test_the_index_of_a_pack_fits(
    run: Run, set_policy: SetPolicy, secret: Path, key: minisign.SecretKey, changed_corpus: Path, tmp_path: Path
) -> None:
    from reader.search import generations

    set_policy(f'pack_keys = ["{line(key)}"]\n')
    pack = tmp_path / "a.prpack"
    run("--corpus", str(changed_corpus), "corpus", "pack", str(pack), "--key", str(secret))
    run("corpus", "install", str(pack))
    paths = settle(find_paths(), Policy())
    corpus = Corpus(paths.corpus)
    assert paths.corpus.parent == paths.packs_place
    stamp = generations.stamp_of(corpus.documents(), corpus.version)
    assert generations.is_current(paths.bundled_index, stamp)


@pytest.mark.parametrize("command", ["verify", "install"])
def test_refusals_are_one_sentence_and_change_nothing(
    run: Run,
    set_policy: SetPolicy,
    secret: Path,
    other_key: minisign.SecretKey,
    profile: Path,
    tmp_path: Path,
    command: str,
) -> None:
    set_policy(f'pack_keys = ["{line(other_key)}"]\n')
    signed, bare = tmp_path / "a.prpack", tmp_path / "b.prpack"
    assert run("corpus", "pack", str(signed), "--key", str(secret)).status == 0
    assert run("corpus", "pack", str(bare)).status == 0
    for file in (signed, bare, secret, tmp_path / "nowhere"):
        done = run("corpus", command, str(file))
        assert done.status == 2
        assert done.out == ""
        assert done.err.count("\n") == 1
        assert done.err.endswith("。\n")
    assert not list(profile.rglob("c-*"))


def test_unsigned_where_the_policy_says_so(
    run: Run, set_policy: SetPolicy, changed_corpus: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "b.prpack"
    run("--corpus", str(changed_corpus), "corpus", "pack", str(pack))
    assert run("corpus", "install", str(pack)).status == 2
    set_policy("unsigned_packs = true\n")
    assert run("corpus", "install", str(pack)).status == 0
    assert len(run("library", "--json").json) == 2


def test_a_tampered_installed_corpus_is_found(
    run: Run, set_policy: SetPolicy, changed_corpus: Path, tmp_path: Path, profile: Path
) -> None:
    set_policy("unsigned_packs = true\n")
    run("--corpus", str(changed_corpus), "corpus", "pack", str(tmp_path / "b.prpack"))
    run("corpus", "install", str(tmp_path / "b.prpack"))
    (installed,) = profile.rglob("normalised/law.json")
    installed.write_text(installed.read_text("utf-8").replace("数字", "數字"), "utf-8")
    done = run("corpus", "verify")
    assert done.status == 3
    assert "被改动：normalised/law.json" in done.err
    set_policy("")
    assert run("corpus", "verify").status == 3, "nor is it signed by anybody known"


def test_an_installed_pack_that_is_damaged_gives_way_to_the_programs_own(
    run: Run, set_policy: SetPolicy, changed_corpus: Path, tmp_path: Path, profile: Path
) -> None:
    set_policy("unsigned_packs = true\n")
    run("--corpus", str(changed_corpus), "corpus", "pack", str(tmp_path / "b.prpack"))
    run("corpus", "install", str(tmp_path / "b.prpack"))
    (installed,) = profile.rglob("c-*")
    shutil.rmtree(installed)
    assert [d["id"] for d in run("library", "--json").json] == ["plan", "draft"]
    health = run("healthcheck")
    assert health.status
    assert "不见了或不完整" in health.err


def test_versions_and_keys_that_cannot_be_read(run: Run, tmp_path: Path, secret: Path) -> None:
    pack = str(tmp_path / "a.prpack")
    assert "不是程序版本" in run("corpus", "pack", pack, "--below", "next").err
    assert "不是 minisign 私钥" in run("corpus", "pack", pack, "--key", str(ROOT / "README.md")).err
    assert "无法读取" in run("corpus", "pack", pack, "--key", str(tmp_path / "none")).err
    assert not Path(pack).exists()


# Places laid down


def lay(text: str, file: Path) -> Policy:
    file.write_text(text, encoding="utf-8")
    return load(file.with_name("settings.toml"), file).policy


@pytest.fixture
def places(profile: Path, small_corpus: Path) -> Paths:
    return find_paths(corpus=small_corpus)


def test_a_corpus_laid_down(places: Paths, second_corpus: Path, tmp_path: Path) -> None:
    policy = lay(f"corpus = '{second_corpus}'\n", tmp_path / "policy.toml")
    settled = settle(places, policy)
    assert settled.corpus == second_corpus
    assert settled.complaints == ()
    with pytest.raises(BadInput, match="由管理员设置"):
        settle(places, policy, own_corpus=True)


def test_a_corpus_laid_down_that_is_not_there(places: Paths, tmp_path: Path) -> None:
    settled = settle(places, lay('corpus = "/nowhere/corpus"\n', tmp_path / "policy.toml"))
    assert settled.corpus == places.corpus
    (said,) = settled.complaints
    assert "/nowhere/corpus 找不到" in said


def test_a_place_for_packs_laid_down(
    run: Run, set_policy: SetPolicy, changed_corpus: Path, tmp_path: Path, profile: Path
) -> None:
    run("--corpus", str(changed_corpus), "corpus", "pack", str(tmp_path / "b.prpack"))
    (tmp_path / "srv").mkdir()
    set_policy(f"unsigned_packs = true\ncorpus = '{tmp_path / 'srv'}'\n")
    assert run("corpus", "install", str(tmp_path / "b.prpack")).status == 0
    assert list((tmp_path / "srv").glob("c-*"))
    assert [d["id"] for d in run("library", "--json").json] == ["plan", "law"]
    assert run("--corpus", str(changed_corpus), "library").status == 2


def test_folders_are_named_with_variables_and_from_the_policys_own(tmp_path: Path) -> None:
    known = {"USERNAME": "王", "DRIVE": "/d"}
    assert named_folder("notes/%USERNAME%", tmp_path, known) == tmp_path / "notes" / "王"
    assert named_folder("${DRIVE}/notes", tmp_path, known) == Path("/d/notes")
    assert named_folder("~/notes", tmp_path, known) == Path.home() / "notes"
    with pytest.raises(BadInput, match="环境变量 NOBODY"):
        named_folder("%NOBODY%/notes", tmp_path, known)


def test_notes_go_where_they_are_laid_down_and_the_old_ones_come_along(
    run: Run, set_policy: SetPolicy, profile: Path, tmp_path: Path
) -> None:
    old = run("notes", "add", "plan", "--quote", "坚持创新驱动。").out.strip()
    share = tmp_path / "share"
    share.mkdir()
    set_policy(f"notes_folder = '{share}/王'\n")
    new = run("notes", "add", "plan", "--quote", "发展数字经济").out.strip()
    assert {n["id"] for n in run("notes", "list", "--json").json} == {old, new}
    assert (share / "王" / "notes.db").exists()
    share.rename(tmp_path / "gone")

    away = run("notes", "add", "draft", "--quote", "数字经济保持增长。")
    assert away.status == 0, "the share is away: the note is kept at home"
    health = run("healthcheck")
    assert health.status == 2
    assert "批注暂存在" in health.err
    (tmp_path / "gone").rename(share)
    assert {n["id"] for n in run("notes", "list", "--json").json} == {old, new, away.out.strip()}


def test_what_was_deleted_there_does_not_come_back(
    run: Run, set_policy: SetPolicy, tmp_path: Path, profile: Path
) -> None:
    old = run("notes", "add", "plan", "--quote", "坚持创新驱动。").out.strip()
    set_policy(f"notes_folder = '{tmp_path}/share'\n")
    assert [n["id"] for n in run("notes", "list", "--json").json] == [old]
    library = open_library(settle(find_paths(), load(tmp_path / "none", tmp_path / "etc" / "policy.toml").policy))
    library.store.trash(old)
    library.store.purge(old)
    library.close()
    assert run("notes", "list", "--json").json == []


def test_what_was_said_about_rows_while_the_folder_was_away_comes_along(
    run: Run, set_policy: SetPolicy, tmp_path: Path, profile: Path
) -> None:
    share = tmp_path / "share"
    set_policy(f"notes_folder = '{share}'\n")
    run("notes", "add", "plan", "--quote", "坚持创新驱动。")

    def library() -> Library:
        return open_library(settle(find_paths(), load(tmp_path / "none", tmp_path / "etc" / "policy.toml").policy))

    there = library()
    there.store.registers.set_row_mark(RowMark("k1", "plan", "tasks", "todo"), RowMark("k2", "plan", "tasks", "todo"))
    there.close()
    share.rename(tmp_path / "gone")
    share.write_text("a file stands in its place")
    away = library()
    away.store.registers.set_row_mark(RowMark("k1", "plan", "tasks", "done"))
    away.store.registers.set_row_correction(RowCorrection("k3", "plan", "tasks", "原文", {"unit": "某局"}))
    away.close()
    share.unlink()
    (tmp_path / "gone").rename(share)

    back = library()
    (row,) = back.store.registers.conflicts()  # said in two places that knew nothing of one another
    back.store.registers.resolve(row.id, "status", "theirs")
    marks = back.store.registers.row_marks()
    assert {key: mark.status for key, mark in marks.items()} == {"k1": "done", "k2": "todo"}
    assert back.store.registers.row_corrections()["k3"].changes == {"unit": "某局"}
    back.store.registers.remove_row_marks(["k1"])
    back.close()
    again = library()
    assert set(again.store.registers.row_marks()) == {"k2"}, "taken once: what was removed does not come back"
    again.close()


def test_backups_go_where_they_are_laid_down(run: Run, set_policy: SetPolicy, tmp_path: Path) -> None:
    run("notes", "add", "plan", "--quote", "坚持创新驱动。")
    set_policy(f"backup_folder = '{tmp_path}/copies'\n")
    made = Path(run("notes", "backup").out.strip())
    assert made.parent == tmp_path / "copies"
    set_policy('backup_folder = "/nowhere/at/all"\n')
    assert "share" in str(Path(run("notes", "backup").out.strip()))
    assert "备份暂存在" in run("healthcheck").err


def test_a_throw_away_profile_stays_one(run: Run, set_policy: SetPolicy, tmp_path: Path) -> None:
    set_policy(f"notes_folder = '{tmp_path}/share'\n")
    assert run("--data-dir", str(tmp_path / "trial"), "notes", "add", "plan", "--quote", "坚持创新驱动。").status == 0
    assert (tmp_path / "trial" / "notes.db").exists()
    assert not (tmp_path / "share").exists()


# Exports and imports


def test_only_the_allowed_exports(run: Run, set_policy: SetPolicy, tmp_path: Path) -> None:
    run("notes", "add", "plan", "--quote", "坚持创新驱动。")
    file = set_policy('allowed_exports = ["xlsx"]\n')
    assert run("notes", "export", "-o", str(tmp_path / "a.xlsx")).status == 0
    assert run("register", "targets", "--xlsx", str(tmp_path / "t.xlsx")).status == 0
    for words in (
        ["notes", "export", "--format", "csv"],
        ["notes", "export", "-o", str(tmp_path / "a.docx")],
        ["notes", "report", "plan", "-o", str(tmp_path / "r.docx")],
        ["register", "targets", "--csv"],
        ["notes", "backup", str(tmp_path / "copy.db")],
    ):
        done = run(*words)
        assert done.status == 2
        assert done.out == ""
        assert f"由管理员设置（{file}）" in done.err
        assert done.err.count("\n") == 1
    assert not (tmp_path / "a.docx").exists()
    assert not (tmp_path / "copy.db").exists()


def test_no_imports(run: Run, set_policy: SetPolicy, tmp_path: Path) -> None:
    run("notes", "add", "plan", "--quote", "坚持创新驱动。")
    run("notes", "export", "-o", str(tmp_path / "a.jsonld"))
    set_policy("imports = false\n")
    done = run("notes", "import", str(tmp_path / "a.jsonld"))
    assert done.status == 2
    assert "不允许导入" in done.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("allowed_exports = 'docx'", "不允许任何导出"),
        ("allowed_exports = ['docx', 'exe']", "exe 不是可用的格式"),
        ("imports = 'no'", "按 false"),
        ("unsigned_packs = 1", "按 false"),
        ("pack_keys = 'RW'", "公钥的列表"),
        ("corpus = 3", "文件夹的路径"),
    ],
)
def test_a_slip_of_the_pen_closes_rather_than_opens(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(text, "utf-8")
    loaded = load(tmp_path / "settings.toml", file)
    (complaint,) = loaded.complaints
    assert says in complaint
    assert str(file) in complaint
    policy = loaded.policy
    assert not policy.unsigned_packs
    assert policy.allows("docx") == (text != "allowed_exports = 'docx'")
    assert not policy.allows("csv") or "exports" not in text
    assert policy.imports == ("imports" not in text)


def test_a_damaged_file_closes_everything_and_the_program_starts(
    run: Run, set_policy: SetPolicy, tmp_path: Path
) -> None:
    run("notes", "add", "plan", "--quote", "坚持创新驱动。")
    set_policy('allowed_exports = ["docx"\n')
    assert run("library").status == 0
    assert run("notes", "export").status == 2
    health = run("healthcheck", "--json")
    assert health.status == 2
    (setting,) = [check for check in health.json["checks"] if check["name"] == "设置"]
    assert "不是有效的 TOML" in setting["detail"]


def test_without_a_policy_nothing_is_forbidden(tmp_path: Path) -> None:
    loaded = load(tmp_path / "settings.toml", tmp_path / "none.toml")
    assert loaded.policy == Policy()
    assert all(loaded.policy.allows(form) for form in EXPORTS)


def test_keys_that_cannot_be_read_are_said(run: Run, set_policy: SetPolicy) -> None:
    set_policy('pack_keys = ["RWgarbage"]\n')
    assert "公钥" in run("healthcheck").err


# Schema and samples


def test_the_schema_names_every_key(tmp_path: Path) -> None:
    from reader import settings

    schema = json.loads((ROOT / "resources" / "policy.schema.json").read_text("utf-8"))
    remembered = {"panels", "geometry", "window_state", "tabs", "current_tab", "beside", "positions", "query"}
    remembered |= {"search_history", "saved_searches"}
    for key in KEYS:
        assert key in schema["properties"]
    known = set(KEYS) | set(settings._READERS)
    assert set(schema["properties"]) <= known
    assert {"theme", "script", "language", "font_size", "my_unit"} <= set(schema["properties"])
    assert not remembered & set(schema["properties"])
    assert schema["properties"]["theme"]["enum"] == list(settings.THEMES)
    assert schema["properties"]["script"]["enum"] == list(settings.SCRIPTS)
    assert schema["properties"]["language"]["enum"] == list(settings.LANGUAGES)
    assert schema["properties"]["allowed_exports"]["items"]["enum"] == list(EXPORTS)
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("sample", ["packaging/linux/policy.toml", "packaging/windows/policy.toml"])
def test_a_sample_explains_every_key_and_changes_nothing(sample: str, tmp_path: Path) -> None:
    import re

    schema = json.loads((ROOT / "resources" / "policy.schema.json").read_text("utf-8"))
    text = (ROOT / sample).read_text("utf-8")
    assert set(re.findall(r"(?m)^#(\w+) = ", text)) == set(schema["properties"])
    loaded = load(tmp_path / "settings.toml", ROOT / sample)
    assert (loaded.policy, loaded.locked, loaded.complaints) == (Policy(), frozenset(), ())
    file = tmp_path / "policy.toml"
    file.write_text(re.sub(r"(?m)^#(?=\w+ = )", "", text), "utf-8")
    assert load(tmp_path / "settings.toml", file).complaints == ()


# Read-only folders


def test_program_and_corpus_folders_are_only_read(
    run: Run, set_policy: SetPolicy, small_corpus: Path, tmp_path: Path
) -> None:
    integrity.write(small_corpus)
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in (tmp_path / "corpus").rglob("*")}
    for file in [small_corpus, *small_corpus.rglob("*")]:
        file.chmod(file.stat().st_mode & ~0o222)
    try:
        set_policy('theme = "night"\n')
        for words in (
            ["library"], ["show", "plan"], ["search", "数字经济"], ["register", "targets"], ["corpus", "verify"],
            ["corpus", "list"], ["notes", "add", "plan", "--quote", "坚持创新驱动。"], ["healthcheck"],
        ):  # fmt: skip
            done = run(*words)
            assert done.status == 0, done.err
        after = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in (tmp_path / "corpus").rglob("*")}
        assert after == before
    finally:
        for file in [small_corpus, *small_corpus.rglob("*")]:
            file.chmod(file.stat().st_mode | 0o200)
