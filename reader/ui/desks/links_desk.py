"""Links of this program: a clause, or one row of a register, put into the search box or given at the start.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from reader.core.citation import is_link, row_in
from reader.core.register import REGISTERS
from reader.ui.desks.keyboard_desk import KeyboardDesk
from reader.ui.desks.registers_desk import RegistersDesk
from reader.ui.frame.window_parts import LateParts
from reader.ui.session.session import Session


class LinksDesk:
    """Answers to signals."""

    def __init__(self, late: LateParts, session: Session, registers: RegistersDesk, keyboard: KeyboardDesk) -> None:
        self._late, self._session, self._registers, self._keyboard = late, session, registers, keyboard
        self._texts = session.texts
        self._wanted: tuple[str, str] | None = None  # a row that is waited for: register, what its key holds

    def enter(self) -> None:
        """Enter in the search box: what stands there may be a link."""
        written = self._late.bar.search.text()
        if is_link(written):
            self.follow(written)

    def follow(self, link: str) -> bool:
        """Go to the clause that a link names, or choose its row in its register. Returns whether it leads anywhere."""
        place = self._session.find_place(link)
        if place is None or not self._session.open(place):
            return False
        self._keyboard.focus_text()
        if is_link(self._late.bar.search.text()):
            self._late.bar.search.clear()  # before a page opens, which goes with the next letter in the box
        self.choose_row(link)
        return True

    def choose_row(self, link: str) -> None:
        """The row that a link names, if it names one: chosen in the table, and shown whole."""
        row = row_in(link)
        if row is None:
            return
        self._registers.show()
        page = self._registers.page
        assert page is not None
        if row[0] not in REGISTERS:
            self._late.message.say(self._texts("这个链接里没有认得的台账。"))
            return
        if self._wanted is None:
            page.listed.connect(self._choose)
        self._wanted = row
        page.show_register(row[0])
        page.list_only()
        self._choose()

    def _choose(self) -> None:
        """The row, as soon as the register is there; where it has been read without that row, this is said."""
        page, wanted = self._registers.page, self._wanted
        if page is None or wanted is None or page.name != wanted[0]:
            return
        lines = page.ledger.sheet(wanted[0]).lines
        key = next((line.seen.key for line in lines if line.seen.key.split("|")[2:3] == [wanted[1]]), None)
        if key is None and not page.ledger.complete:
            return
        self._wanted = None
        page.listed.disconnect(self._choose)
        if key is None:
            self._late.message.say(self._texts("台账里没有链接所指的那一行，条款已打开。"))
            return
        page.table.show_line(key)
        page.beside.show_pane(on=True)
        page.table.setFocus()
