"""What a check of a corpus says, and how many notes a new one concerns."""

from __future__ import annotations

import pytest

from reader.core.note import Anchor, Note, PlacedNote, Resolution
from reader.core.pack import IntegrityReport, concerned


@pytest.mark.parametrize(
    ("listed", "signed", "name"),
    [
        ("build", False, "出厂清单"), ("", False, "出厂清单"), ("pack", True, "语料包的签名清单"),
        ("pack", False, "语料包的清单"),
    ],
)  # fmt: skip
def test_the_list_has_a_name(listed: str, signed: bool, name: str) -> None:
    assert IntegrityReport(listed, 3, signed=signed).list_name == name


def test_all_is_well_where_a_list_is_there_and_nothing_wrong() -> None:
    assert IntegrityReport("build", 3).ok
    assert not IntegrityReport("", 3).ok
    assert not IntegrityReport("build", 3, ("被改动",)).ok


def test_notes_are_concerned_by_their_document() -> None:
    def note(doc: str) -> PlacedNote:
        anchor = Anchor(doc, "b1", 0, 1, "b1", "字", "", "", 0, "")
        return PlacedNote(Note(doc, anchor, "note", "", ""), Resolution("exact", ()))

    notes = (note("a"), note("b"), note("a"))
    assert concerned(notes, frozenset({"a"})) == 2
    assert concerned(notes, frozenset()) == 0
