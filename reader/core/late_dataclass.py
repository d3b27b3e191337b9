"""Dataclasses whose methods are made when they are first used: for modules that are loaded before the first paint.

`dataclasses` writes the source of up to six methods for each class and compiles it; that took a sixth of the time until
the window had painted, and most of those classes had no instance by then. Here a class is given its slots, and its
refusal to be changed, at once. Its first few instances have their fields set one by one; what sets them is compiled, in
a tenth of the time, where there are more. All else is made by `dataclasses`, which is loaded then, when somebody
compares or shows one or asks for its fields. What comes of it is the same. `field`, `fields`, `replace` and `asdict` go
with it.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

__all__ = ["asdict", "dataclass", "field", "fields", "names_of", "replace"]

if TYPE_CHECKING:
    from dataclasses import asdict, dataclass, field, fields, replace
else:

    def field(**options: Any) -> _Field:
        """As `dataclasses.field`."""
        return _Field(options)

    def fields(of: object) -> tuple[Any, ...]:
        """As `dataclasses.fields`."""
        import dataclasses

        return dataclasses.fields(of)

    def asdict(instance: object) -> dict[str, Any]:
        """As `dataclasses.asdict`."""
        import dataclasses

        return dataclasses.asdict(instance)

    def replace(instance: Any, /, **changes: Any) -> Any:
        """As `dataclasses.replace`."""
        told = getattr(type(instance), _TOLD, None)
        if told is None or not all(_is_plain(default) for default in told.values()):
            import dataclasses

            return dataclasses.replace(instance, **changes)
        return type(instance)(**{name: getattr(instance, name) for name in told if name not in changes}, **changes)

    def dataclass(*, frozen: bool = False, slots: bool = False, weakref_slot: bool = False) -> Callable[[type], type]:
        """As `dataclasses.dataclass`."""

        def put_off(cls: type) -> type:
            names = [name for name, kind in cls.__annotations__.items() if "ClassVar" not in kind]
            body = {name: value for name, value in cls.__dict__.items() if name not in _PYTHONS}
            made = _slotted(cls, body, names, weakref_slot) if slots else cls
            if not slots:
                _clear(made, names, body)
            if frozen:
                _freeze(made, frozenset(names))
            _tell(made, body, names)
            _put_off(made, body, frozen)
            return made

        return put_off


_TOLD: Final = "_late_fields"
"""Where a class keeps its fields, those of the classes above it first: name → default, a `_Field`, or `_NONE`."""

_NONE: Final = object()
_PYTHONS: Final = frozenset(("__dict__", "__weakref__"))  # each class is given its own
_FEW: Final = 16
"""Instances up to which a class has their fields set one by one: compiling takes as long as setting those of sixty."""

_COMPARING: Final = ("__eq__", "__hash__")


def names_of(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass, those of the classes above it first."""
    told = getattr(kind, _TOLD, None)
    return tuple(told) if told is not None else tuple(each.name for each in fields(kind))


class _Field:
    """What `field` was told."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options

    def made(self) -> Any:
        """The field as `dataclasses` wants it."""
        import dataclasses

        return dataclasses.field(**self.options)


def _is_plain(default: object) -> bool:
    """Whether a field is one of `__init__`, wherever it stands."""
    return not isinstance(default, _Field) or (
        default.options.get("init", True) and not default.options.get("kw_only", False)
    )


def _clear(made: type, names: list[str], body: dict[str, Any]) -> None:
    """In a class without slots a default can be had of the class, and what stands for a field cannot."""
    for name in names:
        if isinstance(body.get(name), _Field):
            options = body[name].options
            if "default" in options:
                setattr(made, name, options["default"])
            else:
                delattr(made, name)


def _tell(made: type, body: dict[str, Any], names: list[str]) -> None:
    """Keep the fields, where all of the class's dataclasses and fields are of this kind."""
    special = any("InitVar" in str(kind) or "KW_ONLY" in str(kind) for kind in made.__annotations__.values())
    if special or any(type(body.get(name)).__module__ == "dataclasses" for name in names):
        return
    told: dict[str, object] = {}
    for base in made.__mro__[-2:0:-1]:
        if _TOLD in base.__dict__:
            told |= base.__dict__[_TOLD]
        elif "__dataclass_fields__" in base.__dict__:
            return
    setattr(made, _TOLD, told | {name: body.get(name, _NONE) for name in names})


def _init(made: Any, frozen: bool) -> Callable[..., None] | None:
    """What sets the fields of an instance; None where `dataclasses` has to make it."""
    told = made.__dict__.get(_TOLD)
    if told is None or "self" in told:
        return None
    known: dict[str, Any] = {"_set": object.__setattr__, "_new": _NONE}
    heads, lines = ["self"], []
    for number, (name, default) in enumerate(told.items()):
        if not _is_plain(default):
            return None
        options = default.options if isinstance(default, _Field) else {} if default is _NONE else {"default": default}
        value = name
        if "default_factory" in options:
            known[f"_{number}"] = options["default_factory"]
            value = f"_{number}() if {name} is _new else {name}"
            heads.append(f"{name}=_new")
        elif "default" in options:
            known[f"_{number}"] = options["default"]
            heads.append(f"{name}=_{number}")
        else:
            heads.append(name)
        lines.append(f" _set(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    try:
        exec(f"def __init__({', '.join(heads)}):\n" + "\n".join(lines or [" pass"]), known)  # noqa: S102  names of fields
    except SyntaxError:  # a field without a default behind one that has one: let that be said
        return None
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _one_by_one(made: Any, frozen: bool) -> Callable[[object, tuple[object, ...], dict[str, object]], bool] | None:
    """Sets the fields of an instance without a compiled `__init__`; None where `dataclasses` has to make that.

    It answers False, and has set nothing, where the arguments do not fit: let the compiled one say so.
    """
    told = made.__dict__.get(_TOLD)
    if told is None or "self" in told or not all(map(_is_plain, told.values())):
        return None
    plain = {name: default for name, default in told.items() if default is not _NONE}
    fixed = {name: each for name, each in plain.items() if not isinstance(each, _Field)}
    options = {name: each.options for name, each in plain.items() if isinstance(each, _Field)}
    fixed |= {name: each["default"] for name, each in options.items() if "default" in each}
    made_anew = {name: each["default_factory"] for name, each in options.items() if "default_factory" in each}
    needed = told.keys() - fixed.keys() - made_anew.keys()
    if set(list(told)[: len(needed)]) != needed:
        return None  # a field without a default behind one that has one
    put = object.__setattr__ if frozen else setattr

    def set_fields(instance: object, given: tuple[object, ...], named: dict[str, object]) -> bool:
        values = dict(zip(told, given, strict=False))
        if len(given) > len(told) or not named.keys() <= told.keys() or named.keys() & values.keys():
            return False
        values |= named
        if not needed <= values.keys():
            return False
        for name in told:
            value = values[name] if name in values else fixed[name] if name in fixed else made_anew[name]()
            put(instance, name, value)
        if hasattr(made, "__post_init__"):
            instance.__post_init__()  # type: ignore[attr-defined]  # just looked for
        return True

    return set_fields


def _compared(made: Any) -> tuple[Callable[..., object], Callable[..., int]] | None:
    """`__eq__` and `__hash__` by the fields; None where `dataclasses` has to make them."""
    told = made.__dict__.get(_TOLD)
    if not told:
        return None
    options = {name: default.options if isinstance(default, _Field) else {} for name, default in told.items()}
    if any("hash" in each for each in options.values()):
        return None
    names = [name for name, each in options.items() if each.get("compare", True)]
    if not names:
        return None
    values = attrgetter(*names)  # of one name it gives no tuple

    def equal(instance: object, other: object) -> object:
        if other.__class__ is not instance.__class__:
            return NotImplemented
        return values(instance) == values(other)

    def digest(instance: object) -> int:
        return hash(values(instance) if len(names) > 1 else (values(instance),))

    return equal, digest


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

        real = {name: value.made() if isinstance(value, _Field) else value for name, value in body.items()}
        twin = type(made)(made.__name__, made.__bases__, real)
        dataclasses.dataclass(frozen=frozen, **wanted)(twin)
        for name in names:
            if name in twin.__dict__:
                setattr(made, name, twin.__dict__[name])

    def make_first() -> None:
        make("__dataclass_fields__", "__match_args__", "__init__", repr=False, eq=False)

    seen: list[Any] = []  # what sets fields one by one, and a sign for each instance it did that for

    def first(instance: object, *given: object, **named: object) -> None:
        if not seen:
            seen.append(_one_by_one(made, frozen))
        if len(seen) <= _FEW and seen[0] is not None:
            seen.append(None)
            if seen[0](instance, given, named):
                return
        init = _init(made, frozen)
        if init is None:
            make_first()
        else:
            made.__init__ = init
        type(instance).__init__(instance, *given, **named)  # now it is another

    made.__init__ = first
    for name in ("__dataclass_fields__", "__match_args__"):
        setattr(made, name, _Asked(name, make_first))
    made.__dataclass_params__ = _Asked("__dataclass_params__", lambda: make("__dataclass_params__"))
    if not frozen:
        body.setdefault("__hash__", None)
        made.__hash__ = body["__hash__"]
    _put_off_comparing(made, body, make)


def _put_off_comparing(made: Any, body: dict[str, Any], make: Callable[..., None]) -> None:
    def make_comparing() -> None:
        compared = _compared(made)
        if compared is None:
            make(*_COMPARING)
            return
        for name, method in zip(_COMPARING, compared, strict=True):
            if name not in body:
                setattr(made, name, method)

    for name in _COMPARING:
        if name not in body:
            setattr(made, name, _asked(name, make_comparing))
    if "__repr__" not in body:
        made.__repr__ = _asked("__repr__", lambda: make("__repr__"))


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
