"""Registers of a shelf that came without any that fit, kept in the cache: one session reads them, the next do not.

One file a shelf: by a key (digest of a document, or version of a whole shelf) what was read, and the word lists
and code it was read by. Of a larger shelf each document is read by itself, as `corpus build` reads it, so that an
update costs the documents it brings. Whatever in the cache is not as it should be is not used, and made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from reader.core.document import Document, DocumentInfo
from reader.core.errors import Cancelled, ReaderError
from reader.core.register import Registers
from reader.files import read_whole, write_whole
from reader.private import private_folder
from reader.registers.around import around
from reader.registers.citations import Shelf, read_citations
from reader.registers.joining import Joining, alone, with_unmarked
from reader.registers.lexicon import Lexicon
from reader.registers.shipping import as_values, fits, from_values

FORMAT: Final = 1
MOST_BYTES: Final = 256 * 1024**2  # of a file
MOST_SHELVES: Final = 16  # whose files are kept: those written last
WORTH_KEEPING: Final = 20  # documents, from which on
BY_THEMSELVES: Final = 100  # documents, from which on each is read by itself
SAVED_EVERY: Final = 1000  # documents read, so that a session that is killed has not read them for nothing


@dataclass(frozen=True, slots=True)
class _Part:
    """What was read. `names`: a sum of the titles that were looked for without 《》."""

    names: str
    registers: Registers


class KeptRegisters:
    """The files, and what is read anew where they do not have it. Not safe to use from several threads at once."""

    def __init__(self, folder: Path, stamped: Mapping[str, str]) -> None:
        """Reads nothing yet.

        Args:
            folder: of the cache.
            stamped: what registers made here and now rest on, but for the documents.
        """
        self._folder, self._stamp = folder, {**stamped, "corpus": ""}

    def of_shelf(
        self,
        shelf: Path,
        infos: Sequence[DocumentInfo],
        sums: Mapping[str, str],
        load: Callable[[str], Document],
        lexicon: Lexicon,
        cancelled: Callable[[], bool] | None = None,
    ) -> Registers:
        """The registers of a large shelf, its documents read one by one and joined.

        Args:
            shelf: its folder.
            infos: of the documents that are wanted, in library order.
            sums: digests of all its documents, by id.

        Raises Cancelled; what was read until then is kept.
        """
        titles = Shelf(infos)
        names = _sum(sorted(titles.by_title))
        before, made, fresh = self._load(shelf), dict[str, _Part](), 0
        try:
            for info in infos:
                key = sums[info.id]
                known = before.get(key)
                if known is None or known.names != names or not _is_of(known.registers, {info.id}):
                    if cancelled is not None and cancelled():
                        raise Cancelled("已取消。")
                    known = _Part(names, _read(load(info.id), known, titles, lexicon))
                    fresh += 1
                    if not fresh % SAVED_EVERY:
                        self._save(shelf, {**before, **made, key: known})
                made[key] = known
        except BaseException:
            if fresh:
                self._save(shelf, {**before, **made})
            raise
        if fresh or len(before) > len(made):
            self._save(shelf, made)
        return Joining().join(Registers(), {info.id: made[sums[info.id]].registers for info in infos}, infos)

    def whole(
        self, shelf: Path, version: str, infos: Sequence[DocumentInfo], make: Callable[[], Registers]
    ) -> Registers:
        """The registers of a small shelf, read as one. `version`: changes whenever any of its documents does."""
        ids = {info.id for info in infos}
        key = _sum([version, *sorted(ids)])
        known = self._load(shelf).get(key)
        if known is not None and _is_of(known.registers, ids):
            return known.registers
        made = make()
        self._save(shelf, {key: _Part("", made)})
        return made

    def _file(self, shelf: Path) -> Path:
        return self._folder / f"{_sum([str(shelf)])}.json"

    def _load(self, shelf: Path) -> dict[str, _Part]:
        """What is kept of a shelf; nothing where the file is not there, or not one of this program's."""
        try:
            value = json.loads(read_whole(self._file(shelf), MOST_BYTES).decode("utf-8", "surrogatepass"))
            if value["format"] != FORMAT or not fits(value["stamp"], self._stamp):
                return {}
            return {
                str(key): _Part(str(names), from_values(registers))
                for key, (names, registers) in value["parts"].items()
            }
        except (ReaderError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}

    def _save(self, shelf: Path, parts: Mapping[str, _Part]) -> None:
        value = {
            "format": FORMAT, "stamp": self._stamp,
            "parts": {key: [part.names, as_values(part.registers)] for key, part in parts.items()},
        }  # fmt: skip
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        if len(data) > MOST_BYTES:
            return
        # A cache that cannot be written is no cache: the registers are here, and are read anew next time.
        with suppress(ReaderError, OSError):
            write_whole(private_folder(self._folder) / self._file(shelf).name, data, private=True)
            files = sorted(self._folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
            for file in files[:-MOST_SHELVES]:
                file.unlink()


def _read(document: Document, known: _Part | None, titles: Shelf, lexicon: Lexicon) -> Registers:
    """What a document says by itself; where only the titles it may name are others now, no more than that is read."""
    if known is None or not _is_of(known.registers, {document.id}):
        return alone(document, lexicon, titles)
    made = replace(known.registers, citations=with_unmarked(document, read_citations(document), titles))
    return replace(made, around=around([document], made))


def _is_of(made: Registers, docs: set[str]) -> bool:
    """Whether all that registers tell of is in these documents."""
    return docs.issuperset(_documents(made))


def _documents(made: Registers) -> Iterator[str]:
    for rows in (made.tasks, made.targets, made.citations):
        yield from (row.at.doc for row in rows)
    for system in made.systems:
        yield system.at.doc
        yield from (place.doc for place in system.mentions)
        yield from (target.at.doc for target in system.targets)
    yield from made.no_targets
    yield from made.around


def _sum(words: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]
