"""Signatures agree with the minisign tool, both ways; what was touched is refused."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from reader.core.errors import BadInput
from reader.packs import minisign

# From minisign's own documentation and its test suite: made by the tool, not by this program.
DOCUMENTED = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
KEY = minisign.SecretKey(bytes(range(8)), bytes(range(32)))
DATA = "语料包的清单".encode()


def public_line(key: minisign.SecretKey) -> str:
    return base64.b64encode(b"Ed" + key.number + key.public.key).decode()


def secret_file(key: minisign.SecretKey) -> str:
    secret = key.seed + key.public.key
    check = hashlib.blake2b(b"Ed" + key.number + secret, digest_size=32).digest()
    data = b"Ed\0\0B2" + bytes(32 + 16) + key.number + secret + check
    return "untrusted comment: minisign encrypted secret key\n" + base64.b64encode(data).decode() + "\n"


def tool() -> str:
    found = shutil.which("minisign")
    if found is None:
        pytest.skip("minisign is not installed")
    return found


def test_a_published_key_is_read() -> None:
    key = minisign.public_key(DOCUMENTED)
    assert key.id == "E7620F1842B4E81F"
    filed = minisign.public_key(f"untrusted comment: 某省大数据局\r\n{DOCUMENTED}\r\n")
    assert filed.key == key.key
    assert filed.name == "某省大数据局"


@pytest.mark.parametrize(
    "text", ["", "RW", "RWQf6LRCGA9i53ml", DOCUMENTED + "\n" + DOCUMENTED, "é" * 56, "RX" + "A" * 54]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="公钥"):
        minisign.public_key(text)


def test_what_was_signed_is_verified() -> None:
    signed = minisign.signature(minisign.sign(DATA, KEY, "timestamp:1 语料 2026-11"))
    assert signed.comment == "timestamp:1 语料 2026-11"
    assert minisign.verify(DATA, signed, (minisign.public_key(DOCUMENTED), KEY.public)) == KEY.public
    assert minisign.verify(DATA, signed, (minisign.public_key(DOCUMENTED),)) is None, "nobody we know"


@pytest.mark.parametrize("line", [1, 2, 3])
def test_every_touched_line_of_a_signature_is_noticed(line: int) -> None:
    lines = minisign.sign(DATA, KEY, "comment").split("\n")
    if line == 2:
        lines[2] += "!"
    else:
        raw = bytearray(base64.b64decode(lines[line]))
        raw[-1] ^= 1
        lines[line] = base64.b64encode(bytes(raw)).decode()
    with pytest.raises(BadInput, match="不符"):
        minisign.verify(DATA, minisign.signature("\n".join(lines)), (KEY.public,))


def test_touched_data_is_noticed() -> None:
    signed = minisign.signature(minisign.sign(DATA, KEY, ""))
    with pytest.raises(BadInput, match="不符"):
        minisign.verify(DATA + b"\n", signed, (KEY.public,))


@pytest.mark.parametrize("text", ["", "a\nb\nc\nd", "untrusted comment: a\nRUQ=\ntrusted comment: b\nAAAA\n"])
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="minisign 格式"):
        minisign.signature(text)


def test_a_legacy_signature_is_verified() -> None:
    signer = SigningKey(KEY.seed)
    made = signer.sign(DATA).signature
    text = (
        "untrusted comment: old\n" + base64.b64encode(b"Ed" + KEY.number + made).decode()
        + "\ntrusted comment: c\n" + base64.b64encode(signer.sign(made + b"c").signature).decode() + "\n"
    )  # fmt: skip
    assert minisign.verify(DATA, minisign.signature(text), (KEY.public,)) == KEY.public


def test_a_secret_key_without_passphrase() -> None:
    text = secret_file(KEY)
    assert not minisign.is_locked(text)
    assert minisign.secret_key(text) == KEY
    damaged = base64.b64decode(text.splitlines()[1])
    broken = base64.b64encode(damaged[:-1] + bytes([damaged[-1] ^ 1])).decode()
    with pytest.raises(BadInput, match="已损坏"):
        minisign.secret_key(broken)
    with pytest.raises(BadInput, match="不是 minisign 私钥"):
        minisign.secret_key("RWQ")


# With the tool itself


def test_the_tool_verifies_what_this_program_signs(tmp_path: Path) -> None:
    (tmp_path / "pack.json").write_bytes(DATA)
    (tmp_path / "pack.json.minisig").write_text(minisign.sign(DATA, KEY, "timestamp:1 语料"), "utf-8")
    command = [tool(), "-V", "-P", public_line(KEY), "-m", "pack.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "timestamp:1 语料" in done.stdout
    (tmp_path / "pack.json").write_bytes(DATA + b" ")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("form", [["-H"], ["-l"]])
def test_this_program_verifies_what_the_tool_signs(tmp_path: Path, form: list[str]) -> None:
    command = tool()
    (tmp_path / "a").write_bytes(DATA)
    subprocess.run([command, "-G", "-W", "-p", "k.pub", "-s", "k.key"], cwd=tmp_path, check=True, capture_output=True)
    words = [command, "-S", *form, "-s", "k.key", "-m", "a", "-t", "十一月"]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    key = minisign.public_key((tmp_path / "k.pub").read_text("utf-8"))
    signed = minisign.signature((tmp_path / "a.minisig").read_text("utf-8"))
    assert signed.algorithm == (b"ED" if form == ["-H"] else b"Ed")
    assert minisign.verify(DATA, signed, (key,)) == key
    assert signed.comment == "十一月"
    assert minisign.secret_key((tmp_path / "k.key").read_text("utf-8")).public.key == key.key


def test_a_key_that_the_tool_put_under_a_passphrase(tmp_path: Path) -> None:
    made = subprocess.run(
        [tool(), "-G", "-p", "k.pub", "-s", "k.key"], cwd=tmp_path, input="口令\n口令\n", encoding="utf-8",
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("this minisign reads passphrases from a terminal only")
    text = (tmp_path / "k.key").read_text("utf-8")
    assert minisign.is_locked(text)
    key = minisign.public_key((tmp_path / "k.pub").read_text("utf-8"))
    assert minisign.secret_key(text, "口令").public.key == key.key
    with pytest.raises(BadInput, match="口令不对"):
        minisign.secret_key(text, "别的")
