"""Commands `corpus list`, `rollback` and `remove`: the shelves there are, and each taken back by itself."""

from __future__ import annotations

from argparse import Namespace
from typing import Any, Final

from reader.cli.arguments import Parser
from reader.cli.console import Console
from reader.cli.house import House
from reader.core.pack import ADDITION, REPLACEMENT, Installed, ShelfRow

_STATES: Final = {"in-use": "使用中", "hidden": "已隐藏", "damaged": "已损坏", "earlier": "可退回"}
_KINDS: Final = {ADDITION: "另立", REPLACEMENT: "取代", "bundled": "随附", "own": "自己"}
_NAMES: Final = {"bundled": "随程序附带的语料", "own": "我的文件"}


def add_shelf_commands(inner: Any) -> None:
    """Adds the commands of this file below `corpus`."""
    back: Parser = inner.add_parser("rollback", help="退回安装前的语料；写书架名称则只退回那一个")
    back.add_argument("name", nargs="?", metavar="NAME", help="书架名称")
    back.add_argument("--json", action="store_true", help="输出 JSON")
    back.set_defaults(run=roll_back)
    away: Parser = inner.add_parser("remove", help="移除一个书架和它的各版；批注留着")
    away.add_argument("name", metavar="NAME", help="书架名称")
    away.add_argument("--json", action="store_true", help="输出 JSON")
    away.set_defaults(run=remove)
    listing: Parser = inner.add_parser("list", help="列出所有书架：种类、名称、版本、份数和状态")
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    listing.set_defaults(run=list_packs)


def roll_back(chosen: Namespace, house: House) -> int:
    """Puts what was on a shelf before in force. Status 1 where there is none."""
    name = "" if chosen.name is None else house.packs.shelf_named(chosen.name)
    now = house.packs.roll_back(name)
    if chosen.json:
        house.console.json(installed_dict(now))
        return 0
    said = f"已退回语料包 {now.title}（版本 {now.version}）。" if now.folder else "已退回随程序附带的语料。"
    english = f"Back to the pack {now.title} (version {now.version})." if now.folder else "Back to the program's corpus."
    shelf = house.console.say(f"书架“{name}”", f"Shelf “{name}”: ") if name else ""
    house.console.line(shelf + house.console.say(said, english) + notes_now(house))
    return 0


def remove(chosen: Namespace, house: House) -> int:
    """Takes a shelf away. Status 1 where there is none of that name."""
    name = house.packs.shelf_named(chosen.name)
    gone = house.packs.remove(name)
    if chosen.json:
        house.console.json(installed_dict(gone))
        return 0
    said = f"已移除书架“{name}”" if name else f"已移除语料包 {gone.title}，改用随程序附带的语料"
    english = f"Shelf “{name}” is gone" if name else f"The pack {gone.title} is gone, the program's corpus is used"
    house.console.line(house.console.say(f"{said}；批注都留着。", f"{english}; all notes stay.") + notes_now(house))
    return 0


def notes_now(house: House) -> str:
    """How the notes stand in the library as it is now."""
    fresh = house.anew()
    try:
        states = [placed.resolution.state for placed in fresh.library.notebook.all()]
    finally:
        fresh.close()
    moved = sum(state != "exact" for state in states)
    if not moved:
        return ""
    return house.console.say(
        f"批注 {len(states)} 条，其中 {moved} 条的原文移动、改动或不在了。",
        f" Of {len(states)} notes the words of {moved} moved, changed or are gone.",
    )


def list_packs(chosen: Namespace, house: House) -> int:
    """Prints all shelves in the library's order, each with those to go back to."""
    rows = [row for row in house.packs.rows() if row.kind != "own" or row.documents]  # an empty one is none yet
    if chosen.json:
        house.console.json([_row_dict(row) for row in rows])
        return 0
    for row in rows:
        for line in _row_lines(row, house.console):
            house.console.line(line)
    return 0


def _row_lines(row: ShelfRow, console: Console) -> list[str]:
    word, say = console.word, console.say
    name = word(_NAMES[row.kind]) if row.kind in _NAMES else row.name
    words = [word(_STATES[row.state]), word(_KINDS[row.kind]), name]
    if row.kind in {ADDITION, REPLACEMENT}:
        words += [row.title] if row.title != row.name else []
        words += [say(f"版本 {row.version}", f"version {row.version}"), say(f"制作于 {row.made}", f"made {row.made}")]
        words.append(say(f"密钥 {row.signer}", f"key {row.signer}") if row.signer else word("未签名"))
    elif row.version:
        words.append(say(f"版本 {row.version}", f"version {row.version}"))
    if row.documents is not None:
        words.append(say(f"{row.documents:,} 份", f"{row.documents:,} document{'s' * (row.documents != 1)}"))
    lines = ["  ".join(words)]
    for shelf, count in row.doubles:
        there = word(_shown(shelf))
        lines.append(
            say(f"    {count:,} 份在书架“{there}”上也有，以那里的为准", f"    {count:,} are on shelf “{there}” too; those count")
        )
    return lines + ([f"    {say(row.fault)}"] if row.fault else [])


def _shown(shelf: str) -> str:
    return _NAMES.get(shelf, shelf.removeprefix("pack:"))


def _row_dict(row: ShelfRow) -> dict[str, Any]:
    return {
        "in_use": row.state != "earlier", "bundled": row.kind == "bundled", "shelf": row.shelf, "kind": row.kind,
        "name": row.name or row.shelf, "title": row.title, "version": row.version, "made": row.made, "signer": row.signer or None,
        "documents": row.documents, "state": row.state,
        "doubles": [{"shelf": shelf, "documents": count} for shelf, count in row.doubles], "fault": row.fault or None,
    }  # fmt: skip


def installed_dict(each: Installed | None, **more: Any) -> dict[str, Any]:
    """What was installed, taken back or removed, as JSON-ready values."""
    if each is None:
        return more
    return {
        **more, "bundled": not each.folder, "kind": each.kind if each.folder else "bundled", "name": each.name,
        "title": each.title, "version": each.version, "made": each.made, "signer": each.signer or None,
    }  # fmt: skip
