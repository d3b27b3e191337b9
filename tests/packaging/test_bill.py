"""The bill of materials: complete, valid, and of everything that is in the tree. The tree here is made of empty files."""

from __future__ import annotations

import hashlib
import json
import shutil
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing  # type: ignore[import-untyped]
from packageurl import PackageURL

SITE = Path(sysconfig.get_paths()["purelib"])
ELF = b"\x7fELF"
Made = tuple[Path, dict[str, Any]]


def furnished(tool: Callable[[str], Any], tree: Path, system: str) -> None:
    """A file for each pattern of each part, one shared object of a Python package, and the licence texts."""
    bill, put = tool("bill"), tool("workshop").put
    for part in bill.parts(system):
        for pattern in part["files"]:
            file = tree / pattern.replace("*", "x")
            put(file, "")
            if part.get("owns", True):
                file.write_bytes(ELF)
    (tree / "lib/rapidfuzz/distance").mkdir(parents=True)
    name = "rapidfuzz/distance/metrics_cpp.cpython-311-x86_64-linux-gnu.so"
    (tree / bill.ROOTS[system] / name).parent.mkdir(parents=True, exist_ok=True)
    (tree / bill.ROOTS[system] / name).write_bytes(ELF)
    bill.write_licences(SITE, tree / "licences")
    put(tree / "licences" / "cx_Freeze.txt", "text")


def write(tool: Callable[[str], Any], tree: Path, system: str) -> dict[str, Any]:
    bill, release = tool("bill"), tool("workshop").Release("1.2.3", "abc", 0)
    packages = bill.shipped(SITE)
    bill.write_bill(packages, tree, release, system, dict.fromkeys(packages, "0" * 64))
    tool("vex").write(tree / "vex.cdx.json", release, tree / "sbom.cdx.json", system)
    made: dict[str, Any] = json.loads((tree / "sbom.cdx.json").read_text("utf-8"))
    return made


def components(bill: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for each in bill["components"] for one in (each, *each.get("components", ()))]


@pytest.fixture(scope="module")
def made(tool: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A furnished tree and its bill; nobody changes it."""
    tree = tmp_path_factory.mktemp("tree")
    furnished(tool, tree, "linux")
    return tree, write(tool, tree, "linux")


@pytest.fixture
def tree(made: Made, tmp_path: Path) -> Path:
    """The same tree, to be changed."""
    return shutil.copytree(made[0], tmp_path / "tree")


def test_bill_and_findings_are_valid_cyclonedx(made: Made) -> None:
    judge = JsonStrictValidator(SchemaVersion.V1_6)
    for name in ("sbom", "vex"):
        text = (made[0] / f"{name}.cdx.json").read_text("utf-8")
        assert judge.validate_str(text) is None
        assert judge.validate_str(text.replace('"specVersion": "1.6"', '"specVersion": 1.6')) is not None


def test_every_component_has_version_address_sum_and_licence_text(made: Made) -> None:
    tree, bill = made
    found, licensing = components(bill), get_spdx_licensing()
    assert len(found) > 200
    for each in found:
        assert each["version"]
        assert PackageURL.from_string(each["purl"]).name
        assert len(each["hashes"][0]["content"]) == 64
        assert each["supplier"]["name"]
        assert "@" not in each["supplier"]["name"], "addresses of people are not passed on"
        texts = [one["value"] for one in each["properties"] if one["name"] == "licence-text"]
        assert texts
        assert [text for text in texts if not (tree / "licences" / text).stat().st_size] == []
        for licence in each["licenses"]:
            said = licence.get("expression") or licence["license"].get("id")
            unknown = licensing.unknown_license_keys(said) if said else []
            assert [key for key in unknown if not key.startswith("LicenseRef-")] == []
    references = [each["bom-ref"] for each in found]
    assert len(references) == len(set(references))
    assert {"age", "scrypt", "chacha20poly1305"} <= {each["name"] for each in found}


def test_who_supplies_is_told_by_the_package_itself_or_by_what_it_is_in(made: Made) -> None:
    told = {each["name"]: each["supplier"]["name"] for each in components(made[1])}
    assert told["HarfBuzz"] == told["Qt"]
    assert told["libxml2"] == told["lxml"] == "lxml dev team"
    assert told["openpyxl"] == "the makers of openpyxl, on PyPI", "it only says where else to look"
    assert told["age"].startswith("Jack Grigg")
    assert made[1]["metadata"]["supplier"] == made[1]["metadata"]["authors"][0]


def test_the_bill_names_qt_python_and_what_is_in_them(made: Made, tool: Callable[[str], Any]) -> None:
    named = {part["name"]: part["version"] for part in made[1]["components"]}
    assert named["Qt"] == "6.9.3" == tool("bill").locked()["pyside6-essentials"]
    assert named["CPython"].startswith("3.11.")
    assert {"HarfBuzz", "libpng", "PCRE2", "expat", "libmpdec", "libiconv", "libsodium", "pdfium"} <= set(named)


def test_a_licence_text_that_names_another_holds_it(made: Made, tool: Callable[[str], Any], tmp_path: Path) -> None:
    texts = made[0] / "licences"
    assert [file.name for file in texts.iterdir() if "#include" in file.read_text("utf-8")] == []
    for name in ("abseil", "highway", "pdfium"):
        assert "TERMS AND CONDITIONS FOR USE" in (texts / f"pypdfium2-{name}.txt").read_text("utf-8")
    (tmp_path / "one.txt").write_text("before\n#include ./none.txt\n", encoding="utf-8")
    with pytest.raises(tool("workshop").BuildError, match=r"one.txt names ./none.txt, which is not there"):
        tool("licences").whole(tmp_path / "one.txt")


def test_a_text_that_only_names_another_stops_the_build(tree: Path, tool: Callable[[str], Any]) -> None:
    (tree / "licences" / "sqlite.txt").write_text("#include elsewhere.txt\n", encoding="utf-8")
    with pytest.raises(tool("workshop").BuildError, match=r"SQLite: the licence text sqlite.txt only names another"):
        write(tool, tree, "linux")


def test_the_product_tells_the_sums_of_its_own_code(tree: Path, tool: Callable[[str], Any]) -> None:
    (tree / "policy-reader.exe").write_bytes(b"MZ own")
    (tree / "lib" / "library.zip").write_bytes(b"modules")
    told = write(tool, tree, "linux")["metadata"]["component"]["evidence"]["occurrences"]
    sums = {place["location"]: place["additionalContext"] for place in told}
    assert sums == {
        name: f"sha256:{hashlib.sha256((tree / name).read_bytes()).hexdigest()}"
        for name in ("policy-reader.exe", "lib/library.zip")
    }


def test_a_shared_object_that_belongs_to_no_component_stops_the_build(tree: Path, tool: Callable[[str], Any]) -> None:
    (tree / "lib/new").mkdir()
    (tree / "lib/new/libnew.so.1").write_bytes(ELF)
    with pytest.raises(tool("workshop").BuildError, match=r"lib/new/libnew.so.1 belongs to no component"):
        write(tool, tree, "linux")


def test_every_shared_object_is_told_with_its_sum(made: Made, tool: Callable[[str], Any]) -> None:
    places = [place for each in components(made[1]) for place in each.get("evidence", {}).get("occurrences", ())]
    assert {place["location"] for place in places} == set(tool("bill").binaries(made[0]))
    assert len(places) == len({place["location"] for place in places})
    for place in places:
        assert place["additionalContext"] == f"sha256:{tool('workshop').digest(made[0] / place['location'])}"


@pytest.mark.parametrize("lost", ["bzip2.txt", "crates.txt", "pypdfium2-harfbuzz.txt"])
def test_a_licence_text_that_is_missing_stops_the_build(tree: Path, tool: Callable[[str], Any], lost: str) -> None:
    (tree / "licences" / lost).unlink()
    with pytest.raises(tool("workshop").BuildError, match=f"{lost} is not there"):
        write(tool, tree, "linux")


def test_a_part_that_is_gone_stops_the_build(tree: Path, tool: Callable[[str], Any]) -> None:
    next(tree.glob("lib/libffi*")).unlink()
    with pytest.raises(tool("workshop").BuildError, match="nothing of libffi is in the tree"):
        write(tool, tree, "linux")


@pytest.mark.parametrize("system", ["windows", "arm64"])
def test_the_other_systems_have_complete_bills_too(tool: Callable[[str], Any], tmp_path: Path, system: str) -> None:
    furnished(tool, tmp_path, system)
    bill = write(tool, tmp_path, system)
    named = {part["name"]: part["version"] for part in bill["components"]}
    assert named["CPython"] == ("3.13.2" if system == "windows" else "3.11.17")
    assert named["libpng"] == ("1.6.50" if system == "windows" else "1.6.44")
    assert ("FreeType" in named) is (system == "windows")


def test_a_crate_without_a_text_for_its_licence_is_refused(tool: Callable[[str], Any]) -> None:
    licences, crate = tool("licences"), {"name": "new", "version": "1"}
    assert licences.chosen(crate | {"licenses": [{"expression": "MIT OR Apache-2.0"}]}) == ["Apache-2.0"]
    assert licences.chosen(crate | {"licenses": [{"expression": "(MIT OR Apache-2.0) AND Unicode-DFS-2016"}]}) == [
        "Apache-2.0", "Unicode-DFS-2016",
    ]  # fmt: skip
    for refused in ([{"expression": "GPL-2.0-only"}], []):
        with pytest.raises(tool("workshop").BuildError, match="crate new"):
            licences.chosen(crate | {"licenses": refused})


def test_findings_point_to_components_and_say_why(made: Made, tool: Callable[[str], Any]) -> None:
    tree, bill = made
    found = json.loads((tree / "vex.cdx.json").read_text("utf-8"))["vulnerabilities"]
    references = {each["bom-ref"] for each in components(bill)}
    serial = bill["serialNumber"].removeprefix("urn:uuid:")
    for each in found:
        for hit in each["affects"]:
            address, _, reference = hit["ref"].partition("#")
            assert (address, reference in references) == (f"urn:cdx:{serial}/1", True)
        assert each["analysis"]["detail"]
        assert ("justification" in each["analysis"]) is (each["analysis"]["state"] == "not_affected")
    assert "exploitable" not in {each["analysis"]["state"] for each in found}


def test_a_library_is_asked_for_by_its_new_name(tool: Callable[[str], Any], tmp_path: Path) -> None:
    trim, file = tool("trim"), tmp_path / "_bz2.so"
    file.write_bytes(b"\x7fELF..\0libbz2-a273e504.so.1.0.6\0libc.so.6\0")
    size = file.stat().st_size
    trim.lead_to(file, "libbz2-a273e504.so.1.0.6", "libbz2.so.1.0")
    assert b"\0libbz2.so.1.0\0" in file.read_bytes()
    assert file.read_bytes().endswith(b"\0libc.so.6\0")
    assert file.stat().st_size == size
    with pytest.raises(tool("workshop").BuildError, match="does not ask"):
        trim.lead_to(file, "libbz2-a273e504.so.1.0.6", "libbz2.so.1.0")
