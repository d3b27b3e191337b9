"""Which document of the library a new one may be a version of: by its 文号, or by its title and most of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from reader.core import likeness
from reader.core.citation import number_key
from reader.core.document import Document, DocumentInfo
from reader.core.folding import fold_text
from reader.core.likeness import RUN

SAME_NUMBER: Final = "文号相同"
SAME_TITLE: Final = "标题相同而且文字大半相同"
MOSTLY: Final = 0.5
"""Of the different bigrams of two texts the part that both have, from which on most of the words are the same."""
_LOOKED_AT: Final = 200_000  # characters of each text


class LikelyVersions:
    """Looks for the document that a new one may be a version of. What the names of a document are is kept."""

    def __init__(self, load: Callable[[str], Document]) -> None:
        self._load = load
        self._names: dict[str, tuple[DocumentInfo, frozenset[str], str]] = {}

    def find(self, document: Document, infos: Iterable[DocumentInfo]) -> tuple[DocumentInfo, str] | None:
        """The likeliest, with what speaks for it; the user's own documents before others, the newest first."""
        titles, number = _keys(document.info())
        same_number, same_title = [], []
        for info in infos:
            if info.id == document.id:
                continue
            its_titles, its_number = self._known(info)
            if number and number == its_number:
                same_number.append(info)
            elif titles & its_titles and not (number and its_number):
                same_title.append(info)
        if same_number:
            return max(same_number, key=_rank), SAME_NUMBER
        for info in sorted(same_title, key=_rank, reverse=True):
            if mostly_equal(document, self._load(info.id)):
                return info, SAME_TITLE
        return None

    def _known(self, info: DocumentInfo) -> tuple[frozenset[str], str]:
        known = self._names.get(info.id)
        if known is None or known[0] is not info:
            known = self._names[info.id] = (info, *_keys(info))
        return known[1], known[2]


def _rank(info: DocumentInfo) -> tuple[bool, str]:
    return info.added is not None, info.added or ""


def _keys(info: DocumentInfo) -> tuple[frozenset[str], str]:
    titles = (title for title in (info.title, info.attachment_title) if title and "title" not in info.source.inferred)
    folded = frozenset("".join(RUN.findall(fold_text(title))) for title in titles)
    return folded - {""}, number_key(info.doc_number) if info.doc_number else ""


def mostly_equal(a: Document, b: Document) -> bool:
    """Whether two documents say mostly the same."""
    numbers = likeness.Numbering()
    first, second = (
        likeness.bigrams(fold_text(each.text[:_LOOKED_AT], each.script != "hans"), numbers) for each in (a, b)
    )
    return likeness.dice(first, second) >= MOSTLY
