"""Lines of pages that were cut at the bytes of a mark: put right where characters and words agree, else left, flagged."""

from __future__ import annotations

import pytest
from shift_pages import cut_at_marks, folded

from reader.ingest.normalise import normalise_text, read_damaged
from reader.ingest.repair.language_file import language
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
def test_what_characters_and_words_agree_on_is_put_right(line: str) -> None:
    assert cut_at_marks(line) != folded(line)
    assert read(line) == [(folded(line), True)]


def test_what_they_do_not_agree_on_stays_and_is_flagged() -> None:
    seen = cut_at_marks("三河鼹鼠罅隙规模化饕餮耄耋。")
    document = normalise_text(f"云溪市某事办法\n第一条 {seen}").document
    assert any(defect.kind == "damaged-text" for defect in document.defects)
    assert all(not edit.sure for edit in document.edits if edit.rule == "gbk-shift")


def test_several_marks_behind_a_question_are_none() -> None:
    assert read_damaged(TracedText("为何没有回复??。")).text == "为何没有回复??。"


def test_the_model_knows_words() -> None:
    characters, _ = language()
    assert characters.step("人民政", "府") > characters.step("人民政", "鼹") + 5
