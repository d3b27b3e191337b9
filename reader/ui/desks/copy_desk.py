"""What the window does about copying: as seen with its form, plain, as Markdown, with its source, as a picture.

Every method answers one action. Long or forbidden things are said, never done by half.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMainWindow

from reader.core import citation
from reader.core.errors import ReaderError
from reader.core.note import Piece
from reader.core.span import Span
from reader.files import write_whole
from reader.ui.desks.clauses import clause_meant
from reader.ui.desks.reading_desk import ReadingDesk
from reader.ui.frame.window_parts import LateParts, Parts
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.core.excerpt import Excerpt

SAID = 40  # characters of what was copied that a sentence repeats


class CopyDesk:
    """Answers to actions.

    Attributes:
        answers: by the name of an action what answers it.
    """

    def __init__(
        self, parts: Parts, late: LateParts, session: Session, window: QMainWindow, reading: ReadingDesk
    ) -> None:
        self._parts = parts
        self._late = late
        self._session = session
        self._texts = session.texts
        self._window = window
        self._reading = reading
        self.answers: dict[str, Callable[[], None]] = {
            "copy": self.copy, "copy_plain": self.copy_plain, "copy_markdown": self.copy_markdown,
            "copy_named_before": self.copy_named_before, "copy_picture": self.copy_picture,
            "save_picture": self.save_picture,
        }  # fmt: skip

    def copy(self) -> None:
        """The selected words as seen; word processors take headings, bold words and tables along."""
        from reader.core.excerpt import html

        view = self._parts.compare.columns[self._session.active].view
        if words := view.selected_text():
            data = QMimeData()
            data.setText(words)
            data.setHtml(html(view.excerpts()))
            QGuiApplication.clipboard().setMimeData(data)

    def copy_plain(self) -> None:
        """The selected words, or else the clause that is meant, without any form."""
        parts = self._meant()
        self._copy("\n".join(part.text for part in parts) if parts else "")

    def copy_markdown(self) -> None:
        """The same as Markdown."""
        from reader.core.excerpt import markdown

        parts = self._meant()
        self._copy(markdown(parts) if parts else "")

    def copy_named_before(self) -> None:
        """《标题》（文号）第五部分（十四）：“…”: where it stands, then the words."""
        document = self._session.document
        if document is None:
            return
        place = clause_meant(self._parts, self._session)
        named = citation.official(document, place.block if place is not None else None)
        words = ""
        if not self._session.pane.source:
            words = self._parts.compare.columns[self._session.active].view.selected_text(canonical=True)
        if not words and place is not None:
            block = document.block(place.block) if place.block else None
            words = block.text if block is not None else ""
        self._copy(f"{named}：“{words}”" if words else named)

    def copy_picture(self) -> None:
        """The clause as a picture on the clipboard."""
        image = self._picture()
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self._late.message.say(self._texts("已复制为图片，可以粘贴到幻灯片里。"))

    def save_picture(self) -> None:
        """The clause as a PNG file."""
        document, image = self._session.document, self._picture()
        if image is None or document is None:
            return
        place = clause_meant(self._parts, self._session)
        label = citation.clause_label(document, place.block if place is not None else None)
        name = re.sub(r'[\\/:*?"<>|\s]+', " ", self._session.shown(document.reading_title + label)).strip() + ".png"
        path, _ = QFileDialog.getSaveFileName(self._window, self._texts("本条存为图片"), name, "PNG (*.png)")
        if path:
            self.write_picture(Path(path), image)

    def write_picture(self, path: Path, image: QImage) -> None:
        """Write a picture, and say so."""
        from reader.ui.paper.clause_picture import png

        try:
            self._session.library.policy.check_export("png")
            write_whole(path, png(image))
        except (ReaderError, OSError) as error:
            self._reading.say_problem(str(error))
            return
        self._late.message.say_written(path)

    # -- inside

    def _meant(self) -> tuple[Excerpt, ...]:
        """What is selected, else the clause that is meant, with all that stands under it; nothing in a source."""
        document = self._session.document
        if document is None or self._session.pane.source:
            return ()
        view = self._parts.compare.columns[self._session.active].view
        if view.selection() is not None:
            return view.excerpts()
        place = clause_meant(self._parts, self._session)
        if place is None or place.block is None:
            return ()
        pieces = [Piece(each.id, Span(0, len(each.text))) for each in document.section(place.block) if each.text]
        return view.excerpts(pieces)

    def _picture(self) -> QImage | None:
        from reader.ui.paper.clause_picture import MOST, length, painted

        document, parts = self._session.document, self._meant()
        if document is None or not parts:
            return None
        if (long := length(parts)) > MOST:
            says = "这里有 {n} 个字，一张图片放不下（最多 {most} 个字）；请选定其中一段再试。"
            self._late.message.say(self._texts(says, n=long, most=MOST))
            return None
        place = clause_meant(self._parts, self._session)
        stands = self._session.shown(citation.official(document, place.block if place is not None else None))
        return painted(parts, stands, self._parts.fonts, self._session.script.value)

    def _copy(self, words: str) -> None:
        if not words:
            return
        QGuiApplication.clipboard().setText(words)
        flat = " ".join(words.split())
        shown = flat if len(flat) <= SAID else f"{flat[: SAID // 2]}…{flat[-SAID // 2 :]}"
        self._late.message.say(self._texts("已复制：{what}", what=shown))
