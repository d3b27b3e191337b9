"""Corpus packs as the program sees them: what a pack would change, installing it, going back, making one.

Brings together the pack file, the corpus, the index and the notes. Every method may take long and is safe off the main
thread; `progress` and `cancelled` are heeded. A program that has a corpus open keeps it until it is opened anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import reader
from reader.core.errors import BadInput, DamagedCorpus, DamagedStore, ReaderError, StoreUnavailable
from reader.core.note import PlacedNote
from reader.core.pack import (
    Installed,
    IntegrityReport,
    PackFile,
    PackManifest,
    PackSummary,
    concerned,
    moment_or_oldest,
)
from reader.core.policy import NO_PACK, Policy
from reader.corpus import Corpus
from reader.files import read_whole
from reader.packs import integrity, place
from reader.paths import Paths, is_administrator, named_folder

if TYPE_CHECKING:  # libsodium comes with the first pack
    from reader.packs.archive import Pack
    from reader.packs.minisign import PublicKey, SecretKey

Progress = Callable[[float, str], None]
_LOOKED_AT = ("normalised/manifest.json", "index/", "registers/", "catalogue.toml")  # of a pack that is not installed
_MOST_LIST = 32 * 1024**2
_INDEXED = 0.7  # how much of making a pack its index is, where none fits


def _unseen(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


class PackDesk:
    """What can be done with packs, for one library."""

    def __init__(
        self, paths: Paths, corpus: Corpus, policy: Policy, notes: Callable[[], tuple[PlacedNote, ...]]
    ) -> None:
        """Reads nothing yet.

        Args:
            corpus: the one in use.
            notes: gives all of the reader's notes, to tell which of them a pack would concern.
        """
        self.paths, self._corpus, self._policy, self._notes = paths, corpus, policy, notes

    @property
    def state(self) -> place.State:
        """Which pack is in force, and those before it. Raises BadInput where that cannot be told."""
        return place.state(self.paths.packs_place)

    def keys(self) -> tuple[tuple[PublicKey, ...], tuple[str, ...]]:
        """The keys whose packs are taken, and a sentence for each that cannot be read."""
        from reader.packs.minisign import public_key

        good, faults = [], []
        for text in self._policy.pack_keys:
            try:
                good.append(public_key(text, "策略文件"))
            except BadInput as error:
                faults.append(f"策略文件 {self._policy.file} 中“pack_keys”：{error}")
        try:
            if not self.paths.publisher_key.exists():
                return tuple(good), tuple(faults)
            good.append(public_key(read_whole(self.paths.publisher_key).decode("utf-8")))
        except (OSError, ValueError, BadInput) as error:
            faults.append(f"公钥文件 {self.paths.publisher_key} 不能使用（{error}）。")
        return tuple(good), tuple(faults)

    # -- taking a pack

    def inspect(self, file: Path, progress: Progress = _unseen, cancelled: Callable[[], bool] = bool) -> PackSummary:
        """Reads a pack to the end and says what installing it would do. Writes nothing. Raises BadInput, Cancelled."""
        with (
            self._opened(file) as pack,
            tempfile.TemporaryDirectory(prefix="policy-reader-pack-", ignore_cleanup_errors=True) as scratch,
        ):
            folder = Path(scratch)

            def write(listed: PackFile) -> Callable[[bytes], object]:
                if not listed.path.startswith(_LOOKED_AT):
                    return lambda _chunk: None
                target = folder.joinpath(*listed.path.split("/"))
                target.parent.mkdir(parents=True, exist_ok=True)
                return lambda chunk: _append(target, chunk)

            pack.unpack(write, progress, cancelled)
            _check_index(folder)
            _check_extras(folder)
            return self._compared(pack, Corpus(folder))

    def install(
        self,
        file: Path,
        digest: str | None = None,
        progress: Progress = _unseen,
        cancelled: Callable[[], bool] = bool,
        *,
        allow_older: bool = False,
    ) -> Installed | None:
        """Puts a pack in force in one step. None where it is in force already.

        Args:
            digest: of the summary that was agreed to.
            allow_older: whether a pack may be installed over one that was made after it.

        Raises BadInput, DamagedCorpus, StoreUnavailable, Cancelled; then everything is as before.
        """
        self._check_place()
        with self._opened(file) as pack:
            if digest is not None and pack.digest != digest:
                raise BadInput("语料包在确认之后变了，没有安装；请重新选择。")
            self._policy.check_pack(pack.manifest.made, administrator=is_administrator())
            if self._is_current(pack):
                return None
            now = self.state.now
            if now.folder and moment_or_oldest(pack.manifest.made) < moment_or_oldest(now.made) and not allow_older:
                raise BadInput(
                    f"语料包制作于 {pack.manifest.made}，比正在使用的（{now.made}）旧，没有安装；"
                    "确实要装旧的，请加 --allow-older。"
                )

            def check(folder: Path) -> None:
                corpus = Corpus(folder)
                if corpus.verify() == 0 or corpus.version != pack.manifest.version:
                    raise DamagedCorpus("语料包中的文件与它的清单不符，没有安装。")
                _check_index(folder)
                _check_extras(folder)

            return place.install(
                self.paths.packs_place, pack, check, progress, cancelled, shared=bool(self._policy.corpus)
            )

    def roll_back(self) -> Installed:
        """Puts the corpus before in force; one without a folder is the program's own. Raises NotFound, BadInput."""
        before = self.state.before
        if before:
            self._policy.check_pack(before[0].made or NO_PACK, administrator=is_administrator())
        return place.roll_back(self.paths.packs_place, shared=bool(self._policy.corpus)).now

    def _check_place(self) -> None:
        """Raises BadInput where the place laid down cannot be used: a pack must not end up elsewhere unnoticed."""
        if self._policy.corpus and self._folder_laid_down() != self.paths.packs_place:
            raise BadInput(
                f"策略文件 {self._policy.file} 中“corpus”指定的文件夹 {self._folder_laid_down()} 现在不能使用，"
                "没有安装；请先建立它或接通网络盘。"
            )

    def _folder_laid_down(self) -> Path:
        return named_folder(self._policy.corpus, Path(self._policy.file).parent)

    def _opened(self, file: Path) -> AbstractContextManager[Pack]:
        from reader.packs.archive import open_pack

        return open_pack(file, self.keys()[0], reader.__version__, unsigned=self._policy.unsigned_packs)

    def _is_current(self, pack: Pack) -> bool:
        """Whether its list is the one in force: two packs may say the same of themselves and hold other files."""
        now = self.state.now
        if not now.folder or (now.version, now.made) != (pack.manifest.version, pack.manifest.made):
            return False
        try:
            return read_whole(self.paths.packs_place / now.folder / "pack.json", _MOST_LIST) == pack.listed
        except ReaderError:  # gone or damaged: then it may be installed again
            return False

    def _compared(self, pack: Pack, theirs: Corpus) -> PackSummary:
        try:
            ours, titles = self._corpus.sums(), _titles(self._corpus)
        except DamagedCorpus:  # a pack may be the way out
            ours, titles = {}, {}
        coming, new_titles = theirs.sums(), _titles(theirs)
        titles = {**titles, **new_titles}
        new = [doc for doc in coming if doc not in ours]
        changed = [doc for doc in coming if doc in ours and ours[doc] != coming[doc]]
        gone = [doc for doc in ours if doc not in coming]
        try:
            notes = concerned(self._notes(), frozenset([*changed, *gone]))
        except (DamagedStore, StoreUnavailable, DamagedCorpus):
            notes = 0
        made, before = pack.manifest.made, self.state.now.made
        older = bool(before) and moment_or_oldest(made) < moment_or_oldest(before)
        return PackSummary(
            pack.manifest, pack.digest, pack.signer, _named(new, titles), _named(changed, titles), _named(gone, titles),
            len(coming) - len(new) - len(changed), notes, older,
            self._is_current(pack),
        )  # fmt: skip

    # -- making one

    def make(
        self,
        target: Path,
        key: SecretKey | None,
        *,
        title: str = "",
        least: str = reader.__version__,
        below: str = "",
        epoch: str | None = None,
        progress: Progress = _unseen,
    ) -> PackManifest:
        """Writes a pack of the corpus in use, with an index that fits. Raises BadInput, StoreUnavailable."""
        from reader.packs.writing import now, write_pack

        corpus = self._corpus
        corpus.verify()
        facts = PackManifest(title or now(epoch)[:10], corpus.version, now(epoch), least, below, ())
        with tempfile.TemporaryDirectory(prefix="policy-reader-pack-") as folder:
            index = _index(corpus, Path(folder), lambda share, what: progress(share * _INDEXED, what))
            rest = 1 - _INDEXED
            return write_pack(
                corpus.folder, target, facts, key, lambda share, what: progress(_INDEXED + share * rest, what), index
            )

    # -- looking after it

    def verify(self, progress: Progress | None = None, cancelled: Callable[[], bool] = bool) -> IntegrityReport:
        """Compares the corpus in use, and its index, with the list made when they were. Raises Cancelled."""
        folder = self._corpus.folder
        keys = self.keys()[0] if (folder / "pack.json").exists() else ()
        report = integrity.verify(
            folder, keys, unsigned=self._policy.unsigned_packs, progress=progress, cancelled=cancelled
        )
        try:
            _check_index(folder)
        except BadInput:
            report = replace(report, wrong=(*report.wrong, "检索索引不能使用，可能已损坏或被改动。"))
        try:
            _check_extras(folder)
        except BadInput as error:
            report = replace(report, wrong=(*report.wrong, str(error).replace("，没有安装", "")))
        return report


def _append(target: Path, chunk: bytes) -> None:
    with target.open("ab") as out:
        out.write(chunk)


def _check_index(folder: Path) -> None:
    """Raises BadInput where a corpus folder holds an index that cannot be read to its end. Runs nothing of it."""
    from reader.search import index

    if not (folder / "index").is_dir():
        return
    try:
        index.check(folder / "index")
    except index.Damaged as error:
        raise BadInput("语料包中的检索索引不能使用，可能已损坏或被改动，没有安装。") from error


def _check_extras(folder: Path) -> None:
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


def _titles(corpus: Corpus) -> dict[str, str]:
    return {info.id: info.reading_title for info in corpus.documents()}


def _named(ids: list[str], titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((doc, titles[doc]) for doc in ids)


def _index(corpus: Corpus, scratch: Path, progress: Progress) -> dict[str, Path]:
    """The files of an index that fits: the corpus' own, or one made now in `scratch`."""
    from reader.search import generations, index

    folder = corpus.folder / "index"
    infos = corpus.documents()
    if not generations.is_current(folder, generations.stamp_of(infos, corpus.version)):
        folder = scratch / "index"
        index.build(
            folder, [corpus.load(info.id) for info in infos], revision=corpus.version,
            progress=lambda done, total, what: progress(done / max(1, total), what),
        )  # fmt: skip
    generation = generations.current(folder)
    assert generation is not None
    names = [generations.CURRENT, *(f"{generation.name}/{name}" for name in sorted(generation.files))]
    return {f"index/{name}": folder / name for name in names}
