"""What the window does about corpus packs and about itself: 安装语料包, 退回, 关于. The work is done off its thread.

After another corpus is put in force the window asks to be opened anew: everything in it was read from the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow

from reader.core.errors import ReaderError
from reader.core.pack import SUFFIX, Installed, PackSummary, ShelfRow
from reader.core.shelf_order import ShelfOrder
from reader.core.showing import visible
from reader.ui.frame.window_parts import LateParts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.library.packing import PackDesk

T = TypeVar("T")


class PacksDesk(QObject):
    """Answers to signals. `dialog` is the window over the window that is open, if any."""

    reopen_wanted = Signal()

    def __init__(self, late: LateParts, session: Session, window: QMainWindow, packs: PackDesk) -> None:
        super().__init__(window)
        self._late, self._session, self._window, self._packs = late, session, window, packs
        self._texts = session.texts
        self._lane = Lane("packs", newest_only=True, parent=self)
        self._checking = Lane("check-files", newest_only=True, parent=self)
        self.dialog: QDialog | None = None

    def close(self) -> None:
        """Stop the workers; what is being unpacked is thrown away."""
        if self.dialog is not None:
            self.dialog.close()
        self._lane.close()
        self._checking.close()

    # -- a pack

    def ask_pack(self) -> None:
        """Choose a file; see what it would do."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        pattern = f"{self._texts('语料包')} (*{SUFFIX})"
        chosen, _ = QFileDialog.getOpenFileName(self._window, self._texts("选择语料包"), folder, pattern)
        if chosen:
            self.inspect(Path(chosen))

    def inspect(self, file: Path) -> None:
        """Read a pack through and show what it would change. Nothing is written."""
        self._work(
            self._texts("正在核对语料包…"),
            lambda job: self._packs.inspect(file, job.report, job.cancelled),
            lambda summary: self._offer(file, summary),
        )

    def _offer(self, file: Path, summary: PackSummary) -> None:
        from reader.ui.packs.pack_dialogs import PackDialog

        dialog = PackDialog(self._texts, summary, self._session.shown, self._window)
        # The dialog says of an older one that it is older: who agrees has been asked.
        dialog.agreed.connect(lambda: self.install(file, summary.digest, allow_older=summary.older))
        self._show(dialog)

    def install(self, file: Path, digest: str, *, allow_older: bool = False) -> None:
        """Install what was agreed to, then open the window anew."""
        self._work(
            self._texts("正在安装语料包…"),
            lambda job: self._packs.install(file, digest, job.report, job.cancelled, allow_older=allow_older),
            lambda _made: self.reopen_wanted.emit(),
        )

    def ask_back(self, name: str = "") -> None:
        """Say what going back would do, on a shelf or with the corpus; go when that is agreed to."""
        try:
            on = self._packs.state.on(name)
        except ReaderError as error:
            self._session.problem.emit(str(error))
            return
        if on is None or not on.before:
            self._say_nothing_before()
            return
        what = self._named(on.before[0])
        what = self._texts("书架“{name}”的{what}", name=name, what=what) if name else what
        says = self._texts("将退回{what}；窗口会重新打开，批注重新定位。", what=what)
        back = lambda: self._do(lambda: self._packs.roll_back(name))  # noqa: E731
        self._late.message.say(says, self._texts("退回"), back, stays=True)

    def _say_nothing_before(self) -> None:
        """The corpus has no earlier version; where other shelves have one, these are named."""
        shelves = self._packs.state.additions
        names = [name for name, versions in shelves.items() if versions.before]
        if not names:
            self._late.message.say(self._texts("没有更早的语料可以退回。"))
            return
        says = self._texts("随附的语料没有更早的一版；可以退回的书架：{names}。", names=self._texts.listed(names))
        self._late.message.say(says, self._texts("书架…"), self.show_shelves)

    def _do(self, work: Callable[[], object]) -> None:
        """Change what is in force, off the window's thread, then open it anew."""
        self._lane.submit(
            lambda _job: work(), lambda _done: self.reopen_wanted.emit(),
            lambda error: self._session.problem.emit(str(error)),
        )  # fmt: skip

    def _named(self, each: Installed) -> str:
        if not each.folder:
            return self._texts("随程序附带的语料")
        return self._texts("语料包“{title}”", title=each.title)

    # -- shelves

    def show_shelves(self) -> None:
        """书架…: what there is, in which order, and what can be done with each."""
        self._lane.submit(
            lambda _job: self._packs.rows(), self._show_shelves, lambda error: self._session.problem.emit(str(error))
        )

    def _show_shelves(self, rows: tuple[ShelfRow, ...]) -> None:
        from reader.ui.packs.shelf_dialog import ShelfDialog

        dialog = ShelfDialog(self._texts, rows, self._session.shown, self._window)
        dialog.put.connect(self.put_shelves)
        dialog.back_wanted.connect(self.ask_back)
        dialog.remove_wanted.connect(self.ask_remove)
        dialog.install_wanted.connect(self.ask_pack)
        self._show(dialog)

    def put_shelves(self, put: ShelfOrder) -> None:
        """Put the shelves as the user wants them, then open the window anew."""
        self._session.settings = self._session.settings.with_shelves(put)
        self.reopen_wanted.emit()

    def ask_remove(self, name: str) -> None:
        """Say what removing a shelf would do; without a name, what replaced the program's corpus."""
        what = self._texts("书架“{name}”", name=name) if name else self._texts("取代随附文件的语料包")
        says = self._texts("将移除{what}和它的各版；窗口会重新打开，批注都留着。", what=what)
        remove = lambda: self._do(lambda: self._packs.remove(name))  # noqa: E731
        self._late.message.say(says, self._texts("移除"), remove, stays=True)

    # -- about

    def show_about(self) -> None:
        """The program, its corpus, its licences."""
        from reader.ui.packs.about import AboutDialog, AboutFacts, own_rows

        paths = self._packs.paths
        rows = (*own_rows(), *self._corpus_rows(), ("批注文件夹", str(paths.user_data)))
        if self._session.library.policy.file:
            rows = (*rows, ("策略文件", self._session.library.policy.file))
        dialog = AboutDialog(self._texts, AboutFacts(rows, paths.licences, paths.bill), self._window)
        dialog.verify_wanted.connect(lambda: self._verify(dialog))
        dialog.finished.connect(self._checking.cancel)
        self._show(dialog)

    def _corpus_rows(self) -> tuple[tuple[str, str], ...]:
        corpus = self._session.library.corpus
        try:
            count, version, now = len(self._session.documents()), corpus.version, self._packs.state.now
        except ReaderError as error:
            return (("语料", str(error)),)
        named = now if corpus.folder == self._packs.paths.packs_place / now.folder else Installed("", "", "", "", "")
        signer = self._texts("，签名密钥 {key}", key=named.signer) if named.signer else ""
        return (
            ("语料", self._named(named) + signer), ("语料版本", f"{version} · {self._texts('{n} 份文件', n=count)}"),
            ("语料文件夹", str(corpus.folder)), *self._additions(),
        )  # fmt: skip

    def _additions(self) -> tuple[tuple[str, str], ...]:
        """The packs beside the corpus, by the names of their shelves."""
        names = [visible(name) for name, _folder in self._packs.paths.additions]
        return (("书架", self._texts.listed(names)),) if names else ()

    def _verify(self, dialog: QDialog) -> None:
        from reader.ui.packs.about import AboutDialog

        assert isinstance(dialog, AboutDialog)
        self._checking.submit(
            lambda job: self._packs.verify(job.report, job.cancelled), dialog.show_report,
            lambda error: dialog.show_problem(str(error)), dialog.show_share,
        )  # fmt: skip

    # -- inside

    def _show(self, dialog: QDialog) -> None:
        for before in self._window.findChildren(type(dialog)):  # one pack handed over twice asks once
            if before is not dialog and before.isVisible():
                before.reject()
        self.dialog = dialog
        dialog.finished.connect(partial(self._forget, dialog))
        dialog.show()

    def _forget(self, dialog: QDialog, _result: int) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _work(self, title: str, work: Callable[[Job], T], done: Callable[[T], None]) -> None:
        from reader.ui.packs.pack_dialogs import WorkDialog

        dialog = WorkDialog(self._texts, title, self._window)

        def finished(result: T) -> None:
            dialog.stopped.disconnect()
            dialog.close()
            done(result)

        def failed(error: ReaderError) -> None:
            dialog.stopped.disconnect()
            dialog.close()
            self._session.problem.emit(str(error))

        job = self._lane.submit(work, finished, failed, dialog.show_share)
        dialog.stopped.connect(job.cancel)
        self._show(dialog)
