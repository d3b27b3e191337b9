"""Workbooks, rich text, saved pages, archives; what a file is; texts in encodings of every kind."""

from __future__ import annotations

import base64
import io
import zipfile

import openpyxl
import pytest

from reader.core.errors import BadInput
from reader.core.raw_text import NeedsOcr, RawText, raw_dict, raw_from
from reader.formats.archive import clean_name, members
from reader.formats.convert import convert
from reader.formats.sniff import sniff
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_bytes, normalise_raw
from tests.formats.making import compound, doc, docx, ofd, ofd_text, p, pdf, show, xls, zipped

PAGE = (
    '<html><head><meta charset="{}"><title>某市辦法</title></head><body><h1>臺灣數位經濟發展行動計畫</h1><p>為推動產業發展，訂定本計畫，'
    "由各機關依權責辦理。</p><p>一、目標：提升產業競爭力，改善民眾生活，落實「智慧國家」願景。</p></body></html>"
)  # fmt: skip
TEXT = "某市关于促进数字经济发展的若干措施\n一、总体要求\n为了发展数字经济，提升治理水平，根据国家有关规定，结合本市实际，制定本措施。\n"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "任务分工"
    sheet.append(["某市重点任务表"])
    for row in (["序号", "任务", "比例", "日期"], [1, "建平台", 0.25, None], [2.0, "办培训", None, True]):
        sheet.append(row)
    hidden = book.create_sheet("底稿")
    hidden.append(["不该读"])
    hidden.sheet_state = "hidden"
    other = book.create_sheet("Sheet2")
    other.append(["甲", "乙"])
    other.append(["1", "2"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_is_a_table() -> None:
    raw = convert(workbook(), "表.xlsx")
    assert (
        raw.text == "任务分工\n某市重点任务表\n序号\t任务\t比例\t日期\n1\t建平台\t0.25\t\n2\t办培训\t\t是\n甲\t乙\n1\t2"
    )
    assert [line.table for line in raw.lines] == [None, None, 0, 0, 0, 1, 1]
    assert any("隐藏" in note for note in raw.notes)
    blocks = normalise_raw(raw, Facts()).document.blocks
    assert [block.kind for block in blocks].count("table") == 2


TASKS = (
    '某市重点任务表,,\r\n序号,任务,责任单位\r\n1,"建平台，促应用。","市委网信办、市发展改革委"\r\n2,办培训,市人社局\r\n'
)


@pytest.mark.parametrize(
    "data",
    [
        TASKS.encode("utf-8-sig"), TASKS.encode("gb18030"), TASKS.replace(",", "\t").encode("utf-16"), TASKS.replace(",", ";").encode(),
        (TASKS + "\r\n").replace("\r\n", "\n").encode(),
    ],
)  # fmt: skip
def test_a_table_as_text_is_a_table_whatever_it_is_called(data: bytes) -> None:
    assert sniff(data) == "csv"
    raw = convert(data, "附件.txt")
    assert (
        raw.text
        == "某市重点任务表\n序号\t任务\t责任单位\n1\t建平台，促应用。\t市委网信办、市发展改革委\n2\t办培训\t市人社局"
    )
    assert [line.table for line in raw.lines] == [None, 0, 0, 0]
    document = normalise_raw(raw, Facts()).document
    assert (document.title, document.blocks[-1].kind) == ("某市重点任务表", "table")


@pytest.mark.parametrize(
    "text",
    [
        TEXT, TEXT * 20, "第一条 为了发展,制定本办法。\n第二条 本市行政区域内,适用本办法。\n第三条 市人民政府,负责实施。\n",
        "某市通知\n各单位:\n请于3月5日前,报送材料;\n联系人,张三;\n", "甲,乙\n丙,丁\n", "发展,改革\n", "任务\t单位\n一、总体要求\n推进建设。\n",
        "# 题目\n\n| 序号 | 任务 |\n| --- | --- |\n| 1 | 建平台 |\n",
    ],
)  # fmt: skip
def test_text_with_commas_is_no_table(text: str) -> None:
    assert sniff(text.encode()) == "text"
    assert sniff(text.encode("gb18030")) == "text"


def test_a_table_as_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.formats.separated.MOST_CELLS", 5)
    with pytest.raises(BadInput, match="表格过大"):
        convert(TASKS.encode(), "表.csv")


def test_office_as_one_file_of_xml_says_what_to_do() -> None:
    flat = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"><w:p/></w:wordDocument>'
    assert sniff(flat) == "old-office"
    with pytest.raises(BadInput, match="另存为"):
        convert(flat, "a.doc")


def test_an_older_workbook() -> None:
    raw = convert(xls([["Name", "Value"], ["a", 1.5], ["b", 20.0]]), "表.xls")
    assert (raw.kind, raw.text) == ("xls", "Name\tValue\na\t1.5\nb\t20")


def test_rich_text_in_gbk_with_a_table() -> None:
    words = "".join(f"\\'{byte:02x}" for byte in "某市通知".encode("gbk"))
    source = (
        r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
        + words
        + r"\par \u19968?\u12289?\par A\cell B\cell\row C\cell D\cell\row}"
    )
    raw = convert(source.encode(), "a.rtf")
    assert raw.text == "某市通知\n一、\nA\tB\nC\tD"


def test_a_page_saved_as_one_file() -> None:
    mht = b'From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    raw = convert(mht + base64.encodebytes(PAGE.format("big5").encode("big5")) + b"\r\n--b--\r\n", "页.mht")
    assert raw.html
    assert raw.kind == "mht"
    assert raw.text == PAGE.format("big5")
    assert normalise_raw(raw, Facts()).document.blocks[0].kind == "title"


def test_a_saved_page_without_a_page() -> None:
    with pytest.raises(BadInput, match="没有网页"):
        convert(
            b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n',
            "a.mht",
        )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (TEXT.encode(), "text"), (PAGE.encode(), "html"), (b"  \xef\xbb\xbf<html>", "html"), (docx(p("甲")), "docx"), (doc("甲\r"), "doc"),
        (xls([["a", "b"], ["c", "d"]]), "xls"), (workbook(), "xlsx"), (pdf([""]), "pdf"), (b"\n\n%PDF-1.4", "pdf"), (ofd([ofd_text("甲", 9, 9)]), "ofd"),
        (rb"{\rtf1 a}", "rtf"), (zipped({"a.txt": "甲"}), "zip"), (b"\x89PNG\r\n", "picture"), (b"\xff\xd8\xff\xe0", "picture"), (b"Rar!\x1a", "packed"),
        (b"MZ\x90\x00\x03\x00", "program"), (compound({"PowerPoint Document": b"x"}), "old-office"), (compound({"EncryptedPackage": b"x"}), "encrypted"),
        (zipped({"mimetype": "x", "content.xml": "<a/>"}), "other"), (zipped({"[Content_Types].xml": "x", "ppt/a.xml": "y"}), "other"), (b"PK\x03\x04xx", "broken"),
    ],
)  # fmt: skip
def test_what_a_file_is_its_bytes_say(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空的"),
        (b"MZ\x90\x00\x03\x00", "程序"),
        (compound({"EncryptedPackage": b"x"}), "密码"),
        (b"PK\x03\x04xx", "损坏"),
        (b"Rar!\x1a", "解压"),
        (zipped({"a": "b"}), "压缩包"),
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        convert(data, "某.pdf")
    assert len(str(caught.value)) < 80


def test_a_picture_needs_ocr() -> None:
    with pytest.raises(NeedsOcr, match="OCR"):
        convert(b"\x89PNG\r\n\x1a\n", "图.png")


def test_a_raw_text_survives_as_data() -> None:
    raw = convert(pdf([show("某市通知", 60, 700)]), "a.pdf")
    assert raw_from(raw_dict(raw)) == raw
    assert isinstance(raw, RawText)


# Archives ----------------------------------------------------------------------------------------------------------


def test_members_of_zips_and_of_zips_in_them() -> None:
    inner = zipped({"../../etc/passwd.txt": "甲", "a\\b\\乙.docx": docx(p("乙"))})
    packed = zipped({"文件夹/通知.txt": "丙", "内.zip": inner, "__MACOSX/._x": "y", "文件夹/": "", ".DS_Store": "z"})
    assert [(name, isinstance(data, bytes) and sniff(data)) for name, data in members(packed, "a.zip")] == [
        ("通知.txt", "text"),
        ("passwd.txt", "text"),
        ("乙.docx", "docx"),
    ]


def test_names_in_gbk_are_read() -> None:
    packed = zipped({"xxxxxxxx.txt": "甲"}).replace(b"xxxxxxxx.txt", "某市通知".encode("gbk") + b".txt")
    assert next(members(packed, "a.zip"))[0] == "某市通知.txt"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../a", "a"),
        ("C:\\x\\CON.txt", "CON.txt"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("..", "未命名"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("a\nb?.doc", "a_b_.doc"),
    ],
)
def test_names_lead_nowhere(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_archives_that_ask_for_too_much() -> None:
    nested = zipped({"a.txt": "甲"})
    for _ in range(5):
        nested = zipped({"a.zip": nested})
    assert faults(nested) == ["“a.zip”中压缩包的嵌套过深，超出本程序能安全读取的范围，未读取。"]
    bomb = zipped({f"{n}.txt": b"0" * 60_000_000 for n in range(6)})
    assert len(bomb) < 1_000_000
    assert ["过大" in each for each in faults(bomb)] == [True, True]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", b"x" * 1000)
    assert ["压缩方法" in each for each in faults(out.getvalue())] == [True]


def faults(packed: bytes) -> list[str]:
    return [str(inside) for _, inside in members(packed, "a.zip") if isinstance(inside, BadInput)]


def test_a_bad_member_of_a_zip_leaves_the_others() -> None:
    bomb = zipped({"大.txt": b"0" * 70_000_000, "小.txt": "丁"})
    packed = zipped({"1.txt": "甲", "2.zip": bomb, "3.zip": b"PK\x03\x04 damaged", "4.txt": "乙"})
    damaged = packed.replace("甲".encode(), "丙".encode())  # its sum is wrong now
    seen = [
        (name, "fault" if isinstance(inside, BadInput) else inside.decode())
        for name, inside in members(damaged, "a.zip")
    ]
    assert seen[0][0] == "1.txt"
    assert ("大.txt", "fault") in seen
    assert ("小.txt", "丁") in seen
    assert seen[-1] == ("4.txt", "乙")


# Encodings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "big5", "utf-8", "utf-8-sig"])
def test_one_bad_byte_is_read_around_and_told(encoding: str) -> None:
    text = (
        TEXT
        if encoding != "big5"
        else "臺灣數位經濟發展行動計畫\n為推動產業發展，訂定本計畫，由各機關依權責辦理，以提升競爭力。\n"
    )
    data = bytearray(text.encode(encoding))
    at = data.index("，".encode(encoding.removesuffix("-sig")))
    data[at:at] = b"\xff"
    raw = convert(bytes(data), "a.txt")
    assert raw.text.count("\ufffd") == 1
    assert raw.text.replace("\ufffd", "") == text
    assert "damaged-text" in [defect.kind for defect in normalise_bytes(bytes(data), "a.txt").document.defects]


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "koi8-r", "undefined", "utf-7", "gb2312", "big5", "utf-8", "cp037", "rot13", "idna", ""]
)
@pytest.mark.parametrize("real", ["gbk", "utf-8"])
def test_what_a_page_declares_is_only_one_candidate(declared: str, real: str) -> None:
    page = f'<html><meta charset="{declared}"><body><p>{TEXT}</p></body></html>'
    raw = convert(page.encode(real), "a.html")
    assert raw.text == page


def test_a_page_in_big5_reads_as_its_twin() -> None:
    for declared in ("big5", "utf-8", "gb2312", ""):
        page = PAGE.format(declared)
        one, other = (normalise_bytes(page.encode(encoding), "a.html").document for encoding in ("big5", "utf-8"))
        assert [block.text for block in one.blocks] == [block.text for block in other.blocks]
        assert one.title == other.title


def test_binary_and_foreign_texts_are_refused() -> None:
    for data in (bytes(range(256)) * 40, "Große Straße über Österreich, naïve façade. ".encode("latin-1") * 20):
        with pytest.raises(BadInput):
            convert(data, "a.bin")


def test_an_office_file_that_was_cut_off_is_damaged() -> None:
    whole = compound({"WordDocument": b"x" * 20000})
    with pytest.raises(BadInput, match="损坏"):
        convert(whole[:600], "a.doc")
