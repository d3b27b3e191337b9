"""Which input methods can type into this program, and what to do where the one in use cannot. Looks, changes nothing.

Qt takes an input method through a plugin made for its own version. The wheels bring that of IBus, not that of Fcitx;
Fcitx 5 also answers to IBus clients (https://github.com/fcitx/fcitx5/issues/444), Fcitx 4 does not.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo

_PLUGIN: Final = re.compile(r"(?:lib)?(\w+?)platforminputcontextplugin\.")
_FCITX: Final = frozenset({"fcitx", "fcitx5"})
_DAEMONS: Final = {"fcitx5": "fcitx5", "fcitx": "fcitx", "ibus-daemon": "ibus"}
NAMES: Final = {"ibus": "IBus", "fcitx5": "Fcitx 5", "fcitx": "Fcitx", "compose": "Compose"}


@dataclass(frozen=True, slots=True)
class InputMethods:
    """What is there.

    Attributes:
        plugins: ibus, fcitx5, fcitx, compose …: those Qt could load.
        wanted: what QT_IM_MODULE asks for (the first that Qt would try); empty where it is not set.
        running: the services that run for this user, of ibus, fcitx5, fcitx.
        hint: what XMODIFIERS names; Qt does not heed it, but it tells what the session uses.
    """

    plugins: frozenset[str]
    wanted: str = ""
    running: frozenset[str] = frozenset()
    hint: str = ""

    @property
    def module(self) -> str | None:
        """What QT_IM_MODULE should be for this program; None where it is right as it is."""
        meant = self.wanted or self.hint
        if meant in _FCITX and not self.plugins & _FCITX:
            meant = "ibus"
        return meant if meant != self.wanted and meant in self.plugins else None

    @property
    def sentence(self) -> str:
        """What works, and what to do where the one in use does not."""
        ready = "、".join(NAMES[name] for name in sorted(self.plugins & {"ibus", "fcitx", "fcitx5"}))
        said = f"可接入的输入法框架：{ready or '无'}；QT_IM_MODULE={self.wanted or '（未设置）'}"
        return f"{said}。{self._advice}" if self._advice else said

    @property
    def _advice(self) -> str:
        if not self.plugins & {"ibus", "fcitx", "fcitx5"}:
            return "随附的 Qt 没有输入法插件，不能输入中文；请重新安装程序。"
        if not {self.wanted, self.hint} & _FCITX or self.plugins & _FCITX:
            unset = not (self.wanted or self.hint) and self.running
            return "有输入法正在运行，但没有设置 QT_IM_MODULE；请在桌面会话中把它设为 ibus。" if unset else ""
        if "fcitx5" in self.running:
            return "没有 Fcitx 插件，窗口会改经 Fcitx 5 的 IBus 接口（QT_IM_MODULE=ibus），中文可以输入。"
        if "fcitx" in self.running:
            return "没有 Fcitx 插件，Fcitx 4 不能向本程序输入中文；请改用 Fcitx 5 或 IBus，或把文字粘贴进来。"
        return "没有 Fcitx 插件；Fcitx 5 和 IBus 可以经 IBus 接口输入，Fcitx 4 不能。"


def look(environment: Mapping[str, str] = os.environ, *, services: bool = True) -> InputMethods:
    """What is there now. `services`: whether to look for running ones, which takes some milliseconds."""
    folders = [Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))]
    folders += [Path(folder) for folder in environment.get("QT_PLUGIN_PATH", "").split(os.pathsep) if folder]
    wanted = environment.get("QT_IM_MODULES") or environment.get("QT_IM_MODULE") or ""
    return InputMethods(
        frozenset(name for folder in folders for name in _plugins(folder / "platforminputcontexts")),
        wanted.split(";")[0].strip().lower(), frozenset(_running(Path("/proc")) if services else ()),
        environment.get("XMODIFIERS", "").lower().partition("@im=")[2],
    )  # fmt: skip


def say() -> str:
    """One line for `healthcheck`."""
    if not sys.platform.startswith("linux"):
        return "由系统提供，无需插件"
    return look().sentence


def _plugins(folder: Path) -> list[str]:
    names = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
    return [found[1] for name in names if (found := _PLUGIN.match(name))]


def _running(proc: Path) -> set[str]:
    """Services of this user. Whatever cannot be looked at is not running, as far as this program is concerned."""
    found = set()
    own = os.getuid() if hasattr(os, "getuid") else -1
    for folder in proc.glob("[0-9]*"):
        try:
            name = (folder / "comm").read_text("utf-8", "replace").strip()
            if name in _DAEMONS and folder.stat().st_uid == own:
                found.add(_DAEMONS[name])
        except OSError:
            continue
    return found
