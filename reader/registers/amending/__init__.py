"""Decisions that amend a law, read into instructions and applied to its text."""
