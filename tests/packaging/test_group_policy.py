"""The administrative templates: whole, in two languages, and what an editor writes by them is what the program reads.

Microsoft's schema of these files may not be passed on; what it asks of the parts that are used here stands in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reader import registry
from reader.core.policy import KEYS
from reader.settings import FIXABLE, load

XMLNS = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
ASKED = {"enum": "dropdownList", "decimal": "decimalTextBox", "text": "textBox", "multiText": "multiTextBox"}
TYPED = {  # what somebody types where a template asks for text
    "corpus": "D:\\Corpus", "notes_folder": "D:\\Notes\\%USERNAME%", "backup_folder": "D:\\Backup\\%USERNAME%",
    "own_documents_folder": "D:\\Own\\%USERNAME%", "font_family": "SimSun", "line_height": "1.6",
    "my_unit": "天津市财政局", "minimum_pack": "2026-11-22", "allowed_exports": ["docx", "print"],
    "own_documents_kinds": ["none"], "pack_keys": ["RW" + "A" * 54],
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tool: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("admx")
    tool("admx").write(folder)
    return folder


def policies(folder: Path) -> list[ET.Element]:
    return list(ET.parse(folder / "PolicyReader.admx").iterfind(f"{XMLNS}policies/{XMLNS}policy"))


def written(policy: ET.Element) -> object:
    """What an editor writes where somebody enables the policy: the first choice, the least number, the typed text."""
    if policy.get("valueName"):
        value = policy.find(f"{XMLNS}enabledValue/{XMLNS}decimal")
        assert value is not None
        return int(value.attrib["value"])
    (element,) = policy.findall(f"{XMLNS}elements/*")
    if element.tag == f"{XMLNS}enum":
        return element[0][0][0].text
    return int(element.attrib["minValue"]) if element.tag == f"{XMLNS}decimal" else TYPED[element.attrib["id"]]


def test_what_an_editor_writes_is_what_the_program_reads(made: Path, tmp_path: Path) -> None:
    values = {policy.attrib["name"]: written(policy) for policy in policies(made)}
    assert set(values) == {*KEYS, *FIXABLE}
    assert {policy.attrib["key"] for policy in policies(made)} == {registry.KEY}
    loaded = load(tmp_path / "s.toml", tmp_path / "p.toml", partial(registry.laid_down, lambda: values))
    assert loaded.complaints == ()
    assert loaded.locked == FIXABLE
    assert loaded.policy.exports == frozenset({"docx", "print"})
    assert (loaded.policy.own_kinds, loaded.policy.largest_own) == (frozenset(), 0)
    assert loaded.settings.line_height == 1.6


def test_a_flag_that_is_disabled_says_no(made: Path) -> None:
    flags = {policy.attrib["name"]: policy for policy in policies(made) if policy.get("valueName")}
    assert set(flags) == registry.FLAGS
    for policy in flags.values():
        off = policy.find(f"{XMLNS}disabledValue/{XMLNS}decimal")
        assert off is not None
        assert off.attrib["value"] == "0"
        assert policy.get("presentation") is None


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_word_that_a_template_asks_for_is_there_and_no_other(made: Path, language: str) -> None:
    template = (made / "PolicyReader.admx").read_text("utf-8")
    root = ET.parse(made / language / "PolicyReader.adml").getroot()
    strings = {each.attrib["id"]: each.text for each in root.iter(f"{XMLNS}string")}
    assert set(re.findall(r"\$\(string\.(\w+)\)", template)) == set(strings)
    assert all(text and text.strip() for text in strings.values())
    chinese = [name for name, text in strings.items() if re.search("[一-鿿]", (text or "").replace("简｜繁", ""))]
    assert (len(chinese) == len(strings)) if language == "zh-CN" else not chinese
    shown = {each.attrib["id"]: each for each in root.iter(f"{XMLNS}presentation")}
    assert set(re.findall(r"\$\(presentation\.(\w+)\)", template)) == set(shown)
    for policy in policies(made):
        for element in policy.iterfind(f"{XMLNS}elements/*"):
            (control,) = shown[policy.attrib["name"]]
            assert control.attrib["refId"] == element.attrib["id"]
            assert control.tag.removeprefix(XMLNS) == ASKED[element.tag.removeprefix(XMLNS)]


def test_parts_stand_in_the_order_that_is_asked_for_and_point_to_each_other(made: Path) -> None:
    root = ET.parse(made / "PolicyReader.admx").getroot()
    assert [each.tag.removeprefix(XMLNS) for each in root] == [
        "policyNamespaces", "resources", "supportedOn", "categories", "policies",
    ]  # fmt: skip
    categories = {each.attrib["name"] for each in root.iter(f"{XMLNS}category")}
    assert {each.attrib["ref"] for each in root.iter(f"{XMLNS}parentCategory")} == categories
    names = [policy.attrib["name"] for policy in policies(made)]
    assert len(names) == len(set(names))
    for policy in policies(made):
        order = [each.tag.removeprefix(XMLNS) for each in policy]
        assert order in (
            ["parentCategory", "supportedOn", "enabledValue", "disabledValue"],
            ["parentCategory", "supportedOn", "elements"],
        )


def test_the_same_schema_gives_the_same_bytes(made: Path, tool: Callable[[str], Any], tmp_path: Path) -> None:
    tool("admx").write(tmp_path)
    for file in made.rglob("*.adm?"):
        assert file.read_bytes() == (tmp_path / file.relative_to(made)).read_bytes()


def test_a_key_without_words_stops_the_build(
    tool: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admx = tool("admx")
    words = admx.WORDS.read_text("utf-8").replace("[keys.theme]", "[keys.theem]")
    (tmp_path / "words.toml").write_text(words, "utf-8")
    monkeypatch.setattr(admx, "WORDS", tmp_path / "words.toml")
    with pytest.raises(tool("workshop").BuildError, match=r"theem, theme|theme"):
        admx.write(tmp_path)
