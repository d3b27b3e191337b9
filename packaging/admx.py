"""Administrative templates for group policy (ADMX, ADML in Chinese and English), made from the schema of the policy.

Each policy writes one value of the key that `reader/registry.py` reads, under the name that the policy file has for it.
Standard library only.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from workshop import HERE, ROOT, BuildError, put

SCHEMA = ROOT / "resources" / "policy.schema.json"
WORDS = HERE / "windows" / "group-policy.toml"
KEY = r"Software\Policies\PolicyReader"
NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
OWN = "PolicyReader.Policies"
LANGUAGES = {"zh-CN": "zh", "en-US": "en"}
TITLE = {"zh": "政策阅读器", "en": "Policy Reader"}
SUPPORTED = {"zh": "Windows 10 1809 或更新版本", "en": "Windows 10 1809 or newer"}
WHOLE = 1024**2  # the largest number that a policy of megabytes may say
LIST = {
    "zh": "每行一个；只写 none 表示一个也没有。",
    "en": "One a line; the word none alone stands for an empty list.",
}
RULE = {
    "zh": "组策略优先于 policy.toml，逐键比较。",
    "en": "Group policy goes before policy.toml, key by key.",
}


def write(folder: Path) -> None:
    """PolicyReader.admx and, in a folder for each language, PolicyReader.adml. Raises BuildError."""
    keys, words = told()
    put(folder / "PolicyReader.admx", _text(_definitions(keys, words)))
    for name, language in LANGUAGES.items():
        put(folder / name / "PolicyReader.adml", _text(_resources(keys, words, language)))


def told() -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys of the schema, and the words for them. Raises BuildError where they are not of the same keys."""
    keys = json.loads(SCHEMA.read_text("utf-8"))["properties"]
    words = tomllib.loads(WORDS.read_text("utf-8"))
    if apart := sorted(set(keys) ^ set(words["keys"])):
        raise BuildError(f"{WORDS.name} and {SCHEMA.name} differ in {', '.join(apart)}")
    for name, each in words["keys"].items():
        if sorted(each.get("choices", {})) != sorted(keys[name].get("enum", [])):
            raise BuildError(f"{WORDS.name} offers other values of {name} than {SCHEMA.name}")
    return keys, words


def kind(key: dict[str, Any], name: str) -> str:
    """Which element of a template asks for a value: flag, enum, decimal, multiText or text."""
    if "enum" in key:
        return "enum"
    if key["type"] == "array":
        return "multiText"
    if key["type"] == "boolean":
        return "flag"
    return "decimal" if key["type"] == "integer" or name == "own_documents_largest" else "text"


def _definitions(keys: dict[str, Any], words: dict[str, Any]) -> ET.Element:
    root = ET.Element("policyDefinitions", xmlns=NAMESPACE, revision="1.0", schemaVersion="1.0")
    names = ET.SubElement(root, "policyNamespaces")
    ET.SubElement(names, "target", prefix="policyreader", namespace=OWN)
    ET.SubElement(root, "resources", minRequiredRevision="1.0")
    supported = ET.SubElement(ET.SubElement(root, "supportedOn"), "definitions")
    ET.SubElement(supported, "definition", name="SUPPORTED", displayName="$(string.SUPPORTED)")
    categories = ET.SubElement(root, "categories")
    ET.SubElement(categories, "category", name="PolicyReader", displayName="$(string.PolicyReader)")
    for name in words["categories"]:
        category = ET.SubElement(categories, "category", name=name, displayName=f"$(string.category_{name})")
        ET.SubElement(category, "parentCategory", ref="PolicyReader")
    policies = ET.SubElement(root, "policies")
    for name, key in keys.items():
        _policy(policies, name, key, words["keys"][name])
    return root


def _policy(policies: ET.Element, name: str, key: dict[str, Any], words: dict[str, Any]) -> None:
    """One policy. A flag is the policy itself, on or off; of all others the user of the editor is asked the value."""
    form = kind(key, name)
    policy = ET.SubElement(
        policies, "policy", {"name": name, "class": "Machine", "displayName": f"$(string.{name})",
                             "explainText": f"$(string.{name}_help)", "key": KEY},
    )  # fmt: skip
    if form == "flag":
        policy.set("valueName", name)
    else:
        policy.set("presentation", f"$(presentation.{name})")
    ET.SubElement(policy, "parentCategory", ref=words["category"])
    ET.SubElement(policy, "supportedOn", ref="SUPPORTED")
    if form == "flag":
        for which, value in (("enabledValue", "1"), ("disabledValue", "0")):
            ET.SubElement(ET.SubElement(policy, which), "decimal", value=value)
        return
    element = ET.SubElement(ET.SubElement(policy, "elements"), form, id=name, valueName=name)
    if form == "decimal":
        element.set("required", "true")
        element.set("minValue", str(int(key.get("minimum", 0))))
        element.set("maxValue", str(int(key.get("maximum", WHOLE))))
    if form == "enum":
        element.set("required", "true")
        for value in key["enum"]:
            item = ET.SubElement(element, "item", displayName=f"$(string.{name}_{value})")
            ET.SubElement(ET.SubElement(item, "value"), "string").text = value


def _resources(keys: dict[str, Any], words: dict[str, Any], language: str) -> ET.Element:
    root = ET.Element("policyDefinitionResources", xmlns=NAMESPACE, revision="1.0", schemaVersion="1.0")
    ET.SubElement(root, "displayName").text = TITLE[language]
    ET.SubElement(root, "description").text = RULE[language]
    resources = ET.SubElement(root, "resources")
    strings = ET.SubElement(resources, "stringTable")
    shown = ET.SubElement(resources, "presentationTable")

    def say(identifier: str, text: str) -> None:
        ET.SubElement(strings, "string", id=identifier).text = text

    say("PolicyReader", TITLE[language])
    say("SUPPORTED", SUPPORTED[language])
    for name, category in words["categories"].items():
        say(f"category_{name}", category[language])
    for name, key in keys.items():
        form, each = kind(key, name), words["keys"][name]
        say(name, each[language])
        say(f"{name}_help", _help(name, key, form, language))
        for value, choice in each.get("choices", {}).items():
            say(f"{name}_{value}", f"{choice[0 if language == 'zh' else 1]} ({value})")
        if form != "flag":
            _presentation(shown, name, form, each[language], key)
    return root


def _presentation(shown: ET.Element, name: str, form: str, label: str, key: dict[str, Any]) -> None:
    presentation = ET.SubElement(shown, "presentation", id=name)
    if form == "enum":
        ET.SubElement(presentation, "dropdownList", refId=name, noSort="true", defaultItem="0").text = label
    elif form == "decimal":
        default = str(int(key.get("minimum", 0)))
        ET.SubElement(presentation, "decimalTextBox", refId=name, defaultValue=default).text = label
    elif form == "multiText":
        ET.SubElement(presentation, "multiTextBox", refId=name).text = label
    else:
        ET.SubElement(ET.SubElement(presentation, "textBox", refId=name), "label").text = label


def _help(name: str, key: dict[str, Any], form: str, language: str) -> str:
    """What the schema says in one of its two languages, and which of the two places goes before the other."""
    chinese, english = _languages(key["description"])
    said = [chinese if language == "zh" else english]
    if form == "multiText":
        allowed = "、" if language == "zh" else ", "
        said += [allowed.join(key["items"]["enum"])] if "enum" in key["items"] else []
        said += [LIST[language]]
    return "\n".join([*said, RULE[language], f"policy.toml: {name}; HKLM\\{KEY}: {name}"])


def _languages(text: str) -> tuple[str, str]:
    """The Chinese and the English half of a description. Raises BuildError where it is not made of these."""
    found = re.fullmatch(r"(.*。)([A-Z][\x20-\x7e]+)", text)
    if not found:
        raise BuildError(f"{SCHEMA.name}: “{text}” is not a Chinese sentence and an English one")
    return found[1], found[2]


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
