"""Lines of pages that were cut at the bytes of a mark: put right where one text is nearly certain, else left, flagged."""

from __future__ import annotations

import pytest
from shift_pages import cut_at_marks, folded

from reader.ingest.normalise import normalise_text, read_damaged
from reader.ingest.repair.background_words import language
from reader.ingest.repair.gbk_certainty import is_certain, reads_clean, share_of, shows_other_number, unseen_pairs
from reader.ingest.repair.gbk_lines import repair_lines
from reader.ingest.repair.shift import MARKS, Damage, damages
from reader.ingest.repair.shift_model import ShiftModel
from reader.ingest.repair.shift_model import read as read_lines
from reader.ingest.repair.shift_values import Reading
from reader.ingest.traced import TracedText


def read(*lines: str) -> list[tuple[str, bool]]:
    """The lines as they are read, and whether everything that was changed is sure."""
    text = TracedText("\n".join(cut_at_marks(line) for line in lines))
    made = read_damaged(text)
    assert made.source == text.source
    sure = all(piece.sure for piece, _ in made.edits())
    return [(folded(line), sure) for line in made.text.split("\n")]


@pytest.mark.parametrize(
    "line",
    [
        "由县级以上人民政府责令限期改正，处一万元以上十万元以下罚款。",  # both bytes beside the mark are lost
        "违反前款规定的，由公安机关依法给予处罚。",  # the true 。 was cut at the mark before it
        "情节严重的，依照前款的规定处罚。”",
    ],
)
def test_what_is_nearly_certain_is_put_right(line: str) -> None:
    assert cut_at_marks(line) != folded(line)
    assert read(line) == [(folded(line), True)]


def test_what_is_not_stays_and_is_flagged() -> None:
    seen = cut_at_marks("三河鼹鼠罅隙规模化饕餮耄耋。")
    document = normalise_text(f"云溪市某事办法\n第一条 {seen}").document
    assert any(defect.kind == "damaged-text" for defect in document.defects)
    assert all(not edit.sure for edit in document.edits if edit.rule == "gbk-shift")


def test_a_blank_that_two_characters_made_is_looked_for() -> None:
    """The second byte of one character and the first of the next can make a blank, which pages show nothing of."""
    line = "有关部门应当依法保护市场、商店的经营秩序。"
    page = "\n".join([*["各级人民政府应当维护市场、商店的经营秩序。"] * 2, cut_at_marks(line)])
    assert "\u3000" not in page
    assert read_damaged(TracedText(page)).text.endswith("\n" + line)


def test_words_of_the_page_decide_what_official_texts_do_not_know() -> None:
    line = "有关部门应当保护云栖小镇的设施。"
    seen = cut_at_marks(line)
    assert read_damaged(TracedText(seen)).text == seen
    page = "\n".join([*["管理单位应当保护云栖小镇的设施。"] * 3, seen])
    assert read_damaged(TracedText(page)).text.endswith("\n" + line)


def test_headings_are_counted_through_the_page() -> None:
    lines = ["（一）违反国家规定的；", "（二）违反操作规程的；", "（三）拒绝监督检查的。"]
    shown = cut_at_marks(lines[1])
    made = read(*lines)
    assert shown == cut_at_marks(lines[1].replace("二", "二十二")) != folded(lines[1])  # bytes alone cannot tell
    assert made[1][0] == folded(lines[1])


def test_a_reading_without_the_number_of_a_unit_has_a_hole() -> None:
    way = Damage(4, 5, MARKS["；"], (), "mark")
    counted = Damage(9, 10, MARKS["；"], (), "mark")
    assert reads_clean(Reading(0.0, "罚款", counted), "处一万元以上十万元?")
    assert not reads_clean(Reading(0.0, "公私财产损失万元以上", way), "致使?")
    assert reads_clean(Reading(0.0, "公私财产损失三十万元以上", way), "致使?")


def test_another_number_is_a_doubt() -> None:
    way = Damage(0, 2, MARKS["；"], (), "mark")
    first, other = Reading(-10.0, "违反本条例第二条规定", way), Reading(-14.0, "违反本条例第二十二条规定", way)
    assert share_of([first, other]) < share_of([first, other._replace(text="违反本条例第二款规章")])


def test_a_mark_that_a_lost_byte_took_along_is_looked_for_at_the_end_of_the_line() -> None:
    shown = cut_at_marks("违反规定的，保护当事人的合法权益;")
    assert shown.endswith("?")
    assert {way.last for ways in damages(shown) for way in ways if way.how == "swallowed"} == {";.:,)%"}


def test_a_reading_is_sure_by_its_share_of_all() -> None:
    way = Damage(0, 2, MARKS["；"], (), "mark")
    first, second = Reading(-10.0, "甲丙丁戊", way), Reading(-10.0, "乙丙丁戊", way)
    assert share_of([first]) == 1.0
    assert share_of([first, second]) == pytest.approx(0.5)
    assert share_of([first, second._replace(score=-18.0)]) > 0.999
    assert is_certain(0.9999, -3.5, 80, 5)
    assert not is_certain(0.9999, -4.5, 80, 5)
    assert not is_certain(0.9, -1.0, 8, 5)
    assert not is_certain(0.9999, -12.0, 8, 5)
    assert is_certain(0.996, -5.4, 8, 5)
    assert not is_certain(0.996, -5.4, 80, 5)
    assert is_certain(0.996, -5.4, 80, 2)  # nearly every byte is known


def test_what_a_page_says_counts_beside_official_texts_not_over_them() -> None:
    page = read_lines(["人民政门关闭"] * 2)
    model = ShiftModel(read_lines([]), page)
    assert model.step("人民政", "府") > model.step("人民政", "鼹")
    assert (
        model.step("鼹鼠罅", "隙") < ShiftModel(read_lines([]), read_lines(["鼹鼠罅隙"] * 3)).step("鼹鼠罅", "隙") - 5
    )


def test_lines_of_one_page_end_alike() -> None:
    model = ShiftModel(read_lines([]), read_lines(["拒绝检查的;", "逾期不改的;", "弄虚作假的;"]))
    assert model.ending("违法的", ";") > 0 > model.ending("违法等", ";")
    assert model.ending("违法的", "。") == 0.0


def test_several_marks_behind_a_question_are_none() -> None:
    assert read_damaged(TracedText("为何没有回复??。")).text == "为何没有回复??。"


def test_the_model_knows_words() -> None:
    characters, _ = language()
    assert characters.step("人民政", "府") > characters.step("人民政", "鼹") + 5


@pytest.mark.parametrize(
    "line", ["（四）損害國家的尊嚴或者利益，泄露國家祕密；", "（五）學習和掌握履行職責所需要的科學文化、專業知識；"]
)
def test_no_second_number_stands_behind_that_of_a_heading(line: str) -> None:
    """Of （六） such a page shows nothing: it must not be read in front of the number that is there."""
    page = ["（一）攀登城牆；", "（二）刻畫城牆；", line]
    made = read_damaged(TracedText("\n".join(map(cut_at_marks, page)))).text.split("\n")[-1]
    assert cut_at_marks(line) != folded(line)
    assert folded(made) in (folded(line), cut_at_marks(line))


def test_a_number_that_another_one_shows_like_is_not_sure() -> None:
    reading, other = "計劃百分之十以上", "計劃百分之二十以上"
    assert cut_at_marks(f"（一）超出{reading}的").startswith("?")
    assert shows_other_number(reading, 0)
    assert shows_other_number(other, 0)
    assert not shows_other_number(reading, reading.index("十") + 1)  # that of a heading is counted
    assert not shows_other_number("落實“十三五”規劃", 0)


def test_a_word_behind_a_number_must_be_likely() -> None:
    assert is_certain(0.9999, -6.6, 3, 5)
    assert not is_certain(0.9999, -6.6, 3, 5, behind_number=True)


def test_a_few_characters_behind_a_number_need_a_larger_share() -> None:
    assert is_certain(0.957, -3.7, 4, 5)
    assert not is_certain(0.957, -3.7, 4, 5, behind_number=True)


def test_ways_over_pairs_that_show_nothing_are_weighed_as_well() -> None:
    line = "（五）不得串供或者伪造、隐匿、毁灭证据。"
    made = read_damaged(TracedText(cut_at_marks(line))).text
    assert made in (cut_at_marks(line), folded(line))  # it was read as 不得穿或者


def test_a_true_stop_may_be_the_second_byte_of_the_mark() -> None:
    """模。實 shows as 模、實 would: neither is sure, and no mark follows another one."""
    line = "穩定政策性崗位招錄規模。實施城鄉居民增收行動。"
    made = read_damaged(TracedText(cut_at_marks(line))).text
    assert made in (cut_at_marks(line), folded(line))
    shown = "各鄉鎮要做好衛(wèi)生、治安等方面工作?！秾?shí)施方案》的印發,標志著這項工作全面展開。"
    assert "工作。《實施方案》" in read_damaged(TracedText(shown)).text


def test_a_digit_that_a_lost_byte_took_along_is_a_guess() -> None:
    way = Damage(8, 20, MARKS["；"], (), "swallowed", "0123456789;")
    assert not reads_clean(Reading(0.0, "罚后在1", way), "因走私被判处刑?年内")
    assert reads_clean(Reading(0.0, "罚后;", way), "因走私被判处刑?年内")
    assert reads_clean(Reading(0.0, "\u3000（2", way), "?。?)新建泵站")


@pytest.mark.parametrize(("text", "gone"), [("保护环境", 0), ("保护一步全面", 1), ("保护进一步全面", 2)])
def test_pairs_that_show_nothing_are_counted(text: str, gone: int) -> None:
    """Between 进 and 一, and between 全 and 面, stands a pair that shows nothing."""
    way = next(damages(cut_at_marks(f"依法{text}")))[0]
    assert unseen_pairs(Reading(0.0, text, way)) == gone


def test_a_dearer_beginning_is_followed_if_what_follows_makes_up_for_it() -> None:
    """将 is as likely as 进 behind a number, and 交 likelier than either; 一步 behind them is not."""
    page = TracedText("\n".join(map(cut_at_marks, ("（三）稳中求进", "（四）进一步全面深化改革。"))))
    told = [candidates[0] for candidates in repair_lines(page).candidates.values()]
    assert told[-1:] == ["（四）进一步全面深化改革"]


def test_a_digit_of_a_heading_is_counted_over_the_page() -> None:
    made = read_damaged(
        TracedText("（一）设施建设\n" + "\n".join(map(cut_at_marks, ("（1）新建泵站", "（2）改造闸门"))))
    )
    assert list(map(folded, made.text.split("\n")[1:])) == ["(1)新建泵站", "(2)改造闸门"]


def test_a_short_piece_of_which_every_byte_is_known_may_have_rare_words() -> None:
    assert is_certain(0.9977, -7.7, 9, 0)
    assert not is_certain(0.9977, -7.7, 9, 1)
