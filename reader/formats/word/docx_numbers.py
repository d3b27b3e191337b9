"""Automatic list numbers of a Word file as Word shows them: formats, levels, restarts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from reader.formats.packed import Element, attribute, child, children, local, whole

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEVELS = 9
_HIGHEST = 99_999
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PLACE = re.compile(r"%([1-9])")


def _han(number: int, digits: str, units: str) -> str:
    """A number in Chinese: 十一, 一百零一, 壹拾壹."""
    if number == 0:
        return "零"
    out: list[str] = []
    gap = False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(out)
            continue
        if gap:
            out.append("零")
            gap = False
        out.append(digits[digit] + (units[place - 1] if place else ""))
    text = "".join(out)
    return text[1:] if 10 <= number < 20 and digits is _DIGITS else text


def _roman(number: int) -> str:
    values = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    out = []
    for value, letters in (*values, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        out.append(letters * (number // value))
        number %= value
    return "".join(out)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 8) if number > 0 else ""


def _ring(number: int) -> str:
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if 36 <= number <= 50 else f"({number})"


def shown(number: int, form: str) -> str:
    """A number in one of Word's formats; the ones not known here in plain digits."""
    number = min(max(number, 0), _HIGHEST)
    lower = form.lower()
    if lower in ("none", "bullet"):
        return ""
    if "digital" in lower or lower == "taiwanesedigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if "legal" in lower:
        return _han(number, _LEGAL, "拾佰仟万")
    if "counting" in lower:
        return _han(number, _DIGITS, "十百千万")
    if "enclosedcircle" in lower:
        return _ring(number)
    if lower == "decimalenclosedparen":
        return chr(0x2474 + number - 1) if 1 <= number <= 20 else f"({number})"
    if lower == "decimalenclosedfullstop":
        return chr(0x2488 + number - 1) if 1 <= number <= 20 else f"{number}."
    simple = {
        "decimalzero": f"{number:02d}", "upperroman": _roman(number % 4000).upper(),
        "lowerroman": _roman(number % 4000), "upperletter": _letter(number).upper(), "lowerletter": _letter(number),
        "decimalfullwidth": str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
        "ideographenclosedcircle": chr(0x3280 + number - 1) if 1 <= number <= 10 else str(number),
        "ideographtraditional": _STEMS[(number - 1) % 10], "ideographzodiac": _BRANCHES[(number - 1) % 12],
    }  # fmt: skip
    return simple.get(lower, str(number))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """One abstract list: its levels and how far each has counted."""

    levels: dict[int, _Level]
    link: str | None = None
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """All lists of a document; asked for each numbered paragraph in order."""

    def __init__(self, root: Element | None) -> None:
        self._lists = {
            attribute(each, "abstractNumId") or "": _List(_levels(each), _value(child(each, "numStyleLink")))
            for each in children(root, "abstractNum")
        }
        by_style = {
            _value(child(each, "styleLink")): attribute(each, "abstractNumId") or ""
            for each in children(root, "abstractNum")
        }
        self._nums: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        for num in children(root, "num"):
            key = attribute(num, "numId") or ""
            base = _value(child(num, "abstractNumId")) or ""
            known = self._lists.get(base)
            self._nums[key] = by_style.get(known.link, base) if known and known.link else base
            for change in children(num, "lvlOverride"):
                level = whole(attribute(change, "ilvl"), 0, _LEVELS - 1, 0)
                start = _value(child(change, "startOverride"))
                if start is not None:
                    self._overrides.setdefault(key, {})[level] = whole(start, 0, _HIGHEST, 1)
                if (own := child(change, "lvl")) is not None:
                    self._own.setdefault(key, {})[level] = _level(own)
        self._begun: set[str] = set()

    def level_of_style(self, num: str, style: str) -> int | None:
        """The level that a list gives to paragraphs of a style; None where it names none."""
        known = self._lists.get(self._nums.get(num, ""))
        return next((n for n, level in known.levels.items() if level.style == style), None) if known else None

    def next(self, num: str, at: int) -> str | None:
        """The number of the next paragraph on a level of a list; None where the list shows none."""
        known = self._lists.get(self._nums.get(num, ""))
        at = min(max(at, 0), _LEVELS - 1)
        if known is None:
            return None
        levels = {**known.levels, **self._own.get(num, {})}
        level = levels.get(at)
        if level is None:
            return None
        if num not in self._begun:
            self._begun.add(num)
            for changed, start in self._overrides.get(num, {}).items():
                known.counts[changed] = start - 1
        known.counts[at] = min(known.counts.get(at, level.start - 1) + 1, _HIGHEST)
        for deeper in [n for n in known.counts if n > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and at < restart):
                del known.counts[deeper]
        if level.form == "bullet":
            return "•" if _PRIVATE.search(level.text) or not level.text.strip() else level.text[:3]

        def value(match: re.Match[str]) -> str:
            n = int(match.group(1)) - 1
            of = levels.get(n, _Level())
            return shown(known.counts.get(n, of.start), "decimal" if level.legal and n < at else of.form)

        return _PLACE.sub(value, level.text)[:60] or None


def _value(element: Element | None) -> str | None:
    return None if element is None else attribute(element, "val")


def _levels(abstract: Element) -> dict[int, _Level]:
    return {whole(attribute(each, "ilvl"), 0, _LEVELS - 1, 0): _level(each) for each in children(abstract, "lvl")}


def _level(element: Element) -> _Level:
    made = _Level()
    for each in element.iter():
        name, value = local(each), attribute(each, "val")
        if name == "start":
            made = replace(made, start=whole(value, 0, _HIGHEST, 1))
        elif name == "numFmt":
            made = replace(made, form=value or "decimal")
        elif name == "lvlText":
            made = replace(made, text=(value or "")[:60])
        elif name == "lvlRestart":
            made = replace(made, restart=whole(value, 0, _LEVELS, 0))
        elif name == "isLgl":
            made = replace(made, legal=value not in ("0", "false"))
        elif name == "pStyle":
            made = replace(made, style=value)
    return made
