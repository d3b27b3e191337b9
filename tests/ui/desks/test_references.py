"""The card of a reference: the clause that is meant, or that there is none."""

from __future__ import annotations

from pathlib import Path

from reader.ingest.normalise import normalise_text
from reader.ui.desks.references_desk import card, referring
from reader.ui.look.texts import Texts

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"
LAW = """某市管理条例

第一条　为了管理，制定本条例。

第二条　下列行为应当备案：

（一）设立；

（二）变更。

第三条　违反本条例第二条规定的，依照本条例第九条处理；本条自公布之日起施行。
"""


def test_a_card_has_name_and_words_of_the_whole_clause() -> None:
    texts = Texts(TRANSLATIONS, "zh_CN")
    cards = [card(each, texts, str) for each in referring(normalise_text(LAW).document)]
    assert cards == [
        "第二条\n第二条　下列行为应当备案：\n（一）设立；\n（二）变更。\n点一下转到这里（F12）",
        "本文件中没有第九条",
    ]
