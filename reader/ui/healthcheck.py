"""Can the installed program set Chinese text on this machine? Lays a document out without a screen.

Must not open a window.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontInfo, QGuiApplication, QRawFont

from reader.core.document import Document
from reader.core.errors import BadInput
from reader.script import Converted, Script
from reader.ui.look.fonts import choose_fonts
from reader.ui.look.theme import PAPER, TypeSettings
from reader.ui.text.render import MARGIN_LEFT, MARGIN_RIGHT, Rendering
from reader.ui.text.setting.styles import Styles

_SAMPLES = {"简体字": "简", "繁体字": "繁"}


def layout(document: Document, app: QGuiApplication | None = None) -> str:
    """Lay the document out and say in one line how it went.

    Args:
        app: the running application; without one, and where the process has none, an off-screen one is made and lives
            as long as this call.

    Raises BadInput where no installed font has Chinese characters, or where nothing came of the text.
    """
    running = app or QCoreApplication.instance()  # a process has one at most
    made = None if running is not None else QGuiApplication(["policy-reader", "-platform", "offscreen"])
    try:
        return _lay_out(document)
    finally:
        if made is not None:
            made.shutdown()


def _lay_out(document: Document) -> str:
    type_ = TypeSettings()
    styles = Styles(PAPER, type_, choose_fonts(), document.script)
    font = styles.font("body", type_.size)
    raw = QRawFont.fromFont(font)
    if not all(raw.supportsCharacter(ord(sample)) for sample in _SAMPLES.values()):
        raise BadInput("本机没有可用的中文字体，正文会显示为方框；请安装思源宋体或宋体。")
    rendering = Rendering(document, Script(document.script), styles, _as_it_is)
    rendering.begin()
    while not rendering.complete:
        rendering.extend()
    rendering.qt.setTextWidth(type_.column + MARGIN_LEFT + MARGIN_RIGHT)
    height = round(rendering.qt.size().height())
    shown = rendering.qt.characterCount()
    if shown < len(document.text):
        raise BadInput("排版结果不完整，文件没有全部显示。")
    family = QFontInfo(font).family()
    return f"排版正常：{len(document.blocks)} 段，{len(document.text)} 字，高 {height} 像素，字体 {family}"


def _as_it_is(text: str, script: Script) -> Converted:  # noqa: ARG001 - a converter's signature
    return Converted(text)
