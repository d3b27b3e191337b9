"""The Windows installer."""

from __future__ import annotations

from pathlib import Path

from workshop import BuildError, Release


def build(release: Release) -> list[Path]:
    """Not yet."""
    raise BuildError("not yet")
