"""Notes as the window reckons with them, without a widget: what can be taken back, lines, filters, differences."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core import anchor
from reader.core.document import Document
from reader.core.note import Note, Piece, PlacedNote, Resolution, Selection
from reader.core.span import Span
from reader.ui.kit.coloured import LONGEST, coloured, differences
from reader.ui.kit.times import local_time
from reader.ui.notes.note_lines import (
    ATTENTION,
    NO_STATUS,
    Band,
    LineMaker,
    NoteFilter,
    NoteLine,
    days_ago,
    listing,
    split_tags,
)
from reader.ui.session.note_trail import LIMIT, Trail, change_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def document(make_document: Callable[..., Document]) -> Document:
    return make_document(
        "一、总体要求",
        "坚持创新驱动，发展数字经济。",
        "二、重点任务",
        "建设城市大脑前端综合应用平台。",
        doc="plan",
        title="行动方案",
    )


@pytest.fixture
def note(document: Document) -> Note:
    at = anchor.make(document, Selection("plan", (Piece("b2", Span(0, 6)),)))
    return Note(
        "n1", at, "highlight", "2026-01-01T00:00:00.000000Z", "2026-01-02T00:00:00.000000Z", text="年底前报进度"
    )


# Taking back


def test_a_change_keeps_only_what_it_touched(note: Note) -> None:
    change = change_of("改颜色", [(note, replace(note, colour="blue", modified="later"))])
    (patch,) = change.patches
    elsewhere = replace(note, text="另一个窗口写的", colour="blue")
    back = change.reversed.patches[0].put_on(elsewhere)
    assert patch.put_on(note).colour == "blue"
    assert (back.colour, back.text) == ("yellow", "另一个窗口写的")
    assert not change_of("没有改", [(note, replace(note, modified="later"))]).patches


def test_undo_and_redo_and_a_new_change_forgets_the_redo(note: Note) -> None:
    trail = Trail()
    first, second = (change_of(c, [(note, replace(note, colour=c))]) for c in ("blue", "green"))
    trail.push(first)
    trail.push(second)
    taken = trail.undo()
    assert taken == second
    trail.undone(taken)
    assert trail.can_redo
    again = trail.redo()
    assert again == second
    trail.undone(again)  # doing it again failed: it can still be done again
    assert trail.can_redo
    trail.push(first)
    assert not trail.can_redo


def test_what_is_gone_for_good_leaves_the_trail_and_the_trail_ends_somewhere(note: Note) -> None:
    other = replace(note, id="n2")
    trail = Trail()
    trail.push(change_of("两条", [(note, replace(note, colour="blue")), (other, replace(other, colour="blue"))]))
    trail.push(change_of("一条", [(note, replace(note, colour="pink"))]))
    trail.forget(["n1"])
    left = trail.undo()
    assert left is not None
    assert [patch.note for patch in left.patches] == ["n2"]
    assert trail.undo() is None
    for _ in range(LIMIT + 20):
        trail.push(left)
    steps = 0
    while trail.undo():
        steps += 1
    assert steps == LIMIT


# Lines and filters


def placed(note: Note, state: str = "exact", **values: object) -> PlacedNote:
    changed = replace(note, **values)  # type: ignore[arg-type]  # fields of a note
    pieces = () if state == "orphan" else (Piece(changed.anchor.block, Span(changed.anchor.start, changed.anchor.end)),)
    return PlacedNote(changed, Resolution(state, pieces))  # type: ignore[arg-type]  # a state's name


@pytest.fixture
def lines(note: Note, document: Document) -> tuple[NoteLine, ...]:
    elsewhere = replace(note.anchor, doc="gone")
    notes = (
        placed(note),
        placed(
            note, id="n2", colour="blue", tags=("核对", "季度"), status="todo", kind="note", text="與發改委核對口徑"
        ),
        placed(
            note,
            "orphan",
            id="n3",
            anchor=elsewhere,
            starred=True,
            status="done",
            modified="2026-03-01T00:00:00.000000Z",
        ),
        placed(note, "changed", id="n4", tags=("核对",), text=""),
    )
    return LineMaker(lambda doc: document if doc == "plan" else None).lines(notes)


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (NoteFilter(), ["n1", "n2", "n4", "n3"]),
        (NoteFilter(doc="gone"), ["n3"]),
        (NoteFilter(colour="blue"), ["n2"]),
        (NoteFilter(tag="核对"), ["n2", "n4"]),
        (NoteFilter(state=ATTENTION), ["n4", "n3"]),
        (NoteFilter(state="orphan"), ["n3"]),
        (NoteFilter(kind="note"), ["n2"]),
        (NoteFilter(status="todo"), ["n2"]),
        (NoteFilter(status=NO_STATUS), ["n1", "n4"]),
        (NoteFilter(starred=True), ["n3"]),
        (NoteFilter(since="2026-02-01"), ["n3"]),
        (NoteFilter(words="发改委"), ["n2"]),
        (NoteFilter(words="發改委 核对"), ["n2"]),
        (NoteFilter(words="創新驅動", doc="plan"), ["n1", "n2", "n4"]),
        (NoteFilter(words="行动方案"), ["n1", "n2", "n4"]),
        (NoteFilter(words="量子"), []),
        (NoteFilter(order="modified", down=True, grouped=False), ["n3", "n1", "n2", "n4"]),
        (NoteFilter(order="state", grouped=False), ["n3", "n4", "n1", "n2"]),
    ],
)  # fmt: skip
def test_a_filter_lets_through_what_it_says(lines: tuple[NoteLine, ...], chosen: NoteFilter, ids: list[str]) -> None:
    assert [line.key for line in listing(lines, chosen, ["plan"]).lines] == ids


def test_groups_and_figures(lines: tuple[NoteLine, ...]) -> None:
    found = listing(lines, NoteFilter(), ["plan"])
    bands = [row for row in found.rows if isinstance(row, Band)]
    assert [(band.title, band.count) for band in bands] == [("行动方案", 3), ("gone", 1)]
    assert found.rows[0] is bands[0]
    own = found.figures
    assert (own.total, own.todo, own.done, own.starred, own.attention) == (4, 1, 1, 1, 2)
    assert own.colours == {"yellow": 3, "blue": 1}
    one = listing(lines, NoteFilter(doc="gone"), ["plan"])
    assert one.figures.total == 1
    assert [(doc, figures.total) for doc, _title, figures in one.documents] == [("plan", 3), ("gone", 1)]


def test_a_line_is_made_once_and_anew_when_its_note_changed(note: Note, document: Document) -> None:
    maker = LineMaker(lambda _doc: document)
    one, two = placed(note), placed(note, id="n2", tags=("甲",))
    first = maker.lines((one, two))
    second = maker.lines((one, placed(note, id="n2", tags=("乙",))))
    assert second[0] is first[0]
    assert second[1].placed.note.tags == ("乙",)
    assert maker.tags == (("乙", 1),)
    assert maker.lines((one,)) == (first[0],)
    assert not maker.tags


def test_times_and_tags() -> None:
    assert days_ago(0, datetime(2026, 5, 2, 12, tzinfo=UTC)) <= "2026-05-02T12"
    assert days_ago(6, datetime(2026, 5, 9, 12, tzinfo=UTC)) < days_ago(0, datetime(2026, 5, 9, 12, tzinfo=UTC))
    assert local_time("not a time") == "not a time"
    assert split_tags(" #核对，季度;核对 、 ＃市发改委 ") == ("核对", "季度", "市发改委")
    assert split_tags(" ，# ") == ()


# Differences


def test_a_changed_word_is_marked_on_both_sides() -> None:
    removed, added = differences("到2023年占比达到50%。", "到2025年占比达到60%。")
    assert [span.cut("到2023年占比达到50%。") for span in removed] == ["2023", "50"]
    assert [span.cut("到2025年占比达到60%。") for span in added] == ["2025", "60"]
    assert differences("一样", "一样") == ((), ())
    assert differences("长" * (LONGEST + 1), "短") == ((Span(0, LONGEST + 1),), (Span(0, 1),))


@given(st.text("甲乙丙丁\n", max_size=30), st.text("甲乙丙丁\n", max_size=30))
def test_what_is_not_marked_is_common(old: str, new: str) -> None:
    def unmarked(text: str, spans: tuple[Span, ...]) -> str:
        return "".join(c for n, c in enumerate(text) if not any(s.start <= n < s.end for s in spans))

    def subsequence(part: str, whole: str) -> bool:
        rest = iter(whole)
        return all(c in rest for c in part)

    removed, added = differences(old, new)
    assert subsequence(unmarked(old, removed), new)
    assert subsequence(unmarked(new, added), old)


def test_coloured_text_is_escaped() -> None:
    shown = coloured("<b>甲&乙</b>", [(Span(3, 4), "#d2f4d9")])
    assert shown == '&lt;b&gt;<span style="background-color:#d2f4d9">甲</span>&amp;乙&lt;/b&gt;'


# Words


FILES = [
    "ask_bar",
    "backups_page",
    "note_details",
    "note_dialogs",
    "note_files",
    "note_folders",
    "note_sealing",
    "note_trail",
    "notes_bookmarks",
    "notes_browser",
    "notes_desk",
    "notes_tree",
    "notes_filter_bar",
    "notes_page",
    "notes_table",
    "pages",
    "review_page",
    "trash_page",
    "note_keeping",
    "annotation_desk",
    "notes_panel",
]


@pytest.mark.parametrize("language", ["en", "zh_TW"])
def test_every_word_of_the_notes_pages_is_translated(language: str) -> None:
    """Also the words that reach the catalogue through a table or a signal."""
    catalogue = json.loads((ROOT / "resources" / "translations" / f"{language}.json").read_text("utf-8"))
    missing: list[tuple[str, str]] = []
    for name in FILES:
        (file,) = (ROOT / "reader" / "ui").rglob(f"{name}.py")
        tree = ast.parse(file.read_text("utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
        said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        missing += [(name, text) for text in said if text not in docs and re.search(r"[\u4e00-\u9fff]", text)]
    missing = [(name, text) for name, text in missing if text not in catalogue]
    assert not missing
