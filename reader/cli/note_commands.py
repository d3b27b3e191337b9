"""Command `notes`: add, list, export, report, backup, restore, check; what meets other people's is in `cli/notes`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reader.cli.arguments import Parser, file_name
from reader.cli.console import standard_input
from reader.cli.house import House
from reader.cli.notes.choosing import add_choosing_commands, conflict_dict, person_dict
from reader.cli.notes.passphrase import passphrase, passphrase_option
from reader.cli.notes.taking_in import add_import_commands
from reader.cli.notes.watching import watched
from reader.core.citation import clause_label, find_documents, in_title_marks
from reader.core.colour_names import colour_named
from reader.core.errors import BadInput, DamagedCorpus, NotFound
from reader.core.note import COLOURS, NOBODY, STATES, Note, NoteKind, Person, Piece, PlacedNote, Selection
from reader.core.orphans import Offer
from reader.core.quotation import find_quote
from reader.core.showing import brief
from reader.core.span import Location
from reader.store.formats.row import KINDS

if TYPE_CHECKING:
    from reader.store.exchanging import Conflict

_STATE_WORDS = {
    "exact": "原处", "moved": "已移动", "changed": "文字有改动", "orphan": "原文已不在",
    "away": "不在文库中", "unreadable": "文件暂时打不开",
}  # fmt: skip

FORMATS: Final = ("jsonld", "docx", "xlsx", "csv", "md", "html", "prdocs")
_SPELLED: Final = {"json": "jsonld", "htm": "html", "markdown": "md"}
_BINARY: Final = frozenset({"docx", "xlsx", "prdocs"})


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the commands of this file."""
    notes = add("notes", help="批注：添加、列出、备份、恢复、检查")
    inner = notes.add_subparsers(title="命令", metavar="命令", required=True, dest="notes 的命令", parser_class=Parser)
    _add_parser(inner.add_parser("add", help="添加批注，输出它的编号"))
    listing = inner.add_parser("list", help="列出批注和它们现在的位置")
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    listing.add_argument("--doc", metavar="文件", help="只列这份文件的")
    listing.add_argument("--state", choices=STATES, help="只列处于这种状态的")
    listing.add_argument("--author", metavar="NAME", help="只列这个人的")
    listing.set_defaults(run=list_notes)
    export = inner.add_parser("export", help="导出批注；prdocs 连同批注所在的自己的文件")
    export.add_argument("--format", choices=FORMATS, help="格式；默认按文件名，否则为 jsonld")
    export.add_argument("--key", type=file_name, metavar="SECRET.key", help="用 minisign 私钥签名（只用于 prdocs）")
    export.add_argument("--doc", metavar="文件", help="只导出这份文件的")
    export.add_argument("-o", dest="file", type=file_name, metavar="FILE", help="写入文件；默认写到标准输出")
    export.add_argument("--encrypt", action="store_true", help="用口令加密（age 格式）；文件名以 .age 结尾时也会加密")
    passphrase_option(export)
    export.set_defaults(run=export_notes)
    report = inner.add_parser("report", help="把一份文件的批注写成 Word 报告或阅读小结（网页）")
    report.add_argument("doc", metavar="文件")
    report.add_argument(
        "-o",
        dest="file",
        type=file_name,
        metavar="FILE",
        required=True,
        help="写入 docx 文件；文件名以 .html 结尾时写成阅读小结",
    )
    report.add_argument(
        "--by", choices=("clause", "colour", "tag", "comments", "noted", "page"), default=None,
        help="按条款、颜色、标签排列；comments 带批注的原文；noted 只有批注的条款；page 阅读小结（网页）",
    )  # fmt: skip
    report.set_defaults(run=report_notes)
    add_import_commands(inner)
    add_choosing_commands(inner)
    backup = inner.add_parser("backup", help="备份批注，输出备份文件的位置")
    backup.add_argument("file", nargs="?", type=file_name, metavar="FILE")
    backup.set_defaults(run=back_up)
    restore = inner.add_parser("restore", help="用备份恢复批注；现有的批注先备份")
    restore.add_argument("file", type=file_name, metavar="FILE")
    restore.set_defaults(run=restore_backup)
    check = inner.add_parser("check", help="检查批注是否完好")
    check.set_defaults(run=check_notes)
    for name in ("seal", "unseal"):  # what the window has done by a process of its own; nothing to offer people
        inner.add_parser(name).set_defaults(run=serve_window, what=name)


def _add_parser(parser: Parser) -> None:
    parser.add_argument("doc", metavar="文件[#条款]")
    parser.add_argument("--quote", metavar="TEXT", help="原文中的一段文字")
    parser.add_argument("--note", metavar="TEXT", default="", help="批注的内容")
    parser.add_argument("--colour", type=colour_named, choices=COLOURS, default="yellow", help="颜色")
    parser.add_argument("--tag", action="append", default=[], metavar="T", help="标签，可写多次")
    parser.add_argument("--bookmark", action="store_true", help="做成书签")
    parser.set_defaults(run=add_note)


def add_note(chosen: Namespace, house: House) -> int:
    """Adds a note and prints its id."""
    place = house.library.find(chosen.doc)
    if chosen.quote is None and not chosen.note and not chosen.bookmark and place.block is None:
        raise BadInput("请用 --quote 指明文字、用 --note 写批注，或用 --bookmark 做书签。")
    where = _quoted(chosen.quote, place, house) if chosen.quote is not None else place
    kind: NoteKind = "bookmark" if chosen.bookmark else "note" if chosen.note else "highlight"
    placed = house.library.notebook.annotate(where, kind, text=chosen.note, colour=chosen.colour, tags=chosen.tag)
    house.console.line(placed.note.id)
    return 0


def _quoted(quote: str, place: Location, house: House) -> Selection:
    document = house.library.open(place.doc)
    found = find_quote(document, quote, place.block)
    if not found.places:
        here = in_title_marks(document.reading_title) + clause_label(document, place.block)
        raise BadInput(f"{here}中没有“{quote}”，未添加批注。")
    if len(found.places) > 1:
        at = clause_label(document, found.places[0].pieces[0].block) or "文件开头部分"
        house.console.tell(
            f"这段文字共有 {len(found.places)} 处，已批注第一处（{at}）。",
            f"These words stand in {len(found.places)} places; the first was taken.",
        )
    return found.places[0]


def list_notes(chosen: Namespace, house: House) -> int:
    """Prints the notes with the state each resolves to now. Status 1 where none is as asked for."""
    doc = _noted(chosen.doc, house) if chosen.doc else None
    me = house.library.notebook.who()
    notes = [
        n
        for n in house.library.notebook.all(doc)
        if chosen.state in {None, n.resolution.state}
        and chosen.author in {None, maker(n.note, me).name, str(maker(n.note, me))}
    ]
    if chosen.json:
        open_ones = {each.note.id: each for each in house.library.store.exchange.conflicts()}
        offers = house.library.notebook.offers
        house.console.json([note_dict(each, offers(each), me, open_ones.get(each.note.id)) for each in notes])
    else:
        last = house.library.store.known.all().clauses
        for each in notes:
            _print(each, last.get(each.note.id, ""), house)
    return 0 if notes or not (chosen.doc or chosen.state or chosen.author) else 1


def maker(note: Note, me: Person) -> Person:
    """Who made a note: oneself also where it was made before one's name was told."""
    return note.creator or (NOBODY if note.origin else me)


def note_dict(
    placed: PlacedNote, offers: Sequence[Offer] = (), me: Person = NOBODY, conflict: Conflict | None = None
) -> dict[str, Any]:
    """A note as JSON-ready values: what was made, by whom, where it stands today, else where it may belong, and what
    of it is to be chosen.
    """
    note, location = placed.note, placed.location
    return {
        "id": note.id, "kind": note.kind, "state": placed.resolution.state,
        "away": placed.document == "away", "unreadable": placed.document == "unreadable",
        "doc": note.anchor.doc, "block": location.block, "span": list(location.span) if location.span else None,
        "pieces": _pieces(placed.resolution.pieces), "intact": placed.resolution.intact,
        "candidates": [{"pieces": _pieces(o.pieces), "basis": o.basis, "score": o.score} for o in offers],
        "quote": note.anchor.quote, "text": note.text, "colour": note.colour, "tags": list(note.tags),
        "starred": note.starred, "status": note.status, "folder": note.folder,
        "created": note.created, "modified": note.modified,
        "creator": person_dict(maker(note, me)), "editor": person_dict(note.editor), "others": note.is_others(me),
        "conflicts": conflict_dict(conflict)["fields"] if conflict else [],
    }  # fmt: skip


def _pieces(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    return [{"block": piece.block, "span": list(piece.span)} for piece in pieces]


def _print(placed: PlacedNote, last: str, house: House) -> None:
    note = placed.note
    document = house.library.notebook.open_or_none(note.anchor.doc) if placed.document == "here" else None
    title = document.reading_title if document else house.library.notebook.title_of(note.anchor.doc)
    title = in_title_marks(title) if title else note.anchor.doc
    label = clause_label(document, placed.location.block) if document else last
    word = house.console.word
    state = word(_STATE_WORDS[placed.resolution.state if placed.document == "here" else placed.document])
    house.console.line(f"{note.id}  {word(KINDS[note.kind])}  {state}  {title}{label}")
    if note.anchor.quote:
        house.console.line("    “" + " ".join(note.anchor.quote.split()) + "”")
    for line in note.text.splitlines():
        house.console.line("    " + line)
    if note.creator and note.is_others(house.library.notebook.who()):
        house.console.line(f"    —— {note.creator}")
    if note.tags:
        house.console.line("    " + " ".join(f"#{tag}" for tag in note.tags))


def _noted(ref: str, house: House) -> str:
    """The id of the document whose notes are meant, also where it is not in the library any more, or is damaged."""
    try:
        return house.document_id(ref)
    except (NotFound, DamagedCorpus):
        away = find_documents(house.library.removed(), ref)
        if len(away) == 1:
            return away[0].id
        known = house.library.store.known.documents().values()
        called = [each.doc for each in known if ref in {each.doc, each.title, each.doc_number}]
        noted = [doc for doc in dict.fromkeys([ref, *called]) if house.library.store.all(doc)]
        if len(noted) == 1:
            return noted[0]
        raise


def export_notes(chosen: Namespace, house: House) -> int:
    """Writes the notes to a file or to standard output, sealed where asked for."""
    target: Path | None = chosen.file
    seals = chosen.encrypt or chosen.passphrase_file is not None
    if target is not None and target.suffix.lower() == ".age":
        seals, named = True, Path(target.stem).suffix
    else:
        named = target.suffix if target is not None else ""
    named = named.removeprefix(".").lower()
    named = _SPELLED.get(named, named)
    if chosen.format is None and named and named not in FORMATS:
        raise BadInput(f"批注不能写成 .{named} 文件；文件名请以 {'、'.join(FORMATS)} 结尾，或用 --format 写明格式。")
    form = chosen.format or named or "jsonld"
    if target is None and (seals or form in _BINARY) and house.console.is_terminal:
        raise BadInput(f"{'加密的内容' if seals else form} 不能显示在终端里，请用 -o 指定要写入的文件。")
    words = passphrase(chosen, twice=True) if seals else ""
    house.policy.check_export(form)
    doc = _noted(chosen.doc, house) if chosen.doc else None
    if form == "prdocs":
        from reader.cli.corpus_commands import secret_key  # brings libsodium with the key

        data = house.library.export_with_documents(doc, secret_key(chosen.key, None) if chosen.key else None)
    else:
        data = house.library.notebook.export(form, doc)
    from reader.store import exchange, sealing  # bring the Word and Excel writers, and the encryption

    if seals:
        data = sealing.seal(data, words)
    if target is None:
        house.console.bytes(data)
    else:
        exchange.write(data, target)
    return 0


def report_notes(chosen: Namespace, house: House) -> int:
    """Writes “my work on this plan” about one document to a Word file, or a summary as a page."""
    from reader.store import exchange  # brings the Word writer

    is_page = chosen.file.suffix.lower() in {".html", ".htm"}
    by = chosen.by or (exchange.PAGE if is_page else "clause")
    if is_page != (by == exchange.PAGE):
        raise BadInput("阅读小结是网页，文件名请以 .html 结尾；其他报告是 Word 文件，文件名请以 .docx 结尾。")
    house.policy.check_export("html" if is_page else "docx")
    doc = house.document_id(chosen.doc)
    with watched(house.console, "正在写报告", "Writing the report") as told:
        data = house.library.notebook.report(doc, by, told)
    exchange.write(data, chosen.file)
    return 0


def serve_window(chosen: Namespace, house: House) -> int:
    """Seals or opens what comes on standard input, the passphrase on its first line."""
    from reader.store import exchange, sealing

    try:
        house.console.bytes(sealing.serve(chosen.what, standard_input(exchange.MAX_BYTES * 2)))
    except sealing.WrongPassphrase:
        return sealing.REFUSED
    return 0


def back_up(chosen: Namespace, house: House) -> int:
    """Makes a verified copy of the notes and prints where it is."""
    if chosen.file is not None:
        house.policy.check_export("db")
    house.console.line(str(house.library.store.backup(chosen.file)))
    if chosen.file is not None and house.library.own.shelf.documents():
        house.console.tell(
            "自己添加的文件不在这个备份里；不写 FILE 的备份包括它们，notes export -o 名称.prdocs 可以把它们带走。",
            "Your own documents are not in this file; a backup without FILE has them, and so has a .prdocs export.",
        )
    return 0


def restore_backup(chosen: Namespace, house: House) -> int:
    """Takes the notes from a backup; those there are backed up first."""
    house.library.store.restore_backup(chosen.file)
    house.console.tell(
        f"已从 {chosen.file} 恢复 {len(house.library.store.all())} 条批注；恢复前的批注已另存到备份文件夹。",
        f"Restored {len(house.library.store.all())} notes; what was there before has been backed up.",
    )
    return 0


def check_notes(chosen: Namespace, house: House) -> int:
    """Verifies the store. Status 3 where it is damaged, naming the newest good backup."""
    del chosen  # has no options
    report = house.library.store.check()
    if report.ok:
        house.console.line(house.console.say(f"批注完好，共 {report.notes} 条。", f"{report.notes} notes, all sound."))
        return 0
    advice = (
        f"最新的完好备份是 {brief(str(report.newest_good), 115)}，可用 notes restore 恢复。"
        if report.newest_good
        else "没有完好的备份。"
    )
    problems = [brief(problem.rstrip("。"), 36) for problem in report.problems]
    more = f" 等 {len(problems)} 处" if len(problems) > 1 else ""
    house.console.tell(f"批注文件有问题：{problems[0] if problems else ''}{more}。{advice}")
    return 3
