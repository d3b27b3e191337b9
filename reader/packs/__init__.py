"""Corpus packs: a signed file that brings a corpus, checked and installed beside the one before it. Knows no window."""

from typing import Final

CURRENT: Final = "CURRENT"
"""The file in a place of packs that says which one is in force. Where it is missing nobody need look further."""
