"""Where own documents lie, and what the administrator lays down about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.policy import KINDS, Policy, policy_from
from reader.library.settling import settle
from reader.paths import PORTABLE_MARKER, Program, find_paths


def test_they_lie_beside_the_notes(profile: Path, tmp_path: Path) -> None:
    paths = find_paths(profile / "data")
    assert paths.own_documents == profile / "data" / "documents"
    home = tmp_path / "stick"
    (home / "reader").mkdir(parents=True)
    (home / PORTABLE_MARKER).touch()
    portable = find_paths(program=Program(home / "reader", home / "python", home))
    assert portable.portable
    assert portable.own_documents == home / "data" / "documents"


def test_the_folder_that_is_laid_down(profile: Path, tmp_path: Path) -> None:
    folder = tmp_path / "share" / "mine"
    folder.mkdir(parents=True)
    paths = settle(find_paths(), Policy(file=str(tmp_path / "policy.toml"), own_documents_folder=str(folder)))
    assert paths.own_documents == folder
    assert paths.complaints == ()


def test_a_folder_that_is_gone_is_told(profile: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    before = find_paths()
    policy = Policy(file=str(tmp_path / "policy.toml"), own_documents_folder=str(tmp_path / "file" / "inside"))
    paths = settle(before, policy)
    assert paths.own_documents == before.own_documents
    assert ["own_documents_folder" in said for said in paths.complaints] == [True]


def test_a_folder_of_notes_that_is_laid_down_leaves_documents_where_they_are(profile: Path, tmp_path: Path) -> None:
    before = find_paths()
    paths = settle(before, Policy(file=str(tmp_path / "policy.toml"), notes_folder=str(tmp_path)))
    assert paths.user_data == tmp_path
    assert paths.own_documents == before.own_documents


@pytest.mark.parametrize(
    ("written", "kinds", "largest", "allowed", "faults"),
    [
        ({}, None, None, True, 0),
        ({"own_documents_kinds": [".PDF", "txt", "wps"]}, {"pdf", "text", "doc"}, None, True, 0),
        ({"own_documents_kinds": ["pdf", "zip"]}, {"pdf", "zip"}, None, True, 1),
        ({"own_documents_kinds": "pdf"}, set(), None, True, 1),
        ({"own_documents_largest": 2.5}, None, 2621440, True, 0),
        ({"own_documents_largest": True}, None, 1, True, 1),
        ({"own_documents_largest": -1}, None, 1, True, 1),
        ({"own_documents": False}, None, None, False, 0),
        ({"own_documents": "no"}, None, None, False, 1),
    ],
)
def test_what_is_written(
    written: dict[str, object], kinds: set[str] | None, largest: int | None, allowed: bool, faults: int
) -> None:
    policy, said = policy_from(written, "policy.toml")
    assert policy.own_kinds == kinds
    assert policy.largest_own == largest
    assert policy.own_documents == allowed
    assert len(said) == faults
    assert all(policy.allows_kind(kind) for kind in KINDS) == (kinds is None)


def test_a_file_that_cannot_be_read_closes_everything() -> None:
    strict = Policy().strictest()
    assert not strict.own_documents
    assert not any(map(strict.allows_kind, KINDS))
