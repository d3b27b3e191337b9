"""Commands `notes import` and `undo-import`: what a file would bring note by note, taking it in, taking it back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reader.cli.arguments import Parser, file_name
from reader.cli.house import House
from reader.cli.notes.passphrase import passphrase, passphrase_option
from reader.cli.notes.watching import watched
from reader.core.errors import BadInput
from reader.core.note import Note
from reader.core.showing import brief

if TYPE_CHECKING:
    from reader.library.incoming.landing import Landing
    from reader.library.same_documents import Same
    from reader.store.bundle import Bundle
    from reader.store.merge import ImportRow, MergeReport

FATES: Final = {
    "added": ("新增", "added"), "updated": ("更新", "updated"), "kept": ("不变", "kept"),
    "conflicting": ("两边都改过", "conflicting"), "deleted": ("对方已删除", "deleted there"),
    "restored": ("对方又要保留", "restored there"), "gone": ("这里删除过", "deleted here"),
}  # fmt: skip
FIELDS: Final = {
    "text": ("文字", "text"), "colour": ("颜色", "colour"), "tags": ("标签", "tags"), "starred": ("星标", "star"),
    "status": ("进度", "status"), "folder": ("文件夹", "folder"), "kind": ("种类", "kind"), "anchor": ("位置", "place"),
    "trashed": ("删除", "deletion"),
}  # fmt: skip
LOOKING: Final = ("正在查看批注", "Looking through the notes")
_SHOWN: Final = 60  # characters of a wording in a line


def add_import_commands(inner: Any) -> None:
    """Adds the commands of this file below `notes`."""
    taking: Parser = inner.add_parser(
        "import", help="导入批注，按编号合并：jsonld、csv、prdocs，Word 和 PDF 的批注，其他程序的摘录"
    )
    taking.add_argument("file", type=file_name, metavar="FILE")
    taking.add_argument("--doc", metavar="文件", help="其他程序的批注属于哪一份文件，认不出时写明")
    taking.add_argument("--preview", action="store_true", help="只逐条列出会怎样，什么也不写入")
    taking.add_argument("--only", action="append", default=[], metavar="ID", help="只导入这个编号的批注，可写多次")
    taking.add_argument("--deletions", action="store_true", help="对方删除的，这里也移到回收站")
    taking.add_argument("--json", action="store_true", help="输出 JSON")
    passphrase_option(taking)
    taking.set_defaults(run=import_notes)
    back: Parser = inner.add_parser("undo-import", help="撤销最近一次导入；导入以后写的留着")
    back.set_defaults(run=undo_import)


def import_notes(chosen: Namespace, house: House) -> int:
    """Takes in notes from a file and reports what became of them. Status 2 where nothing of it could be taken in."""
    house.policy.check_import()
    from reader.library import carrying, taking_remarks
    from reader.library.incoming import naming
    from reader.store import exchange, sealing

    data = carrying.read_file(chosen.file)
    if sealing.is_sealed(data):
        data = sealing.unseal(data, passphrase(chosen, twice=False))
    status = 0
    coming: frozenset[str] = frozenset()
    naming.refuse_other(data)
    if taking_remarks.is_other(data):
        bundle, status = _remarks(data, chosen, house)
    elif carrying.is_carrier(data):
        bundle, status, coming = _documents_of(data, house, preview=chosen.preview)
    else:
        bundle = exchange.parse(data)
    notebook = house.library.notebook
    same = notebook.same(bundle)
    for each in same:
        house.console.tell(each.sentence)
    _tell_absent(bundle, {*coming, *(each.doc for each in same)}, house)
    if chosen.preview:
        with watched(house.console, *LOOKING) as told:
            report = notebook.preview(bundle, told)
            places = notebook.landing(bundle, report)
        _show(report, same, places, chosen, house)
        return 0 if report.rows or report.register_rows or report.row_conflicts or report.refused else 1
    wanted = _wanted(notebook.preview(bundle), chosen) if chosen.only or chosen.deletions else None
    whole = not chosen.only
    with watched(house.console, "正在导入批注", "Importing notes") as told:
        report = notebook.take_in(bundle, wanted, extras=whole, declines=whole, name=chosen.file.name, told=told)
    if chosen.json:
        house.console.json(report_dict(report, same))
    else:
        house.console.line(house.console.say(report.sentence, _english(report)))
        for sentence in report.refused:
            house.console.tell(sentence)
        _offer(report, house)
    return 0 if report.rows or report.register_rows or report.row_conflicts else status


def _tell_absent(bundle: Bundle, coming: Collection[str], house: House) -> None:
    here = {info.id for info in house.library.documents()} | {*coming}
    absent = sum(note.anchor.doc not in here for note in bundle.notes)
    if absent:
        house.console.tell(
            f"其中 {absent} 条所在的文件不在文库中，先留着：可以再导出，文件添加后就到原处。",
            f"The documents of {absent} notes are not here; the notes are kept, and find their words once they are.",
        )


def _remarks(data: bytes, chosen: Namespace, house: House) -> tuple[Bundle, int]:
    """What another program's file holds, and the status where that is nothing.

    What stands on documents that are not here is told, and left out.
    """
    from reader.library import taking_remarks

    doc = house.library.find(chosen.doc).doc if chosen.doc else None
    with watched(house.console, *LOOKING) as told:
        taken = taking_remarks.take_into(house.library, data, chosen.file.name, doc, told)
    for title, count in taken.elsewhere.items():
        house.console.tell(
            f"“{brief(title)}”不在文库中，它的 {count} 条批注没有导入；可用 --doc 写明属于哪份文件。",
            f"“{brief(title)}” is not in the library; its {count} notes were left out. Name the document with --doc.",
        )
    return taken.bundle, 0 if taken else 1


def _wanted(report: MergeReport, chosen: Namespace) -> frozenset[str]:
    """The ids that are taken in. Raises BadInput for one that is not in the file."""
    from reader.store.merge import OFFERED

    there = {row.id: row.fate for row in report.rows}
    missing = [each for each in chosen.only if each not in there]
    if missing:
        raise BadInput(f"这个文件里没有编号为 {brief(missing[0])} 的批注，没有导入。")
    usual = {key for key, fate in there.items() if fate not in OFFERED or (chosen.deletions and fate == "deleted")}
    return frozenset(chosen.only or usual)


def _offer(report: MergeReport, house: House) -> None:
    if set(report.deleted) - report.done - report.declined:
        house.console.tell(
            "要照办对方的删除，请加 --deletions 再导入一次；删除的批注进回收站，可以恢复。",
            "Import again with --deletions to delete here too what was deleted there; it goes to the trash.",
        )
    if report.conflicting or report.row_conflicts:
        house.console.tell(
            "用 notes conflicts 查看两种写法，用 notes resolve 选定。",
            "See both wordings with “notes conflicts”; choose with “notes resolve”.",
        )


def _english(report: MergeReport) -> str:
    counts = [len(ids) for ids in (report.added, report.updated, report.kept, report.conflicting)]
    said = "{} added, {} updated, {} kept, {} conflicting.".format(*counts)
    for ids, what in (
        (report.deleted, "deleted there"),
        (report.restored, "restored there"),
        (report.gone, "deleted here"),
    ):
        if left := set(ids) - report.done - report.declined:
            said += f" {len(left)} {what}: left as they are."
    if known := report.declined - report.done:
        said += f" {len(known)} left as they were before; nobody is asked again."
    if report.row_conflicts:
        said += f" {len(report.row_conflicts)} register rows changed on both sides."
    if report.refused:
        said += f" {len(report.refused)} could not be read."
    return said + (f" {len(report.done)} deleted or brought back as you said." if report.done else "")


def report_dict(
    report: MergeReport, same: Sequence[Same] = (), places: Mapping[str, Landing] = MappingProxyType({})
) -> dict[str, Any]:
    """A report as JSON-ready values: ids by what became of them, and all rows, each with where it stands."""
    names = ("added", "updated", "kept", "conflicting", "deleted", "restored", "gone")
    made: dict[str, Any] = {name: list(getattr(report, name)) for name in names}
    made |= {"register_rows": list(report.register_rows), "row_conflicts": list(report.row_conflicts)}
    made |= {"done": sorted(report.done)}
    made |= {"declined": sorted(report.declined), "refused": list(report.refused)}
    made |= {"same": [{"doc": each.doc, "here": each.here, "basis": each.basis} for each in same]}
    return made | {"rows": [_row_dict(row, places.get(row.id)) for row in report.rows]}


def _row_dict(row: ImportRow, place: Landing | None) -> dict[str, Any]:
    note = row.note
    return {
        "id": row.id, "state": row.fate, "fields": list(row.fields), "declined": row.declined,
        "creator": {"name": row.by.name, "unit": row.by.unit} if row.by else None,
        "doc": note.anchor.doc if note else None, "quote": note.anchor.quote if note else "",
        "place": place.title + place.clause if place else "", "rivals": list(place.rivals) if place else [],
        "ours": _form(row.ours), "theirs": _form(row.theirs),
    }  # fmt: skip


def _form(note: Note | None) -> dict[str, Any] | None:
    if note is None:
        return None
    return {
        "text": note.text, "colour": note.colour, "tags": list(note.tags), "starred": note.starred,
        "status": note.status, "folder": note.folder, "kind": note.kind, "trashed": note.trashed,
        "modified": note.modified,
    }  # fmt: skip


def _show(
    report: MergeReport, same: Sequence[Same], places: Mapping[str, Landing], chosen: Namespace, house: House
) -> None:
    if chosen.json:
        house.console.json(report_dict(report, same, places))
        return
    english = house.console.language == "en"
    for row in report.rows:
        note = row.note
        words = " ".join((note.anchor.quote or note.text).split()) if note else ""
        fields = "、".join(FIELDS[name][english] for name in row.fields)
        by = f"  {row.by}" if row.by else ""
        place = places.get(row.id)
        if place is not None and len(place.rivals) > 1:
            count = len(place.rivals)
            words = house.console.say(f"（原文有 {count} 处）{words}", f"(in {count} places) {words}")
        elif note and not note.anchor.block:
            words = house.console.say(f"（原文中找不到）{words}", f"(not in the text) {words}")
        fate = house.console.say(FATES[row.fate][english])
        if row.declined:
            fate += house.console.say("（先前没有照办）", " (not done before)")
        house.console.line(f"{row.id}  {fate}  {brief(words, _SHOWN)}{by}")
        if place is not None:
            house.console.line(f"    {place.title}{place.clause}")
        if place is not None and len(place.rivals) > 1:
            named = "、".join(dict.fromkeys(place.rivals))
            house.console.line(
                house.console.say(
                    f"    在 {brief(named, _SHOWN)}；导入后在窗口的“需要看一下”里选定。",
                    f"    in {brief(named, _SHOWN)}; choose one in the window, under “To be checked”, once it is here.",
                )
            )
        if row.fate in {"updated", "conflicting"} and fields:
            house.console.line(f"    {house.console.say(fields)}")
        if "text" in row.fields and row.ours and row.theirs:
            house.console.line(f"    - {brief(' '.join(row.ours.text.split()), _SHOWN)}")
            house.console.line(f"    + {brief(' '.join(row.theirs.text.split()), _SHOWN)}")
    for sentence in report.refused:
        house.console.line(house.console.say("读不了  ", "refused  ") + house.console.say(sentence))
    house.console.tell(report.sentence + "还没有写入任何内容。", _english(report) + " Nothing has been written.")


def _documents_of(data: bytes, house: House, *, preview: bool) -> tuple[Bundle, int, frozenset[str]]:
    """Adds the documents of a .prdocs file and says what became of each. Its notes, the status where all of them are
    nothing, and the ids of documents that would come: with `preview` nothing is added.
    """
    from reader.library import carrying
    from reader.store import exchange

    carried = carrying.unpack(data, house.packs.keys()[0])
    bundle = exchange.parse(carried.notes)  # all of it is read before any of it is put anywhere
    house.console.tell(carried.signed)
    if preview:
        coming = frozenset(doc for doc, _versions in carried.documents())
        return house.library.own.expected(carried, bundle)[0], 0, coming
    rows = house.library.own.take_in(carried)
    for row in rows:
        (house.console.tell if row.id is None else house.console.line)(row.says)
    bundle, lost = house.library.own.placed(carried, bundle)
    if lost:
        house.console.tell(
            f"有 {lost} 条批注或登记表标注所在的文件没有导入，这些也没有导入。",
            f"{lost} notes or marks were left out, because their document could not be taken in.",
        )
    return bundle, 2 if rows and all(row.id is None for row in rows) else 0, frozenset()


def undo_import(chosen: Namespace, house: House) -> int:
    """Takes the newest import back. Status 1 where there is none."""
    del chosen  # has no options
    exchange = house.library.store.exchange
    if exchange.last() is None:
        house.console.tell("没有可以撤销的导入。", "There is no import to take back.")
        return 1
    intake, stays = exchange.undo()
    house.console.line(
        house.console.say(f"已撤销对“{intake.name}”的导入。", f"Took back the import of “{intake.name}”.")
    )
    if stays:
        house.console.tell(
            f"有 {stays} 条批注导入以后又改过，改过的部分留着。",
            f"{stays} notes were changed since; what was changed stays.",
        )
    return 0
