"""Command `amend`: an amending decision carried out on the text it amends."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from reader.cli.arguments import Parser, file_name
from reader.cli.console import shortened
from reader.cli.house import House
from reader.files import write_whole

if TYPE_CHECKING:
    from reader.library.versions.amending import Amended

WIDEST: Final = 60
FORMS: Final = ("docx", "html", "xlsx")
FATES: Final = {"done": "已套用", "exact": "与新文本一致", "differs": "与新文本不同", "left": "未套用"}


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    amend = add("amend", help="把修改决定逐条套入原文，得出推定的新文本")
    amend.add_argument("decision", metavar="决定", help="修改决定或修正案")
    amend.add_argument("doc", metavar="文件", help="修改前的文件")
    amend.add_argument("--against", metavar="文件", help="已公布的新文本，逐条核对")
    form = amend.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--text", action="store_true", help="输出推定的新文本")
    for name in FORMS:
        form.add_argument(f"--{name}", type=file_name, metavar="FILE", help=f"把修订对照表写成 {name} 文件")
    amend.set_defaults(run=amend_document)


def amend_document(chosen: Namespace, house: House) -> int:
    """Prints what became of each order. Status 1 where one was left, not understood, or differs from the new text."""
    from reader.library.versions.amending import amend, revision
    from reader.reports.comparison import FORMATS

    decision, law = (house.library.open(house.document_id(words)) for words in (chosen.decision, chosen.doc))
    new = house.library.open(house.document_id(chosen.against)) if chosen.against is not None else None
    amended = amend(decision, law, new)
    form = next((name for name in FORMS if getattr(chosen, name)), None)
    if form is not None:
        house.policy.check_export(form)
        write_whole(getattr(chosen, form), FORMATS[form](revision(law, amended)))
        house.console.tell(f"已写入 {getattr(chosen, form)}。", f"Written to {getattr(chosen, form)}.")
    elif chosen.json:
        house.console.json(as_json(amended, decision.id, law.id))
    elif chosen.text:
        house.console.line(amended.derived.text)
    else:
        for step in amended.steps:
            said = shortened(" ".join(step.said.split()), WIDEST)
            house.console.line("\t".join([FATES[step.fate], step.clause, said, step.why]))
    for words in (*amended.unread, *amended.doubts):
        house.console.tell(f"请核对：{shortened(words, 200)}", f"Please check: {shortened(words, 200)}")
    numbers = (len(amended.steps), amended.count("left"), amended.count("differs"), len(amended.unread))
    house.console.tell(
        "指令 {} 条：未套用 {}，与新文本不同 {}，没有读懂 {} 处。".format(*numbers),
        "{} orders: {} left, {} unlike the new text, {} not understood.".format(*numbers),
    )
    return 1 if any(numbers[1:]) else 0


def as_json(amended: Amended, decision: str, law: str) -> dict[str, Any]:
    """Every order with its fate, and the derived text."""
    return {
        "decision": decision, "law": law,
        "steps": [
            {"state": step.fate, "op": step.op, "clause": step.clause, "block": step.block, "words": step.said,
             "why": step.why}
            for step in amended.steps
        ],
        "unread": list(amended.unread), "doubts": list(amended.doubts), "derived": True,
        "title": amended.derived.title, "text": amended.derived.text,
    }  # fmt: skip
