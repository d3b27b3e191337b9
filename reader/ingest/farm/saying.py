"""What a build says of each file, in a row; and what the raw files of a corpus are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader.core.adding import AddRow
from reader.core.pack import is_portable
from reader.core.showing import brief, visible
from reader.formats.archive import clean_name

if TYPE_CHECKING:
    from reader.ingest.farm.finding import Found
    from reader.ingest.farm.planning import Plan, Planned
    from reader.ingest.farm.similar import Pair

_RAW: Final = {
    "text": "txt", "html": "html", "mht": "mht", "docx": "docx", "doc": "doc", "rtf": "rtf", "pdf": "pdf", "ofd": "ofd",
    "xlsx": "xlsx", "xls": "xls",
}  # fmt: skip
_ENDINGS: Final = {
    "txt": ("txt", "md"), "html": ("html", "htm", "xhtml"), "mht": ("mht", "mhtml"), "docx": ("docx",),
    "doc": ("doc", "wps"), "xls": ("xls", "et"),
}  # fmt: skip
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of the files.

    Attributes:
        heads: of the answers, by name of the file.
        lost: files whose citations without marks could not be read.
        alike: pairs of the documents that go into the corpus, by number.
    """

    plan: Plan
    heads: Mapping[str, Mapping[str, Any]]
    lost: frozenset[str]
    alike: Sequence[Pair]


def rows(folder: Path, found: Sequence[Found], said: Said) -> Iterator[AddRow]:
    """A row for each file of the folder, in order."""
    ids = {each.found.file: each.facts.id for each in said.plan.files}
    documents = [each for each in said.plan.files if said.heads[each.found.file]["state"] == "added"]
    notes = {documents[pair.b].found.file: (documents[pair.a].found.file, pair.why) for pair in reversed(said.alike)}
    for each in found:
        first = said.plan.first.get(each.file, each.file)
        head = said.heads.get(first)
        shown = str(folder / each.file)
        if head is None:
            yield AddRow(shown, "skipped" if each.skipped else "unreadable", None, "", visible(each.fault))
            continue
        title = str(head.get("title", ""))
        if head["state"] != "added":
            says = head["says"] if first == each.file else f"与“{brief(first)}”内容相同，那一份没有收入。"
            yield AddRow(shown, head["state"], None, "", visible(says))
        elif first != each.file:
            says = f"与“{brief(first)}”内容相同，没有重复收入。"
            yield AddRow(shown, "already", ids[first], title, visible(says))
        else:
            yield AddRow(shown, "added", ids[first], title, visible(_added(head, notes.get(first), first in said.lost)))


def _added(head: Mapping[str, Any], note: tuple[str, str] | None, is_lost: bool) -> str:
    info = head["info"]
    doubt = "" if info["title"] else "；没有读到标题，请核对"
    if basis := info["source"]["inferred"].get("title"):
        doubt = f"；标题依据：{brief(basis)}"
    like = f"它与“{brief(note[0])}”{note[1]}，请在核对报告里看。" if note else ""
    lost = "其中不带书名号的引用没有读成，再运行一次会再读。" if is_lost else ""
    return f"已收入《{head['title']}》{doubt}。{like}{lost}"


def raw_names(documents: Sequence[Planned], heads: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """A name for each raw file in the corpus: its own where that can stand there and no other has it."""
    made: dict[str, str] = {}
    used: set[str] = set()
    for each in documents:
        kind = _RAW.get(heads[each.found.file]["kind"], "txt")
        stem, dot, ending = clean_name(each.found.name).rpartition(".")
        good = dot and ending.lower() in _ENDINGS.get(kind, (kind,))
        name = f"{stem}.{ending}" if good else f"{clean_name(each.found.name)}.{kind}"
        if len(name) > _LONGEST_NAME or not is_portable(name) or name.lower() in used:
            name = f"{each.facts.id}.{kind}"
        used.add(name.lower())
        made[each.found.file] = name
    return made
