"""The rest of the connections: what helps those who do not see the window, or see it for the first time."""

from __future__ import annotations

from reader.ui.connected import Connected
from reader.ui.kit.control_names import InnerNames


def connect_aids(of: Connected) -> None:
    """All of them."""
    for connect in (_aloud, _names):
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


def _names(of: Connected) -> None:
    """What Qt's own inner controls are called: in every language, on every page when it opens."""
    names = InnerNames(of.window, of.texts)
    for signal in (of.texts.changed, of.late.pages.changed, of.session.panes_changed):
        signal.connect(names.renew)
    names.renew()
