"""Sums of bytes, without waiting for OpenSSL: `hashlib` loads it (3 ms), for a few files of a start."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hashlib import _Hash

_SMALL: Final = 1 << 20  # bytes; above, OpenSSL is as fast with its loading


def sha256(data: bytes) -> _Hash:
    """As `hashlib.sha256`."""
    if "hashlib" not in sys.modules and len(data) <= _SMALL:
        try:
            from _sha256 import sha256 as own  # type: ignore[import-not-found]  # Python's own, which stubs leave out
        except ImportError:  # a Python without
            pass
        else:
            made: _Hash = own(data)
            return made
    import hashlib

    return hashlib.sha256(data)
