"""A document that notes stand on and that is not here under its id: which one of the library it is, if any.

Two people who add the same file give it two ids. The file tells, then the text, then its number or title together with
the words that notes stand on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final, Literal

from reader.core.citation import find_documents, in_title_marks
from reader.core.document import Document, DocumentInfo
from reader.core.errors import ReaderError
from reader.core.known import KnownDocument
from reader.core.late_dataclass import dataclass
from reader.core.note import Anchor
from reader.core.sums import sha256

LOOKED_AT: Final = 8  # documents of the same number or title
LOOKED_FOR: Final = 200  # quotations

Basis = Literal["file", "text", "name"]


@dataclass(frozen=True, slots=True)
class Same:
    """A document as notes call it, and as it is known here.

    Attributes:
        basis: made of the same file; the same text, character for character; the same number or title, with most of
            the words that notes stand on.
    """

    doc: str
    here: str
    title: str
    basis: Basis

    @property
    def sentence(self) -> str:
        """What there is to say of it."""
        name = f"{in_title_marks(self.title)}（{self.here}）"
        if self.basis == "file":
            return f"批注所在的文件就是这里的{name}：原始文件相同，批注归到这一份。"
        if self.basis == "text":
            return f"批注所在的文件就是这里的{name}：正文逐字相同，批注归到这一份。"
        return f"批注所在的文件看来是这里的{name}：文号或标题相同，正文不全相同，批注按原文的字句找位置，请核对。"


class SameDocuments:
    """Looks for them. What was found stays known until the documents of the library change."""

    def __init__(
        self,
        documents: Callable[[], Sequence[DocumentInfo]],
        open_document: Callable[[str], Document],
        by_file: Callable[[str], str | None],
    ) -> None:
        """Args: by_file: the document of which any version was made of a file, by the file's sum."""
        self._documents, self._open, self._by_file = documents, open_document, by_file
        self._infos: Sequence[DocumentInfo] = ()
        self._found: dict[tuple[KnownDocument, int], Same | None] = {}

    def find(self, known: KnownDocument, anchors: Sequence[Anchor]) -> Same | None:
        """The document that is meant; None where it is none of these.

        Args:
            anchors: of the notes that stand on it.
        """
        infos = self._documents()
        if infos is not self._infos:
            self._infos, self._found = infos, {}
        key = (known, len(anchors))
        if key not in self._found:
            self._found[key] = self._looked_for(known, anchors, infos)
        return self._found[key]

    def _looked_for(
        self, known: KnownDocument, anchors: Sequence[Anchor], infos: Sequence[DocumentInfo]
    ) -> Same | None:
        if known.file:
            of_it = (info.id for info in infos if info.source.sha256 == known.file)
            here = next(of_it, None) or self._by_file(known.file)
            title = next((info.reading_title for info in infos if info.id == here), None)
            if here is not None and title is not None:
                return Same(known.doc, here, title, "file")
        for name in filter(None, (known.doc_number, known.title)):
            likely = [info for info in find_documents(infos, name) if info.id != known.doc]
            if likely:
                return self._told_apart(known, anchors, likely[:LOOKED_AT])
        return None

    def _told_apart(
        self, known: KnownDocument, anchors: Sequence[Anchor], likely: Sequence[DocumentInfo]
    ) -> Same | None:
        """The one that has the text the notes were made on, else the only one that has most of their words."""
        sums = {each.document_hash for each in anchors}
        quotes = [*islice(dict.fromkeys(each.quote for each in anchors if each.quote), LOOKED_FOR)]
        counted: list[tuple[int, DocumentInfo]] = []
        for info in likely:
            try:
                text = self._open(info.id).text
            except ReaderError:
                continue
            if sha256(text.encode("utf-8", "surrogatepass")).hexdigest() in sums:
                return Same(known.doc, info.id, info.reading_title, "text")
            counted.append((sum(quote in text for quote in quotes), info))
        counted.sort(key=lambda each: -each[0])
        if not counted or counted[0][0] * 2 <= len(quotes) or (len(counted) > 1 and counted[1][0] == counted[0][0]):
            return None
        return Same(known.doc, counted[0][1].id, counted[0][1].reading_title, "name")
