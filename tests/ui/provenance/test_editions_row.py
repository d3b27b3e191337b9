"""历版: the time line of a family in 出处, each other edition to be opened beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.core.document import Document, Source
from reader.core.validity import Told, Validity
from reader.library.versions.editions import Edition
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.provenance.source_facts import Facts
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
