"""Adding files to the user's own shelf: what is in a folder, what each file is, what becomes of it, one sentence each.

A file that cannot be used never stops the others, and leaves nothing behind. Blocking: whoever calls decides where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

import reader
from reader.core.adding import AddOptions, AddRow, AddState, VersionQuestion
from reader.core.document import Document, DocumentInfo
from reader.core.errors import BadInput, Cancelled, StoreUnavailable
from reader.core.showing import visible
from reader.files import read_whole
from reader.library import converting
from reader.library.finding import TEMPORARY, FoundFile, files_in
from reader.library.versions.likely import LikelyVersions
from reader.shelves.version import Facts

if TYPE_CHECKING:
    from reader.core.policy import Policy
    from reader.core.raw_text import RawText
    from reader.shelves.mending import Broken
    from reader.shelves.own import OwnShelf
    from reader.shelves.union import Union

Progress = Callable[[int, int, str], None]
Ask = Callable[[VersionQuestion], bool | None]
Tell = Callable[[AddRow], None]
WorkedOut = Callable[[Document, str], Mapping[str, bytes]]
"""Given a document and the sum of its text, the files that are worked out from it and kept beside it, by name."""

LARGEST: Final = converting.LARGEST
_PATIENCE: Final = 3  # files that the disk refuses one after the other before the rest is not tried
SAID_EVERY: Final = 0.5  # s between two words about what changed


def unseen(_row: AddRow) -> None:
    """Rows that nobody watches."""


class _Later(Exception):
    """There is a question about a file, which waits until all others are done."""


class Adder:
    """Adds files to one library."""

    def __init__(
        self,
        own: OwnShelf,
        union: Union,
        policy: Policy,
        likely: LikelyVersions,
        worked_out: WorkedOut,
        changed: Callable[[frozenset[str]], None],
        reference: Callable[[], Sequence[str]],
        kept: Sequence[Path] = (),
    ) -> None:
        """Args:
        reference: clean text that damaged pages may learn from.
        kept: folders in which the program keeps what is its own, which nobody means to add.
        """
        self._kept = kept
        self._own, self._union, self._policy = own, union, policy
        self._worked_out, self._tell_changed, self._reference = worked_out, changed, reference
        self._likely = likely
        self._changed: set[str] = set()
        self._said = 0.0
        self._page_told: Callable[[int, int], None] | None = None
        self._later: list[FoundFile] = []  # files with a question
        self._defers = False
        self._refusals, self._refusal = 0, ""  # of the disk, one after the other

    def add(
        self,
        paths: Sequence[Path],
        options: AddOptions,
        progress: Progress,
        cancelled: Callable[[], bool],
        told: Tell = unseen,
        ask_version: Ask | None = None,
    ) -> tuple[AddRow, ...]:
        """Adds files, and what is in folders and zips; a row for each, in order. Those that `ask_version` is asked
        about come last, so that a question holds up no other file.

        Raises BadInput where nothing is added at all: not allowed, or one version of a document and several files.
        Raises Cancelled; what was added until then stays.
        """
        self._policy.check_own_documents()
        files = list(files_in(paths, self._kept))
        if options.version_of is not None:
            self._check_version(options.version_of, files)
        rows: list[AddRow] = []
        self._later, self._defers = [], ask_version is not None and len(files) > 1
        reached = 0
        try:
            for at, file in enumerate(files):
                reached = at
                progress(max(0, at - len(self._later)), len(files), file.name)
                self._add_one(file, at, len(files), options, progress, cancelled, ask_version, rows, told)
            reached, later = len(files), tuple(self._later)
            self._defers = False
            for at, file in enumerate(later, len(files) - len(later)):
                progress(max(0, at), len(files), file.name)
                self._add_one(file, at, len(files), options, progress, cancelled, ask_version, rows, told)
                self._later.remove(file)
            progress(len(files), len(files), "")
        except Cancelled:
            for file in (*self._later, *files[reached:]):  # none is forgotten: it can be tried again
                says = f"“{file.name}”没有添加：在读到它之前已取消。"
                told(AddRow(file.shown, "unreadable", None, "", visible(says)))
            raise
        finally:
            self._say_changed(now=True)
        return tuple(rows)

    def _add_one(
        self,
        file: FoundFile,
        at: int,
        count: int,
        options: AddOptions,
        progress: Progress,
        cancelled: Callable[[], bool],
        ask: Ask | None,
        rows: list[AddRow],
        told: Tell,
    ) -> None:
        self._page_told = partial(_page, progress, at, count, file.name)
        for made in self._rows_of(file, options, cancelled, ask):
            row = replace(made, says=visible(made.says))  # one sentence on one line, whatever a file is called
            rows.append(row)
            told(row)
            self._say_changed(now=False)

    def _check_version(self, doc_id: str, files: Sequence[FoundFile]) -> None:
        self._union.shelf_of(doc_id)
        if len(files) != 1:
            raise BadInput(f"一次只能把一个文件作为新版本添加，这里有 {len(files)} 个，没有添加。")

    def _say_changed(self, *, now: bool) -> None:
        if self._changed and (now or monotonic() - self._said > SAID_EVERY):
            ids, self._changed, self._said = frozenset(self._changed), set(), monotonic()
            self._tell_changed(ids)

    # -- one file

    def _rows_of(
        self, file: FoundFile, options: AddOptions, cancelled: Callable[[], bool], ask: Ask | None
    ) -> Iterator[AddRow]:
        if cancelled():
            raise Cancelled("已取消；已经添加的文件留在文库中。")
        if file.ours:
            yield AddRow(file.shown, "skipped", None, "", f"文件夹“{file.name}”存放本程序自己的数据，已跳过。")
            return
        if file.name.startswith(TEMPORARY):
            yield AddRow(file.shown, "skipped", None, "", f"“{file.name}”是办公软件的临时文件，已跳过。")
            return
        if self._refusals >= _PATIENCE:
            yield AddRow(file.shown, "unreadable", None, "", f"“{file.name}”没有添加：{self._refusal}")
            return
        try:
            data = file.data if file.data is not None else self._read(file)
            kind = converting.kind_of(data)
            if kind == "zip" and converting.is_export(data):
                says = f"“{file.name}”是批注连同文件的导出，请用“导入批注”打开；已跳过。"
                yield AddRow(file.shown, "skipped", None, "", says)
                return
            if kind == "zip":
                yield from self._rows_of_zip(file, data, options, cancelled, ask)
                return
            yield self._row(file, data, kind, options, cancelled, ask)
        except _Later:
            self._later.append(file)
        except converting.NeedsOcr as error:
            yield AddRow(file.shown, "needs-ocr", None, "", str(error))
        except StoreUnavailable as error:
            self._refusals += 1
            self._refusal = str(error)
            yield AddRow(file.shown, "unreadable", None, "", f"“{file.name}”没有添加：{error}")
        except BadInput as error:
            yield AddRow(file.shown, "unreadable", None, "", str(error))

    def _rows_of_zip(
        self, file: FoundFile, data: bytes, options: AddOptions, cancelled: Callable[[], bool], ask: Ask | None
    ) -> Iterator[AddRow]:
        if options.version_of is not None:
            raise BadInput(f"“{file.name}”是压缩包，不能作为一份文件的新版本；请先解压。")
        empty = True
        for name, inside in converting.members(data, file.name):
            empty = False
            if isinstance(inside, BadInput):
                yield AddRow(f"{file.shown}!{name}", "unreadable", None, "", str(inside))
                continue
            yield from self._rows_of(FoundFile(f"{file.shown}!{name}", name, None, inside), options, cancelled, ask)
        if empty:
            yield AddRow(file.shown, "skipped", None, "", f"压缩包“{file.name}”里没有文件，已跳过。")

    def _read(self, file: FoundFile) -> bytes:
        assert file.path is not None
        most = self._policy.largest_own or LARGEST
        if self._policy.largest_own and file.path.is_file() and (size := file.path.stat().st_size) > most:
            raise BadInput(self._too_large(file.name, size, most))
        return read_whole(file.path, most)

    def _too_large(self, name: str, size: int, most: int) -> str:
        who = f"（{self._policy.who}）" if self._policy.largest_own else ""
        return f"“{name}”有 {size / 1048576:.0f} MB，超过 {most / 1048576:.0f} MB 的上限{who}，没有添加。"

    def _row(
        self,
        file: FoundFile,
        data: bytes,
        kind: str,
        options: AddOptions,
        cancelled: Callable[[], bool],
        ask: Ask | None,
    ) -> AddRow:
        if not data.strip():
            raise BadInput(f"“{file.name}”是空的，没有可以读取的文字。")
        most = self._policy.largest_own or LARGEST
        if len(data) > most:
            raise BadInput(self._too_large(file.name, len(data), most))
        if not converting.is_document(kind, data):
            return AddRow(file.shown, "skipped", None, "", f"“{file.name}”不是可以阅读的文件，已跳过。")
        if converting.is_for_programs(kind, data):
            says = f"“{file.name}”是写给程序用的（代码、设置或数据），不是可以阅读的文件，已跳过。"
            return AddRow(file.shown, "skipped", None, "", says)
        if not self._policy.allows_kind(kind):
            return AddRow(file.shown, "skipped", None, "", f"不允许添加 {kind} 文件：{self._policy.who}。")
        digest = hashlib.sha256(data).hexdigest()
        broken = None if options.separate else self._own.broken(digest)
        if broken is not None and options.version_of in {None, broken.doc}:
            return self._mended(file, data, digest, broken, options, cancelled)
        known = self._known(file, digest, options)
        if known is not None:
            return known
        raw = converting.raw_text(data, file.name, cancelled, self._page_told if options.ocr else None)
        made = converting.document_of(raw, options.version_of or self._own.mint(), self._reference, cancelled).document
        target, said = self._target(file, made, options, ask)
        if target is not None and target != made.id:
            made = converting.document_of(raw, target, self._reference, cancelled).document
        state: AddState = "added" if target is None else "version"
        says = self._says(made, target) + said
        if options.dry_run:
            return AddRow(file.shown, state, target, made.reading_title, "（试运行，没有添加）" + says)
        facts = _facts(file, digest, data, kind, raw)
        self._own.add(made, data, facts, self._worked_out)
        self._refusals = 0
        return AddRow(file.shown, state, made.id, made.reading_title, says + self._sort(made.id, options))

    def _mended(
        self,
        file: FoundFile,
        data: bytes,
        digest: str,
        broken: Broken,
        options: AddOptions,
        cancelled: Callable[[], bool],
    ) -> AddRow:
        """The row of a file whose document is here and damaged: it is read anew and keeps its id, so its notes."""
        raw = converting.raw_text(data, file.name, cancelled, self._page_told if options.ocr else None)
        made = converting.document_of(raw, broken.doc, self._reference, cancelled).document
        title = made.reading_title
        says = f"《{title}》（{broken.doc}）存下的内容已损坏，已用这份原始文件重新读取并修复，批注都在。"
        if options.dry_run:
            return AddRow(file.shown, "already", broken.doc, title, "（试运行，没有修复）" + says)
        facts = _facts(file, digest, data, converting.kind_of(data), raw)
        self._own.mend(broken, made, data, facts, self._worked_out)
        return AddRow(file.shown, "already", broken.doc, title, says + self._sort(broken.doc, options))

    def _sort(self, doc_id: str, options: AddOptions) -> str:
        """Puts a document that is in the library now where it is to stand; says so where that cannot be."""
        self._changed.add(doc_id)
        if options.collection and self._union.labels is not None:
            try:
                self._union.labels.collect([doc_id], options.collection)
            except StoreUnavailable as error:
                return f"没有放进“{options.collection}”：{error}"
        return ""

    def _says(self, made: Document, target: str | None) -> str:
        title = made.reading_title
        if target is None and not (made.title or made.attachment_title):
            return f"已添加“{made.source.file}”；没有读到标题，先以文件名代替，可以补上。"
        if target is None:
            basis = made.source.inferred.get("title")
            doubt = "；标题取自文件名，请核对" if basis else ""
            if basis == converting.RECOGNISED:
                doubt = f"；标题{basis}"
            return f"已添加《{title}》{doubt}。"
        return f"已作为《{title}》的新版本添加；先前的版本留着，批注跟到新版本。"

    # -- what is there already

    def _known(self, file: FoundFile, digest: str, options: AddOptions) -> AddRow | None:
        """The row of a file whose bytes are in the library, or were; None for one that is to be read."""
        if options.separate:
            return None
        found = self._own.by_sum(digest)
        if found is None:
            same = next((info for info in self._union.documents() if info.source.sha256 == digest), None)
            if same is None or options.version_of is not None:
                return None
            says = f"与文库中的《{same.reading_title}》（{same.id}）内容相同，没有重复添加。"
            return AddRow(file.shown, "already", same.id, same.reading_title, says)
        doc_id, number, away = found
        if options.version_of not in {None, doc_id}:
            return None
        family = self._own.family(doc_id, away=away)
        title = family.info.reading_title
        older = f"的先前版本（{doc_id}-v{number}）" if number != family.newest.number else f"（{doc_id}）"
        says = f"与文库中的《{title}》{older}内容相同，没有重复添加。"
        if away:
            says = f"与先前移出文库的《{title}》{older}内容相同，已把它放回文库。"
            if not options.dry_run:
                self._own.restore([doc_id])
        if not options.dry_run:
            says += self._sort(doc_id, options)
        return AddRow(file.shown, "already", doc_id, title, says)

    def _target(self, file: FoundFile, made: Document, options: AddOptions, ask: Ask | None) -> tuple[str | None, str]:
        """The document that a file is a version of, None for none; and what else there is to say."""
        if options.version_of is not None:
            return options.version_of, ""
        likely = None if options.separate else self._likely.find(made, self._union.documents())
        if likely is None:
            return None, ""
        info, why = likely
        if ask is not None:
            if self._defers:
                raise _Later
            question = VersionQuestion(file.shown, made.reading_title, info.id, info.reading_title, why)
            return (info.id if ask(question) else None), ""
        return None, _how_to(info, why)


def _facts(file: FoundFile, digest: str, data: bytes, kind: str, raw: RawText) -> Facts:
    converter = f"{kind}{'+ocr' if raw.recognised else ''} {reader.__version__}"
    return Facts(file.name, digest, len(data), _now(), converter, len(raw.pages))


def _how_to(info: DocumentInfo, why: str) -> str:
    return (
        f"它与文库中的《{info.reading_title}》（{info.id}）{why}，已作为另一份文件添加；"
        f"如果是新版本，请用 library add 文件 --version-of {info.id} 添加。"
    )


def _page(progress: Progress, done: int, count: int, name: str, page: int, pages: int) -> None:
    """Says how far the recognition of one file is."""
    progress(done, count, f"{name}（已识别 {page}/{pages} 页）")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
