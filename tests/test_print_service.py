"""Whom printing speaks to is said as CUPS would find it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.cli.print_service import say

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not a matter of Windows")


@pytest.mark.parametrize(
    "server", ["", "localhost", "127.0.0.1:631", "[::1]", "/run/cups/cups.sock", "LocalHost:631/version=2.0"]
)
def test_a_service_of_this_computer(server: str) -> None:
    assert "只与本机的打印服务" in say({"CUPS_SERVER": server}, ())


def test_a_service_elsewhere_is_named(tmp_path: Path) -> None:
    own, machine = tmp_path / "own.conf", tmp_path / "client.conf"
    machine.write_text("# ServerName nowhere\n  servername print.example:631\n", encoding="utf-8")
    assert "打印服务设在 print.example:631" in say({}, (own, machine))
    own.write_text("ServerName localhost\n", encoding="utf-8")
    assert "只与本机" in say({}, (own, machine))
    assert "设在 other" in say({"CUPS_SERVER": "other"}, (own, machine))


def test_what_is_no_configuration_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\x00ServerName")
    assert "只与本机" in say({}, (tmp_path / "folder", tmp_path / "bytes", tmp_path / "absent"))
