"""Dataclasses whose methods are made when they are first used: for modules that are loaded before the first paint.

`dataclasses` writes the source of up to six methods for each class and compiles it; that took a sixth of the time until
the window had painted, and most of those classes had no instance by then. Here a class is given its slots, and its
refusal to be changed, at once; all else is made by `dataclasses` when the first instance is, or when somebody asks for
its fields. What comes of it is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, weakref_slot: bool = False) -> Callable[[type], type]:
        """As `dataclasses.dataclass`."""

        def put_off(cls: type) -> type:
            names = [name for name, kind in cls.__annotations__.items() if "ClassVar" not in kind]
            body = {name: value for name, value in cls.__dict__.items() if name not in _PYTHONS}
            made = _slotted(cls, body, names, weakref_slot) if slots else cls
            if frozen:
                _freeze(made, frozenset(names))
            _put_off(made, body, frozen)
            return made

        return put_off


_PYTHONS: Final = frozenset(("__dict__", "__weakref__"))  # each class is given its own
_COMPARING: Final = ("__repr__", "__eq__", "__hash__")  # what few classes are asked for before the window has painted


def _slotted(cls: type, body: dict[str, Any], names: list[str], weakref_slot: bool) -> type:
    """A copy of the class with slots for these fields, but for those that a class above it has."""
    above = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
    rest = {name: value for name, value in body.items() if name not in names}
    wanted = (*names, "__weakref__") if weakref_slot else names
    rest["__slots__"] = tuple(slot for slot in wanted if slot not in above)
    rest |= {"__getstate__": _state, "__setstate__": _set_state}
    made = type(cls)(cls.__name__, cls.__bases__, rest)
    made.__qualname__ = cls.__qualname__
    return made


def _state(instance: Any) -> list[object]:
    """For `copy`: its own way sets one slot after the other, which is refused."""
    from dataclasses import fields

    return [getattr(instance, each.name) for each in fields(instance)]


def _set_state(instance: Any, state: list[object]) -> None:
    from dataclasses import fields

    for each, value in zip(fields(instance), state, strict=True):
        object.__setattr__(instance, each.name, value)


def _freeze(made: Any, names: frozenset[str]) -> None:
    def refuse(instance: object, name: str, doing: str) -> None:
        if type(instance) is made or name in names:
            from dataclasses import FrozenInstanceError

            raise FrozenInstanceError(f"cannot {doing} field {name!r}")

    def set_attribute(instance: object, name: str, value: object) -> None:
        refuse(instance, name, "assign to")
        super(made, instance).__setattr__(name, value)

    def delete_attribute(instance: object, name: str) -> None:
        refuse(instance, name, "delete")
        super(made, instance).__delattr__(name)

    made.__setattr__, made.__delattr__ = set_attribute, delete_attribute


def _put_off(made: Any, body: dict[str, Any], frozen: bool) -> None:
    """Put into the class what makes the rest. Two threads may both do it: they make the same."""

    def make(*names: str, **wanted: bool) -> None:
        import dataclasses

        twin = type(made)(made.__name__, made.__bases__, dict(body))
        dataclasses.dataclass(frozen=frozen, **wanted)(twin)
        for name in names:
            if name in twin.__dict__:
                setattr(made, name, twin.__dict__[name])

    def make_first() -> None:
        make("__dataclass_fields__", "__match_args__", "__init__", repr=False, eq=False)

    def first(instance: object, *given: object, **named: object) -> None:
        make_first()
        type(instance).__init__(instance, *given, **named)  # now it is another

    made.__init__ = first
    for name in ("__dataclass_fields__", "__match_args__"):
        setattr(made, name, _Asked(name, make_first))
    made.__dataclass_params__ = _Asked("__dataclass_params__", lambda: make("__dataclass_params__"))
    if not frozen:
        body.setdefault("__hash__", None)
        made.__hash__ = body["__hash__"]
    for name in _COMPARING:
        if name not in body:
            setattr(made, name, _asked(name, lambda: make(*_COMPARING)))


def _asked(name: str, make: Callable[[], None]) -> Callable[..., object]:
    """A method that is made when it is called."""

    def method(instance: object, *given: object) -> object:
        make()
        return getattr(type(instance), name)(instance, *given)

    return method


class _Asked:
    """An attribute of a class that is there when it is asked for."""

    def __init__(self, name: str, make: Callable[[], None]) -> None:
        self._name, self._make = name, make

    def __get__(self, _instance: object, owner: type) -> object:
        self._make()
        return getattr(owner, self._name)
