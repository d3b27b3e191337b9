"""Notes of other programs: JSON of annotation programs, clippings of reading programs."""

from __future__ import annotations

import json
import re

import pytest

from reader.core.errors import BadInput
from reader.core.remark import Remark
from reader.store.formats.clippings import is_kindle, is_wechat, read_kindle, read_wechat
from reader.store.formats.foreign import read_foreign


def only(value: object) -> Remark:
    (found,) = read_foreign(json.dumps(value).encode()).values()
    (remark,) = found.remarks
    return remark


SELECTOR = {"type": "TextQuoteSelector", "exact": "数字经济", "prefix": "推动", "suffix": "发展"}
HYPOTHESIS = {
    "id": "x", "created": "2026-11-28T08:00:00.123456+00:00", "user": "acct:wangfang@hypothes.is",
    "uri": "https://example.org/a", "text": "看一下", "tags": ["重点", "", 7], "document": {"title": ["行动方案"]},
    "target": [{"source": "https://example.org/a", "selector": [{"type": "RangeSelector"}, SELECTOR]}],
}  # fmt: skip


@pytest.mark.parametrize("wrapped", [HYPOTHESIS, [HYPOTHESIS], {"rows": [HYPOTHESIS]}, {"annotations": [HYPOTHESIS]}])
def test_hypothesis(wrapped: object) -> None:
    assert only(wrapped) == Remark(
        "数字经济", "看一下", "推动", "发展", "wangfang", "2026-11-28T08:00:00.123456Z", tags=("重点",)
    )
    assert list(read_foreign(json.dumps(wrapped).encode())) == ["行动方案"]


@pytest.mark.parametrize(
    ("target", "quote"),
    [
        ({"source": "a", "selector": SELECTOR}, "数字经济"),
        ([{"source": {"id": "a"}, "selector": {"type": "FragmentSelector", "refinedBy": SELECTOR}}], "数字经济"),
        ({"source": "a", "selector": {"type": "Choice", "items": [{"type": "XPathSelector"}, SELECTOR]}}, "数字经济"),
        ("a", ""),
    ],
)
def test_web_annotations(target: object, quote: str) -> None:
    given = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": target,
        "creator": {"type": "Person", "name": "李强"}, "created": "2026-11-28T16:00:00+08:00",
        "body": [{"type": "TextualBody", "value": "好", "purpose": "commenting"}, {"value": "要点", "purpose": "tagging"}],
    }  # fmt: skip
    found = only(given)
    assert (found.quote, found.text, found.author, found.tags) == (quote, "好", "李强", ("要点",))
    assert found.created == "2026-11-28T08:00:00.000000Z"
    page = {"@context": "x", "type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [given]}}
    assert only(page) == found
    assert only({**given, "body": "就这些", "creator": None}).text == "就这些"


def test_calibre() -> None:
    kept = {"type": "highlight", "highlighted_text": "数字经济", "notes": "好", "timestamp": "2026-11-28T08:00:00.000Z"}
    gone = [{"annotation": {**kept, "removed": True}}, {"annotation": {"type": "bookmark", "title": "x"}}, 7]
    given = {"version": 1, "type": "calibre_annotation_collection"}
    found = only({**given, "annotations": [{"title": "方案", "user": "viewer", "annotation": kept}, *gone]})
    assert (found.quote, found.text, found.author, found.created) == (
        "数字经济", "好", "", "2026-11-28T08:00:00.000000Z",
    )  # fmt: skip
    assert only({"type": "calibre_highlights", "highlights": [kept]}).quote == "数字经济"


def test_zotero() -> None:
    each = {
        "annotationText": "数字经济", "annotationComment": "好", "annotationAuthorName": "李强",
        "dateAdded": "2026-11-28T08:00:00Z", "tags": [{"tag": "要点"}],
    }  # fmt: skip
    found = only({"items": [{"title": "方案", "attachments": [{"annotations": [each]}]}]})
    assert (found.quote, found.text, found.author, found.tags) == ("数字经济", "好", "李强", ("要点",))


@pytest.mark.parametrize("data", [b"{", b"[]", b"{}", b"7", b'{"rows": [7, null]}', b"[" * 100_000, b"\xff\xfe{}"])
def test_what_holds_no_annotation_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput, match="JSON"):
        read_foreign(data)


def test_what_is_no_annotation_is_told_by_its_place_in_the_file() -> None:
    good = {"text": "好", "target": [{"selector": {"type": "TextQuoteSelector", "exact": "数字经济"}}]}
    read = read_foreign(json.dumps([7, good, {"x": 1}, {"target": "http://x"}]).encode()).values()
    assert [each.text for found in read for each in found.remarks] == ["好"]
    refused = "".join(sentence for found in read for sentence in found.refused)
    assert sorted(re.findall(r"第 (\d) 条", refused)) == ["1", "3", "4"]


KINDLE = """\ufeff行动方案 (天津市人民政府)
- 您在第 12 页（位置 #123-125）的标注 | 添加于 2026年11月28日星期六 下午4:42:00

推动数字经济发展
==========
行动方案 (天津市人民政府)
- 您在第 12 页（位置 #125）的笔记 | 添加于 2026年11月28日星期六 上午12:05:00

看一下
==========
行动方案 (天津市人民政府)
- 您在位置 #300 的书签 | 添加于 2026年11月28日星期六 下午4:42:00


==========
Plan (Somebody)
- Your Highlight on page 3 | location 40-41 | Added on Saturday, November 28, 2026 4:42:10 PM

a digital economy
==========
Plan (Somebody)
- Your Note on Location 900 | Added on Saturday, November 28, 2026 12:01:00 AM

alone
==========
"""


def test_kindle() -> None:
    assert is_kindle(KINDLE)
    assert not is_wechat(KINDLE)
    found = read_kindle(KINDLE)
    assert list(found) == ["行动方案", "Plan"]
    assert found["行动方案"].remarks == (Remark("推动数字经济发展", "看一下", created="2026-11-28T16:42:00.000000Z"),)
    assert found["Plan"].remarks == (
        Remark("a digital economy", "", created="2026-11-28T16:42:00.000000Z"),
        Remark("", "alone", created="2026-11-28T00:01:00.000000Z"),
    )


WECHAT = """《行动方案》
天津市人民政府
3个笔记

一、总体要求

◆ 推动数字经济发展

◆ 2026/11/2发表想法
看一下
再说

原文：城市大脑

◆ 城市大脑

◆ 统筹推进

二、重点任务
-- 来自微信读书
"""


def test_wechat_reading() -> None:
    assert is_wechat(WECHAT)
    assert not is_kindle(WECHAT)
    found = read_wechat(WECHAT)
    assert found.title == "行动方案"
    assert found.remarks == (
        Remark("推动数字经济发展", ""),
        Remark("城市大脑", "看一下\n再说", created="2026-11-02T00:00:00.000000Z"),
        Remark("统筹推进", ""),
    )


@pytest.mark.parametrize("when", ["2026年13月40日 上午4:42", "9999999999", "Smarch 28, 2026 4:42 PM", ""])
def test_a_day_that_is_none_is_left_out(when: str) -> None:
    (found,) = read_kindle(f"书\n- 您在位置 #1-2的标注 | 添加于 {when}\n\n文\n==========\n").values()
    assert [each.created for each in found.remarks] == [""]
