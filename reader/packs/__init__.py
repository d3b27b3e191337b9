"""Corpus packs: a signed file that brings a corpus, checked and installed beside the one before it. Knows no window."""
