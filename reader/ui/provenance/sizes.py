"""A number of bytes as people read it."""

from __future__ import annotations

_STEP = 1024


def file_size(count: int) -> str:
    """820 B, 1.4 MB, 12 MB: two digits that tell."""
    if count < _STEP:
        return f"{count} B"
    size = float(count)
    unit = ""
    for unit in ("KB", "MB", "GB", "TB"):  # noqa: B007  # the one it ended with
        size /= _STEP
        if size < _STEP:
            break
    return f"{size:.0f} {unit}" if size >= 10 else f"{size:.1f} {unit}"
