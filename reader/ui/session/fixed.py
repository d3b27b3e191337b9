"""The settings that the administrator fixed. Whoever would change one asks here, and the reader is told why not."""

from __future__ import annotations

from collections.abc import Callable

from reader.ui.look.texts import Texts


class Fixed:
    """Names of settings, and the policy file that fixes them."""

    def __init__(self, names: frozenset[str], file: str, texts: Texts, tell: Callable[[str], object]) -> None:
        self._names, self._file, self._texts, self._tell = names, file, texts, tell

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @property
    def words(self) -> str:
        """Who fixed them."""
        return self._texts("由管理员设置（{file}）", file=self._file)

    def free(self, *names: str) -> bool:
        """Whether the reader may change these; where not, who fixed them is said."""
        if self._names.isdisjoint(names):
            return True
        self._tell(self.words)
        return False
