"""Scans: what the recogniser gives becomes lines with places and doubts; without it a sentence says what to install."""

from __future__ import annotations

import io
import json
import math
import resource
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import BadInput
from reader.core.raw_text import NeedsOcr, raw_dict, raw_from
from reader.formats import ocr, scans, worker
from reader.formats.convert import convert as convert_here
from reader.formats.limits import FOR_SCANS, Limits
from reader.formats.ocr import Picture
from reader.formats.pages.drawing import draw_page
from reader.formats.pages.recognised import SURE, Found, page_of
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from tests.formats.making import docx, lines_down, pdf

NOTICE = ["某市关于做好防汛工作的通知", "各单位要认真落实有关要求，加强值班", "值守，确保安全。", "2025年6月1日"]


def found(
    text: str, x: float, y: float, height: float = 40, doubts: str = "", slope: float = 0.0, score: float = 0.99
) -> Found:
    """A line as wide as its characters, its left upper corner at (x, y), in pixels."""
    width = height * len(text)
    down = math.tan(slope) * width
    quad = ((x, y), (x + width, y + down), (x + width, y + down + height), (x, y + height))
    return Found(text, score, quad, tuple((c, 0.6 if c in doubts else score) for c in text if not c.isspace()))


class Told:
    """A recogniser that knows what stands on each page, by the order of the pages and how they are turned."""

    def __init__(self, *pages: dict[int, list[Found]] | list[Found]) -> None:
        self.pages = [page if isinstance(page, dict) else {0: page} for page in pages]
        self.seen: list[tuple[int, int, int]] = []

    def read(self, picture: Picture, turn: int) -> list[Found]:
        assert len(picture.pixels) >= picture.height * picture.stride
        if turn == 0:
            self.seen.append((picture.width, picture.height, turn))
        return self.pages[len(self.seen) - 1].get(turn, [])


def notice(doubts: str = "") -> list[Found]:
    return [found(text, 300 if at == 0 else 200, 200 + 80 * at, doubts=doubts) for at, text in enumerate(NOTICE)]


def test_lines_come_with_page_box_and_size() -> None:
    done: list[tuple[int, int]] = []
    engine = Told(notice(), notice())
    raw = ocr.convert(pdf(["", ""]), "扫描.pdf", "pdf", lambda *told: done.append(told), engine)
    assert raw.text.split("\n") == NOTICE * 2
    assert [line.page for line in raw.lines] == [1] * 4 + [2] * 4
    assert done == [(1, 2), (2, 2)]
    assert engine.seen[0][1] == 1900
    scale = 842 / 1900
    x0, y0, x1, y1 = raw.lines[1].box or (0, 0, 0, 0)
    assert 200 * scale <= x0 < x1 <= (200 + 40 * len(NOTICE[1])) * scale
    assert 280 * scale <= y0 < y1 <= 320 * scale
    assert {line.size for line in raw.lines} == {raw.lines[0].size}
    assert raw.recognised
    assert raw.pages == ((595.0, 842.0), (595.0, 842.0))
    assert "全文由文字识别（OCR）得来，没有把握不大的字" in raw.notes[0]


def test_doubtful_characters_are_ranges_of_the_text() -> None:
    raw = ocr.convert(pdf([""]), "a.pdf", "pdf", engine=Told(notice("防汛6")))
    assert [raw.text[start:end] for start, end in raw.doubts] == ["防汛", "6"]
    assert "\ufdd0" not in raw.text
    assert "其中 3 个字把握不大" in raw.notes[0]
    assert raw_from(json.loads(json.dumps(raw_dict(raw)))) == raw


def test_a_document_says_what_is_in_doubt_and_is_sure_of_no_fact() -> None:
    document = normalise_raw(ocr.convert(pdf([""]), "a.pdf", "pdf", engine=Told(notice("汛"))), Facts()).document
    assert document.title == NOTICE[0]
    assert "OCR" in document.source.inferred["title"]
    doubt = next(defect for defect in document.defects if defect.kind == "doubtful-character")
    assert doubt.block == document.blocks[0].id
    assert doubt.raw is not None
    assert (doubt.raw.start, doubt.raw.end) == (7, 8)
    assert "missing-title" not in {defect.kind for defect in document.defects}
    assert document.blocks[1].text == NOTICE[1] + NOTICE[2]


def test_pages_with_text_are_not_recognised() -> None:
    engine = Told(notice())
    raw = ocr.convert(
        pdf([lines_down(["一、目标", "发展经济，改善民生，加强管理，落实责任。"]), ""]), "a.pdf", "pdf", engine=engine
    )
    assert raw.text.split("\n") == ["一、目标", "发展经济，改善民生，加强管理，落实责任。", *NOTICE]
    assert len(engine.seen) == 1
    assert raw.notes[0].startswith("第 2 页由文字识别")
    whole = pdf([lines_down(["一、目标", "发展经济，改善民生，加强管理，落实责任。"])])
    assert ocr.convert(whole, "a.pdf", "pdf", engine=Told()) == convert_here(whole, "a.pdf")


def test_a_page_that_lay_askew_is_straightened() -> None:
    slope = math.radians(2)
    lines = []
    for at in range(8):
        x, y = 100 - 60 * at * math.sin(slope), 300 + 60 * at * math.cos(slope)
        lines.append(found("各单位要认真落实有关要求加强值班值守工作", x, y, 36, slope=slope))
    page = page_of(lines, 1, 0.5, (500, 900))
    lefts = [min(g.x0 for g in page.glyphs[n * 20 : n * 20 + 20]) for n in range(8)]
    assert max(lefts) - min(lefts) < 1
    assert max(g.y0 for g in page.glyphs[:20]) - min(g.y0 for g in page.glyphs[:20]) < 0.01


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_does_not_stand_upright_is_turned(turn: int) -> None:
    wrong = [found("乱码", 10, 10 + 50 * n, score=0.3) for n in range(5)]
    if turn != 180:
        wrong = [line._replace(quad=((0, 0), (40, 0), (40, 400), (0, 400))) for line in wrong]
    raw = ocr.convert(pdf([""]), "a.pdf", "pdf", engine=Told({0: wrong, turn: notice()}))
    assert raw.text.split("\n") == NOTICE
    assert any("转正后识别" in note for note in raw.notes)
    assert raw.pages == (((595.0, 842.0),) if turn == 180 else ((842.0, 595.0),))


def test_what_cannot_be_made_out_is_left_out_and_said() -> None:
    raw = ocr.convert(pdf([""]), "a.pdf", "pdf", engine=Told([*notice(), found("印章", 900, 900, score=0.2)]))
    assert "印章" not in raw.text
    assert "第 1 页有 1 处像文字而认不出，没有录入。" in raw.notes


def test_pages_without_anything_are_no_document() -> None:
    with pytest.raises(BadInput, match="没有认出文字"):
        ocr.convert(pdf([""]), "a.pdf", "pdf", engine=Told([]))


def test_too_many_scans_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "MOST_PAGES_OF_SCANS", 1)
    with pytest.raises(BadInput, match="最多识别 1 页"):
        ocr.convert(pdf(["", ""]), "a.pdf", "pdf", engine=Told())


def test_the_sentence_says_what_to_install_or_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (pdf([""]), b"\x89PNG\r\n\x1a\n"):
        monkeypatch.setattr(scans, "is_available", lambda: False)
        with pytest.raises(NeedsOcr, match=r"policy-reader-ocr.*policy-reader\[ocr\]"):
            convert_here(data, "a.pdf")
        monkeypatch.setattr(scans, "is_available", lambda: True)
        with pytest.raises(NeedsOcr, match="--ocr"):
            convert_here(data, "a.pdf")


def test_the_installed_program_finds_what_lies_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ocr" / "stdlib").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", ["own"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "policy-reader"))
    scans.find_installed()
    assert sys.path == ["own"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    scans.find_installed()
    scans.find_installed()
    assert sys.dont_write_bytecode
    assert sys.path == ["own", str(tmp_path / "ocr"), str(tmp_path / "ocr" / "stdlib")]


def test_without_the_extra_recognition_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    monkeypatch.setattr(scans, "is_available", lambda: False)
    for data, kind in ((pdf([""]), "pdf"), (b"\x89PNG\r\n\x1a\n", "picture")):
        with pytest.raises(NeedsOcr, match="policy-reader-ocr"):
            ocr.convert(data, "a", kind)
    with pytest.raises(NeedsOcr, match="policy-reader-ocr"):
        draw_page(b"\x89PNG\r\n\x1a\n", "a.png", 1)


def test_recognition_asked_for_changes_nothing_for_other_kinds() -> None:
    data = docx("<w:p><w:r><w:t>某市通知</w:t></w:r></w:p>")
    assert worker.convert(data, "a.docx", ocr=True) == convert_here(data, "a.docx")
    assert worker.convert("一、目标".encode(), "a.txt", ocr=True).text == "一、目标"
    with pytest.raises(BadInput, match="空的"):
        worker.convert(b"", "a.pdf", ocr=True)


def test_a_file_with_text_keeps_to_the_smaller_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Limits | None] = []
    run = worker._asked

    def noted(order: dict[str, object], data: bytes, name: str, limits: Limits | None, *more: Any) -> dict[str, Any]:
        asked.append(limits)
        return run({**order, "do": "convert"}, data, name, limits, *more)

    monkeypatch.setattr(worker, "_asked", noted)
    monkeypatch.setattr(worker, "is_available", lambda: True)
    text = lines_down(["一、目标", "发展经济，改善民生，加强管理，落实责任。"])
    assert worker.convert(pdf([text]), "a.pdf", ocr=True).unread == ()
    assert asked == [None]
    with pytest.raises(NeedsOcr):  # from the second order, which is made the first here
        worker.convert(pdf([""]), "a.pdf", ocr=True)
    assert asked == [None, None, FOR_SCANS]


def test_the_process_tells_of_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.dumps(raw_dict(ocr.convert(pdf([""]), "a.pdf", "pdf", engine=Told(notice()))))
    code = f"import sys; sys.stdin.buffer.read(); print('page 1 2\\npage 2 2\\n' + {answer!r})"
    monkeypatch.setattr(worker, "command", lambda: [sys.executable, "-c", code])
    monkeypatch.setattr(worker, "is_available", lambda: True)
    told: list[tuple[int, int]] = []
    raw = worker.convert(b"\x89PNG\r\n\x1a\n", "a.png", ocr=True, told=lambda *page: told.append(page))
    assert raw.text.split("\n") == NOTICE
    assert told == [(1, 2), (2, 2)]


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_CPU"), reason="limits of POSIX")
def test_each_page_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.formats import limits

    told: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, bounds: told.append(bounds))
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY, 4501))
    limits.allow_a_page(Limits(seconds=90))
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    assert told == [(int(told[0][0]), 4501)]
    assert 80 < told[0][0] - used <= 90


# With the recogniser itself -----------------------------------------------------------------------------------------


@pytest.fixture
def picture() -> bytes:
    if not scans.is_available():
        pytest.skip("the extra policy-reader[ocr] is not installed")
    from PIL import Image, ImageDraw, ImageFont

    paper = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(paper)
    for at, text in enumerate(
        ["NOTICE ON FLOOD CONTROL 2025", "All units shall carry out the plan", "before 30 June."]
    ):
        pen.text((150, 200 + 90 * at), text, fill="black", font=ImageFont.load_default(44))
    out = io.BytesIO()
    paper.save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


@pytest.mark.slow
def test_a_picture_is_read_in_the_process(picture: bytes) -> None:
    told: list[tuple[int, int]] = []
    raw = worker.convert(picture, "a.png", ocr=True, told=lambda *page: told.append(page))
    assert raw.kind == "picture"
    assert raw.text.split("\n")[0].replace(" ", "") == "NOTICEONFLOODCONTROL2025"
    assert "before 30 June" in raw.text
    assert told == [(1, 1)]
    assert [tuple(map(round, page)) for page in raw.pages] == [(595, 842)]
    assert draw_page(picture, "a.png", 1, 0.5).startswith(b"\x89PNG")
    assert 0.5 < SURE < 1


@pytest.mark.slow
def test_a_picture_that_is_none_ends_in_a_sentence(picture: bytes) -> None:
    for data in (b"\x89PNG\r\n\x1a\n", picture[:2000]):
        with pytest.raises(BadInput, match="损坏"):
            worker.convert(data, "a.png", ocr=True)
