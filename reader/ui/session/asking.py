"""What the session asks of the library: its documents, places that people type, words in the script on screen.

An error that a person can act on becomes `problem`, and the answer is that there is none. Opens and shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from reader.core.document import Document, DocumentInfo
from reader.core.errors import ReaderError
from reader.core.showing import visible
from reader.core.span import Location
from reader.library import Library
from reader.script import Converted, Script
from reader.settings import Settings

T = TypeVar("T")


class Asking(QObject):
    """The library, and the settings that say in which script its words are shown."""

    problem = Signal(str)

    def __init__(self, library: Library, settings: Settings) -> None:
        super().__init__()
        self.library = library
        self.settings = settings
        self._infos: tuple[DocumentInfo, ...] | None = None
        self._here: Mapping[str, DocumentInfo] = {}  # the same by id
        self._folders: tuple[str, ...] | None = None
        self.apart: Mapping[str, str] = {}  # what tells documents of one title apart, as far as that is known
        self._by_id: dict[str, DocumentInfo] = {}  # also of those that are no longer there: they still have a title
        self._called: dict[str, str] = {}  # documents that were never here in this run, as notes know them

    @property
    def script(self) -> Script:
        """The script on screen."""
        return Script(self.settings.script)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents; none, and a sentence, where the corpus cannot be read."""
        if self._infos is None:
            self.know(self._try(self.library.documents) or (), None)
        assert self._infos is not None
        return self._infos

    def know(self, infos: tuple[DocumentInfo, ...], folders: tuple[str, ...] | None) -> None:
        """Take these for the documents and folders of the library from now on."""
        self._infos, self._folders = infos, folders
        self._here = {info.id: info for info in infos}
        self._by_id |= self._here

    def info(self, doc: str) -> DocumentInfo | None:
        """The description of one document, if the library has it or had it a moment ago."""
        self.documents()
        return self._by_id.get(doc)

    def here(self) -> Mapping[str, DocumentInfo]:
        """All documents by id."""
        self.documents()
        return self._here

    def has(self, doc: str) -> bool:
        """Whether the library has a document now. Before its list is read, that is not read for it; what is wrong with
        the list is told when it is.
        """
        if self._infos is not None:
            return doc in self._here
        try:
            return self.library.shelves.lists(doc)
        except ReaderError:
            return False

    def folders(self) -> tuple[str, ...]:
        """The folders of the user's own that documents may be put into."""
        if self._folders is None:
            self._folders = self._try(self.library.collections) or ()
        return self._folders

    def find_place(self, ref: str) -> Location | None:
        """What a person typed (id, 文号 or title, #clause) as a place; None, and a sentence, where there is none."""
        return self._try(lambda: self.library.find(ref))

    def title(self, doc: str) -> str:
        """The title of a document, or an older version of one, in the script on screen, with what tells it from others
        of that title. One that is gone or cannot be opened is called what it was called when it was seen last; its id
        where nobody knows.
        """
        # Before the list of the library is read, which the first paint does not wait for, a document is open already.
        info: DocumentInfo | None = self.document_of(doc) if self._infos is None else None
        info = info or self.info(doc) or self.document_of(doc)
        if info is not None:
            return self.with_version(doc, self.shown(info.reading_title))
        if doc not in self._called:
            with suppress(ReaderError):
                title = self.library.notebook.title_of(doc)
                if title:
                    self._called[doc] = title
        return self.shown(self._called[doc]) if doc in self._called else visible(doc)

    def with_version(self, doc: str, title: str) -> str:
        """A title as it is shown, with what tells the document from others of that title."""
        words = self.apart.get(doc)
        return f"{title}（{words}）" if words else title

    def document_of(self, doc: str) -> Document | None:
        """A document, or None where the library does not have it (a note may outlive its document)."""
        try:
            return self.library.open(doc)
        except ReaderError:
            return None

    def convert(self, text: str) -> Converted:
        """A canonical text in the script on screen, with the map of its offsets."""
        return self.library.convert(text, self.script)

    def shown(self, text: str) -> str:
        """A canonical text in the script on screen; what cannot be seen in it is made visible."""
        return visible(self.convert(text).text, lines=True)

    def _try(self, question: Callable[[], T]) -> T | None:
        try:
            return question()
        except ReaderError as error:
            self.problem.emit(str(error))
            return None
