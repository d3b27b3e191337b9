"""Checksums of everything in dist/, and a signature where the builder has a key."""

from __future__ import annotations

import os
from pathlib import Path

from workshop import DIST, Release, digest, put, run, say

SUMS = DIST / "SHA256SUMS"
KEY = "POLICY_READER_MINISIGN_KEY"


def seal(release: Release) -> None:
    """Write dist/SHA256SUMS, and SHA256SUMS.minisig with the secret key file that the environment names.

    The key has to be without a password (minisign -G -W): nobody is there to type one.
    """
    files = sorted(file for file in DIST.rglob("*") if file.is_file() and not file.name.startswith("SHA256SUMS"))
    put(SUMS, "".join(f"{digest(file)}  {file.relative_to(DIST).as_posix()}\n" for file in files))
    key = os.environ.get(KEY)
    signature = Path(f"{SUMS}.minisig")
    if not key:
        signature.unlink(missing_ok=True)  # one that is there does not fit any more
        say(f"not signed: {KEY} names no minisign key")
        return
    run(["minisign", "-S", "-s", key, "-m", str(SUMS), "-x", str(signature), "-t", f"policy-reader {release.version}"])
    say(f"signed: {signature.name}")
