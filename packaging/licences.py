"""The licence texts that go with a package: those wheels bring, those kept here, and one text for all Rust crates."""

from __future__ import annotations

import base64
import importlib.metadata
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workshop import HERE, ROOT, BuildError, put

TEXTS = HERE / "licences"
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$|info/licenses/.*\.(txt|md|ijg)$", re.IGNORECASE)
FOREIGN = re.compile(r"BUILD_LICENSES/(android|cibw_musl|pbin_musl|v8_xfa)/")  # of builds for other systems
NO_TEXT = {"pyside6-essentials": "LGPL-3.txt", "shiboken6": "LGPL-3.txt", "jieba": "jieba.txt"}
APACHE = "LICENSE.txt"  # the program's own
INCLUDED = re.compile(r"^#include (.+)$", re.MULTILINE)
CRATES = "crates.txt"
CHOICES = {  # what a crate may be taken under → the texts that go with it; the first that fits is the one chosen
    "Apache-2.0": [],  # one text for all, APACHE
    "MIT": ["crates-MIT.txt"],
    "BSD-3-Clause": ["crates-BSD-3-Clause.txt"],
    "Unlicense": ["crates-Unlicense.txt"],
    "Apache-2.0 WITH LLVM-exception": ["crates-LLVM-exception.txt"],
    "Unicode-DFS-2016": ["Unicode.txt"],
}


def of_wheel(name: str, package: importlib.metadata.Distribution) -> dict[str, Path]:
    """Name in the package → file, of the licence texts that one wheel brings. Raises BuildError where it has none."""
    files = [file for file in package.files or () if LICENCE_FILE.search(str(file)) and "info/" in str(file)]
    texts = sorted((file for file in files if not FOREIGN.search(str(file))), key=str)
    if not texts and name not in NO_TEXT:
        raise BuildError(
            f"{name} comes without a licence text; put one into packaging/licences and name it in licences.py"
        )
    names = [f"{name}{'' if number == 0 else f'-{file.stem.lower()}'}.txt" for number, file in enumerate(texts)]
    return {to: Path(str(file.locate())) for to, file in zip(names, texts, strict=True)}


def texts_of(name: str, package: importlib.metadata.Distribution) -> list[str]:
    """Names of the texts of one Python package, as they are in the package built."""
    return list(of_wheel(name, package)) or [NO_TEXT[name]]


def write(packages: dict[str, importlib.metadata.Distribution], crates: list[dict[str, Any]], target: Path) -> None:
    """Collect every licence text in a folder."""
    target.mkdir(parents=True)
    for text in sorted(TEXTS.iterdir()):
        shutil.copyfile(text, target / text.name)
    shutil.copyfile(ROOT / "LICENSE", target / APACHE)
    shutil.copyfile(ROOT / "resources" / "icons" / "LICENSE.txt", target / "lucide.txt")
    for name, package in packages.items():
        for to, file in of_wheel(name, package).items():
            put(target / to, whole(file))
    put(target / CRATES, "\n".join(_crates(crates)))


def whole(file: Path) -> str:
    """A licence text with those in it that it only names, in lines like `#include ./SHARED/Apache-2.0.txt`.

    Raises BuildError where one of them is not there.
    """

    def named(line: re.Match[str]) -> str:
        other = file.parent / line[1].strip()
        if not other.is_file():
            raise BuildError(f"the licence text {file.name} names {line[1]}, which is not there")
        return whole(other)

    return INCLUDED.sub(named, in_utf_8(file.read_bytes()))


def in_utf_8(text: bytes) -> str:
    """A licence text; an old one is in Latin 1."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _crates(crates: list[dict[str, Any]]) -> Iterator[str]:
    """Who made each crate, under which licence it is taken here, and a text that one of them brings itself."""
    yield "Rust crates compiled into the Python package pyrage: their makers, and the licence each is taken under here."
    kept = sorted({text for texts in CHOICES.values() for text in texts})
    yield f"The texts are {APACHE} (Apache-2.0), {', '.join(kept)}.\n"
    for crate in crates:
        makers = crate.get("author") or "its authors"
        yield f"{crate['name']} {crate['version']}: {makers}. {' AND '.join(chosen(crate))}"
    for crate in crates:
        for choice in crate.get("licenses", ()):
            if text := choice.get("license", {}).get("text", {}).get("content"):
                yield f"\n{crate['name']} {crate['version']}\n\n{base64.b64decode(text).decode('utf-8')}"


def chosen(crate: dict[str, Any]) -> list[str]:
    """Licences that a crate is taken under. Raises BuildError for a crate that names none this house has a text of."""
    said = next((each["expression"] for each in crate.get("licenses", ()) if "expression" in each), "")
    if not said and any("license" in each and each["license"].get("text") for each in crate.get("licenses", ())):
        return ["the text below"]
    taken = []
    for part in said.replace("(", "").replace(")", "").split(" AND "):
        offered = part.split(" OR ")
        fitting = [name for name in CHOICES if name in offered]
        if not fitting:
            raise BuildError(f"no text is kept for the licence of the crate {crate['name']}: {said or 'none named'}")
        taken.append(fitting[0])
    return taken


def texts_of_crate(crate: dict[str, Any]) -> list[str]:
    """Names of the texts of one crate."""
    texts = [text for name in chosen(crate) for text in CHOICES.get(name, [])]
    return [CRATES, *([APACHE] if any(name.startswith("Apache") for name in chosen(crate)) else []), *texts]
