"""The UOS store layout of the same tree: everything below /opt/apps/APPID, no conffile, no maintainer scripts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import deb
import icons
from workshop import DIST, HERE, NAME, WORK, Release, fill, fresh, put

APPID = "org.policyreader.reader"


def build(tree: Path, release: Release) -> Path:
    """dist/org.policyreader.reader_VERSION_amd64.deb; the store wants a version of four numbers."""
    version = ".".join([*release.version.split("."), "0", "0"][:4])
    root = fresh(WORK / "uos")
    home = root / "opt/apps" / APPID
    shutil.copytree(tree, home / "files", symlinks=True)
    desktop = fill(HERE / "linux" / "policy-reader.desktop", exec=f"/opt/apps/{APPID}/files/{NAME}", icon=APPID)
    put(home / f"entries/applications/{APPID}.desktop", desktop)
    put(home / f"entries/mime/packages/{APPID}.xml", (HERE / "linux" / "mime.xml").read_text("utf-8"))
    icons.install(home / "entries/icons/hicolor", APPID)
    asked = dict.fromkeys(("autostart", "notification", "trayicon", "clipboard", "account", "bluetooth", "camera",
                           "audio_record", "installed_apps"), False)  # fmt: skip
    info = {"appid": APPID, "name": "政策阅读器", "version": version, "arch": ["amd64"], "permissions": asked}
    put(home / "info", json.dumps(info, ensure_ascii=False, indent=2) + "\n")
    deb.control(root, tree, Release(version, release.commit, release.epoch), APPID, [])
    return deb.pack(root, DIST / f"{APPID}_{version}_amd64.deb", release)
