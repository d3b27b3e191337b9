"""What is in the box: a CycloneDX 1.6 bill of materials. Reads package metadata and the finished tree, runs nothing.

Every component has a version, an address (purl), a SHA-256 and the names of its licence texts; every shared object and
program of the tree belongs to one. What a component's SHA-256 is of is said by its property `hash-of`.
"""

from __future__ import annotations

import email.utils
import fnmatch
import hashlib
import importlib.metadata
import json
import re
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import licences
from workshop import HERE, NAME, ROOT, BuildError, Release, digest

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
CPE = {  # Python packages that the list of known faults has a name for
    "lxml": "lxml:lxml", "openpyxl": "openpyxl:openpyxl", "opencc": "byvoid:open_chinese_convert",
    "pynacl": "pyca:pynacl", "filelock": "tox-dev:filelock", "pyside6-essentials": "qt:pyside6",
}  # fmt: skip
STANDARD = {"linux": ("linux",), "arm64": ("arm64", "linux"), "windows": ("windows",)}  # whose `files` a system reads
ROOTS = {"linux": "lib/", "arm64": "lib/", "windows": "site/"}  # where Python packages lie in a tree
BINARY = (b"\x7fELF", b"MZ")
MAKER = {"name": "Policy Reader maintainers"}
OUR_OWN = ("PolicyReader.exe", "policy-reader.exe")  # launchers made of our own source
OUR_CODE = (*OUR_OWN, "app.zip", "lib/library.zip")  # with the zips that the program's modules lie in


def locked() -> dict[str, str]:
    """Name → version of the runtime packages, from the lock."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", lock, re.MULTILINE))


def distributions(*sites: Path, differing: dict[str, str] | None = None) -> dict[str, importlib.metadata.Distribution]:
    """The locked packages as installed in folders, of which the first that has one counts.

    Args:
        differing: name → version of those that are not what the lock says, on purpose.

    Raises:
        BuildError: one is missing or of another version.
    """
    wanted = locked() | (differing or {})
    found: dict[str, importlib.metadata.Distribution] = {}
    for each in importlib.metadata.distributions(path=[str(site) for site in sites]):
        found.setdefault(re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower(), each)
    for name in locked():
        if name not in found or found[name].version != wanted[name]:
            raise BuildError(f"{name} {wanted[name]} of the lock is not what is installed in {sites[0]}")
    return {name: found[name] for name in locked()}


def shipped(*sites: Path, differing: dict[str, str] | None = None) -> dict[str, importlib.metadata.Distribution]:
    """Those of `distributions` that packages contain."""
    everything = distributions(*sites, differing=differing)
    return {name: package for name, package in everything.items() if name not in NOT_SHIPPED}


def archives(folder: Path) -> dict[str, str]:
    """Name of a Python package → SHA-256 of the wheel it came in, for the wheels of a folder."""
    return {
        re.sub(r"[-_.]+", "-", wheel.name.partition("-")[0]).lower(): digest(wheel) for wheel in folder.glob("*.whl")
    }


def parts(system: str) -> list[dict[str, Any]]:
    """The parts of parts.toml that are in the packages of a system ("linux", "arm64" or "windows")."""
    found = []
    for part in tomllib.loads((HERE / "parts.toml").read_text("utf-8"))["part"]:
        patterns = next((part["files"][each] for each in STANDARD[system] if each in part["files"]), None)
        if patterns:
            found.append({**part, **part.get(system, {}), "files": patterns})
    return found


def write_licences(site: Path, target: Path) -> None:
    """Collect every licence text. Raises BuildError where a package has none and none is kept for it."""
    packages = shipped(site)
    licences.write(packages, [crate for package in packages.values() for crate in compiled_in(package)], target)


def write_bill(
    packages: dict[str, importlib.metadata.Distribution],
    tree: Path,
    release: Release,
    system: str,
    wheels: dict[str, str],
) -> None:
    """The bill of materials of a finished tree, as `sbom.cdx.json` in it.

    Args:
        packages: from `shipped`.
        system: "linux", "arm64" or "windows".
        wheels: from `archives`.

    Raises:
        BuildError: a shared object belongs to no component, or a component lacks something.
    """
    known = parts(system)
    owned = owners(tree, system, known, packages)
    components = [
        python_component(name, package, hashed=wheels.get(name), files=_seen(tree, owned.get(name, ())))
        for name, package in sorted(packages.items())
    ]
    components += [part_component(part, tree, owned.get(part["name"], ())) for part in known]
    supplied = {each["name"]: each.get("supplier") for each in components}
    for part in known:  # who supplies the whole supplies what is in it
        if not supplied[part["name"]] and supplied.get(part.get("inside")):
            made = next(each for each in components if each["name"] == part["name"])
            made["supplier"] = supplied[part["inside"]]
    product: dict[str, Any] = {
        "type": "application", "bom-ref": f"{NAME}@{release.version}", "name": NAME, "version": release.version,
        "supplier": MAKER, "purl": f"pkg:generic/{NAME}@{release.version}",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }  # fmt: skip
    product = _finished(product, [], _seen(tree, [name for name in OUR_CODE if (tree / name).is_file()]))
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{NAME}-{system}-{release.version}-{release.commit}")
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(release.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "authors": [MAKER],
            "component": product,
            "supplier": MAKER,
            "properties": [{"name": "source-commit", "value": release.commit}],
        },
        "components": components,
        "dependencies": list(_dependencies(product["bom-ref"], components, known)),
    }
    text = json.dumps(bill, ensure_ascii=False, indent=1) + "\n"
    if lacking := sorted(shortcomings(bill, tree / "licences")):
        raise BuildError(f"the bill of materials is not complete: {'; '.join(lacking[:5])}")
    (tree / "sbom.cdx.json").write_text(text, encoding="utf-8")


def owners(
    tree: Path, system: str, known: list[dict[str, Any]], packages: dict[str, importlib.metadata.Distribution]
) -> dict[str, list[str]]:
    """Component → its shared objects and programs in the tree. Raises BuildError for one that belongs to none."""
    first = [part for part in known if part.get("owns", True) and not part.get("rest")]
    rest = [part for part in known if part.get("rest")]
    # By the folder or module at the top: how a shared object itself is called differs between systems.
    brought = {_top(str(file)): name for name, package in packages.items() for file in package.files or ()}
    found: dict[str, list[str]] = {}
    for name in binaries(tree):
        owner = _fitting(name, first) or brought.get(_top(name.removeprefix(ROOTS[system]))) or _fitting(name, rest)
        if not owner and not any(fnmatch.fnmatchcase(name, each) for each in OUR_OWN):
            raise BuildError(f"{name} belongs to no component: name it in packaging/parts.toml")
        if owner:
            found.setdefault(owner, []).append(name)
    return found


def _top(name: str) -> str:
    return name.partition("/")[0].partition(".")[0]


def binaries(tree: Path) -> Iterator[str]:
    """Every shared object and program of a tree, by what its bytes say it is."""
    for path in sorted(tree.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4).startswith(BINARY):
                    yield path.relative_to(tree).as_posix()


def _fitting(name: str, known: Iterable[dict[str, Any]]) -> str | None:
    return next((part["name"] for part in known for each in part["files"] if fnmatch.fnmatchcase(name, each)), None)


def _seen(tree: Path, files: Iterable[str]) -> dict[str, str]:
    return {name: digest(tree / name) for name in files}


def python_component(
    name: str, package: importlib.metadata.Distribution, licence: str | None = None, *, hashed: str | None = None,
    files: dict[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One Python package.

    Args:
        licence: as SPDX knows it, where the package is none of this file's own.
        hashed: SHA-256 of the wheel it came in.
        files: its shared objects in the tree, with the SHA-256 of each.
    """
    purl = f"pkg:pypi/{name}@{package.version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": package.version,
        "purl": purl,
        "supplier": {"name": maker(package) or f"the makers of {name}, on PyPI"},
    }
    if name in CPE:
        component["cpe"] = f"cpe:2.3:a:{CPE[name]}:{package.version}:*:*:*:*:python:*:*"
    component["licenses"] = [_licence(licence or SPDX[name])]
    if hashed:
        component["hashes"] = [{"alg": "SHA-256", "content": hashed}]
    if inside := compiled_in(package):
        component["components"] = [_crate(crate, purl) for crate in inside]
    if summary := package.metadata["Summary"]:
        component["description"] = summary.strip()
    told = [("hash-of", "wheel")] if hashed else []
    if licence is None:
        told += [("licence-text", text) for text in licences.texts_of(name, package)]
    return _finished(component, told, files or {})


def maker(package: importlib.metadata.Distribution) -> str:
    """Who a Python package says has made it; no addresses. Empty where it says nothing."""
    for key in ("Author", "Author-email", "Maintainer", "Maintainer-email"):
        said = package.metadata[key] or ""
        names = [name for name, _ in email.utils.getaddresses([said]) if name] if key.endswith("email") else [said]
        told = ", ".join(name.strip() for name in names if not name.startswith("See "))
        if told:
            return told
    return ""


def compiled_in(package: importlib.metadata.Distribution) -> list[dict[str, Any]]:
    """What a package says itself is compiled into it: name, version, address, sum, licence; nothing of paths."""
    told = [file for file in package.files or () if file.match("*.dist-info/sboms/*.cyclonedx.json")]
    found = [part for file in told for part in json.loads(file.read_text("utf-8"))["components"]]
    kept = ("type", "name", "author", "version", "hashes", "purl", "licenses")
    known = {part["purl"]: {key: part[key] for key in kept if key in part} for part in found if "purl" in part}
    return [known[purl] for purl in sorted(known)]


def _crate(crate: dict[str, Any], whole: str) -> dict[str, Any]:
    """A crate as a component; its licence text, where it brings one, is in crates.txt and not repeated here."""
    named = [each for each in crate.get("licenses", ()) if "expression" in each or "id" in each.get("license", {})]
    made = {key: value for key, value in crate.items() if key not in {"licenses", "author"}}
    names = [name.strip() for name in re.sub(r"<[^>]*>", "", crate.get("author", "")).split(",") if "@" not in name]
    made["supplier"] = {"name": ", ".join(filter(None, names)) or f"the makers of {crate['name']}, on crates.io"}
    made |= {"bom-ref": f"{whole}#{crate['purl']}", "licenses": named or [{"license": {"name": "see crates.txt"}}]}
    texts = [("licence-text", text) for text in licences.texts_of_crate(crate)]
    return _finished(made, [("hash-of", "crate"), *texts], {})


def part_component(part: dict[str, Any], tree: Path, owned: Iterable[str]) -> dict[str, Any]:
    """One part from parts.toml, of a finished tree. Raises BuildError where nothing of it is there."""
    version = part["version"]
    spelt = {"version": version, "dashed": version.replace(".", "-"), "underscored": version.replace(".", "_")}
    component: dict[str, Any] = {
        "type": "library", "bom-ref": f"{part['name']}@{version}", "name": part["name"], "version": version,
        "purl": part["purl"].format(**spelt),
    }  # fmt: skip
    if "cpe" in part:
        component["cpe"] = part["cpe"].format(**spelt)
    if "supplier" in part:
        component["supplier"] = {"name": part["supplier"]}
    if "inside" in part:
        component["description"] = f"bundled in {part['inside']}"
    component["licenses"] = [_licence(part["licence"])]
    names = sorted({path.relative_to(tree).as_posix() for each in part["files"] for path in tree.glob(each)})
    files = _seen(tree, [name for name in names if (tree / name).is_file()])
    if not files:
        raise BuildError(f"nothing of {part['name']} is in the tree: {', '.join(part['files'])}")
    listing = "".join(f"{each}  {name}\n" for name, each in files.items())
    several = len(files) > 1
    summed = hashlib.sha256(listing.encode()).hexdigest() if several else next(iter(files.values()))
    component["hashes"] = [{"alg": "SHA-256", "content": summed}]
    what = "the list of its files, as sha256sum writes it" if several else next(iter(files))
    told = [("hash-of", what), *(("licence-text", text) for text in part["text"])]
    return _finished(component, told, _seen(tree, owned))


def _finished(component: dict[str, Any], told: list[tuple[str, str]], files: dict[str, str]) -> dict[str, Any]:
    if told:
        component["properties"] = [{"name": name, "value": value} for name, value in told]
    if files:
        places = [{"location": name, "additionalContext": f"sha256:{each}"} for name, each in files.items()]
        component["evidence"] = {"occurrences": places}
    return component


def _licence(spdx: str) -> dict[str, Any]:
    plain = " " not in spdx and not spdx.startswith("LicenseRef-")
    return {"license": {"id": spdx}} if plain else {"expression": spdx}


def _dependencies(product: str, components: list[dict[str, Any]], known: list[dict[str, Any]]) -> Iterator[Any]:
    named = {each["name"]: each["bom-ref"] for each in components}
    inside = {named[part["name"]]: named[part["inside"]] for part in known if part.get("inside") in named}
    yield {"ref": product, "dependsOn": sorted(set(named.values()) - set(inside))}
    for whole in sorted(set(inside.values())):
        yield {"ref": whole, "dependsOn": sorted(ref for ref, of in inside.items() if of == whole)}


def flat(components: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Components and those inside them."""
    for each in components:
        yield each
        yield from flat(each.get("components", ()))


def shortcomings(bill: dict[str, Any], texts: Path) -> Iterator[str]:
    """What components lack: a version, an address, a sum, a licence text that is in the folder of texts."""
    for each in flat(bill["components"]):
        for key in ("version", "purl", "hashes", "licenses", "supplier"):
            if not each.get(key):
                yield f"{each['name']} has no {key}"
        named = [one["value"] for one in each.get("properties", ()) if one["name"] == "licence-text"]
        if not named:
            yield f"{each['name']} names no licence text"
        for name in named:
            if not (texts / name).is_file() or not (texts / name).stat().st_size:
                yield f"{each['name']}: the licence text {name} is not there"
            elif licences.INCLUDED.search((texts / name).read_text("utf-8")):
                yield f"{each['name']}: the licence text {name} only names another"
