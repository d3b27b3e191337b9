"""Columns as plain values: panes, drop zones, shares of a path, what is missing on either side."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.core.alignment import Alignment, Pair
from reader.core.span import Location
from reader.ui.kit.dropping import Veil, Zone, carried, carrying, zone_at
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.session.panes import MOST, Pane, Panes
from reader.ui.session.positions import Positions
from reader.ui.text.view_bars import shares

RESOURCES = Path(__file__).resolve().parents[3] / "resources"


def keys(panes: Panes) -> list[int]:
    return [pane.key for pane in panes.all]


def test_a_pane_is_added_right_of_the_active_one_which_stays_active() -> None:
    panes = Panes()
    first = keys(panes)[0]
    assert panes.add(Pane()) == 1
    assert panes.add(Pane()) == 1, "between the two"
    assert panes.add(Pane(), at=0) == 0
    assert keys(panes)[panes.active] == first
    assert len(set(keys(panes))) == MOST
    assert panes.add(Pane(source=True)) == MOST - 1, "the last one gives way"
    assert len(panes.all) == MOST
    assert panes.all[-1].source


def test_closing_and_exchanging_keep_attention_where_the_text_goes() -> None:
    panes = Panes()
    panes.add(Pane())
    panes.add(Pane(), at=2)
    one, two, three = keys(panes)
    panes.active = 1
    assert panes.swap(2)
    assert keys(panes) == [one, three, two]
    assert keys(panes)[panes.active] == two
    assert panes.swap(0), "the first with the second"
    assert keys(panes) == [three, one, two]
    assert panes.close(0)
    assert keys(panes)[panes.active] == two
    assert panes.close(1)
    assert (keys(panes), panes.active) == ([one], 0)
    assert not panes.close(0)
    assert not panes.swap(0)


@pytest.mark.parametrize(
    ("x", "room", "zone"),
    [(10, True, "left"), (200, True, "here"), (390, True, "right"), (10, False, "here"), (390, False, "here")],
)
def test_edges_open_beside_while_there_is_room(x: int, room: bool, zone: Zone) -> None:
    assert zone_at(x, 400, room=room) == zone


@pytest.mark.parametrize(("y", "zone"), [(10, "above"), (200, "here"), (390, "below")])
def test_edges_open_above_and_below_where_columns_are_stacked(qtbot: QtBot, y: int, zone: Zone) -> None:
    assert zone_at(y, 400, room=True, stacked=True) == zone
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(300, 400)
    veil = Veil(Texts(RESOURCES / "translations", "zh_CN"), parent)
    veil.show_zone(zone, PAPER)
    assert veil.area().contains(150, y)
    assert veil.area().width() == 300
    assert (veil.area().height() == 400) == (zone == "here")


def test_a_drag_carries_a_document() -> None:
    data = carrying("plan-①", "《规划》")
    assert carried(data) == "plan-①"
    assert data.text() == "《规划》"
    data.clear()
    assert carried(data) is None


def test_short_steps_keep_their_width_and_long_ones_share_the_rest() -> None:
    assert shares([50, 60], 300) == [50, 60]
    assert shares([400, 60, 400], 300) == [120, 60, 120]
    assert shares([], 300) == []


def test_positions_keep_the_order_of_reading() -> None:
    positions = Positions({"a": Location("a", "b1")})
    positions.put(Location("b", "b2"))
    positions.put(Location("a", "b3"))
    assert list(positions.kept()) == ["b", "a"]
    assert positions.newest({"a", "b"}) == Location("a", "b3")
    assert positions.newest({"b"}) == Location("b", "b2")
    assert positions.newest(()) is None
    assert positions.of("c") == Location("c")


def test_what_one_side_lacks_stands_behind_what_precedes_it_there() -> None:
    pairs = (
        Pair("a0", None, "only-left"), Pair("a1", "b0", "same", 1.0, 1.0), Pair("a2", None, "only-left"),
        Pair("a3", None, "only-left"), Pair("a4", "b3", "same", 1.0, 1.0, moved=True), Pair("a5", "b2", "reworded", 0.5, 0.5),
        Pair(None, "b1", "only-right"),
    )  # fmt: skip
    order = (tuple(f"a{n}" for n in range(6)), tuple(f"b{n}" for n in range(4)))
    alignment = Alignment("a", "b", True, pairs, order)
    assert alignment.missing("right") == {"b0": ("a2", "a3")}, "what was moved is no gap and no place for one"
    assert alignment.missing("left") == {"a1": ("b1",)}


def test_titles_that_begin_alike_are_told_apart_in_narrow_columns() -> None:
    from PySide6.QtCore import Qt

    from reader.ui.compare.column import short_title

    titles = ["天津市促进数字经济发展", "天津市加快数字化发展", "滨海新区行动计划（2019）", "滨海新区行动计划（2021）"]
    found = [short_title(title, titles) for title in titles]
    assert [words for words, _ in found] == ["促进数字经济发展", "加快数字化发展", *titles[2:]]
    cuts = Qt.TextElideMode
    versions = ["保守国家秘密法（2010-04-29）", "保守国家秘密法（2024-02-27）"]
    assert short_title(versions[1], versions) == ("2024-02-27 保守国家秘密法", cuts.ElideRight)
    assert [cut for _, cut in found] == [cuts.ElideRight, cuts.ElideRight, cuts.ElideMiddle, cuts.ElideMiddle]
