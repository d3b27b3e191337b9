"""Where files may lie: whether a folder is there, and whether on a network share, where SQLite's log is not safe."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from reader.core.errors import BadInput

MOUNTS = Path("/proc/mounts")
ELSEWHERE = re.compile(r"//|[^/:\s]+:.")
"""What is mounted is on another machine: //server/share, server:/export, user@host:/folder, https://…"""
DRIVE_REMOTE = 4  # GetDriveTypeW


def require_folder(target: Path) -> None:
    """Raises BadInput where the folder that a file is to be written to is not there: a mistyped one is never made."""
    if not target.absolute().parent.is_dir():
        raise BadInput(f"没有这个文件夹：{target.absolute().parent}。没有写入任何内容。")


def on_network_share(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether the folder (or the nearest parent that exists) is on another machine; False where nobody can tell."""
    path = folder.absolute().resolve()
    if sys.platform == "win32":
        return _on_windows_share(path)
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    best, source = "", ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = point == "/" or str(path) == point or str(path).startswith(point + "/")
        if inside and len(point) >= len(best):
            best, source = point, fields[0]
    return ELSEWHERE.match(source) is not None


def _on_windows_share(path: Path) -> bool:
    if str(path).startswith("\\\\"):
        return True
    import ctypes  # only Windows has windll; kept out of every other start

    windll = getattr(ctypes, "windll")  # noqa: B009  mypy on Linux knows no windll
    return bool(windll.kernel32.GetDriveTypeW(path.anchor) == DRIVE_REMOTE)
