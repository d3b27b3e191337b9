"""What healthcheck says of input methods, and what the program does where Qt has no plugin for the one in use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader import app
from reader.ui.look import input_methods
from reader.ui.look.input_methods import InputMethods, look

WHEEL = frozenset({"ibus", "compose"})


@pytest.mark.parametrize(
    ("plugins", "wanted", "running", "module", "says"),
    [
        (WHEEL, "ibus", {"ibus"}, None, "可接入的输入法框架：ibus；QT_IM_MODULE=ibus"),
        (WHEEL, "", set(), None, "（未设置）"),
        (WHEEL, "fcitx", {"fcitx5"}, "ibus", "中文可以输入"),
        (WHEEL, "fcitx", {"fcitx"}, "ibus", "Fcitx 4 不能向本程序输入中文"),
        (WHEEL, "fcitx", set(), "ibus", "Fcitx 4 不能"),
        (WHEEL, "", {"fcitx5"}, None, "把它设为 ibus"),
        (WHEEL | {"fcitx5"}, "fcitx", {"fcitx5"}, None, "Fcitx 5、IBus；"),
        (frozenset({"compose"}), "fcitx", {"fcitx5"}, None, "没有输入法插件"),
    ],
)
def test_what_works_and_what_to_do(
    plugins: frozenset[str], wanted: str, running: set[str], module: str | None, says: str
) -> None:
    found = InputMethods(plugins, wanted, frozenset(running))
    assert found.module == module
    assert says.lower() in found.sentence.lower()
    assert "\n" not in found.sentence


def test_what_the_session_uses_counts_where_nothing_is_said_to_qt() -> None:
    assert InputMethods(WHEEL, hint="fcitx").module == "ibus"
    assert InputMethods(WHEEL, hint="ibus").module == "ibus"
    assert InputMethods(WHEEL, wanted="compose", hint="fcitx").module is None
    assert "Fcitx 4 不能" in InputMethods(WHEEL, hint="fcitx").sentence
    assert look({"XMODIFIERS": "@im=fcitx"}, services=False).hint == "fcitx"


def test_plugins_and_services_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libfcitx5platforminputcontextplugin.so").touch()
    (folder / "README").touch()
    found = look({"QT_PLUGIN_PATH": str(tmp_path), "QT_IM_MODULE": "Fcitx"})
    assert "fcitx5" in found.plugins
    assert "ibus" in found.plugins, "comes with the wheel"
    assert found.wanted == "fcitx"
    for number, name in (("1", "fcitx5"), ("22", "bash")):
        (tmp_path / "proc" / number).mkdir(parents=True)
        (tmp_path / "proc" / number / "comm").write_text(name + "\n")
    (tmp_path / "proc" / "3").mkdir()
    assert input_methods._running(tmp_path / "proc") == {"fcitx5"}


def test_the_newer_variable_goes_first() -> None:
    assert look({"QT_IM_MODULES": "wayland;ibus", "QT_IM_MODULE": "fcitx"}).wanted == "wayland"


@pytest.mark.skipif(os.name != "posix", reason="a matter of Linux desktops")
@pytest.mark.parametrize(("before", "after"), [("fcitx", "ibus"), ("fcitx5", "ibus"), ("ibus", "ibus"), ("", "")])
def test_fcitx_5_types_through_the_plugin_of_ibus(monkeypatch: pytest.MonkeyPatch, before: str, after: str) -> None:
    monkeypatch.setenv("QT_IM_MODULE", before)
    monkeypatch.delenv("QT_IM_MODULES", raising=False)
    monkeypatch.delenv("XMODIFIERS", raising=False)
    app._choose_input_method()
    assert os.environ["QT_IM_MODULE"] == after
