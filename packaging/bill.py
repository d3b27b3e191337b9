"""What is in the box: a CycloneDX bill of materials, and the licence texts. Reads package metadata, runs nothing."""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import tomllib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workshop import HERE, NAME, ROOT, BuildError, Release

TEXTS = HERE / "licences"
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$|info/licenses/.*\.(txt|md|ijg)$", re.IGNORECASE)
NO_TEXT = {"pyside6-essentials": "LGPL-3.txt", "shiboken6": "LGPL-3.txt", "jieba": "jieba.txt"}
NOT_SHIPPED = {"pycparser"}  # cffi's own builders ask for it, a program that runs does not
SPDX = {
    "cffi": "MIT-0", "olefile": "BSD-2-Clause", "pypdfium2": "BSD-3-Clause", "striprtf": "BSD-3-Clause",
    "xlrd": "BSD-3-Clause", "et-xmlfile": "MIT", "filelock": "MIT", "jieba": "MIT", "lxml": "BSD-3-Clause",
    "opencc": "Apache-2.0", "openpyxl": "MIT", "platformdirs": "MIT", "pycparser": "BSD-3-Clause",
    "icalendar": "BSD-2-Clause", "python-dateutil": "Apache-2.0", "tzdata": "Apache-2.0",
    "pynacl": "Apache-2.0", "pypinyin": "MIT", "pyrage": "MIT", "pyside6-essentials": "LGPL-3.0-only",
    "python-docx": "MIT", "rapidfuzz": "MIT", "shiboken6": "LGPL-3.0-only", "tomli-w": "MIT",
    "typing-extensions": "PSF-2.0", "whoosh3": "BSD-2-Clause",
}  # fmt: skip


def locked() -> dict[str, str]:
    """Name → version of the runtime packages, from the lock."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", lock, re.MULTILINE))


def distributions(site: Path) -> dict[str, importlib.metadata.Distribution]:
    """The locked packages as installed in a folder. Raises BuildError where one is missing or of another version."""
    found = {}
    for each in importlib.metadata.distributions(path=[str(site)]):
        found[re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower()] = each
    for name, version in locked().items():
        if name not in found or found[name].version != version:
            raise BuildError(f"{name} {version} of the lock is not what is installed in {site}")
    return {name: found[name] for name in locked()}


def shipped(site: Path) -> dict[str, importlib.metadata.Distribution]:
    """Those of `distributions` that packages contain."""
    return {name: package for name, package in distributions(site).items() if name not in NOT_SHIPPED}


def write_licences(site: Path, target: Path) -> None:
    """Collect every licence text. Raises BuildError where a package has none and none is kept for it."""
    target.mkdir(parents=True)
    for text in sorted(TEXTS.iterdir()):
        shutil.copyfile(text, target / text.name)
    shutil.copyfile(ROOT / "LICENSE", target / "LICENSE.txt")
    for name, package in shipped(site).items():
        texts = [file for file in package.files or () if LICENCE_FILE.search(str(file)) and "info/" in str(file)]
        if not texts and name not in NO_TEXT:
            raise BuildError(
                f"{name} comes without a licence text; put one into packaging/licences and name it in bill.py"
            )
        for number, file in enumerate(sorted(texts, key=str)):
            suffix = "" if number == 0 else f"-{file.stem.lower()}"
            shutil.copyfile(str(file.locate()), target / f"{name}{suffix}.txt")


def write_bill(site: Path, target: Path, release: Release, system: str) -> None:
    """The bill of materials of one system ("linux" or "windows") as CycloneDX 1.5 JSON."""
    components = [python_component(name, package) for name, package in sorted(shipped(site).items())]
    parts = tomllib.loads((HERE / "parts.toml").read_text("utf-8"))["part"]
    components += [part_component(part) for part in parts if system in part["targets"]]
    product = {
        "type": "application", "bom-ref": f"{NAME}@{release.version}", "name": NAME, "version": release.version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }  # fmt: skip
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{NAME}-{system}-{release.version}-{release.commit}")
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(release.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": product,
            "properties": [{"name": "source-commit", "value": release.commit}],
        },
        "components": components,
        "dependencies": [{"ref": product["bom-ref"], "dependsOn": sorted(part["bom-ref"] for part in components)}],
    }
    target.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def python_component(name: str, package: importlib.metadata.Distribution, licence: str | None = None) -> dict[str, Any]:
    """One Python package; its licence as SPDX knows it, where it is none of this file's own."""
    purl = f"pkg:pypi/{name}@{package.version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": package.version,
        "purl": purl,
    }
    known = licence or SPDX[name]
    component["licenses"] = [{"expression": known} if " " in known else {"license": {"id": known}}]
    if inside := compiled_in(package):
        component["components"] = inside
    if summary := package.metadata["Summary"]:
        component["description"] = summary
    return component


def compiled_in(package: importlib.metadata.Distribution) -> list[dict[str, Any]]:
    """What a package says itself is compiled into it: name, version, address and licence of each, nothing of paths."""
    told = [file for file in package.files or () if file.match("*.dist-info/sboms/*.cyclonedx.json")]
    parts = [part for file in told for part in json.loads(file.read_text("utf-8"))["components"]]
    kept = ("type", "name", "version", "purl", "licenses")
    found = {part["purl"]: {key: part[key] for key in kept if key in part} for part in parts if "purl" in part}
    return [found[purl] for purl in sorted(found)]


def part_component(part: dict[str, Any]) -> dict[str, Any]:
    """One part from parts.toml."""
    reference = f"{part['name']}@{part.get('version', 'bundled')}"
    component: dict[str, Any] = {"type": "library", "bom-ref": reference, "name": part["name"]}
    if "version" in part:
        component["version"] = part["version"]
    if "supplier" in part:
        component["supplier"] = {"name": part["supplier"]}
    if "inside" in part:
        component["description"] = f"bundled in {part['inside']}"
    component["licenses"] = [{"license": {"id": part["licence"]}}]
    return component
