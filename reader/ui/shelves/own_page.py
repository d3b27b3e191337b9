"""我的文件: the page with what is being added, what was read of it, and what was taken out of the library.

Made when it is first asked for. Puts its parts together and names them; each part asks for itself by signals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reader.ui.kit.pages import TabbedPage
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.shelves.add_list import AddList
from reader.ui.shelves.away_list import AwayList
from reader.ui.shelves.fact_review import FactReview

TABS: Final = {"add": "添加", "review": "核对信息", "away": "移出的文件"}


class OwnPage(TabbedPage):
    """Tabs, and the way back."""

    def __init__(
        self,
        texts: Texts,
        shown: Callable[[str], str],
        title: Callable[[str], str],
        traditional: Callable[[str], str],
        theme: Theme,
    ) -> None:
        """`traditional` writes a sentence of the library in the characters of the traditional interface."""
        super().__init__(texts, TABS, "我的文件")
        self.adding = AddList(texts, traditional, theme)
        self.review = FactReview(texts, shown, title, theme)
        self.away = AwayList(texts, shown, theme)
        self.lay_out(self.adding, self.review, self.away)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for part in (self.adding, self.review, self.away):
            part.set_theme(theme)

    def refresh(self) -> None:
        """Another script."""
        for part in (self.review, self.away):
            part.refresh()
