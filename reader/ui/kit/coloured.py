"""What differs between two short texts as HTML with coloured stretches: a note's words then and now, two forms of it.

Pure. How texts are compared is the business of `core.diff`; this only says it of short ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from reader.core.diff import diff
from reader.core.span import Span

LONGEST: Final = 4000  # characters compared; what is longer differs as a whole


def differences(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What only the old text has, and what only the new one has, in code points of each; numbers whole."""
    if max(len(old), len(new)) > LONGEST and old != new:
        return (Span(0, len(old)),), (Span(0, len(new)),)
    changes = [each for each in diff(old, new) if each.kind != "equal"]
    removed = tuple(each.left for each in changes if each.left.start < each.left.end)
    return removed, tuple(each.right for each in changes if each.right.start < each.right.end)


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


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")
