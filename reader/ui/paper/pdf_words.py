"""The words that a PDF file of Qt's gives to who searches or copies in it.

Qt asks the font which character a glyph is, and one glyph is many: ⼈ where 人 is meant, 戶 for 户, a tab for a blank,
nothing for a digit in another shape. The text that was painted knows better: the tables in the file are written anew
after it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from reader.formats.pages.radicals import whole_characters
from reader.ui.paper.pdf_file import PdfFile, StrangePdf

_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <[0-9A-Fa-f]{4}> \[([^\]]*)\]")
_SAID = re.compile(rb"<([0-9A-Fa-f]*)>")
UNKNOWN = "\0"
_MOST = 100  # lines that stand together, says the format
_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_FOOT = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class PdfWords:
    """What the glyphs of the fonts in a file say."""

    def __init__(self, file: PdfFile) -> None:
        """Raises StrangePdf."""
        self._file = file
        self._tables: dict[bytes, int] = {}
        self._said: dict[bytes, dict[bytes, str]] = {}
        self._seen: defaultdict[tuple[bytes, bytes], Counter[str]] = defaultdict(Counter)
        for font in file.numbers(b"/Type /Font"):
            named = re.search(rb"/ToUnicode (\d+) 0 R", file.inside(font))
            if named is not None:
                self._tables[b"F%d" % font] = int(named[1])
                self._said[b"F%d" % font] = dict(_read(file.stream(int(named[1]))))

    def are_blank(self, font: bytes, glyphs: Sequence[bytes]) -> bool:
        """Whether they have no ink: blanks, or one alone that the font has no character for."""
        return not self.says(font, glyphs).strip(" ") or self.says(font, glyphs) == UNKNOWN

    def says(self, font: bytes, glyphs: Sequence[bytes]) -> str:
        """What they say by the font alone."""
        said = self._said.get(font, {})
        return "".join(said.get(glyph, UNKNOWN) for glyph in glyphs)

    def compare(self, font: bytes, glyphs: Sequence[bytes], text: Sequence[str]) -> None:
        """Hold glyphs against the text they were made of: its characters from the first one on, no matter how many.

        A glyph that says something else than the text is believed to be what stands there only between two that say the
        same as their text: where one glyph was made of several characters, nothing behind it is in its place.
        """
        said = self._said.get(font)
        if said is None:
            return
        at, sure = 0, True
        for number, glyph in enumerate(glyphs):
            means = said.get(glyph, UNKNOWN)
            if _agrees(means, text, at):
                self._seen[font, glyph][means] += 1
                at, sure = at + len(means), True
                continue
            behind = said.get(glyphs[number + 1], UNKNOWN) if number + 1 < len(glyphs) else ""
            if at >= len(text) or not sure or not (means == UNKNOWN or _agrees(behind, text, at + 1)):
                return
            self._seen[font, glyph][text[at]] += 1
            at, sure = at + 1, means == UNKNOWN

    def mend(self) -> None:
        """Write the tables anew: what the text said most often of a glyph, else the whole character."""
        for (font, glyph), seen in self._seen.items():
            self._said[font][glyph] = seen.most_common(1)[0][0]
        for font, table in self._tables.items():
            self._file.put_stream(table, _written(self._said[font]))


def _read(says: bytes) -> list[tuple[bytes, str]]:
    found = []
    for first, listed in _RANGE.findall(says):
        for at, code in enumerate(_SAID.findall(listed)):
            try:
                means = bytes.fromhex(code.decode()).decode("utf-16-be")
            except ValueError as error:
                raise StrangePdf from error
            found.append((_code(first, at), " " if means == "\t" else whole_characters(means)))
    return found


def _written(said: Mapping[bytes, str]) -> bytes:
    """The table of a font."""
    lines = [b"<%s> <%s>" % (glyph, said[glyph].encode("utf-16-be").hex().upper().encode()) for glyph in sorted(said)]
    out = [_HEAD]
    for at in range(0, len(lines), _MOST):
        part = lines[at : at + _MOST]
        out += [b"%d beginbfchar" % len(part), *part, b"endbfchar"]
    return b"\n".join([*out, _FOOT])


def _code(first: bytes, further: int) -> bytes:
    return b"%04X" % (int(first, 16) + further)


def _agrees(means: str, text: Sequence[str], at: int) -> bool:
    return means == "".join(text[at : at + len(means)])
