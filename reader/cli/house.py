"""What a command is given: console, places, settings, library; each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.console import Console
from reader.core.errors import BadInput
from reader.core.policy import Policy
from reader.core.shelf_order import ShelfOrder
from reader.paths import Paths, find_paths

if TYPE_CHECKING:
    from reader.core.note import Person
    from reader.library import Library
    from reader.library.packing import PackDesk


class House:
    """The program's parts for one command."""

    def __init__(self, console: Console, data_dir: Path | None = None, corpus: Path | None = None) -> None:
        self.console = console
        self._data_dir = data_dir
        self._corpus = corpus

    @cached_property
    def policy(self) -> Policy:
        """What the administrator has laid down beyond settings."""
        from reader.machine_policy import read_policy

        return read_policy(self._found.policy)

    @cached_property
    def _found(self) -> Paths:
        return find_paths(self._data_dir, self._corpus)

    @cached_property
    def paths(self) -> Paths:
        """Where everything is, the policy and the installed packs included. Raises BadInput."""
        from reader.library.guarding import guard
        from reader.library.settling import settle

        settled = settle(
            self._found, self.policy, own_profile=self._data_dir is not None, own_corpus=self._corpus is not None
        )
        guard(settled)
        return settled

    @cached_property
    def library(self) -> Library:
        """The library at these places."""
        # Here, so that --help, --version and normalise do not wait for it.
        from reader.library import open_library

        library = open_library(self.paths, self.policy, self._shelf_order)
        library.notebook.me = self._me
        return library

    def _me(self) -> Person:
        """Who writes notes here; read when a note is written."""
        from reader.settings import load

        return load(self.paths.settings_file, self.paths.policy).settings.me

    @property
    def _shelf_order(self) -> ShelfOrder:
        """How the user has put the shelves: of two documents of one id the window and the commands show the same."""
        from reader.settings import load

        return load(self.paths.settings_file).settings.shelves if self.paths.additions else ShelfOrder()

    @cached_property
    def packs(self) -> PackDesk:
        """What can be done with corpus packs."""
        assert self.library.packs is not None, "open_library gives it"
        return self.library.packs.get()

    def anew(self) -> House:
        """The same for what is in force now, after another corpus was put there. To be closed by the caller."""
        return House(self.console, self._data_dir, self._corpus)

    def document_id(self, ref: str) -> str:
        """The id of the document that `ref` names. Raises BadInput where it names a clause."""
        place = self.library.find(ref)
        if place.block is not None:
            raise BadInput(f"“{ref}”指的是条款，这里需要一份文件。")
        return place.doc

    def tell_what_is_missing(self, *, damaged: bool = True) -> None:
        """Says which shelves an answer of the library had to do without, and which of their documents are `damaged`."""
        if "library" in self.__dict__:
            for each in (*self.paths.without, *(self.library.shelves.faults() if damaged else ())):
                self.console.tell(each)

    def close(self) -> None:
        """Closes what was opened."""
        if "library" in self.__dict__:
            self.library.close()
