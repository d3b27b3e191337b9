"""The portable Linux archive: the staged tree with a marker that keeps all of the user's data beside the program."""

from __future__ import annotations

import shutil
from pathlib import Path

from workshop import DIST, HERE, NAME, WORK, Release, fresh, put, say, settle, tar_xz


def build(tree: Path, release: Release) -> Path:
    """dist/policy-reader-VERSION-linux-x86_64-portable.tar.xz; unpack it anywhere, run ./policy-reader."""
    folder = fresh(WORK / "portable") / f"{NAME}-{release.version}"
    shutil.copytree(tree, folder, symlinks=True)
    put(
        folder / ".portable",
        "批注、设置和缓存放在旁边的 data 文件夹中。Notes, settings and caches are kept in data/ here.\n",
    )
    put(folder / "README.txt", (HERE / "linux" / "portable.txt").read_text("utf-8"))
    put(folder / "policy.sample.toml", (HERE / "linux" / "policy.toml").read_text("utf-8"))
    settle(folder, release.epoch)
    target = DIST / f"{NAME}-{release.version}-linux-x86_64-portable.tar.xz"
    say(f"packing {target.name}")
    tar_xz(folder, target, release.epoch)
    return target
