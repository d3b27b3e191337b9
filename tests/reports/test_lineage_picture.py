"""The picture of lineage: levels from the top down, nothing over anything, words as words, nothing from outside."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

from reader.core.lineage_graph import Edge, Graph, Node
from reader.reports.lineage_picture import DASHES, HIGH, WIDE, dump_svg, lay_out


def _graph() -> Graph:
    nodes = [
        Node("city", "city", "某市<数据>办法", "city", 2024, "某市"), Node("law", "law", "数据安全法" * 8, "national", 2021),
        Node("rule", "rule", "数据条例", "national", 2023), Node("?密码法", None, "密码法", "unknown", None, times=3),
        *(Node(f"d{n}", f"d{n}", f"第{n}区办法", "district", 2025) for n in range(9)),
    ]  # fmt: skip
    edges = [
        Edge("city", "rule", "rests-on", "根据\x07《数据条例》", "b1"), Edge("rule", "law", "carries-out", "落实", "b2"),
        Edge("rule", "?密码法", "cites", "《密码法》", "b3"), Edge("law", "rule", "cites", "又见", "b4"),
        *(Edge(f"d{n}", "city", "issues", "印发", "b1") for n in range(9)),
    ]  # fmt: skip
    return Graph("city", tuple(nodes), tuple(edges))


def test_levels_stand_below_one_another_and_no_box_over_another() -> None:
    picture = lay_out(_graph())
    at = {box.node.key: box for box in picture.boxes}
    assert at["?密码法"].y < at["law"].y < at["rule"].y < at["city"].y < at["d0"].y, "a mention turns nothing round"
    assert [band.name for band in picture.bands] == ["级别不明", "国家级", "市级", "区县级"]
    for one, other in combinations(picture.boxes, 2):
        assert abs(one.x - other.x) >= WIDE or abs(one.y - other.y) >= HIGH
    for box in picture.boxes:
        assert 0 <= box.x <= picture.width - WIDE
        assert 0 <= box.y <= picture.height - HIGH
        assert len(box.lines) <= 4
    assert at["?密码法"].lines[-1] == "不在文库中 · ×3"
    assert len({DASHES[relation] for relation, _, _ in picture.legend}) == len(picture.legend) == 4


def test_the_file_is_svg_that_stands_alone() -> None:
    data = dump_svg(lay_out(_graph(), str, lambda words: words.replace("数", "數")), "某市<数据>办法")
    root = ET.fromstring(data)
    words = "".join(root.itertext())
    assert "某市<數据>办法" in words
    assert "根据\ufffd《数据条例》" in words
    assert b"href" not in data
    assert b"<script" not in data
