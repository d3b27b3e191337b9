"""Exports under a passphrase: standard age files (age-encryption.org/v1), made by pyrage. No cryptography of ours.

Also knows how to have it done by a process of its own: the library holds the interpreter for the second or more that a
passphrase takes on purpose, and a window must not stand still for that.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pyrage

from reader.core.errors import BadInput
from reader.paths import Program

SUFFIX: Final = ".age"
LEAST: Final = 6  # characters of a passphrase that is to keep something
MOST_WORK: Final = 20  # log2 of scrypt's N; 20 takes a gigabyte of memory and some seconds, every more twice as much
HEADER: Final = 512  # bytes within which a passphrase's work factor stands
REFUSED: Final = 1  # exit status of the process of its own where the passphrase does not open the file
PATIENCE: Final = 300  # seconds until a process of its own is given up

_MAGIC: Final = b"age-encryption.org/v1\n"
_ARMOUR: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
_STANZA: Final = re.compile(rb"age-encryption\.org/v1\r?\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]{0,2})\r?\n")
_OTHER_KEY: Final = "这个加密文件不是用口令加密的，或已经损坏，没有导入。"


class WrongPassphrase(BadInput):
    """The passphrase does not open the file."""

    def __init__(self) -> None:
        super().__init__("口令不对，或文件已经损坏；没有导入任何内容。")


def is_sealed(data: bytes) -> bool:
    """Whether these bytes begin an age file, binary or armoured."""
    return data.startswith(_MAGIC[:-4]) or data.lstrip().startswith(_ARMOUR)


def check_passphrase(passphrase: str) -> str:
    """The passphrase, where it may be used to keep something. Raises BadInput."""
    if len(passphrase) < LEAST:
        raise BadInput(f"口令太短，至少要 {LEAST} 个字符。")
    return passphrase


def seal(data: bytes, passphrase: str) -> bytes:
    """The bytes as a binary age file under a passphrase. Takes a second or more. Raises BadInput."""
    return bytes(pyrage.passphrase.encrypt(data, _writable(check_passphrase(passphrase))))


def unseal(data: bytes, passphrase: str) -> bytes:
    """The bytes in an age file. May take seconds. Raises WrongPassphrase, or BadInput for what no passphrase opens."""
    _check_head(data)
    try:
        return bytes(pyrage.passphrase.decrypt(data, _writable(passphrase)))
    except pyrage.DecryptError as error:
        raise WrongPassphrase from error


def _writable(passphrase: str) -> str:
    """The passphrase, where it can be written as one line of UTF-8. Raises BadInput."""
    try:
        passphrase.encode("utf-8")
    except UnicodeEncodeError:
        raise BadInput("口令里有无法识别的字符，请换一个口令。") from None
    if "\n" in passphrase:
        raise BadInput("口令只能是一行。")
    return passphrase


def _check_head(data: bytes) -> None:
    """Raises BadInput for a file that no passphrase opens, or only with work that nobody asks for in earnest."""
    found = _STANZA.match(_head(data))
    if found is None:
        raise BadInput(_OTHER_KEY)
    if int(found[1]) > MOST_WORK:
        raise BadInput("这个加密文件要求的计算量大得不正常，没有打开它。")


def _head(data: bytes) -> bytes:
    """The beginning of the file, out of its armour."""
    text = data.lstrip()
    if not text.startswith(_ARMOUR):
        return data[:HEADER]
    inside = b"".join(text[len(_ARMOUR) : 2 * HEADER].partition(b"-----")[0].split())
    try:
        return base64.b64decode(inside[: len(inside) // 4 * 4])
    except (binascii.Error, ValueError):
        return b""


# A process of its own -------------------------------------------------------------------------------------------------


def seal_apart(data: bytes, passphrase: str) -> bytes:
    """`seal`, done by a process of its own."""
    check_passphrase(passphrase)
    answer = _ask("seal", data, passphrase)
    return seal(data, passphrase) if answer is None else answer


def unseal_apart(data: bytes, passphrase: str) -> bytes:
    """`unseal`, done by a process of its own."""
    _check_head(data)
    answer = _ask("unseal", data, passphrase)
    return unseal(data, passphrase) if answer is None else answer


def serve(what: str, given: bytes) -> bytes:
    """What the process of its own does: the passphrase is the first line, then the bytes. Raises BadInput."""
    passphrase, _, data = given.partition(b"\n")
    try:
        words = passphrase.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput("口令里有无法识别的字符，请换一个口令。") from None
    return (seal if what == "seal" else unseal)(data, words)


def _ask(what: str, data: bytes, passphrase: str) -> bytes | None:
    """The answer of a process of its own; None where there is none, whatever the reason: then it is done here."""
    program = Program.current()
    command = [str(program.executable), *(() if program.frozen else ("-m", "reader")), "notes", what]
    python_path = os.pathsep.join(filter(None, [str(program.package.parent), os.environ.get("PYTHONPATH", "")]))
    env = dict(os.environ) if program.frozen else {**os.environ, "PYTHONPATH": python_path}
    given = _writable(passphrase).encode("utf-8") + b"\n" + data
    try:
        done = subprocess.run(  # noqa: S603  this very program; the passphrase goes through a pipe
            command, input=given, capture_output=True, check=False, timeout=PATIENCE, env=env, cwd=Path.home(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    if done.returncode == REFUSED:
        raise WrongPassphrase
    return done.stdout if done.returncode == 0 and done.stdout else None
