"""Command `answers`: whether our documents take up what a higher one demands."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Final

from reader.cli.arguments import Parser, file_name
from reader.cli.console import shortened
from reader.cli.house import House
from reader.cli.words import WrongArguments
from reader.core.errors import BadInput
from reader.files import write_whole

WIDEST: Final = 48
FORMS: Final = ("xlsx", "docx")
VERDICTS: Final = {"done": "已落实", "part": "部分", "none": "未涉及", "na": "不适用"}


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    answers = add("answers", help="对标：上级文件的每项要求，我方文件有没有对应的条款")
    answers.add_argument(
        "higher", metavar="上级文件",
        help="读它的任务、指标、平台系统；法规读写明“应当”“必须”“不得”的句子，法律责任和附则除外",
    )  # fmt: skip
    answers.add_argument("ours", nargs="+", metavar="我方文件", help="可写多份，几份时另成一张总表")
    form = answers.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    for name in FORMS:
        form.add_argument(f"--{name}", type=file_name, metavar="FILE", help=f"写成 {name} 文件")
    form.add_argument(
        "--verdict",
        metavar="结论",
        help="记下结论：已落实（done）、部分（part）、未涉及（none）、不适用（na）；写空的去掉",
    )
    answers.add_argument("--demand", metavar="KEY", help="结论是哪一项要求的（JSON 里的 key）")
    answers.add_argument("--note", metavar="TEXT", help="结论的备注；不写则留着原来的")
    answers.set_defaults(run=show_answers)


def show_answers(chosen: Namespace, house: House) -> int:
    """Prints every demand with its nearest answer, or writes all as a file. Status 1 where nothing is answered."""
    from reader.library.answers.benchmark import Benchmark
    from reader.library.answers.tables import as_json, table_of
    from reader.reports.answers import dump_docx, dump_xlsx

    library = house.library
    higher = house.document_id(chosen.higher)
    ours = tuple(dict.fromkeys(house.document_id(words) for words in chosen.ours))
    benchmark = Benchmark(library.registers, library.open, lambda: library.store)
    if chosen.verdict is not None:
        return _decide(chosen, house, benchmark, higher, ours)
    if chosen.demand is not None or chosen.note is not None:
        raise WrongArguments(
            "--demand 和 --note 须和 --verdict 一起用。", "--demand and --note are for use with --verdict."
        )
    made = {doc: benchmark.of(higher, doc) for doc in ours}
    form = next((name for name in FORMS if getattr(chosen, name)), None)
    if form is not None:
        house.policy.check_export(form)
        tables = [table_of(library.open(doc).reading_title, each) for doc, each in made.items()]
        dump = dump_xlsx if form == "xlsx" else dump_docx
        write_whole(getattr(chosen, form), dump(library.open(higher).reading_title, tables))
        house.console.tell(f"已写入 {getattr(chosen, form)}。", f"Written to {getattr(chosen, form)}.")
    elif chosen.json:
        rows = [{"higher": higher, "ours": doc, "demands": as_json(each)} for doc, each in made.items()]
        house.console.json(rows)
    else:
        for doc, each in made.items():
            house.console.line(library.open(doc).reading_title)
            for row in each:
                first = row.found[0] if row.found and row.proposal != "none" else None
                cells = [
                    house.console.word(row.standing),
                    shortened(row.demand.text, WIDEST),
                    first.clause if first else "",
                ]
                words = shortened(" ".join(first.text.split()), WIDEST) if first else ""
                house.console.line("\t".join([*cells, words]))
    counted = [row.proposal for each in made.values() for row in each]
    numbers = (len(counted), counted.count("likely"), counted.count("doubtful"), counted.count("none"))
    house.console.tell(
        "要求 {} 项：可能对应 {}，存疑 {}，未找到 {}。".format(*numbers),
        "{} demands: {} with a likely answer, {} doubtful, {} without one.".format(*numbers),
    )
    return 0 if numbers[1] + numbers[2] else 1


def _decide(chosen: Namespace, house: House, benchmark: object, higher: str, ours: tuple[str, ...]) -> int:
    from reader.library.answers.benchmark import Benchmark

    assert isinstance(benchmark, Benchmark)
    if chosen.demand is None or len(ours) != 1:
        raise BadInput("记结论时请用 --demand 写明是哪一项要求，并且只写一份我方文件。")
    row = next((each for each in benchmark.of(higher, ours[0]) if each.demand.key == chosen.demand), None)
    if row is None:
        raise BadInput(f"没有“{chosen.demand}”这一项要求。")
    verdict = VERDICTS.get(chosen.verdict, chosen.verdict)
    note = chosen.note if chosen.note is not None else row.note if verdict else ""
    benchmark.decide(higher, row, verdict, note)
    house.console.tell("已记下。", "Kept.")
    return 0
