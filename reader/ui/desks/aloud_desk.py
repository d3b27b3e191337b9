"""朗读 (F5): the text read aloud by the system's voice from the caret on, the sentence lit, until its end.

Each sentence is a job of a lane; pausing takes it back and going on says it again. Every method answers one signal of
`connections`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from reader.core.document import Document
from reader.core.errors import ReaderError
from reader.core.note import Piece
from reader.core.sentences import spoken
from reader.core.span import Location, Span
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.kit.tasks import Job, Lane
from reader.ui.session.session import Session
from reader.ui.text.document_view import DocumentView
from reader.ui.text.marks import Mark
from reader.voices.voice import FASTEST, SLOWEST, Voice, system_voice

LAYER = "aloud"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read now: the column and what it showed then, the number of the block, the sentence in it."""

    view: DocumentView
    document: Document
    number: int
    span: Span

    @property
    def place(self) -> Location:
        """Where the sentence stands."""
        return Location(self.document.id, self.document.blocks[self.number].id, self.span)


def sentence_from(document: Document, number: int, offset: int) -> tuple[int, Span] | None:
    """The first sentence that ends behind a place: number of its block, and where it stands in it; None at the end."""
    for at in range(number, len(document.blocks)):
        for span in spoken(document.blocks[at]):
            if at > number or span.end > offset:
                return at, span
    return None


class AloudDesk(QObject):
    """Answers to signals.

    Attributes:
        voice_of: gives the voice when it is first needed; raises NoVoice.
    """

    def __init__(self, parts: Parts, late: LateParts, session: Session) -> None:
        super().__init__(parts.window)
        self._parts, self._late, self._session = parts, late, session
        self._texts = session.texts
        self._lane = Lane("aloud", parent=self)
        self._job: Job | None = None
        self._voice: Voice | None = None
        self._now: _Reading | None = None
        self.voice_of: Callable[[], Voice] = system_voice

    def close(self) -> None:
        """Be silent, and let the voice go."""
        self._hush()
        if self._voice is not None:
            voice = self._voice
            self._lane.submit(lambda _job: voice.close(), lambda _nothing: None)
        self._lane.close(finish=True)

    @property
    def place(self) -> Location | None:
        """The sentence that is read, or where the reading is paused; None where nothing is read."""
        return self._now.place if self._now is not None else None

    # -- what the reader asks for

    def set_on(self, on: bool) -> None:
        """Read from the caret where it is in sight, else from the first line in sight; or stop."""
        if on == (self._now is not None):
            return
        if not on:
            self.stop()
            return
        document, pane = self._session.document, self._session.pane
        view = self._parts.compare.columns[self._session.active].view
        if document is None or pane.source or view.document is None:
            self._end(self._texts("这里没有可以朗读的文字。"))
            return
        caret, top = view.caret(), view.place()
        here = caret or (top.block or "", top.span.start if top.span is not None else 0)
        number = next((at for at, block in enumerate(document.blocks) if block.id == here[0]), 0)
        found = sentence_from(document, number, here[1])
        if found is None:
            self._end(self._texts("后面没有可以朗读的文字。"))
            return
        self._now = _Reading(view, document, *found)
        self._late.message.say(self._texts("朗读：F5 停止，Shift+F5 暂停，Ctrl+F5 慢些，Ctrl+Shift+F5 快些。"))
        self._light(follow=True)
        self._say()

    def pause(self) -> None:
        """Be silent and keep the place, or say that sentence again and go on; begins where nothing is read."""
        if self._now is None:
            self._late.actions["read_aloud"].setChecked(True)
        elif self._job is not None:
            self._hush()
            self._late.message.say(self._texts("朗读已暂停，Shift+F5 继续。"))
        else:
            self._say()

    def change_speed(self, by: int) -> None:
        """Faster (1) or slower (-1); a sentence that is being read begins again at that speed."""
        speed = max(SLOWEST, min(FASTEST, self._session.settings.voice_speed + by))
        self._session.settings = replace(self._session.settings, voice_speed=speed)
        self._late.message.say(
            self._texts("朗读语速：{n}（{least} 最慢，{most} 最快）", n=speed, least=SLOWEST, most=FASTEST)
        )
        if self._job is not None:
            self._hush()
            self._say()

    def stop(self) -> bool:
        """End the reading. Returns whether anything was read."""
        was = self._now is not None
        self._end("")
        return was

    def look(self) -> None:
        """Something was opened or closed: the reading ends with the text that it reads."""
        if self._now is None:
            return
        shown = [column.view for column in self._parts.compare.columns[: len(self._session.panes)]]
        if self._now.view not in shown or self._now.view.document is not self._now.document:
            self.stop()
        else:
            self._light(follow=False)

    # -- sentence after sentence

    def _say(self) -> None:
        now = self._now
        assert now is not None
        speed, block = self._session.settings.voice_speed, now.document.blocks[now.number]
        seen = now.view.seen(Piece(block.id, now.span))
        words = "，".join(filter(None, (cell.strip() for cell in seen.split("\t"))))  # a halt between cells of a table
        self._job = self._lane.submit(
            lambda job: self._speak(words, speed, job.cancelled), lambda _nothing: self._next(), self._failed
        )

    def _speak(self, words: str, speed: int, silenced: Callable[[], bool]) -> None:
        """In the worker."""
        if self._voice is None:
            self._voice = self.voice_of()
        if not silenced():
            self._voice.speak(words, speed, silenced)

    def _next(self) -> None:
        now, self._job = self._now, None
        if now is None:
            return
        found = sentence_from(now.document, now.number, now.span.end)
        if found is None:
            self._end(self._texts("朗读完毕。"))
            return
        follow = now.view.shows(now.place)
        self._now = replace(now, number=found[0], span=found[1])
        self._light(follow=follow)
        self._say()

    def _light(self, *, follow: bool) -> None:
        """The sentence in its colour; it comes into sight where the one before was, so that one may look elsewhere."""
        now = self._now
        assert now is not None
        now.view.set_marks(LAYER, (Mark(now.document.blocks[now.number].id, now.span, "spoken"),))
        if follow:
            now.view.go_to(now.place, flash=False)

    def _hush(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def _failed(self, error: ReaderError) -> None:
        self._job = None
        self._end("")
        self._session.problem.emit(str(error))

    def _end(self, sentence: str) -> None:
        self._hush()
        now, self._now = self._now, None
        if now is not None and now.view in [column.view for column in self._parts.compare.columns]:
            now.view.set_marks(LAYER, ())
        self._late.actions["read_aloud"].setChecked(False)
        if sentence:
            self._late.message.say(sentence)
