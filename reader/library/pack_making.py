"""Making a pack of a corpus: whole, or what has changed against a pack that was made before; and whether the index, the
registers and the catalogue that one brings can be read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.core.errors import BadInput, ReaderError
from reader.core.pack import ADDITION, PackManifest, shelf_name
from reader.corpus import Corpus

if TYPE_CHECKING:  # libsodium comes with the first pack
    from reader.packs.minisign import SecretKey
    from reader.search.bulk import Entry

Progress = Callable[[float, str], None]
_INDEXED: Final = 0.7  # how much of making a pack its index is, where none fits


def make_pack(
    corpus: Corpus,
    target: Path,
    key: SecretKey | None,
    facts: PackManifest,
    *,
    against: Path | None = None,
    epoch: str | None = None,
    progress: Progress,
) -> PackManifest:
    """Writes a pack of a corpus, with an index that fits.

    Args:
        facts: title, kind, name and the range of programs; the rest is found out.
        against: a whole pack; what it has is left out. The list is that of the whole pack all the same.
        epoch: seconds since 1970 for `made` (SOURCE_DATE_EPOCH), for the same bytes twice.

    Raises BadInput, StoreUnavailable.
    """
    from reader.packs.archive import open_for_comparing
    from reader.packs.writing import now, write_pack

    if facts.kind == ADDITION and not facts.name:
        raise BadInput("另立书架的语料包（addition）要用 --name 写明书架名称。")
    if against is not None and _same_file(target, against):  # it would be gone, and with it what the delta rests on
        raise BadInput(f"增量包不能写到它所依据的语料包 {against} 上，请换一个文件名。")
    made = now(epoch)
    name = shelf_name(facts.name) if facts.name else ""
    facts = replace(facts, title=facts.title or made[:10], version=corpus.version, made=made, name=name)
    with ExitStack() as stack:
        whole = stack.enter_context(open_for_comparing(against)) if against is not None else None
        if whole is not None and whole.manifest.name != name:
            theirs = f"书架“{whole.manifest.name}”" if whole.manifest.name else "随程序附带的语料"
            raise BadInput(f"{against} 是{theirs}的语料包，不是这一个的上一版。")
        corpus.verify()
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="policy-reader-pack-"))
        index = _index(corpus, Path(folder), lambda share, what: progress(share * _INDEXED, what))
        rest = 1 - _INDEXED
        return write_pack(
            corpus.folder, target, facts, key, lambda share, what: progress(_INDEXED + share * rest, what), index, whole
        )


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False


def _index(corpus: Corpus, scratch: Path, progress: Progress) -> dict[str, Path]:
    """The files of an index that fits: the corpus' own, or one made now in `scratch`."""
    from reader.search import bulk, generations

    folder = corpus.folder / "index"
    infos = corpus.documents()
    if not generations.is_current(folder, generations.stamp_of(infos, corpus.version)):
        folder = scratch / "index"
        bulk.write(folder, infos, _entries(corpus, progress), corpus.version)
    generation = generations.current(folder)
    assert generation is not None
    names = [generations.CURRENT, *(f"{generation.name}/{name}" for name in sorted(generation.files))]
    return {f"index/{name}": folder / name for name in names}


def _entries(corpus: Corpus, progress: Progress) -> Iterator[tuple[str, Entry]]:
    from reader.search.bulk import entry_of

    infos = corpus.documents()
    for done, info in enumerate(infos):
        progress(done / len(infos), info.reading_title)
        yield info.id, entry_of(corpus.load(info.id))[0]


# -- what a pack brings


def check_index(folder: Path) -> None:
    """Raises BadInput where a corpus folder holds an index that cannot be read to its end. Runs nothing of it."""
    from reader.search import checking, generations

    if not (folder / "index").is_dir():
        return
    try:
        checking.check(folder / "index")
    except generations.Damaged as error:
        raise BadInput("语料包中的检索索引不能使用，可能已损坏或被改动，没有安装。") from error


def check_extras(folder: Path) -> None:
    """Raises BadInput where the registers or the catalogue of a corpus folder are not what the program can read."""
    from reader.ingest.build import CATALOGUE, read_catalogue
    from reader.registers import shipping

    for file in sorted(folder.glob(f"{shipping.FOLDER}/*.json")):
        if not shipping.is_sound(file):
            raise BadInput(f"台账文件 {shipping.FOLDER}/{file.name} 不能使用，可能已损坏或被改动，没有安装。")
    if not (folder / CATALOGUE).exists():
        return
    try:
        read_catalogue(folder)
    except (ReaderError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"目录文件 {CATALOGUE} 不能使用，可能已损坏或被改动，没有安装。") from error
