"""Tooltips of words from outside: Qt takes what looks like HTML for HTML, and a title may look so."""

from __future__ import annotations

from reader.core.showing import visible


def plain_tip(words: str) -> str:
    """A tooltip that shows these words as they are, with signs for what cannot be seen."""
    words = visible(words, lines=True)
    if "<" not in words and "&" not in words:
        return words
    from html import escape  # seldom, and never before the first paint

    return f"<p>{escape(words, quote=False)}</p>".replace("\n", "<br>")
