"""Clause: one line of clean text and what it is, before its place makes it a block. A value, no rule."""

from __future__ import annotations

from dataclasses import dataclass

from reader.core.span import Span
from reader.ingest.form.numbering import Number


@dataclass(frozen=True, slots=True)
class Clause:
    """A line and what it is; `span` is its place in the clean text. A block is made of it once its place is known."""

    span: Span
    text: str
    kind: str
    number: Number | None = None
    level: int | None = None
    lead: Span | None = None
