"""Where packs are installed: whole corpus folders side by side, and one line that says which is in force.

    place/CURRENT        one JSON line: the corpus in force and those before it, newest first
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader.core.errors import BadInput, NotFound, StoreUnavailable, in_words
from reader.core.pack import Installed, PackFile, fits
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
class State:
    """What CURRENT says: the corpus in force (BUNDLED: that of the program), and those before it, newest first."""

    now: Installed = BUNDLED
    before: tuple[Installed, ...] = ()


def state(place: Path) -> State:
    """What is in force in a place; nothing there is the program's own corpus. Raises BadInput where it is damaged."""
    try:
        if not (place / CURRENT).exists():
            return State()
        value = json.loads(read_whole(place / CURRENT))
        return State(_installed(value["now"]), tuple(_installed(each) for each in value["before"]))
    except OSError as error:
        raise BadInput(f"语料包文件夹 {place} 无法读取（{in_words(error)}）。") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"语料包文件夹 {place} 中的 {CURRENT} 已损坏。") from error


def in_force(place: Path, program: str) -> Path | None:
    """The corpus folder in force; None for the program's own.

    Raises BadInput where the one in force cannot be used by this program, or is gone.
    """
    now = state(place).now
    if not now.folder:
        return None
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
                facts.least, facts.below,
            )  # fmt: skip
            with _saying(place):
                draft.rename(place / made.folder)
                _sync_folder(place)
                _switch(place, State(made, (was.now, *was.before)[:KEPT]), shared=shared)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _sweep(place, state(place))
        return made


def roll_back(place: Path, *, shared: bool = True) -> State:
    """Puts the corpus before in force. Raises NotFound where there is none before, BadInput where it is gone."""
    with _writing(place, shared=shared):
        was = state(place)
        if not was.before:
            raise NotFound("没有更早的语料可以退回。")
        to = was.before[0]
        if to.folder and not (place / to.folder / "normalised" / "manifest.json").is_file():
            raise BadInput(f"更早的语料 {place / to.folder} 不见了或不完整，不能退回。")
        now = State(to, was.before[1:])
        with _saying(place):
            _switch(place, now, shared=shared)
        return now


# -- inside


def _installed(value: dict[str, Any]) -> Installed:
    made = Installed(**{name: str(value[name]) for name in asdict(BUNDLED)})
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
    line = json.dumps({"now": asdict(now.now), "before": [asdict(each) for each in now.before]}, ensure_ascii=False)
    with replacing(place / CURRENT) as draft:
        draft.write_text(line + "\n", encoding="utf-8")
        # Before it is in force: whoever reads it then may.
        _set_rights(draft, shared=shared)
    _set_rights(place / CURRENT, shared=shared)


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
    named = {now.now.folder, *(each.folder for each in now.before)}
    for path in (*place.glob("c-*"), *place.glob("new-*")):
        if path.name not in named:
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
