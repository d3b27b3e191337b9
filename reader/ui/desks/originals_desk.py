"""What the window does with original files: their pages beside the clauses, in step both ways; opening and saving them.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.note import Selection
from reader.core.span import Location
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Lane
from reader.ui.paper.page_pane import PagePane
from reader.ui.paper.page_places import PagePlaces, has_pages
from reader.ui.session.panes import MOST
from reader.ui.session.session import Session
from reader.ui.shelves.library_rows import OWN

SETTLING = 150  # ms
KEPT = 4  # documents whose places are kept: more than there are columns


class OriginalsDesk(QObject):
    """Answers to signals."""

    def __init__(self, parts: Parts, late: LateParts, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._parts, self._late, self._session, self._window = parts, late, session, window
        self._texts = session.texts
        self._lane = Lane("originals", parent=self)
        self._places: dict[str, PagePlaces] = {}
        self._shown: dict[PagePane, Document] = {}
        # The clean text went because the pages did: while it settles it leads nobody.
        self._led = QTimer(self, singleShot=True, interval=SETTLING)

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    # -- showing

    def compare(self) -> None:
        """对照原件版面: the pages of the original beside the clean text; without pages its text as received."""
        document = self._session.document
        if document is None:
            return
        if len(self._session.panes) >= MOST:
            self._late.message.say(self._texts("已有四栏，最多四栏；请先关闭一栏（Ctrl+F4）。"))
        else:
            pages = has_pages(document)
            self._session.beside(document.id, source=not pages, pages=pages)

    def show_document(self, pane: int, document: Document | None, place: Location | None) -> None:
        """Something was opened in a column; where it shows pages, show them, at the place."""
        if document is None or not self._session.panes[pane].pages:
            return
        column = self._parts.compare.columns[pane].need_pages()
        places = self._of(document)
        column.set_theme(self._parts.theme)
        if self._shown.get(column) is not document:
            self._shown = {kept: shown for kept, shown in self._shown.items() if kept in self._panes()}
            self._shown[column] = document
            column.view.show_pages(places.pages, partial(self._session.library.draw_page, document.id))
            self._count(column, document)
        if place is not None and place.block is not None:
            self._light(pane, place)

    def show_all(self) -> None:
        """Catch up with what was opened before this desk was there."""
        for number, pane in enumerate(self._session.panes):
            self.show_document(number, pane.document, pane.place)
        self.show_active()

    def _count(self, pane: PagePane, document: Document) -> None:
        """Pages behind the last clause are counted in the file itself."""

        def counted(count: int) -> None:
            if self._shown.get(pane) is document:
                pane.view.set_count(count)

        self._lane.submit(
            lambda _job: self._session.library.page_count(document.id), counted,
            lambda error: self._session.problem.emit(str(error)),
        )  # fmt: skip

    def show_look(self) -> None:
        """Another theme, perhaps."""
        for pane in self._panes():
            pane.set_theme(self._parts.theme)

    def _panes(self) -> list[PagePane]:
        return [column.pages for column in self._parts.compare.columns if column.pages is not None]

    # -- in step

    def clean_moved(self, pane: int, place: Location) -> None:
        """The reader scrolled clean text: the pages beside it follow."""
        if self._led.isActive() or self._session.panes[pane].source:
            return
        for other in self._beside(place.doc, pages=True):
            self._light(other, place)

    def place_changed(self, place: Location) -> None:
        """The reader went somewhere, by the outline or a hit: pages beside it follow."""
        if not self._led.isActive():
            for other in self._beside(place.doc, pages=True):
                self._light(other, place)

    def clause_clicked(self, _pane: int, place: Location) -> None:
        """A clause was clicked in the text: its place on the page lights up."""
        for other in self._beside(place.doc, pages=True):
            self._light(other, place)

    def selected(self, pane: int, chosen: Selection | None) -> None:
        """Words were selected in the text."""
        if chosen is not None and chosen.pieces:
            self.clause_clicked(pane, Location(chosen.doc, chosen.pieces[0].block))

    def pages_moved(self, pane: int, page: int, down: float) -> None:
        """The reader scrolled the pages: the clean text beside them follows."""
        document = self._session.panes[pane].document
        block = self._of(document).from_height(page, down) if document is not None else None
        if document is not None and block is not None:
            self._lead(pane, Location(document.id, block), reveal=False)

    def page_clicked(self, pane: int, page: int, x: float, y: float) -> None:
        """A place of a page was clicked: its clause lights up in both."""
        document = self._session.panes[pane].document
        block = self._of(document).at(page, x, y) if document is not None else None
        if document is None or block is None:
            return
        place = Location(document.id, block)
        if not self._beside(document.id, pages=False):  # only the pages are on screen: the text comes beside them
            self._session.beside(document.id, at=pane)
            pane += 1
        self._lead(pane, place, reveal=False, flash=True)

    def _lead(self, pane: int, place: Location, *, reveal: bool, flash: bool = False) -> None:
        self._led.start()
        for other in self._beside(place.doc, pages=False):
            self._parts.compare.columns[other].view.go_to(place, flash=flash)
            self._session.moved(other, place)
        self._light(pane, place, reveal=reveal)
        self._session.moved(pane, place)

    def _light(self, pane: int, place: Location, *, reveal: bool = True) -> None:
        document, column = self._session.panes[pane].document, self._parts.compare.columns[pane].pages
        found = self._of(document).of(place.block) if document is not None and place.block is not None else None
        if found is not None and column is not None:
            column.view.light(*found, reveal=reveal)

    def _beside(self, doc: str, *, pages: bool) -> list[int]:
        """The columns that show a document as pages, or its clean text."""
        panes = enumerate(self._session.panes)
        return [n for n, p in panes if p.doc == doc and (p.pages if pages else not p.source)]

    def _of(self, document: Document) -> PagePlaces:
        places = self._places.pop(document.id, None)
        if places is None or places.document is not document:
            places = PagePlaces(document)
        self._places[document.id] = places
        while len(self._places) > KEPT:
            del self._places[next(iter(self._places))]
        return places

    # -- the file itself

    def show_active(self) -> None:
        """Another document is in front: what is known of it as one of one's own stands in 出处."""
        document = self._session.document
        info = self._session.info(document.id) if document is not None else None
        self._late.source.set_also(self._session.library.shelves.elsewhere(document.id) if document is not None else ())
        if document is None or (info is not None and info.shelf != OWN):
            self._late.source.set_own(None)
            return
        doc = document.id

        def unknown(_error: ReaderError) -> None:
            self._late.source.set_own(None)  # taken out meanwhile: the panel shows what the document itself says

        self._lane.submit(lambda _job: self._session.library.info(doc), self._late.source.set_own, unknown)

    def show_anew(self) -> None:
        """The library has changed: what is in front may be known otherwise, and hold no more."""
        self.show_active()
        self._late.source.ask_again()

    def open_version(self, doc: str) -> None:
        """Another version beside the one that is read."""
        self._session.beside(doc)

    def open_original(self, doc: str) -> None:
        """用系统程序打开原件: the stored file in whatever the system opens it with."""

        def found(file: Path | None) -> None:
            if file is None or not file.is_file():
                self._late.message.say(self._texts("这份文件没有保存原件。"))
            elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
                self._late.message.say(self._texts("系统里没有能打开这种文件的程序；可以另存原件。"))

        self._with_original(doc, found)

    def save_original(self, doc: str) -> None:
        """另存原件…: a copy, as it was added."""
        info = self._session.info(doc)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = Path(info.file or info.source.file).name if info is not None else doc
        chosen, _ = QFileDialog.getSaveFileName(self._window, self._texts("另存原件"), str(Path(folder) / name))
        if chosen:
            self.save_original_as(doc, Path(chosen))

    def save_original_as(self, doc: str, target: Path) -> None:
        """Write the stored file to another place, whole or not at all."""
        from reader.store import exchange

        def found(file: Path | None) -> None:
            if file is None:
                self._late.message.say(self._texts("这份文件没有保存原件。"))
                return
            self._lane.submit(
                lambda _job: exchange.write(file.read_bytes(), target),
                lambda _nothing: self._late.message.say_written(target, self._texts("已另存原件：{file}", file=target)),
                lambda error: self._session.problem.emit(str(error)),
            )

        self._with_original(doc, found)

    def _with_original(self, doc: str, found: Callable[[Path | None], None]) -> None:
        self._lane.submit(
            lambda _job: self._session.library.original(doc), found,
            lambda error: self._session.problem.emit(str(error)),
        )  # fmt: skip
