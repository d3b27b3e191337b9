"""Files with pages, PDF and OFD: reading order, furniture, joined lines, tables, and where each clause stands."""

from __future__ import annotations

import struct
import zlib

import pytest

from reader.core.document import Document, from_dict, source_from, to_dict
from reader.core.errors import BadInput, NotFound
from reader.core.raw_text import NeedsOcr, RawText
from reader.formats.convert import convert
from reader.formats.pages.drawing import draw_page
from reader.formats.pages.ofd import deltas
from reader.formats.pages.radicals import whole_characters
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from tests.formats.making import assembled, lines_down, ofd, ofd_text, pdf, rule, show

FULL = "为贯彻落实国家有关规定，切实加强全市统筹管理，现就做好今年重点"  # 30 characters: a full line of 480 points


def lines(raw: RawText) -> list[str]:
    return raw.text.split("\n")


def document(raw: RawText) -> Document:
    made = normalise_raw(raw, Facts())
    assert source_from(made.document) == raw.text
    return made.document


def texts(raw: RawText) -> list[str]:
    return [block.text for block in document(raw).blocks]


def test_a_line_knows_its_page_box_size_and_whether_it_is_centred() -> None:
    raw = convert(
        pdf(
            [
                show("关于做好工作的通知", 203, 740, 22)
                + lines_down([FULL], 60, 700)
                + lines_down(["工作通知如下。"], 60, 672)
            ]
        ),
        "a.pdf",
    )
    title, full, short = raw.lines
    assert (title.page, title.centred, title.size) == (1, True, 22)
    assert (full.centred, short.centred, full.size) == (False, False, 16)
    assert title.box is not None
    assert title.box[0] == 203
    assert 75 < title.box[1] < title.box[3] < 110
    assert raw.pages == ((595.0, 842.0),)


def test_lines_of_a_paragraph_are_joined_and_those_of_two_are_not() -> None:
    page = show("关于做好工作的通知", 203, 780, 22)
    page += show(FULL[:28], 92, 740) + show(FULL, 60, 712) + show("工作通知如下。", 60, 684)
    page += show("一、总体要求", 92, 656) + show(FULL[:28], 92, 628) + show("末行。", 60, 600)
    raw = convert(pdf([page]), "a.pdf")
    assert texts(raw) == [
        "关于做好工作的通知",
        FULL[:28] + FULL + "工作通知如下。",
        "一、总体要求",
        FULL[:28] + "末行。",
    ]
    assert [edit.rule for edit in document(raw).edits] == ["joined-line"] * 3


def test_lines_go_on_over_a_page_with_its_number_and_running_head_between() -> None:
    first = [word + FULL[2:28] for word in ("全面", "认真", "大力")]
    pages = [
        show("某市发展规划", 248, 806, 10)
        + show(first[n - 1], 92, 740)
        + show(FULL, 60, 712)
        + show(f"— {n} —", 270, 40, 14)
        for n in (1, 2, 3)
    ]
    raw = convert(pdf([*pages, show("某市发展规划", 248, 806, 10) + show("全文完。", 60, 740)]), "a.pdf")
    blocks = document(raw).blocks
    assert [block.text for block in blocks] == [first[0] + FULL, first[1] + FULL, first[2] + FULL + "全文完。"]
    assert [(block.page, block.box is not None) for block in blocks] == [(1, True), (2, True), (3, True)]
    gone = [edit.was.strip() for edit in document(raw).edits if edit.rule == "page-furniture"]
    assert gone.count("某市发展规划") == 4
    assert {"— 1 —", "— 2 —", "— 3 —"} <= set(gone)


def test_a_number_in_the_text_is_no_page_number() -> None:
    raw = convert(
        pdf([show("2024", 60, 740) + show(FULL, 60, 712) + show("第3页", 60, 500) + show("附后。", 60, 100)]), "a.pdf"
    )
    assert not [edit for edit in document(raw).edits if edit.rule == "page-furniture"]


def test_radicals_of_a_font_are_whole_characters() -> None:
    assert whole_characters("⼈⺠政府⻓期⸺\u2329⽊\u232a") == "人民政府长期——〈木〉"
    raw = convert(ofd([ofd_text("⼈⺠政府", 30, 100)]), "a.ofd")
    assert raw.text == "人民政府"


def test_what_stands_beside_the_page_is_not_read() -> None:
    raw = convert(pdf([show("看得见的文字", 60, 700) + show("页外的文字", 60, 900) + show("左外", -80, 700)]), "a.pdf")
    assert lines(raw) == ["看得见的文字"]


def test_paragraphs_without_indent_are_told_by_the_gaps_between_them() -> None:
    page = show(FULL, 60, 740) + show(FULL + "，", 60, 712) + show("到此为止。", 60, 684)
    page += (
        show(FULL, 60, 640)
        + show("2024年增长百分之五点一。", 60, 612)
        + show(FULL[:29] + "。", 60, 568)
        + show(FULL, 60, 524)
    )
    raw = convert(pdf([page]), "a.pdf")
    assert texts(raw) == [FULL * 2 + "，到此为止。", FULL + "2024年增长百分之五点一。", FULL[:29] + "。", FULL]


def test_a_short_line_that_had_room_for_more_ends_its_paragraph() -> None:
    page = (
        show(FULL[:28], 92, 740)
        + show("各部门职责", 60, 712)
        + show(FULL[:28], 92, 684)
        + show(FULL, 60, 656)
        + show("另行通知", 60, 628)
        + show("办公室", 92, 600)
    )
    raw = convert(pdf([page]), "a.pdf")
    assert texts(raw) == [FULL[:28] + "各部门职责", FULL[:28] + FULL + "另行通知", "办公室"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行文字写满这一栏" for n in range(8)]
    right = [f"右栏第{n}行文字写满这一栏" for n in range(8)]
    raw = convert(pdf([show("两栏的公报", 240, 790, 22) + lines_down(left, 50) + lines_down(right, 320, 734)]), "a.pdf")
    assert lines(raw) == ["两栏的公报", *left, *right]


def test_signatures_side_by_side_are_no_columns() -> None:
    raw = convert(
        pdf(
            [
                lines_down([FULL] * 6, 60)
                + show("甲市财政局", 120, 480)
                + show("乙市税务局", 350, 480)
                + show("2024年3月1日", 350, 452)
            ]
        ),
        "a.pdf",
    )
    assert lines(raw)[-2:] == ["甲市财政局 乙市税务局", "2024年3月1日"]


def ruled(
    rows: list[list[str]],
    x: float = 60,
    top: float = 700,
    wide: float = 120,
    high: float = 28,
    skip: tuple[int, ...] = (),
) -> str:
    """A table with all its lines, but the upright ones between the first two columns in rows of `skip`."""
    out, right, bottom = "", x + wide * len(rows[0]), top - high * len(rows)
    out += "".join(rule(x, top - n * high, right, top - n * high) for n in range(len(rows) + 1))
    for column in range(len(rows[0]) + 1):
        for n in range(len(rows)):
            if not (column == 1 and n in skip):
                out += rule(x + column * wide, top - n * high, x + column * wide, top - (n + 1) * high)
    for n, row in enumerate(rows):
        out += "".join(
            show(text, x + column * wide + 6, top - n * high - 20, 12) for column, text in enumerate(row) if text
        )
    assert bottom > 0
    return out


def test_a_ruled_table_with_a_spanned_cell() -> None:
    raw = convert(
        pdf(
            [
                show("前文。", 60, 740)
                + ruled([["甲和乙", "", "丙"], ["1", "2", "3"], ["4", "", "6"]], skip=(0,))
                + show("后文。", 60, 500)
            ]
        ),
        "a.pdf",
    )
    assert lines(raw) == ["前文。", "甲和乙\t\t丙", "1\t2\t3", "4\t\t6", "后文。"]
    table = document(raw).blocks[1]
    assert table.kind == "table"
    assert table.rows is not None
    assert table.rows[1] == ("1", "2", "3")
    assert table.box is not None
    assert round(table.box[0] - 60) == 0
    assert round(table.box[2] - 420) == 0


def test_a_table_ruled_between_its_columns_only() -> None:
    frame = "".join(rule(x, 700, x, 560) for x in (60, 200, 340)) + "".join(
        rule(60, y, 340, y) for y in (700, 670, 560)
    )
    cells = "".join(
        show(text, x, y, 12)
        for y, row in zip(
            (680, 650, 622, 594, 568),
            (["名称", "数量"], ["甲", "1"], ["乙", "2"], ["丙", "3"], ["丁", "4"]),
            strict=True,
        )
        for x, text in zip((70, 210), row, strict=True)
    )
    raw = convert(pdf([frame + cells]), "a.pdf")
    assert lines(raw) == ["名称\t数量", "甲\t1", "乙\t2", "丙\t3", "丁\t4"]


def test_a_table_without_lines() -> None:
    rows = [
        ["指标", "2023年", "2024年"],
        ["产量（万吨）", "12.5", "13.8"],
        ["面积（万亩）", "3.1", "3.2"],
        ["户数", "420", "418"],
    ]
    cells = "".join(
        show(text, x, 700 - 26 * n, 12)
        for n, row in enumerate(rows)
        for x, text in zip((70, 250, 400), row, strict=True)
    )
    raw = convert(pdf([show(FULL, 60, 740) + cells + show(FULL, 60, 560)]), "a.pdf")
    assert lines(raw) == [FULL, *["\t".join(row) for row in rows], FULL]


def test_rectangles_behind_words_make_no_table() -> None:
    behind = "".join(f"0.9 g {60 + 16 * n} 696 16 18 re f 0 g\n" for n in range(10))
    raw = convert(
        pdf([behind + show(FULL[:10], 60, 700) + behind.replace("696", "668") + show(FULL[10:20], 60, 672)]), "a.pdf"
    )
    assert all(line.table is None for line in raw.lines)


def test_a_table_goes_on_over_the_page() -> None:
    one = show("前文。", 60, 740) + ruled([["项目", "金额"], ["甲", "1"]], top=700) + show("1", 300, 30, 12)
    raw = convert(pdf([one, ruled([["乙", "2"], ["丙", "3"]], top=780) + show("2", 300, 30, 12)]), "a.pdf")
    tables = [block for block in document(raw).blocks if block.kind == "table"]
    assert [table.rows for table in tables] == [(("项目", "金额"), ("甲", "1"), ("乙", "2"), ("丙", "3"))]
    assert tables[0].page == 1


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(rotate: int) -> None:
    turn = {90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[rotate]

    def at(text: str, x: float, down: float) -> str:
        return show(text, *{90: (down, x), 180: (595 - x, down), 270: (595 - down, 842 - x)}[rotate], 16, turn)

    raw = convert(
        pdf([at("第一行的文字在上面", 100, 100) + at("第二行的文字在下面", 100, 130)], rotate=rotate), "a.pdf"
    )
    assert lines(raw) == ["第一行的文字在上面", "第二行的文字在下面"]
    box = raw.lines[0].box
    assert box is not None
    assert (round(box[0]), box[1] < 100 < box[3]) == (100, True)
    assert raw.pages[0] == ((842.0, 595.0) if rotate % 180 else (595.0, 842.0))


def test_text_that_lies_on_its_side_makes_the_page_wide() -> None:
    sideways = "".join(show(f"横放的第{n}行说明文字", 100 + 30 * n, 100, 16, "0 1 -1 0") for n in range(3))
    raw = convert(pdf([sideways]), "a.pdf")
    assert lines(raw) == [f"横放的第{n}行说明文字" for n in range(3)]
    assert raw.pages[0] == (842.0, 595.0)


def test_watermarks_are_furniture() -> None:
    askew = show("内部资料请勿外传", 150, 300, 40, "0.7 0.7 -0.7 0.7")
    raw = convert(pdf([lines_down([FULL] * 5, 60) + askew]), "a.pdf")
    assert [line.style for line in raw.lines].count("watermark") == 1
    assert not any("内部资料" in text for text in texts(raw))


def test_letters_drawn_twice_are_read_once() -> None:
    raw = convert(pdf([show("加粗的标题文字", 100, 700) + show("加粗的标题文字", 100.4, 700)]), "a.pdf")
    assert lines(raw) == ["加粗的标题文字"]


def picture_page(words: str = "") -> bytes:
    pixels = zlib.compress(b"\x80" * 64)
    image = (
        b"<</Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (len(pixels), pixels)
    )
    content = f"q 595 0 0 842 0 0 cm /I Do Q {words}".encode("latin-1")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>/XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content), image, font,
    ])  # fmt: skip


@pytest.mark.parametrize("words", ["", "BT /F 10 Tf 280 30 Td (- 1 -) Tj ET"])
def test_a_scan_needs_ocr_even_with_a_page_number(words: str) -> None:
    with pytest.raises(NeedsOcr, match="OCR"):
        convert(picture_page(words), "扫描.pdf")


def test_an_empty_page_needs_ocr_too() -> None:
    with pytest.raises(NeedsOcr, match="OCR"):
        convert(pdf([""]), "空.pdf")


def test_a_password_is_asked_for_in_a_sentence() -> None:
    locked = assembled(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", b"<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"],
        "/Encrypt 3 0 R/ID[<00><00>]",
    )  # fmt: skip
    with pytest.raises(BadInput, match="设有密码"):
        convert(locked, "密.pdf")


def test_older_documents_without_pages_are_read() -> None:
    value = to_dict(document(convert(pdf([show(FULL, 60, 700)]), "a.pdf")))
    assert value["blocks"][0]["page"] == 1
    assert from_dict(value).blocks[0].box is not None
    for block in value["blocks"]:
        del block["page"], block["box"]
    assert from_dict(value).blocks[0].page is None


# OFD ---------------------------------------------------------------------------------------------------------------


def test_ofd_pages_templates_annotations_attachments() -> None:
    raw = convert(
        ofd(
            [ofd_text("第一页的正文在这里", 30, 100), ofd_text("第二页的正文在这里", 30, 100)],
            template=ofd_text("某市人民政府文件", 30, 30),
            annotation='<ofd:Annot Type="Watermark"><ofd:Appearance Boundary="0 0 210 297">' + ofd_text("绝密水印", 60, 150) + "</ofd:Appearance></ofd:Annot>"
            '<ofd:Annot Type="Stamp"><ofd:Appearance Boundary="10 200 100 50">' + ofd_text("批注文字", 0, 10) + "</ofd:Appearance></ofd:Annot>",
            attachment="名单.xlsx",
        ),
        "a.ofd",
    )  # fmt: skip
    assert lines(raw) == [
        "某市人民政府文件",
        "第一页的正文在这里",
        "批注文字",
        "绝密水印",
        "某市人民政府文件",
        "第二页的正文在这里",
    ]
    assert [line.page for line in raw.lines] == [1, 1, 1, 1, 2, 2]
    assert raw.lines[3].style == "watermark"
    assert any("名单.xlsx" in note for note in raw.notes)


def test_ofd_steps_between_characters() -> None:
    assert deltas("5 g 3 4.5 2", 10) == [5.0, 4.5, 4.5, 4.5, 2.0]
    assert deltas("g 999999999 3", 4) == [3.0] * 4
    assert deltas("g 99999999999999999999999 3", 2) == [3.0] * 2
    assert deltas("g x y", 3) == [0.0] * 3
    assert deltas(None, 3) == []


def test_ofd_glyph_transforms_and_matrices() -> None:
    scaled = ofd_text("放大的文字", 30, 100, 5, 'CTM="2 0 0 2 0 0"')
    mapped = ofd_text("字形映射", 30, 150).replace(
        "<ofd:TextCode",
        '<ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4"><ofd:Glyphs>1 2 3 4</ofd:Glyphs></ofd:CGTransform><ofd:TextCode',
    )
    turned = ofd_text("斜着的水印字", 80, 200, 9, 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    raw = convert(ofd([scaled + mapped + turned]), "a.ofd")
    assert lines(raw)[:2] == ["放大的文字", "字形映射"]
    assert raw.lines[0].size == pytest.approx(28.3, abs=0.2)
    assert raw.lines[2].style == "watermark"


def test_ofd_private_signs_are_told_and_not_shown() -> None:
    raw = convert(ofd([ofd_text("甲\ue001乙", 30, 100)]), "a.ofd")
    assert raw.text == "甲\ufffd乙"
    assert any("私有编码" in note for note in raw.notes)


def test_ofd_of_pictures_needs_ocr() -> None:
    image = '<ofd:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="1" CTM="210 0 0 297 0 0"/>'
    with pytest.raises(NeedsOcr, match="OCR"):
        convert(ofd([image]), "a.ofd")


# Pages drawn -------------------------------------------------------------------------------------------------------


def size_of(drawn: bytes) -> tuple[int, int]:
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", drawn[16:24])
    return wide, high


def test_a_page_of_a_pdf_is_drawn() -> None:
    drawn = draw_page(pdf([rule(10, 10, 500, 10), show("第二页", 60, 700)]), "a.pdf", 2, 1.0)
    assert size_of(drawn) == (595, 842)
    assert drawn != draw_page(pdf([rule(10, 10, 500, 10)]), "a.pdf", 1, 1.0)


def test_a_page_of_an_ofd_is_drawn() -> None:
    shape = '<ofd:PathObject ID="5" Boundary="20 20 100 50" LineWidth="1" Fill="true"><ofd:FillColor Value="200 0 0"/><ofd:AbbreviatedData>M 0 0 L 100 0 Q 100 50 50 50 B 40 50 10 40 0 30 C</ofd:AbbreviatedData></ofd:PathObject>'
    with_shape, without = (draw_page(ofd([ofd_text("正文", 30, 100) + more]), "a.ofd", 1, 1.0) for more in (shape, ""))
    assert size_of(with_shape) == size_of(without)
    assert abs(size_of(without)[0] - 595) <= 1
    assert abs(size_of(without)[1] - 842) <= 1
    assert with_shape != without


@pytest.mark.parametrize("data", [pdf([show("一", 60, 700)]), ofd([ofd_text("一", 30, 100)])])
def test_a_page_that_is_not_there(data: bytes) -> None:
    for number in (0, 2, 10**9):
        with pytest.raises(NotFound, match="没有第"):
            draw_page(data, "a", number)


def test_a_huge_page_is_drawn_small() -> None:
    wide, high = size_of(draw_page(pdf([show("一", 60, 700)], size=(14_000, 14_000)), "a.pdf", 1, 10))
    assert wide * high <= 41_000_000


def test_a_file_without_pages_is_not_drawn() -> None:
    with pytest.raises(BadInput, match="不分页"):
        draw_page("一、目标".encode(), "a.txt", 1)
