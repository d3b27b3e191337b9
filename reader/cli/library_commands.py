"""Command `library` with what it can do: list, add, remove, restore, info."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from time import monotonic
from typing import Any, Final

from reader.cli.arguments import Parser, file_name, some_words
from reader.cli.console import Console
from reader.cli.house import House
from reader.cli.versions.states import work_out_states
from reader.core.adding import COULD_NOT, IN_LIBRARY, AddOptions, AddRow, AddState, OwnFacts
from reader.core.citation import find_documents
from reader.core.document import DocumentInfo, info_dict
from reader.core.errors import BadInput, DamagedCorpus, NotFound, ReaderError
from reader.core.showing import visible
from reader.core.validity import STATE_NAMES
from reader.shelves.shelf import OWN, PACK

ADDED: Final[dict[AddState, str]] = {
    "added": "已添加", "already": "已有", "version": "新版本", "needs-ocr": "需要文字识别", "unreadable": "读不了",
    "skipped": "已跳过",
}  # fmt: skip
_SHELVES: Final = {"bundled": "随附文件", "own": "我的文件"}
_NAMES: Final = {
    "title": "标题", "attachment_title": "所附文件的标题", "doc_number": "文号", "issuers": "发文机关",
    "written": "成文日期", "published": "发布日期", "kind": "文种", "region": "地区",
}  # fmt: skip
_PATIENCE: Final = 1.0  # s before anything is said of how far it is


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the commands of this file."""
    library = add("library", help="文库：列出文件，添加、移出、放回自己的文件")
    library.add_argument("--json", action="store_true", help="输出 JSON")
    library.add_argument("--shelf", type=some_words, metavar="NAME", help="只列这一处的：bundled、书架名称 或 own")
    library.add_argument("--validity", choices=tuple(STATE_NAMES), help="只列今天是这种时效的")
    library.set_defaults(run=list_library)
    inner = library.add_subparsers(title="命令", metavar="命令", parser_class=Parser)
    _adding(inner.add_parser("add", help="添加文件、文件夹（连同其下所有文件）或压缩包"))
    remove = inner.add_parser("remove", help="把自己的文件移出文库；批注留着")
    remove.add_argument("docs", nargs="+", metavar="文件")
    remove.set_defaults(run=remove_documents)
    restore = inner.add_parser("restore", help="把移出的文件放回文库；不写文件则列出移出的文件")
    restore.add_argument("docs", nargs="*", metavar="文件")
    restore.set_defaults(run=restore_documents)
    info = inner.add_parser("info", help="一份文件的来历：原始文件、版本、推断的内容和依据")
    info.add_argument("doc", metavar="文件")
    info.add_argument("--json", action="store_true", help="输出 JSON")
    info.add_argument(
        "--set", action="append", default=[], metavar="名称=值",
        help="更正自己文件的 title、doc_number、issuers、written 等；值为空则取消更正",
    )  # fmt: skip
    info.set_defaults(run=tell_of_document)


def _adding(parser: Parser) -> None:
    parser.add_argument("paths", nargs="+", type=file_name, metavar="PATH")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--version-of", metavar="文件", help="作为这份文件的新版本添加")
    which.add_argument("--separate", action="store_true", help="总是作为另一份文件添加")
    parser.add_argument("--collection", type=some_words, metavar="NAME", help="放进这个文件夹（没有则新建）")
    parser.add_argument("--ocr", action="store_true", help="识别扫描件中的文字（须安装识别组件）")
    parser.add_argument("--dry-run", action="store_true", help="只说会怎样，不添加")
    parser.set_defaults(run=add_files)


def list_library(chosen: Namespace, house: House) -> int:
    """Prints the documents of all shelves, or of one.

    Status 1 where there are none, 3 where a document is there and cannot be read: the others are listed all the same.
    """
    wanted = _shelf_meant(chosen.shelf, house) if chosen.shelf else None
    infos = [info for info in house.library.documents() if wanted in {None, info.shelf}]
    if chosen.validity is not None:
        work_out_states(house)
    states = house.library.versions.states.get().known() or {}
    infos = [info for info in infos if chosen.validity in {None, states.get(info.id)}]
    apart = house.library.versions.states.get().apart()
    own = house.library.own
    faults = (*own.faults(), *own.shelf.damaged()) if wanted in {None, OWN} else ()
    for fault in faults:
        house.console.tell(fault)
    if chosen.json:
        house.console.json([
            {**listed(info), "validity": states.get(info.id), "version": apart.get(info.id)} for info in infos
        ])  # fmt: skip
    for info in () if chosen.json else infos:
        version = apart.get(info.id)
        house.console.line(info.reading_title + (f"（{version}）" if version else ""))
        house.console.line("    " + "  ".join([info.id, *_facts(info, house.console)]))
    return DamagedCorpus.exit_code if faults else 0 if infos else 1


def _shelf_meant(words: str, house: House) -> str:
    """The shelf of that name, `pack:` before it or not; says so where none that is shown is called that."""
    names = [shelf.name for shelf in house.library.shelves.shelves]
    found = next((name for name in (words, PACK + words) if name in names), None)
    if found is None and words != OWN:
        listed = "、".join(name.removeprefix(PACK) for name in names)
        house.console.tell(f"文库里没有书架“{words}”；现有：{listed}。")
    return found or words


def listed(info: DocumentInfo) -> dict[str, Any]:
    """A row of the library as JSON-ready values."""
    return {
        **info_dict(info), "shelf": info.shelf, "added": info.added, "collections": list(info.collections),
        "tags": list(info.tags),
    }  # fmt: skip


def _facts(info: DocumentInfo, console: Console) -> list[str]:
    date = info.written or info.published or ("—".join(map(str, info.period)) if info.period else None)
    draft = console.word("征求意见稿") if info.status == "draft" else None
    shelf = None if info.shelf == "bundled" else console.word(_SHELVES.get(info.shelf, info.shelf))
    facts = [info.doc_number or console.word("文号未载明"), "、".join(info.issuers) or None, date, draft, shelf]
    return [fact for fact in facts if fact]


def add_files(chosen: Namespace, house: House) -> int:
    """Adds files and says of each what became of it.

    Status 0 where at least one is in the library now, 1 where there was nothing to add, 2 where none could be read.
    """
    library = house.library
    version_of = house.document_id(chosen.version_of) if chosen.version_of else None
    options = AddOptions(version_of, chosen.separate, chosen.collection, chosen.ocr, chosen.dry_run)
    rows: list[AddRow] = []

    def told(row: AddRow) -> None:
        rows.append(row)
        if not chosen.json:
            progress.clear()
            house.console.line(f"{house.console.word(ADDED[row.state])}  {row.id or '-'}  {visible(row.file)}")
            house.console.line("    " + house.console.say(row.says))

    progress = _Progress(house.console)
    try:
        library.add(chosen.paths, options, progress=progress.told, cancelled=bool, told=told)
    finally:  # also where it was stopped: what was added until then is in the library
        progress.clear()
        if chosen.json:
            house.console.json([{name: getattr(row, name) for name in ("file", "state", "id", "title", "says")}
                                for row in rows])  # fmt: skip
    if not rows:
        house.console.tell("没有可以添加的文件。", "There was nothing to add.")
    states = {row.state for row in rows}
    return 0 if states & IN_LIBRARY else 2 if states & COULD_NOT else 1


class _Progress:
    """How far adding is, on standard error once it takes longer than a moment."""

    def __init__(self, console: Console) -> None:
        self._console, self._start, self._shown = console, monotonic(), False

    def told(self, done: int, total: int, name: str) -> None:
        """Shows it."""
        if monotonic() - self._start > _PATIENCE and done < total:
            doing = self._console.say(f"正在添加 {done + 1}/{total} {name}", f"Adding {done + 1}/{total} {name}")
            self._console.progress(doing, done / total)
            self._shown = True

    def clear(self) -> None:
        """Takes it away."""
        if self._shown:
            self._console.progress("", 1)


def remove_documents(chosen: Namespace, house: House) -> int:
    """Takes own documents out of the library; one that cannot be does not stop the others."""

    def remove(ref: str) -> str:
        doc = house.document_id(ref)
        title = house.library.info(doc).title
        house.library.remove([doc])
        return house.console.say(
            f"《{title}》（{doc}）已移出文库；可用 library restore {doc} 放回。",
            f"{doc} is out of the library; library restore {doc} puts it back.",
        )

    return _each(chosen.docs, remove, house.console)


def restore_documents(chosen: Namespace, house: House) -> int:
    """Puts documents back; without any named, lists what was taken out."""
    library = house.library
    if not chosen.docs:
        for info in library.removed():
            house.console.line(info.reading_title)
            house.console.line("    " + "  ".join([info.id, *_facts(info, house.console)]))
        return 0 if library.removed() else 1

    def present(ref: str) -> str:
        try:
            doc = house.document_id(ref)
        except NotFound:
            raise NotFound(f"移出的文件中没有“{ref}”。") from None
        title = library.info(doc).title
        return house.console.say(f"《{title}》（{doc}）就在文库中，不用放回。", f"{doc} is in the library already.")

    def restore(ref: str) -> str:
        found = find_documents(library.removed(), ref)
        if not found:
            return present(ref)
        if len(found) > 1:
            ids = "、".join(info.id for info in found)
            raise BadInput(f"“{ref}”同时是 {len(found)} 份移出的文件的名称，请改用编号：{ids}。")
        library.restore([found[0].id])
        return house.console.say(
            f"《{found[0].reading_title}》（{found[0].id}）已放回文库。", f"{found[0].id} is in the library again."
        )

    return _each(chosen.docs, restore, house.console)


def _each(refs: list[str], do: Callable[[str], str], console: Console) -> int:
    status = 0
    for ref in refs:
        try:
            console.line(do(ref))
        except ReaderError as error:
            console.tell(str(error))
            status = max(status, error.exit_code)
    return status


def tell_of_document(chosen: Namespace, house: House) -> int:
    """Prints where a document comes from, after correcting what was asked for. Also of one that was taken out."""
    try:
        doc = house.document_id(chosen.doc)
    except NotFound:
        found = find_documents(house.library.removed(), chosen.doc)
        if len(found) != 1:
            raise
        doc = found[0].id
    if chosen.set:
        house.library.set_facts(doc, dict(_setting(each) for each in chosen.set))
    facts = house.library.info(doc)
    if chosen.json:
        house.console.json(_as_json(facts))
    else:
        for line in _told(facts, house.console):
            house.console.line(line)
    return 0


def _setting(text: str) -> tuple[str, str | None]:
    name, equals, value = text.partition("=")
    if not equals:
        raise BadInput(f"“{text}”应写成 名称=值。")
    return name.strip(), value.strip() or None


def _as_json(facts: OwnFacts) -> dict[str, Any]:
    versions = [dict(zip(("id", "added", "file"), each, strict=True)) for each in facts.versions]
    return {**asdict(facts), "versions": versions, "inferred": dict(facts.inferred), "values": dict(facts.values)}


def _told(facts: OwnFacts, console: Console) -> list[str]:
    word, say = console.word, console.say
    size = say(f"，{facts.size} 字节", f", {facts.size} bytes") if facts.size else ""
    lines = [f"{facts.title}（{facts.id}）", f"  {word('来源')}  {word(_SHELVES.get(facts.shelf, facts.shelf))}"]
    if facts.also:
        shelves = [word(_SHELVES.get(shelf, shelf)) for shelf in facts.also]
        chinese = f"  书架“{'、'.join(shelves)}”上也有编号相同的文件，以这一份为准"
        lines.append(say(chinese, f"  also under this id on: {', '.join(shelves)}; this one counts"))
    if facts.away:
        restore = f"library restore {facts.id}"
        lines.append(say(f"  已移出文库，可用 {restore} 放回", f"  out of the library; {restore} puts it back"))
    lines += [f"  {word('文件')}  {visible(facts.file)}{size}", f"  SHA-256  {facts.sha256}"]
    if facts.added:
        pages = say(f"，{facts.pages} 页", f", {facts.pages} pages") if facts.pages else ""
        how = say(f"，读作 {facts.converter}", f", read as {facts.converter}")
        lines.append(f"  {word('添加')}  {facts.added}{how}{pages}")
    for name, value in facts.values.items():
        shown = "、".join(value) if isinstance(value, tuple) else value
        if shown:
            basis = f"（{say(facts.inferred[name])}）" if facts.inferred.get(name) else ""
            lines.append(f"  {word(_NAMES.get(name, name))}  {shown}{basis}")
    if len(facts.versions) > 1:
        lines += [f"  {word('版本')}", *(f"    {doc}  {when}  {visible(file)}" for doc, when, file in facts.versions)]
    if facts.collections or facts.tags:
        labels = " ".join([*facts.collections, *(f"#{tag}" for tag in facts.tags)])
        lines.append(f"  {word('文件夹和标签')}  {labels}")
    return lines
