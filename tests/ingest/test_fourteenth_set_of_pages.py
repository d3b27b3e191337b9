"""Kinds of pages from a fourteenth set that nobody had seen: opinions glued into one paragraph, circulars of Hong Kong
with their file above the subject, who signs below the last item, annexes with a letter and lists of terms.
"""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import headings, read, texts

_GLUED = (
    "关于加强小型水库管护的意见 青水发〔2022〕7号 各乡镇人民政府：为加强全县小型水库管护，保障下游安全，现提出以下意见。"
    "一、总体要求（一）指导思想。坚持预防为主。（二）工作目标。到2025年，管护覆盖全部水库。"
    "二、主要任务（三）落实责任。每座水库有一名管护员。三、组织保障 各地要落实经费。"
)


def test_an_opinion_glued_into_one_paragraph_is_parted_where_it_counts() -> None:
    document = read(_GLUED)
    assert (document.title, document.doc_number) == ("关于加强小型水库管护的意见", "青水发〔2022〕7号")
    assert headings(document) == [("一、总体要求", 1), ("二、主要任务", 1), ("三、组织保障", 1)]
    assert "（三）落实责任。每座水库有一名管护员。" in texts(document)
    assert document.blocks[-1].text == "各地要落实经费。"


@pytest.mark.parametrize(
    "sentences",
    [
        "会议指出，要抓三件事，确保全县水库安全度汛，确保下游群众生命财产安全。一、查隐患；二、补短板；三、强管护。各地要按照以上要求，结合本地实际，把责任落实到每一座水库，把经费落实到每一个乡镇，确保安全度汛，不出问题。",
        "经县人民政府同意，现将第四批和第六批小型水库管护先进集体名单公布如下。二、青溪水库管护所等单位为先进集体，予以表扬。四、白石水库管护所等单位为先进集体，予以表扬。希望受到表扬的单位再接再厉，继续做好水库管护的各项工作。",
    ],
)
def test_what_does_not_count_on_from_the_first_behind_full_stops_stays_one_paragraph(sentences: str) -> None:
    document = read("关于水库安全的通知", sentences)
    assert sentences in texts(document)


def test_the_subject_of_a_circular_stands_below_who_wrote_it_its_file_and_its_day() -> None:
    document = read(
        "渠務署技術通告（工務）第3/2021號", "香港特別行政區政府", "渠務署", "檔號：DSD(T) 12/3", "2021年5月4日",
        "雨水渠監測裝置", "目的", "1. 本通告說明監測裝置的要求。", "適用範圍", "2. 本通告適用於新建雨水渠。", "生效",
        "3. 本通告即時生效。", "助理署長（技術事務）", "何某某",
    )  # fmt: skip
    assert document.title == "雨水渠監測裝置"
    assert headings(document) == [("目的", 1), ("適用範圍", 1), ("生效", 1)]


def test_who_signs_below_the_last_item_is_no_text_under_it() -> None:
    document = read("水庫巡查指引", "1. 每日巡查一次。", "巡查", "2. 記錄存放三年。", "助理署長（技術事務）")
    assert not any(b.kind == "heading" and b.text.startswith("2.") for b in document.blocks)


def test_an_annex_counted_with_a_letter_and_named_on_its_line_is_a_heading() -> None:
    document = read(
        "水库管护指南", "1 总则", "1.1 范围", "本指南适用于小型水库。", "1.2 原则", "管护应当经常。", "附录A 巡查记录表",
        "巡查人员填写本表。", "附录 B（资料性）管护经费", "经费按座计算。", "附录A的表格由县水利局印制。",
    )  # fmt: skip
    assert [text for text, level in headings(document) if text.startswith("附录") and level == 1] == [
        "附录A巡查记录表", "附录B（资料性）管护经费"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["名词解释", "有关用语说明", "结束语", "术语注释"])
def test_a_list_of_terms_and_last_words_have_their_heading(name: str) -> None:
    document = read(
        "青溪县水利发展报告", "一、现状", "全县水库共有三十座。", "二、打算", "新建水库两座，加固三座。", name,
        "水库管护是指经常性的巡查和保养。",
    )  # fmt: skip
    assert (name, 1) in headings(document)
