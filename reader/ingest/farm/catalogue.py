"""The catalogue of a folder: what people know of its files, by their names. A started one is written for review.

    [[document]]
    file = "2024/通知.docx"
    id = "d-0123456789ab"           # stays this document's for ever; chosen by people or minted
    sha256 = "0123456789ab"         # of the bytes it was started with: by these it is found again under another name
    # title = "…"                   # as it was read; without the # it is a correction and wants a basis
    [document.basis]
    title = "与原件核对"

A file of people is never rewritten: what it lacks is added at its end.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from reader.core.errors import BadInput
from reader.core.showing import brief
from reader.corpus import is_id
from reader.files import read_whole, write_whole

FIELDS: Final[Mapping[str, str]] = MappingProxyType({
    "title": "标题", "attachment_title": "所附文件的标题", "kind": "文种", "issuers": "发文机关", "doc_number": "文号",
    "written": "成文日期", "published": "发布日期", "region": "地区", "level": "级别", "status": "状态",
    "period": "期间",
})  # fmt: skip
"""What can be corrected, in the order in which it is shown, with its Chinese name."""
_LEVELS: Final = ("national", "province", "city", "district", "unknown")
_STATES: Final = ("issued", "draft", "unknown")
_OFTEN_MISSING: Final = ("title", "issuers", "doc_number", "written", "region")
_DATE: Final = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_RESERVED: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_MOST: Final = 256 * 1024**2
_LONGEST_ID: Final = 80
MINTED: Final = "doc-"
MARKED: Final = 12
"""How an id that nobody has chosen begins, and how many digits of the sum of a file's bytes it has."""
_MARK: Final = re.compile(rf"[0-9a-f]{{{MARKED}}}", re.ASCII)

_HEAD: Final = """\
# 这份目录由 policy-reader corpus build 写成，供核对；以后再制作时只在末尾添上新的文件，已有的字句不动。
# 以“# ”开头的是从文件里读到的；“没有读到”的请补上。更正的办法：去掉行首的“# ”，改成对的内容，
# 再在 [document.basis] 下用同样的名称写明依据，然后重新运行同一条命令。没有改动的行不必理会。
# id 是文件的编号，批注就记在它名下：可以改成好记的（小写字母、数字、短横线），定了就不要再变。
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one file: its id, "" where none is; values by field, each with its basis.

    `mark`: the first digits of the sum of the bytes that it was started with; "" where nobody knows.
    """

    file: str
    id: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    basis: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""


def read(file: Path) -> dict[str, Entry]:
    """The entries of a catalogue by the names of their files; none where there is no such file.

    Raises BadInput, with the document and what is wrong, where it cannot be used.
    """
    if not file.exists():
        return {}
    shown = brief(str(file))
    try:
        table = tomllib.loads(read_whole(file, _MOST, "目录文件").decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(f"目录文件“{shown}”不是 UTF-8 编码的文字；请在记事本里另存，编码选 UTF-8。") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, too, is none that TOML can read
        raise BadInput(f"目录文件“{shown}”格式有误：{brief(str(error), 100)}。") from error
    if strange := sorted(set(table) - {"document"}):
        names = brief("、".join(strange), 60)
        raise BadInput(f"目录文件“{shown}”开头有不认识的项目：{names}；每份文件应写在 [[document]] 下。")
    listed = table.get("document", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise BadInput(f"目录文件“{shown}”里每份文件应写在 [[document]] 下。")
    made: dict[str, Entry] = {}
    ids: dict[str, str] = {}
    for each in listed:
        entry = _entry(each, shown)
        if entry.file in made:
            raise BadInput(f"目录文件“{shown}”里“{brief(entry.file)}”写了两次。")
        if entry.id and ids.setdefault(entry.id, entry.file) != entry.file:
            first = brief(ids[entry.id], 30)
            raise BadInput(f"目录文件“{shown}”里编号 {entry.id} 给了两份文件：“{first}”和“{brief(entry.file, 30)}”。")
        made[entry.file] = entry
    return made


def _entry(table: Mapping[str, Any], shown: str) -> Entry:
    file = table.get("file")
    if not isinstance(file, str) or not file:
        raise BadInput(f"目录文件“{shown}”里有一份文件没有写 file（相对于文件夹的文件名）。")
    where = f"目录文件“{shown}”里“{brief(file)}”"
    given = table.get("id", "")
    if not isinstance(given, str) or (given and not is_good_id(given)):
        raise BadInput(
            f"{where}的编号“{brief(str(given), 40)}”不能用：编号只能是小写字母、数字和短横线，以字母或数字开头，"
            f"不超过 {_LONGEST_ID} 个字符（例如 tj-2021-14）。"
        )
    values = {name: table[name] for name in FIELDS if name in table}
    for name, value in values.items():
        if problem := _problem(name, value):
            raise BadInput(f"{where}的 {name}（{FIELDS[name]}）{problem}。")
    basis = table.get("basis", {})
    if not isinstance(basis, dict) or not all(isinstance(each, str) for each in basis.values()):
        raise BadInput(f"{where}的依据（[document.basis]）应逐项写成文字。")
    if strange := sorted(set(basis) - set(FIELDS)):
        raise BadInput(f"{where}的依据里有不认识的项目：{brief('、'.join(strange), 60)}。")
    unfounded = [name for name in values if not basis.get(name, "").strip()]
    if unfounded:
        raise BadInput(f"{where}的 {'、'.join(unfounded)} 没有写明依据（写在 [document.basis] 下）。")
    if unknown := sorted(set(table) - set(FIELDS) - {"file", "id", "basis", "sha256"}):
        raise BadInput(f"{where}有不认识的项目：{brief('、'.join(map(str, unknown)), 60)}。")
    mark = table.get("sha256", "")
    if not isinstance(mark, str) or (mark and not _MARK.fullmatch(mark)):
        raise BadInput(f"{where}的 sha256 是程序写的（{MARKED} 位），请不要改动。")
    mark = mark or (given.removeprefix(MINTED) if _MARK.fullmatch(given.removeprefix(MINTED)) else "")
    return Entry(unicodedata.normalize("NFC", file), given, values, {name: basis[name] for name in values}, mark)


def placed(entries: Mapping[str, Entry], files: Container[str]) -> dict[str, Entry]:
    """Entries by the names of files that are there. In a corpus folder files stand in `raw/`, which its catalogue does
    not say.
    """
    made = {}
    for name, entry in entries.items():
        file = f"raw/{name}" if name not in files and f"raw/{name}" in files else name
        made[file] = replace(entry, file=file)
    return made


def is_good_id(text: str) -> bool:
    """Whether an id that people choose can be used, on every system."""
    return is_id(text) and len(text) <= _LONGEST_ID and not _RESERVED.fullmatch(text)


def _problem(name: str, value: Any) -> str:
    """What is wrong with a value; "" where nothing is."""
    if name == "issuers":
        is_list = isinstance(value, list) and all(map(_is_line, value))
        return "" if is_list else '应写成列表，例如 ["天津市人民政府"]'
    if name == "period":
        is_pair = isinstance(value, list) and len(value) == 2 and all(type(year) is int for year in value)
        return "" if is_pair and 1900 <= value[0] <= value[1] < 3000 else "应写成两个年份，例如 [2021, 2025]"
    if not _is_line(value):
        return "应写成一行文字"
    if name in {"written", "published"}:
        return "" if _DATE.fullmatch(value) and _is_day(value) else "应写成 2021-08-19 的样子，并且有这一天"
    choices = {"level": _LEVELS, "status": _STATES}.get(name)
    return f"只能是 {'、'.join(choices)} 之一" if choices and value not in choices else ""


def _is_line(value: object) -> bool:
    """Whether it is a text of one line, without characters that nobody sees."""
    if not isinstance(value, str) or not value.strip():
        return False
    return not any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in value)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


# -- a started one


@dataclass(frozen=True, slots=True)
class Started:
    """A document as it was read, for the catalogue: `info` as `info_dict` gives it, with the sum of its file."""

    file: str
    id: str
    info: Mapping[str, Any]


def add(file: Path, documents: Iterable[Started]) -> int:
    """Puts entries for documents that a catalogue lacks at its end; makes it where there is none.

    Returns how many. Raises BadInput, StoreUnavailable.
    """
    known = read(file)
    ids = {entry.id for entry in known.values()}  # one that has moved is known by what stands there
    fresh = [each for each in documents if each.file not in known and each.id not in ids]
    if not fresh and file.exists():
        return 0
    before = read_whole(file, _MOST, "目录文件").decode("utf-8-sig").rstrip() + "\n" if file.exists() else _HEAD
    write_whole(file, (before + "".join(map(_section, fresh))).encode("utf-8"))
    return len(fresh)


def _section(each: Started) -> str:
    lines = ["", "[[document]]", f"file = {_quoted(each.file)}", f"id = {_quoted(each.id)}"]
    lines.append(f'sha256 = "{each.info["source"]["sha256"][:MARKED]}"')
    inferred = each.info["source"]["inferred"]
    for name, chinese in FIELDS.items():
        value = each.info.get(name)
        if value in (None, "", [], "unknown"):
            if name in _OFTEN_MISSING:
                empty = "[]" if name == "issuers" else '""'
                lines.append(f"# {name} = {empty}  # {chinese}：没有读到")
            continue
        doubt = f"，请核对：{_line(inferred[name])}" if name in inferred else ""
        lines.append(f"# {name} = {_value(value)}  # {chinese}{doubt}")
    return "\n".join([*lines, "# [document.basis]", ""])


def _value(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(str(each) if isinstance(each, int) else _quoted(str(each)) for each in value) + "]"
    return _quoted(str(value))


def _line(text: str) -> str:
    return brief(text, 100)


def _quoted(text: str) -> str:
    """A TOML string on one line."""

    def escaped(match: re.Match[str]) -> str:
        code = ord(match[0])
        return f"\\{match[0]}" if match[0] in '"\\' else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"

    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return '"' + re.sub(r'["\\\x00-\x1f\x7f]', escaped, text) + '"'
