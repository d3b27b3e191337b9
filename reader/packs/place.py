"""Where packs are installed: whole corpus folders side by side, and one line that says which are in force.

    place/CURRENT        one JSON line: the corpus in force and those before it, newest first; for each further shelf
                         its name, the pack in force and those before it
    place/c-…/           a corpus folder with its pack.json and signature; never changed once CURRENT names it
    place/new-…/         one that is being unpacked
    place/lock           held by whoever writes

All of a shared place can be read by everybody, whatever the umask of the administrator who installs: it is of no use
otherwise. A user's own is for their eyes only.

A program that is killed at any moment leaves CURRENT as it was or as it is to be, and at worst a folder that nobody
names, which the next installation removes. Must not know what a document is: the caller checks that.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reader.core.errors import BadInput, NotFound, StoreUnavailable, in_words
from reader.core.pack import REPLACEMENT, Installed, PackFile, fits, shelf_name, typed
from reader.core.showing import brief
from reader.files import read_whole, replacing
from reader.packs import CURRENT
from reader.private import private_folder

if TYPE_CHECKING:  # brings libsodium: asking which corpus is in force must not wait for it
    from reader.packs.archive import Pack, Progress

LOCK: Final = "lock"
LOCK_SECONDS: Final = 20.0
KEPT: Final = 2  # earlier corpora that stay on the disk
SPARE: Final = 64 * 1024**2  # bytes that stay free
BUNDLED: Final = Installed("", "", "", "", "")
"""Stands for the corpus that came with the program."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What is in force on one shelf, and what was before it, newest first."""

    now: Installed = BUNDLED
    before: tuple[Installed, ...] = ()

    @property
    def every(self) -> tuple[Installed, ...]:
        """All that are on the disk, newest first."""
        return tuple(each for each in (self.now, *self.before) if each.folder)

    def then(self, made: Installed) -> Versions:
        """With a newer one in force."""
        return Versions(made, (self.now, *self.before)[:KEPT])

    def back(self) -> Versions:
        """With the one before in force."""
        return Versions(self.before[0], self.before[1:])


@dataclass(frozen=True, slots=True)
class State:
    """What CURRENT says: the corpus in force (BUNDLED: that of the program), and those before it, newest first.

    Attributes:
        additions: the packs that stand beside it, by the name of the shelf, in the order in which they came.
    """

    now: Installed = BUNDLED
    before: tuple[Installed, ...] = ()
    additions: Mapping[str, Versions] = field(default_factory=lambda: MappingProxyType({}))

    def on(self, name: str) -> Versions | None:
        """What is on a shelf; without a name on that of the corpus. None where there is no such shelf."""
        return self.additions.get(name) if name else Versions(self.now, self.before)

    def put(self, name: str, versions: Versions | None) -> State:
        """With other versions on a shelf, or without that shelf."""
        if not name:
            made = versions or Versions()
            return replace(self, now=made.now, before=made.before)
        others = {each: kept for each, kept in self.additions.items() if versions or each != name}
        return replace(self, additions={**others, name: versions} if versions else others)

    @property
    def folders(self) -> frozenset[str]:
        """The names of all folders that are on some shelf."""
        every = (Versions(self.now, self.before), *self.additions.values())
        return frozenset(each.folder for versions in every for each in versions.every)


def state(place: Path) -> State:
    """What is in force in a place; nothing there is the program's own corpus. Raises BadInput where it is damaged."""
    try:
        if not (place / CURRENT).exists():
            return State()
        value = json.loads(read_whole(place / CURRENT))
        main, others = _versions(value), value.get("additions", [])
        named = {shelf_name(each["name"]): _versions(each) for each in others}
        if len(named) != len(others) or not all(versions.now.folder for versions in named.values()):
            raise ValueError(named)
        return State(main.now, main.before, named)
    except OSError as error:
        raise BadInput(f"语料包文件夹 {place} 无法读取（{in_words(error)}）。") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(f"语料包文件夹 {place} 中的 {CURRENT} 已损坏。") from error


def in_force(place: Path, program: str) -> Path | None:
    """The corpus folder in force; None for the program's own.

    Raises BadInput where the one in force cannot be used by this program, or is gone.
    """
    now = state(place).now
    return usable(place, now, program) if now.folder else None


def usable(place: Path, now: Installed, program: str) -> Path:
    """The folder of what was installed. Raises BadInput where this program cannot use it, or it is gone."""
    folder = place / now.folder
    if not (folder / "normalised" / "manifest.json").is_file():
        raise BadInput(f"已安装的语料包 {folder} 不见了或不完整。")
    if not fits(program, now.least, now.below):
        raise BadInput(f"已安装的语料包（{now.title or now.version}）不适用于程序版本 {program}。")
    return folder


def install(
    place: Path,
    pack: Pack,
    check: Callable[[Path], object],
    progress: Progress,
    cancelled: Callable[[], bool],
    *,
    shared: bool = True,
) -> Installed:
    """Unpacks a pack beside what is there and puts it in force in one step; until then nothing has changed.

    Args:
        check: given the unpacked folder; raises where the documents in it cannot be used.
        shared: whether the place is there for everybody; a user's own is for their eyes only.

    Raises BadInput, StoreUnavailable, Cancelled; then nothing is installed.
    """
    with _writing(place, shared=shared):
        was = state(place)
        _sweep(place, was)
        _check_space(place, pack.manifest.size)
        draft = place / f"new-{secrets.token_hex(6)}"
        try:
            _unpack(draft, pack, progress, cancelled, shared=shared)
            check(draft)
            facts, signer = pack.manifest, pack.signer
            made = Installed(
                f"c-{secrets.token_hex(6)}", facts.title, facts.version, facts.made, signer.key if signer else "",
                facts.least, facts.below, facts.kind, facts.name,
            )  # fmt: skip
            on = was.on(facts.name)
            with _saying(place):
                draft.rename(place / made.folder)
                _sync_folder(place)
                _switch(place, was.put(facts.name, on.then(made) if on else Versions(made)), shared=shared)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _sweep(place, state(place))
        return made


def roll_back(place: Path, name: str = "", *, shared: bool = True) -> Installed:
    """Puts what was on a shelf before in force; without a name, the corpus before.

    Raises NotFound where there is no such shelf, or nothing before, BadInput where that is gone.
    """
    with _writing(place, shared=shared):
        was = state(place)
        on = _shelf(was, name)
        if not on.before:
            more = f"；不再需要它时可用 corpus remove {typed(name)} 移除" if name else ""
            raise NotFound(f"{f'书架“{name}”' if name else ''}没有更早的语料可以退回{more}。")
        to = on.before[0]
        if to.folder and not (place / to.folder / "normalised" / "manifest.json").is_file():
            raise BadInput(f"更早的语料 {place / to.folder} 不见了或不完整，不能退回。")
        with _saying(place):
            _switch(place, was.put(name, on.back()), shared=shared)
        return to


def remove(place: Path, name: str = "", *, shared: bool = True) -> Installed:
    """Takes a shelf away with all its versions; without a name, whatever replaced the corpus of the program.

    Returns what was in force there. Raises NotFound where there is no such shelf.
    """
    with _writing(place, shared=shared):
        was = state(place)
        gone = _shelf(was, name).now
        if not gone.folder:
            raise NotFound("正在使用的是随程序附带的语料，没有可以移除的语料包。")
        with _saying(place):
            _switch(place, was.put(name, None), shared=shared)
        _sweep(place, state(place))
        return gone


# -- inside


def _shelf(state_: State, name: str) -> Versions:
    on = state_.on(name)
    if on is None:
        there = "、".join(state_.additions) or "无"
        raise NotFound(f"没有名为“{brief(name)}”的书架；已安装的：{there}。")
    return on


def _versions(value: dict[str, Any]) -> Versions:
    return Versions(_installed(value["now"]), tuple(_installed(each) for each in value["before"]))


def _installed(value: dict[str, Any]) -> Installed:
    since = {"kind": REPLACEMENT, "name": ""}  # what lists did not say before there were shelves
    made = Installed(**{name: str({**since, **value}[name]) for name in asdict(BUNDLED)})
    if made.folder and (not made.folder.startswith("c-") or not made.folder[2:].isalnum()):
        raise ValueError(made.folder)
    return made


def _unpack(draft: Path, pack: Pack, progress: Progress, cancelled: Callable[[], bool], *, shared: bool) -> None:
    from reader.packs.archive import LIST, SIGNATURE

    def write(file: PackFile) -> Callable[[bytes], object]:
        target = draft.joinpath(*file.path.split("/"))
        with _saying(draft):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch(exist_ok=False)

        def take(chunk: bytes) -> None:
            with _saying(draft), target.open("ab") as out:
                out.write(chunk)
                if not chunk:
                    os.fsync(out.fileno())

        return take

    with _saying(draft):
        draft.mkdir()
    pack.unpack(write, progress, cancelled)
    with _saying(draft):
        (draft / LIST).write_bytes(pack.listed)
        if pack.sealed is not None:
            (draft / SIGNATURE).write_bytes(pack.sealed)
        _set_rights(draft, *draft.rglob("*"), shared=shared)
        for folder in {draft, *(path.parent for path in draft.rglob("*"))}:
            _sync_folder(folder)


def _switch(place: Path, now: State, *, shared: bool) -> None:
    additions = [{"name": name, **_plain(versions)} for name, versions in now.additions.items()]
    line = json.dumps({**_plain(Versions(now.now, now.before)), "additions": additions}, ensure_ascii=False)
    with replacing(place / CURRENT) as draft:
        draft.write_text(line + "\n", encoding="utf-8")
        # Before it is in force: whoever reads it then may.
        _set_rights(draft, shared=shared)
    _set_rights(place / CURRENT, shared=shared)


def _plain(versions: Versions) -> dict[str, Any]:
    return {"now": asdict(versions.now), "before": [asdict(each) for each in versions.before]}


def _set_rights(*paths: Path, shared: bool) -> None:
    """Readable by everybody in a shared place, by nobody else in a user's own; whatever the umask."""
    for path in paths if os.name == "posix" else ():
        with suppress(OSError):  # a share with rights of its own
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | (0o055 if path.is_dir() else 0o044) if shared else mode & 0o700)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(place: Path, now: State) -> None:
    """Removes what CURRENT does not name. A folder that is still read from stays (Windows)."""
    for path in (*place.glob("c-*"), *place.glob("new-*")):
        if path.name not in now.folders:
            shutil.rmtree(path, ignore_errors=True)


def _check_space(place: Path, size: int) -> None:
    with suppress(OSError):
        free = shutil.disk_usage(place).free
        if free < size + SPARE:
            wanted = (size + SPARE) // 1024**2 + 1
            raise StoreUnavailable(f"{place} 所在磁盘剩余空间不足，安装语料包需要约 {wanted} MB，没有安装。")


@contextmanager
def _saying(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"语料包文件夹 {place} 无法写入（{in_words(error)}），没有安装；请检查权限和剩余空间。"
        ) from error


@contextmanager
def _writing(place: Path, *, shared: bool) -> Iterator[None]:
    from filelock import FileLock, Timeout  # only whoever writes waits for it

    with _saying(place):
        if not shared:
            private_folder(place)
        elif not place.exists():
            place.mkdir(parents=True)
            _set_rights(place, shared=True)
        lock = FileLock(place / LOCK, timeout=LOCK_SECONDS, mode=0o644 if shared else 0o600)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreUnavailable("另一个程序正在安装语料包，请稍后再试。") from error
    try:
        yield
    finally:
        lock.release()
