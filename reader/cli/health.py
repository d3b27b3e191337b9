"""Command `healthcheck`: does everything once that the program does all day, and says what is wrong.

Changes nothing of the user's: notes are tried out in a scratch store, and of each place a small file comes and goes.
"""

from __future__ import annotations

import json
import platform
import re
import tempfile
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import reader
from reader.cli.arguments import Parser, file_name
from reader.cli.house import House
from reader.core.document import Document
from reader.core.errors import DamagedCorpus, DamagedStore, ReaderError, StoreUnavailable, in_words
from reader.core.hits import SearchOptions
from reader.core.showing import brief
from reader.core.span import Location
from reader.files import write_whole
from reader.shelves.shelf import OWN

if TYPE_CHECKING:
    from reader.settings import LoadedSettings

_SHELF_NAMES: Final = {"bundled": "随附文件", "own": "我的文件"}
REPORT: Final = 1
"""Version of what a report says; it grows when a key changes its meaning."""
_PRIVATE: Final = frozenset({"我的批注", "我的文件", "书架"})
_OF_MACHINE: Final = frozenset({"排版", "中文输入", "打印", "组件", "设置"})
_QUOTED: Final = re.compile("“[^”]*”")
_UNSAFE: Final = re.compile(r"[^\w.-]")
_WORD: Final = re.compile("[一-鿿]{4}")


@dataclass(frozen=True, slots=True)
class Finding:
    """How one check went.

    Attributes:
        status: exit status this finding asks for: 0 where all is well.
        detail: what was seen, or what is wrong.
        took_ms: how long it took.
    """

    name: str
    status: int
    detail: str
    took_ms: float


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    check = add("healthcheck", help="检查语料、索引、批注、转换、排版和设置是否正常")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.add_argument(
        "--report",
        metavar="报告文件",
        type=file_name,
        help="另写一份给管理员的报告（JSON），不含批注和自己文件的内容；给出文件夹则以本机名命名",
    )
    check.set_defaults(run=check_health)


def check_health(chosen: Namespace, house: House) -> int:
    """Prints how each part is. Status 0, or that of the worst finding."""
    findings = [_checked(name, check, house) for name, check in _CHECKS]
    status = max(finding.status for finding in findings)
    if chosen.report:
        _write_report(chosen.report, findings)
    if chosen.json:
        house.console.json(_result_dict(findings))
    for finding in () if chosen.json else findings:
        word, say = house.console.word, house.console.say
        mark = word("异常" if finding.status else "正常")
        house.console.line(f"{mark}  {word(finding.name)}{say('：', ': ')}{say(finding.detail)}")
    for finding in findings:
        if finding.status:
            named = f"{house.console.word(finding.name)}: {house.console.say(finding.detail)}"
            house.console.tell(f"{finding.name}：{finding.detail}", named)
    return status


def _result_dict(findings: list[Finding]) -> dict[str, Any]:
    return {
        "ok": all(finding.status == 0 for finding in findings),
        "version": reader.__version__,
        "checks": [_finding_dict(finding) for finding in findings],
    }


def _finding_dict(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.name, "ok": finding.status == 0, "detail": finding.detail, "took_ms": round(finding.took_ms, 1)
    }  # fmt: skip


def _write_report(target: Path, findings: list[Finding]) -> None:
    """What an administrator collects: the result, which machine, when. No words of the user's, not even their name.

    Raises BadInput or StoreUnavailable where the file cannot be written.
    """
    machine = platform.node() or "unknown"
    told = {
        "report": REPORT,
        "machine": machine,
        "system": platform.platform(),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "status": max(finding.status for finding in findings),
        **_result_dict([_for_others(finding) for finding in findings]),
    }
    place = target / f"{_UNSAFE.sub('-', machine)}.json" if target.is_dir() else target
    write_whole(place, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _for_others(finding: Finding) -> Finding:
    """A finding without what is private: faults of the user's own things are not quoted, their folder is not named."""
    if finding.status and finding.name in _PRIVATE:
        return replace(finding, detail="不正常；详情请在本机运行 healthcheck 查看。")
    homes = sorted({str(Path.home()), Path.home().as_posix()}, key=len)
    # What is quoted elsewhere may be a title, or words of a document that the user put in.
    detail = finding.detail if finding.name in _OF_MACHINE else _QUOTED.sub("“…”", finding.detail)
    for home in homes:
        detail = detail.replace(home, "~")
    return replace(finding, detail=detail)


def _checked(name: str, check: Callable[[House], str], house: House) -> Finding:
    begun = perf_counter()
    try:
        status, detail = 0, check(house)
    except ReaderError as error:
        # What is not there counts as damage here: this is not a question that may come back empty.
        status, detail = max(error.exit_code, 2), str(error)
    except OSError as error:  # a full temporary folder, one that cannot be read: the other checks go on
        name = f"：{brief(str(error.filename))}" if error.filename else ""
        status, detail = 2, f"{in_words(error)}{name}。"
    return Finding(name, status, detail, (perf_counter() - begun) * 1000)


def _corpus(house: House) -> str:
    count = house.library.corpus.verify()
    return f"{count} 份文件，校验无误（{house.paths.corpus}）"


def _shelves(house: House) -> str:
    faults = house.library.shelves.damage()
    if faults:
        raise DamagedCorpus(f"{''.join(faults[:5]).rstrip('。')}。")
    rows = [row for row in house.packs.rows() if row.state in {"in-use", "hidden", "damaged"}]
    if wrong := [row.fault for row in rows if row.fault]:
        raise DamagedCorpus(wrong[0])
    counted = "、".join(f"{row.name or _SHELF_NAMES[row.kind]} {row.documents} 份" for row in rows)
    twice = sum(count for row in rows for _shelf, count in row.doubles)
    return counted + (f"；{twice} 份在几个书架上都有，以后面的书架为准" if twice else "")


def _sample(house: House) -> Document:
    infos = house.library.corpus.documents()
    if not infos:
        raise DamagedCorpus(f"语料文件夹 {house.paths.corpus} 中没有任何文件，请重新安装程序。")
    return house.library.corpus.load(infos[0].id)


def _sample_text(document: Document) -> str:
    texts = (block.text for block in document.blocks)
    found = next((text for text in texts if _WORD.search(text)), None)
    if found is None:
        raise DamagedCorpus(f"文件“{document.id}”没有正文，请重新安装程序。")
    return found


def _index(house: House) -> str:
    # What is hidden is found nowhere: words of a document that is shown are looked for.
    shown = next((info.id for info in house.library.documents() if info.shelf != OWN), None)
    document = _sample(house) if shown is None else house.library.open(shown)
    match = _WORD.search(_sample_text(document))
    word = match[0] if match else ""
    if shown is None:
        return f"书架都没有显示，没有可以检索的文件；{_whoosh(house, document, word)}"
    total = house.library.search(word, SearchOptions(limit=1)).total
    if not total:
        raise DamagedStore(f"检索“{word}”没有结果，检索索引可能已损坏；请删除 {house.paths.user_index} 后重试。")
    return f"检索“{word}”得 {total} 段；{_whoosh(house, document, word)}"


def _registers(house: House) -> str:
    made, shipped = house.library.registers(), house.library.registrar.shipped
    counted = (
        f"任务 {len(made.tasks)}、指标 {len(made.targets)}、平台系统 {len(made.systems)}、引用 {len(made.citations)}"
    )
    return f"{counted}；{'随附台账有效' if shipped else '没有合用的随附台账，已从原文整理'}"


def _whoosh(house: House, document: Document, word: str) -> str:
    """Builds, opens and asks a trial index of one document: a small library is searched without one."""
    from reader.search import generations
    from reader.search.engine import SearchEngine

    corpus, infos = house.library.corpus, house.library.corpus.documents()
    with tempfile.TemporaryDirectory(prefix="policy-reader-check-") as folder:
        engine = SearchEngine(Path(folder), lambda: (document,), lambda _id: document, scan_limit=0)
        try:
            engine.refresh()
            works = engine.uses_index and engine.search(word).total > 0
        finally:
            engine.close()
    if not works:
        raise DamagedStore("试建的检索索引没有给出结果，请重新安装程序。")
    stamp = generations.stamp_of(infos, corpus.version)
    return (
        "随附索引有效" if generations.is_current(house.paths.bundled_index, stamp) else "无可用的随附索引，不影响检索"
    )


def _scratch_store(house: House) -> str:
    # SQLite is not needed for anything else that may fail before.
    from reader.library import Library
    from reader.store.annotations import NoteStore

    document = _sample(house)
    with tempfile.TemporaryDirectory(prefix="policy-reader-check-") as folder:
        trial = Library(house.library.corpus, house.library.engine, NoteStore(Path(folder)))
        try:
            made = trial.notebook.annotate(Location(document.id), "highlight")
            kept = [each.note for each in trial.notebook.all()]
            report = trial.store.check()
        finally:
            trial.store.close()
    if kept != [made.note] or not report.ok:
        raise DamagedStore("试写的批注没有原样读回，请检查临时文件夹所在的磁盘。")
    return f"试写一条批注并读回；{_writing(house)}"


def _own_documents(house: House) -> str:
    own = house.library.own
    faults = [*own.faults()]
    for info in own.shelf.documents():
        try:
            own.shelf.source(info.id)
        except ReaderError as error:
            faults.append(str(error))
    if faults:
        raise DamagedStore("；".join(fault.rstrip("。") for fault in faults[:5]) + "。")
    return f"{len(own.shelf.documents())} 份，完好；移出 {len(own.removed())} 份（{own.shelf.folder}）"


def _own_notes(house: House) -> str:
    report = house.library.store.check()
    if not report.ok:
        advice = f"最新的完好备份是 {report.newest_good}。" if report.newest_good else "没有完好的备份。"
        raise DamagedStore("；".join(problem.rstrip("。") for problem in report.problems) + "。" + advice)
    return f"{report.notes} 条，完好"


def _writing(house: House) -> str:
    from reader.library.guarding import unwritable

    faults = unwritable(house.paths)
    if faults:
        raise StoreUnavailable(f"{'；'.join(faults)}。可以阅读和检索，不能保存；请检查权限和剩余空间。")
    return "批注、备份、设置、缓存各写入一个小文件并删除"


def _conversion(house: House) -> str:
    from reader.script import Script  # loads OpenCC

    text = _sample_text(_sample(house))
    view = house.library.convert(text, Script.HANT)
    back = [view.to_canonical(view.to_view(at)) for at in range(len(text) + 1)]
    if view.to_view(len(text)) != len(view.text) or back != sorted(back):
        raise ReaderError("简繁转换的位置对应不正确，请重新安装程序。")
    return f"“{text[:8]}…” → “{view.text[:8]}…”"


def _layout(house: House) -> str:
    if find_spec("PySide6") is None:
        return "没有安装窗口组件，已跳过"
    try:
        from reader.ui.healthcheck import layout  # Qt, which nothing else here needs
    except ImportError as error:
        raise ReaderError(f"窗口组件无法加载，缺少系统库（{error}）。") from error
    return layout(_sample(house))


def _parts(_house: House) -> str:
    from reader.cli.parts import try_parts  # loads what a command only loads when it needs it

    return try_parts()


def _settings(house: House) -> str:
    from reader.settings import load

    loaded = load(house.paths.settings_file, house.paths.policy)
    faults = (*loaded.complaints, *house.paths.complaints)
    if loaded.policy.pack_keys:
        faults += house.packs.keys()[1]
    if faults:
        raise ReaderError(" ".join(faults))
    own = str(house.paths.settings_file) if house.paths.settings_file.exists() else "默认设置"
    return "，".join([own, *_laid_down(loaded)])


def _laid_down(loaded: LoadedSettings) -> list[str]:
    """What the policy changes, in a few words each; nothing where there is none."""
    policy, locked = loaded.policy, "、".join(sorted(loaded.locked))
    said = [f"策略锁定 {locked}"] if locked else []
    if policy.exports is not None:
        said.append(f"允许导出 {'、'.join(sorted(policy.exports)) or '无'}")
    said += [] if policy.imports else ["不允许导入"]
    places = {"语料": policy.corpus, "批注": policy.notes_folder, "备份": policy.backup_folder}
    said += [f"{what}在 {folder}" for what, folder in places.items() if folder]
    said += [f"可信公钥 {len(policy.pack_keys)} 个"] if policy.pack_keys else []
    said += ["接受未签名的语料包"] if policy.unsigned_packs else []
    said += [] if policy.user_packs else ["只有管理员可以更换语料包"]
    said += [f"语料包不早于 {policy.minimum_pack}"] if policy.minimum_pack else []
    return [*said, f"策略 {policy.file}"] if said else []


def _integrity(house: House) -> str:
    report = house.packs.verify()
    if report.wrong:
        raise DamagedCorpus(f"{''.join(report.wrong).rstrip('。')}；请重新安装程序或语料包。")
    if not report.listed:
        return "没有完整性清单（未打包的程序），只校验了文件"
    return f"{report.files} 个文件与{report.list_name}一致"


def _input(house: House) -> str:
    del house  # a matter of the machine
    if find_spec("PySide6") is None:
        return "没有安装窗口组件，已跳过"
    try:
        from reader.ui.look.input_methods import say  # Qt
    except ImportError as error:
        raise ReaderError(f"窗口组件无法加载，缺少系统库（{error}）。") from error
    return say()


def _printing(_house: House) -> str:
    from reader.cli.print_service import say

    return say()


_CHECKS: Final[tuple[tuple[str, Callable[[House], str]], ...]] = (
    ("语料", _corpus),
    ("书架", _shelves),
    ("完整性", _integrity),
    ("检索", _index),
    ("台账", _registers),
    ("批注存取", _scratch_store),
    ("我的批注", _own_notes),
    ("我的文件", _own_documents),
    ("简繁转换", _conversion),
    ("排版", _layout),
    ("中文输入", _input),
    ("打印", _printing),
    ("组件", _parts),
    ("设置", _settings),
)
