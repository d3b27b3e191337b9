"""What making, renaming, moving and removing folders does to folders and notes: tables, and that nothing is ever lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.note import Anchor, Note
from reader.ui.session.note_folders import (
    Arrangement,
    clean_name,
    filed,
    followed,
    inside,
    made,
    moved,
    removed,
    renamed,
    whole,
)

AT = Anchor("plan", "b1", 0, 0, "b1", "", "", "", 0, "x")


def note(key: str, folder: str) -> Note:
    return Note(key, AT, "bookmark", "2026", "2026", folder=folder)


def folders_of(step: Arrangement) -> dict[str, str]:
    return {new.id: new.folder for _old, new in step.pairs}


def test_a_path_names_what_it_goes_through() -> None:
    assert whole(["乙/一", "甲", "乙"]) == ("乙", "乙/一", "甲")
    assert inside("甲/一", "甲")
    assert not inside("甲乙", "甲")
    assert clean_name(" a/b \n c ") == "a／b c"
    assert clean_name(" \n") == ""


def test_a_new_folder_finds_a_free_name() -> None:
    assert made(["新"], "新").folders == ("新", "新 2")
    assert made(["新", "新 2"], "新").folders[-1] == "新 3"


NOTES = (note("n1", "甲/一"), note("n2", "甲"), note("n3", "甲乙"), note("n4", ""))
FOLDERS = ("甲", "甲/一", "乙", "甲乙")


def test_renaming_takes_everything_along_and_keeps_the_place() -> None:
    step = renamed(FOLDERS, NOTES, "甲", "丙")
    assert step.folders == ("丙", "丙/一", "乙", "甲乙")
    assert folders_of(step) == {"n1": "丙/一", "n2": "丙"}


def test_removing_moves_up() -> None:
    assert folders_of(removed(FOLDERS, NOTES, "甲")) == {"n1": "一", "n2": ""}
    assert removed(FOLDERS, NOTES, "甲").folders == ("一", "乙", "甲乙")
    assert folders_of(removed(FOLDERS, NOTES, "甲/一")) == {"n1": "甲"}


@pytest.mark.parametrize(
    ("paths", "into", "before", "order", "refiled"),
    [
        (["甲"], "乙", None, ("乙", "甲乙", "乙/甲", "乙/甲/一"), {"n1": "乙/甲/一", "n2": "乙/甲"}),
        (["甲/一"], "", None, ("甲", "乙", "甲乙", "一"), {"n1": "一"}),
        (["甲/一"], "", "乙", ("甲", "一", "乙", "甲乙"), {"n1": "一"}),
        (["甲乙"], "", "甲", ("甲乙", "甲", "甲/一", "乙"), {}),
        (["甲", "甲/一"], "乙", None, ("乙", "甲乙", "乙/甲", "乙/甲/一"), {"n1": "乙/甲/一", "n2": "乙/甲"}),
        (["甲"], "甲/一", None, FOLDERS, {}),
        (["甲"], "甲", None, FOLDERS, {}),
        (["甲"], "", "甲", FOLDERS, {}),
    ],
)
def test_moving(
    paths: list[str], into: str, before: str | None, order: tuple[str, ...], refiled: dict[str, str]
) -> None:
    step = moved(FOLDERS, NOTES, paths, into, before)
    assert step.folders == order
    assert folders_of(step) == refiled


def test_two_of_a_name_become_one() -> None:
    step = moved(("甲", "乙", "乙/甲"), (note("n1", "甲"), note("n2", "乙/甲")), ["甲"], "乙")
    assert step.folders == ("乙", "乙/甲")
    assert folders_of(step) == {"n1": "乙/甲"}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (["甲", "乙"], ["丙", "乙"], {"甲": "丙"}),
        (["甲", "甲/一"], ["丙", "丙/一"], {"甲": "丙", "甲/一": "丙/一"}),
        (["甲", "乙"], ["乙", "乙/甲"], {"甲": "乙/甲"}),
        (["甲"], ["甲", "乙"], {}),
        (["甲", "乙"], ["甲"], {}),
        (["甲", "乙"], ["丙", "丁"], {}),
        ([], ["甲"], {}),
    ],
)
def test_folders_are_followed_to_another_name_or_place(
    before: list[str], after: list[str], found: dict[str, str]
) -> None:
    assert followed(before, after) == found


def test_filing() -> None:
    step = filed(("甲",), NOTES, "甲")
    assert folders_of(step) == {"n1": "甲", "n3": "甲", "n4": "甲"}
    assert filed(("甲",), NOTES[:1], "").folders == ("甲",)


names = st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=3).map("/".join)


@given(st.lists(names, max_size=6), st.lists(names, min_size=1, max_size=3), names | st.just(""), st.none() | names)
def test_every_note_stays_in_a_folder_there_is(
    folders: list[str], paths: list[str], into: str, before: str | None
) -> None:
    order = whole([*folders, *paths, *([into] if into else [])])
    notes = [note(f"n{n}", path) for n, path in enumerate(order)]
    for step in (
        moved(order, notes, paths, into, before),
        removed(order, notes, paths[0]),
        renamed(order, notes, paths[0], "戊"),
    ):
        now = {each.id: each.folder for each in notes} | folders_of(step)
        assert {path for path in now.values() if path} <= set(step.folders)
        assert len(set(step.folders)) == len(step.folders)
        assert step.folders == whole(step.folders)
