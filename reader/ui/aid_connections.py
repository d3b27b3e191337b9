"""The rest of the connections: what helps those who do not see the window, or see it for the first time."""

from __future__ import annotations

from reader.ui.connected import Connected, join
from reader.ui.frame.actions import ACTIONS
from reader.ui.kit.control_names import InnerNames
from reader.ui.text.telling import tell_headings


def connect_aids(of: Connected) -> None:
    """All of them."""
    for connect in (_aloud, _telling, _first, _names):
        connect(of)


def _aloud(of: Connected) -> None:
    """Reading aloud."""
    aloud, session, act = of.desks.aloud, of.session, of.late.actions
    act["read_aloud"].toggled.connect(aloud.set_on)
    act["pause_aloud"].triggered.connect(aloud.pause)
    act["aloud_slower"].triggered.connect(lambda: aloud.change_speed(-1))
    act["aloud_faster"].triggered.connect(lambda: aloud.change_speed(1))
    for changed in (session.opened, session.panes_changed):
        changed.connect(aloud.look)


def _telling(of: Connected) -> None:
    """What a screen reader is told as it happens."""
    tell_headings([column.view for column in of.parts.compare.columns])
    tell, session, late, act = of.desks.telling, of.session, of.late, of.late.actions
    join(
        (session.search.answered, tell.show_answer), (session.search.current_changed, tell.show_hit),
        (session.find.current_changed, tell.show_found), (session.opened, tell.show_document),
        (session.active_changed, tell.show_active), (session.script_changed, tell.show_script),
        (session.look_changed, tell.show_look), (late.message.said, tell.tell), (late.foot.said, tell.tell),
        (act["next_clause"].triggered, tell.show_clause), (act["previous_clause"].triggered, tell.show_clause),
    )  # fmt: skip
    for spec in ACTIONS:
        if spec.checkable:
            act[spec.name].toggled.connect(lambda on, name=spec.name: tell.show_switch(name, on))


def _first(of: Connected) -> None:
    """The first minute, and what is found again under 帮助."""
    first, start, act = of.desks.first, of.late.start, of.late.actions
    for name in ("tour", "news", "sample_comparison", "sample_register"):
        act[name].triggered.connect(getattr(first, "show_" + name if name in {"tour", "news"} else name))
    join(
        (start.tour, first.show_tour), (start.sample_comparison, first.sample_comparison),
        (start.sample_register, first.sample_register),
        (of.late.bar.query_entered, lambda _back: of.desks.links.enter()),
    )  # fmt: skip


def _names(of: Connected) -> None:
    """What Qt's own inner controls are called: in every language, on every page when it opens."""
    of.parts.compare.notice_seen.connect(of.late.foot.show_notice)
    of.late.foot.show_notice(of.parts.compare.says_converted)
    names = InnerNames(of.window, of.texts)
    for signal in (of.texts.changed, of.late.pages.changed, of.session.panes_changed):
        signal.connect(names.renew)
    names.renew()
