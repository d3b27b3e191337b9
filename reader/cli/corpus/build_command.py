"""Command `corpus build`: a corpus from a folder of files. Prints; the work is that of the farm.

Shows how far it is on a terminal. Ctrl+C ends it with one sentence and status 130; what was read is kept, and the next
run goes on from there.
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from time import monotonic
from typing import TYPE_CHECKING, Final

from reader.cli.arguments import Parser, file_name, some_words, whole_number
from reader.cli.house import House
from reader.core.adding import COULD_NOT
from reader.core.errors import BadInput
from reader.core.showing import brief
from reader.log import record

if TYPE_CHECKING:
    from reader.ingest.farm.building import Built
    from reader.ingest.farm.processes import Engine

MOST_WORKERS: Final = 256
_USUAL: Final = 4  # processes where nobody says how many: each may take some hundred MB
_EVERY: Final = 0.2  # s between two looks at how far it is
_STOPPED: Final = 130
_STATES: Final = {
    "added": "已收入", "already": "重复", "needs-ocr": "需要文字识别", "unreadable": "读不了", "skipped": "已跳过",
}  # fmt: skip


def add_building(add: Callable[..., Parser]) -> None:
    """Adds the command."""
    build = add("build", help="从一个文件夹（连同其下所有文件和压缩包）制作语料；再运行一次只做有变动的")
    build.add_argument("folder", type=file_name, metavar="FOLDER", help="存放原始文件的文件夹")
    build.add_argument("-o", "--out", type=file_name, required=True, metavar="OUT", help="要写的语料文件夹")
    build.add_argument("--title", type=some_words, metavar="T", help="语料的名称")
    build.add_argument("--originals", action="store_true", help="把原始文件也放进语料")
    build.add_argument("--ocr", action="store_true", help="识别扫描件中的文字（须安装识别组件）")
    where = build.add_mutually_exclusive_group()
    where.add_argument("--workers", type=whole_number(1), metavar="N", help="用本机 N 个进程；默认随处理器，至多 4 个")
    where.add_argument(
        "--scheduler", type=some_words, metavar="ADDRESS",
        help="用这个地址的 Dask 集群（如 tcp://10.0.0.5:8786）；写了它才联网，只连这个地址",
    )  # fmt: skip
    build.add_argument("--json", action="store_true", help="输出 JSON：一个文件一行")
    build.set_defaults(run=build_corpus)


def build_corpus(chosen: Namespace, house: House) -> int:
    """Builds. Status 0 where a corpus was written, 1 where there was nothing to read, 2 where nothing could be read."""
    from reader.ingest.farm.building import Build, Options

    told = _Progress(house)
    options = Options(chosen.folder, chosen.out, chosen.title or "", chosen.originals, chosen.ocr)
    try:
        built = Build(options, _engine(chosen), told.told).run()
    except KeyboardInterrupt:
        told.clear()
        house.console.tell(
            "已停止，原有的语料没有改动；已经读好的都留着，再运行一次会接着做。",
            "Stopped; the corpus is as it was. What was read is kept, the next run goes on from there.",
        )
        return _STOPPED
    finally:
        told.clear()
    for fault in built.faults:
        record(house.paths.cache, fault)
    if chosen.json:
        house.console.json([asdict(row) for row in built.rows])
    else:
        _tell_rows(built, house)
    _tell_whole(built, chosen, house)
    if built.documents:
        return 0
    return 2 if any(row.state in COULD_NOT for row in built.rows) else 1


def _engine(chosen: Namespace) -> Callable[[], Engine]:
    if chosen.scheduler:
        from reader.ingest.farm.cluster import Cluster, check

        check(chosen.scheduler)  # before anything is read
        return lambda: Cluster(chosen.scheduler)
    count = chosen.workers or min(os.cpu_count() or 1, _USUAL)
    if count > MOST_WORKERS:
        raise BadInput(f"--workers 最多 {MOST_WORKERS}，写的是 {count}。")

    def processes() -> Engine:
        from reader.ingest.farm.processes import Processes

        return Processes(count, patient=chosen.ocr)

    return processes


class _Progress:
    """How far it is, on one line of a terminal."""

    def __init__(self, house: House) -> None:
        self._console, self._said, self._shown = house.console, 0.0, False

    def told(self, share: float, what: str) -> None:
        """Shows it, now and then."""
        now = monotonic()
        if now - self._said < _EVERY or share >= 1:
            return
        self._said, self._shown = now, True
        name = f" {brief(what, 40)}" if what else ""
        self._console.progress(self._console.say(f"正在制作语料{name}", f"Building the corpus{name}"), share)

    def clear(self) -> None:
        """Takes it away."""
        if self._shown:
            self._shown = False
            self._console.progress("", 1)


def _tell_rows(built: Built, house: House) -> None:
    for row in built.rows:
        if row.state != "added":
            house.console.line(f"{house.console.word(_STATES[row.state])}  {row.file}")
            house.console.line(f"    {house.console.say(row.says)}")


def _tell_whole(built: Built, chosen: Namespace, house: House) -> None:
    tell = house.console.tell
    if not built.rows:
        tell(f"文件夹“{brief(str(chosen.folder))}”里没有文件，没有写语料。", "There are no files; nothing was written.")
        return
    if not built.documents:
        tell(
            f"{len(built.rows)} 个文件里没有一份能收入，没有写语料。",
            f"None of {len(built.rows)} files could be taken; no corpus was written.",
        )
        return
    others = len(built.rows) - built.documents
    tell(
        f"语料写好了：{brief(str(chosen.out))}，{built.documents} 份文件，版本 {built.version}；"
        f"新读 {built.read} 个文件，{built.kept} 个沿用上次的结果；没有收入或重复的 {others} 个。",
        f"Corpus written to {brief(str(chosen.out))}: {built.documents} documents, version {built.version}; "
        f"{built.read} files read, {built.kept} as before; {others} left out.",
    )
    assert built.report is not None
    assert built.catalogue is not None
    tell(
        f"请看核对报告 {built.report}；要更正或补录，改 {built.catalogue}，再运行同一条命令。",
        f"Please look at {built.report}; to correct facts, edit {built.catalogue} and run the same command again.",
    )
