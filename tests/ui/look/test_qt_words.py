"""Qt's own dialogs speak the language of the window, also where Qt asks under a name that its catalogues lack."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileInfo, QObject
from PySide6.QtWidgets import QApplication, QFileIconProvider

from reader.ui.look.qt_words import QtWords
from reader.ui.look.texts import Texts

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


def test_a_folder_in_the_list_of_files_is_called_so_in_each_language(qapp: QApplication) -> None:
    texts, root = Texts(TRANSLATIONS, "zh_CN"), QObject()
    QtWords(texts, root)
    kinds, here = QFileIconProvider(), QFileInfo(str(TRANSLATIONS))
    assert kinds.type(here) == "文件夹"
    assert QCoreApplication.translate("QNowhere", "no such words") == "no such words"
    texts.set_language("zh_TW")
    assert kinds.type(here) == "資料夾"
    texts.set_language("en")
    assert kinds.type(here) == "Folder"
