"""Corpus packs and 关于."""
