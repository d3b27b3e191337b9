"""Command `register series`: one indicator in several documents and years."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Final

from reader.cli.console import shortened, table_lines
from reader.cli.headings import ENGLISH
from reader.cli.house import House
from reader.core.errors import BadInput
from reader.core.showing import without_unseen
from reader.files import write_whole
from reader.registers.context import Context
from reader.registers.exporting import to_csv, to_xlsx
from reader.registers.own_rows import SeenRegisters
from reader.registers.series import Series, named, series_of
from reader.registers.series_table import HEADINGS, SHEET, as_json, rows_of, series_table

WIDEST: Final = 46
PRINTED: Final = ("指标", "文件", "条款", "年份", "要求", "数值", "单位", "类别", "待核对")


def show_series(chosen: Namespace, house: House, own: SeenRegisters, docs: Sequence[str]) -> int:
    """Prints the series that compare something, or with --name all that have these words in a name."""
    if chosen.unit or chosen.docx or chosen.ics:
        raise BadInput("register series 不能与 --unit、--docx、--ics 同时使用。")
    words = without_unseen(chosen.name_words or "")
    if chosen.name_words is not None and not words.strip():
        raise BadInput("请写明指标名称。")
    regions = {info.id: info.region for info in house.library.documents()}
    targets = (own.registers.of(docs) if docs else own.registers).targets
    context = Context(own.registers, house.library.open)
    over = {doc: context.looks_back(doc) for doc in {row.at.doc for row in targets}}
    found = series_of(targets, regions, own.led, over)
    found = named(found, words) if words else tuple(series for series in found if series.compares)
    _put_out(chosen, house, found)
    file = f"，已写入 {chosen.xlsx}" if chosen.xlsx else ""
    points = sum(len(series.points) for series in found)
    if not found:
        house.console.tell("没有符合条件的指标。", "No such targets.")
    elif not chosen.json:
        house.console.tell(
            f"共 {len(found)} 个指标，{points} 个数值{file}。", f"{len(found)} targets with {points} figures."
        )
    return 0 if found else 1


def _put_out(chosen: Namespace, house: House, found: Sequence[Series]) -> None:
    if chosen.json:
        house.console.json([as_json(series) for series in found])
        return
    cells = series_table(found, house.library.open)
    told = [house.console.say(heading, ENGLISH.get(heading, heading)) for heading in HEADINGS]
    if chosen.csv:
        house.console.bytes(to_csv(told, cells))
    elif chosen.xlsx:
        write_whole(chosen.xlsx, to_xlsx("targets", rows_of(found), HEADINGS, cells, told, SHEET))
    elif cells:
        at = [HEADINGS.index(heading) for heading in PRINTED]
        lines = [[told[n] for n in at], *(["" if line[n] is None else str(line[n]) for n in at] for line in cells)]
        for line in table_lines([[shortened(cell, WIDEST) for cell in line] for line in lines], WIDEST):
            house.console.line(line)
