"""The table of revisions: what became of each clause, as data, as a workbook, on the command line and in numbers."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import docx
import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText

from reader.core.align import align
from reader.core.comparison import Comparison, compare, grouped
from reader.core.document import Document
from reader.reports import page
from reader.reports.revision import FATES, as_json, dump, explained
from reader.reports.word import dump as dump_word

Make = Callable[..., Document]
DUTY = "市人民政府统筹公共数据开放工作的重大事项。"
OTHERS = tuple(f"第{n}项工作由{who}负责组织实施并定期公布进展。" for n, who in enumerate("教育卫生民政财政交通", 3))


@pytest.fixture
def comparison(make_document: Make) -> Comparison:
    left = make_document(
        f"第一条　{DUTY}", "第二条　公共数据应当依照目录向社会开放，每年更新50次。", "第三条　本条例由网信部门解释。",
        *OTHERS, "=1+1 与从前一样。", doc="old", title="条例（2019）",
    )  # fmt: skip
    right = make_document(
        "第一条　公共数据应当依照目录向社会无条件开放，每年更新500次。", "第二条　处理个人信息应当取得同意。",
        *OTHERS, "=1+1 与从前一样。", f"第三条　{DUTY}", doc="new", title="条例（2024）",
    )  # fmt: skip
    return compare(left, right, align(left, right))


def test_every_clause_has_its_fate_and_the_characters_that_changed(comparison: Comparison) -> None:
    told = as_json(comparison, ("old", "new"))
    assert (told["left"], told["right"], list(told["counts"])) == ("old", "new", list(FATES))
    assert {row["status"] for row in told["rows"]} == set(FATES)
    assert sum(told["counts"].values()) == len(told["rows"])
    (changed,) = (row for row in told["rows"] if row["status"] == "changed")
    words = [["".join(side["text"][a:b] for a, b in side["changed"])] for side in (changed["left"], changed["right"])]
    assert "无条件" in words[1][0]
    assert "50次" not in words[0][0]
    (gone,) = (row for row in told["rows"] if row["status"] == "removed")
    assert gone["left"]["text"].endswith("解释。")
    assert gone["right"] is None


def test_the_headings_say_the_day_of_each_version(comparison: Comparison) -> None:
    dated = replace(comparison, dates=("2019-04-23", None))
    sheet = openpyxl.load_workbook(io.BytesIO(dump(dated))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["修订前（2019-04-23）", "修订后", "说明"]
    html = page.dump(dated).decode()
    assert '<th scope="col">修订前（2019-04-23）</th><th scope="col">修订后</th>' in html
    assert "修订前：《条例（2019）》，2019-04-23" in html
    word = docx.Document(io.BytesIO(dump_word(dated)))
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["修订前（2019-04-23）", "修订后", "说明"]


def test_the_workbook_has_three_columns_and_marks_what_changed(comparison: Comparison) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(dump(comparison)), rich_text=True).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["修订前", "修订后", "说明"], "their days are not known"
    lines = {str(line[2].value): line for line in sheet.iter_rows(min_row=3)}
    assert len(lines) >= 4
    new = next(line[1].value for says, line in lines.items() if says.startswith("修改"))
    assert isinstance(new, CellRichText)
    marked = [part for part in new if not isinstance(part, str)]
    assert "无条件" in "".join(part.text for part in marked)
    assert all(part.font.u == "single" and part.font.b for part in marked)
    same = next(line for line in sheet.iter_rows(min_row=3) if str(line[0].value).startswith("=1+1"))
    assert same[0].data_type == "s", "a text is no formula"
    assert same[0].font.color.rgb == "FF8C8C8C"
    assert sheet.print_title_rows == "$1:$2"


def test_a_clause_that_came_out_of_another_or_went_into_one_says_so(make_document: Make) -> None:
    report = "经办单位应当在每年一月底前向市数据局书面报告上年情况。"
    publish = "报告内容除依法不予公开的以外，应当通过政务网站向社会公布。"
    whole = make_document(f"第一条　{DUTY}", f"第二条　{report}{publish}", *OTHERS, doc="whole", title="条例（2019）")
    parted = make_document(
        f"第一条　{DUTY}", f"第二条　{report}", f"第三条　{publish}", "第四条　处理个人信息应当取得本人同意并说明用途。",
        *OTHERS, doc="parted", title="条例（2024）",
    )  # fmt: skip
    made = as_json(compare(whole, parted, align(whole, parted)), ("whole", "parted"))
    said = {row["right"]["text"][:6]: row["says"] for row in made["rows"] if row["left"] is None}
    assert sorted(said.values()) == sorted(["新增", said[f"第三条　{publish}"[:6]]])
    assert said[f"第三条　{publish}"[:6]].startswith("可能由")
    back = compare(parted, whole, align(parted, whole))
    assert [row.status[:4] for row in back.rows if row.right is None] == ["可能并入", "只在左"]
    assert "可能拆分" in page.dump(compare(whole, parted, align(whole, parted))).decode()


def test_one_row_for_a_clause_that_was_split_and_for_those_that_were_merged(make_document: Make) -> None:
    report = "经办单位应当在每年一月底前向市数据局书面报告上年情况。"
    publish = "报告内容除依法不予公开的以外，应当通过政务网站向社会公布。"
    whole = make_document(f"第一条　{DUTY}", f"第二条　{report}{publish}", *OTHERS, doc="whole", title="条例（2019）")
    parted = make_document(
        f"第一条　{DUTY}", f"第二条　{report}", f"第三条　{publish}", *OTHERS, doc="parted", title="条例"
    )
    plain = compare(whole, parted, align(whole, parted))
    made = grouped(plain)
    assert len(made.rows) == len(plain.rows) - 1
    (split,) = (row for row in made.rows if row.many == "split")
    assert split.right is not None
    assert split.right.text == f"第二条　{report}\n第三条　{publish}"
    assert explained(split).startswith("可能拆分：")
    assert [span.kind for span in split.diff].count("deleted") == 0, "all of the old words are in the new ones"
    (merged,) = (row for row in grouped(compare(parted, whole, align(parted, whole))).rows if row.many)
    assert (merged.many, explained(replace(merged, remark="两条并为一条"))) == ("merged", "两条并为一条")
    noted = replace(plain, rows=(replace(plain.rows[0], remark="=1+1"),))
    sheet = openpyxl.load_workbook(io.BytesIO(dump(noted))).worksheets[0]
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=1+1", "s")
