"""Who passed a law and when, where its note names the congress in short."""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import read

_LAW = ["第一条 为节约用水，制定本条例。", "第二条 应当节水。", "第三条 自公布日施行。"]


@pytest.mark.parametrize(
    ("note", "organ"),
    [
        ("2013年10月29日 市十四届人民代表大会常务委员会第十二次会议通过", "宁江市人民代表大会常务委员会"),
        ("2013年10月29日 市十四届人大五次会议通过", "宁江市人民代表大会"),
        ("2013年10月29日 市十二届人大常委会第十五次会议通过", "宁江市人民代表大会常务委员会"),
        ("2013年10月29日 宁江市第九届人大常委会第三十一次会议通过", "宁江市人民代表大会常务委员会"),
    ],
)
def test_a_congress_in_short_is_named_in_full(note: str, organ: str) -> None:
    later = "2014年2月1日 宁江市人民代表大会常务委员会公告第14号公布"
    document = read("# 宁江市节水条例", "", note, "", later, "", "<!-- INFO END -->", "", *_LAW)
    assert (document.issuers, document.written) == ((organ,), "2013-10-29")
