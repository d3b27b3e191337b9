"""Command `register`: tasks, targets, systems and citations; series of the targets are shown next door."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from reader.cli.arguments import Parser, file_name
from reader.cli.console import shortened, table_lines
from reader.cli.headings import ENGLISH
from reader.cli.house import House
from reader.cli.series_command import show_series
from reader.core.citation import in_title_marks
from reader.core.errors import BadInput, DamagedStore, StoreUnavailable
from reader.core.register import REGISTERS, Role, Row, System, Task, as_row
from reader.core.showing import without_unseen
from reader.files import write_whole
from reader.registers import exporting
from reader.registers.context import Context
from reader.registers.icalendar_file import event_of, to_ics
from reader.registers.origins import why_unsure
from reader.registers.own_rows import UNDONE, SeenRegisters, SeenRow
from reader.registers.series import SERIES
from reader.registers.task_sheet import task_sheet, to_docx

_WIDEST: Final = 46
_NAMES: Final = {"tasks": "任务", "targets": "指标", "systems": "平台系统", "citations": "引用"}


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    register = add("register", help="台账：任务分工、指标、平台系统、引用，指标对比")
    register.add_argument(
        "name", choices=(*REGISTERS, SERIES), metavar="台账", help="、".join((*REGISTERS, SERIES)) + "（指标对比）"
    )
    register.add_argument(
        "--name", dest="name_words", metavar="WORDS", help="只列名称中有这些字的指标（只用于 series）"
    )
    register.add_argument("--doc", action="append", default=[], metavar="文件", help="只列这份文件的，可写多次")
    register.add_argument("--unit", metavar="NAME", help="只列与这个单位有关的，简称、繁体都可以")
    form = register.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--csv", action="store_true", help="输出 CSV")
    form.add_argument("--xlsx", type=file_name, metavar="FILE", help="写成 Excel 文件")
    form.add_argument("--docx", type=file_name, metavar="FILE", help="写成责任分工表（Word 文件，只用于 tasks）")
    form.add_argument("--ics", type=file_name, metavar="FILE", help="把任务期限写成日历文件（iCalendar，只用于 tasks）")
    register.set_defaults(run=show_register)


def show_register(chosen: Namespace, house: House) -> int:
    """Prints one register, or the series of the targets, or writes it to a file. Status 1 where it has no row."""
    if chosen.unit is not None:
        chosen.unit = without_unseen(chosen.unit)
        if not chosen.unit.strip():
            raise BadInput("请写明单位名称。")
    for form in ("csv", "xlsx", "docx", "ics"):
        if getattr(chosen, form):
            house.policy.check_export(form)
    library, name = house.library, chosen.name
    if chosen.docx and name != "tasks":
        raise BadInput("责任分工表只能由任务台账（register tasks）写成。")
    if chosen.ics and name != "tasks":
        raise BadInput("日历只能由任务台账（register tasks）写成。")
    docs = tuple(dict.fromkeys(house.document_id(ref) for ref in chosen.doc))
    own = _seen(house)
    if name == SERIES:
        return show_series(chosen, house, own, docs)
    if chosen.name_words is not None:
        raise BadInput("--name 只用于指标对比（register series）。")
    made, roles = own.registers.of(docs) if docs else own.registers, {}
    perhaps: dict[Task, str] = {}
    if chosen.unit:
        perhaps = dict(library.rows.perhaps(made, chosen.unit)) if name == "tasks" else {}
        made, parts = library.rows.mine(made, chosen.unit)
        roles = dict(parts)
    rows: Sequence[Row] = made.rows(name)
    if chosen.json:
        rows = _print_json(chosen, house, own, rows, roles if name == "tasks" else {}, docs)
    else:
        now = {_named(each.row): each for each in own.seen[name] if not each.dropped}
        seen = [now[_named(row)] for row in rows]
        _put_out(chosen, house, own, (rows, seen), roles if name == "tasks" else {}, perhaps)
    _tell(chosen, rows, docs, house)
    if perhaps:
        words = next(iter(perhaps.values()))
        house.console.tell(
            f"另有 {len(perhaps)} 项交给“{words}”等，可能涉及本单位，未列入。",
            f"{len(perhaps)} more tasks are given to {words} and the like and may concern this unit; not listed.",
        )
    return 0 if rows else 1


def _print_json(
    chosen: Namespace, house: House, own: SeenRegisters, rows: Sequence[Row], roles: dict[Task, Role],
    docs: Sequence[str],
) -> Sequence[Row]:  # fmt: skip
    """Rows as they were read: those that concern the unit as corrected, and those that were taken out. Returns them."""
    library, name = house.library, chosen.name
    read = set(map(_named, library.register(name, docs, chosen.unit)))
    wanted = set(map(_named, rows))
    listed = [
        each
        for each in own.seen[name]
        if (_named(each.row) in wanted and not each.dropped) or (_named(each.read) in read and each.dropped)
    ]
    if docs and name == "systems":  # which open with their first mention in these documents
        here = {_named(row): row for row in library.register(name, docs, chosen.unit)}
    else:
        here = {}
    if chosen.unit and name == "tasks":  # what was taken out concerned it as it was read
        roles = {**dict(library.my_tasks(chosen.unit, docs)), **roles}
    context = Context(library.registers(), library.open, library.documents())
    house.console.json([_as_json(each, here.get(_named(each.read), each.read), roles, context) for each in listed])
    return [each.read for each in listed]


def _put_out(
    chosen: Namespace,
    house: House,
    own: SeenRegisters,
    listed: tuple[Sequence[Row], Sequence[SeenRow]],
    roles: dict[Task, Role],
    perhaps: dict[Task, str],
) -> None:
    """Corrected rows as text or as a file: the same table as in the window."""
    library, name, (rows, seen) = house.library, chosen.name, listed
    context = Context(own.registers, library.open, library.documents())
    if chosen.docx:
        sheet = task_sheet(seen, library.open, context.years, chosen.unit or "", roles, perhaps=tuple(perhaps.values()))
        write_whole(chosen.docx, to_docx(sheet))
        return
    if chosen.ics:
        events = [event_of(each, context.years(each.row), library.open(each.row.at.doc)) for each in seen]
        write_whole(chosen.ics, to_ics(events, datetime.now(UTC)))
        return
    headings, cells = exporting.table(name, rows, library.open, roles or None, seen, context)
    if chosen.csv:
        house.console.bytes(exporting.to_csv(_in_language(headings, house), cells))
    elif chosen.xlsx:
        write_whole(chosen.xlsx, exporting.to_xlsx(name, rows, headings, cells, _in_language(headings, house)))
    else:
        _print(headings, cells, house)


def _in_language(headings: Sequence[str], house: House) -> list[str]:
    return [house.console.say(heading, ENGLISH.get(heading, heading)) for heading in headings]


def _seen(house: House) -> SeenRegisters:
    """The rows with what the user says about them; without it, and a sentence, where the notes cannot be read."""
    try:
        return house.library.rows.seen()
    except (DamagedStore, StoreUnavailable) as error:
        house.console.tell(f"{error}台账按原文列出。", f"{error}")
        return house.library.rows.unmarked()


def _named(row: Row) -> Hashable:
    """The same for the same row, also where a system opens with another mention."""
    return row.name if isinstance(row, System) else row


def _as_json(each: SeenRow, row: Row, roles: dict[Task, Role], context: Context) -> dict[str, Any]:
    """As it was read, with `why` where it is not certain.

    `role`, `status`, `note_of_mine` and `correction` stand only where there is something to say.

    Tasks with the years by which they are due: `deadlines`, and the earliest as `deadline`.
    """
    made = as_row(row)
    if isinstance(row, Task):
        years = context.years(row)
        made |= {"deadline": years[0] if years else None, "deadlines": list(years)}
        role = roles.get(each.row if isinstance(each.row, Task) else row)
        made |= {"role": role} if role else {}
    made |= {"why": why_unsure(row)} if not row.sure else {}
    made |= {name: value for name, value in (("status", each.status), ("note_of_mine", each.note)) if value}
    return made | ({"correction": dict(each.changes)} if each.changes else {})


def _print(headings: Sequence[str], cells: Sequence[Sequence[exporting.Cell]], house: House) -> None:
    dull = {"", None, UNDONE}  # a column where nobody has said anything
    used = [n for n in range(len(headings)) if any(row[n] not in dull for row in cells)]
    told = _in_language(headings, house)
    lines = [[told[n] for n in used]] if cells else []
    lines += [["" if row[n] is None else str(row[n]) for n in used] for row in cells]
    for line in table_lines([[shortened(c, _WIDEST) for c in row] for row in lines], _WIDEST):
        house.console.line(line)


def _tell(chosen: Namespace, rows: Sequence[Row], docs: Sequence[str], house: House) -> None:
    unsure = sum(not row.sure for row in rows)
    doubt = f"，其中 {unsure} 行待核对" if unsure else ""
    file = chosen.xlsx or chosen.docx or chosen.ics
    where = f"，已写入 {file}" if file else ""
    if not rows:
        house.console.tell(f"{_NAMES[chosen.name]}台账中没有符合条件的内容。", f"No rows in register {chosen.name}.")
    elif not chosen.json:
        house.console.tell(f"共 {len(rows)} 行{doubt}{where}。", f"{len(rows)} rows, {unsure} to be checked.")
    if chosen.name == "targets" and not chosen.unit:
        for doc in house.library.registers(docs).no_targets:
            title = in_title_marks(house.library.open(doc).reading_title)
            house.console.tell(f"{title}没有写明数字目标。", f"{doc} states no target in figures.")
