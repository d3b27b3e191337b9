"""How a library is put together from its places. Reads and creates nothing yet; each adapter comes when it is used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.document import Document
from reader.core.errors import DamagedStore, StoreUnavailable
from reader.core.note import PlacedNote
from reader.core.policy import Policy
from reader.core.shelf_order import ShelfOrder
from reader.corpus import Corpus
from reader.library.facade import Library
from reader.library.late import Late
from reader.library.own_documents import OwnDocuments
from reader.library.settling import take_in_spare
from reader.library.standing import shelves_of
from reader.paths import Paths
from reader.script import Converter
from reader.shelves.labels import Labels
from reader.shelves.own import OwnShelf
from reader.shelves.shelf import PACK
from reader.shelves.union import Union

AS_THEY_CAME = ShelfOrder()

if TYPE_CHECKING:
    from reader.library.packing import PackDesk
    from reader.library.standing import Standing
    from reader.registers.registrar import Registrar, ShippedShelf
    from reader.search.engine import SearchEngine
    from reader.search.generations import IndexedShelf
    from reader.shelves.folder import FolderShelf
    from reader.shelves.pack import PackShelf
    from reader.store.annotations import NoteStore


def open_library(paths: Paths, policy: Policy | None = None, order: ShelfOrder = AS_THEY_CAME) -> Library:
    """The library at these places, its shelves as the user has put them. Reads and creates nothing yet."""
    policy = policy or Policy()
    corpus = Corpus(paths.corpus)
    standing = shelves_of(paths, corpus, order)
    shelf = OwnShelf(paths.own_documents)
    union = Union([*standing.shown, shelf], Labels(paths.own_documents))
    own = OwnDocuments(shelf, union, policy, lambda: library.registrar, _kept(paths))

    # Imported inside, so that neither SQLite nor what the engine needs is loaded before it is used.
    def engine() -> SearchEngine:
        from reader.search.engine import SearchEngine

        return SearchEngine(
            paths.bundled_index,
            library.documents,
            library.open,
            cache_dir=paths.user_index,
            revision=lambda: corpus.version,
            note_search=lambda: _searchable(library),
            indexed=standing.main.documents,
            load_indexed=_opened(library, union, standing.main),
            loose=own.loose,
            keep=own.keep_segment,
            shelves=_indexed(library, union, standing, paths),
        )

    def notes() -> NoteStore:
        from reader.shelves.backup import DocumentBackups
        from reader.store.annotations import NoteStore

        store = NoteStore(
            paths.user_data,
            backups=paths.backups,
            companion=DocumentBackups(shelf, paths.backups),
            author=library.notebook.who,
        )
        if paths.spare is not None:
            take_in_spare(store, paths.spare)
        return store

    def registrar() -> Registrar:
        from reader.registers.registrar import Registrar

        return Registrar(
            paths.resources, library.documents, library.open, lambda: corpus.version, corpus.folder, own.apart,
            own.keep_registers, _shipped(standing, paths), paths.user_registers, corpus.sums,
        )  # fmt: skip

    def packs() -> PackDesk:
        from reader.library.packing import PackDesk

        return PackDesk(paths, corpus, library.policy, library.notebook.all, standing, union)

    words = paths.resources / "policy-words.toml"
    converter = Converter(words if words.exists() else None)
    library = Library(corpus, Late(engine), Late(notes), converter, Late(registrar), policy, union, own, paths.cache)
    library.packs = Late(packs)
    library.notebook.by_file, own.leaving = own.having, library.notebook.remember
    return library


def _opened(library: Library, union: Union, shelf: FolderShelf | PackShelf) -> Callable[[str], Document]:
    """Reads a shelf's documents: what the library has open need not be read again, unless it is another shelf's."""
    return lambda doc: library.open(doc) if union.shelf_of(doc) is shelf else shelf.load(doc)


def _indexed(library: Library, union: Union, standing: Standing, paths: Paths) -> list[IndexedShelf]:
    """For searching, where packs stand beside the corpus: one index a shelf."""
    from reader.search.generations import IndexedShelf

    def cache(shelf: FolderShelf | PackShelf) -> Path:
        return paths.user_index if shelf is standing.main else paths.user_index_of(shelf.name.removeprefix(PACK))

    return [
        IndexedShelf(
            each.listed, _opened(library, union, each), each.version, each.corpus.folder / "index", cache(each)
        )
        for each in (standing.shown if paths.additions else ())
    ]


def _shipped(standing: Standing, paths: Paths) -> list[ShippedShelf]:
    """For the registers, the same: one file of them a shelf."""
    from reader.registers.registrar import ShippedShelf

    return [
        ShippedShelf(each.ids, each.version, each.corpus.folder, each.corpus.sums)
        for each in (standing.shown if paths.additions else ())
    ]


def _kept(paths: Paths) -> tuple[Path, ...]:
    """Folders in which the program keeps what is its own, beside the own documents."""
    return paths.backups, paths.packs_place, paths.config, paths.cache


def _searchable(library: Library) -> tuple[PlacedNote, ...]:
    try:
        return library.notebook.all()
    except (DamagedStore, StoreUnavailable):
        # Whoever asks for notes is told; searching the documents goes on without them.
        return ()
