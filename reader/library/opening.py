"""How a library is put together from its places. Reads and creates nothing yet; each adapter comes when it is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.errors import DamagedStore, StoreUnavailable
from reader.core.note import PlacedNote
from reader.core.policy import Policy
from reader.corpus import Corpus
from reader.library.facade import Library
from reader.library.late import Late
from reader.library.own_documents import OwnDocuments
from reader.library.settling import take_in_spare
from reader.paths import Paths
from reader.script import Converter
from reader.shelves.folder import FolderShelf
from reader.shelves.labels import Labels
from reader.shelves.own import OwnShelf
from reader.shelves.shelf import BUNDLED, PACK
from reader.shelves.union import Union

if TYPE_CHECKING:
    from reader.library.packing import PackDesk
    from reader.registers.registrar import Registrar
    from reader.search.engine import SearchEngine
    from reader.store.annotations import NoteStore


def open_library(paths: Paths, policy: Policy | None = None) -> Library:
    """The library at these places. Reads and creates nothing yet."""
    policy = policy or Policy()
    corpus = Corpus(paths.corpus)
    bundled, shelf = FolderShelf(corpus, shelf_name(paths)), OwnShelf(paths.own_documents)
    union = Union([bundled, shelf], Labels(paths.own_documents))
    own = OwnDocuments(shelf, union, policy, lambda: library.registrar, _kept(paths))

    # Imported inside, so that neither SQLite nor what the engine needs is loaded before it is used.
    def engine() -> SearchEngine:
        from reader.search.engine import SearchEngine

        return SearchEngine(
            paths.bundled_index,
            library.documents,
            union.load,
            cache_dir=paths.user_index,
            revision=lambda: corpus.version,
            note_search=lambda: _searchable(library),
            indexed=bundled.documents,
            load_indexed=bundled.load,
            loose=own.loose,
            keep=own.keep_segment,
        )

    def notes() -> NoteStore:
        from reader.shelves.backup import DocumentBackups
        from reader.store.annotations import NoteStore

        store = NoteStore(paths.user_data, backups=paths.backups, companion=DocumentBackups(shelf, paths.backups))
        if paths.spare is not None:
            take_in_spare(store, paths.spare)
        return store

    def registrar() -> Registrar:
        from reader.registers.registrar import Registrar

        return Registrar(
            paths.resources, library.documents, library.open, lambda: corpus.version, corpus.folder, own.apart,
            own.keep_registers,
        )  # fmt: skip

    def packs() -> PackDesk:
        from reader.library.packing import PackDesk

        return PackDesk(paths, corpus, library.policy, library.notebook.all)

    words = paths.resources / "policy-words.toml"
    library = Library(
        corpus,
        Late(engine),
        Late(notes),
        Converter(words if words.exists() else None),
        Late(registrar),
        policy,
        union,
        own,
    )
    library.packs = Late(packs)
    return library


def _kept(paths: Paths) -> tuple[Path, ...]:
    """Folders in which the program keeps what is its own, beside the own documents."""
    return paths.backups, paths.packs_place, paths.config, paths.cache


def shelf_name(paths: Paths) -> str:
    """The name of the shelf that the corpus stands on."""
    if not (paths.corpus / "pack.json").exists():
        return BUNDLED
    try:
        value = json.loads((paths.corpus / "pack.json").read_text(encoding="utf-8"))
        return PACK + str(value.get("title") or paths.corpus.name)
    except (OSError, ValueError, AttributeError):
        return PACK + paths.corpus.name


def _searchable(library: Library) -> tuple[PlacedNote, ...]:
    try:
        return library.notebook.all()
    except (DamagedStore, StoreUnavailable):
        # Whoever asks for notes is told; searching the documents goes on without them.
        return ()
