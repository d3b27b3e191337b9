"""Group policy on Windows, by a registry that is made up: its forms, which of it and the policy file holds, its faults."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from reader import registry
from reader.core.policy import Policy
from reader.machine_policy import read_policy
from reader.settings import FIXABLE, LoadedSettings, Settings, load

SCHEMA = Path(__file__).parents[1] / "resources" / "policy.schema.json"


def laid_down(file: Path, values: Mapping[str, object], text: str = "") -> LoadedSettings:
    """Settings of a machine whose registry has these values, and whose policy file this text."""
    policy = file / "policy.toml"
    if text:
        policy.write_text(text, "utf-8")
    return load(file / "settings.toml", policy, partial(registry.laid_down, lambda: values))


def test_what_group_policy_writes_is_what_the_file_would_hold(tmp_path: Path) -> None:
    values = {
        "theme": "night", "font_size": 20, "line_height": "1.6", "imports": 0, "unsigned_packs": 1,
        "allowed_exports": "docx, xlsx；md", "own_documents_kinds": ["pdf", "docx"], "own_documents_largest": 16,
        "minimum_pack": "2026-11-22", "corpus": r"D:\Corpus", "**del.x": " ",
    }  # fmt: skip
    by_group = laid_down(tmp_path, values)
    file = tmp_path / "by_file"
    file.mkdir()
    text = (
        'theme = "night"\nfont_size = 20\nline_height = 1.6\nimports = false\nunsigned_packs = true\n'
        'allowed_exports = ["docx", "xlsx", "md"]\nown_documents_kinds = ["pdf", "docx"]\nown_documents_largest = 16\n'
        "minimum_pack = 2026-11-22\ncorpus = 'D:\\Corpus'\n"
    )
    by_file = laid_down(file, {}, text)
    assert by_group.complaints == by_file.complaints == ()
    assert (by_group.settings, by_group.locked) == (by_file.settings, by_file.locked)
    assert by_group.policy == Policy(
        **{name: getattr(by_file.policy, name) for name in Policy.__slots__ if name != "file"}, file=registry.NAME
    )


@pytest.mark.parametrize("value", ["none", "无", ["none"], [], ""], ids=str)
def test_a_list_of_nothing_is_no_export_at_all(tmp_path: Path, value: object) -> None:
    assert laid_down(tmp_path, {"allowed_exports": value}).policy.exports == frozenset()


def test_the_domain_goes_before_the_machine_key_by_key(tmp_path: Path) -> None:
    loaded = laid_down(
        tmp_path,
        {"theme": "night", "imports": 1},
        'theme = "sepia"\nscript = "tw"\nimports = false\nuser_packs = false\n',
    )
    assert (loaded.settings.theme, loaded.settings.script) == ("night", "tw")
    assert loaded.locked == {"theme", "script"}
    assert (loaded.policy.imports, loaded.policy.user_packs) == (True, False)
    assert loaded.policy.file == f"{registry.NAME}、{tmp_path / 'policy.toml'}"
    everything = laid_down(tmp_path, {"theme": "night"}, 'theme = "sepia"\n')
    assert everything.policy.file == registry.NAME


def test_a_slip_in_the_registry_closes_and_says_where(tmp_path: Path) -> None:
    values = {"imports": 7, "theme": "neon", "langauge": "en", "own_documents": "yes", "line_height": "wide"}
    loaded = laid_down(tmp_path, values, "imports = true\n")
    assert not loaded.policy.imports
    assert not loaded.policy.own_documents
    assert loaded.settings == Settings()
    assert len(loaded.complaints) == 5
    assert all(registry.NAME in said and "策略文件" not in said for said in loaded.complaints)
    assert "是不是“language”" in " ".join(loaded.complaints)


def test_a_registry_that_cannot_be_read_closes_everything(tmp_path: Path) -> None:
    def refused() -> Mapping[str, object]:
        raise PermissionError(13, "denied")

    loaded = load(tmp_path / "settings.toml", tmp_path / "policy.toml", refused)
    assert loaded.policy.exports == frozenset()
    assert not loaded.policy.imports
    assert len(loaded.complaints) == 1
    assert registry.NAME in loaded.complaints[0]
    assert read_policy(tmp_path / "policy.toml", refused) == loaded.policy


def test_a_damaged_file_beside_a_good_registry_still_closes(tmp_path: Path) -> None:
    loaded = laid_down(tmp_path, {"imports": 1}, "imports =")
    assert not loaded.policy.imports


def test_no_other_system_has_a_registry() -> None:
    assert registry.windows_values() == {}


def test_the_forms_are_those_of_the_schema() -> None:
    keys = json.loads(SCHEMA.read_text("utf-8"))["properties"]
    assert {key for key, told in keys.items() if told.get("type") == "boolean"} == registry.FLAGS
    assert {key for key, told in keys.items() if told.get("type") == "array"} == registry.LISTS
    fractions = {key for key, told in keys.items() if told.get("type") == "number"}
    assert fractions - {"own_documents_largest"} == registry.FRACTIONS  # whole megabytes will do
    assert set(keys) > FIXABLE
