"""The words of Qt's own dialogs (open, save, print) in the language of the window. Reads only Qt's own catalogues."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from reader.ui.look.texts import Texts

_CATALOGUES = {"zh_CN": "qtbase_zh_CN", "zh_TW": "qtbase_zh_TW"}


class QtWords(QObject):
    """Follows the language for as long as it lives. English needs no catalogue."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._translator = QTranslator(self)
        texts.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Take the catalogue of the language that is set now."""
        QCoreApplication.removeTranslator(self._translator)
        QLocale.setDefault(QLocale(self._texts.language))
        name = _CATALOGUES.get(self._texts.language)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if name is not None and self._translator.load(name, folder):
            QCoreApplication.installTranslator(self._translator)
