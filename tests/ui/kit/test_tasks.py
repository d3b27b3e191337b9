from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from threading import Event, current_thread, main_thread

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from reader.core.errors import NotFound
from reader.ui.kit.tasks import Job, Lane


def answer(number: int, _job: Job) -> int:
    return number


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    made = Lane("test")
    yield made
    made.close()


def test_work_runs_elsewhere_and_the_result_arrives_here(qtbot: QtBot, lane: Lane) -> None:
    threads = []
    lane.submit(lambda _job: current_thread(), lambda worker: threads.extend([worker, current_thread()]))
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not main_thread()
    assert threads[1] is main_thread()


def test_every_job_of_a_plain_lane_runs_in_order(qtbot: QtBot, lane: Lane) -> None:
    done: list[int] = []
    for number in range(20):
        lane.submit(partial(answer, number), done.append)
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_the_newest_wins(qtbot: QtBot) -> None:
    lane, gate = Lane("test", newest_only=True), Event()
    done: list[str] = []
    seen: list[bool] = []

    def slow(job: Job) -> str:
        gate.wait(5)
        seen.append(job.cancelled())
        return "old"

    lane.submit(slow, done.append)
    lane.submit(lambda _job: "waiting", done.append)
    lane.submit(lambda _job: "new", done.append)
    gate.set()
    qtbot.waitUntil(lambda: done == ["new"])
    assert seen == [True], "the old one was asked to stop"
    assert not lane.busy
    lane.close()


def test_what_the_user_can_act_on_goes_to_failed_and_a_bug_is_heard(qtbot: QtBot, lane: Lane) -> None:
    def fail(_job: Job) -> None:
        raise NotFound("没有这份文件。")

    def bug(_job: Job) -> None:
        raise KeyError("bug")

    told: list[str] = []
    lane.submit(fail, print, lambda error: told.append(str(error)))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["没有这份文件。"]
    with capture_exceptions() as heard:
        lane.submit(bug, print, lambda error: told.append(str(error)))
        qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] is KeyError
    assert len(told) == 1


def test_progress_arrives_until_cancelled(qtbot: QtBot, lane: Lane) -> None:
    shares: list[float] = []

    def work(job: Job) -> str:
        job.report(0.5, "一半")
        return "done"

    done: list[str] = []
    lane.submit(work, done.append, progress=lambda share, _text: shares.append(share))
    qtbot.waitUntil(lambda: bool(done))
    assert shares == [0.5]


def test_close_lets_notes_on_their_way_arrive(qtbot: QtBot) -> None:
    lane = Lane("notes")
    written: list[int] = []

    def write(number: int, _job: Job) -> None:
        written.append(number)

    for number in range(5):
        lane.submit(partial(write, number), print)
    lane.close(finish=True)
    assert written == list(range(5))
    assert lane.submit(partial(write, 99), print).cancelled()
    assert 99 not in written
