"""What a Linux desktop and its administrator find: manual, completion, menu entry, profile, what a file opens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reader.cli.main import COMMANDS, command_parser

LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"


def test_the_manual_names_every_command_and_status() -> None:
    text = (LINUX / "policy-reader.1").read_text("utf-8")
    assert set(re.findall(r"(?m)^\.B ([a-z]+)$", text)) == set(COMMANDS)
    statuses = re.findall(r"(?m)^\.B (\d+)$", text)
    assert statuses == ["0", "1", "2", "3", "70", "130"]
    table = (LINUX.parents[1] / "docs" / "exit-codes.md").read_text("utf-8")
    rows = [row.split("|") for row in table.partition("| `policy-reader`")[2].partition("| `apt-get`")[0].splitlines()]
    assert [next(cell.strip() for cell in row if cell.strip().isdigit()) for row in rows if len(row) > 2] == statuses


def completed(script: str, *words: str) -> set[str]:
    ask = 'COMP_WORDS=(policy-reader "$@"); COMP_CWORD=$#; compopt() { :; }; _policy_reader; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{ask}", "bash", *words], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr == ""
    return set(done.stdout.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_completion_offers_what_the_parsers_take(tool: Callable[[str], Any]) -> None:
    script = tool("completion_here").script(command_parser()[0])
    assert set(COMMANDS) <= completed(script, "")
    assert completed(script, "healthcheck", "--r") == {"--report"}
    assert completed(script, "--data-dir", "/x", "corpus", "v") == {"verify"}
    assert completed(script, "corpus", "pack", "--kind", "") == {"addition", "replacement"}


def test_every_kind_of_ours_in_the_menu_entry_is_defined() -> None:
    root = ET.fromstring((LINUX / "mime.xml").read_text("utf-8"))
    globs = {each.attrib["type"]: [one.attrib["pattern"] for one in each if one.tag.endswith("glob")] for each in root}
    entry = (LINUX / "policy-reader.desktop").read_text("utf-8")
    offered = set(re.findall(r"application/vnd\.policy-reader[^;]+", entry))
    assert offered == {kind for kind in globs if "vnd.policy-reader" in kind}, "what is defined is also opened"
    assert {globs["application/vnd.policy-reader.notes+json"][0], globs["application/vnd.policy-reader.notes+zip"][0]} == {
        "*.notes.jsonld", "*.prdocs",
    }  # fmt: skip
    assert globs["application/vnd.policy-reader.corpus+zip"] == ["*.prpack"]
    assert "application/vnd.policy-reader.corpus+zip" in offered


def test_the_profile_complains_and_denies_nothing(tool: Callable[[str], Any]) -> None:
    text = (LINUX / "apparmor").read_text("utf-8")
    assert "flags=(complain)" in text
    assert not re.search(r"(?m)^\s*(deny|network)\b", text)
    assert f"/{tool('deb').HOME}/policy-reader flags" in text
    assert tool("deb").APPARMOR.endswith(re.findall(r"local/(\S+)>", text)[0])
    if not (parser := shutil.which("apparmor_parser")):
        pytest.skip("no apparmor_parser here: the profile's grammar was not looked at")
    done = subprocess.run([parser, "-Q", "-K", "-S", str(LINUX / "apparmor")], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_of_whatever_is_opened_it_is_asked_first() -> None:
    outside = pytest.importorskip("reader.ui.outside_files")
    seen: list[tuple[str, object]] = []
    desks = SimpleNamespace(
        shelves=SimpleNamespace(add_from_outside=lambda files: seen.append(("ask", files))),
        packs=SimpleNamespace(inspect=lambda file: seen.append(("look at a pack", file))),
        notes=SimpleNamespace(files=SimpleNamespace(look_into=lambda file: seen.append(("look at notes", file)))),
    )
    window = SimpleNamespace(desks=desks)
    files = ("a.docx", "b.PRPACK", "c.pdf", "d.prpack", "e.notes.jsonld", "f.prdocs")
    outside.open_outside(window, tuple(map(Path, files)))
    assert seen == [
        ("ask", (Path("a.docx"), Path("c.pdf"))), ("look at a pack", Path("b.PRPACK")),
        ("look at notes", Path("e.notes.jsonld")),
    ]  # fmt: skip
    seen.clear()
    outside.open_outside(window, (Path("b.prpack"),))
    assert seen == [("look at a pack", Path("b.prpack"))]


@pytest.mark.parametrize(
    ("told", "socket", "address"),
    [("", False, "disabled:"), ("", True, ""), ("unix:path=/run/x", False, "unix:path=/run/x")],
    ids=["none", "of the session", "named"],
)
def test_a_start_without_a_session_bus_starts_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, socket: bool, address: str
) -> None:
    app = pytest.importorskip("reader.app")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", told)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if socket:
        (tmp_path / "bus").touch()
    app._start_no_bus()
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == address
