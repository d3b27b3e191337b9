"""Tags and a status written in the words of a note."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.core.note import Anchor, Note
from reader.core.note_words import WrittenMarks, with_written, written_links, written_marks

NOTE = Note("n1", Anchor("plan", "b1", 0, 0, "b1", "", "", "", 0, "x"), "note", "2026", "2026")


@pytest.mark.parametrize(
    ("text", "tags", "status"),
    [
        ("年底前报进度 #数据 @待办", ("数据",), "todo"),
        ("#数据要素，#算力。", ("数据要素", "算力"), ""),
        ("＃數據 ＠待辦", ("數據",), "todo"),
        ("（#5G）@Done", (), "done"),
        ("#AI-2025 #AI-2025", ("AI-2025",), ""),
        ("@待办\n@完成", (), "done"),
        ("3#楼 C# #1 # a@b.cn @todos x@待办 ##x", (), ""),
        ("", (), ""),
    ],
)
def test_what_is_read(text: str, tags: tuple[str, ...], status: str) -> None:
    assert written_marks(text) == WrittenMarks(tags, status)  # type: ignore[arg-type]  # a status


def test_only_what_changed_counts() -> None:
    made = with_written(replace(NOTE, text="看 #甲 @待办", tags=("乙",)))
    assert (made.tags, made.status) == (("乙", "甲"), "todo")
    by_hand = replace(made, tags=("乙",), status="")
    assert with_written(replace(by_hand, text="再看 #甲 @待办"), by_hand.text) == replace(
        by_hand, text="再看 #甲 @待办"
    )
    assert with_written(by_hand, by_hand.text) is by_hand
    gone = with_written(replace(made, text="看"), made.text)
    assert (gone.tags, gone.status) == (("乙",), "")
    done = replace(made, status="done")
    assert with_written(replace(done, text="看"), done.text).status == "done", "set otherwise meanwhile"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "见 [[第十二条]] 和 [[津政发〔2021〕14号#五（十四）]]，再见 [[第十二条]]",
            ("第十二条", "津政发〔2021〕14号#五（十四）"),
        ),
        ("【【第三条】】", ("第三条",)),
        ("[[ ]] [[]] [第三条] [[第\n三条]] [[a[[b]]", ("b",)),
        ("[[" + "长" * 201 + "]]", ()),
    ],
)
def test_places_in_double_brackets_are_links(text: str, places: tuple[str, ...]) -> None:
    assert written_links(text) == places
