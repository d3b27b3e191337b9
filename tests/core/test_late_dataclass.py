"""A dataclass whose methods come later is told from one of `dataclasses` by nothing but when they come."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

from reader.core import late_dataclass as late
from reader.core.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    KIND: ClassVar[str] = "point"
    x: int
    y: int = 2
    tags: tuple[str, ...] = ()
    seen: dict[str, int] = field(default_factory=dict, compare=False)

    @property
    def sum(self) -> int:
        """Both."""
        return self.x + self.y


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Named(Point):
    """With a name."""

    name: str = ""


@dataclass(frozen=True)
class Loose:
    """Without slots."""

    x: int
    y: int = 2

    def __repr__(self) -> str:
        return "mine"


@dataclass(slots=True)
class Open:
    """May be changed."""

    x: int


def fresh() -> Any:
    """A class that nobody has used."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        """New."""

        x: int
        y: str = "y"

    return Fresh


def test_an_instance_has_its_fields_defaults_and_properties() -> None:
    point = Point(1)
    assert (point.x, point.y, point.tags, point.seen, point.sum, point.KIND) == (1, 2, (), {}, 3, "point")
    assert Point(1, tags=("a",)).tags == ("a",)
    assert Point(1).seen is not Point(1).seen
    assert not hasattr(point, "__dict__")
    assert Named(1, name="n").sum == 3


def test_what_is_wrong_with_arguments_is_said() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        fresh()()
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        fresh()(1, z=2)


def test_instances_are_equal_and_hashed_by_their_fields() -> None:
    assert Point(1) == Point(1, 2) != Point(1, 3)
    assert Point(1).__eq__(Named(1)) is NotImplemented
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert Loose(1) == Loose(1)
    assert repr(Loose(1)) == "mine"
    assert repr(Point(1)) == "Point(x=1, y=2, tags=(), seen={})"
    assert Open.__hash__ is None


def test_the_first_use_may_be_any() -> None:
    made = fresh()
    assert hash(made(1)) == hash(made(1))
    assert [each.name for each in dataclasses.fields(fresh())] == ["x", "y"]
    assert fresh().__match_args__ == ("x", "y")
    assert dataclasses.is_dataclass(fresh())
    assert fresh().__dataclass_params__.frozen
    match fresh()(3):
        case object(x=3, y="y"):
            pass
        case _:
            raise AssertionError


@pytest.mark.parametrize("made", [Point(1), Named(1, name="n"), Loose(1)])
def test_a_frozen_one_cannot_be_changed(made: Any) -> None:
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        made.x = 3
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del made.x
    with pytest.raises(FrozenInstanceError):
        made.other = 3


def test_an_open_one_can_be_changed() -> None:
    made = Open(1)
    made.x = 5
    assert made == Open(5)
    with pytest.raises(TypeError):
        hash(made)


def test_copies_replacements_and_pickles() -> None:
    point = Named(1, tags=("a",), name="n")
    assert copy.copy(point) == copy.deepcopy(point) == point
    assert pickle.loads(pickle.dumps(point)) == point
    assert dataclasses.replace(point, x=5) == Named(5, tags=("a",), name="n")
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 2, "tags": (), "seen": {}}


def test_many_threads_may_be_the_first() -> None:
    made = fresh()
    with ThreadPoolExecutor(8) as pool:
        all_of_them = list(pool.map(made, [1] * 64))
    assert set(all_of_them) == {made(1)}


@dataclass(frozen=True, slots=True)
class Own:
    """With fields of the kind that wants no `dataclasses`."""

    x: int
    seen: dict[str, int] = late.field(default_factory=dict, compare=False)
    y: int = late.field(default=2)


@dataclass(frozen=True, slots=True)
class More(Own):
    """With one more."""

    z: int = 3


@dataclass(frozen=True)
class LooseOwn:
    """The same without slots."""

    x: int
    seen: dict[str, int] = late.field(default_factory=dict)
    y: int = late.field(default=2)


@pytest.mark.parametrize("kind", [Own, LooseOwn, More])
def test_own_fields_are_those_of_dataclasses(kind: Any) -> None:
    one = kind(1)
    assert (one.x, one.seen, one.y) == (1, {}, 2)
    assert one.seen is not kind(1).seen
    assert late.replace(one, y=5) == kind(1, y=5) != one
    assert late.names_of(kind)[:3] == ("x", "seen", "y") == tuple(each.name for each in dataclasses.fields(kind))[:3]
    assert dataclasses.replace(one, y=5) == late.replace(one, y=5)
    assert late.asdict(one)["y"] == 2
    assert repr(one).startswith(f"{kind.__name__}(x=1, seen={{}}, y=2")
    with pytest.raises(TypeError, match="unexpected keyword argument 'w'"):
        late.replace(one, w=1)
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one


def test_own_comparing_is_by_kind_and_by_the_fields_that_count() -> None:
    assert Own(1, {"a": 1}) == Own(1, {}) != More(1)
    assert hash(Own(1, {"a": 1})) == hash(Own(1, {}))
    assert Own(1).__eq__(More(1)) is NotImplemented
    with pytest.raises(TypeError, match="unhashable"):
        hash(LooseOwn(1))
    assert late.names_of(Point) == ("x", "y", "tags", "seen")


def test_a_class_with_a_mistake_says_it() -> None:
    @dataclass(frozen=True, slots=True)
    class Wrong:
        """The second field lacks a default."""

        x: int = 1
        y: int  # type: ignore[misc]  # the mistake

    with pytest.raises(TypeError, match="non-default argument 'y' follows default argument"):
        Wrong(1, 2)
