from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from reader.core.document import Document
from reader.core.errors import BadInput
from reader.ui import healthcheck
from reader.ui.healthcheck import layout

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parents[2]


def test_a_document_is_laid_out_in_the_running_application(
    rich_document: Document, qapp: QApplication, qtbot: QtBot
) -> None:
    said = layout(rich_document, qapp)
    assert said.startswith(f"排版正常：{len(rich_document.blocks)} 段，{len(rich_document.text)} 字")
    assert "\n" not in said


def test_without_an_application_one_is_made_and_needs_no_screen() -> None:
    code = (
        "from reader.core.document import Block, Document, Source\n"
        "from reader.core.span import Span\n"
        "from reader.ui.healthcheck import layout\n"
        "block = Block('a', 'paragraph', '政策', Span(0, 2))\n"
        "print(layout(Document(id='d', title='t', source=Source('f', '0', 'hans'), blocks=(block,))))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "排版正常：1 段" in ran.stdout


def test_no_chinese_font_is_said_in_one_sentence(
    rich_document: Document, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(healthcheck, "_SAMPLES", {"a character no font has": "\U000e0fff"})
    with pytest.raises(BadInput, match="没有可用的中文字体"):
        layout(rich_document, qapp)
