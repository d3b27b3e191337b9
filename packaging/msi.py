"""The Windows tree as an .msi for roll-out by group policy, made with wixl and msibuild (Debian: wixl, msitools).

Holds the program folder, a Start-menu entry and the kinds of files only. It is for all users, or for one where
`ALLUSERS=2 MSIINSTALLPERUSER=1` says so: its values go to the hive of whom it is for, and Windows leads its folders
there. The machine policy and every user's notes lie elsewhere and are in no table of it, so no uninstall takes them.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import associations
from workshop import BuildError, Release, put, run, say

UPGRADE_CODE = "6F1C5B0E-3C1B-5B52-9E1D-0C7B7C6E4A11"  # never changes: by it a newer version finds the older one
SPACE = uuid.UUID(UPGRADE_CODE)
NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
TITLE = "Policy Reader"
MAKER = "Policy Reader maintainers"
WINDOWS_10 = "VersionNT64 >= 603"  # what Windows Installer calls everything from 8.1 on
NO_SETUP = "Installed OR NOT (SETUPALL OR SETUPONE)"
CODEPAGE = "\r\n\r\n65001\t_ForceCodepage\r\n"
CHINESE = [  # table, column, value, key column, key: wixl drops every character that is not ASCII
    ("Property", "Value", "政策阅读器 Policy Reader", "Property", "ProductName"),
    ("Shortcut", "Name", "PolicyRd|政策阅读器", "Shortcut", "StartMenu"),
    ("Feature", "Title", "政策阅读器", "Feature", "Program"),
    ("LaunchCondition", "Description", "需要 64 位 Windows 10 或更新版本。", "Condition", WINDOWS_10),
    ("LaunchCondition", "Description", "已经装有更新的版本。", "Condition", "NOT WIX_DOWNGRADE_DETECTED"),
    ("LaunchCondition", "Description", "本机已用 setup.exe 安装政策阅读器，请先卸载它。", "Condition", NO_SETUP),
]
_FILETIME = 0x40  # the kind of a moment in a summary: ticks of 100 ns since 1601
_SINCE_1601 = 11_644_473_600  # seconds from then to 1970
SUPPORT = "POLICY_READER_SUPPORT_URL"  # a page that software management leads to; none when it is not set


def build(folder: Path, release: Release, target: Path) -> Path:
    """An .msi of `folder`/tree; the folder has app.ico too, and takes the source. Raises BuildError."""
    tree, begun = folder / "tree", time.time()
    say(f"packing {target.name}")
    put(folder / "policy-reader.wxs", source(tree, release))
    target.unlink(missing_ok=True)
    run(["wixl", "--arch", "x64", "-o", str(target), "policy-reader.wxs"], cwd=folder)
    if not target.exists():
        raise BuildError("wixl said nothing and made nothing")
    put(folder / "codepage.idt", CODEPAGE)
    run(["msibuild", str(target), "-i", "codepage.idt"], cwd=folder)
    query = "UPDATE `{}` SET `{}`='{}' WHERE `{}`='{}'"  # msibuild takes no parameters beside a query
    named = {kind.english: kind.chinese for kind in associations.KINDS} | {TITLE: "政策阅读器"}
    kinds = [
        ("Registry", "Value", named[row.value], "Registry", registry_key(row))
        for row in associations.rows()
        if row.value in named
    ]
    queries = [query.format(*row) for row in (*CHINESE, *kinds)]
    queries.append("UPDATE `Registry` SET `Root`=-1 WHERE `Root`=4")  # wixl writes HKMU as 4, which is nothing
    run(["msibuild", str(target), "-q", *queries], env={"LC_ALL": "C.UTF-8"})
    fix_hour(target, release, begun)
    return target


def fix_hour(file: Path, release: Release, begun: float) -> None:
    """Put what follows from the release in the place of what wixl draws or reads off a clock: the package's identifier,
    and when it was made and saved. So the same release gives the same bytes. Raises BuildError where it finds neither.
    """
    data = bytearray(file.read_bytes())
    drawn = re.search(r"Revision number \(UUID\): (\{[0-9A-F-]{36}\})", run(["msiinfo", "suminfo", str(file)]))
    own = f"{{{guid('package', release.version, release.commit)}}}".encode()
    hours = [at for at in range(0, len(data) - 12, 4) if data[at] == _FILETIME and _is_between(data, at, begun)]
    if not drawn or data.count(drawn[1].encode()) != 1 or len(hours) != 2:
        raise BuildError(f"{file.name} has no summary as wixl writes it")
    for at in hours:
        struct.pack_into("<Q", data, at + 4, int((release.epoch + _SINCE_1601) * 10_000_000))
    file.write_bytes(data.replace(drawn[1].encode(), own))


def _is_between(data: bytearray, at: int, begun: float) -> bool:
    """Whether a property of a summary is a moment since the build began."""
    kind, ticks = struct.unpack_from("<IQ", data, at)
    return bool(kind == _FILETIME and begun - 2 <= ticks / 10_000_000 - _SINCE_1601 <= time.time() + 2)


def guid(*words: str) -> str:
    """The same words always give the same identifier."""
    return str(uuid.uuid5(SPACE, "/".join(words))).upper()


def key(kind: str, path: str) -> str:
    """An identifier of a row; a path has characters and a length that none may have."""
    return f"{kind}{hashlib.sha256(path.encode()).hexdigest()[:24]}"


def registry_key(row: associations.Row) -> str:
    """The identifier of a value of the registry."""
    return key("g", f"{row.key}/{row.name}")


def source(tree: Path, release: Release) -> str:
    """The description that wixl reads.

    One component a folder: each release has identifiers of its own and takes the older one away before it comes.
    """
    wix = ET.Element("Wix", xmlns=NAMESPACE)
    product = ET.SubElement(
        wix, "Product", Id=guid("product", release.version), UpgradeCode=UPGRADE_CODE, Language="2052",
        Name=TITLE, Version=release.version, Manufacturer=MAKER,
    )  # fmt: skip
    ET.SubElement(
        product, "Package", Id=guid("package", release.version, release.commit), Compressed="yes",
        InstallScope="perMachine", InstallerVersion="500", Languages="2052", Description=f"{TITLE} {release.version}",
        Manufacturer=MAKER,
    )  # fmt: skip
    ET.SubElement(product, "MajorUpgrade", DowngradeErrorMessage="A newer version is installed.")
    ET.SubElement(product, "Media", Id="1", Cabinet="program.cab", EmbedCab="yes")
    ET.SubElement(product, "Condition", Message="Windows 10 (64 bit) or newer is needed.").text = WINDOWS_10
    ET.SubElement(product, "Condition", Message="Setup.exe installed it here; remove that first.").text = NO_SETUP
    for name, hive in (("SETUPALL", "HKLM"), ("SETUPONE", "HKCU")):
        search = ET.SubElement(ET.SubElement(product, "Property", Id=name), "RegistrySearch", Id=name.capitalize())
        told = {"Root": hive, "Key": r"Software\PolicyReader", "Name": "InstallDir", "Type": "raw", "Win64": "yes"}
        for attribute, value in told.items():
            search.set(attribute, value)
    ET.SubElement(product, "Icon", Id="app.ico", SourceFile="app.ico")
    ET.SubElement(product, "Property", Id="ARPPRODUCTICON", Value="app.ico")
    ET.SubElement(product, "Property", Id="ARPNOMODIFY", Value="1")
    ET.SubElement(product, "Property", Id="ARPCONTACT", Value=MAKER)
    ET.SubElement(product, "Property", Id="ARPCOMMENTS", Value=f"{release.version}, commit {release.commit[:12]}")
    if support := os.environ.get(SUPPORT):
        for name in ("ARPHELPLINK", "ARPURLINFOABOUT"):
            ET.SubElement(product, "Property", Id=name, Value=support)
    root = ET.SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    ET.SubElement(root, "Directory", Id="ProgramMenuFolder")
    files = ET.SubElement(root, "Directory", Id="ProgramFiles64Folder")
    place = ET.SubElement(files, "Directory", Id="INSTALLDIR", Name="PolicyReader")
    components = list(put_folder(place, tree, tree, release))
    feature = ET.SubElement(product, "Feature", Id="Program", Title=TITLE, Level="1")
    for component in components:
        ET.SubElement(feature, "ComponentRef", Id=component)
    ET.indent(wix)
    return ET.tostring(wix, encoding="unicode", xml_declaration=True) + "\n"


def put_folder(place: ET.Element, folder: Path, tree: Path, release: Release) -> Iterator[str]:
    """Describe a folder and those in it. Yields the identifiers of the components."""
    inside = "" if folder == tree else folder.relative_to(tree).as_posix()
    files = sorted(path for path in folder.iterdir() if path.is_file())
    identifier = key("c", inside)
    component = ET.SubElement(place, "Component", Id=identifier, Guid=guid("component", release.version, inside))
    component.set("Win64", "yes")
    yield identifier
    ET.SubElement(component, "CreateFolder")
    ET.SubElement(component, "RemoveFolder", Id=key("r", inside), On="uninstall")
    if folder == tree:  # a plain shortcut: one that is advertised would ask for the .msi again when a file is missing
        ET.SubElement(
            component, "Shortcut", Id="StartMenu", Directory="ProgramMenuFolder", Name=TITLE,
            Target="[INSTALLDIR]PolicyReader.exe", WorkingDirectory="INSTALLDIR", Icon="app.ico",
        )  # fmt: skip
        for row in associations.rows():
            value = row.value.replace(associations.PLACE, "[INSTALLDIR]")
            of_row = ET.SubElement(
                component, "RegistryValue", Id=registry_key(row), Root="HKMU",
                Key=f"{associations.CLASSES}\\{row.key}", Type="string", Value=value,
            )  # fmt: skip
            if row.name:
                of_row.set("Name", row.name)
    for number, path in enumerate(files):
        name = path.relative_to(tree).as_posix()
        file = ET.SubElement(component, "File", Id=key("f", name), Name=path.name, Source=f"{tree.name}/{name}")
        if number == 0:
            file.set("KeyPath", "yes")
    for path in sorted(path for path in folder.iterdir() if path.is_dir()):
        name = path.relative_to(tree).as_posix()
        child = ET.SubElement(place, "Directory", Id=key("d", name), Name=path.name)
        yield from put_folder(child, path, tree, release)
