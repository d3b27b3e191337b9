"""How each kind of block is set: the typography of an official document on screen, as Qt formats.

Owns sizes, spaces and weights (all relative to the reader's type settings). Must not know documents as a whole,
positions or widgets.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextBlockFormat, QTextCharFormat

from reader.core.document import Block
from reader.core.late_dataclass import dataclass
from reader.core.late_pattern import late
from reader.ui.look.fonts import FontChains, Role
from reader.ui.look.theme import Theme, TypeSettings
from reader.ui.text.setting.balance import OPENING
from reader.ui.text.setting.spacing import Width

_CHAPTER = late(r"^第.+[编編章节節]$")
_HAIR = 1 / 8  # em of space between Han and Latin
_FULL, _EMPTY = 0.95, 0.45  # ems: the width of a full mark, and how much of it is empty in one that may stand closer
_ROOMY = 26  # ems of the body in a column from which on headings have their full size
_BODY_PX = 17  # the size at which the figures below were chosen; others scale with it


@dataclass(frozen=True)
class Style:
    """The formats of one block: of the block, of its words, and of its run-in heading."""

    block: QTextBlockFormat
    words: QTextCharFormat
    lead: QTextCharFormat


@dataclass(frozen=True)
class _Face:
    """Measures of one style at a 17 px body. Spaces are in body ems, line is in ems of its own size."""

    role: Role = "body"
    px: int = _BODY_PX
    bold: bool = False
    line: float | None = None
    above: float = 0.0
    below: float = 0.0
    indent: float = 0.0
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    full: bool = False  # lines end at the edge where the reader has it so
    colour: str = "text"
    right: float = 0.0


_CENTRE, _RIGHT = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_BODY = _Face(indent=2, below=0.15, full=True)
_FACES = {
    "title": _Face("title", 26, bold=True, line=1.5, above=0.4, below=0.5, align=_CENTRE),
    "later title": _Face("title", 26, bold=True, line=1.5, above=3.2, below=0.8, align=_CENTRE),
    "doc_number": _Face(line=1.6, above=0.2, below=1.6, align=_CENTRE, colour="muted"),
    "salutation": _Face(above=1.0, below=0.15),
    "added title": _Face("title", 26, bold=True, line=1.5, above=0.4, below=0.1, align=_CENTRE, colour="muted"),
    "added note": _Face(px=14, line=1.6, below=1.2, align=_CENTRE, colour="muted"),
    "chapter": _Face("heading", 22, bold=True, line=1.5, above=1.6, below=0.6, align=_CENTRE),
    "heading": _Face("heading", 18, bold=True, line=1.5, above=1.6, below=0.6),
    "heading 1": _Face("heading", 22, bold=True, line=1.5, above=1.6, below=0.6, indent=2),
    "heading 2": _Face("kai", 19, bold=True, line=1.6, above=1.1, below=0.4, indent=2),
    "heading 3": _Face(bold=True, above=0.6, below=0.2, indent=2),
    "paragraph": _BODY,
    "bullet": _BODY,
    "signature": _Face(above=1.2, align=_RIGHT, right=2),
    "date": _Face(above=0.3, align=_RIGHT, right=2, below=1.0),
    "note": _Face(px=14, line=1.6, above=0.3, below=0.2, indent=0, colour="muted", full=True),
    "contents": _Face(px=14, line=1.6, indent=2, colour="muted"),
    "cell": _Face(px=15, line=1.5),
    "head cell": _Face("heading", 15, bold=True, line=1.5),
    "unit": _Face(px=13, line=1.5, colour="muted"),
    "placeholder": _Face(px=14, line=1.6, above=1.6, below=0.3, indent=2, colour="muted"),
}


def face_of(block: Block, *, first_title: bool) -> str:
    """Name of the style a block is set in."""
    if block.is_placeholder:
        return "placeholder"
    if block.kind == "title":
        return "title" if first_title else "later title"
    if block.kind != "heading":
        return block.kind if block.kind in _FACES else "paragraph"
    if block.number and _CHAPTER.match(block.number):
        return "chapter"
    return "heading" if block.level is None else f"heading {min(block.level, 3)}"


def _hollow(font: QFont, mark: str) -> bool:
    """Whether a mark fills an em of which the outer half is empty: not where marks stand in the middle, as in 繁."""
    em, metrics = font.pixelSize(), QFontMetricsF(font)
    if metrics.horizontalAdvance(mark) < _FULL * em:
        return False
    box = metrics.tightBoundingRect(mark)
    return box.left() >= _EMPTY * em if mark in OPENING else box.right() <= (1 - _EMPTY) * em


class Styles:
    """The formats for one theme, type settings, script and width of the column. Makes each once.

    Attributes:
        column: width of the text in pixels, which a narrow window makes smaller than the type settings ask for.
    """

    def __init__(
        self, theme: Theme, type_: TypeSettings, fonts: FontChains, script: str, column: int | None = None
    ) -> None:
        self.theme = theme
        self.type = type_
        self.script = script
        self.column = type_.column if column is None else column
        self._fonts = fonts
        self._made: dict[str, Style] = {}
        self._spaced: dict[tuple[str, bool, Width, str], QTextCharFormat] = {}

    def style(self, face: str) -> Style:
        """The formats of a style by name."""
        if face not in self._made:
            self._made[face] = self._make(_FACES[face])
        return self._made[face]

    def ink(self, face: str, *, lead: bool, width: Width = "", mark: str = "") -> QTextCharFormat:
        """The format of words of a style, or of its run-in heading, that stand as the font has them, wider or closer.

        Args:
            mark: the punctuation mark that is to stand closer; it does where its glyph leaves half of its em empty.
        """
        key = (face, lead, width, mark if width == "half" else "")
        if key not in self._spaced:
            style = self.style(face)
            made = QTextCharFormat(style.lead if lead else style.words)
            font = made.font()
            spacing = {"": 0.0, "wider": _HAIR, "half": -0.5 if width == "half" and _hollow(font, mark) else 0.0}[width]
            if spacing:
                font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, font.pixelSize() * spacing)
                made.setFont(font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
            self._spaced[key] = made
        return self._spaced[key]

    def px(self, size: float) -> int:
        """A size chosen for a 17 px body, at the reader's body size."""
        return max(9, round(size * self.type.size / _BODY_PX))

    def _px_in_column(self, face: _Face) -> int:
        """What is larger than the body shrinks towards it in a narrow column, as beside a second document."""
        larger = face.px - _BODY_PX
        roomy = min(1.0, self.column / self.type.size / _ROOMY)
        return self.px(_BODY_PX + larger * roomy * roomy if larger > 0 else face.px)

    def title_measure(self) -> float:
        """How many ems of the title's own size fit on a line."""
        return max(4.0, self.column / self._px_in_column(_FACES["title"]) - 0.5)

    def font(self, role: Role, px: int, *, bold: bool = False) -> QFont:
        """A font of the chain for `role`."""
        font = QFont(self._fonts.families(role, self.script, self.type.family))
        font.setPixelSize(px)
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    @staticmethod
    def hairline() -> QTextBlockFormat:
        """An empty block that takes no room (Qt wants one before and after some tables)."""
        made = QTextBlockFormat()
        made.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return made

    def _make(self, face: _Face) -> Style:
        em, px = self.type.size, self._px_in_column(face)
        block = QTextBlockFormat()
        line = self.type.line_height if face.line is None else face.line * self.type.line_height / 1.8
        block.setLineHeight(round(px * line), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        block.setTopMargin(face.above * em)
        block.setBottomMargin(face.below * em)
        block.setTextIndent(face.indent * em)
        block.setRightMargin(face.right * em)
        block.setAlignment(Qt.AlignmentFlag.AlignJustify if face.full and self.type.justified else face.align)
        words = self._words(face, px, bold=face.bold)
        return Style(block, words, self._words(face, px, bold=True))

    def _words(self, face: _Face, px: int, *, bold: bool) -> QTextCharFormat:
        made = QTextCharFormat()
        every = QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll
        made.setFont(self.font(face.role, px, bold=bold), every)
        made.setForeground(QColor(getattr(self.theme, face.colour)))
        return made
