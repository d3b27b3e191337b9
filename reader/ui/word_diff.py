"""What differs between two short texts, as spans to be coloured: a note's words then and now, two forms of a note.

Pure. Knows one pair of texts, not documents: which clauses answer each other is none of its business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Final

from reader.core.span import Span

ISLAND: Final = 2  # fewer equal characters than this between two differences are no help to the eye
LONGEST: Final = 4000  # characters compared one by one; what is longer differs as a whole


def differences(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What only the old text has, and what only the new one has, in code points of each."""
    if old == new:
        return (), ()
    if max(len(old), len(new)) > LONGEST:
        return (Span(0, len(old)),), (Span(0, len(new)),)
    removed: list[Span] = []
    added: list[Span] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            _join(removed, Span(a, b))
            _join(added, Span(c, d))
    return tuple(s for s in removed if s.start < s.end), tuple(s for s in added if s.start < s.end)


def coloured(text: str, marks: Sequence[tuple[Span, str]], to_view: Callable[[int], int] = int) -> str:
    """The text as HTML with backgrounds behind spans. `to_view` maps the spans' offsets into this text."""
    parts, at = [], 0
    for span, colour in marks:
        start, end = max(at, to_view(span.start)), to_view(span.end)
        if end <= start:
            continue
        parts.append(_plain(text[at:start]))
        parts.append(f'<span style="background-color:{colour}">{_plain(text[start:end])}</span>')
        at = end
    return "".join(parts) + _plain(text[at:])


def _join(spans: list[Span], span: Span) -> None:
    if spans and span.start - spans[-1].end < ISLAND:
        spans[-1] = Span(spans[-1].start, span.end)
    else:
        spans.append(span)


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")
