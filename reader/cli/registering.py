"""Command `register`: tasks, targets, systems and citations."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, Final

from reader.cli.arguments import Parser
from reader.cli.console import table_lines
from reader.cli.house import House
from reader.core.citation import in_title_marks
from reader.core.errors import BadInput, DamagedStore, StoreUnavailable
from reader.core.register import REGISTERS, Role, Row, System, Task, as_row
from reader.registers import exporting
from reader.registers.context import Context
from reader.registers.own_rows import SeenRegisters, SeenRow
from reader.registers.task_sheet import task_sheet, to_docx

_WIDEST: Final = 46
_NAMES: Final = {"tasks": "任务", "targets": "指标", "systems": "平台系统", "citations": "引用"}


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    register = add("register", help="台账：任务分工、指标、平台系统、引用")
    register.add_argument("name", choices=REGISTERS, metavar="台账", help="、".join(REGISTERS))
    register.add_argument("--doc", action="append", default=[], metavar="文件", help="只列这份文件的，可写多次")
    register.add_argument("--unit", metavar="NAME", help="只列与这个单位有关的，简称、繁体都可以")
    form = register.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--csv", action="store_true", help="输出 CSV")
    form.add_argument("--xlsx", type=Path, metavar="FILE", help="写成 Excel 文件")
    form.add_argument("--docx", type=Path, metavar="FILE", help="写成责任分工表（Word 文件，只用于 tasks）")
    register.set_defaults(run=show_register)


def show_register(chosen: Namespace, house: House) -> int:
    """Prints one register, or writes it to a file. Status 1 where it has no row."""
    if chosen.unit is not None and not chosen.unit.strip():
        raise BadInput("请写明单位名称。")
    for form in ("csv", "xlsx", "docx"):
        if getattr(chosen, form):
            house.policy.check_export(form)
    library, name = house.library, chosen.name
    if chosen.docx and name != "tasks":
        raise BadInput("责任分工表只能由任务台账（register tasks）写成。")
    docs = tuple(dict.fromkeys(house.document_id(ref) for ref in chosen.doc))
    own = _seen(house)
    if chosen.json:
        rows = library.register(name, docs, chosen.unit)
        roles = dict(library.my_tasks(chosen.unit, docs)) if chosen.unit and name == "tasks" else {}
        said = {_named(each.read): each for each in own.seen[name]}
        house.console.json([_as_json(row, roles, said[_named(row)]) for row in rows])
        _tell(chosen, rows, docs, house)
        return 0 if rows else 1
    made, roles = own.registers.of(docs) if docs else own.registers, {}
    if chosen.unit:
        made, parts = library.rows.mine(made, chosen.unit)
        roles = dict(parts)
    rows = made.rows(name)
    now = {_named(each.row): each for each in own.seen[name] if not each.dropped}
    seen = [now[_named(row)] for row in rows]
    _put_out(chosen, house, rows, seen, roles if name == "tasks" else {})
    _tell(chosen, rows, docs, house)
    return 0 if rows else 1


def _put_out(
    chosen: Namespace, house: House, rows: Sequence[Row], seen: Sequence[SeenRow], roles: dict[Task, Role]
) -> None:
    """Corrected rows as text or as a file. Columns for what the reader says are there only where something is said."""
    library, name = house.library, chosen.name
    if chosen.docx:
        years = Context(library.registers(), library.open).years
        _write(chosen.docx, to_docx(task_sheet(seen, library.open, years, chosen.unit or "", roles)))
        return
    said = any(each.changes or each.status or each.note for each in seen)
    headings, cells = exporting.table(name, rows, library.open, roles or None, seen if said else None)
    if chosen.csv:
        house.console.bytes(exporting.to_csv(headings, cells))
    elif chosen.xlsx:
        _write(chosen.xlsx, exporting.to_xlsx(name, rows, headings, cells))
    else:
        _print(headings, cells, house)


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


def _as_json(row: Row, roles: dict[Task, Role], each: SeenRow) -> dict[str, Any]:
    """As it was read; `role`, `status`, `note_of_mine` and `correction` only where there is something to say."""
    made = as_row(row)
    if isinstance(row, Task) and row in roles:
        made["role"] = roles[row]
    made |= {name: value for name, value in (("status", each.status), ("note_of_mine", each.note)) if value}
    return made | ({"correction": dict(each.changes)} if each.changes else {})


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise BadInput(f"无法写入 {file}（{error.strerror or error}）。") from error


def _print(headings: Sequence[str], cells: Sequence[Sequence[exporting.Cell]], house: House) -> None:
    used = [n for n in range(len(headings)) if any(row[n] not in {"", None} for row in cells)]
    lines = [[headings[n] for n in used]] if cells else []
    lines += [["" if row[n] is None else str(row[n]) for n in used] for row in cells]
    for line in table_lines([[_short(c) for c in row] for row in lines], _WIDEST):
        house.console.line(line)


def _short(text: str) -> str:
    """As much of a long cell as shows what it is: its beginning and its end."""
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST // 2 else text[: _WIDEST // 2 - 7] + "…" + text[-6:]


def _tell(chosen: Namespace, rows: Sequence[Row], docs: Sequence[str], house: House) -> None:
    unsure = sum(not row.sure for row in rows)
    doubt = f"，其中 {unsure} 行待核对" if unsure else ""
    file = chosen.xlsx or chosen.docx
    where = f"，已写入 {file}" if file else ""
    if not rows:
        house.console.tell(f"{_NAMES[chosen.name]}台账中没有符合条件的内容。", f"No rows in register {chosen.name}.")
    elif not chosen.json:
        house.console.tell(f"共 {len(rows)} 行{doubt}{where}。", f"{len(rows)} rows, {unsure} to be checked.")
    if chosen.name == "targets" and not chosen.unit:
        for doc in house.library.registers(docs).no_targets:
            title = in_title_marks(house.library.open(doc).reading_title)
            house.console.tell(f"{title}没有写明数字目标。", f"{doc} states no target in figures.")
