"""Regular expressions that are made when they are first used: for modules that are loaded before the first paint, and
for those that every command loads and few use: making some 500 patterns of the registers took half of its start.
"""

from __future__ import annotations

import re
from typing import Final, cast

_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Late:
    """Stands for a compiled pattern; from the first use on its methods are that pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._wanted = (source, flags)
        self.pattern = source

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        made = re.compile(*self._wanted)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but for its being compiled when it is first used."""
    return cast("re.Pattern[str]", _Late(source, flags))
