"""What can be said of the packages without building one. The built ones are tried by `make package-test`."""

from __future__ import annotations

import ast
import configparser
import hashlib
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reader import settings
from reader.core.policy import EXPORTS, KEYS, KINDS, Policy

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"
DOOR = sorted(path for path in PACKAGING.glob("*.py") if not path.stem.endswith("_here"))
LANGUAGES = ("zh_CN", "zh_TW")


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("file", DOOR, ids=lambda file: file.name)
def test_the_door_stands_on_the_standard_library_alone(file: Path) -> None:
    allowed = sys.stdlib_module_names | {path.stem for path in DOOR}
    if file.name == "check.py":
        allowed |= {"importlinter"}
    assert set(imported(file)) <= allowed


def test_the_door_opens_without_any_package() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(PACKAGING)!r}); import build; build.main(['-h'])",
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "deb, rpm, ocr, arm64, portable, uos, wheelhouse, windows, repo, all" in " ".join(done.stdout.split())


def test_no_package_shadows_the_module_packaging() -> None:
    assert not (PACKAGING / "__init__.py").exists()


@pytest.mark.parametrize("name", ["requirements-build.lock", "windows.lock", "arm64.lock"])
def test_every_line_of_a_build_lock_has_a_hash_and_no_address(name: str) -> None:
    text = (PACKAGING / name).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    assert [
        entry for entry in entries if "==" not in entry or not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)
    ] == []
    assert "://" not in text


@pytest.mark.parametrize("name", ["debs.lock", "debs-arm64.lock"])
def test_files_taken_from_debian_are_pinned(name: str) -> None:
    lines = [line for line in (PACKAGING / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        package, digest, _file, _target = line.split()
        assert re.fullmatch(r"[a-z0-9.+-]+=[\w.:~+-]+", package)
        assert re.fullmatch(r"[0-9a-f]{64}", digest)


# The policy sample ---------------------------------------------------------------------------------------------------


def uncommented() -> str:
    return re.sub(r"(?m)^#(?=\w+ = )", "", (LINUX / "policy.toml").read_text("utf-8"))


def test_the_policy_sample_changes_nothing_as_it_is(tmp_path: Path) -> None:
    loaded = settings.load(tmp_path / "settings.toml", LINUX / "policy.toml")
    assert loaded == settings.LoadedSettings(settings.Settings())


def test_every_line_of_the_policy_sample_is_a_setting_at_its_default(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(uncommented(), encoding="utf-8")
    loaded = settings.load(tmp_path / "settings.toml", policy)
    assert loaded.complaints == ()
    assert loaded.locked == frozenset(tomllib.loads(uncommented())) - frozenset(KEYS) != frozenset()
    assert loaded.settings == settings.Settings()
    assert loaded.policy.exports == frozenset(EXPORTS)
    assert loaded.policy.own_kinds == frozenset(KINDS)
    assert replace(loaded.policy, file="", exports=None, own_kinds=None, largest_own=Policy().largest_own) == Policy()


# Desktop files -------------------------------------------------------------------------------------------------------


def desktop_entry() -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys of a desktop file have capitals
    parser.read(LINUX / "policy-reader.desktop", encoding="utf-8")
    assert parser.sections() == ["Desktop Entry"]
    return dict(parser["Desktop Entry"])


def test_the_menu_entry_is_complete_in_three_languages() -> None:
    entry = desktop_entry()
    assert entry["Type"] == "Application"
    assert entry["Exec"] == "@exec@ %F"
    assert entry["Terminal"] == "false"
    assert [entry[key][-1] for key in entry if key.startswith(("Categories", "Keywords", "MimeType"))] == [";"] * 5
    for key in ("Name", "GenericName", "Comment", "Keywords"):
        assert len({entry[key], *(entry[f"{key}[{language}]"] for language in LANGUAGES)}) == 3


@pytest.mark.parametrize("name", ["metainfo.xml", "mime.xml"])
def test_xml_files_are_well_formed_and_speak_three_languages(name: str) -> None:
    root = ET.fromstring((LINUX / name).read_text("utf-8"))
    spoken = {each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in root.iter()}
    assert {language.replace("_", "-") for language in spoken if language} == {"zh-CN", "zh-TW"}


def test_the_icon_is_a_drawing() -> None:
    root = ET.fromstring((ROOT / "resources" / "icons" / "app.svg").read_text("utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") == root.get("height")


# What is in the box --------------------------------------------------------------------------------------------------


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The packaging modules, imported as the door does and taken away again."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    before = set(sys.modules)
    import arm64
    import bill
    import ci
    import deb
    import licences
    import msi
    import ocr_deb
    import trim
    import wheels
    import windows_trim
    import workshop

    yield {
        each.__name__: each
        for each in (arm64, bill, ci, deb, licences, msi, ocr_deb, trim, wheels, windows_trim, workshop)
    }
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_every_locked_package_has_a_licence_in_the_bill(tools: Any) -> None:
    assert set(tools["bill"].locked()) == set(tools["bill"].SPDX)


def test_the_package_for_scans_holds_what_the_program_does_not(tools: Any) -> None:
    ocr = tools["ocr_deb"]
    assert set(ocr.entries()) == set(ocr.SPDX)
    assert not set(ocr.entries()) & set(tools["bill"].locked())
    assert {"rapidocr", "onnxruntime"} <= set(ocr.entries())
    assert all("--hash=sha256:" in entry for entry in ocr.entries().values())
    assert not {"requests", "urllib3"} & set(ocr.entries())
    # Later ones write what they were used for into the home folder, and can send it.
    assert ocr.entries()["onnxruntime"].startswith("onnxruntime==1.22.")


def test_a_library_that_is_loaded_by_name_stays(tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trim = tools["trim"]
    files = [tmp_path / name for name in ("program", "libused.so", "libunused.so", "libpdfium.so")]
    for file in files:
        file.write_bytes(b"\x7fELF")
    monkeypatch.setattr(trim, "needs", lambda file: {"libused.so"} if file.name == "program" else set())
    trim.prune(tmp_path)
    assert [file.exists() for file in files] == [True, True, False, True]


def test_kept_licence_texts_are_there(tools: Any) -> None:
    texts = PACKAGING / "licences"
    wanted = {*tools["licences"].NO_TEXT.values(), "GPL-3.txt", "Python.txt", "NOTICE.txt"}
    assert {name for name in wanted if not (texts / name).stat().st_size} == set()
    assert "LGPL" in (texts / "NOTICE.txt").read_text("utf-8")


def test_an_old_licence_text_is_told_in_utf_8(tools: Any) -> None:
    told = tools["licences"].in_utf_8
    assert told("© 版权".encode()) == "© 版权"
    assert told("copyright © <year>".encode("latin-1")) == "copyright © <year>"


def test_equal_trees_pack_to_equal_bytes(tools: Any, tmp_path: Path) -> None:
    workshop = tools["workshop"]
    digests = set()
    for name in ("one", "two"):
        tree = tmp_path / name / "tree"
        for file in ("b", "a") if name == "one" else ("a", "b"):
            workshop.put(tree / "folder" / file, file)
        workshop.settle(tree, 1_000_000_000)
        for target in (tmp_path / f"{name}.tar.xz", tmp_path / f"{name}.zip"):
            pack = workshop.zip_tree if target.suffix == ".zip" else workshop.tar_xz
            pack(tree, target, *([] if target.suffix == ".zip" else [1_000_000_000]))
            digests.add((target.suffix, hashlib.sha256(target.read_bytes()).hexdigest()))
    assert len(digests) == 2


BLOCKED = """
import fnmatch, importlib.abc, sys
patterns = {patterns!r}
class Gone(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if any(fnmatch.fnmatchcase(name.replace(".", "/"), each) for each in patterns):
            raise ImportError(name + " is trimmed")
sys.meta_path.insert(0, Gone())
from reader.cli.parts import try_parts
print(try_parts().encode())
"""


@pytest.mark.parametrize("system", ["linux", "windows"])
def test_the_program_does_without_the_modules_that_are_trimmed(tools: Any, system: str) -> None:
    trimmed = tools["trim" if system == "linux" else "windows_trim"].GONE
    paths = [each.split("/", 1)[1] for each in trimmed if each.startswith(("lib/", "site/"))]
    patterns = [pattern for path in paths for pattern in (path.removesuffix(".*"), f"{path}/*")]
    assert {"rapidfuzz/fuzz_cpp*", "jieba/posseg"} < set(patterns)
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED.format(patterns=patterns)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_bill_leaves_out_what_is_not_shipped_and_tells_what_is_compiled_in(tools: Any) -> None:
    bill = tools["bill"]
    assert set(bill.locked()) >= bill.NOT_SHIPPED
    for gone in (tools["trim"].GONE, tools["windows_trim"].GONE):
        assert {name for name in bill.NOT_SHIPPED if not any(each.endswith(f"/{name}*") for each in gone)} == set()
    crates = {part["name"] for part in bill.compiled_in(importlib.metadata.distribution("pyrage"))}
    assert {"age", "chacha20poly1305"} <= crates


# arm64 and .msi ------------------------------------------------------------------------------------------------------


def test_the_arm64_lock_replaces_what_the_runtime_lock_has(tools: Any) -> None:
    own = set(re.findall(r"(?m)^([a-z0-9-]+)==", (PACKAGING / "arm64.lock").read_text("utf-8")))
    rest = set(re.findall(r"(?m)^([a-z0-9-]+)==", tools["wheels"].without(own)))
    assert {"pyside6-essentials", "shiboken6"} <= own
    assert rest == set(tools["bill"].locked()) - own - set(tools["wheels"].FROM_SOURCE)


def test_every_kind_of_compiled_file_has_its_place_in_the_aarch64_wheels(tools: Any, tmp_path: Path) -> None:
    arm64, put = tools["arm64"], tools["workshop"].put
    known = {
        "policy-reader": "freeze_core/bases/console-cpython-311-aarch64-linux-gnu",
        "lib/_bz2.cpython-311-x86_64-linux-gnu.so": "freeze_core/lib/_bz2.cpython-311-aarch64-linux-gnu.so",
        "lib/libbz2-a273e504.so.1.0.6": "freeze_core.libs/libbz2-738ca772.so.1.0.6",
        "lib/lxml/etree.cpython-311-x86_64-linux-gnu.so": "lxml/etree.cpython-311-aarch64-linux-gnu.so",
        "lib/nacl/_sodium.abi3.so": "nacl/_sodium.abi3.so",
    }
    for place in known.values():
        put(tmp_path / place, "")
    assert {name: arm64.find(name, tmp_path).relative_to(tmp_path).as_posix() for name in known} == known
    with pytest.raises(tools["workshop"].BuildError, match="0 counterparts of lib/new"):
        arm64.find("lib/new.so", tmp_path)


def test_the_msi_holds_the_program_folder_and_nothing_of_the_users(tools: Any, tmp_path: Path) -> None:
    msi, workshop = tools["msi"], tools["workshop"]
    for name in ("PolicyReader.exe", "app/reader/a.pyc", "app/reader/ui/b.pyc"):
        workshop.put(tmp_path / "tree" / name, "")
    one, two = (msi.source(tmp_path / "tree", workshop.Release(version, "abc", 0)) for version in ("1.0.0", "1.1.0"))
    product = {key: ET.fromstring(text)[0].get(key) for text in (one,) for key in ("UpgradeCode", "Id")}
    newer = ET.fromstring(two)[0]
    assert newer.get("UpgradeCode") == product["UpgradeCode"] == "6F1C5B0E-3C1B-5B52-9E1D-0C7B7C6E4A11"
    assert newer.get("Id") != product["Id"]
    assert one.isascii()
    assert one.count("<File ") == 3
    assert one.count("<RemoveFolder ") == 4
    assert [word for word in ("CommonAppData", "AppDataFolder", "policy.toml") if word in one] == []


def test_nothing_in_a_tree_tells_where_it_was_built(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trim, put = tools["trim"], tools["workshop"].put
    monkeypatch.setattr(trim, "run", lambda command: "")
    tree = tmp_path / "tree"
    (tree / "lib/PySide6/Qt/plugins").mkdir(parents=True)
    (tree / "lib/PySide6/Qt/translations").mkdir()
    for name in ("METADATA", "direct_url.json", "RECORD"):
        put(tree / "lib" / "cffi-2.1.1.dist-info" / name, "file:///where/it/was/built")
    trim.trim(tree)
    assert [path.name for path in tree.rglob("*") if path.is_file()] == ["METADATA"]


def test_compiled_modules_lose_their_date(tools: Any) -> None:
    assert tools["trim"].undated(b"MAGC" + b"flagdatesize" + b"code") == b"MAGC" + b"\0" * 12 + b"code"


def test_a_template_with_an_empty_place_is_refused(tools: Any, tmp_path: Path) -> None:
    workshop = tools["workshop"]
    workshop.put(tmp_path / "t", "@name@ @version@")
    assert workshop.fill(tmp_path / "t", name="a", version="1") == "a 1"
    with pytest.raises(workshop.BuildError, match="version"):
        workshop.fill(tmp_path / "t", name="a")


def test_the_runtime_lock_parts_into_wheels_and_sources(tools: Any) -> None:
    built, sources = tools["wheels"].split((ROOT / "requirements.lock").read_text("utf-8"))
    names = re.findall(r"(?m)^([a-z0-9-]+)==", built), re.findall(r"(?m)^([a-z0-9-]+)==", sources)
    assert sorted(names[0] + names[1]) == sorted(tools["bill"].locked())
    assert names[1] == ["jieba"]
    assert built.count("--hash=") > len(names[0])
