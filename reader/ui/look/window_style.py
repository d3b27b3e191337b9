"""Style of the window's own parts, in the colours of the theme. The rest is `theme.stylesheet`."""

from __future__ import annotations

from pathlib import Path
from string import Template

from reader.ui.look.theme import Theme, contrast, room

BAR_HEIGHT, FOOT_HEIGHT = 44, 27  # pixels

_SHEET = Template("""
#topBar { background: $surface; border: 0; border-bottom: 1px solid $line; }
#topBar QToolButton { min-height: 28px; padding: 1px 6px; }
#footItem { background: transparent; color: $muted; border: 1px solid transparent; border-radius: 4px; text-align: left;
  padding: 0 6px; min-height: 20px; }
#footItem:hover { background: $background; color: $link; border-color: $line; }
#footItem:pressed { background: $line; }
#footItem:focus { border: 2px solid $link; padding: 0 5px; }
#topBar QToolButton::menu-indicator { image: none; width: 0; }
#simplified, #traditional { border: 1px solid $control; font-size: 16px; min-width: 24px; background: $background; }
#simplified { border-top-right-radius: 0; border-bottom-right-radius: 0; margin-right: 0; }
#traditional { border-top-left-radius: 0; border-bottom-left-radius: 0; border-left: 0; margin-left: -4px; }
#simplified:checked, #traditional:checked { background: $selection; color: $selection_text; border-color: $selection; }
#simplified:focus, #traditional:focus { border: 2px solid $link; }
#messageBar { background: $background; border: 1px solid $control; border-left: 3px solid $accent; border-radius: 4px; }
#askBar { background: $surface; border: 0; border-bottom: 1px solid $line; border-left: 3px solid $link; }
#notesPage, #registersPage { background: $surface; }
#pageHead { background: $surface; border: 0; border-bottom: 1px solid $line; }
#notesTable::item { padding: 0 4px; border: 0; border-bottom: 1px solid $line; }
#menuButton { background: $background; border: 1px solid $control; padding: 0 12px; min-height: ${control_height}px; }
#menuButton:disabled { background: $surface; border: 1px dashed $off; }
#menuButton::menu-indicator { image: none; width: 0; }
#findBar, #columnHeader, #compareBar { background: $surface; border: 0; border-bottom: 1px solid $line; }
#columnHeader[active="true"] { border-bottom: 2px solid $link; }
QPushButton:checked { background: $selection; color: $selection_text; border-color: $selection; }
#scope { padding: 0 7px; }
#scope:focus { padding: 0 6px; }
#selectionBar { background: $background; border: 1px solid $control; border-radius: 6px; }
#startTitle { font-size: 26px; color: $text; }
#card { background: $background; border: 1px solid $control; border-radius: 6px; text-align: left; padding: 0; }
#card:hover, #card:focus { border: 2px solid $link; padding: 0; }
#cardHeading { font-size: 18px; font-weight: bold; }
#nothingHead { font-size: 16px; font-weight: bold; }
#startPage { background: $surface; }
#outline::item { padding: 0 4px; border-left: 3px solid transparent; }
#outline::item:selected { background: $background; color: $text; border-left: 3px solid $accent; }
QStatusBar QLabel { color: $muted; padding: 0 6px; }
QStatusBar QToolButton { min-height: 20px; min-width: 20px; padding: 0 4px; }
#documentTabs::tab { max-width: 240px; }
#closeTab { min-width: 20px; min-height: 20px; max-width: 20px; max-height: 20px; padding: 0; border: 0; }
#closeTab:hover { background: $line; }
QDockWidget QLineEdit { min-height: 28px; }
QDockWidget { border: 0; }
QLineEdit QToolButton, #topBar QLineEdit QToolButton { min-height: 0; min-width: 0; padding: 0; border: 0;
  background: transparent; }
#topBar QToolButton:disabled { border-color: transparent; }
#suggestions { background: $background; border: 1px solid $control; border-radius: 6px; }
#suggestions QListView { background: $background; border: 0; }
QTreeView::indicator, QTableView::indicator { width: 12px; height: 12px; border: 1px solid $control; border-radius: 3px;
  background: $background; }
QTreeView::indicator:checked, QTableView::indicator:checked { background: $link; border-color: $link; }
QTreeView::indicator:selected, QTableView::indicator:selected { border-color: $selection_text; background: $selection; }
QTreeView::indicator:checked:selected, QTableView::indicator:checked:selected { background: $selection_text; }
#chip { border: 1px solid $control; border-radius: 12px; padding: 0 8px; min-height: 24px; background: $background; }
#chip:hover { border-color: $link; color: $link; }
#chip:focus { border: 2px solid $link; padding: 0 7px; }
#menuSign::menu-indicator, #hitsMenu::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QComboBox::drop-down { border: 0; width: 20px; }
""")


def chrome(theme: Theme) -> str:
    """The sheet to be put behind `theme.stylesheet`."""
    colours = {name: value for name, value in vars(theme).items() if isinstance(value, str)}
    return _SHEET.substitute(colours, **room(theme.density))


def ticks(theme: Theme, folder: Path) -> str:
    """The ticks in boxes that are ticked, white or black, whichever is seen; drawings `tick-*.png` lie in `folder`.

    A ground alone is no tick. The names of style sheets know no theme, and drawings cannot be tinted there.
    """
    boxes = "QCheckBox::indicator:checked{0}, QTreeView::indicator:checked{0}, QTableView::indicator:checked{0}"
    grounds = {"": theme.link, ":selected": theme.selection_text, ":disabled": theme.off}
    return "".join(
        f"{boxes.format(state)} {{ image: url({_quoted(folder / f'tick-{_seen_on(ground)}.png')}); }}\n"
        for state, ground in grounds.items()
    )


def _seen_on(ground: str) -> str:
    return "white" if contrast("#ffffff", ground) >= contrast("#000000", ground) else "black"


def _quoted(path: Path) -> str:
    words = path.as_posix().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{words}"'
