"""A manifest for winget (schema 1.6.0) of setup.exe and the .msi, for a source inside a network.

POLICY_READER_DOWNLOAD_URL says where the two will lie: winget asks for an address and fetches nothing without one.
Written as JSON, which is YAML too. Standard library only.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msi
from workshop import DIST, NAME, BuildError, Release, digest, fresh, put, say

URL = "POLICY_READER_DOWNLOAD_URL"
VERSION = "1.6.0"
PACKAGE = "PolicyReaderMaintainers.PolicyReader"
LOCALES = ("zh-CN", "zh-TW", "en-US")
TOLD = {
    "zh-CN": ("政策阅读器", "离线阅读、检索、对照和批注政策文件"),
    "zh-TW": ("政策閱讀器", "離線閱讀、檢索、對照和批註政策文件"),
    "en-US": ("Policy Reader", "Read, search, compare and annotate Chinese policy documents offline"),
}


def build(release: Release) -> list[Path]:
    """dist/winget/VERSION, from the installers in dist/; nothing, with a sentence, where no address is given."""
    address = os.environ.get(URL, "").rstrip("/")
    if not address:
        say(f"no winget manifest: {URL} does not say where the installers will lie")
        return []
    return write(DIST, DIST / "winget" / release.version, release, address)


def write(installers: Path, place: Path, release: Release, address: str) -> list[Path]:
    """The files of a manifest. `installers` holds setup.exe and .msi. Raises BuildError where one is not there."""
    made = {PACKAGE: _version(release), f"{PACKAGE}.installer": _installers(installers, release, address)}
    made |= {f"{PACKAGE}.locale.{name}": _locale(release, name) for name in LOCALES}
    fresh(place)
    for name, manifest in made.items():
        text = json.dumps({**manifest, "ManifestVersion": VERSION}, ensure_ascii=False, indent=2)
        put(place / f"{name}.yaml", text + "\n")
    return sorted(place.iterdir())


def _version(release: Release) -> dict[str, Any]:
    return {**_head(release), "DefaultLocale": LOCALES[0], "ManifestType": "version"}


def _head(release: Release) -> dict[str, Any]:
    return {"PackageIdentifier": PACKAGE, "PackageVersion": release.version}


def _locale(release: Release, locale: str) -> dict[str, Any]:
    name, short = TOLD[locale]
    return {
        **_head(release), "PackageLocale": locale, "Publisher": msi.MAKER, "PackageName": name,
        "License": "Apache-2.0", "ShortDescription": short,
        "ManifestType": "defaultLocale" if locale == LOCALES[0] else "locale",
    }  # fmt: skip


def _installers(folder: Path, release: Release, address: str) -> dict[str, Any]:
    base = f"{NAME}-{release.version}-windows-x64"
    product = f"{{{msi.guid('product', release.version)}}}"
    setup = _file(folder, f"{base}-setup.exe", address)
    package = _file(folder, f"{base}.msi", address)
    return {
        **_head(release), "Platform": ["Windows.Desktop"], "MinimumOSVersion": "10.0.17763.0",
        "InstallModes": ["interactive", "silent", "silentWithProgress"], "UpgradeBehavior": "install",
        "Commands": [NAME], "FileExtensions": ["prpack", "prdocs"],
        "Installers": [
            {**setup, "InstallerType": "nullsoft", "Scope": "machine", "ProductCode": "PolicyReader",
             "InstallerSwitches": _switches("/AllUsers"), "ExpectedReturnCodes": _codes()},
            {**setup, "InstallerType": "nullsoft", "Scope": "user", "ProductCode": "PolicyReader",
             "InstallerSwitches": _switches("/CurrentUser"), "ExpectedReturnCodes": _codes()},
            {**package, "InstallerType": "msi", "Scope": "machine", "ProductCode": product,
             "InstallerSwitches": {"InstallLocation": 'INSTALLDIR="<INSTALLPATH>"'},  # winget's own guess is TARGETDIR
             "AppsAndFeaturesEntries": [{"ProductCode": product, "UpgradeCode": f"{{{msi.UPGRADE_CODE}}}"}]},
        ],
        "ManifestType": "installer",
    }  # fmt: skip


def _switches(whose: str) -> dict[str, str]:
    return {
        "Silent": "/S", "SilentWithProgress": "/S", "Custom": whose, "Log": '/LOG="<LOGPATH>"',
        "InstallLocation": "/D=<INSTALLPATH>",
    }  # fmt: skip


def _codes() -> list[dict[str, Any]]:
    """What setup.exe ends with, in winget's words."""
    told = {1: "cancelledByUser", 2: "systemNotSupported", 5: "packageInUse", 6: "alreadyInstalled"}
    return [{"InstallerReturnCode": code, "ReturnResponse": response} for code, response in told.items()]


def _file(folder: Path, name: str, address: str) -> dict[str, Any]:
    file = folder / name
    if not file.exists():
        raise BuildError(f"{name} is not there; build it first (build.py windows)")
    return {"Architecture": "x64", "InstallerUrl": f"{address}/{name}", "InstallerSha256": digest(file).upper()}
