"""What the foot says of the corpus: its version, and that its files are those of the manifest.

Checks off the GUI thread, some seconds after the start; owns no widget. Must not check a corpus so large that the disk
would be busy for long: of that the foot tells the version only, and 关于 checks it on request.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from reader.core.errors import ReaderError
from reader.ui.frame.status_line import StatusLine
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.session import Session

WAIT = 3000  # ms from the window's being there to the check
MOST = 200  # documents that are checked without being asked


class CorpusSeal(QObject):
    """One check for one window."""

    def __init__(self, session: Session, foot: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._foot = foot
        self._lane = Lane("seal", newest_only=True, parent=self)
        self._later = QTimer(self, singleShot=True, interval=WAIT)
        self._later.timeout.connect(self.check)
        if session.documents():
            foot.show_corpus(session.library.corpus.version, verified=False)
            if len(session.documents()) <= MOST:
                self._later.start()

    def check(self) -> None:
        """Compare every file with the manifest."""
        corpus = self._session.library.corpus

        def verify(_job: Job) -> str:
            corpus.verify()
            return corpus.version

        self._lane.submit(verify, lambda version: self._foot.show_corpus(version, verified=True), self._fail)

    def close(self) -> None:
        """Stop waiting and checking."""
        self._later.stop()
        self._lane.close()

    def _fail(self, error: ReaderError) -> None:
        self._session.problem.emit(str(error))
