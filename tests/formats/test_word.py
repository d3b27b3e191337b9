"""Word files: what a reader of the file sees, and what is said of the rest."""

from __future__ import annotations

import pytest

from reader.core.document import source_from
from reader.core.errors import BadInput
from reader.core.raw_text import NeedsOcr, RawText
from reader.formats.convert import convert
from reader.formats.word.docx_numbers import shown
from reader.ingest.metadata import Facts
from reader.ingest.normalise import Normalised, normalise_raw
from tests.formats.making import CENTRED, IN_TABLE, NUMBERED, ROW_END, W, doc, docx, listed, lvl, numbering, p


def read(body: str, **parts: object) -> RawText:
    return convert(docx(body, **parts), "文件.docx")  # type: ignore[arg-type]


def made(raw: RawText) -> Normalised:
    return normalise_raw(raw, Facts())


def numbers(raw: RawText) -> list[str | None]:
    return [line.number for line in raw.lines]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCountingThousand", "十"), (12, "japaneseCounting", "十二"), (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"), (110, "chineseCountingThousand", "一百一十"), (1005, "chineseCountingThousand", "一千零五"),
        (12, "chineseLegalSimplified", "壹拾贰"), (21, "ideographDigital", "二一"), (4, "upperRoman", "IV"), (9, "lowerRoman", "ix"),
        (27, "lowerLetter", "aa"), (3, "decimalEnclosedCircle", "③"), (25, "decimalEnclosedCircleChinese", "㉕"), (3, "ideographTraditional", "丙"),
        (7, "decimalZero", "07"), (5, "decimalFullWidth", "５"), (6, "unheardOf", "6"), (3, "none", ""),
    ],
)  # fmt: skip
def test_a_number_in_the_forms_of_word(number: int, form: str, text: str) -> None:
    assert shown(number, form) == text


def test_levels_count_and_start_anew_below_a_higher_one() -> None:
    levels = lvl(0, "chineseCounting", "%1、") + lvl(1, "chineseCounting", "（%2）") + lvl(2, "decimal", "%3.")
    body = (
        listed("总体要求")
        + listed("基本原则", 1)
        + listed("坚持统筹", 2)
        + listed("坚持创新", 2)
        + listed("目标", 1)
        + listed("任务")
        + listed("建设", 1)
    )
    raw = read(body, parts={"word/numbering.xml": numbering(levels)})
    assert numbers(raw) == ["一、", "（一）", "1.", "2.", "（二）", "二、", "（一）"]


def test_decimal_levels_show_the_ones_above_in_digits_where_the_list_says_so() -> None:
    levels = lvl(0, "chineseCounting", "第%1章") + lvl(1, "decimal", "%1.%2", "<w:isLgl/>")
    raw = read(listed("总则") + listed("目的", 1) + listed("范围", 1), parts={"word/numbering.xml": numbering(levels)})
    assert numbers(raw) == ["第一章", "1.1", "1.2"]


def test_a_list_that_starts_anew_or_at_another_number() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride></w:num>'
    )
    raw = read(
        listed("甲") + listed("乙") + listed("丙", 0, 2) + listed("丁", 0, 2),
        parts={"word/numbering.xml": numbering(lvl(0, "chineseCountingThousand", "第%1条"), nums)},
    )
    assert numbers(raw) == ["第一条", "第二条", "第十二条", "第十三条"]


def test_a_level_that_never_starts_anew_runs_through_the_chapters() -> None:
    levels = lvl(0, "chineseCounting", "第%1章") + lvl(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    raw = read(
        listed("总则") + listed("甲", 1) + listed("附则") + listed("乙", 1),
        parts={"word/numbering.xml": numbering(levels)},
    )
    assert numbers(raw) == ["第一章", "第一条", "第二章", "第二条"]


def test_a_number_given_by_the_style_and_one_taken_away() -> None:
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    levels = lvl(0, "decimal", "%1") + lvl(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H"/>')
    raw = read(
        p("原则", '<w:pStyle w:val="H"/>') + p("说明", '<w:pStyle w:val="H"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        parts={"word/styles.xml": styles, "word/numbering.xml": numbering(levels)},
    )
    assert [(line.number, line.style) for line in raw.lines] == [("（一）", "heading-2"), (None, "heading-2")]


def test_list_numbers_are_edits_that_lead_back_to_what_the_file_says() -> None:
    levels = lvl(0, "chineseCounting", "%1、") + lvl(1, "chineseCountingThousand", "第%2条")
    body = (
        p("某市关于加强管理的通知", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
        + listed("总体要求")
        + listed("本办法自印发之日起施行。", 1)
    )
    normalised = made(read(body, parts={"word/numbering.xml": numbering(levels)}))
    texts = [block.text for block in normalised.document.blocks]
    assert texts == ["某市关于加强管理的通知", "一、总体要求", "第一条　本办法自印发之日起施行。"]
    assert [edit.now.strip() for edit in normalised.document.edits if edit.rule == "list-number"] == ["一、", "第一条"]
    assert (
        source_from(normalised.document)
        == normalised.source
        == "某市关于加强管理的通知\n总体要求\n本办法自印发之日起施行。"
    )


def test_bullets_of_a_symbol_font_are_shown_and_other_private_signs_told() -> None:
    raw = read(listed("要点") + p("甲\ue123乙"), parts={"word/numbering.xml": numbering(lvl(0, "bullet", "\uf0b7"))})
    assert numbers(raw) == ["•", None]
    assert raw.text == "要点\n甲\ufffd乙"
    assert any("1 个字符使用了私有编码" in note for note in raw.notes)


def test_tracked_changes_as_accepted_and_said_so() -> None:
    body = (
        '<w:p><w:r><w:t>增长</w:t></w:r><w:ins w:id="1"><w:r><w:t>百分之八</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>百分之五</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>'
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>合并的</w:t></w:r></w:p><w:p><w:r><w:t>段落。</w:t></w:r></w:p>"
    )
    raw = read(body)
    assert raw.text == "增长百分之八\n合并的段落。"
    assert any("修订" in note for note in raw.notes)
    assert any(defect.kind == "converted" and "修订" in defect.note for defect in made(raw).document.defects)


def test_fields_show_their_result_and_not_their_code() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>里层代码</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>里层</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2024年</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>印发</w:t></w:r></w:p>'
        '<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>'
    )
    assert read(body).text == "2024年印发\n7"


def test_content_controls_links_and_hidden_words() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:t>不是文字</w:t></w:sdtPr><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>控件里</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:hyperlink r:id="z"><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p></w:sdtContent></w:sdt>'
    )
    raw = read(body)
    assert raw.text == "控件里链接"
    assert any("隐藏" in note for note in raw.notes)


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
    body = f'<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
    assert read(body).text == "正文\n框中文字"


def test_footnotes_stand_at_the_end_with_their_marks() -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="5"><w:p><w:r><w:t>统计口径。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    raw = read(
        '<w:p><w:r><w:t>增长八成</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>',
        parts={"word/footnotes.xml": notes},
    )
    assert raw.text == "增长八成[1]\n[1] 统计口径。"
    assert raw.lines[1].style == "note"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


SPAN, BEGIN, ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_stand_once_and_are_repeated_in_the_rows() -> None:
    rows = (
        f"<w:tr>{cell('领域')}{cell('指标', SPAN)}</w:tr>"
        f"<w:tr>{cell('农业', BEGIN)}{cell('产量')}{cell('100')}</w:tr>"
        f"<w:tr>{cell('', ON)}{cell('面积')}{cell('200|亩')}</w:tr>"
    )
    raw = read(f"{p('前文。')}<w:tbl>{rows}</w:tbl>{p('后文。')}")
    assert raw.text == "前文。\n领域\t指标\t\n农业\t产量\t100\n\t面积\t200|亩\n后文。"
    table = made(raw).document.blocks[1]
    assert table.kind == "table"
    assert table.rows == (("领域", "指标", ""), ("农业", "产量", "100"), ("农业", "面积", "200|亩"))


def test_tables_that_stand_one_below_the_other_stay_two() -> None:
    table = f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr><w:tr>{cell('1')}{cell('2')}</w:tr></w:tbl>"
    blocks = made(read(table + p("其间。") + table)).document.blocks
    assert [block.kind for block in blocks] == ["table", "paragraph", "table"]
    assert not [edit for edit in made(read(table)).document.edits if edit.was == edit.now]


def test_a_table_of_one_cell_only_lays_its_text_out() -> None:
    raw = read(f"<w:tbl><w:tr>{cell('第一段。')}</w:tr></w:tbl>")
    assert raw.text == "第一段。"
    assert raw.lines[0].table is None


REL = '<Relationship Id="c" Type="t" Target="chunk.mht"/>'
MHT = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n'
    "Content-Transfer-Encoding: 8bit\r\n\r\n<html><body><h1>某法</h1><p>第一条 为了规范管理，制定本法。</p>"
    "<table><tr><td>甲<td>乙<tr><td colspan=2>丙</table></body></html>\r\n--b--\r\n"
)  # fmt: skip


@pytest.mark.parametrize(
    "chunk",
    [
        MHT.encode(),
        "<html><body><h1>某法</h1><p>第一条 为了规范管理，制定本法。</p><table><tr><td>甲<td>乙<tr><td colspan=2>丙</table></body></html>".encode(
            "gbk"
        ),
    ],
)
def test_an_embedded_page_is_the_text(chunk: bytes) -> None:
    raw = read('<w:altChunk r:id="c"/>', parts={"word/chunk.mht": chunk}, rels=REL)
    assert raw.text == "某法\n第一条 为了规范管理，制定本法。\n甲\t乙\n丙\t"
    assert raw.lines[0].style == "heading-1"


def test_an_embedded_word_file_in_itself_ends_in_a_sentence() -> None:
    inner = docx(p("里层"))
    for _ in range(6):
        inner = docx('<w:altChunk r:id="c"/>', {"word/chunk.mht": inner}, REL)
    with pytest.raises(BadInput, match="嵌套过深"):
        convert(inner, "a.docx")


def test_a_missing_or_outside_chunk_is_told() -> None:
    outside = '<Relationship Id="c" Type="t" Target="file:///etc/passwd" TargetMode="External"/>'
    raw = read(p("正文") + '<w:altChunk r:id="c"/>', rels=outside)
    assert raw.text == "正文"
    assert any("没有随文件保存" in note for note in raw.notes)


def test_a_title_by_its_look_whatever_its_words() -> None:
    body = (
        p("2026年中央一号文件", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
        + p("一、目标", run='<w:sz w:val="32"/>')
        + p("发展经济，改善民生。", run='<w:sz w:val="32"/>')
    )
    assert made(read(body)).document.title == "2026年中央一号文件"


def test_a_title_broken_over_centred_lines_and_the_note_below_it() -> None:
    centred = '<w:jc w:val="center"/>'
    body = "".join(
        p(text, centred, '<w:sz w:val="44"/>')
        for text in ("最高某机关    最高某检察院", "关于办理甲、乙、丙", "案件具体应用若干问题的解释")
    )
    body += "".join(p(text, centred, '<w:sz w:val="32"/>') for text in ("（2020年1月1日某委员会", "第九次会议通过）"))
    body += p("为依法办理案件，现解释如下，各级机关应当遵照执行。", run='<w:sz w:val="32"/>') * 3
    blocks = made(read(body)).document.blocks
    assert blocks[0].text.endswith("关于办理甲、乙、丙案件具体应用若干问题的解释")
    assert "最高某机关" in blocks[0].text
    assert blocks[1].text == "（2020年1月1日某委员会第九次会议通过）"


def test_pictures_alone_need_ocr_and_nothing_at_all_is_said() -> None:
    with pytest.raises(NeedsOcr, match="OCR"):
        convert(docx("<w:p/>", {"word/media/image1.png": b"\x89PNG"}), "扫描.docx")
    with pytest.raises(BadInput, match="没有可以读取的文字"):
        convert(docx("<w:p/>"), "空.docx")


# Word 97 -----------------------------------------------------------------------------------------------------------


def test_a_word_97_file_with_its_table_and_looks() -> None:
    text = "某局关于工作的通知\r各单位：\r序号\x07名称\x07\x07一\x07甲\x07\x07\x13PAGE\x14第1页\x15末段\x0b另一行\r"
    looks = {0: CENTRED, 2: IN_TABLE, 3: IN_TABLE, 4: ROW_END, 5: IN_TABLE, 6: IN_TABLE, 7: ROW_END}
    raw = convert(doc(text, looks, single="Latin words\r"), "旧.doc")
    assert raw.kind == "doc"
    assert raw.text == "某局关于工作的通知\n各单位：\n序号\t名称\n一\t甲\n第1页末段\n另一行\nLatin words"
    assert raw.lines[0].centred
    assert not raw.lines[1].centred
    assert made(raw).document.blocks[2].rows == (("序号", "名称"), ("一", "甲"))


def test_automatic_numbers_of_word_97_are_told_as_missing() -> None:
    raw = convert(doc("第一段\r", {0: NUMBERED}), "旧.doc")
    assert any("自动编号" in note for note in raw.notes)


def test_a_word_97_file_with_a_password_or_older() -> None:
    with pytest.raises(BadInput, match="设有密码"):
        convert(doc("密\r", flags=0x0300), "密.doc")
    broken = bytearray(doc("旧\r"))
    at = broken.index(b"\xec\xa5")
    broken[at : at + 2] = b"\xdc\xa5"
    with pytest.raises(BadInput, match="Word 95"):
        convert(bytes(broken), "旧.doc")
