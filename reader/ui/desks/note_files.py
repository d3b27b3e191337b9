"""Notes to files and back, as the user meets it: what is offered, where it goes, what an import would do.

The work itself is done by `NotesWork`, off the GUI thread; what went wrong is told there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core.note import PlacedNote
from reader.ui.frame.window_parts import LateParts
from reader.ui.session.notes_work import NotesWork, Preview, Taken
from reader.ui.session.session import Session

if TYPE_CHECKING:  # loaded with the first page or dialog
    from reader.ui.notes.note_dialogs import Scope
    from reader.ui.notes.note_sealing import PassphraseDialog
    from reader.ui.notes.notes_browser import NotesBrowser
    from reader.ui.packs.pack_dialogs import WorkDialog

LONGEST_NAME: Final = 60  # characters of a title in a proposed file name
IMPORTED: Final = "*.jsonld *.json *.csv *.prdocs *.age *.docx *.pdf *.txt *.calibre_annotation_collection"
ENDINGS: Final = {"jsonld": "notes.jsonld"}  # of a file's name, where it is not the form's own
SEALED: Final = ".age"


class NoteFiles(QObject):
    """Answers to the buttons. `browser` gives the table of all notes, or None while there is none."""

    taken_in = Signal()  # an import was done
    choosing_wanted = Signal()  # between the two wordings of a note
    undoing_wanted = Signal()  # of the newest import

    def __init__(
        self,
        session: Session,
        late: LateParts,
        work: NotesWork,
        window: QMainWindow,
        browser: Callable[[], NotesBrowser | None],
    ) -> None:
        super().__init__(window)
        self._session, self._late, self._work, self._window, self._browser = session, late, work, window, browser
        self._texts = session.texts
        self._asking: PassphraseDialog | None = None
        self._moving: WorkDialog | None = None
        self._stopping = False
        work.moved.connect(self._show_share)
        work.ended.connect(self._stop_showing)

    def _show_share(self, share: float) -> None:
        """Work takes longer than a moment: how far it is, and a way to stop it."""
        if self._stopping:
            return
        if self._moving is None:
            from reader.ui.packs.pack_dialogs import WorkDialog

            self._moving = WorkDialog(self._texts, self._texts("正在处理批注…"), self._window)
            self._moving.stopped.connect(self._give_up)
            self._moving.show()
        self._moving.show_share(share, self._texts("正在处理批注…"))

    def _give_up(self) -> None:
        self._moving, self._stopping = None, True
        self._work.stop()

    def _stop_showing(self) -> None:
        self._stopping = False
        if self._moving is not None:
            self._moving.blockSignals(True)
            self._moving.close()
            self._moving = None

    # -- out

    def export(self) -> None:
        """Offer all notes, those of the open document, those listed."""
        from reader.ui.notes.note_dialogs import EVERYTHING, Scope

        notes, document, browser = self._session.notes, self._session.document, self._browser()
        scopes = [Scope(self._texts("全部批注"), notes.all(), EVERYTHING)]
        if document is not None:
            title = self._session.shown(document.reading_title)
            scopes.append(Scope(self._texts("当前文件《{title}》", title=title), notes.of(document.id), document.id))
        if browser is not None and browser.narrowed:
            listed = tuple(line.placed for line in browser.listing.lines)
            scopes.insert(1, Scope(self._texts("筛选出的批注"), listed))
        self._offer_export(scopes)

    def export_chosen(self, notes: tuple[PlacedNote, ...]) -> None:
        """Offer these only."""
        from reader.ui.notes.note_dialogs import Scope

        self._offer_export([Scope(self._texts("所选批注"), notes)])

    def _offer_export(self, scopes: list[Scope]) -> None:
        from reader.ui.notes.note_dialogs import ExportDialog

        if not any(scope.notes for scope in scopes):
            self._late.message.say(self._texts("还没有批注，没有可导出的内容。"))
            return
        dialog = ExportDialog(self._texts, scopes, self._window)
        dialog.limit(self._session.library.policy)
        dialog.chosen.connect(self._export_to)
        dialog.show()

    def _export_to(self, scope: Scope, form: str, passphrase: str) -> None:
        ending = ENDINGS.get(form, form) + (SEALED if passphrase else "")
        target = self.ask_target(f"{self._texts('我的批注')}.{ending}", f"*.{ending}")
        if target is None:
            return
        if passphrase:
            self._late.message.say(self._texts("正在加密…"))
            if target.suffix.lower() != SEALED:
                target = target.with_name(target.name + SEALED)
        self._work.export(scope.notes, form, target, self._written, extras_of=scope.covers, passphrase=passphrase)

    def report(self, by: str = "clause") -> None:
        """“My work on this plan” about the document listed, else the one that is open; `by` clause, colour or tag."""
        browser = self._browser()
        doc = browser.bar.doc if browser is not None else ""
        document = self._session.document_of(doc) if doc else self._session.document
        if document is None:
            self._late.message.say(self._texts("请先打开一份文件，或在左侧选中一份文件。"))
            return
        name = "".join(c for c in self._session.shown(document.reading_title) if c not in '\\/:*?"<>|')[:LONGEST_NAME]
        ending, called = ("html", "阅读小结") if by == "page" else ("docx", "我的工作")
        target = self.ask_target(f"{name}-{self._texts(called)}.{ending}", f"*.{ending}")
        if target is not None:
            self._work.report(document.id, target, self._written, by)

    def _written(self, target: Path) -> None:
        self._late.message.say_written(target)

    # -- in

    def ask_import(self) -> None:
        """Choose a file; see what it would do."""
        source = self.ask_source(IMPORTED)
        if source is not None:
            self.look_into(source)

    def look_into(self, source: Path) -> None:
        """See what taking in a file would do."""
        self._work.preview(source, self._offer_import, self._ask_passphrase, placeless=self._placeless(source))

    def _placeless(self, source: Path, passphrase: str | None = None) -> Callable[[str], None] | None:
        """Who knows that the remarks of a file stand on the document that is open may say so; None where none is."""
        document = self._session.document
        if document is None:
            return None
        doc, title = document.id, self._session.shown(document.reading_title)

        def look_here() -> None:
            self._work.preview(source, self._offer_import, self._ask_passphrase, passphrase, doc=doc)

        def ask(sentence: str) -> None:
            if self._asking is not None:
                self._asking.accept()
            says = self._texts("如果批注写的是正在阅读的《{title}》，可以在其中找原文。", title=title)
            self._late.message.say(
                f"{self._texts.told(sentence)}\n{says}", self._texts("在其中找"), look_here, stays=True
            )

        return ask

    def _ask_passphrase(self, source: Path, refused: bool) -> None:
        """The file is sealed, or the passphrase tried did not fit."""
        from reader.ui.notes.note_sealing import PassphraseDialog

        if refused:
            if self._asking is not None:
                self._asking.refuse()
            return
        if self._asking is not None:
            self._asking.reject()
        dialog = self._asking = PassphraseDialog(self._texts, source.name, self._window)

        def offer(preview: Preview) -> None:
            if self._asking is dialog:  # who gave up meanwhile wants to see no more of it
                self._offer_import(preview)

        def try_it(words: str) -> None:
            ask = self._placeless(source, words)
            self._work.preview(source, offer, self._ask_passphrase, words, placeless=ask)

        dialog.tried.connect(try_it)
        dialog.finished.connect(self._stop_asking)
        dialog.show()

    def _stop_asking(self) -> None:
        self._asking = None

    def _offer_import(self, preview: Preview) -> None:
        from reader.ui.notes.import_dialog import ImportDialog

        if self._asking is not None:
            self._asking.accept()
        for open_already in self._window.findChildren(ImportDialog):
            if open_already.isVisible() and open_already.preview.file == preview.file:
                if open_already.preview == preview:
                    open_already.raise_()
                    open_already.activateWindow()
                    return
                open_already.reject()  # the file, or what is here, has changed since
        dialog = ImportDialog(self._texts, preview, self._window, self._session.shown)
        dialog.agreed.connect(lambda agreed, chosen: self._work.take_in(agreed, self._taken_in, chosen))
        dialog.show()

    def _taken_in(self, taken: Taken) -> None:
        says = [self._texts.told(taken.report.sentence)]
        if taken.rows:
            came = sum(row.id is not None for row in taken.rows)
            says.append(self._texts("连同文件：{n} 份在文库里了。", n=came))
        says += [self._texts.told(row.says) for row in taken.rows if row.id is None]
        if taken.lost:
            says.append(self._texts("有 {n} 条批注所在的文件没有导入，这些也没有导入。", n=taken.lost))
        self._session.notes.reload()
        self.taken_in.emit()
        if taken.report.conflicting or taken.report.row_conflicts:
            self._late.message.say("\n".join(says), self._texts("去选定"), self.choosing_wanted.emit, stays=True)
        else:
            self._late.message.say("\n".join(says), self._texts("撤销导入"), self.undoing_wanted.emit, stays=True)

    # -- which file

    def ask_target(self, name: str, pattern: str) -> Path | None:
        """Where to write; None where the user thought better of it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(self._window, self._texts("导出到"), str(Path(folder) / name), pattern)
        return Path(chosen) if chosen else None

    def ask_source(self, pattern: str) -> Path | None:
        """Which file to read."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getOpenFileName(self._window, self._texts("选择批注文件"), folder, pattern)
        return Path(chosen) if chosen else None
