"""The language model that came with the program: `resources/language.xz`, read once a process."""

from __future__ import annotations

import lzma
import struct
from functools import cache

from reader.ingest.repair.background import Background
from reader.ingest.repair.background_words import Words
from reader.paths import find_paths


@cache
def language() -> tuple[Background, Words]:
    """What characters follow which, and what words."""
    data = lzma.decompress((find_paths().resources / "language.xz").read_bytes())
    (size,) = struct.unpack_from("<I", data)
    return Background(data[4 : 4 + size]), Words(data[4 + size :])
