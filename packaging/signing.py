"""Authenticode: signs what runs on Windows, where the builder has a certificate. Never uses a network unless told to.

POLICY_READER_PFX names a PKCS#12 file and POLICY_READER_PFX_PASSWORD a file with its password; without the first
nothing is signed. POLICY_READER_TIMESTAMP names a time-stamp service (RFC 3161): without it the signatures end with
the certificate. The same bytes signed twice with one key give the same bytes, unless they are time-stamped.
"""

from __future__ import annotations

import os
import shutil
import struct
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from workshop import BuildError, run, say

KEY, PASSWORD, TIMESTAMP = "POLICY_READER_PFX", "POLICY_READER_PFX_PASSWORD", "POLICY_READER_TIMESTAMP"
TOOL = "osslsigncode"
TITLE = "Policy Reader"
RUNS = (".exe", ".dll", ".pyd")
_SECURITY = 4  # the entry of a PE file's directory that says where its signature lies


def wanted() -> bool:
    """Whether files are to be signed. Raises BuildError where they are and cannot be."""
    key = os.environ.get(KEY)
    if not key:
        return False
    if not Path(key).is_file():
        raise BuildError(f"{KEY} names {key}, and there is no such file")
    if not shutil.which(TOOL):
        raise BuildError(f"{TOOL} is needed to sign: apt-get install {TOOL}")
    return True


def sign(files: Iterable[Path]) -> int:
    """Signs in place what is there; says so where there is no certificate. Returns how many. Raises BuildError."""
    files = list(files)
    if not wanted():
        say(f"not signed (Authenticode): {KEY} names no certificate")
        return 0
    moment = int(time.time())  # one for all: the same program signed twice has the same bytes
    for file in files:
        _sign(file, moment)
    return len(files)


def sign_tree(tree: Path) -> int:
    """Signs what runs in a tree and has no signature: what its makers signed stays theirs."""
    return sign(file for file in sorted(tree.rglob("*")) if file.suffix in RUNS and not is_signed(file))


def _sign(file: Path, moment: int) -> None:
    draft = file.with_name(f"{file.name}.signed")
    draft.unlink(missing_ok=True)
    command = [TOOL, "sign", "-pkcs12", os.environ[KEY], "-h", "sha256", "-n", TITLE]
    command += ["-time", str(moment)]
    if password := os.environ.get(PASSWORD):
        command += ["-readpass", password]
    if service := os.environ.get(TIMESTAMP):
        command += ["-ts", service]
    run([*command, "-in", str(file), "-out", str(draft)])
    draft.chmod(file.stat().st_mode & 0o777)
    draft.replace(file)


def is_signed(file: Path) -> bool:
    """Whether a program file of Windows carries a signature; whose it is is not looked at."""
    return directory(file)[_SECURITY][1] > 0


def directory(file: Path) -> list[tuple[int, int]]:
    """Place and size of every entry of a PE file's directory. Raises BuildError where it is none."""
    data = file.read_bytes()
    try:
        start = struct.unpack_from("<I", data, 0x3C)[0]
        if data[start : start + 4] != b"PE\0\0":
            raise ValueError
        magic = struct.unpack_from("<H", data, start + 24)[0]
        at = start + 24 + (112 if magic == 0x20B else 96)
        return [struct.unpack_from("<II", data, at + 8 * number) for number in range(16)]
    except (struct.error, ValueError) as error:
        raise BuildError(f"{file.name} is no program file of Windows") from error


def characteristics(file: Path) -> int:
    """What a PE file allows the system (DllCharacteristics): 0x40 ASLR, 0x20 64-bit ASLR, 0x100 NX, 0x4000 CFG."""
    directory(file)
    data = file.read_bytes()
    start = struct.unpack_from("<I", data, 0x3C)[0]
    return int(struct.unpack_from("<H", data, start + 24 + 70)[0])


if __name__ == "__main__":  # makensis calls this for the uninstaller while it makes setup.exe
    try:
        sign(map(Path, sys.argv[1:]))
    except BuildError as error:
        say(str(error))
        sys.exit(1)
