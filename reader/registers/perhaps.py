"""Tasks that may concern a unit although they do not name it: given to 各市级部门, 各区人民政府, 等市级相关部门.

Errs on the side of showing: whoever reads decides. Never counts such a task among those of the unit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from reader.core.folding import fold_text
from reader.core.late_pattern import late
from reader.core.register import Task
from reader.registers.lexicon import Lexicon
from reader.registers.units import places_of, unit_key

_DEPARTMENTS: Final = late(r"部门|单位|机构|委办局|成员")
_GOVERNMENTS: Final = late(
    r"(?:区|县|旗|州)(?:（[^（）]{1,6}）)?(?:人民)?政府|^(?:各|相关|有关)[市州]?、?[区县市]{1,3}$"
)
_ZONES: Final = late(r"开发区|功能区|高新区|经开区|园区|管委会")
_STREETS: Final = late(r"街|镇|乡")
_LEVEL: Final = late(r"[市区县省州旗]?(?:委)?")
_SAID_LEVEL: Final = late(r"(?P<level>[市区县省])(?:级|直)|全(?P<all>[市区县省])")
_DISTRICTS: Final = frozenset("区县旗")
_GOVERNMENT: Final = late(r"(?:人民)?政府$|(?:区|县|旗)$")


def perhaps_of(
    tasks: Iterable[Task], mine: Collection[Task], name: str, lexicon: Lexicon, regions: Mapping[str, str | None]
) -> tuple[tuple[Task, str], ...]:
    """Tasks of nobody in particular that a unit may be meant by, each with the words that may mean it.

    Args:
        mine: the tasks that name the unit; they are left out.
        name: the unit as typed. One without a level may be meant at every level.
        regions: region of each document by its id.
    """
    folded = fold_text("".join(name.split()))
    if not folded:
        return ()
    named = set(mine)
    found = []
    for task in tasks:
        region = regions.get(task.at.doc)
        said = [unit.name for _role, unit in task.everyone() if unit.generic]
        said += [words.removeprefix("等") for words in task.others]
        meant = next((words for words in said if words and _may_mean(words, folded, region, lexicon)), "")
        if meant and task not in named:
            found.append((task, meant))
    return tuple(found)


def _may_mean(words: str, folded: str, region: str | None, lexicon: Lexicon) -> bool:
    key, placed = unit_key(folded, region, lexicon)
    place = key.partition("/")[0] if placed else ""
    city, district = places_of(region)
    kind = _kind(folded)
    if not _meant(words, kind):
        return False
    if kind != "departments":  # of a district or a zone: of this city, for all that is known
        return not district or place in {"", district, city}
    said = _SAID_LEVEL.search(words)
    level = (said["level"] or said["all"]) if said else ("区" if district else "市")
    own = _own_level(folded, place)
    if own and (own in _DISTRICTS) != (level in _DISTRICTS):
        return False
    return place in {"", city, district} or len(place) == 1


def _meant(words: str, kind: str) -> bool:
    pattern = {"government": _GOVERNMENTS, "zone": _ZONES, "street": _STREETS, "departments": _DEPARTMENTS}[kind]
    return pattern.search(words) is not None


def _kind(folded: str) -> str:
    if re.search(r"街道(?:办事处)?$|[镇乡](?:人民)?政府$|[镇乡]$", folded):
        return "street"
    if _ZONES.search(folded) and re.search(r"(?:管委会|管理委员会|区)$", folded):
        return "zone"
    return "government" if _GOVERNMENT.search(folded) else "departments"


def _own_level(folded: str, place: str) -> str:
    """市, 区 … as the name or its place says; empty where neither does."""
    said = _LEVEL.match(folded)
    if said and said[0] and len(folded) > 2 and not place.startswith(folded[:2]):
        return said[0][0]
    return place[-1] if place and place[-1] in "市区县省旗州" else ""
