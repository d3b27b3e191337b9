"""Qt's enums, made when they are first used. `reader/ui/look/light_qt.py` gives this to shiboken6 in place of `enum`.

Whoever imports `Qt` gets its 92 enums with it, of 1,187 members. Python's `enum` makes each of them member by member,
which took a tenth of a start, and the first paint uses a third of them. Here an enum is a bare class of its kind first.
When it is first asked for anything, `enum` makes it as it always does, and what it made is moved into that class: its
members, its methods, and that the class is one of `enum` like any other. From then on nothing tells the two apart.

Until then shiboken6 does not find a member in the class around the enum: for `Qt.AlignLeft`, in place of
`Qt.AlignmentFlag.AlignLeft`, the enum has to be made before. No code here writes so; shiboken6's own helpers do, and
`light_qt` calls `put_off_no_more` before them. And `QFlag`, which registers a flag of one's own with Qt, takes none;
nothing here uses it.
"""

from __future__ import annotations

import enum
from _thread import RLock
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

_OWN: Final = frozenset({"__dict__", "__weakref__", "__module__", "__doc__"})
"""What belongs to a class itself, or is told to it by shiboken6 after it was made."""
_PLAIN: Final = frozenset(
    {"__class__", "__dict__", "__module__", "__qualname__", "__name__", "__mro__", "__bases__", "__flags__"}
)
"""What a class knows of itself without its members."""
_RECIPE: Final = "_late_recipe"
_lock: Final = RLock()
_waiting: Final[list[LateEnum]] = []
"""Those that may not be made yet, for `put_off_no_more`."""


class LateEnum(enum.EnumType):
    """The kind of an enum that is not made yet."""

    def __getattribute__(cls, name: str) -> Any:
        if name in _PLAIN:
            return type.__getattribute__(cls, name)
        return getattr(_made(cls), name)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name.startswith("_"):  # what shiboken6 tells a new class of itself
            type.__setattr__(cls, name, value)
        else:
            setattr(_made(cls), name, value)

    def __delattr__(cls, name: str) -> None:
        delattr(_made(cls), name)

    def __call__(cls, *given: Any, **named: Any) -> Any:
        """A member by its value."""
        return _made(cls)(*given, **named)

    def __getitem__(cls, name: str) -> Any:
        return _made(cls)[name]

    def __iter__(cls) -> Iterator[Any]:
        yield from _made(cls)

    def __reversed__(cls) -> Iterator[Any]:
        yield from reversed(_made(cls))

    def __len__(cls) -> int:
        return len(_made(cls))

    def __contains__(cls, member: object) -> bool:
        return member in _made(cls)

    def __dir__(cls) -> list[str]:
        return dir(_made(cls))

    def __repr__(cls) -> str:
        return repr(_made(cls))


class _Kind(type):
    """What shiboken6 takes for one of the kinds of `enum`."""

    kind: Any
    is_late = True

    def __call__(cls, name: str, members: Any, **options: Any) -> Any:
        """An enum by its name and its members, to be made later."""
        if not _Kind.is_late:
            return cls.kind(name, members, **options)
        shell = type.__new__(LateEnum, name, (cls.kind,), {_RECIPE: (cls.kind, members, options)})
        _waiting.append(shell)
        return shell


def stand_in() -> ModuleType:
    """What shiboken6 is to take for the module `enum`: the same, but for the four kinds it makes enums of."""
    module = ModuleType("enum")
    module.__dict__.update(vars(enum))
    given: dict[type, _Kind] = {}
    for kind in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag):  # shiboken6 asks which comes from which
        given[kind] = _Kind(
            kind.__name__, tuple(given[base] for base in kind.__mro__ if base in given)[:1], {"kind": kind}
        )
        setattr(module, kind.__name__, given[kind])
    return module


def put_off_no_more() -> None:
    """Make every enum that is not made yet, and from now on each one at once.

    Later ones come, too: Qt's classes are made when they are asked for, and their enums with them.
    """
    _Kind.is_late = False
    while _waiting:
        with _lock:  # another thread may have taken the last one
            shell = _waiting.pop() if _waiting else None
            if shell is not None:
                _made(shell)


def _made(shell: Any) -> Any:
    """The class, with all that belongs to an enum."""
    with _lock:
        if type(shell) is LateEnum:
            own = type.__getattribute__(shell, "__dict__")
            kind, members, options = own[_RECIPE]
            twin = kind(type.__getattribute__(shell, "__name__"), members, **options)
            type.__delattr__(shell, _RECIPE)
            for name, value in vars(twin).items():
                if name not in _OWN and name not in own:
                    type.__setattr__(shell, name, value)
            for member in twin.__members__.values():
                member.__class__ = shell
                member.__objclass__ = shell
            type.__setattr__(shell, "__class__", enum.EnumType)
    return shell
