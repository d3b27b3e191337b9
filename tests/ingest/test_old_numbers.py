"""Numbers of documents in the forms of the 1970s to the 1990s: the year first, without its century, or with 字."""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, headings, read, texts

OLD = [
    "（78）水公字412号", "（81）青水办字13号", "〔83〕青水字第12号", "（1984）青水字第12号", "青建〔2013〕字第4号", "青水字（87）第12号",
    "青政发〔80〕152号", "（64）青发（治）381号", "（1989）青水〔籍〕字第1号", "（2013）青申字第12号", "青（办）发〔1988〕6号",
    "青溪县水利局（1984）青水字第12号",
]  # fmt: skip


@pytest.mark.parametrize("number", OLD)
def test_an_old_number_below_the_title_is_the_documents_number(number: str) -> None:
    document = read(TITLE_LINE, number, *TEXT, *SIGNED)
    assert (document.title, document.doc_number) == (TITLE_LINE, number)
    assert headings(document) == [("一、总体要求", 1)]
    assert next(block.kind for block in document.blocks if block.text == TEXT[0]) == "salutation"


@pytest.mark.parametrize("number", OLD)
def test_it_is_read_in_brackets_behind_the_title_and_on_its_own(number: str) -> None:
    assert read(TITLE_LINE, f"（{number}）", *TEXT, *SIGNED).doc_number == number
    behind = read(f"{TITLE_LINE}（{number}）", *TEXT, *SIGNED)
    assert (behind.title, behind.doc_number) == (TITLE_LINE, number)


@pytest.mark.parametrize("number", OLD)
def test_it_is_read_from_the_card_of_a_page(number: str) -> None:
    card = ["索引号：5301-2022", f"发文字号：{number}", "成文日期：1984-03-05"]
    document = read("首页 > 政务公开", *card, TITLE_LINE, *TEXT, *SIGNED)
    assert document.doc_number == number
    assert "发文字号" not in "".join(texts(document))


def test_it_is_no_piece_of_a_title_that_is_broken_over_lines() -> None:
    document = read("青溪县人民政府关于", "加强节水工作的通知", OLD[3], *TEXT, *SIGNED)
    assert (document.title, document.doc_number) == (TITLE_LINE, OLD[3])


@pytest.mark.parametrize("item", ["（78）改造水厂12号机组。", "（78）青溪路412号", "（8）水公字412号"])
def test_an_item_of_a_list_is_none(item: str) -> None:
    document = read(TITLE_LINE, *TEXT, item, *SIGNED)
    assert document.doc_number is None
    assert [block.number for block in document.blocks if block.text == item] == [item[: item.index("）") + 1]]
