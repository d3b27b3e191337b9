"""My unit: which tasks are those of a unit that somebody names, in either script and by any of its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from reader.core.folding import fold_text
from reader.core.late_pattern import late
from reader.core.register import Place, Registers, Role, Task, Unit
from reader.core.span import Span
from reader.registers.lexicon import Lexicon
from reader.registers.units import unit_key

_ALSO: Final = late(r"（(?P<name>[^（）]{2,16}(?:局|委|办|厅|院|中心|委员会|办公室))）$")
_ORDER: Final[tuple[Role, ...]] = ("lead", "joint", "support")


def my_unit(
    tasks: Iterable[Task], name: str, lexicon: Lexicon, regions: Mapping[str, str | None] | None = None
) -> tuple[tuple[Task, Role], ...]:
    """The tasks of a unit, each with the part the unit has in it.

    Args:
        name: as typed: 市科技局, 區工信局, 滨海新区工信局, or without a level (工信局: of every level).
        regions: region of each document by its id. 区工信局 means the same unit in documents of one district only;
            without a level or place in `name` they do not matter.

    Units that stand for any number (各区人民政府) are found by their own words only.
    """
    wanted = _Wanted(name, lexicon)
    found = []
    for task in tasks:
        region = (regions or {}).get(task.at.doc)
        roles = {role for role, unit in task.everyone() if wanted.matches(unit, region)}
        found += [(task, role) for role in _ORDER if role in roles][:1]
    return tuple(found)


def of_unit(
    registers: Registers, name: str, lexicon: Lexicon, regions: Mapping[str, str | None] | None = None
) -> Registers:
    """What concerns a unit: its tasks, the targets and citations within them, the systems it leads."""
    tasks = tuple(task for task, _ in my_unit(registers.tasks, name, lexicon, regions))
    spans: dict[tuple[str, str], list[Span]] = {}
    for task in tasks:
        spans.setdefault((task.at.doc, task.at.block), []).append(task.at.span)

    def within(place: Place) -> bool:
        return any(place.span.overlaps(s) for s in spans.get((place.doc, place.block), ()))

    wanted, places = _Wanted(name, lexicon), regions or {}
    mine = {u.name for t in tasks for u in t.responsible if wanted.matches(u, places.get(t.at.doc))}
    return Registers(
        tasks,
        tuple(t for t in registers.targets if within(t.at)),
        tuple(s for s in registers.systems if mine & set(s.lead) and any(within(m) for m in s.mentions)),
        tuple(c for c in registers.citations if within(c.at)),
    )


class _Wanted:
    """A name as typed, compared with units."""

    def __init__(self, name: str, lexicon: Lexicon) -> None:
        self._folded = fold_text("".join(name.split()))
        self._lexicon = lexicon
        self._keys: dict[str | None, tuple[str, bool]] = {}

    def matches(self, unit: Unit, region: str | None) -> bool:
        if not self._folded:
            return False
        if self._folded in (fold_text(unit.name), fold_text(unit.as_written)):
            return True
        if unit.generic:
            return False
        return self._is(unit.key, region) or any(self._is(key, region) for key in self._also(unit, region))

    def _is(self, key: str, region: str | None) -> bool:
        mine, placed = self._key(region)
        own = fold_text(key)
        return own == fold_text(mine) if placed else _stem(own) == _stem(fold_text(mine))

    def _also(self, unit: Unit, region: str | None) -> tuple[str, ...]:
        """Keys of names in brackets: 市文化和旅游局（市广电局） answers to both."""
        said = _ALSO.search(unit.name)
        return (unit_key(said["name"], region, self._lexicon)[0],) if said else ()

    def _key(self, region: str | None) -> tuple[str, bool]:
        if region not in self._keys:
            self._keys[region] = unit_key(self._folded, region, self._lexicon)
        return self._keys[region]


def _stem(key: str) -> str:
    return key.partition("/")[2].removeprefix("委")
