"""What the window does about comparing: the list of differences, the comparison as a file, related clauses.

Every method answers one signal of `connections`. Scrolling together is the business of `linking_desk`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QFileDialog

from reader.core.alignment import Pair
from reader.core.comparison import Comparison
from reader.core.errors import ReaderError
from reader.core.related import Related
from reader.core.showing import visible
from reader.core.span import Location
from reader.ui.desks.clauses import clause_meant
from reader.ui.desks.linking_desk import SIDES, LinkingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.session import Session

RESTING = 300  # ms on a clause before its relatives are looked for
RELATED = 12
NO_CLAUSES = frozenset(["title", "doc_number", "salutation", "signature", "date", "note"])  # kinds of blocks


class CompareDesk(QObject):
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, link: LinkingDesk) -> None:
        super().__init__(parts.window)
        self._parts, self._late, self._session, self._link = parts, late, session, link
        self._texts = session.texts
        self._writing = Lane("comparison-files", parent=self)
        self._relating = Lane("related", newest_only=True, parent=self)
        self._revising = Lane("revision", newest_only=True, parent=self)
        self._asked: tuple[str, str] | None = None
        self._rest = QTimer(self, singleShot=True, interval=RESTING)
        self._rest.timeout.connect(self._ask_related)

    # -- differences

    def show_pairs(self) -> None:
        """Columns have changed, or an alignment is there."""
        both = self._link.documents
        known = self._link.linking.answering(both[0].id, both[1].id) if both is not None else None
        self._late.differences.set_alignment(both, known.alignment if known is not None else None)

    def toggle_differences(self, on: bool) -> None:
        """差异: the list beside the columns, or away again."""
        if on:
            self._show_tab("differences")
            self.show_place(self._session.pane.place)
        elif self._parts.right.current == "differences":
            self._parts.right.hide()

    def show_tab(self) -> None:
        """Another tab, or the panel itself, came or went: the button tells."""
        shown = not self._parts.right.isHidden() and self._parts.right.current == "differences"
        self._late.actions["differences"].setChecked(shown)
        if not self._parts.right.isHidden() and self._parts.right.current == "related":
            self._rest.start()

    def show_place(self, place: Location | None) -> None:
        """The reader has moved: the row of the clause, and in a while its relatives."""
        both = self._link.documents
        sides = self._link.sides
        block = place.block if place is not None and both is not None else None
        here = sides.index(self._session.active) if sides is not None and self._session.active in sides else None
        if block is not None and here is not None and not self._late.differences.list.hasFocus():
            self._late.differences.show_block(SIDES[here], block)
        self._rest.start()

    def go_to_pair(self, pair: Pair) -> None:
        """Both columns to a pair; a column that has nothing waits where scrolling together lets it."""
        both, sides = self._link.documents, self._link.sides
        if both is None or sides is None:
            return
        places = [(n, block) for n, block in enumerate((pair.left, pair.right)) if block is not None]
        if len(places) == len(SIDES):
            self._link.go_apart()
        for side, block in places:
            self._session.open(Location(both[side].id, block), pane=sides[side], trail=side == places[0][0])

    def _show_tab(self, name: str) -> None:
        """Bring a tab into sight; on a small screen the left panel makes room for it."""
        self._parts.right.show_tab(name)

    # -- the table of revisions

    def show_revision(self) -> None:
        """修订对照表 of what stands left and right; of two versions the earlier one is what was before."""
        both = self._link.documents
        if both is None:
            self._late.message.say(self._texts("请先左右对照两份文件：左边是修订前的，右边是修订后的。"))
            return
        library, shown = self._session.library, (both[0].id, both[1].id)

        def work(_job: Job) -> tuple[tuple[str, str], Comparison]:
            in_time = library.versions.in_time(*shown)
            return in_time, library.comparison(*in_time)

        self._revising.submit(work, self._show_revision, self._fail)

    def _show_revision(self, made: tuple[tuple[str, str], Comparison]) -> None:
        from reader.ui.compare.revision_dialog import RevisionDialog

        (left, right), comparison = made
        dialog = RevisionDialog(self._texts, self._session.shown, self._parts.theme, comparison, self._parts.window)
        dialog.explained.connect(partial(self._explain, left, right))
        dialog.export_wanted.connect(self.export)
        dialog.place_wanted.connect(partial(self._go_to_row, left, right))
        dialog.show()

    def _explain(self, left: str, right: str, row: str, remark: str) -> None:
        explanations = self._session.library.versions.explanations
        self._writing.submit(
            lambda _job: explanations.get().explain(left, right, row, remark), lambda _done: None, self._fail
        )

    def _go_to_row(self, left: str, right: str, before: str, after: str) -> None:
        for doc, block in ((left, before), (right, after)):
            if block:
                self._session.open(Location(doc, block))

    # -- as a file

    def export(self, form: str) -> None:
        """Ask where to, then write off the GUI thread. `form`: docx, html or xlsx."""
        both = self._link.documents
        if both is None:
            return
        titles = "-".join(visible(document.reading_title[:20]) for document in both)
        name = f"{self._texts('对照')}-{titles}.{form}"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _ = QFileDialog.getSaveFileName(
            self._parts.window, self._texts("导出两份文件的对照"), str(Path(folder) / name), f"*.{form}"
        )
        if path:
            self.write(Path(path), both[0].id, both[1].id, form)

    def write(self, target: Path, left: str, right: str, form: str) -> None:
        """Write the comparison of two documents, of two versions the earlier one left, and say so."""

        def work(_job: Job) -> Path:
            from reader.store import exchange

            library = self._session.library
            exchange.write(library.export_comparison(*library.versions.in_time(left, right), form), target)
            return target

        self._writing.submit(work, self._written, self._fail)

    def _written(self, target: Path) -> None:
        self._late.message.say_written(target)

    # -- related clauses

    def caret_moved(self) -> None:
        """The reader has come to a clause by a click, a hit or a row of a register: in a while its relatives."""
        self._rest.start()

    def show_related(self) -> None:
        """The 相关 tab, ready for the keyboard."""
        self._show_tab("related")
        self._late.related.setFocus()

    def _ask_related(self) -> None:
        place = clause_meant(self._parts, self._session)
        if place is None or place.block is None or not self._late.related.isVisible():
            return
        document = self._session.document
        block = document.block(place.block) if document is not None else None
        if block is None or self._asked == (place.doc, place.block):
            return
        self._asked = (place.doc, place.block)
        if block.kind in NO_CLAUSES:
            self._relating.cancel()
            says = "这里是标题或落款一类，没有相关条款；读到正文的条款时会列出来。"
            self._late.related.show_found(block.text, (), says)
            return
        asked, words = Location(place.doc, place.block), block.text

        def work(_job: Job) -> tuple[Related, ...]:
            return self._session.library.related(asked, RELATED, elsewhere=True)

        def take(found: tuple[Related, ...]) -> None:
            self._late.related.show_found(words, found, "没有找到相关条款。")

        if not self._late.related.list.isVisible():
            self._late.related.show_found(words, (), "正在查找相关条款…")
        self._relating.submit(work, take, self._fail)

    def open_related(self, place: Location) -> None:
        """A related clause was chosen: beside the one being read, which stays where it is."""
        session, here = self._session, self._session.active
        tab = self._parts.right.current
        shown = [n for n, p in enumerate(session.panes) if n != here and p.doc == place.doc and not p.source]
        if not shown and len(session.panes) < len(SIDES):
            session.beside(place.doc)
        there = shown[0] if shown else here + 1 if here + 1 < len(session.panes) else here - 1
        session.open(place, pane=there)
        session.set_active(here)
        self._link.go_apart()
        self._show_tab(tab)

    def jump(self, pane: int, place: Location) -> None:
        """A mark leads elsewhere: to another column that shows the document, which moves alone; else here."""
        there = next((n for n, p in enumerate(self._session.panes) if n != pane and p.doc == place.doc), pane)
        self._link.go_apart()
        if self._session.open(place, pane=there):
            self._parts.compare.columns[there].view.go_to(place)  # once more, to show the words

    # -- the look

    def refresh(self) -> None:
        """Another script."""
        self._late.differences.refresh()
        self._late.related.refresh()

    def show_look(self) -> None:
        """Another theme, perhaps."""
        self._late.differences.set_theme(self._parts.theme)
        self._late.related.set_theme(self._parts.theme)

    def close(self) -> None:
        """Stop the workers; a file that is being written is finished."""
        self._relating.close()
        self._revising.close()
        self._writing.close(finish=True)

    def _fail(self, error: ReaderError) -> None:
        self._session.problem.emit(str(error))
