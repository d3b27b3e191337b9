"""A workbook (.xlsx by openpyxl, .xls by xlrd) to lines: every sheet is a table, formulas by their last value."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl
import xlrd

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import MOST_CELLS, MOST_COLUMNS, damaged, too_much
from reader.formats.lines import Lines
from reader.formats.packed import Packed, has_doctype

_MOST_SHEETS = 500
_MOST_ROWS = 200_000
_EMPTY_ROWS = 1000  # so many empty rows in a row, and the sheet is at its end
_PLAIN_NAME = re.compile(r"^(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)


def convert_xlsx(data: bytes, name: str) -> RawText:
    """The workbook's text. Raises BadInput where it is damaged, has a password or asks for too much."""
    archive = Packed(data, name, "Excel")
    for member in archive.names:
        if member.lower().endswith((".xml", ".rels")) and has_doctype(archive.read(member) or b""):
            raise BadInput(f"“{name}”内含实体声明，可能有害，未读取。")
    lines = Lines(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: styles, pictures, rules
            _workbook(data, name, lines)
    except BadInput:
        raise
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, SyntaxError) as error:
        raise damaged(name, "Excel") from error
    except (zipfile.BadZipFile, OverflowError, RecursionError, AssertionError) as error:
        raise damaged(name, "Excel") from error
    return lines.made(data, "xlsx")


def _workbook(data: bytes, name: str, lines: Lines) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False, keep_vba=False)
    for sheet in book.worksheets[:_MOST_SHEETS]:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # what a file says of its own size may be wrong
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=_MOST_ROWS, values_only=True)
            _sheet(sheet.title, _bounded(rows, name), len(book.worksheets), lines)
        else:
            lines.notes.append("工作簿含有隐藏的工作表，未读取。")
    book.close()


def convert_xls(data: bytes, name: str) -> RawText:
    """The workbook's text. Raises BadInput where it is damaged, has a password or asks for too much."""
    lines = Lines(name)
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True, formatting_info=False)
        for sheet in (book.sheet_by_index(n) for n in range(min(book.nsheets, _MOST_SHEETS))):
            if sheet.visibility != 0:
                lines.notes.append("工作簿含有隐藏的工作表，未读取。")
                continue
            rows = (
                [_dated(cell, book.datemode) for cell in sheet.row(n)[:MOST_COLUMNS]]
                for n in range(min(sheet.nrows, _MOST_ROWS))
            )
            _sheet(sheet.name, _bounded(rows, name), book.nsheets, lines)
    except BadInput:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise BadInput(f"“{name}”设有密码，无法读取；请先去掉密码。") from error
        raise damaged(name, "Excel") from error
    except Exception as error:  # a damaged workbook fails in its library's own many ways
        raise damaged(name, "Excel") from error
    return lines.made(data, "xls")


def _dated(cell: xlrd.sheet.Cell, mode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, mode)
        except (ValueError, OverflowError, xlrd.XLDateError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def _bounded(rows: Iterable[Sequence[object]], name: str) -> list[list[str]]:
    out: list[list[str]] = []
    cells = empty = 0
    for row in rows:
        texts = [_shown(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        empty = 0 if texts else empty + 1
        if empty > _EMPTY_ROWS:
            break
        if texts:
            cells += len(texts)
            if cells > MOST_CELLS:
                raise too_much(name, "的表格过大")
            out.append(texts)
    return out


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value).strip()


def _sheet(title: str, rows: list[list[str]], sheets: int, lines: Lines) -> None:
    """The name of a sheet where it says something, its heading rows as lines, its table."""
    if not rows:
        return
    if sheets > 1 and not _PLAIN_NAME.match(title.strip()):
        lines.add(title.strip(), style="heading-1")
    start = 0
    while start < len(rows) and sum(map(bool, rows[start])) == 1 and len(rows) - start > 2:
        lines.add(next(filter(None, rows[start])), style="title" if start == 0 else None, centred=start == 0)
        start += 1
    lines.table(rows[start:])
