"""The library's door to amending decisions: what one orders of a law, carried out on its text, checked by the new.

What comes of it is a derived text, marked as such; nobody issued it, and what could not be carried out is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from reader.core.clause_numbers import in_han
from reader.core.comparison import Comparison, compare
from reader.core.document import Block, Document, DocumentInfo, Source
from reader.core.errors import BadInput
from reader.core.span import Span
from reader.registers.amending.carrying_out import Done, Outcome, carry_out
from reader.registers.amending.draft import Draft, bare, draft_of, label, lines_of
from reader.registers.amending.reading import read_orders
from reader.registers.amending.values import Orders, Target

Fate = Literal["done", "exact", "differs", "left"]

DERIVED: Final = "推定文本：由修改决定套入原文得出，不是公布的文本"
_STATE: Final = re.compile(r"中华人民共和国|[《》〈〉“”\s]")


@dataclass(frozen=True, slots=True)
class Step:
    """One order and what became of it.

    Attributes:
        fate: done; exact or differs where the new text is held and was compared; left where it was not carried out.
        clause: what it is about, by the new numbers where it has them.
        block: where the decision says so; `said`: in its words.
        why: why it was left, or what differs; "" else.
    """

    fate: Fate
    clause: str
    op: str
    block: str
    said: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Amended:
    """A law with a decision carried out.

    Attributes:
        unread: words of the decision that order something and were not understood.
        doubts: what of the whole is not sure.
        derived: the text that comes of it, as a document that stands on no shelf.
    """

    steps: tuple[Step, ...]
    unread: tuple[str, ...]
    doubts: tuple[str, ...]
    derived: Document

    def count(self, fate: Fate) -> int:
        """How many steps came out so."""
        return sum(step.fate == fate for step in self.steps)


def laws_amended(decision: Document) -> dict[str, int]:
    """The laws that a decision amends, as it names them, with how many orders each has; none for another document."""
    orders = read_orders(decision)
    counted: dict[str, int] = {}
    for law in orders.laws:
        name = law or _of_title(decision.title)
        many = len(orders.of(law).instructions)
        if name and many:
            counted[name] = counted.get(name, 0) + many
    return counted


def same_law(name: str, title: str) -> bool:
    """Whether a name stands for the document of a title: the state's name and title marks do not count."""
    short, long = (_STATE.sub("", each) for each in (name, title))
    return bool(short) and (short == long or long == re.sub(r"[（(][^（）()]*[）)]$", "", short))


def amend(decision: Document, law: Document, new: Document | None = None) -> Amended:
    """Carries a decision out on a law. `new`: the text as it was published, where that is held.

    Raises BadInput where the decision amends nothing of it, or the law has no articles.
    """
    orders = _orders_of(decision, law)
    draft = draft_of(law)
    if draft is None:
        raise BadInput(f"“{law.reading_title}”没有条，或者含有几份法规，不能套用修改决定。")
    outcome = carry_out(draft, orders)
    held = _held(new) if new is not None else None
    steps = tuple(_step(each, held) for each in outcome.done if each.order.op != "follow")
    return Amended(
        steps, tuple(each.said for each in orders.unread), tuple(outcome.doubts), _document(outcome, law, decision)
    )


def revision(law: Document, amended: Amended) -> Comparison:
    """The law beside what comes of it, clause by clause."""
    from reader.core.align import align

    return compare(law, amended.derived, align(law, amended.derived))


def _orders_of(decision: Document, law: Document) -> Orders:
    orders = read_orders(decision)
    names = [each for each in orders.laws if same_law(each or _of_title(decision.title), law.reading_title)]
    if (
        not names
        and "" in orders.laws
        and len(orders.laws) == 1
        and _STATE.sub("", law.reading_title) in _STATE.sub("", decision.title)
    ):
        names = [""]
    mine = [orders.of(name) for name in names]
    found = Orders(
        tuple(each for part in mine for each in part.instructions), tuple(each for part in mine for each in part.unread)
    )
    if not found.instructions:
        raise BadInput(f"没有在“{decision.shown_title}”里读到对“{law.reading_title}”的修改。")
    return found


def _of_title(title: str) -> str:
    """The law that a decision's title names, where it names one."""
    named = re.findall(r"《((?:[^《》]|《[^《》]*》)*)》", title)
    if len(named) == 1:
        return str(named[0])
    amendment = re.match(r"(.+?)修正案", title)
    return amendment[1] if amendment else ""


def _plain(lines: Iterator[str]) -> str:
    return re.sub(r"\s", "", "".join(lines))


def _held(new: Document) -> dict[str, str]:
    """Each article of the published text by its name; raises BadInput where it has none."""
    draft = draft_of(new)
    if draft is None:
        raise BadInput(f"“{new.reading_title}”没有条，或者含有几份法规，不能核对。")
    return {label(each.was or (0, 0)): _plain(lines_of(each)) for each in draft.pieces}


def _step(done: Done, held: dict[str, str] | None) -> Step:
    order = done.order
    names = [label(each.key or each.was or (0, 0)) for each in done.pieces]
    clause = "、".join(dict.fromkeys(names)) or "、".join(_named(each) for each in order.targets)
    made = Step("done", clause, order.op, order.block, order.said, done.why)
    if done.why:
        return replace(made, fate="left")
    if held is None or any(target.where for target in order.targets):
        return made
    other = [name for each, name in zip(done.pieces, names, strict=True) if held.get(name) != _plain(lines_of(each))]
    if other:
        return replace(made, fate="differs", why=f"与新文本的{'、'.join(dict.fromkeys(other))}不同")
    return replace(made, fate="exact")


def _named(target: Target) -> str:
    if target.where:
        return {"title": "名称", "preamble": "引言", "heading": f"第{in_han(target.chapter)}章", "whole": "全文"}[
            target.where
        ]
    made = label(target.key) if target.key else ""
    made += f"第{in_han(target.paragraph)}款" if target.paragraph else ""
    return made + (f"第（{in_han(target.item)}）项" if target.item else "")


def _document(outcome: Outcome, law: Document, decision: Document) -> Document:
    """The derived text as a document. Its status is unknown: nobody issued it."""
    draft = outcome.draft
    blocks = tuple(_numbered(_blocks(draft)))
    note = f"{DERIVED}（依据“{decision.shown_title}”）。"
    head = Block("derived-note", "note", note, Span(0, 0))
    source = Source(law.source.file, law.source.sha256, law.source.script, inferred={"title": DERIVED})
    return Document(
        f"{law.id}~{decision.id}", f"{bare(draft.title)}（推定文本）", source, issuers=law.issuers, region=law.region,
        level=law.level, script=law.script, blocks=(*blocks[:1], head, *blocks[1:]),
    )  # fmt: skip


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    for at, block in enumerate(blocks):
        yield replace(block, id=f"derived-{at}")


def _blocks(draft: Draft) -> Iterator[Block]:
    none = Span(0, 0)
    yield Block("", "title", bare(draft.title), none)
    for text in draft.preamble:
        yield Block("", "paragraph", text, none)
    path: tuple[str, ...] = ()
    shown = 0
    for piece in draft.pieces:
        for chapter in range(shown + 1, piece.chapter + 1):
            for text in draft.heads.get(chapter, []):
                number = re.match(r"第[^章节编\s]{1,9}[章节编]", text)
                level = 2 if number and number[0].endswith("节") else 1
                path = path[: level - 1]
                yield Block("", "heading", text, none, level, number[0] if number else None, path)
                path = (*path, number[0]) if number else path
            shown = chapter
        name = label(piece.key or piece.was or (0, 0))
        first = True
        for text in lines_of(piece):
            item = re.match(r"（[一二三四五六七八九十百]{1,6}）", text)
            if first:
                yield Block("", "paragraph", text, none, 3, name, path)
            elif item:
                yield Block("", "paragraph", text, none, 4, item[0], (*path, name))
            else:
                yield Block("", "paragraph", text, none, None, None, (*path, name))
            first = False
    for text in draft.tail:
        yield Block("", "paragraph", text, none)


def laws_here(decision: Document, infos: Iterable[DocumentInfo]) -> tuple[tuple[str, int, str | None], ...]:
    """The laws that a decision amends: name, how many orders, and the id of the one that is here; None for none.

    Where several are here, the last one that was written before the decision.
    """
    named = laws_amended(decision)
    here: dict[str, list[DocumentInfo]] = {}
    for info in infos if named else ():
        for name in named:
            if info.id != decision.id and same_law(name, info.reading_title):
                here.setdefault(name, []).append(info)
    day = decision.written or decision.published or "9999"
    made = []
    for name, many in named.items():
        held = here.get(name, [])
        earlier = [info for info in held if (_day(info) or "") < day]
        chosen = max(earlier or held, key=lambda info: _day(info) or "", default=None)
        made.append((name, many, chosen.id if chosen is not None else None))
    return tuple(made)


def _day(info: DocumentInfo) -> str | None:
    return info.written or info.published or info.effective
