"""The reviewed word lists the registers read with: names of units, words of system names, corrections.

Owns the shape of `resources/units.toml` and `resources/systems.toml`. Reads them when a caller says where they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from reader.core.errors import BadInput
from reader.core.register import SystemType

UNITS_FILE: Final = "units.toml"
SYSTEMS_FILE: Final = "systems.toml"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided about a system name where the rules cannot know.

    Attributes:
        name: the name as it stands in the text.
        drop: it is no name.
        alias_of: it is another name of that system.
        type: what it is; a name with a type is looked for even where no rule finds it.
        docs: ids of the documents it is about; all where empty.
        basis: why.
    """

    name: str
    basis: str
    drop: bool = False
    alias_of: str | None = None
    type: SystemType | None = None
    docs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the registers know beyond the text.

    Attributes:
        stems, party, whole: name of a unit (without its level) → how assignment lists call it.
        forms: any name of `stems` → all names of that unit, the one to show first.
        shown: name of a unit as written → the name it is shown by (卫健局 → 卫生健康局).
        fields: what departments of any level are called after (财政, 卫生 …).
        generic: words that by themselves name a class of systems (公共, 服务, 工业互联网 …).
        domain: fields of work (教育, 旅游 …): they make a name only together with several other words.
        corrections: by name.
    """

    stems: Mapping[str, str] = field(default_factory=dict)
    party: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    generic: frozenset[str] = frozenset()
    domain: frozenset[str] = frozenset()
    corrections: Mapping[str, Correction] = field(default_factory=dict)

    def as_used_in(self, text: str) -> Lexicon:
        """The lexicon with short names shown by the full ones that a text itself uses (经信局, 工业和信息化局)."""
        own: dict[str, str] = {}
        for short, full in self.shown.items():
            if short != full and short in text and full not in text:
                said = [f for f in self.forms[short] if len(f) > len(short) and f[-1] == short[-1] and f in text]
                if said:
                    own[short] = next((f for f in said if _abbreviates(short, f)), said[0])
        return replace(self, shown={**self.shown, **own}) if own else self


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon of a resources folder. A missing file is an empty list; raises BadInput where one is damaged."""
    units, systems = _toml(folder / UNITS_FILE), _toml(folder / SYSTEMS_FILE)
    try:
        forms = {
            name: (entry["name"], *entry["also"])
            for entry in units.get("stem", ())
            for name in (entry["name"], *entry["also"])
        }
        return Lexicon(
            forms=forms,
            shown={name: _shown(name, every) for name, every in forms.items()},
            stems=_names(units.get("stem", ())),
            party=_names(units.get("party", ())),
            whole=_names(units.get("whole", ())),
            fields=tuple(sorted(dict.fromkeys(units.get("fields", ())), key=len, reverse=True)),
            generic=frozenset(systems.get("generic", ())),
            domain=frozenset(systems.get("domain", ())),
            corrections={
                c["name"]: Correction(**{**c, "docs": tuple(c.get("docs", ()))}) for c in systems.get("correction", ())
            },
        )
    except (KeyError, TypeError) as error:
        raise BadInput(f"词表 {folder} 中的 {UNITS_FILE} 或 {SYSTEMS_FILE} 内容有误（{error}）。") from error


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadInput(f"词表 {file} 无法读取（{error}）。") from error


def _names(entries: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        for name in (entry["name"], *entry["also"]):
            found[name] = entry["name"]
    return found


def _shown(name: str, forms: Sequence[str]) -> str:
    """The name to show: the first that this one abbreviates, else the unit's usual one where that is fuller."""
    for form in forms:
        if form[-1] == name[-1] and _abbreviates(name, form):
            return form
    return forms[0] if len(forms[0]) > len(name) and forms[0][-1] == name[-1] else name


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of a name stand in another in the same order (发改局, 发展改革局); a name is its own."""
    rest = iter(full)
    return all(character in rest for character in short)
