"""The parts of a library that tell of versions, each made with the first question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.errors import DamagedStore, StoreUnavailable
from reader.library.late import Late

if TYPE_CHECKING:
    from reader.core.note import PlacedNote
    from reader.library.facade import Library
    from reader.library.own_documents import OwnDocuments
    from reader.library.versions.courses import Courses
    from reader.library.versions.deciding import Families
    from reader.library.versions.editions import Editions
    from reader.library.versions.explaining import Explanations
    from reader.library.versions.lineage import Lineages
    from reader.library.versions.states import States


class Versions:
    """What a library is asked about the versions of its documents."""

    def __init__(self, library: Library, own: OwnDocuments | None, cache: Path | None) -> None:
        """`cache`: where what was worked out is kept; None keeps nothing."""
        self._library, self._own = library, own

        def families() -> Families:
            from reader.library.versions.deciding import Families

            return Families(lambda: library.store)

        def editions() -> Editions:
            from reader.library.versions.editions import Editions

            older = own.older_versions if own is not None else None
            return Editions(
                library.documents, library.open, library.search, older, lambda: self.families.get().all(),
                library.shelves.sums, cache,
            )  # fmt: skip

        def lineages() -> Lineages:
            from reader.library.versions.lineage import Lineages

            return Lineages(library.registers, library.open, self.editions.get)

        def states() -> States:
            from reader.library.versions.states import States

            return States(self.editions.get, library.documents, lambda: self.families.get().all(), cache)

        def courses() -> Courses:
            from reader.library.versions.courses import Courses

            def notes(doc: str) -> tuple[PlacedNote, ...]:
                try:
                    return library.notebook.all(doc)
                except (DamagedStore, StoreUnavailable):  # whoever asks for notes is told
                    return ()

            return Courses(library.open, lambda doc, day: self.editions.get().of(doc, day), library.align, notes)

        def explanations() -> Explanations:
            from reader.library.versions.explaining import Explanations

            return Explanations(lambda: library.store)

        self.explanations = Late(explanations)
        self.families, self.editions = Late(families), Late(editions)
        self.lineages, self.states, self.courses = Late(lineages), Late(states), Late(courses)

    def partner(self, doc: str) -> str | None:
        """The version that one wants to see beside a document first: of an own one the last before it (of an older one
        the newest), else one of the same title; None where there is none. Reads no text.
        """
        newest, older = self._own.older_versions(doc) if self._own is not None else (doc, ())
        if older:
            return older[-1] if doc == newest else newest
        titles = {info.id: info.reading_title for info in self._library.documents()}
        return next((other for other, title in titles.items() if other != doc and title == titles.get(doc)), None)

    def in_time(self, one: str, other: str) -> tuple[str, str]:
        """Two documents, the earlier first where they have one title and both tell their day; else as they were given.

        Raises NotFound.
        """
        if self._library.open(one).reading_title != self._library.open(other).reading_title:
            return one, other
        days = [self.editions.get().version_day(doc) for doc in (one, other)]
        return (other, one) if days[0] and days[1] and days[0] > days[1] else (one, other)
