"""What an amending decision orders, one value an instruction. Says nothing of how it is read or carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from reader.core.articles import Key

Op = Literal[
    "replace",  # 将第五条修改为：“…”
    "words",  # 将第五条中的“…”修改为“…”
    "words-out",  # 删去第五条中的“…”
    "words-in",  # 在第五条“…”后增加“…”
    "delete",  # 删去第十二条第二款
    "add",  # 增加一条，作为第八条：“…”
    "renumber",  # 第八条改为第九条
    "merge",  # 第二十三条、第四十五条合并，作为第二十四条
    "follow",  # 条文顺序作相应调整
]
Where = Literal["", "title", "preamble", "heading", "whole"]

OPS: Final[tuple[Op, ...]] = (
    "replace", "words", "words-out", "words-in", "delete", "add", "renumber", "merge", "follow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A clause as a decision names it.

    Attributes:
        key: the article; None where `where` says what else is meant, or where a chapter is.
        paragraph, item: 0 for the whole.
        where: title, preamble (引言), heading of a chapter, or the whole law; "" for an article.
        chapter: the number of a chapter where its heading is meant.
    """

    key: Key | None = None
    paragraph: int = 0
    item: int = 0
    where: Where = ""
    chapter: int = 0

    @property
    def unit(self) -> str:
        """The smallest unit that is named: 条, 款 or 项."""
        return "项" if self.item else "款" if self.paragraph else "条"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One order.

    Attributes:
        targets: the clauses of the old text that are meant.
        becomes: the numbers that they, or what is added, have in the new text.
        text: the new wording, lines parted by line feeds.
        words: wordings that give way, each with what stands in its place ("" for nothing).
        before: whether added words stand before the ones they are put to.
        block: where the decision says so; `said`: its words.
        law: the law that is meant, as it is named there; "" for the one of the decision's title.
    """

    op: Op
    targets: tuple[Target, ...] = ()
    becomes: tuple[Target, ...] = ()
    text: str = ""
    words: tuple[tuple[str, str], ...] = ()
    before: bool = False
    block: str = ""
    said: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Words of a decision that order something, and what is ordered could not be told."""

    block: str
    said: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Orders:
    """All that a decision orders, in its order."""

    instructions: tuple[Instruction, ...]
    unread: tuple[Unread, ...]

    def of(self, law: str) -> Orders:
        """What is ordered of one law, as it is named in the decision."""
        return Orders(
            tuple(each for each in self.instructions if each.law == law),
            tuple(each for each in self.unread if each.law == law),
        )

    @property
    def laws(self) -> tuple[str, ...]:
        """The laws that are amended, in order."""
        return tuple(dict.fromkeys([*(each.law for each in self.instructions), *(each.law for each in self.unread)]))
