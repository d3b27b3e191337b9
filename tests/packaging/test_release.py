"""Cutting a version, in a repository made for it: a dry run moves nothing, a real one moves the branch and sets the tag."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CHANGES = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- something\n\n## [0.1.0] - 2026-01-01\n\n- first\n"
NOTES = '["0.2.0"]\nzh_CN = ["一"]\nzh_TW = ["一"]\nen = ["one"]\n'


def git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=n", "-c", "user.email=e@example.invalid", *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout.strip()


@pytest.fixture
def cutter(tool: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module, on a small repository at 0.1.0 whose packages are not really built."""
    root = tmp_path / "house"
    (root / "reader").mkdir(parents=True)
    (root / "reader/__init__.py").write_text('"""House."""\n\n__version__ = "0.1.0"\n', "utf-8")
    (root / "CHANGELOG.md").write_text(CHANGES, "utf-8")
    (root / "notes.toml").write_text(NOTES, "utf-8")
    for name, value in {"AUTHOR": "n", "COMMITTER": "n"}.items():
        monkeypatch.setenv(f"GIT_{name}_NAME", value)
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "e@example.invalid")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    module = tool("release")
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "WORK", root / "build")
    monkeypatch.setattr(module, "NOTES", root / "notes.toml")
    monkeypatch.setenv("RELEASE_DAY", "2026-12-01")
    module.built = []

    def note(arguments: list[str]) -> int:
        module.built.append(arguments)
        return 0

    monkeypatch.setattr(module.build, "main", note)
    return module


def test_a_dry_run_builds_the_version_and_moves_nothing(cutter: Any) -> None:
    before = git(cutter.ROOT, "rev-parse", "HEAD")
    assert cutter.main(["0.2.0", "--dry-run"]) == 0
    assert (git(cutter.ROOT, "rev-parse", "main"), git(cutter.ROOT, "tag")) == (before, "")
    assert git(cutter.ROOT, "status", "--porcelain", "--untracked-files=no") == ""
    ((deb, repo, word, commit),) = cutter.built
    assert (deb, repo, word) == ("deb", "repo", "--commit")
    assert '__version__ = "0.2.0"' in git(cutter.ROOT, "show", f"{commit}:reader/__init__.py")
    assert "## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added" in git(
        cutter.ROOT, "show", f"{commit}:CHANGELOG.md"
    )
    assert git(cutter.ROOT, "rev-parse", f"{commit}^") == before
    assert {file.name for file in (cutter.WORK / "release").iterdir()} == {
        "notes-zh_CN.md", "notes-zh_TW.md", "notes-en.md",
    }  # fmt: skip


def test_a_release_moves_the_branch_and_sets_the_tag(cutter: Any) -> None:
    assert cutter.main(["0.2.0", "--packages", ""]) == 0
    assert cutter.built == []
    assert git(cutter.ROOT, "rev-parse", "v0.2.0^{commit}") == git(cutter.ROOT, "rev-parse", "main")
    assert '"0.2.0"' in (cutter.ROOT / "reader/__init__.py").read_text("utf-8")
    assert cutter.main(["0.2.0", "--packages", ""]) == 1


@pytest.mark.parametrize(
    ("file", "text", "version", "said"),
    [
        ("", "", "0.1.0", "says nothing of 0.1.0"),
        ("", "", "0.2", "no version"),
        ("CHANGELOG.md", CHANGES.replace("- something\n", ""), "0.2.0", "nothing that it is unreleased"),
        ("reader/__init__.py", '__version__ = "0.2.0"\n', "0.2.0", "not newer"),
        ("notes.toml", NOTES.replace('en = ["one"]', 'en = ["one", "two"]'), "0.2.0", "more of 0.2.0 in one language"),
    ],
    ids=["unnamed", "short", "unchanged", "old", "unequal"],
)
def test_what_is_in_the_way_is_said_in_one_sentence(
    cutter: Any, capsys: pytest.CaptureFixture[str], file: str, text: str, version: str, said: str
) -> None:
    if file:
        (cutter.ROOT / file).write_text(text, "utf-8")
        git(cutter.ROOT, "commit", "-q", "-a", "-m", "change")
    assert cutter.main([version, "--dry-run"]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert cutter.built == []


def test_what_is_not_committed_stops_a_release(cutter: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (cutter.ROOT / "CHANGELOG.md").write_text("x", "utf-8")
    assert cutter.main(["0.2.0", "--dry-run"]) == 1
    assert "not committed" in capsys.readouterr().err


def test_the_notes_of_the_next_version_are_in_three_languages(tool: Callable[[str], Any]) -> None:
    told = tool("release").notes("0.2.0")
    assert set(told) == {"zh_CN", "zh_TW", "en"}
    assert len({text.count("\n- ") for text in told.values()}) == 1


def test_the_version_to_come_is_the_next_that_the_notes_speak_of(cutter: Any) -> None:
    assert cutter.upcoming() == "0.2.0"
    (cutter.ROOT / "notes.toml").write_text(NOTES.replace("0.2.0", "0.10.0") + NOTES.replace("0.2.0", "0.3.0"), "utf-8")
    assert cutter.upcoming() == "0.3.0"
    (cutter.ROOT / "notes.toml").write_text(NOTES.replace("0.2.0", "0.1.0"), "utf-8")
    assert cutter.upcoming() == ""


def test_a_rehearsal_twice_on_one_day_is_the_same_version_of_the_same_tree(cutter: Any) -> None:
    one, two = cutter.rehearse("0.2.0"), cutter.rehearse("0.2.0")
    assert git(cutter.ROOT, "rev-parse", f"{one}^{{tree}}") == git(cutter.ROOT, "rev-parse", f"{two}^{{tree}}")
