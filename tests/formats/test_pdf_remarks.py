"""Annotations of PDFs: each with the words it lies on, read in a process of its own."""

from __future__ import annotations

import pytest

from reader.core.errors import BadInput
from reader.formats import worker
from reader.formats.pages.pdf_remarks import joined, read_remarks
from tests.formats import making

FIRST, SECOND = "由市商务局牵头建设数据共享", "交换平台，市财政局配合。"


def words(text: str) -> str:
    return f"<{'feff' + text.encode('utf-16-be').hex()}>"


def annotation(kind: str, *lines: tuple[int, int, int], said: str = "", who: str = "王芳") -> str:
    """Over characters of lines: (number of the line, first character, behind the last one)."""
    quads = []
    for line, start, end in lines:
        top, low = 740 - 28 * line + 14, 740 - 28 * line - 3
        left, right = 80 + 16 * start, 80 + 16 * end
        quads += [left, top, right, top, left, low, right, low]
    numbers = " ".join(map(str, quads))
    return (
        f"<</Type/Annot/Subtype/{kind}/Rect[0 0 500 800]/QuadPoints[{numbers}]/Contents{words(said)}/T{words(who)}"
        "/CreationDate(D:20261128160000+08'00')>>"
    )


def page(*annotations: str) -> bytes:
    return making.pdf([making.lines_down([FIRST, SECOND])], extra=f"/Annots[{''.join(annotations)}]")


def test_a_highlight_has_the_words_it_lies_on_with_who_and_when() -> None:
    (found,) = read_remarks(page(annotation("Highlight", (0, 1, 5), said="改为数据局\r两行")), "a.pdf").remarks
    assert (found.quote, found.text, found.author) == ("市商务局", "改为数据局\n两行", "王芳")
    assert (found.prefix, found.suffix) == ("由", (FIRST[5:] + SECOND)[:32])
    assert (found.created, found.kind) == ("2026-11-28T08:00:00.000000Z", "comment")


def test_over_the_end_of_a_line_the_words_run_on() -> None:
    (found,) = read_remarks(page(annotation("Underline", (0, 9, 13), (1, 0, 4))), "a.pdf").remarks
    assert found.quote == FIRST[9:] + SECOND[:4]


def test_words_struck_out_are_a_suggestion_and_notes_beside_the_text_have_no_words() -> None:
    given = page(annotation("StrikeOut", (0, 1, 5)), annotation("Text", said="总的意见"), annotation("Link"))
    assert [(r.kind, r.quote, r.text) for r in read_remarks(given, "a.pdf").remarks] == [
        ("deletion", "市商务局", ""), ("comment", "", "总的意见"),
    ]  # fmt: skip


def test_what_was_read_in_a_process_of_its_own_is_the_same() -> None:
    given = page(annotation("Highlight", (0, 1, 5), said="改"))
    assert worker.remarks(given, "a.pdf") == read_remarks(given, "a.pdf")
    with pytest.raises(BadInput, match="没有可导入的批注"):
        worker.remarks(b"words", "a.txt")
    with pytest.raises(BadInput, match=r"a\.pdf"):
        worker.remarks(given[:300], "a.pdf")


def test_lines_are_joined_as_the_script_wants_it() -> None:
    assert joined("数据共享\r\n交换 data\r\nplatform\n平台") == "数据共享交换data platform平台"
    assert joined(" 到 2027 年 达到 500 亿元， big  data ") == "到2027年达到500亿元，big  data "
