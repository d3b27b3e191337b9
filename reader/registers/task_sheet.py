"""责任分工表: tasks as one table per document, as a value, and as a Word document (python-docx). Knows no paths."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reader.core.citation import clause_label
from reader.core.document import Document
from reader.core.register import Role, Row, Task, Unit
from reader.registers.exporting import ROLES, correction_said
from reader.registers.origins import why_unsure
from reader.registers.own_rows import SeenRow
from reader.word_file import HEI, SONG, add_table, keep_whole, set_page, set_types, to_bytes

HEADINGS: Final = ("序号", "任务", "条款", "牵头", "配合", "时限", "状态", "备注")
SHARES: Final = (4, 32, 10, 15, 15, 7, 7, 10)
MAKER: Final = "政策阅读器"
WIDE: Final = 25.7  # cm between the margins of a landscape page


@dataclass(frozen=True, slots=True)
class Section:
    """One table: whose rows these are, and the rows as words."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tables under one heading.

    Attributes:
        lines: what is told below the heading.
        shares: of the width, a number for each column.
        author: whose sheet it is, for the properties of a file.
    """

    title: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    shares: tuple[int, ...]
    sections: tuple[Section, ...]
    author: str = ""


def task_sheet(
    rows: Sequence[SeenRow],
    open_: Callable[[str], Document],
    years: Callable[[Row], Sequence[int]],
    unit: str = "",
    roles: Mapping[Task, Role] | None = None,
    perhaps: Sequence[str] = (),
    maybe: Mapping[Task, str] | None = None,
) -> Sheet:
    """The tasks, document by document, numbered from one in each.

    Args:
        open_: gives a document by its id. years: by which a task is due.
        unit: whose tasks these are, where they are one unit's; roles: its part in each.
        perhaps: the words of tasks not listed that may concern the unit (各市级部门), one for each task.
        maybe: the same words for tasks that are listed.
    """
    by_doc: dict[str, list[SeenRow]] = {}
    for each in rows:
        by_doc.setdefault(each.row.at.doc, []).append(each)
    sections = []
    for doc, found in by_doc.items():
        document = open_(doc)
        name = f"《{document.reading_title}》" + (f"（{document.doc_number}）" if document.doc_number else "")
        listed = tuple(
            _row(number, each, document, years(each.row), roles, maybe or {}) for number, each in enumerate(found, 1)
        )
        sections.append(Section(name, listed))
    told = [f"单位：{unit}"] if unit else []
    told.append(f"共 {len(rows)} 项任务，{len(by_doc)} 份文件")
    if perhaps:
        told.append(f"另有 {len(perhaps)} 项交给“{perhaps[0]}”等，可能涉及本单位，未列入")
    return Sheet("责任分工表", tuple(told), HEADINGS, SHARES, tuple(sections), unit)


def in_script(sheet: Sheet, shown: Callable[[str], str]) -> Sheet:
    """The same sheet with every word as `shown` writes it."""
    sections = tuple(
        Section(shown(each.title), tuple(tuple(map(shown, row)) for row in each.rows)) for each in sheet.sections
    )
    return Sheet(
        shown(sheet.title), tuple(map(shown, sheet.lines)), tuple(map(shown, sheet.headings)), sheet.shares, sections,
        shown(sheet.author),
    )  # fmt: skip


def to_docx(sheet: Sheet) -> bytes:
    """The sheet as .docx: landscape, the head of a table repeated on every page."""
    word = _new_document(sheet)
    scale = WIDE / sum(sheet.shares)
    for section in sheet.sections:
        word.add_heading(_clean(section.title), level=1)
        widths = [share * scale for share in sheet.shares]
        table = add_table(word, [_clean(heading) for heading in sheet.headings], widths)
        for row in section.rows:
            added = table.add_row()
            keep_whole(added)
            _fill(added, row, widths)
    return to_bytes(word)


def _row(
    number: int,
    each: SeenRow,
    document: Document,
    years: Sequence[int],
    roles: Mapping[Task, Role] | None,
    maybe: Mapping[Task, str],
) -> tuple[str, ...]:
    task = each.row
    assert isinstance(task, Task)
    role = roles.get(task) if roles else None
    leading = _names(task.lead) or (f"{_names(task.units)}（共同负责）" if task.units else "")
    if task.lead and task.units:
        leading += f"；{_names(task.units)}（共同负责）"
    said = [f"本单位{ROLES[role]}" if role else f"泛指（{maybe[task]}）" if task in maybe else ""]
    due = task.when or "、".join(f"{year}年" for year in years)
    said += [each.note, correction_said(each), "" if task.sure else f"待核对：{why_unsure(task).rstrip('。')}"]
    return (
        str(number), " ".join(task.task.split()), clause_label(document, task.at.block), leading,
        _names(task.support), due, each.state, "；".join(filter(None, said)),
    )  # fmt: skip


def _names(units: Sequence[Unit]) -> str:
    return "、".join(unit.name for unit in units)


def _clean(text: str) -> str:
    """Word files hold no control characters and no half characters."""
    kept = "".join(c for c in text if c in "\t\n" or ord(c) >= 32)
    return kept.encode("utf-8", "replace").decode("utf-8")


def _fill(row: Any, words: Sequence[str], widths: Sequence[float]) -> None:
    from docx.shared import Cm

    for cell, text, width in zip(row.cells, words, widths, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(_clean(text))


def _new_document(sheet: Sheet) -> Any:
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    word = docx.Document()
    set_page(word, landscape=True)
    set_types(word, (("Normal", 10.5, SONG), ("Title", 18, HEI), ("Heading 1", 12, HEI)))
    word.styles["Normal"].paragraph_format.space_after = Pt(0)
    word.core_properties.title = _clean(sheet.title)
    word.core_properties.author = _clean(sheet.author or MAKER)
    word.add_heading(_clean(sheet.title), level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in sheet.lines:
        word.add_paragraph(_clean(line))
    return word
