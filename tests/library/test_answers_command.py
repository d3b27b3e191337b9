"""`answers` on the command line: demands, proposals, verdicts that stay, files."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.library.test_commands import Run, added
from tests.library.test_commands import run as run  # noqa: PLC0414  the fixture

HIGHER = """某市数字经济行动方案（2021—2023年）

一、主要任务

（一）建设边缘计算节点，在工业园区部署边缘计算中心。（牵头单位：市工业和信息化局）

（二）推进数字人民币试点，推动数字人民币应用场景建设。（牵头单位：市金融局）

（三）建设工业互联网平台，到2023年建成工业互联网平台30个。（牵头单位：市工业和信息化局）
"""
OURS = """某区数字经济规划（2021—2025年）

一、发展现状

全区边缘计算中心建设取得进展，工业园区部署边缘计算节点。

二、重点任务

（一）推进边缘算力布局，在工业园区周边建设边缘计算中心和边缘计算节点。

（二）发展智慧文旅，建设一票通平台，整合景区门票。

（三）支持工业企业建设工业互联网平台，到2025年建成工业互联网平台5个。
"""


def test_demands_and_verdicts(run: Run, tmp_path: Path) -> None:
    for name, text in (("市.txt", HIGHER), ("区.txt", OURS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    higher, ours = (row["id"] for row in added(run, str(tmp_path / "市.txt"), str(tmp_path / "区.txt")))
    status, out, _ = run("answers", higher, ours, "--json")
    demands = {row["demand"][3:9]: row for row in json.loads(out)[0]["demands"] if row["kind"] == "task"}
    assert status == 0
    assert demands["建设边缘计算"]["answers"][0]["text"].startswith("（一）推进边缘算力布局")
    assert demands["推进数字人民"]["state"] == "none"
    platform = demands["建设工业互联"]
    assert platform["answers"][0]["figures"] == [
        {"what": platform["answers"][0]["figures"][0]["what"], "theirs": "30个，2023年", "ours": "5个，2025年"}
    ]
    key = platform["key"]
    assert run("answers", higher, ours, "--verdict", "part", "--demand", key, "--note", "数量不足")[0] == 0
    table = tmp_path / "表.xlsx"
    assert run("answers", higher, ours, "--xlsx", str(table))[0] == 0
    cells = [cell.value for row in openpyxl.load_workbook(table).worksheets[0].iter_rows() for cell in row]
    assert "部分" in cells
    assert "数量不足" in cells
    assert run("answers", higher, ours, "--verdict", "done", "--demand", key)[0] == 0
    kept = next(row for row in json.loads(run("answers", higher, ours, "--json")[1])[0]["demands"] if row["key"] == key)
    assert (kept["verdict"], kept["note"]) == ("已落实", "数量不足")  # another verdict leaves the note
    for alone in (("--note", "备注"), ("--demand", key)):
        assert run("answers", higher, ours, *alone)[0] == 2
