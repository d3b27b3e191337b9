"""The look as values: four themes' colour tokens, type settings, and what Qt is told of them (style sheet, palette).

Owns every colour of the program; no widget names one. Must not know widgets, documents or where settings are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from types import MappingProxyType

from PySide6.QtGui import QColor, QPalette

from reader.core.late_dataclass import dataclass, field, replace
from reader.core.note import COLOURS
from reader.ui.look.scale import COMFORTABLE, WORDS, Density, density_named

MARGIN_GLYPHS: Mapping[str, str] = MappingProxyType(dict(zip(COLOURS, "●▲■◆★", strict=True)))
_LIGHT_MARKS = ("#ffeb6b", "#c0ed72", "#add8ff", "#ffb0ca", "#d9b2ff")
_DARK_MARKS = ("#6f5600", "#2b6548", "#265589", "#8a3049", "#505088")
_DEEP_TINTS = ("#7d5f00", "#2a6447", "#265589", "#98375a", "#505088")
SMALLEST, LARGEST = 12, 40


def _pairs(values: tuple[str, ...]) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(COLOURS, values, strict=True)))


@dataclass(frozen=True)
class Theme:
    """The colour tokens of one theme, all as "#rrggbb".

    Attributes:
        name, label: what settings store, and what people read.
        background, surface: behind the text, and behind everything else.
        line: hairlines; control: the border of something that can be used (3:1 at least).
        text, muted, accent, link: foregrounds, readable on background and on surface.
        off: words of what cannot be used now; on dark grounds `muted` is too near to `text` to tell them apart.
        hit, current_hit, hit_line: behind a match, behind the one being visited, and the line around both.
        evidence, current_evidence, evidence_line: the same for the words that a row of a register was read from.
        selection, selection_text: the user's selection.
        added, removed: behind words that only one of two compared texts has.
        marks: behind highlighted words, by colour name; tints: signs and underlines of the same colour on background.
        density: how much room controls and rows take; no colour, but it goes wherever the theme goes.
    """

    name: str
    label: str
    dark: bool
    background: str
    surface: str
    line: str
    control: str
    text: str
    muted: str
    off: str
    accent: str
    link: str
    hit: str
    current_hit: str
    hit_line: str
    evidence: str
    current_evidence: str
    evidence_line: str
    selection: str
    selection_text: str
    added: str
    removed: str
    marks: Mapping[str, str] = field(default_factory=lambda: _pairs(_LIGHT_MARKS))
    tints: Mapping[str, str] = field(default_factory=lambda: _pairs(_DEEP_TINTS))
    density: Density = COMFORTABLE

    def mark(self, colour: str) -> str:
        """The background for a highlight colour; an unknown name (newer data) counts as the first."""
        return self.marks.get(colour, self.marks[COLOURS[0]])

    def tint(self, colour: str) -> str:
        """The foreground for a highlight colour's signs; an unknown name counts as the first."""
        return self.tints.get(colour, self.tints[COLOURS[0]])


PAPER = Theme(
    name="paper", label="纸白", dark=False, background="#ffffff", surface="#f6f7f8", line="#e1e4e8", control="#818b98",
    text="#1f2328", muted="#59636e", accent="#a61b1b", link="#0b57a4", hit="#ffd9b8", current_hit="#ffa64d",
    hit_line="#9a5b00", evidence="#cdeef2", current_evidence="#7fd3de", evidence_line="#00616e",
    selection="#0b57a4", selection_text="#ffffff", added="#d2f4d9", removed="#ffd9d6",
    off="#59636e",
)  # fmt: skip
SEPIA = Theme(
    name="sepia", label="护眼", dark=False, background="#f7f0e1", surface="#efe6d2", line="#ddd0b4", control="#85754f",
    text="#33291a", muted="#6b5c43", accent="#8f1d1d", link="#1d4f86", hit="#f5cda3", current_hit="#e8a05a",
    hit_line="#875000", evidence="#c8e6e4", current_evidence="#86c9c9", evidence_line="#005f66",
    selection="#1d4f86", selection_text="#ffffff", added="#cfe8bd", removed="#f6cdbd",
    off="#6b5c43",
    marks=_pairs(("#fbe04e", "#bfe474", "#aad2f2", "#fbb1c4", "#d6b6f5")),
)  # fmt: skip
NIGHT = Theme(
    name="night", label="夜间", dark=True, background="#15181c", surface="#1d2126", line="#30363d", control="#6e7681",
    text="#d7dce2", muted="#98a2ad", accent="#f0837a", link="#7db7f5", hit="#5a3620", current_hit="#84480f",
    hit_line="#e3b341", evidence="#0f4148", current_evidence="#14606b", evidence_line="#4fc3d0",
    selection="#a5c8ff", selection_text="#15181c", added="#1f4a2c", removed="#5c2326",
    off="#666e76",
    marks=_pairs(_DARK_MARKS), tints=_pairs(_LIGHT_MARKS),
)  # fmt: skip
CONTRAST = Theme(
    name="contrast", label="高对比", dark=True, background="#000000", surface="#000000", line="#ffffff",
    control="#ffffff", text="#ffffff", muted="#ffffff", off="#9e9e9e", accent="#ffd400", link="#7fd1ff", hit="#005fb8",
    current_hit="#b34700", hit_line="#ffffff", evidence="#004d4d", current_evidence="#006b6b", evidence_line="#ffffff",
    selection="#ffffff", selection_text="#000000", added="#005c1f",
    removed="#8f1d1d", marks=_pairs(_DARK_MARKS), tints=_pairs(_LIGHT_MARKS),
)  # fmt: skip
THEMES: tuple[Theme, ...] = (PAPER, SEPIA, NIGHT, CONTRAST)


def theme_named(name: str, density: str = COMFORTABLE.name) -> Theme:
    """The theme of that name; the first one for a name nobody knows, so that old settings never stop the program."""
    theme = next((theme for theme in THEMES if theme.name == name), PAPER)
    dense = density_named(density)
    return theme if dense is theme.density else replace(theme, density=dense)


@dataclass(frozen=True)
class TypeSettings:
    """How the text is set.

    Attributes:
        family: the user's font for the body, or "" for the best installed one.
        size: body size in pixels at 100 % display scaling.
        line_height: distance of lines in units of the size.
        measure: longest line in Han characters.
        justified: whether full lines of the body end at the edge.
    """

    family: str = ""
    size: int = 17
    line_height: float = 1.8
    measure: int = 38
    justified: bool = True

    def zoomed(self, steps: int) -> TypeSettings:
        """The same settings, `steps` pixels larger, within what is readable."""
        return replace(self, size=max(SMALLEST, min(LARGEST, self.size + steps)))

    @property
    def pitch(self) -> float:
        """From line to line of the body, in pixels."""
        return self.size * self.line_height

    @property
    def column(self) -> int:
        """Width of a full line in pixels."""
        return self.measure * self.size


def luminance(colour: str) -> float:
    """Relative luminance 0..1 of "#rrggbb" as WCAG 2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1..21 of two colours as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def palette(theme: Theme) -> QPalette:
    """The theme for everything that a style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.surface, role.WindowText: theme.text, role.Base: theme.background, role.Text: theme.text,
        role.AlternateBase: theme.surface, role.ToolTipBase: theme.text, role.ToolTipText: theme.background,
        role.Button: theme.surface, role.ButtonText: theme.text, role.BrightText: theme.accent, role.Link: theme.link,
        role.LinkVisited: theme.link, role.Highlight: theme.selection, role.HighlightedText: theme.selection_text,
        role.PlaceholderText: theme.muted, role.Light: theme.background, role.Midlight: theme.line,
        role.Mid: theme.line, role.Dark: theme.control, role.Shadow: theme.control, role.Accent: theme.link,
    }  # fmt: skip
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))  # all groups: a selection stays as visible when focus is elsewhere
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.off))
    return made


# Sizes come from `scale`. Every control says how it looks at rest, under the pointer, pressed, with the focus and off.
# Three kinds of buttons: plain; `default`, the one that is meant; `kind="quiet"`, which is seen when it is pointed at.
# The reading area takes its colours from the palette.
_SHEET = Template("""
* { font-size: ${ui}px; }
QMainWindow, QDialog, QToolBar, QStatusBar, QDockWidget, QMenuBar { background: $surface; color: $text; }
QToolTip { background: $text; color: $background; border: 1px solid $line; padding: 4px 8px; }
QLabel { color: $text; background: transparent; }
QLabel[muted="true"] { color: $muted; }
QLabel:disabled, QCheckBox:disabled, QRadioButton:disabled { color: $off; }
QToolBar { border: 0; border-bottom: 1px solid $line; spacing: 4px; padding: 4px 8px; }
QStatusBar { border-top: 1px solid $line; color: $muted; min-height: 26px; }
QStatusBar::item { border: 0; }
QMainWindow::separator, QSplitter::handle { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover, QSplitter::handle:hover { background: $link; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit {
  background: $background; color: $text; border: 1px solid $control; border-radius: 6px; padding: 0 8px;
  min-height: ${control_height}px; selection-background-color: $selection; selection-color: $selection_text; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover, QDateEdit:hover { border-color: $link; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QDateEdit:disabled {
  background: $surface; color: $off; border: 1px dashed $off; }
QPlainTextEdit, QTextEdit { background: $background; color: $text; border: 1px solid $line;
  selection-background-color: $selection; selection-color: $selection_text; }
QPlainTextEdit:focus, QTextEdit:focus { border: 1px solid $link; }
QPlainTextEdit:disabled, QTextEdit:disabled { background: $surface; color: $off; border: 1px dashed $off; }
#reading { border: 0; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus {
  border: 2px solid $link; padding: 0 7px; }
QComboBox:on { background: $line; color: $pressed_text; }
QComboBox QAbstractItemView { background: $background; color: $text; border: 1px solid $control;
  selection-background-color: $selection; selection-color: $selection_text; }
QPushButton { background: $background; color: $text; border: 1px solid $control; border-radius: 6px;
  padding: 0 ${side}px; min-height: ${control_height}px; }
QPushButton:hover { border-color: $link; color: $link; }
QPushButton:pressed { background: $line; color: $pressed_text; }
QPushButton:default { background: $selection; color: $selection_text; border-color: $selection; }
QPushButton:default:hover { background: $selection; color: $selection_text; border-color: $text; }
QPushButton:default:pressed { background: $text; color: $background; border-color: $text; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: $link;
  padding: 0 ${quiet_side}px; }
QPushButton[kind="quiet"]:hover { background: $background; border-color: $line; }
QPushButton[kind="quiet"]:pressed { background: $line; color: $pressed_text; }
QPushButton:disabled, QPushButton:default:disabled, QPushButton:checked:disabled,
QPushButton[kind="quiet"]:disabled {
  background: $surface; color: $off; border: 1px dashed $off; }
QPushButton:focus { border: 2px solid $link; padding: 0 ${side_in}px; }
QPushButton[kind="quiet"]:focus { border: 2px solid $link; padding: 0 ${quiet_in}px; }
QPushButton:default:focus { border: 2px solid $text; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
  min-height: ${tool}px; min-width: ${tool}px; padding: 2px 4px; }
QToolButton:hover { background: $background; border-color: $line; }
QToolButton:pressed { background: $line; color: $pressed_text; }
QToolButton:checked { background: $background; border-color: $control; color: $link; }
QToolButton:checked:hover { border-color: $link; }
QToolButton:disabled { color: $off; border-color: transparent; background: transparent; }
QToolButton:focus { border: 2px solid $link; padding: 1px 3px; }
QMenuBar::item { padding: 4px 12px; background: transparent; }
QMenu { background: $background; color: $text; border: 1px solid $control; border-radius: 6px; padding: 4px;
  menu-scrollable: 1; }
QMenu::item { padding: ${menu}px 28px; border-radius: 4px; }
QMenu::item:selected, QMenuBar::item:selected { background: $selection; color: $selection_text; }
QMenu::item:disabled { color: $off; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar { background: $surface; }
QTabBar::tab { background: transparent; color: $muted; padding: ${tab}px 12px; border: 0;
  border-bottom: 2px solid transparent; min-height: 20px; }
QTabBar[tight="true"]::tab { padding: ${tab}px 4px; }
QTabBar::tab:hover { color: $link; border-bottom: 2px solid $line; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $link; text-decoration: underline; }
QTabBar::tab:disabled { color: $off; }
QTreeView, QListView, QTableView { background: $surface; color: $text; border: 0; outline: 0;
  selection-background-color: $selection; selection-color: $selection_text; gridline-color: $line; }
QTreeView::item, QListView::item { min-height: ${item}px; padding: 0 4px; border: 0; }
QTreeView::item:hover, QListView::item:hover { background: $background; }
QTreeView::item:disabled, QListView::item:disabled, QTableView::item:disabled { color: $off; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {
  background: $selection; color: $selection_text; }
QTreeView::item:selected:disabled, QListView::item:selected:disabled, QTableView::item:selected:disabled {
  background: $line; color: $pressed_text; }
QAbstractItemView:focus { border: 1px solid $link; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: 1px solid $line;
  padding: 4px 8px; min-height: ${head}px; }
QHeaderView::section:hover { color: $link; border-bottom: 1px solid $link; }
QHeaderView::section:pressed { background: $line; color: $pressed_text; }
QHeaderView::section:disabled { color: $off; }
QDockWidget { titlebar-close-icon: none; }
QDockWidget::title { background: $surface; padding: ${menu}px 8px; border-bottom: 1px solid $line; }
QGroupBox { border: 1px solid $line; border-radius: 6px; margin-top: 12px; padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; padding: 0 4px; color: $muted; }
QCheckBox, QRadioButton { color: $text; spacing: 8px; min-height: ${tick}px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 2px solid $muted;
  background: $background; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $link; }
QCheckBox::indicator:pressed, QRadioButton::indicator:pressed { background: $line; }
QCheckBox::indicator:checked { border-color: $link; background: $link; }
QRadioButton::indicator:checked { border: 5px solid $link; width: 8px; height: 8px; }
QCheckBox::indicator:indeterminate { border-color: $link; background: $line; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $off; }
QCheckBox::indicator:checked:disabled { background: $off; }
QCheckBox:focus, QRadioButton:focus { color: $link; text-decoration: underline; }
QProgressBar { background: $background; border: 1px solid $control; border-radius: 6px; text-align: center;
  color: $text; }
QProgressBar::chunk { background: $current_evidence; border-radius: 5px; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 14px; }
QScrollBar:horizontal { height: 14px; }
QScrollBar::handle { background: $control; border-radius: 3px; margin: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; border-radius: 5px; margin: 2px; }
QScrollBar::handle:pressed { background: $link; border-radius: 5px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
""")


def stylesheet(theme: Theme, ui_size: int = WORDS) -> str:
    """The application's style sheet (over the Fusion style). `ui_size`: size of the interface's words, in pixels."""
    tokens = {name: value for name, value in vars(theme).items() if isinstance(value, str)}
    pressed = theme.background if theme.line == theme.text else theme.text
    return _SHEET.substitute(tokens, ui=ui_size, pressed_text=pressed, **room(theme.density))


def room(density: Density) -> dict[str, int]:
    """What style sheets are told of a density, in pixels."""
    sizes = {name: value for name, value in vars(density).items() if isinstance(value, int) and name != "control"}
    side, quiet = density.side, density.side // 2
    return {
        **sizes, "control_height": density.control, "side_in": side - 1, "quiet_side": quiet,
        "quiet_in": quiet - 1,
    }  # fmt: skip
