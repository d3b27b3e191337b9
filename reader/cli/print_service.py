"""Whom printing speaks to, for `healthcheck`: says it, and speaks to nobody.

Printing is the one thing in which the program speaks to another program. On Linux that is CUPS, on this computer unless
an administrator has named another server.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

LARGEST: Final = 65_536  # bytes of a configuration that are read
_NAMED: Final = re.compile(r"^\s*ServerName\s+(\S{1,255})", re.MULTILINE | re.IGNORECASE)
_HERE: Final = re.compile(r"/.*|(localhost|127\.0\.0\.1|\[?::1\]?)(:\d+)?(/.*)?", re.IGNORECASE)


def say(environment: Mapping[str, str] = os.environ, files: tuple[Path, ...] | None = None) -> str:
    """Whom printing speaks to, in a sentence.

    Args:
        files: configurations of CUPS, the one that counts first; those of this machine without it.
    """
    if sys.platform == "win32":
        return "由本机的 Windows 打印服务完成，导出 PDF 不经过它"
    if files is None:
        files = (Path.home() / ".cups" / "client.conf", Path("/etc/cups/client.conf"))
    server = next(_servers(environment, files), "")
    if server and not _HERE.fullmatch(server):
        return f"打印服务设在 {server}，打印的内容会送到那里；导出 PDF 不经过它"
    return "只与本机的打印服务（CUPS）通信，导出 PDF 不经过它"


def _servers(environment: Mapping[str, str], files: tuple[Path, ...]) -> Iterator[str]:
    if environment.get("CUPS_SERVER"):
        yield environment["CUPS_SERVER"][:255]
    for file in files:
        try:
            if not file.is_file():
                continue
            with file.open("rb") as conf:
                words = conf.read(LARGEST).decode("utf-8", "replace")
        except OSError:
            continue  # not there, or not for this user: CUPS cannot read it either
        if found := _NAMED.search(words):
            yield found[1]
