"""What a Word file's styles say of a paragraph: size, alignment, level of heading, list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.formats.packed import Element, attribute, child, children, whole

_LONGEST_CHAIN = 20
_DEFAULT_SIZE = 10.0
_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    paragraph: Element | None
    run: Element | None


class Styles:
    """Answers by style id, through the styles it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        self._size = _size(child(root, "docDefaults", "rPrDefault", "rPr")) or _DEFAULT_SIZE
        for each in children(root, "style"):
            key = attribute(each, "styleId") or ""
            name = child(each, "name")
            based = child(each, "basedOn")
            self._styles[key] = _Style(
                ((attribute(name, "val") or "") if name is not None else "").strip(),
                attribute(based, "val") if based is not None else None, child(each, "pPr"), child(each, "rPr"),
            )  # fmt: skip
            if attribute(each, "type") == "paragraph" and attribute(each, "default") in ("1", "true", "on"):
                self._default = key

    def chain(self, style: str | None) -> Iterator[_Style]:
        """The style and those it is based on, nearest first."""
        key = style if style in self._styles else self._default
        for _ in range(_LONGEST_CHAIN):
            known = self._styles.get(key or "")
            if known is None:
                return
            yield known
            key = known.based_on

    def heading(self, style: str | None, own: Element | None) -> str | None:
        """title, heading-1 … heading-9, or None."""
        outline = child(own, "outlineLvl")
        if outline is None:
            for each in self.chain(style):
                if each.name.lower() in ("title", "标题"):
                    return "title"
                if match := _HEADING.match(each.name):
                    return f"heading-{match.group(1)}"
                outline = child(each.paragraph, "outlineLvl")
                if outline is not None:
                    break
        level = whole(attribute(outline, "val"), 0, 9, 9) if outline is not None else 9
        return f"heading-{level + 1}" if level < 9 else None

    def centred(self, style: str | None, own: Element | None) -> bool:
        """Whether a paragraph stands in the middle."""
        found = child(own, "jc")
        if found is None:
            found = next((j for each in self.chain(style) if (j := child(each.paragraph, "jc")) is not None), None)
        return found is not None and attribute(found, "val") == "center"

    def size(self, style: str | None, run: Element | None) -> float:
        """Size of a run's characters in points."""
        return _size(run) or next((s for each in self.chain(style) if (s := _size(each.run))), self._size)

    def list_of(self, style: str | None) -> tuple[str | None, str | None, str | None]:
        """List and level that a style gives, and the id of the style that says so; None where it gives none."""
        key = style if style in self._styles else self._default
        for _ in range(_LONGEST_CHAIN):
            known = self._styles.get(key or "")
            if known is None:
                break
            given = child(known.paragraph, "numPr")
            if given is not None and (num := child(given, "numId")) is not None:
                level = child(given, "ilvl")
                return attribute(num, "val"), attribute(level, "val") if level is not None else None, key
            key = known.based_on
        return None, None, None


def _size(run: Element | None) -> float | None:
    found = child(run, "sz")
    return whole(attribute(found, "val"), 2, 3276, 0) / 2 or None if found is not None else None
