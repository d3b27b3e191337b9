"""The set-up: what the locks promise, what the script says when something is missing, and that Qt is the sound one."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """Package → (version, hashes) of a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    packages = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        found = re.match(r"([a-z0-9.-]+)==(\S+)", line)
        assert found, f"not a pinned package: {line}"
        packages[found[1]] = (found[2], re.findall(r"--hash=sha256:[0-9a-f]{64}", line))
    return packages


@pytest.fixture(scope="module")
def setup_env() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_env", ROOT / "packaging" / "setup_env.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    packages = locked(name)
    assert len(packages) > 10
    assert [package for package, (_, hashes) in packages.items() if not hashes] == []


def test_both_locks_agree() -> None:
    runtime, everything = (locked(name) for name in LOCKS)
    assert {p: everything.get(p) for p in runtime} == runtime


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in requirements}

    assert names(project["dependencies"]) <= locked("requirements.lock").keys()
    ocr, farm = names(extras.pop("ocr")), names(extras.pop("farm"))
    assert names([r for extra in extras.values() for r in extra]) <= locked("requirements-dev.lock").keys()
    assert ocr <= locked("requirements-ocr.lock").keys()
    assert farm | {"distributed"} <= locked("requirements-farm.lock").keys()
    assert not (ocr | farm) & (locked("requirements.lock").keys() | locked("requirements-dev.lock").keys())
    assert not names(extras["test"] + extras["dev"]) & locked("requirements.lock").keys()


def test_qt_is_the_version_for_old_systems() -> None:
    packages = locked("requirements.lock")
    assert packages["pyside6-essentials"][0] == packages["shiboken6"][0] == "6.9.3"
    assert importlib.metadata.version("PySide6-Essentials") == "6.9.3"
    assert packages["whoosh3"][0].startswith("3.")
    assert packages["opencc"][0].startswith("1.")


def test_only_one_whoosh_is_installed() -> None:
    """Five packages bring a module `whoosh`; two of them in one place overwrite each other."""
    assert importlib.metadata.packages_distributions()["whoosh"] == ["whoosh3"]


def test_qt_calls_keep_their_hands_off_none() -> None:
    """PySide6 6.12 on Python 3.11 loses one reference to None with each call that returns nothing, and then aborts."""
    from PySide6.QtGui import QTextCursor, QTextDocument

    document = QTextDocument()
    cursor = QTextCursor(document)
    before = sys.getrefcount(None)
    for _ in range(2000):
        cursor.insertText("文")
    assert abs(sys.getrefcount(None) - before) < 500


def test_a_working_copy_that_is_set_up_needs_no_network(setup_env: ModuleType) -> None:
    if setup_env.read_stamp().get("lock") != setup_env.digest(setup_env.LOCK):
        pytest.skip("this working copy was not set up by `make`, or the lock has changed since")
    pip_that_fails = {"PIP_INDEX_URL": "file:///nowhere", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    done = subprocess.run(
        [sys.executable, "packaging/setup_env.py", "--no-system"],
        cwd=ROOT, check=False, capture_output=True, encoding="utf-8", env={**os.environ, **pip_that_fails},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr in {"", "setup: ready\n"}, "the latter where only pyproject.toml has changed"


def test_without_root_the_one_command_is_printed(setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_env, "is_root", lambda: False)
    monkeypatch.setattr(setup_env.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(
        setup_env.SetupError, match=r"sudo sh -c 'apt-get update && apt-get install -y .* libegl1 fonts'"
    ):
        setup_env.apt_install(["libegl1", "fonts"], "libraries are")


def test_missing_libraries_are_found_by_the_loader(setup_env: ModuleType) -> None:
    assert setup_env.missing_libraries({"libno-such-thing.so.7": "some-package", "libc.so.6": "libc6"}) == [
        "some-package"
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are looked at on Linux only")
def test_what_only_a_screen_needs_does_not_stop_the_tests(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_env, "is_root", lambda: False)
    monkeypatch.setattr(setup_env, "QT_LIBRARIES", {})
    monkeypatch.setattr(setup_env, "SCREEN_LIBRARIES", {"libno-such-thing.so.7": "some-package"})
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    setup_env.prepare_system()
    assert "some-package" in capsys.readouterr().err
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(setup_env.SetupError, match="some-package"):
        setup_env.prepare_system()


def test_a_failed_install_is_one_sentence(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_env, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(setup_env, "venv_works", lambda: True)
    monkeypatch.setattr(
        setup_env, "run", lambda *_: (False, "Looking\nERROR: No matching distribution found for x==1\n")
    )
    monkeypatch.setattr(sys, "argv", ["setup_env.py", "--no-system"])
    assert setup_env.main() == 1
    lines = capsys.readouterr().err.splitlines()
    assert "No matching distribution found for x==1" in lines[-1]
    assert not any(line.startswith("Traceback") for line in lines)


def test_a_changed_lock_is_installed_again(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock, commands = tmp_path / "a.lock", []

    def run(command: list[str], *_: object) -> tuple[bool, str]:
        commands.append(command)
        return True, ""

    lock.write_text("a==1", encoding="utf-8")
    for name, value in {"STAMP": tmp_path / "stamp.json", "LOCK": lock, "run": run, "venv_works": lambda: True}.items():
        monkeypatch.setattr(setup_env, name, value)
    setup_env.prepare_packages()
    assert sum("--require-hashes" in command for command in commands) == 1
    setup_env.prepare_packages()
    assert len(commands) == 2
    lock.write_text("a==2", encoding="utf-8")
    setup_env.prepare_packages()
    assert sum("--require-hashes" in command for command in commands) == 2


def test_the_version_is_said_once() -> None:
    import reader

    assert importlib.metadata.version("policy-reader") == reader.__version__
