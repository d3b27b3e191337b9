"""Commands `notes conflicts`, `resolve`, `edit`, `delete` and `author`: what was changed on both sides, and by whom."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reader.cli.arguments import Parser
from reader.cli.house import House
from reader.core.colour_names import colour_named
from reader.core.errors import BadInput
from reader.core.note import COLOURS, Anchor, Person
from reader.core.note_words import with_written
from reader.core.showing import brief, visible

if TYPE_CHECKING:
    from reader.store.exchanging import Conflict
    from reader.store.registers.row_merge import RowState

_CHOICES: Final = ("mine", "theirs", "both")
_SIDES: Final = {"我的": "mine", "对方": "theirs"}
_FIELDS: Final = ("text", "colour", "tags", "starred", "status", "folder", "kind", "anchor", "trashed")


def add_choosing_commands(inner: Any) -> None:
    """Adds the commands of this file below `notes`."""
    listing: Parser = inner.add_parser("conflicts", help="列出两边都改过、还没有选定的批注")
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    listing.set_defaults(run=list_conflicts)
    choosing: Parser = inner.add_parser("resolve", help="选定一条批注的写法；另一种留在修改历史中")
    choosing.add_argument("id", metavar="ID")
    choosing.add_argument("--field", metavar="FIELD", help="只选定这一项；默认全部")
    choosing.add_argument(
        "--take", choices=_CHOICES, required=True, help="mine 我的，theirs 对方的，both 都要（文字、标签）"
    )
    choosing.set_defaults(run=resolve)
    editing: Parser = inner.add_parser("edit", help="修改一条批注")
    editing.add_argument("id", metavar="ID")
    editing.add_argument("--note", metavar="TEXT", help="批注的内容")
    editing.add_argument("--colour", type=colour_named, choices=COLOURS, help="颜色")
    editing.add_argument("--tag", action="append", metavar="T", help="标签，可写多次")
    editing.add_argument("--status", choices=("none", "todo", "done"), help="进度")
    editing.set_defaults(run=edit_note)
    deleting: Parser = inner.add_parser("delete", help="把批注移到回收站")
    deleting.add_argument("id", nargs="+", metavar="ID")
    deleting.set_defaults(run=delete_notes)
    author: Parser = inner.add_parser("author", help="批注上写的姓名和单位；写 --name 或 --unit 则改为这个")
    author.add_argument("--name", metavar="NAME", help="姓名")
    author.add_argument("--unit", metavar="UNIT", help="单位")
    author.add_argument("--json", action="store_true", help="输出 JSON")
    author.set_defaults(run=tell_author)


def person_dict(person: Person) -> dict[str, str] | None:
    """A person as JSON-ready values; None for nobody."""
    return {"name": person.name, "unit": person.unit} if person else None


def conflict_dict(conflict: Conflict) -> dict[str, Any]:
    """A conflict as JSON-ready values: of each field our value, and each other one with who wrote it."""
    note = conflict.note
    return {
        "id": note.id, "doc": note.anchor.doc, "quote": note.anchor.quote, "trashed": note.trashed is not None,
        "fields": [
            {
                "field": name, "mine": _plain(getattr(note, name)), "editor": person_dict(conflict.mine(name).editor),
                "theirs": [
                    {"value": _plain(each.value), "editor": person_dict(each.editor), "modified": each.modified}
                    for each in conflict.of(name)
                ],
            }
            for name in conflict.fields
        ],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Anchor):
        return {"block": value.block, "start": value.start, "end": value.end, "quote": value.quote}
    return list(value) if isinstance(value, tuple) else value


def list_conflicts(chosen: Namespace, house: House) -> int:
    """Prints what is to be chosen, both wordings of each. Status 1 where there is nothing."""
    from reader.cli.notes.taking_in import FIELDS

    found = house.library.store.exchange.conflicts()
    said = house.library.store.registers.conflicts()
    if chosen.json:
        house.console.json([*map(conflict_dict, found), *map(row_dict, said)])
    english = house.console.language == "en"
    for each in found if not chosen.json else ():
        note = each.note
        house.console.line(f"{note.id}  “{' '.join(note.anchor.quote.split())}”")
        for name in each.fields:
            house.console.line(f"    {house.console.say(FIELDS[name][english])}")
            house.console.line(f"      {house.console.say('我的', 'mine')}：{_words(name, getattr(note, name), house)}")
            for other in each.of(name):
                by = f"（{other.editor}）" if other.editor else ""
                label = house.console.say("对方", "theirs")
                house.console.line(f"      {label}{by}：{_words(name, other.value, house)}")
    for row in said if not chosen.json else ():
        _print_row(row, house)
    if not (found or said) and not chosen.json:
        house.console.tell("没有两边都改过、要选定的批注。", "There is nothing to be chosen.")
    return 0 if found or said else 1


def row_dict(row: RowState) -> dict[str, Any]:
    """A row of a register of which something is to be chosen, in the form of `conflict_dict`."""
    return {
        "id": row.id, "doc": row.doc, "register": row.register, "quote": row.words,
        "fields": [
            {
                "field": name, "mine": _alone(row.form(name).value), "editor": person_dict(row.form(name).editor),
                "theirs": [
                    {"value": _alone(each.value), "editor": person_dict(each.editor), "modified": each.modified}
                    for each in row.of(name)
                ],
            }
            for name in row.fields
        ],
    }  # fmt: skip


def _alone(value: tuple[Any, ...]) -> Any:
    """The value of a field of a row; None for one that says nothing."""
    return value[0] if value else None


def _print_row(row: RowState, house: House) -> None:
    console = house.console
    console.line(f"{row.id}  {console.say('台账', 'register')} {row.register}  “{visible(row.words)}”")
    for name in row.fields:
        console.line(f"    {visible(name)}")
        for label, form in [("我的", row.form(name)), *(("对方", each) for each in row.of(name))]:
            by = f"（{form.editor}）" if form.editor else ""
            words = visible(str(_alone(form.value))) if form.value else "—"
            console.line(f"      {console.say(label, _SIDES[label])}{by}：{words}")


def _words(name: str, value: Any, house: House) -> str:
    if name == "trashed":
        return house.console.say("删除", "deleted") if value else house.console.say("保留", "kept")
    if name == "starred":
        return "★" if value else "☆"
    if isinstance(value, Anchor):
        return visible(value.quote or value.block)
    return visible(" ".join(f"#{tag}" for tag in value) if isinstance(value, tuple) else str(value)) or "—"


def resolve(chosen: Namespace, house: House) -> int:
    """Chooses what one note, or one field of it, is to say."""
    from reader.store.registers.row_merge import BEGINS  # brings what merging needs

    exchange = house.library.store.exchange
    if chosen.id.startswith(BEGINS):
        return _resolve_row(chosen, house)
    if chosen.field not in {None, *_FIELDS}:
        raise BadInput(f"没有“{brief(chosen.field)}”这一项；可用的有：{'、'.join(_FIELDS)}。")
    found = next((each for each in exchange.conflicts() if each.note.id == chosen.id), None)
    fields = (chosen.field,) if chosen.field else found.fields if found else ()
    if not fields:
        house.library.store.get(chosen.id)  # says so where there is no such note
        raise BadInput("这条批注没有要选定的写法。")
    for name in fields:
        exchange.resolve(chosen.id, name, chosen.take)
    house.console.tell("已选定；另一种写法留在修改历史中。", "Chosen; the other wording stays in the history.")
    return 0


def _resolve_row(chosen: Namespace, house: House) -> int:
    registers = house.library.store.registers
    found = next((each for each in registers.conflicts() if each.id == chosen.id), None)
    fields = [name for name in (found.fields if found is not None else ()) if chosen.field in {None, name}]
    if not fields:
        raise BadInput("这一行台账没有要选定的写法。")
    for name in fields:
        registers.resolve(chosen.id, name, chosen.take)
    house.console.tell("已选定。", "Chosen.")
    return 0


def edit_note(chosen: Namespace, house: House) -> int:
    """Changes a note; its earlier form stays in its history."""
    old = house.library.store.get(chosen.id)
    new = old if chosen.note is None else with_written(replace(old, text=chosen.note), old.text)
    if chosen.colour is not None:
        new = replace(new, colour=chosen.colour)
    if chosen.tag is not None:
        tags = tuple(dict.fromkeys(t for tag in chosen.tag if (t := tag.strip().lstrip("#").strip())))
        new = replace(new, tags=tags)
    if chosen.status is not None:
        new = replace(new, status="" if chosen.status == "none" else chosen.status)
    if new == old:
        raise BadInput("没有要修改的内容；可用 --note、--colour、--tag、--status。")
    house.console.line(house.library.notebook.update(new).id)
    return 0


def delete_notes(chosen: Namespace, house: House) -> int:
    """Moves notes to the trash, all or none."""
    house.library.store.trash(*chosen.id)
    house.console.tell(f"已把 {len(chosen.id)} 条批注移到回收站。", f"Moved {len(chosen.id)} notes to the trash.")
    return 0


def tell_author(chosen: Namespace, house: House) -> int:
    """Prints the name that notes bear, and sets it where one is given. Status 1 where there is none."""
    from reader.settings import load, save

    loaded = load(house.paths.settings_file, house.paths.policy)
    settings = loaded.settings
    if chosen.unit is not None and "my_unit" in loaded.locked:
        raise BadInput("单位由管理员设置，不能修改。")
    if chosen.name is not None or chosen.unit is not None:
        name = settings.my_name if chosen.name is None else " ".join(chosen.name.split())
        unit = settings.my_unit if chosen.unit is None else " ".join(chosen.unit.split())
        settings = replace(settings, my_name=name, my_unit=unit, name_asked=True)
        save(house.paths.settings_file, settings, loaded.locked)
    if chosen.json:
        house.console.json(person_dict(settings.me) or {"name": "", "unit": settings.my_unit})
    elif settings.me:
        house.console.line(visible(str(settings.me)))
    else:
        house.console.tell(
            "还没有姓名；可用 notes author --name 姓名。", "No name yet; set one with notes author --name."
        )
    return 0 if settings.me else 1
