"""Where everything is in the end: the program's places, what the administrator laid down, the corpus pack in force.

Looks whether folders are there, and waits for an answer only so long; writes nothing. What cannot be used falls back to
the place it would have without the policy, with a sentence: the program starts, and nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

import reader
from reader.core.errors import BadInput, ReaderError
from reader.core.late_dataclass import dataclass, replace
from reader.core.policy import Policy
from reader.files import read_whole, write_whole
from reader.library.guarding import somebody_elses
from reader.packs import CURRENT
from reader.paths import Paths, named_folder, why_unusable

if TYPE_CHECKING:
    from reader.store.annotations import NoteStore

TAKEN: Final = "taken-in.json"
PATIENCE: Final = 3.0  # s for all folders together; a share that answers does so in milliseconds


@dataclass(frozen=True, slots=True)
class _Found:
    """A folder that the policy lays down: `folder` is None where it cannot be used, `why` says why.

    `plain`: a corpus itself, not a place for packs.
    """

    folder: Path | None
    why: str = ""
    plain: bool = False


def settle(paths: Paths, policy: Policy, *, own_profile: bool = False, own_corpus: bool = False) -> Paths:
    """The places to use.

    Args:
        own_profile: the user's data was put elsewhere for this time (--data-dir): notes and backups stay there.
        own_corpus: so was the corpus (--corpus).

    Raises BadInput for a corpus of one's own where the policy lays one down.
    """
    if own_corpus:
        if policy.corpus:
            raise BadInput(f"不能用 --corpus 另指语料文件夹：{policy.who}。")
        paths = _with_packs(paths, only_additions=True)
        return paths if own_profile else _with_notes(paths, policy, _look(_NOTES, policy))
    found = _look(("corpus",) if own_profile else ("corpus", *_NOTES), policy)
    paths = _with_corpus(paths, policy, found)
    return paths if own_profile else _with_notes(paths, policy, found)


_NOTES: Final = ("notes_folder", "backup_folder", "own_documents_folder")


def _look(keys: Iterable[str], policy: Policy) -> Mapping[str, _Found]:
    """The folders laid down, by key.

    A share whose server is gone does not say so: whoever asks hangs, for minutes. So others ask, all at once, and one
    that has not come back after PATIENCE is left behind (it ends with the program).
    """
    texts = {key: getattr(policy, key) for key in keys if getattr(policy, key)}
    found: dict[str, _Found] = {}

    def ask(key: str, text: str) -> None:
        found[key] = _named(text, policy, corpus=key == "corpus")

    asking = [Thread(target=ask, args=each, name=f"look-{each[0]}", daemon=True) for each in texts.items()]
    until = monotonic() + PATIENCE
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(max(0.0, until - monotonic()))
    return {key: found.get(key, _Found(None, f"{text} 没有在 {PATIENCE:.0f} 秒内回应")) for key, text in texts.items()}


def _with_corpus(paths: Paths, policy: Policy, found: Mapping[str, _Found]) -> Paths:
    """The corpus: the folder laid down or the pack installed there, else the user's pack, else the program's own."""
    if laid := found.get("corpus"):
        if laid.folder is None:
            told = _complaining(paths, policy, "corpus", laid.why, "已改用其他语料")
            return replace(told, without=told.complaints)
        paths = replace(paths, packs=laid.folder)
        if laid.plain:
            paths = replace(paths, corpus=laid.folder)
    return _with_packs(paths)


def _with_packs(paths: Paths, *, only_additions: bool = False) -> Paths:
    """The corpus and what stands beside it, as packs were installed. What cannot be used is left out, with a sentence.

    Args:
        only_additions: the corpus is another one for this time.
    """
    if not _there(paths.packs_place / CURRENT):
        return paths
    from reader.packs import place  # only where packs were ever installed

    try:
        found = place.state(paths.packs_place)
    except BadInput as error:
        return _saying(paths, error, "已改用随程序附带的语料")
    if found.now.folder and not only_additions:
        try:
            paths = replace(paths, corpus=place.usable(paths.packs_place, found.now, reader.__version__))
        except BadInput as error:
            paths = _saying(paths, error, "已改用随程序附带的语料")
    for name, versions in found.additions.items():
        try:
            folder = place.usable(paths.packs_place, versions.now, reader.__version__)
            paths = replace(paths, additions=(*paths.additions, (name, folder)))
        except BadInput as error:
            paths = _saying(paths, error, f"文库中暂没有书架“{name}”")
    return paths


def _saying(paths: Paths, error: BadInput, instead: str) -> Paths:
    said = f"{str(error).rstrip('。')}，{instead}。"
    return replace(paths, complaints=(*paths.complaints, said), without=(*paths.without, said))


def _with_notes(paths: Paths, policy: Policy, found: Mapping[str, _Found]) -> Paths:
    if laid := found.get("notes_folder"):
        if laid.folder is None:
            paths = _complaining(
                paths, policy, "notes_folder", laid.why,
                f"批注暂存在 {paths.user_data}，恢复后下次打开程序时自动并入",
            )  # fmt: skip
        elif laid.folder != paths.user_data:
            # Packs, backups and documents of the user's own stay where they would be: only the notes move.
            paths = replace(
                paths, user_data=laid.folder, spare=paths.user_data, packs=paths.packs_place,
                documents=paths.own_documents, backups=laid.folder / "backups",
            )  # fmt: skip
    if laid := found.get("backup_folder"):
        if laid.folder is None:
            paths = _complaining(paths, policy, "backup_folder", laid.why, f"备份暂存在 {paths.backups}")
        else:
            paths = replace(paths, backups=laid.folder)
    if laid := found.get("own_documents_folder"):
        if laid.folder is None:
            instead = f"现在只有 {paths.own_documents} 中的文件"
            paths = _complaining(paths, policy, "own_documents_folder", laid.why, instead)
        else:
            paths = replace(paths, documents=laid.folder)
    return paths


def _there(path: Path) -> bool:
    try:
        path.stat()
    except OSError:
        return False
    return True


def _named(text: str, policy: Policy, *, corpus: bool) -> _Found:
    try:
        folder = named_folder(text, Path(policy.file).parent)
    except BadInput as error:
        return _Found(None, str(error).rstrip("。"))
    if not corpus and (owner := somebody_elses(folder)):
        own = "" if _is_personal(text) else "，路径里要写上 ${USER}，让每位用户有自己的文件夹"
        return _Found(None, f"{folder} 正由另一位用户 {owner} 使用{own}")
    why = why_unusable(folder, writable=not corpus)
    if why:
        return _Found(None, f"{folder} {why}")
    return _Found(folder, plain=corpus and _there(folder / "normalised"))


def _is_personal(text: str) -> bool:
    """Whether a folder may be another one for each user: it names a variable, or their home."""
    return text.startswith("~") or "%" in text or "${" in text


def _complaining(paths: Paths, policy: Policy, key: str, why: str, instead: str) -> Paths:
    said = f"策略文件 {policy.file} 中“{key}”指定的文件夹现在不能使用（{why}），{instead}。"
    return replace(paths, complaints=(*paths.complaints, said))


def take_in_spare(store: NoteStore, spare: Path) -> int:
    """Takes notes of the user's own folder into the one laid down: those from before, or from when it was not there.

    What is said about register rows comes along. Everything is taken once in each of its
    forms, so that what is deleted afterwards stays deleted; the folder keeps its copy. Returns how many were taken;
    whatever goes wrong is left for the next time.
    """
    from reader.store.annotations import FILE, NoteStore
    from reader.store.bundle import Bundle, Extras
    from reader.store.registers.row_merge import sort_of

    if not (spare / FILE).is_file():
        return 0
    own = NoteStore(spare)
    try:
        taken = _taken(spare / TAKEN)
        fresh = [note for note in own.all() if taken.get(note.id) != note.modified]
        said = {f"{sort_of(item)}:{item.key}": item for item in own.registers.outgoing()}
        rows = {name: item for name, item in said.items() if taken.get(name) != item.modified}
        if not fresh and not rows:
            return 0
        versions = own.exchange.versions(fresh)
        bundle = Bundle(tuple(fresh), Extras(tuple(rows.values())), versions)
        store.exchange.take(bundle)
        seen = {note.id: note.modified for note in fresh} | {name: item.modified for name, item in rows.items()}
        listed = json.dumps(taken | seen)
        write_whole(spare / TAKEN, listed.encode("utf-8"), private=True)
        return len(fresh) + len(rows)
    except (ReaderError, OSError):
        return 0
    finally:
        own.close()


def _taken(file: Path) -> dict[str, str]:
    try:
        value = json.loads(read_whole(file, 64 * 1024**2))
        return {str(key): str(modified) for key, modified in value.items()}
    except (BadInput, ValueError, AttributeError):
        return {}
