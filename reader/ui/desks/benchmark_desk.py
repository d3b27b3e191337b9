"""What the window does about 对标: the demands of the left document, what the right one has for them, verdicts, files.

Every method answers one signal of `connections`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.showing import visible
from reader.core.span import Location
from reader.library.answers.benchmark import Answered, Benchmark
from reader.ui.compare.benchmark_dialog import BenchmarkDialog
from reader.ui.desks.linking_desk import LinkingDesk
from reader.ui.frame.window_parts import LateParts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.session import Session


class BenchmarkDesk(QObject):
    """Answers to signals."""

    def __init__(self, late: LateParts, session: Session, link: LinkingDesk, window: QMainWindow) -> None:
        super().__init__(window)
        self._late, self._session, self._link, self._window = late, session, link, window
        self._texts = session.texts
        self._lane = Lane("benchmark", parent=self)
        self._running: Job | None = None
        library = session.library
        self._benchmark = Benchmark(library.registers, library.open, lambda: library.store)

    def close(self) -> None:
        """Stop the worker."""
        self._lane.close()

    def show(self) -> None:
        """Work out what the right column has for the demands of the left one, and show it."""
        both = self._link.documents
        if both is None:
            self._late.message.say(self._texts("请先左右对照两份文件：左边是上级文件，右边是我方文件。"))
            return
        higher, ours = both
        self._late.message.say(self._texts("正在对标……"), stays=True)

        shown = -1

        def work(job: Job) -> tuple[Answered, ...]:
            return self._benchmark.of(higher.id, ours.id, job.cancelled, job.report)

        def told(share: float, _text: str) -> None:
            nonlocal shown
            if round(100 * share) != shown:
                shown = round(100 * share)
                says = self._texts("正在对标，已看 {share}%……", share=shown)
                self._late.message.say(says, self._texts("取消"), self._cancel, stays=True)

        self._running = self._lane.submit(work, partial(self._show, higher, ours), self._fail, told)

    def _cancel(self) -> None:
        """Of the lane only this job: verdicts that wait there are to be kept."""
        if self._running is not None:
            self._running.cancel()
            self._late.message.say(self._texts("已取消。"))

    def _show(self, higher: Document, ours: Document, found: tuple[Answered, ...]) -> None:
        self._late.message.hide()
        rows = list(found)
        named = self._session.with_version
        names = (named(higher.id, higher.reading_title), named(ours.id, ours.reading_title))
        dialog = BenchmarkDialog(self._texts, self._session.shown, names, rows, self._window)
        dialog.decided.connect(partial(self._decide, higher, rows))
        dialog.place_wanted.connect(partial(self._go, higher, ours, rows))
        dialog.export_wanted.connect(partial(self._export, higher, ours, rows))
        dialog.show()

    def _decide(self, higher: Document, rows: list[Answered], at: int, verdict: str, note: str) -> None:
        rows[at] = replace(rows[at], verdict=verdict, note=note)
        kept = rows[at]
        self._lane.submit(
            lambda _job: self._benchmark.decide(higher.id, kept, verdict, note), lambda _none: None, self._fail
        )

    def _go(self, higher: Document, ours: Document, rows: list[Answered], at: int) -> None:
        """Both columns to a demand and its nearest clause."""
        each = rows[at]
        places = [Location(higher.id, each.demand.block, each.demand.span)]
        if each.found and each.proposal != "none":
            places.append(Location(ours.id, each.found[0].block))
        for place in places:
            self._session.open(place)

    def _export(self, higher: Document, ours: Document, rows: list[Answered], form: str) -> None:
        name = f"{self._texts('对标')}-{visible(higher.reading_title[:20])}-{visible(ours.reading_title[:20])}.{form}"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _ = QFileDialog.getSaveFileName(
            self._window, self._texts("导出对标表"), str(Path(folder) / name), f"*.{form}"
        )
        if path:
            self.write(Path(path), higher, ours, tuple(rows), form)

    def write(self, target: Path, higher: Document, ours: Document, rows: tuple[Answered, ...], form: str) -> None:
        """Write the table, and say so."""

        def work(_job: Job) -> Path:
            from reader.library.answers.tables import table_of
            from reader.reports.answers import dump_docx, dump_xlsx
            from reader.store import exchange

            self._session.library.policy.check_export(form)
            tables = [table_of(ours.reading_title, rows)]
            dump = dump_xlsx if form == "xlsx" else dump_docx
            exchange.write(dump(higher.reading_title, tables), target)
            return target

        self._lane.submit(work, self._written, self._fail)

    def _written(self, target: Path) -> None:
        self._late.message.say_written(target)

    def _fail(self, error: ReaderError) -> None:
        self._late.message.hide()
        self._session.problem.emit(str(error))
