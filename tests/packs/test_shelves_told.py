"""What commands say of shelves: how they are typed, and what is not as it was made or not there."""

from __future__ import annotations

import errno
import shlex
import shutil
from pathlib import Path

import pytest

from reader.core.pack import typed
from reader.packs import integrity
from tests.packs.conftest import Make, Run


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("name", ["", "市级"])
def test_what_cannot_be_verified_is_not_called_whole(
    run: Run, folder_of: Make, pack: Make, profile: Path, small_corpus: Path, name: str
) -> None:
    integrity.write(small_corpus)
    made = pack(folder_of("a", city="第一条 智慧农业。"), name=name, kind="addition" if name else "replacement")
    assert run("corpus", "install", str(made)).status == 0
    assert run("corpus", "verify").status == 0
    (listed,) = profile.rglob("pack.json")
    listed.unlink()
    done = run("corpus", "verify")
    assert (done.status, "缺少：pack.json" in done.err) == (3, True), done.err
    shutil.rmtree(listed.parent)
    done = run("corpus", "verify")
    assert (done.status, "不见了" in done.err) == (3, True), done.err
    (current,) = profile.rglob("corpora/CURRENT")
    current.write_text("{", "utf-8")
    done = run("corpus", "verify")
    assert (done.status, "CURRENT 已损坏" in done.err) == (3, True), done.err


@pytest.mark.usefixtures("trusted")
def test_the_commands_that_are_told_work_as_they_stand(run: Run, folder_of: Make, pack: Make) -> None:
    folder = folder_of("one", city="第一条 智慧农业。")
    said = [run("corpus", "install", str(pack(folder, 1, name="区 级"))).out, run("corpus", "rollback", "区 级").err]
    told = [shlex.split(each.partition("可用 ")[2].partition(" 移除")[0]) for each in said]
    assert told == [["corpus", "remove", "区 级"]] * 2
    assert run(*told[0]).status == 0
    assert [typed(name) for name in ("市级", "a-b_1.2", "-x")] == ["市级", "a-b_1.2", "pack:-x"]


@pytest.mark.usefixtures("trusted")
def test_a_script_whose_variable_is_empty_takes_nothing_away(
    run: Run, folder_of: Make, pack: Make, small_corpus: Path
) -> None:
    integrity.write(small_corpus)
    whole = pack(folder_of("one", city="第一条 智慧农业。"), name="", kind="replacement")
    assert run("corpus", "install", str(whole)).status == 0
    for command in (("remove", ""), ("remove", " "), ("rollback", "")):
        done = run("corpus", *command)
        assert (done.status, done.err) == (2, "请写明书架名称。\n"), command
    assert [each["id"] for each in run("library", "--json").json] == ["city"]
    decomposed = run("corpus", "remove", "e\u0301")
    assert "“é”" in decomposed.err, "a name is looked up as it is kept"


@pytest.mark.usefixtures("trusted")
def test_a_full_temporary_folder_is_not_the_packs_fault(
    run: Run, folder_of: Make, pack: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pack(folder_of("a", city="第一条 智慧农业。"))
    (tmp_path / "full").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "full"))
    monkeypatch.setattr("pathlib.Path.open", full)
    done = run("corpus", "verify", str(made))
    assert (done.status, done.err) == (
        2,
        f"临时文件夹 {tmp_path / 'full'} 写不进去（磁盘空间不足），语料包没有核对完。\n",
    )


def full(file: Path, mode: str = "r", *words: object, **more: object) -> object:
    """`Path.open` on a disk without room."""
    if "a" in mode:
        raise OSError(errno.ENOSPC, "No space left on device", str(file))
    return open(file, mode, *words, **more)  # type: ignore[call-overload]  # noqa: PTH123


@pytest.mark.usefixtures("trusted")
def test_a_shelf_is_listed_by_its_name_and_one_that_is_not_there_is_said(run: Run, folder_of: Make, pack: Make) -> None:
    assert run("corpus", "install", str(pack(folder_of("a", city="第一条 智慧农业。")))).status == 0
    for name in ("市级", "pack:市级"):
        assert [each["id"] for each in run("library", "--shelf", name, "--json").json] == ["city"]
    done = run("library", "--shelf", "县级", "--json")
    assert (done.status, done.json, done.err) == (1, [], "文库里没有书架“县级”；现有：bundled、市级、own。\n")
    assert run("library", "--shelf", "own").err == "", "it is there, and empty"
