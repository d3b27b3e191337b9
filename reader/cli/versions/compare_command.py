"""Command `compare`: two documents clause by clause."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Final

from reader.cli.arguments import Parser, file_name
from reader.cli.console import shortened
from reader.cli.house import House
from reader.core.comparison import Comparison
from reader.core.errors import BadInput
from reader.files import write_whole

WIDEST: Final = 60
FORMS: Final = ("docx", "html", "xlsx")


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    compare = add("compare", help="两份文件逐条对照：修订对照表")
    compare.add_argument("doc", metavar="文件", help="修订前的文件")
    compare.add_argument("other", metavar="文件", help="修订后的文件")
    form = compare.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    for name in FORMS:
        form.add_argument(f"--{name}", type=file_name, metavar="FILE", help=f"写成 {name} 文件")
    form.add_argument("--explain", metavar="KEY=说明", help="写下一行的说明（KEY 见 JSON 的 key）；说明留空则去掉")
    compare.set_defaults(run=compare_documents)


def compare_documents(chosen: Namespace, house: House) -> int:
    """Prints what became of each clause, or writes it as a file. Status 1 where both say the same."""
    from reader.reports.revision import FATES, as_json, fate, said

    left, right = (house.library.find(words) for words in (chosen.doc, chosen.other))
    if left.block is not None or right.block is not None:
        raise BadInput("对照的是整份文件，请不要写条款。")
    if left.doc == right.doc:
        raise BadInput("请写明两份不同的文件。")
    comparison = house.library.comparison(left.doc, right.doc)
    if chosen.explain is not None:
        return _explain(chosen.explain, house, comparison, left.doc, right.doc)
    form = next((name for name in FORMS if getattr(chosen, name)), None)
    if form is not None:
        house.policy.check_export(form)
        write_whole(getattr(chosen, form), house.library.export_comparison(left.doc, right.doc, form))
        house.console.tell(f"已写入 {getattr(chosen, form)}。", f"Written to {getattr(chosen, form)}.")
        return 0
    counts = as_json(comparison, (left.doc, right.doc))
    if chosen.json:
        house.console.json(counts)
        return 0
    for row in comparison.rows:
        if fate(row) == "same":
            continue
        cell = row.right or row.left
        assert cell is not None
        word = house.console.word
        became, colon, where = said(row).partition("：")
        became = f"{word(became)}{house.console.say(colon, ': ')}{where}" if colon else word(became)
        house.console.line(f"{became}\t{word(cell.label)}\t{shortened(' '.join(cell.text.split()), WIDEST)}")
    numbers = [counts["counts"][each] for each in FATES]
    house.console.tell(
        "未改动 {}，修改 {}，移动 {}，新增 {}，删去 {}。".format(*numbers),
        "{} unchanged, {} changed, {} moved, {} added, {} removed.".format(*numbers),
    )
    return 0 if any(numbers[1:]) else 1


def _explain(words: str, house: House, comparison: Comparison, left: str, right: str) -> int:
    key, equals, remark = words.partition("=")
    if not equals or key not in {row.key for row in comparison.rows}:
        raise BadInput(f"没有“{key}”这一行；请写成 KEY=说明，KEY 见 compare --json。")
    house.library.versions.explanations.get().explain(left, right, key, remark)
    house.console.tell("已记下。", "Kept.")
    return 0
