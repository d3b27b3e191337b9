"""Damage that cannot be read stays byte for byte, on record as doubtful; an honest question is none."""

from __future__ import annotations

from reader.core.document import source_from
from reader.ingest.normalise import normalise_text


def doubtful(text: str) -> list[tuple[str, str]]:
    made = normalise_text(text)
    assert source_from(made.document) == text
    return [(e.was, e.now) for e in made.document.edits if not e.sure]


def test_no_later_rule_touches_what_could_not_be_read() -> None:
    page = "深化建設,推進規?;瘧檬睍r期發展與提升,加強管理。"
    assert doubtful(page) == [("?;瘧檬睍r", "?;瘧檬睍r")]
    document = normalise_text(page).document
    assert "进规?;瘧檬睍r期发展" in document.blocks[0].text
    assert [d.kind for d in document.defects if d.kind == "damaged-text"] == ["damaged-text"]


def test_a_question_is_no_damage() -> None:
    assert doubtful("是否继续办理?请在系统中选择A类事项,并说明理由。") == []


def test_the_same_damage_over_and_over_is_settled_once() -> None:
    text = "推進規?；ㄔO。" * 300
    made = normalise_text(text).document
    assert made.blocks[0].text.count("?；ㄔO") in {0, 300}
    assert source_from(made) == text


def test_a_note_for_several_characters_may_have_no_blanks() -> None:
    page = "重庆(chóngqìng)市推进数字(shùzì)经济(GDP),我们(we)加油。"
    assert normalise_text(page).document.blocks[0].text == "重庆市推进数字经济（GDP），我们（we）加油。"


def test_a_mark_between_words_ends_no_question() -> None:
    assert doubtful("为促进发展,支持企业?务创新与?展合作,制定本办法。") != []
    assert doubtful("为何如此?因为需要。有多少?很多。") == []


def test_a_reading_must_agree_with_the_note_behind_it() -> None:
    page = "推進業務系統和信息系統應用,加快系統建設。\n系統??(yīng)用,推動發展。"
    assert normalise_text(page).document.blocks[-1].text == "系统应用，推动发展。"


def test_the_note_behind_a_repair_goes_with_it() -> None:
    lines = ["推動企(qǐ)業(yè)服務(wù)和企業發展,支持中小企業。" * 3, "完善企?I(yè)服務(wù)體系。"]
    document = normalise_text("\n".join(lines)).document
    assert document.blocks[-1].text == "完善企业服务体系。"
