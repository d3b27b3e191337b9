"""Corpus packs as the program sees them: what a pack would change, installing it, going back, making one.

Brings together the pack file, the corpus, the index and the notes. Every method may take long and is safe off the main
thread; `progress` and `cancelled` are heeded. A program that has a corpus open keeps it until it is opened anew.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import reader
from reader.core.errors import BadInput, DamagedCorpus, DamagedStore, ReaderError, StoreUnavailable, in_words
from reader.core.note import PlacedNote
from reader.core.pack import (
    REPLACEMENT,
    Installed,
    IntegrityReport,
    PackFile,
    PackManifest,
    PackSummary,
    ShelfRow,
    concerned,
    moment_or_oldest,
)
from reader.core.policy import NO_PACK, Policy
from reader.core.shelf_order import ShelfOrder
from reader.corpus import Corpus
from reader.files import read_whole
from reader.library.pack_making import check_extras, check_index
from reader.library.standing import Standing, shelves_of
from reader.packs import integrity, place
from reader.paths import Paths, is_administrator, named_folder
from reader.shelves.shelf import BUNDLED, PACK
from reader.shelves.union import Union

if TYPE_CHECKING:  # libsodium comes with the first pack
    from reader.packs.archive import Pack
    from reader.packs.minisign import PublicKey, SecretKey

Progress = Callable[[float, str], None]
_LOOKED_AT = ("normalised/manifest.json", "index/", "registers/", "catalogue.toml")  # of a pack that is not installed
_MOST_LIST = 32 * 1024**2


def _unseen(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


class PackDesk:
    """What can be done with packs, for one library."""

    def __init__(
        self, paths: Paths, corpus: Corpus, policy: Policy, notes: Callable[[], tuple[PlacedNote, ...]],
        standing: Standing | None = None, union: Union | None = None,
    ) -> None:  # fmt: skip
        """Reads nothing yet.

        Args:
            corpus: the one in use.
            notes: gives all of the reader's notes, to tell which of them a pack would concern.
            standing, union: the shelves of the library; the corpus alone where not given.
        """
        self.paths, self._corpus, self._policy, self._notes = paths, corpus, policy, notes
        self._standing = standing or shelves_of(paths, corpus, ShelfOrder())
        self._union = union or Union(self._standing.shown)

    @property
    def state(self) -> place.State:
        """Which packs are in force, and those before them. Raises BadInput where that cannot be told."""
        return place.state(self.paths.packs_place)

    @property
    def _shared(self) -> bool:
        return bool(self._policy.corpus)

    def rows(self) -> tuple[ShelfRow, ...]:
        """All shelves in the library's order, each with its earlier versions. Raises BadInput."""
        from reader.library.shelf_rows import rows_of

        return rows_of(self.paths, self.state, self._standing, self._union)

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
            self._check_signer(pack)
            folder = Path(scratch)

            def write(listed: PackFile) -> Callable[[bytes], object]:
                if not listed.path.startswith(_LOOKED_AT):
                    return lambda _chunk: None
                target = folder.joinpath(*listed.path.split("/"))
                return lambda chunk: _append(target, chunk, folder)

            pack.unpack(write, progress, cancelled)
            check_index(folder)
            check_extras(folder)
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
        """Puts a pack in force in one step, on its own shelf; the others stay. None where it is in force already.

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
            self._check_signer(pack)
            if self._is_current(pack):
                return None
            now = self._now(pack)
            if now.folder and moment_or_oldest(pack.manifest.made) < moment_or_oldest(now.made) and not allow_older:
                raise BadInput(
                    f"语料包制作于 {pack.manifest.made}，比正在使用的（{now.made}）旧，没有安装；"
                    "确实要装旧的，请加 --allow-older。"
                )

            def check(folder: Path) -> None:
                corpus = Corpus(folder)
                if corpus.verify() == 0 or corpus.version != pack.manifest.version:
                    raise DamagedCorpus("语料包中的文件与它的清单不符，没有安装。")
                check_index(folder)
                check_extras(folder)

            return place.install(self.paths.packs_place, pack, check, progress, cancelled, shared=self._shared)

    def roll_back(self, name: str = "") -> Installed:
        """Puts what was on a shelf before in force, without a name the corpus before; one without a folder is the
        program's own. Raises NotFound, BadInput.
        """
        on = self.state.on(name)
        if on is not None and on.before:
            self._policy.check_pack(on.before[0].made or NO_PACK, administrator=is_administrator())
        return place.roll_back(self.paths.packs_place, name, shared=self._shared)

    def remove(self, name: str = "") -> Installed:
        """Takes a shelf away with all its versions, without a name what replaced the program's own corpus; notes stay.
        Returns what was there. Raises NotFound, BadInput.
        """
        self._policy.check_pack(NO_PACK, administrator=is_administrator())
        gone = place.remove(self.paths.packs_place, name, shared=self._shared)
        if name:
            shutil.rmtree(self.paths.user_index_of(name), ignore_errors=True)
        return gone

    def shelf_named(self, words: str) -> str:
        """The shelf that somebody means: its name, `pack:` before it or not; "" for that of the corpus.

        Raises BadInput where they give no name at all, as a script does whose variable is empty.
        """
        words = unicodedata.normalize("NFC", words).strip()  # as names are kept
        if not words:
            raise BadInput("请写明书架名称。")
        state, bare = self.state, words.removeprefix(PACK)
        if words in state.additions:
            return words
        return "" if bare == BUNDLED or (bare == state.now.title and bare not in state.additions) else bare

    def _now(self, pack: Pack) -> Installed:
        """What is in force on the shelf that a pack is for."""
        on = self.state.on(pack.manifest.name)
        return on.now if on is not None else place.BUNDLED

    def _check_signer(self, pack: Pack) -> None:
        """Raises BadInput where the shelf of that name is somebody else's: nobody takes over the name of another."""
        now, key = self._now(pack), pack.signer.key if pack.signer else ""
        if pack.manifest.name and now.signer and now.signer != key:
            by = f"由密钥 {key} 签名" if key else "没有签名"
            raise BadInput(
                f"已装的书架“{pack.manifest.name}”由密钥 {now.signer} 签名，这个同名的语料包{by}，没有安装；"
                "确实要换，请先移除那个书架。"
            )

    def _bases(self, digest: str) -> tuple[Path, tuple[PackFile, ...]] | None:
        """An installed version by the digest of its list: its folder and its files."""
        from reader.packs.archive import read_list

        for name in sorted(self.state.folders):
            folder = self.paths.packs_place / name
            try:
                data = read_whole(folder / "pack.json", _MOST_LIST)
                if hashlib.sha256(data).hexdigest() == digest:
                    return folder, read_list(data).files
            except ReaderError:  # gone or damaged
                continue
        return None

    def _check_place(self) -> None:
        """Raises BadInput where the place laid down cannot be used: a pack must not end up elsewhere unnoticed."""
        if self._shared and self._folder_laid_down() != self.paths.packs_place:
            raise BadInput(
                f"策略文件 {self._policy.file} 中“corpus”指定的文件夹 {self._folder_laid_down()} 现在不能使用，"
                "没有安装；请先建立它或接通网络盘。"
            )

    def _folder_laid_down(self) -> Path:
        return named_folder(self._policy.corpus, Path(self._policy.file).parent)

    def _opened(self, file: Path) -> AbstractContextManager[Pack]:
        from reader.packs.archive import open_pack

        return open_pack(
            file, self.keys()[0], reader.__version__, unsigned=self._policy.unsigned_packs, bases=self._bases
        )

    def _is_current(self, pack: Pack) -> bool:
        """Whether its list is the one in force: two packs may say the same of themselves and hold other files."""
        now = self._now(pack)
        if not now.folder or (now.version, now.made) != (pack.manifest.version, pack.manifest.made):
            return False
        try:
            return read_whole(self.paths.packs_place / now.folder / "pack.json", _MOST_LIST) == pack.listed
        except ReaderError:  # gone or damaged: then it may be installed again
            return False

    def _compared(self, pack: Pack, theirs: Corpus) -> PackSummary:
        now, name = self._now(pack), pack.manifest.name
        here = Corpus(self.paths.packs_place / now.folder) if name else self._corpus
        try:
            ours, titles = (here.sums(), _titles(here)) if now.folder or not name else ({}, {})
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
        made, before = pack.manifest.made, now.made
        older = bool(before) and moment_or_oldest(made) < moment_or_oldest(before)
        return PackSummary(
            pack.manifest, pack.digest, pack.signer, _named(new, titles), _named(changed, titles), _named(gone, titles),
            len(coming) - len(new) - len(changed), notes, older, self._is_current(pack),
            _named([doc for doc in coming if doc in self._ids_elsewhere(name)], titles), bool(name) and not now.folder,
            pack.rest.base.title if pack.rest else "",
        )  # fmt: skip

    def _ids_elsewhere(self, name: str) -> frozenset[str]:
        """Ids of the documents on all other shelves."""
        own = PACK + name if name else self._standing.main.name
        found: set[str] = set()
        for shelf in (*self._union.shelves, *self._standing.hidden):
            if shelf.name != own:
                with suppress(DamagedCorpus):
                    found |= {info.id for info in shelf.documents()}
        return frozenset(found)

    # -- making one

    def make(
        self,
        target: Path,
        key: SecretKey | None,
        *,
        title: str = "",
        least: str = reader.__version__,
        below: str = "",
        kind: str = REPLACEMENT,
        name: str = "",
        against: Path | None = None,
        epoch: str | None = None,
        progress: Progress = _unseen,
    ) -> PackManifest:
        """Writes a pack of the corpus in use, as `pack_making.make_pack` says. Raises BadInput, StoreUnavailable."""
        from reader.library.pack_making import make_pack

        facts = PackManifest(title, "", "", least, below, (), kind, name)
        return make_pack(self._corpus, target, key, facts, against=against, epoch=epoch, progress=progress)

    # -- looking after it

    def verify(self, progress: Progress | None = None, cancelled: Callable[[], bool] = bool) -> IntegrityReport:
        """Compares all shelves but the user's own, indexes with them, with the lists made when they were.

        What is wrong with a pack beside the corpus says which, as does one that is gone. Raises Cancelled.
        """
        from reader.library.shelf_rows import out_of_use

        folders = [("", self._corpus.folder), *self.paths.additions]
        reports = []
        for number, (name, folder) in enumerate(folders):
            told = None if progress is None else _part(progress, number, len(folders))
            report = self._verified(folder, told, cancelled)
            said = f"书架“{name}”" if name else ""
            reports.append(replace(report, wrong=tuple(said + each for each in report.wrong)))
        wrong = tuple(each for report in reports for each in report.wrong)
        try:
            wrong += out_of_use(self.paths, self.state)
        except BadInput as error:  # nobody can say what should be there
            wrong += (str(error),)
        return replace(reports[0], files=sum(report.files for report in reports), wrong=wrong)

    def _verified(self, folder: Path, progress: Progress | None, cancelled: Callable[[], bool]) -> IntegrityReport:
        has_list = (folder / "pack.json").exists()
        keys = self.keys()[0] if has_list else ()
        report = integrity.verify(
            folder, keys, unsigned=self._policy.unsigned_packs, progress=progress, cancelled=cancelled
        )
        if not has_list and folder.parent == self.paths.packs_place:
            report = replace(report, wrong=(*report.wrong, "缺少：pack.json。"))
        try:
            check_index(folder)
        except BadInput:
            report = replace(report, wrong=(*report.wrong, "检索索引不能使用，可能已损坏或被改动。"))
        try:
            check_extras(folder)
        except BadInput as error:
            report = replace(report, wrong=(*report.wrong, str(error).replace("，没有安装", "")))
        return report


def _part(progress: Progress, number: int, of: int) -> Progress:
    return lambda share, what: progress((number + share) / of, what)


def _append(target: Path, chunk: bytes, scratch: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab") as out:
            out.write(chunk)
    except OSError as error:  # no fault of the pack
        raise StoreUnavailable(
            f"临时文件夹 {scratch.parent} 写不进去（{in_words(error)}），语料包没有核对完。"
        ) from error


def _titles(corpus: Corpus) -> dict[str, str]:
    return {info.id: info.reading_title for info in corpus.documents()}


def _named(ids: list[str], titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((doc, titles[doc]) for doc in ids)
