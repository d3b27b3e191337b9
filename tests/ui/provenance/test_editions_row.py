"""历版: the time line of a family in 出处, each other edition to be opened beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from reader.core.document import Document, Source
from reader.core.validity import Told, Validity
from reader.library.versions.editions import Edition
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.provenance.source_facts import Facts
from reader.ui.provenance.source_panel import SourcePanel
from reader.ui.session.tracing import Tracing

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


def test_the_time_line_of_a_family() -> None:
    old = Document("old", "某市条例", Source("a.txt", "0" * 64, "hans"))
    new = replace(old, id="new")
    family = (
        Edition(old.info(), Told(since="2019-01-01"), Validity("amended", "有新版"), "earlier", "同名"),
        Edition(new.info(), Told(since="2024-01-01"), Validity("in-force", "自2024年起施行"), "itself", "本文件", ""),
    )
    page = Facts(Texts(TRANSLATIONS, "zh_CN"), str, PAPER, family=family).page(Tracing().of(new))
    assert "<b>现行有效</b>" in page
    assert "<a href='version:old'>2019-01-01 某市条例</a> 已被修改" in page
    assert "version:new" not in page
    alone = Facts(Texts(TRANSLATIONS, "zh_CN"), str, PAPER, family=family[1:]).page(Tracing().of(new))
    assert "历版" not in alone


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_a_family_is_joined_and_parted_by_links(qtbot: QtBot) -> None:
    texts = Texts(TRANSLATIONS, "zh_CN")
    old = Document("old", "某市条例", Source("a.txt", "0" * 64, "hans"))
    new, third = replace(old, id="new"), replace(old, id="third")
    family = (
        Edition(old.info(), Told(), Validity("unknown", ""), "earlier", "名称相同"),
        Edition(third.info(), Told(), Validity("unknown", ""), "undated", "由用户指定"),
        Edition(new.info(), Told(), Validity("unknown", ""), "itself", "本文件"),
    )
    panel = SourcePanel(texts, str, PAPER, Tracing(), QAction())
    qtbot.addWidget(panel)
    panel.set_document(new)
    panel.set_family("new", family, (("other", "某市办法"),), (("away", "某市规则"),))
    panel.show()
    page = panel.page.toHtml()
    for link in ("part:old", "undecide:third", "join:other", "undecide:away"):
        assert link in page
    assert "part:third" not in page
    told: list[tuple[str, str, object]] = []
    panel.family_decided.connect(lambda *each: told.append(each))
    for link in ("part:old", "undecide:third", "join:other"):
        panel.page.anchorClicked.emit(QUrl(link))
    assert told == [("new", "old", False), ("new", "third", None), ("new", "other", True)]
