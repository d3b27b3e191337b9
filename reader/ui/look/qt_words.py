"""The words of Qt's own dialogs (open, save, print) in the language of the window. Reads only Qt's own catalogues."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from reader.ui.look.texts import Texts

_CATALOGUES = {"zh_CN": "qtbase_zh_CN", "zh_TW": "qtbase_zh_TW"}
# Qt asks for the kinds of files (Folder, Drive) under a name by which its catalogues do not have them yet.
_RENAMED = {"QAbstractFileIconProvider": "QFileDialog"}


class _UnderOldNames(QTranslator):
    """What a catalogue has under the name that a part of Qt had before. Asked only for what no catalogue gave."""

    def __init__(self, catalogue: QTranslator, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]  # None: untranslated
        """The words, or None."""
        old = _RENAMED.get(context)
        return self._catalogue.translate(old, source, disambiguation, n) or None if old is not None else None


class QtWords(QObject):
    """Follows the language for as long as it lives. English needs no catalogue."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._translator = QTranslator(self)
        self._renamed = _UnderOldNames(self._translator, self)
        texts.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Take the catalogue of the language that is set now."""
        for translator in (self._translator, self._renamed):
            QCoreApplication.removeTranslator(translator)
        QLocale.setDefault(QLocale(self._texts.language))
        name = _CATALOGUES.get(self._texts.language)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if name is not None and self._translator.load(name, folder):
            for translator in (self._renamed, self._translator):  # the one installed last is asked first
                QCoreApplication.installTranslator(translator)
