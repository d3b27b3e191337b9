"""Every dialog and menu as a scene: the ways in of `tests/soak/window_use.py`, stopped where there is something to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QDialog, QMenu, QWidget

from tests.soak.window_use import Use, settle

GROUPS: Final = {"dialogs": "dialog", "notes": "dialog", "registers": "dialog", "menus": "menu"}
"""Groups of openings that open something of this program's own, and what it is."""


class Looked(Use):
    """A user who looks at what is open before it is closed again. `look` is called with it."""

    look: Callable[[QWidget], None] = staticmethod(lambda _widget: None)

    def dialog(self, trigger: Callable[[], object], kind: type[QDialog]) -> None:
        """Open, look, leave."""
        trigger()
        shown = self.shown(kind)
        settle()
        self.look(shown)
        shown.reject()
        settle()

    def menu(self, trigger: Callable[[], object]) -> None:
        """Open, look, leave."""
        trigger()
        shown = self.shown(QMenu)
        settle()
        self.look(shown)
        shown.close()
        settle()

    def scenes(self) -> dict[str, tuple[str, Callable[[], None]]]:
        """Name of a picture → its kind and the way in."""
        return {
            name.replace("menu: ", "menu-").replace(" ", "-"): (kind, go)
            for group, kind in GROUPS.items()
            for name, go in self.groups()[group].items()
        }
