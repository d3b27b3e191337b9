"""What is made for Windows and can be looked at here: kinds of files, both installers, launcher, signatures, winget."""

from __future__ import annotations

import datetime as dt
import json
import os
import py_compile
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.ui.desks.shelves_desk import PATTERNS

PLACE = Path(__file__).resolve().parents[2] / "packaging" / "windows"
Tool = Callable[[str], Any]


def small_program() -> bytes:
    """The least that tools take for a program of Windows: headers, and one section with a return in it."""
    head = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 240, 0x22)
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 512, 0, 0, 0x1000, 0x1000)
    optional += struct.pack("<QIIHHHHHHIIIIHH", 0x140000000, 0x1000, 512, 6, 0, 0, 0, 6, 0, 0, 0x2000, 512, 0, 3, 0x160)
    optional += struct.pack("<QQQQII", 1 << 20, 4096, 1 << 20, 4096, 0, 16) + bytes(128)
    section = struct.pack("<8sIIIIIIHHI", b".text", 16, 0x1000, 512, 512, 0, 0, 0, 0, 0x60000020)
    whole = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 64) + head + optional + section
    return whole.ljust(512, b"\0") + b"\xc3".ljust(512, b"\0")


# Kinds of files ------------------------------------------------------------------------------------------------------


def test_only_kinds_of_our_own_are_taken_and_nobodys_choice_is_changed(tool: Tool) -> None:
    rows = list(tool("associations").rows())
    taken = {row.key for row in rows if row.key.startswith(".") and not row.name}
    assert taken == {".prpack", ".prdocs"}
    offered = {row.name for row in rows if row.key.endswith("SupportedTypes")}
    read = {word.removeprefix("*") for word in PATTERNS.split()} - {".zip"}
    assert offered == read | {".prpack", ".prdocs", ".jsonld"}
    commands = {row.value for row in rows if row.key.endswith("command")}
    assert commands == {'"@place@PolicyReader.exe" "%1"'}, "a file is handed over as one word, and nothing else is"


def test_what_setup_writes_it_takes_away(tool: Tool) -> None:
    associate, dissociate = tool("associations").nsis().split("!macro DISSOCIATE")
    written = re.findall(r"WriteRegStr SHCTX 'Software\\Classes\\([^']+)' '([^']*)'", associate)
    roots = re.findall(r"DeleteRegKey SHCTX 'Software\\Classes\\([^']+)'", dissociate)
    values = re.findall(r"DeleteRegValue SHCTX 'Software\\Classes\\([^']+)' '([^']*)'", dissociate)
    for key, name in written:
        assert (key, name) in values or any(key == root or key.startswith(f"{root}\\") for root in roots), (key, name)
    assert not [root for root in roots if root.startswith(".")], "an ending is never taken away as a whole"


def test_both_installers_write_the_same_kinds(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "PolicyReader.exe").write_bytes(b"")
    text = tool("msi").source(tmp_path / "tree", tool("workshop").Release("1.0.0", "abc", 0))
    assert text.count("<RegistryValue ") == len(list(tool("associations").rows()))
    assert 'Root="HKLM"' not in text.replace("RegistrySearch", "").partition("<RegistryValue")[2]


# Installers ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def icon(tool: Tool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The icon file, drawn once and by this Python: the Qt of the build environment has nothing to add."""
    made = tmp_path_factory.mktemp("icon")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tool("source"), "environment", lambda: Path(sys.executable))
        patch.setattr(tool("icons"), "FOLDER", made)
        tool("icons").write_ico(made / "app.ico")
    return made / "app.ico"


@pytest.fixture
def shop(tool: Tool, icon: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The Windows target on a tree of three files."""
    windows = tool("windows")
    folder = tmp_path / "windows"
    tree = folder / "tree"
    for name in ("licences/NOTICE.txt", "app.zip"):
        tool("workshop").put(tree / name, "说明\n")
    (tree / "PolicyReader.exe").write_bytes(small_program())
    monkeypatch.setattr(windows, "FOLDER", folder)
    monkeypatch.setattr(windows, "DIST", tmp_path)
    monkeypatch.setattr(tool("icons"), "write_ico", lambda target: shutil.copyfile(icon, target))
    shutil.copyfile(icon, folder / "app.ico")
    return windows


@pytest.mark.skipif(shutil.which("makensis") is None, reason="no makensis here: setup.exe was not made")
def test_setup_is_made_for_long_paths_and_with_aslr(shop: Any, tool: Tool, tmp_path: Path) -> None:
    made = shop.installer(tmp_path / "windows" / "tree", tool("workshop").Release("1.0.0", "abc", 0))
    assert tool("signing").characteristics(made) & 0x140 == 0x140
    once = made.read_bytes()
    assert b"longPathAware" in once
    again = shop.installer(tmp_path / "windows" / "tree", tool("workshop").Release("1.0.0", "abc", 0))
    assert again.read_bytes() == once, "the same bytes twice"


@pytest.mark.skipif(shutil.which("wixl") is None, reason="no wixl here: the .msi was not made")
def test_the_msi_sees_setup_and_leads_to_help(
    shop: Any, tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_READER_SUPPORT_URL", "https://help.example.invalid/")
    release = tool("workshop").Release("1.0.0", "abc", 1_700_000_000)
    made = tool("msi").build(shop.FOLDER, release, tmp_path / "a.msi")
    again = tool("msi").build(shop.FOLDER, release, tmp_path / "b.msi")
    assert again.read_bytes() == made.read_bytes(), "the same bytes twice"
    other = tool("msi").build(shop.FOLDER, tool("workshop").Release("1.0.0", "abd", 1_700_000_000), tmp_path / "c.msi")
    assert other.read_bytes() != made.read_bytes(), "another build of a version has an identifier of its own"
    tables = {
        name: subprocess.run(
            ["msiinfo", "export", str(made), name], check=True, capture_output=True, encoding="utf-8"
        ).stdout
        for name in ("Property", "Registry", "RegLocator", "AppSearch", "LaunchCondition")
    }
    assert "ARPHELPLINK\thttps://help.example.invalid/" in tables["Property"]
    assert "ARPCONTACT\t" in tables["Property"]
    found = {line.split("\t")[1:][0] for line in tables["RegLocator"].splitlines()[3:]}
    assert found == {"1", "2"}, "the user's hive and the machine's"
    assert {line.split("\t")[0] for line in tables["AppSearch"].splitlines()[3:]} == {"SETUPALL", "SETUPONE"}
    assert "NOT (SETUPALL OR SETUPONE)\t本机已用 setup.exe" in tables["LaunchCondition"]
    rows = [line.split("\t") for line in tables["Registry"].splitlines()[3:]]
    assert {row[1] for row in rows} == {"-1"}, "of the machine or of one user, as it is installed"
    assert "政策阅读器语料包" in tables["Registry"]


def test_setup_looks_whose_folder_it_is_before_it_takes_anything_away() -> None:
    script = (PLACE / "installer.nsi").read_text("utf-8")
    section = script.partition("\nSection\n")[2].partition("SectionEnd")[0]
    assert section.index("!insertmacro STOP_IF_OTHERS") < section.index("!insertmacro REMOVE_PROGRAM")
    asked = script.partition("!macro STOP_IF_OTHERS")[2].partition("!macroend")[0]
    assert set(re.findall(r"FileExists} \"\$INSTDIR\\([\w.]+)\"", asked)) == {"PolicyReader.exe", "python313._pth"}


def test_a_policy_that_was_there_before_becomes_the_administrators() -> None:
    script = (PLACE / "installer.nsi").read_text("utf-8")
    macro = script.partition("!macro MACHINE_POLICY")[2].partition("!macroend")[0]
    laid, before = macro.partition("${ElseIf}")[::2]
    assert "CopyFiles" in laid
    assert "CopyFiles" not in before, "what is there is not overwritten"
    assert "see who wrote it" in before
    assert [each in before for each in ("/setowner *S-1-5-32-544 /T", "/grant:r", "/reset /T")] == [True] * 3
    section = script.partition("\nSection\n")[2]
    assert section.index("MACHINE_POLICY") < section.index('"DisplayVersion" "${VERSION}"'), (
        "else none would be the first"
    )


def test_setup_and_msi_know_each_other_by_the_same_names(tool: Tool) -> None:
    script = (PLACE / "installer.nsi").read_text("utf-8")
    assert 'MsiEnumRelatedProductsW(w "{${UPGRADE_CODE}}"' in script
    assert 'WriteRegStr SHCTX "Software\\${APP}" "InstallDir"' in script
    for status in (1, 2, 5, 6):
        assert f"status {status}" in script
    removed = set(re.findall(r'\$INSTDIR\\([\w.]+)"', script.partition("!macro REMOVE_PROGRAM")[2]))
    assert {"policies", "vex.cdx.json", "sbom.cdx.json", "licences"} <= removed
    assert {"python313.zip", "packages.zip", "app.zip", "app", "Lib"} <= removed, (
        "also what lay loose in older versions"
    )


def test_the_pages_for_it_give_the_rights_that_setup_gives() -> None:
    (given,) = re.findall(r"/inheritance:r /grant:r [^'\"\n]+", (PLACE / "installer.nsi").read_text("utf-8"))
    for page in ("roll-out-windows.md", "roll-out-usb.md"):
        text = (PLACE.parents[1] / "docs" / page).read_text("utf-8")
        lines = [line for line in text.splitlines() if line.startswith(("mkdir", "icacls", "copy"))]
        assert [line.split()[0] for line in lines][:2] == ["mkdir", "icacls"], "the .msi makes no folder"
        assert lines[1].endswith(given)


def test_modules_are_folded_into_zips_that_python_runs(tool: Tool, tmp_path: Path) -> None:
    tree, zips = tmp_path / "tree", tool("windows_zips")
    loose = {
        "app/start.pyc": "import whole, half, reader.part; print(whole.x, half.y, reader.part.z)", "app/reader/__init__.pyc": "",
        "app/reader/part.pyc": "z = 3", "site/whole/__init__.pyc": "x = 1", "site/half/__init__.pyc": "y = 2",
        "Lib/one.pyc": "", "Lib/email/notes.rst": None, "site/half/data.json": None, "site/docs/readme.pyc": "",
    }  # fmt: skip
    for name, code in loose.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        if code is None:
            (tree / name).write_text("{}")
            continue
        written = tmp_path / "module.py"
        written.write_text(code, encoding="utf-8")
        py_compile.compile(
            str(written), str(tree / name), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
        )
    zips.fold(tree)
    left = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
    kept = {"site/half/__init__.pyc", "site/half/data.json", "site/docs/readme.pyc"}
    assert left == {"python313.zip", "packages.zip", "app.zip"} | kept, "what has data beside it stays a folder"
    searched = os.pathsep.join(str(tree / name) for name in zips.SEARCHED)
    command = [sys.executable, "-S", str(tree / "app.zip")]
    said = subprocess.run(command, env={"PYTHONPATH": searched}, check=True, capture_output=True, encoding="utf-8")
    assert said.stdout.split() == ["1", "2", "3"]


@pytest.mark.skipif(shutil.which("x86_64-w64-mingw32-gcc") is None, reason="no mingw here: no launcher was made")
def test_the_launcher_is_hardened_and_takes_long_paths(shop: Any, tool: Tool, tmp_path: Path) -> None:
    tree = tmp_path / "windows" / "tree"
    shop.launchers(tree, tool("workshop").Release("1.2.3", "abc", 0))
    once = {name: (tree / name).read_bytes() for name in shop.LAUNCHERS}
    for data in once.values():
        assert b"longPathAware" in data
    shop.launchers(tree, tool("workshop").Release("1.2.3", "abc", 0))
    assert once == {name: (tree / name).read_bytes() for name in shop.LAUNCHERS}, "the same bytes twice"


def test_a_launcher_without_its_python_ends_as_the_table_says() -> None:
    source = (PLACE / "launcher.c").read_text("utf-8")
    (status,) = re.findall(r"return (\d+);", source.partition("static int start(")[0])
    table = (PLACE.parents[1] / "docs" / "exit-codes.md").read_text("utf-8")
    row = next(line for line in table.splitlines() if f"| {status} |" in line)
    assert "Windows" in row


def test_a_launcher_without_aslr_stops_the_build(
    shop: Any, tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = bytearray(small_program())
    struct.pack_into("<H", bare, 64 + 24 + 70, 0x100)

    def compile_badly(command: list[str], **_: object) -> str:
        if "-o" in command:
            Path(command[-1]).write_bytes(bytes(bare))
        return ""

    monkeypatch.setattr(shop, "run", compile_badly)
    with pytest.raises(tool("workshop").BuildError, match="without ASLR"):
        shop.launchers(tmp_path / "windows" / "tree", tool("workshop").Release("1.2.3", "abc", 0))


# Signatures ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A certificate of nobody's, as PKCS#12, its password, and the certificate alone."""
    if not shutil.which("osslsigncode"):
        pytest.skip("no osslsigncode here: nothing was signed")
    if not shutil.which("openssl"):
        pytest.skip("no openssl here: there is no test certificate")
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "password").write_text("试 words", "utf-8")
    for command in (
        ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30",
         "-subj", "/CN=Test", "-addext", "extendedKeyUsage=codeSigning", "-addext", "keyUsage=digitalSignature"],
        ["pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "a.pfx", "-passout", "file:password"],
    ):  # fmt: skip
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    return folder / "a.pfx", folder / "password", folder / "cert.pem"


@pytest.fixture
def signing(tool: Tool, certificate: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("POLICY_READER_PFX", str(certificate[0]))
    monkeypatch.setenv("POLICY_READER_PFX_PASSWORD", str(certificate[1]))
    monkeypatch.delenv("POLICY_READER_TIMESTAMP", raising=False)
    return tool("signing")


def verified(file: Path, certificate: Path) -> bool:
    now = str(int(dt.datetime.now(dt.UTC).timestamp()))
    command = ["osslsigncode", "verify", "-CAfile", str(certificate), "-time", now, "-in", str(file)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_programs_are_signed_once_verify_and_break_with_a_byte(
    signing: Any, certificate: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ("a.exe", "b.dll", "c.pyd", "read.me"):
        (tree / name).write_bytes(small_program())
    assert signing.sign_tree(tree) == 3
    assert signing.sign_tree(tree) == 0, "what is signed stays as it is"
    assert not signing.is_signed(tree / "read.me")
    assert verified(tree / "a.exe", certificate[2])
    assert b"P\0o\0l\0i\0c\0y" in (tree / "a.exe").read_bytes() or b"Policy Reader" in (tree / "a.exe").read_bytes()
    broken = bytearray((tree / "a.exe").read_bytes())
    broken[600] ^= 1
    (tree / "a.exe").write_bytes(bytes(broken))
    assert not verified(tree / "a.exe", certificate[2])


def test_the_same_program_signed_twice_has_the_same_bytes(signing: Any, tmp_path: Path) -> None:
    for name in ("a.exe", "b.exe"):
        (tmp_path / name).write_bytes(small_program())
    assert signing.sign([tmp_path / "a.exe", tmp_path / "b.exe"]) == 2
    assert (tmp_path / "a.exe").read_bytes() == (tmp_path / "b.exe").read_bytes()


def test_no_address_is_asked_unless_one_is_named(signing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.exe").write_bytes(small_program())
    asked: list[list[str]] = []

    def note(command: list[str]) -> str:
        asked.append(command)
        shutil.copyfile(command[-3], command[-1])
        return ""

    monkeypatch.setattr(signing, "run", note)
    signing.sign([tmp_path / "a.exe"])
    monkeypatch.setenv("POLICY_READER_TIMESTAMP", "http://stamp.example.invalid")
    signing.sign([tmp_path / "a.exe"])
    assert [any("://" in word for word in command) for command in asked] == [False, True]
    assert not any("试" in word for command in asked for word in command), "the password is on no command line"


@pytest.mark.skipif(shutil.which("wixl") is None, reason="no wixl here: the .msi was not made")
def test_the_msi_is_signed(
    signing: Any, shop: Any, tool: Tool, certificate: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    made = tool("msi").build(shop.FOLDER, tool("workshop").Release("1.0.0", "abc", 0), tmp_path / "a.msi")
    assert signing.sign([made]) == 1
    assert verified(made, certificate[2])


@pytest.mark.skipif(shutil.which("makensis") is None, reason="no makensis here: setup.exe was not made")
def test_setup_and_the_uninstaller_in_it_are_signed(
    signing: Any, shop: Any, tool: Tool, certificate: tuple[Path, Path, Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    seen = tmp_path / "seen"
    wrapped = tmp_path / "bin" / "osslsigncode"
    wrapped.parent.mkdir()
    real = shutil.which("osslsigncode")
    wrapped.write_text(f'#!/bin/sh\necho "$@" >> {seen}\nexec {real} "$@"\n', "utf-8")
    wrapped.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapped.parent}{os.pathsep}{os.environ['PATH']}")
    made = shop.installer(tmp_path / "windows" / "tree", tool("workshop").Release("1.0.0", "abc", 0))
    assert seen.read_text("utf-8").count("sign -pkcs12") == 1, "makensis had the uninstaller signed"
    assert signing.sign([made]) == 1
    assert verified(made, certificate[2])


def test_a_certificate_that_is_not_there_is_one_sentence(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    signing = tool("signing")
    monkeypatch.delenv("POLICY_READER_PFX", raising=False)
    assert signing.sign([tmp_path / "a.exe"]) == 0
    assert "not signed (Authenticode)" in capsys.readouterr().err
    monkeypatch.setenv("POLICY_READER_PFX", str(tmp_path / "none.pfx"))
    with pytest.raises(tool("workshop").BuildError, match="there is no such file"):
        signing.sign([tmp_path / "a.exe"])
    (tmp_path / "a.txt").write_text("text", "utf-8")
    with pytest.raises(tool("workshop").BuildError, match="no program file"):
        signing.is_signed(tmp_path / "a.txt")


# winget --------------------------------------------------------------------------------------------------------------

IDENTIFIER = r'^[^\.\s\\/:\*\?"<>\|\x01-\x1f]{1,32}(\.[^\.\s\\/:\*\?"<>\|\x01-\x1f]{1,32}){1,7}$'
HEAD = {
    "PackageIdentifier": {"type": "string", "pattern": IDENTIFIER, "maxLength": 128},
    "PackageVersion": {"type": "string", "pattern": r'^[^\\/:\*\?"<>\|\x01-\x1f]+$', "maxLength": 128},
    "ManifestVersion": {"const": "1.6.0"},
}
TEXT = {"type": "string", "minLength": 3, "maxLength": 256}
LOCALE = {"type": "string", "pattern": "^[a-zA-Z]{2,3}(-[a-zA-Z]{1,8})*$", "maxLength": 20}
SWITCH = {"type": "string", "minLength": 1, "maxLength": 512}
ONE = {
    "Architecture": {"enum": ["x86", "x64", "arm", "arm64", "neutral"]},
    "InstallerUrl": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://.+$", "maxLength": 2048},
    "InstallerSha256": {"type": "string", "pattern": "^[A-Fa-f0-9]{64}$"},
    "InstallerType": {"enum": ["msi", "exe", "nullsoft", "wix"]},
    "Scope": {"enum": ["user", "machine"]},
    "ProductCode": {"type": "string", "minLength": 1, "maxLength": 255},
    "InstallerSwitches": {
        "type": "object", "additionalProperties": False,
        "properties": dict.fromkeys(("Silent", "SilentWithProgress", "InstallLocation", "Log", "Custom"), SWITCH),
    },
    "ExpectedReturnCodes": {"type": "array", "items": {"type": "object", "required": ["InstallerReturnCode"]}},
    "AppsAndFeaturesEntries": {"type": "array", "minItems": 1},
}  # fmt: skip


def rules(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    """What winget's schema asks of one file, said anew; stricter in that nothing else may stand in it."""
    needed = [*HEAD, "ManifestType", *required]
    return {"type": "object", "properties": {**HEAD, **properties}, "required": needed, "additionalProperties": False}


RULES = {
    "version": rules({"ManifestType": {"const": "version"}, "DefaultLocale": LOCALE}, ["DefaultLocale"]),
    "locale": rules(
        {"ManifestType": {"enum": ["locale", "defaultLocale"]}, "PackageLocale": LOCALE, "Publisher": TEXT,
         "PackageName": TEXT, "License": TEXT, "ShortDescription": TEXT},
        ["PackageLocale", "Publisher", "PackageName", "License", "ShortDescription"],
    ),
    "installer": rules(
        {
            "ManifestType": {"const": "installer"}, "Platform": {"const": ["Windows.Desktop"]},
            "MinimumOSVersion": {"pattern": r"^\d{1,5}(\.\d{1,5}){0,3}$"},
            "InstallModes": {"items": {"enum": ["interactive", "silent", "silentWithProgress"]}, "uniqueItems": True},
            "UpgradeBehavior": {"enum": ["install", "uninstallPrevious"]}, "Commands": {"type": "array"},
            "FileExtensions": {"items": {"pattern": r"^[^\\/:\*\?<>\|.]+$"}},
            "Installers": {"type": "array", "minItems": 1, "items": {
                "type": "object", "properties": ONE, "additionalProperties": False,
                "required": ["Architecture", "InstallerUrl", "InstallerSha256", "InstallerType"],
            }},
        },
        ["Installers"],
    ),
}  # fmt: skip


def test_the_manifest_for_winget_keeps_its_rules_and_tells_the_sums(tool: Tool, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    winget, release = tool("winget"), tool("workshop").Release("0.2.0", "abc", 0)
    for ending in ("-setup.exe", ".msi"):
        (tmp_path / f"policy-reader-0.2.0-windows-x64{ending}").write_bytes(ending.encode())
    files = winget.write(tmp_path, tmp_path / "out", release, "https://apps.example.invalid/pr")
    assert len(files) == 5
    made = {file.name: json.loads(file.read_text("utf-8")) for file in files}
    for name, manifest in made.items():
        kind = "installer" if ".installer." in name else "locale" if ".locale." in name else "version"
        jsonschema.Draft202012Validator(RULES[kind]).validate(manifest)
    (installer,) = (each for name, each in made.items() if ".installer." in name)
    sums = {tool("workshop").digest(file).upper() for file in tmp_path.glob("*-x64*")}
    assert {each["InstallerSha256"] for each in installer["Installers"]} == sums
    assert [each["Scope"] for each in installer["Installers"]] == ["machine", "user", "machine"]
    assert installer["Installers"][2]["InstallerSwitches"] == {"InstallLocation": 'INSTALLDIR="<INSTALLPATH>"'}
    assert sum(each.get("ManifestType") == "defaultLocale" for each in made.values()) == 1
    again = winget.write(tmp_path, tmp_path / "again", release, "https://apps.example.invalid/pr")
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]


def test_without_an_address_there_is_no_manifest_and_without_installers_it_is_a_fault(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    winget, release = tool("winget"), tool("workshop").Release("0.2.0", "abc", 0)
    monkeypatch.delenv("POLICY_READER_DOWNLOAD_URL", raising=False)
    assert winget.build(release) == []
    assert "no winget manifest" in capsys.readouterr().err
    with pytest.raises(tool("workshop").BuildError, match="build it first"):
        winget.write(tmp_path, tmp_path / "out", release, "https://x.invalid")
