"""What the window does with lineage: the graph around the document in front, more steps, files and paper.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QStandardPaths
from PySide6.QtGui import QPagedPaintDevice, QPainter
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core.errors import ReaderError
from reader.core.lineage_graph import Graph
from reader.core.showing import visible
from reader.core.span import Location
from reader.library.versions.lineage import Missing
from reader.library.versions.lineage_graph import STEPS, graph_of
from reader.ui.frame.window_parts import LateParts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.look.theme import theme_named
from reader.ui.provenance.lineage_dialog import LineageDialog
from reader.ui.session.session import Session

Made = tuple[Graph, tuple[Missing, ...]]


class LineageDesk(QObject):
    """Answers to signals."""

    def __init__(self, late: LateParts, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._late, self._session, self._window = late, session, window
        self._texts = session.texts
        self._lane = Lane("lineage", newest_only=True, parent=self)
        self._writing = Lane("lineage-files", parent=self)

    def close(self) -> None:
        """Stop the workers; a file that is being written is finished."""
        self._lane.close()
        self._writing.close(finish=True)

    def show(self) -> None:
        """The graph around the document in front."""
        document = self._session.document
        if document is None:
            self._late.message.say(self._texts("请先打开一份文件。"))
            return
        self._late.message.say(self._texts("正在查看依据关系……"), stays=True)
        self._lane.submit(partial(self._work, document.id, STEPS), partial(self._show, document.id), self._fail)

    def _work(self, doc: str, steps: int, job: Job) -> Made:
        library = self._session.library
        lineages = library.lineages.get()
        return graph_of(lineages, library.documents(), doc, steps, cancelled=job.cancelled), lineages.missing()

    def _show(self, doc: str, made: Made) -> None:
        self._late.message.hide()
        session = self._session
        theme = theme_named(session.settings.theme)
        dialog = LineageDialog(self._texts, session.shown, theme, *made, STEPS, self._window)
        dialog.opened.connect(self._open)
        dialog.steps_wanted.connect(partial(self._step, doc, dialog))
        dialog.export_wanted.connect(partial(self._export, dialog))
        dialog.show()

    def _step(self, doc: str, dialog: LineageDialog, steps: int) -> None:
        def show(made: Made) -> None:
            dialog.show_graph(made[0])

        job = self._lane.submit(partial(self._work, doc, steps), show, self._fail)
        dialog.finished.connect(job.cancel)

    def _open(self, doc: str, block: str) -> None:
        self._session.open(Location(doc, block or None))

    def _export(self, dialog: LineageDialog, form: str) -> None:
        title = self._session.title(dialog.graph.root)
        if form == "print":
            self._print(dialog, title)
            return
        name = f"{self._texts('依据关系')}-{visible(title[:40])}.{form}"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _ = QFileDialog.getSaveFileName(
            self._window, self._texts("导出依据关系图"), str(Path(folder) / name), f"*.{form}"
        )
        if path:
            self.write(Path(path), dialog, form)

    def write(self, target: Path, dialog: LineageDialog, form: str) -> None:
        """Write the picture as it is narrowed now, and say so."""
        from reader.reports.lineage_picture import dump_svg
        from reader.ui.paper.clause_picture import png
        from reader.ui.provenance.lineage_view import image_of

        picture, title = dialog.picture, self._session.title(dialog.graph.root)
        image = image_of(picture, dialog.font()) if form == "png" else None  # here: fonts belong to the GUI thread

        def work(_job: Job) -> Path:
            from reader.store import exchange

            self._session.library.policy.check_export(form)
            exchange.write(png(image) if image is not None else dump_svg(picture, title), target)
            return target

        self._writing.submit(work, self._written, self._fail)

    def _print(self, dialog: LineageDialog, title: str) -> None:
        from reader.ui.paper.print_dialog import print_pages
        from reader.ui.provenance.lineage_view import paint_on_paper
        from reader.ui.registers.register_paper import set_landscape

        def paint(printer: QPagedPaintDevice, _first: int, _last: int) -> None:
            painter = QPainter(printer)
            edge = printer.logicalDpiX() // 2
            room = QSize(printer.width() - 2 * edge, printer.height() - 2 * edge)
            painter.translate(edge, edge)
            paint_on_paper(painter, room, dialog.picture, dialog.font())
            painter.end()

        policy = self._session.library.policy
        try:
            policy.check_export("print")
            print_pages(self._window, title, set_landscape, paint, to_file=policy.allows("pdf"), ranges=False)
        except ReaderError as error:
            self._fail(error)

    def _written(self, target: Path) -> None:
        self._late.message.say_written(target)

    def _fail(self, error: ReaderError) -> None:
        self._late.message.hide()
        self._session.problem.emit(str(error))
