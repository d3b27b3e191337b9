"""Comments and tracked changes of Word files: each with its words, in the text as it was before any change."""

from __future__ import annotations

import io
import zipfile

import pytest

from reader.core.errors import BadInput
from reader.formats.word import comments
from reader.formats.word.comments import read_remarks

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '
    'Target="comments.xml"/></Relationships>'
)


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def gone(words: str, who: str = "王芳", when: str = "2026-11-29T04:42:00Z") -> str:
    return f'<w:del w:author="{who}" w:date="{when}"><w:r><w:delText>{words}</w:delText></w:r></w:del>'


def new(words: str, who: str = "王芳", when: str = "2026-11-29T04:42:00Z") -> str:
    return f'<w:ins w:author="{who}" w:date="{when}">{run(words)}</w:ins>'


def at(number: int, inside: str) -> str:
    start, end = f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>'
    return f'{start}{inside}{end}<w:r><w:commentReference w:id="{number}"/></w:r>'


def said(number: int, *lines: str, who: str = "李强", when: str = "2026-11-28T08:00:00Z") -> str:
    inside = "".join(f"<w:p>{run(line)}</w:p>" for line in lines)
    return f'<w:comment w:id="{number}" w:author="{who}" w:date="{when}">{inside}</w:comment>'


def word(*paragraphs: str, said: str = "", core: str = "", beside: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        body = "".join(p if p.startswith("<w:tbl") else f"<w:p>{p}</w:p>" for p in paragraphs)
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        if said:
            more = "".join(f'<Relationship Type="http://x/{kind}" Target="{kind}.xml"/>' for kind in beside or {})
            archive.writestr("word/_rels/document.xml.rels", RELS.replace("</R", f"{more}</R"))
            for kind, inside in (beside or {}).items():
                archive.writestr(f"word/{kind}.xml", f'<w15:part xmlns:w15="urn:w15">{inside}</w15:part>')
            archive.writestr("word/comments.xml", f"<w:comments {NS}>{said}</w:comments>")
        if core:
            archive.writestr("docProps/core.xml", core)
    return out.getvalue()


def test_a_comment_stands_at_its_words_with_who_and_when() -> None:
    data = word(
        run("一、总体要求"), run("到2026年，") + at(0, run("数字经济") + run("增加值")) + run("占比达到50%。"),
        said=said(0, "请核对口径", "另附表"),
    )  # fmt: skip
    (found,) = read_remarks(data, "稿.docx").remarks
    assert (found.quote, found.text, found.author) == ("数字经济增加值", "请核对口径\n另附表", "李强")
    assert (found.prefix, found.suffix) == ("一、总体要求\n到2026年，", "占比达到50%。\n")
    assert (found.kind, found.created) == ("comment", "2026-11-28T08:00:00.000000")  # on the wall


def test_ranges_may_overlap_and_answers_stand_at_the_same_words() -> None:
    start = '<w:commentRangeStart w:id="1"/>'
    inside = f'{at(0, run("市商务局") + start + run("牵头"))}{run("负责")}<w:commentRangeEnd w:id="1"/>'
    data = word(inside, said=said(0, "甲") + said(1, "乙") + said(2, "没有位置的答复"))
    found = {each.text: each.quote for each in read_remarks(data, "稿.docx").remarks}
    assert found == {"甲": "市商务局牵头", "乙": "牵头负责", "没有位置的答复": ""}


def threaded(number: int, para: str, words: str, who: str = "李强") -> str:
    """As Word and WPS write it: no initials, a style, the paragraph's number, a break within."""
    return (
        f'<w:comment w:id="{number}" w:author="{who}" w:date="2026-11-28T16:00:00Z"><w:p xmlns:w14="urn:w14" '
        f'w14:paraId="{para}"><w:pPr><w:pStyle w:val="2"/></w:pPr>{words}</w:p></w:comment>'
    )


def test_answers_have_the_words_and_the_name_of_what_they_answer_and_what_is_settled_is_done() -> None:
    beside = {
        "commentsExtended": '<w15:commentEx w15:paraId="0A" w15:done="1"/>'
        '<w15:commentEx w15:paraId="0b" w15:paraIdParent="0a" w15:done="0"/><w15:commentEx w15:paraIdParent="0A"/>',
        "commentsIds": '<w15:commentId w15:paraId="0A" w15:durableId="77"/>',
        "commentsExtensible": '<w15:commentExtensible w15:durableId="77" w15:dateUtc="2026-11-28T08:00:00Z"/>',
    }
    notes = threaded(0, "0A", run("请核对口径")) + threaded(1, "0B", run("已改"), "王芳") + said(2, "别的")
    data = word(at(0, run("数字经济")) + run("增加值"), said=notes, beside=beside)
    found = sorted(read_remarks(data, "稿.docx").remarks, key=lambda each: each.quote == "")
    assert [(each.words, each.quote, each.done) for each in found] == [
        ("请核对口径", "数字经济", True), ("回复李强：已改", "数字经济", False), ("别的", "", False),
    ]  # fmt: skip
    assert [each.created for each in found[:2]] == ["2026-11-28T08:00:00.000000Z", "2026-11-28T16:00:00.000000"]


def test_a_box_as_wps_writes_it_is_read_once_and_a_comment_in_it_stands_at_its_words() -> None:
    inside = f"<w:txbxContent><w:p>{at(0, run('联系人'))}</w:p></w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="urn:mc" xmlns:wps="urn:wps"><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>{inside}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    undated = f'<w:comment w:id="0"><w:p>{run("补上")}</w:p></w:comment>'
    found = read_remarks(word(run("前文") + box + run("后文"), said=undated), "稿.docx")
    assert found.text == "前文联系人\n后文\n"
    assert [(each.quote, each.text, each.author, each.created) for each in found.remarks] == [
        ("联系人", "补上", "", "")
    ]


def test_breaks_and_tabs_inside_a_comment_part_its_words() -> None:
    inside = "<w:r><w:annotationRef/><w:tab/><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>"
    data = word(at(0, run("文")), said=threaded(0, "1", inside))
    assert [each.text for each in read_remarks(data, "稿.docx").remarks] == ["一\n二\t三"]


def test_a_comment_over_several_paragraphs_has_their_words_on_lines() -> None:
    first = f'{run("一、加强")}<w:commentRangeStart w:id="0"/>{run("领导。")}'
    data = word(first, "", f'{run("二、落实")}<w:commentRangeEnd w:id="0"/>{run("责任。")}', said=said(0, "好"))
    assert [each.quote for each in read_remarks(data, "稿.docx").remarks] == ["领导。\n二、落实"]


def test_tracked_changes_are_suggestions_at_the_words_as_they_were() -> None:
    data = word(
        run("由") + gone("市商务局") + new("市数据局") + run("负责") + gone("全部") + run("工作。"),
        run("各区人民政府应当配合") + new("并定期报告") + run("。"),
    )
    found = read_remarks(data, "稿.docx")
    assert found.text == "由市商务局负责全部工作。\n各区人民政府应当配合。\n"
    assert [(each.kind, each.quote, each.text) for each in found.remarks] == [
        ("replacement", "市商务局", "市数据局"), ("deletion", "全部", ""), ("insertion", "各区人民政府应当配合", "并定期报告"),
    ]  # fmt: skip


def test_two_people_at_one_place_make_two_suggestions() -> None:
    data = word(run("由") + gone("甲", who="王芳") + new("乙", who="李强") + run("负责"))
    assert [(each.kind, each.author) for each in read_remarks(data, "稿.docx").remarks] == [
        ("deletion", "王芳"), ("insertion", "李强"),
    ]  # fmt: skip


def test_a_comment_on_deleted_words_has_them_and_one_on_new_words_those_before() -> None:
    data = word(
        run("由") + at(0, gone("市商务局")) + run("负责，市财政局") + at(1, new("会同")) + run("办理。"),
        said=said(0, "甲") + said(1, "乙"),
    )
    found = {each.text: each.quote for each in read_remarks(data, "稿.docx").remarks if each.kind == "comment"}
    assert found == {"甲": "市商务局", "乙": "由市商务局负责，市财政局"}


def test_cells_of_a_table_are_parted_by_tabs() -> None:
    row = f"<w:tr><w:tc><w:p>{run('指标')}</w:p></w:tc><w:tc><w:p>{at(0, run('50%'))}</w:p></w:tc></w:tr>"
    data = word(f"<w:tbl>{row}{row.replace('50', '60')}</w:tbl>", run("完。"), said=said(0, "甲"))
    found = read_remarks(data, "稿.docx")
    assert found.text == "指标\t50%\n指标\t60%\n完。\n"
    assert found.remarks[0].quote == "50%"


def test_what_the_file_says_of_itself_is_kept() -> None:
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>plan</dc:identifier><dc:title>方案</dc:title></c>'
    found = read_remarks(word(run("文"), core=core), "稿.docx")
    assert (found.doc, found.title, found.remarks) == ("plan", "方案", ())


@pytest.mark.parametrize("when", ["", "昨天", "0001-01-01T00:00:00+14:00", "2026-13-01", "9" * 500])
def test_a_day_that_is_none_is_left_out(when: str) -> None:
    data = word(at(0, run("文")), said=said(0, "甲", when=when))
    assert read_remarks(data, "稿.docx").remarks[0].created == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "稿.docx"),
        (b"PK\x03\x04 torn", "稿.docx"),
        (word(run("文"))[:-60], "稿.docx"),
        (word(run("文")).replace(b"word/document.xml", b"word/dokument.xml"), "不是 Word 文件"),
    ],
)
def test_what_is_no_word_file_is_said_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_remarks(data, "稿.docx")


def test_entities_are_refused_and_too_many_remarks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE a [<!ENTITY b "c">]><w:document {NS}><w:body/></w:document>')
    with pytest.raises(BadInput, match="实体"):
        read_remarks(out.getvalue(), "稿.docx")
    monkeypatch.setattr(comments, "MOST", 3)
    several = word(run("文"), said="".join(said(number, "甲") for number in range(4)))
    with pytest.raises(BadInput, match="批注和修订过多"):
        read_remarks(several, "稿.docx")
    with pytest.raises(BadInput, match="批注和修订过多"):
        read_remarks(word(new("甲") * 4), "稿.docx")
