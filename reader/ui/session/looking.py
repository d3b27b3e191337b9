"""How everything is shown: the script, theme and type, the language of the window.

Each is changed only where the administrator has not fixed it; where it is, the reader is told why nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from reader.core.late_dataclass import replace
from reader.library import Library
from reader.script import Script
from reader.settings import Settings
from reader.ui.look.texts import Texts
from reader.ui.session.asking import Asking


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


class Looking(Asking):
    """Script, look and language.

    Attributes:
        texts: the words of the window.
        fixed: the settings that the administrator fixed.
    """

    script_changed = Signal(object)  # Script
    look_changed = Signal()  # theme, density or type
    notice = Signal(str)  # a sentence that may pass by

    def __init__(self, library: Library, settings: Settings, texts: Texts, locked: frozenset[str]) -> None:
        super().__init__(library, settings)
        self.texts = texts
        self.fixed = Fixed(locked, library.policy.file, texts, self.notice.emit)

    def set_script(self, script: Script) -> None:
        """Show everything in another script."""
        other_form = script not in {Script.HANS, self.settings.traditional}
        if script != self.script and self.fixed.free("script", *["traditional"] * other_form):
            self.settings = replace(self.settings, script=script.value)
            if script != Script.HANS:
                self.settings = replace(self.settings, traditional=script.value)
            self.script_changed.emit(script)

    def toggle_script(self) -> None:
        """Between simplified and the traditional form used last."""
        self.set_script(Script(self.settings.traditional) if self.script == Script.HANS else Script.HANS)

    def set_look(self, **values: object) -> None:
        """Change theme or type: theme, density, font_family, font_size, line_height, measure, justified."""
        changed = replace(self.settings, **values)  # type: ignore[arg-type]  # names are checked by the caller's menu
        names = [name for name, value in values.items() if getattr(self.settings, name) != value]
        if changed != self.settings and self.fixed.free(*names):
            self.settings = changed
            self.look_changed.emit()

    def set_language(self, language: str) -> None:
        """Language of the window."""
        if language != self.texts.language and self.fixed.free("language"):
            self.texts.set_language(language)
            self.settings = replace(self.settings, language=self.texts.language)
            if language == "zh_TW" and self.script == Script.HANS:  # who chooses the interface reads the text so, too
                self.set_script(Script(self.settings.traditional))
