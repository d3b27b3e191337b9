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
