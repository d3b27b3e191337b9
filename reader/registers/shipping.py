"""The registers as they come with a corpus: written when it is built, read where nothing they rest on has changed.

Owns the file and its stamp: the corpus, the word lists, and the code that reads (its text where that is there, else the
version of the program). What does not fit is not used: the registers are then made anew. Must not make them itself.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from reader import __version__
from reader.core.errors import ReaderError
from reader.core.register import Registers
from reader.core.span import Span
from reader.files import read_whole, write_whole

T = TypeVar("T")

FOLDER, FILE = "registers", "registers.json"
FORMAT: Final = 1
MOST_BYTES: Final = 512 * 1024**2
_LISTS: Final = ("units.toml", "systems.toml")
# What shows, keeps or hands on rows does not decide what they are.
_OTHER_CODE: Final = frozenset([
    "__init__.py", "context.py", "due_days.py", "exporting.py", "icalendar_file.py", "joining.py", "mine.py",
    "kept.py", "own_rows.py", "registrar.py", "series.py", "series_names.py", "series_table.py", "shipping.py",
    "task_sheet.py",
])  # fmt: skip
_CORE: Final = ("register.py", "folding.py", "folding_table.py", "citation.py")


def stamp(version: str, resources: Path) -> dict[str, str]:
    """What registers of a corpus of that version, made here and now, rest on."""
    lists = [resources / name for name in _LISTS]
    own = Path(__file__).resolve().parent
    code = sorted(file for file in own.glob("*.py") if file.name not in _OTHER_CODE)
    code += [file for name in _CORE if (file := own.parent / "core" / name).exists()]
    return {
        "corpus": version, "lists": _sum([file for file in lists if file.exists()]),
        "code": _sum(code) if code else "", "program": __version__,
    }  # fmt: skip


def write(folder: Path, made: Registers, stamped: dict[str, str]) -> Path:
    """Writes the registers into a corpus folder. The same registers give the same bytes."""
    return write_values(folder, as_values(made), stamped)


def write_values(folder: Path, values: dict[str, Any], stamped: dict[str, str]) -> Path:
    """The same, of registers as `as_values` gives them."""
    target = folder / FOLDER / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    value = {"format": FORMAT, "stamp": stamped, "registers": values}
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    write_whole(target, data.encode("utf-8"))
    return target


def dumps(made: Registers, stamped: dict[str, str]) -> bytes:
    """The registers of one document, as they are kept beside it."""
    value = {"format": FORMAT, "stamp": stamped, "registers": _plain(made)}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def as_values(made: Registers) -> dict[str, Any]:
    """Registers as values for JSON."""
    plain: dict[str, Any] = _plain(made)
    return plain


def from_values(values: dict[str, Any]) -> Registers:
    """Registers of such values. Raises ValueError, KeyError, TypeError where they are none."""
    made = _made(Registers, values)
    if not isinstance(made, Registers):
        raise TypeError("no registers")
    return made


def value_of(row: object) -> Any:
    """What a row says, or any value made of such fields, as a value for JSON."""
    return _plain(row)


def value_from(kind: type[T], value: Any) -> T:
    """A value of that kind from one of JSON. Raises ValueError, KeyError, TypeError where it is none."""
    made = _made(kind, value)
    if not isinstance(made, kind):
        raise TypeError(f"no {kind.__name__}")
    return made


def load(folder: Path, wanted: dict[str, str]) -> Registers | None:
    """The registers of a corpus folder, if they are there, whole, and rest on what is wanted."""
    return load_file(folder / FOLDER / FILE, wanted)


def load_file(file: Path, wanted: dict[str, str]) -> Registers | None:
    """The registers in a file, if they are there, whole, and rest on what is wanted."""
    try:
        value = json.loads(read_whole(file, MOST_BYTES).decode("utf-8", "surrogatepass"))
        if value["format"] != FORMAT or not fits(value["stamp"], wanted):
            return None
        made = _made(Registers, value["registers"])
    except (ReaderError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return made if isinstance(made, Registers) else None


def is_sound(file: Path) -> bool:
    """Whether a file is one of registers: those of this program to the last value, others by their outermost parts."""
    try:
        value = json.loads(read_whole(file, MOST_BYTES).decode("utf-8", "surrogatepass"))
        stamped, made = value["stamp"], value["registers"]
        if not all(isinstance(each, dict) for each in (value, stamped, made)) or type(value["format"]) is not int:
            return False
        if value["format"] == FORMAT and stamped["program"] == __version__:
            _made(Registers, made)
    except (ReaderError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return True


def fits(kept: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether registers with one stamp are those that would be made under another."""
    by = "code" if wanted["code"] else "program"
    return all(kept.get(name) == wanted[name] for name in ("corpus", "lists", by))


def _sum(files: list[Path]) -> str:
    """One sum of all; line ends do not count."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()[:16]


# Values as JSON and back, by the types of their fields


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _made(kind: Any, value: Any) -> Any:
    return _maker(kind)(value)


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """What makes values of a kind from those of JSON, worked out once: a large library has a hundred thousand."""
    if get_origin(kind) in {Union, types.UnionType}:
        (only,) = (each for each in get_args(kind) if each is not type(None))
        return partial(_or_none, _maker(only))
    if get_origin(kind) is tuple:
        return partial(_tuple_of, _maker(get_args(kind)[0]))
    if get_origin(kind) is Mapping:
        return partial(_mapping_of, _maker(get_args(kind)[1]))
    if kind is Span:
        return _span
    if is_dataclass(kind) and isinstance(kind, type):
        return _maker_of_fields(kind)
    if get_origin(kind) is Literal:
        return partial(_one_of, frozenset(get_args(kind)))
    return partial(_checked, kind)


def _maker_of_fields(kind: Callable[..., Any]) -> Callable[[Any], Any]:
    makers: dict[str, Callable[[Any], Any]] = {}  # filled when first asked: a kind may hold values of its own kind

    def made(value: Any) -> Any:
        if not makers:
            makers.update({name: _maker(each) for name, each in get_type_hints(kind).items()})
        return kind(**{name: makers[name](each) for name, each in _checked(dict, value).items()})

    return made


def _or_none(maker: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else maker(value)


def _tuple_of(maker: Callable[[Any], Any], value: Any) -> Any:
    return tuple(map(maker, _checked(list, value)))


def _mapping_of(maker: Callable[[Any], Any], value: Any) -> Any:
    return {name: maker(each) for name, each in _checked(dict, value).items()}


def _span(value: Any) -> Span:
    start, end = value
    if not (type(start) is int and type(end) is int and 0 <= start <= end):
        raise TypeError(f"{value!r} is no stretch of text")
    return Span(start, end)


def _one_of(words: frozenset[str], value: Any) -> Any:
    if value not in words:
        raise TypeError(f"{value!r} is none of {sorted(words)}")
    return value


def _checked(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r:.80} is no {kind}")
    return value
