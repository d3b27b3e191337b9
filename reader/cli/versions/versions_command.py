"""Command `versions`: the editions of a document, and whether each holds on a day."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from reader.cli.arguments import Parser
from reader.cli.console import shortened
from reader.cli.house import House
from reader.cli.words import WrongArguments
from reader.core.span import Location
from reader.core.validity import STATE_NAMES
from reader.library.versions.courses import TURN_NAMES, UNCHANGED, Wording
from reader.library.versions.editions import Edition

WIDEST: Final = 60
WIDEST_TEXT: Final = 160
RELATIONS: Final[Mapping[str, str]] = MappingProxyType({
    "itself": "本文件", "draft": "草案", "earlier": "较早", "later": "较晚", "same-day": "同日", "undated": "先后不明",
})  # fmt: skip


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    versions = add("versions", help="一份文件的各版，以及每一版在某一天是否有效")
    versions.add_argument("doc", metavar="文件[#条款]", help="写了条款时，列出这一条在各版中的文字")
    versions.add_argument("--on", metavar="DAY", help="按这一天看（YYYY-MM-DD，默认今天）")
    which = versions.add_mutually_exclusive_group()
    which.add_argument("--join", metavar="另一份", help="指定另一份文件是它的一版")
    which.add_argument("--part", metavar="另一份", help="指定另一份文件不是它的一版")
    which.add_argument("--undecide", metavar="另一份", help="取消对另一份文件的指定，按文字判断")
    versions.add_argument("--json", action="store_true", help="输出 JSON")
    versions.set_defaults(run=show_versions)


def show_versions(chosen: Namespace, house: House) -> int:
    """Prints the family of a document in order of time, after what the user says of it was kept."""
    day = iso_day(chosen.on) if chosen.on is not None else date.today().isoformat()  # noqa: DTZ011  the user's own day
    place = house.library.find(chosen.doc)
    doc = place.doc
    if place.block is not None:
        if chosen.join or chosen.part or chosen.undecide:
            raise WrongArguments(
                "归为各版说的是整份文件，请不要写条款。", "Joining is about whole documents; leave the clause out."
            )
        return show_course(chosen, house, place, day)
    for words, joined in ((chosen.join, True), (chosen.part, False), (chosen.undecide, None)):
        if words is not None:
            house.library.versions.families.get().decide(doc, house.document_id(words), joined)
    rows = [as_json(each) for each in house.library.editions.get().of(doc, day)]
    if chosen.json:
        house.console.json(rows)
        return 0
    english = house.console.language == "en"
    for row in rows:
        state, relation = row["state"], row["relation"]
        words = (state, relation) if english else (STATE_NAMES[state], RELATIONS[relation])
        house.console.line("\t".join([*words, row["from"] or "", row["id"], shortened(row["title"], WIDEST)]))
        for key in ("basis", "doubt"):
            if row[key]:
                mark = "? " if key == "doubt" else ""
                house.console.line(f"    {mark}{_told(row[key], house)}")
    return 0


def _told(grounds: str, house: House) -> str:
    """Grounds or doubts, one behind the other, in the language chosen."""
    return house.console.say("；", "; ").join(house.console.say(each) for each in grounds.split("；"))


def show_course(chosen: Namespace, house: House, place: Location, day: str) -> int:
    """Prints a clause through all versions of its family. Status 1 where it has only this one."""
    assert place.block is not None
    rows = house.library.versions.courses.get().of(place.doc, place.block, day)
    if chosen.json:
        house.console.json([course_json(each) for each in rows])
    else:
        english = house.console.language == "en"
        for each in rows:
            turn = each.turn if english else TURN_NAMES[each.turn]
            cells = [each.edition.told.at or "", turn, each.named, each.edition.info.id]
            house.console.line("\t".join(cells))
            if each.beside:
                others = "、".join(clause.label for clause in each.beside)
                house.console.line(f"    {'with' if english else '同'} {others}")
            if each.turn not in UNCHANGED and each.text:
                house.console.line(f"    {shortened(' '.join(each.text.split()), WIDEST_TEXT)}")
            for kept in (carried.placed.note for carried in each.notes):
                house.console.line(f"    ✎ {shortened(' '.join((kept.text or kept.anchor.quote).split()), WIDEST)}")
    return 0 if len(rows) > 1 else 1


def course_json(each: Wording) -> dict[str, Any]:
    """A clause in one version; `changed`: spans of `text` that differ from the version before that had it."""
    return {
        "id": each.edition.info.id, "title": each.edition.info.reading_title, "from": each.edition.told.at,
        "state": each.edition.validity.state, "turn": each.turn, "doubt": each.edition.doubt,
        "clauses": [
            {"block": clause.head, "blocks": list(clause.blocks), "clause": clause.label} for clause in each.clauses
        ],
        "beside": [clause.label for clause in each.beside], "text": each.text,
        "changed": [list(s.right) for s in each.diff if s.kind != "equal" and s.right.start < s.right.end],
        "notes": [
            {"id": note.placed.note.id, "text": note.placed.note.text, "quote": note.placed.note.anchor.quote,
             "in_newest": note.newest.state}
            for note in each.notes
        ],
    }  # fmt: skip


def as_json(edition: Edition) -> dict[str, Any]:
    """One row of the list: `from` is the day by which it is put in order, `doubt` is "" where nothing is doubtful."""
    info, found = edition.info, edition.validity
    return {
        "id": info.id, "title": info.reading_title, "written": info.written, "state": found.state,
        "relation": edition.relation, "basis": "；".join(filter(None, (found.basis, edition.basis))),
        "from": edition.told.at, "made": edition.told.made, "until": edition.told.until,
        "doubt": "；".join(dict.fromkeys(filter(None, (found.doubt, edition.doubt)))),
    }  # fmt: skip


def iso_day(words: str) -> str:
    """The day that was typed. Raises WrongArguments where there is none of that name."""
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        raise WrongArguments(
            f"“{words}”不是日期；请写成 2021-06-01。", f"“{words}” is no day; write it as 2021-06-01."
        ) from None
