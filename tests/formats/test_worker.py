"""Conversion in a process with limits: hostile files end in a sentence, and nothing is left behind."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from reader.core.errors import BadInput, Cancelled, NotFound
from reader.core.raw_text import NeedsOcr
from reader.formats import worker
from reader.formats.convert import convert as convert_here
from reader.formats.limits import Limits
from tests.formats.hostile import FILES
from tests.formats.making import docx, ofd, ofd_text, p, pdf, show

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_WORK = 11.0  # seconds of processor time, whatever else the machine does: the limit, and one for ending


def test_the_process_gives_what_this_one_would() -> None:
    for data in (docx(p("某市通知")), ofd([ofd_text("正文", 20, 50)]), "一、目标\n发展经济。".encode()):
        assert worker.convert(data, "某.bin") == convert_here(data, "某.bin")


def test_errors_come_back_as_they_were_raised() -> None:
    with pytest.raises(NeedsOcr, match="OCR"):
        worker.convert(docx("<w:p/>", {"word/media/a.png": b"x"}), "扫描.docx")
    with pytest.raises(BadInput, match="已损坏"):
        worker.convert(docx("<w:p"), "坏.docx")


def test_a_page_is_drawn_in_the_process() -> None:
    drawn = worker.draw(pdf([show("甲", 60, 700)]), "a.pdf", 1, 0.5)
    assert struct.unpack(">II", drawn[16:24]) == (298, 421)
    with pytest.raises(NotFound, match="没有第 9 页"):
        worker.draw(pdf([show("甲", 60, 700)]), "a.pdf", 9)


MEASURED = """
import json, resource, sys
from reader.core.errors import ReaderError
from reader.formats import worker
from tests.formats.hostile import FILES
for name in sys.argv[1:]:
    data = FILES[name]()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said, length = "", 0
    try:
        length = len(worker.convert(data, name).text)
    except ReaderError as error:
        said = str(error)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps([name, said, length, work, used.ru_maxrss // 1024]), flush=True)
"""
LARGE = ("flate-bomb.pdf", "form-loop.pdf", "many-spans.docx", "strokes.pdf", "nesting.rtf")


class Ended(NamedTuple):
    """What became of a hostile file: what was said, characters read, seconds of processor time, and the most memory (MB)
    that any file so far took."""

    said: str
    length: int
    work: float
    memory: int


@pytest.fixture(scope="module")
def ended() -> dict[str, Ended]:
    """Every hostile file converted, those that ask for memory first. In a process of its own: a child counts what its
    parent held when it was started."""
    names = [*LARGE, *(name for name in FILES if name not in LARGE)]
    words = [sys.executable, "-c", MEASURED, *names]
    ran = subprocess.run(words, capture_output=True, cwd=ROOT, text=True, timeout=500, check=False)
    assert ran.returncode == 0, ran.stderr
    return {name: Ended(*rest) for name, *rest in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", FILES)
def test_hostile_files_end_in_a_sentence_within_the_limits(ended: dict[str, Ended], name: str) -> None:
    said, length, work, _ = ended[name]
    assert length < 2_000_000
    assert "\n" not in said
    assert len(said) < 200
    assert not said or name in said
    assert work < MOST_WORK


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_hostile_files_keep_within_the_memory_limit(ended: dict[str, Ended]) -> None:
    assert 0 < max(ended[name].memory for name in LARGE) < 500


def test_a_conversion_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(BadInput, match="耗时过长"):
        worker.convert(docx(p("甲")), "慢.docx", Limits(wall=0.5))


def test_a_conversion_that_works_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile 1: pass"
    monkeypatch.setattr(worker, "command", lambda: [sys.executable, "-c", code])
    with pytest.raises(BadInput, match="耗时过长"):
        worker.convert(docx(p("甲")), "慢.docx", Limits(wall=100))


def test_processor_time_is_what_counts() -> None:
    assert Limits().seconds == 10
    assert Limits().wall >= 4 * Limits().seconds
    larger = Limits().for_size(20 * 1024 * 1024)
    assert (larger.seconds, larger.wall >= 4 * larger.seconds) == (50, True)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import os; os.abort()", "意外终止"), ("print('no json')", "意外终止"), ("print('[]')", "意外终止"), ("import sys; sys.exit(66)", "占用内存过多"),
        ("import os\nwhile 1: os.write(1, b'x' * 65536)", "内容过大"),
    ],
)  # fmt: skip
def test_a_process_that_dies_or_babbles_is_told(monkeypatch: pytest.MonkeyPatch, code: str, told: str) -> None:
    monkeypatch.setattr(worker, "command", lambda: [sys.executable, "-c", code])
    with pytest.raises(BadInput, match=told):
        worker.convert(docx(p("甲" * 100_000)), "坏.docx", Limits(output=1_000_000))


def test_memory_is_limited_in_the_process() -> None:
    with pytest.raises(BadInput, match=r"无法|未读取"):
        worker.convert(docx(p("甲" * 3_000_000)), "大.docx", Limits(memory=40_000_000))


def test_it_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        worker.convert(FILES["flate-bomb.pdf"](), "a.pdf", cancelled=lambda: True)


def test_the_program_itself_is_the_process_where_no_python_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker.command() == [sys.executable, worker.FLAG]
    order = b'{"do": "convert", "name": "a.docx", "limits": [400000000, 8, 10.0, 1000000]}\n'
    ran = subprocess.run(
        [sys.executable, "-m", "reader", worker.FLAG],
        input=order + docx(p("某市通知")),
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, b"kind" in ran.stdout, ran.stderr) == (0, True, b"")


def test_the_flag_is_one_word_in_both_places() -> None:
    from reader.__main__ import CONVERTS

    assert CONVERTS == worker.FLAG
