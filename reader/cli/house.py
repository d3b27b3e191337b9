"""What a command is given: console, places, settings, library; each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.console import Console
from reader.core.errors import BadInput
from reader.paths import Paths, find_paths

if TYPE_CHECKING:
    from reader.library import Library


class House:
    """The program's parts for one command."""

    def __init__(self, console: Console, data_dir: Path | None = None, corpus: Path | None = None) -> None:
        self.console = console
        self._data_dir = data_dir
        self._corpus = corpus

    @cached_property
    def paths(self) -> Paths:
        """Where everything is."""
        return find_paths(self._data_dir, self._corpus)

    @cached_property
    def library(self) -> Library:
        """The library at these places."""
        # Here, so that --help, --version and normalise do not wait for it.
        from reader.library import open_library

        return open_library(self.paths)

    def document_id(self, ref: str) -> str:
        """The id of the document that `ref` names. Raises BadInput where it names a clause."""
        place = self.library.find(ref)
        if place.block is not None:
            raise BadInput(f"“{ref}”指的是条款，这里需要一份文件。")
        return place.doc

    def close(self) -> None:
        """Closes what was opened."""
        if "library" in self.__dict__:
            self.library.close()
