"""Remarks: what people left on a text in another program's file, before anybody knows where it stands here. Pure.

A reader of such a file gives remarks; `as_note` finds the words in a document of the library and makes a note of each.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

from reader.core import anchor
from reader.core.document import Document
from reader.core.note import COLOURS, Anchor, Note, NoteKind, Person, Piece, Resolution, Selection
from reader.core.note_words import WrittenMarks, with_written, written_marks
from reader.core.quotation import find_quote
from reader.core.showing import xml_safe
from reader.core.span import Span

Kind = Literal["comment", "reply", "insertion", "deletion", "replacement"]

COLOUR_WORDS: Final = dict(zip(COLOURS, ("黄", "绿", "蓝", "粉", "紫"), strict=True))
BOOKMARK: Final = "书签"
EXPORTED: Final = "urn:policy-reader:exported"
"""The namespace of the list in a Word file of the notes that were written into it."""
SUGGESTED: Final[dict[Kind, str]] = {
    "comment": "{text}", "reply": "回复{to}：{text}", "insertion": "建议在此插入：“{text}”",
    "deletion": "建议删去这些字。", "replacement": "建议改为：“{text}”",
}  # fmt: skip
MARKED: Final = re.compile("高亮（([黄绿蓝粉紫])）")
LOST: Final = "（原文已找不到：“{quote}”）"
"""The last line of a comment that stands on the title, because the words of its note are not in the document."""
_ANSWER: Final = re.compile(r"回复([^：\n]{1,60})：")
NEAR: Final = 8  # characters beside words that tell their place where the surroundings as a whole do not
MOST_PLACES: Final = 200  # at which words are looked at
_MARKS_ONLY: Final = re.compile(r"\s*(?:(?:[#＃][\w\-－·]+|[@＠](?:待办|待辦|完成|todo|done))\s*)+", re.IGNORECASE)
_FAMILY: Final = uuid.UUID("6c1f8a52-6d0e-5f53-9a0c-0d3c1f6f6f10")  # of the ids made here; never to be changed


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody left at some words.

    Attributes:
        quote: the words, blocks parted by line feeds; for an insertion the words before it.
        prefix, suffix: up to 32 characters of the text before and behind them.
        text: what was written; for tracked changes the new words.
        author: the name it was left under; empty where the file tells none.
        created: ISO 8601 in UTC, or without a zone the hour on the wall where it was written; empty where the file
            tells none.
        tags: words it was filed under.
        to: who is answered; done: whether it was settled there.
    """

    quote: str
    text: str
    prefix: str = ""
    suffix: str = ""
    author: str = ""
    created: str = ""
    kind: Kind = "comment"
    tags: tuple[str, ...] = ()
    to: str = ""
    done: bool = False

    @property
    def words(self) -> str:
        """What a note of it says: suggestions written out, replies with whom they answer."""
        said = SUGGESTED[self.kind].format(text=self.text, to=self.to)
        # What this program wrote as an answer says so itself, for programs that keep no threads.
        return self.text if self.kind == "reply" and answered(self.text) == self.to else said


@dataclass(frozen=True, slots=True)
class Remarks:
    """What one file holds.

    Attributes:
        doc: the id of the document that the file was made from, where it says so.
        title: the title that the file goes by; may be empty.
        text: the text of the file, to tell which document it is.
        exported: ids of the notes that this program once wrote into the file, each with what is known of its being
            there then, as JSON: one whose comment is missing now was deleted in the file.
        refused: a sentence for each entry that could not be used.
    """

    remarks: tuple[Remark, ...]
    doc: str = ""
    title: str = ""
    text: str = ""
    exported: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()


def answered(text: str) -> str:
    """Whom the words of a note answer (`回复王芳：同意`); empty where they answer nobody."""
    found = _ANSWER.match(text)
    return found[1] if found else ""


def moment(said: object) -> str:
    """A moment of another program's file: ISO 8601 in UTC with microseconds; empty where it is none."""
    found = _read(said)
    return _in_utc(found if found.tzinfo else found.replace(tzinfo=UTC)) if found else ""


def on_the_wall(said: object) -> str:
    """A moment whose day and hour count and whose zone does not: ISO 8601 without one; empty where it is none."""
    found = _read(said)
    return found.replace(tzinfo=None).isoformat(timespec="microseconds") if found and moment(said) else ""


def in_utc(created: str) -> str:
    """The moment of a remark in UTC: an hour on a wall is taken for one of this computer's zone."""
    found = _read(created)
    return _in_utc(found) if found else ""


def wall_of(created: str) -> str:
    """A moment of a note as it stands on the wall here, to the second, as Word writes it."""
    return datetime.fromisoformat(created).astimezone().strftime("%Y-%m-%dT%H:%M:%SZ")


def _read(said: object) -> datetime | None:
    try:
        return datetime.fromisoformat(said[:40]) if isinstance(said, str) else None
    except ValueError:
        return None


def _in_utc(when: datetime) -> str:
    try:
        return when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return ""


def written(note: Note) -> str:
    """The note as words for a program that knows nothing but words."""
    text = note.text or (BOOKMARK if note.kind == "bookmark" else f"高亮（{COLOUR_WORDS[note.colour]}）")
    marks = _marks_line(note)
    return f"{text}\n{marks}" if marks else text


def _marks_line(note: Note) -> str:
    """Tags and status that the note's text does not say."""
    marks = [*(f"#{tag}" for tag in note.tags), *({"todo": ["@待办"], "done": ["@完成"]}.get(note.status, []))]
    return " ".join(mark for mark in marks if mark not in note.text)


def which(remarks: Remarks, documents: Iterable[Document]) -> Document | None:
    """The document of which most remarks' words are found; None where hardly any of any."""
    best, most = None, 0
    quotes = [each.quote for each in remarks.remarks if each.quote][:200]
    for document in documents:
        text = document.text
        found = sum(quote in text for quote in quotes)
        if found > most:
            best, most = document, found
    return best if most * 2 > len(quotes) else None


def as_note(
    remark: Remark,
    document: Document,
    resolver: anchor.Resolver,
    now: Callable[[], str],
    known: Anchor | None = None,
) -> Note:
    """The remark as a note; where its words are not in the document, one that keeps them and has no place.

    Args:
        resolver: of the document.
        now: the moment, for remarks that do not tell theirs.
        known: where it stands, if it is known to be a note that is here.
    """
    asked = known or Anchor(document.id, "", 0, 0, "", remark.quote, remark.prefix, remark.suffix, 0, "")
    found = _found(remark, document, resolver, asked) if known is None else Resolution("orphan")
    text, marks = _parted(remark.words)
    kind: NoteKind = "note"
    colour = COLOURS[0]
    if text == BOOKMARK:
        kind, text = "bookmark", ""
        found = replace(found, pieces=tuple(Piece(piece.block, Span(0, 0)) for piece in found.pieces[:1]))
    elif marked := MARKED.fullmatch(text):
        kind, text = "highlight", ""
        colour = next(name for name, word in COLOUR_WORDS.items() if word == marked[1])
    made = resolver.make(Selection(document.id, found.pieces)) if _certain(found) else asked
    created = in_utc(remark.created) or now()
    said = _marks(marks, marks)
    return with_written(
        Note(
            _id_of(remark, document.id), made, kind, created, created, text=text, colour=colour,
            status="done" if remark.done else said.status,
            tags=tuple(dict.fromkeys((*written_marks(text).tags, *said.tags, *remark.tags))),
            creator=Person(remark.author), editor=Person(remark.author),
        )
    )  # fmt: skip


def _found(remark: Remark, document: Document, resolver: anchor.Resolver, asked: Anchor) -> Resolution:
    """Where its words stand. Of a clipping, which knows of no surroundings, what stands here once was meant."""
    if remark.prefix or remark.suffix or not remark.quote:
        found = resolver.resolve(asked)
        near = [] if _certain(found) or not remark.quote else _where_between(remark, document.text, resolver)
        return Resolution("moved", resolver.pieces(near[0])) if len(near) == 1 else found
    exact = resolver.places(remark.quote, 2)
    if len(exact) == 1:
        return Resolution("moved", resolver.pieces(exact[0]))
    found = resolver.resolve(asked)
    if _certain(found) or exact:
        return found
    places = find_quote(document, remark.quote).places  # in other characters, or width
    return Resolution("moved", places[0].pieces) if len(places) == 1 else found


def _where_between(remark: Remark, text: str, resolver: anchor.Resolver) -> list[Span]:
    """Where exactly its words stand between its nearest neighbours: a page knows of no paragraphs, other blanks."""
    before, behind = _squeezed(remark.prefix)[-NEAR:], _squeezed(remark.suffix)[:NEAR]
    if len(before) + len(behind) < NEAR:
        return []
    return [
        place
        for place in resolver.places(remark.quote, MOST_PLACES)
        if _squeezed(text[max(0, place.start - 4 * NEAR) : place.start]).endswith(before)
        and _squeezed(text[place.end : place.end + 4 * NEAR]).startswith(behind)
    ]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def home_words(remark: Remark) -> str:
    """What was written in a comment of ours, without the line that tells of words that had no place."""
    head, lost, _ = remark.words.rpartition("\n" + LOST.partition("{")[0])
    return head if lost else remark.words


def came_home(note: Note, remark: Remark) -> Note:
    """The note of ours that a remark is, with what was edited in its words; as it is where nothing was.

    A comment tells no colour of a written note, no star, no folder; tags that it cannot spell stay. Where tags stand
    beside the words, the words tell nothing of them.
    """
    was, now = written(note), home_words(remark)
    if remark.tags:
        text = note.text if spelled(now) == spelled(note.text) else now.strip()
        beside = tuple(dict.fromkeys((*note.tags, *remark.tags, *written_marks(text).tags)))
        return replace(note, text=text, tags=beside, status="done" if remark.done else note.status)
    if spelled(now) == spelled(was):
        return replace(note, status="done") if remark.done else note
    text, line = now.strip(), _marks_line(note)
    if line:  # written by us, so no part of the text, whatever became of its marks
        head, _, last = text.rpartition("\n")
        ours = all(word in line.split() or _MARKS_ONLY.fullmatch(word) for word in last.split())
        text, line = (head.strip(), last) if head and ours else (text, "")
    before, after = _marks(was, _marks_line(note)), _marks(now, line)
    if text in {BOOKMARK, *(f"高亮（{word}）" for word in COLOUR_WORDS.values())}:
        text = ""
    gone = {*before.tags} - {*after.tags}
    come = [tag for tag in after.tags if tag not in before.tags]
    tags = [*(tag for tag in note.tags if tag not in gone), *come]
    status = "done" if remark.done else after.status if after.status != before.status else note.status
    return replace(note, text=text, tags=tuple(dict.fromkeys(tags)), status=status)


def _marks(text: str, line: str) -> WrittenMarks:
    """What a text says and a line of nothing but marks, in which tags may begin with anything."""
    said = written_marks(text)
    tags = [word[1:] for word in line.split() if word[:1] in {"#", "＃"}]
    return WrittenMarks(tuple(dict.fromkeys([*said.tags, *tags])), said.status)


def lines(text: str) -> list[str]:
    """The lines of a text, however they end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def spelled(text: str) -> tuple[str, ...]:
    """The lines without what programs lose on the way: blanks around them, characters that XML lacks."""
    return tuple(line.strip() for line in lines(xml_safe(text).strip()))


def _certain(found: Resolution) -> bool:
    return found.state in {"exact", "moved"}


def _parted(text: str) -> tuple[str, str]:
    """The words, and a last line of nothing but tags and a status, which `written` put there."""
    head, _, last = text.strip().rpartition("\n")
    return (head.strip(), last) if head and _MARKS_ONLY.fullmatch(last) else (text.strip(), "")


def _id_of(remark: Remark, doc: str) -> str:
    """The same for the same remark in a file that is read again, also where its words were edited meanwhile."""
    key = (doc, remark.kind, remark.author, remark.created, remark.quote, "" if remark.created else remark.text)
    return str(uuid.uuid5(_FAMILY, "\x1f".join(key)))


def another_id(note_id: str, count: int) -> str:
    """The id of the second, third, … remark that nothing but its words tells from the one of this id."""
    return str(uuid.uuid5(_FAMILY, f"{note_id}\x1f{count}"))
