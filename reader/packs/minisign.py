"""Signatures in minisign's format: keys read, texts signed and verified. Owns libsodium.

The primitives are libsodium's; only the layout of the files is written here (https://jedisct1.github.io/minisign/).
Must not know what is signed, nor which keys are trusted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from nacl import pwhash
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import SigningKey, VerifyKey

from reader.core.errors import BadInput

PREHASHED, LEGACY = b"ED", b"Ed"
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_SECRET_SIZE: Final = 158
_MOST_MEMORY: Final = 2**31  # bytes for deriving the key of a secret key file; minisign asks for 1 GiB


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key to verify with. `id` is as minisign prints it: 16 hex digits."""

    id: str
    key: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key to sign with."""

    number: bytes
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this one signs."""
        return PublicKey(_id(self.number), bytes(SigningKey(self.seed).verify_key))


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature file, taken apart. Nothing of it is to be believed before `verify` has returned."""

    algorithm: bytes
    number: bytes
    signature: bytes
    comment: str
    whole: bytes

    @property
    def key_id(self) -> str:
        """Which key is said to have signed."""
        return _id(self.number)


def public_key(text: str, name: str = "") -> PublicKey:
    """A public key: the one line RW…, or a whole key file. Raises BadInput."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if lines and lines[0].startswith(_UNTRUSTED):
        name = name or lines[0].removeprefix(_UNTRUSTED)
        lines = lines[1:]
    data = _decoded(lines[0]) if len(lines) == 1 else b""
    if len(data) != 42 or data[:2] != LEGACY:
        raise BadInput(f"“{text.strip()[:60]}”不是 minisign 公钥（应为 RW 开头的一行）。")
    return PublicKey(_id(data[2:10]), data[10:], name)


def signature(text: str) -> Signature:
    """A signature file. Raises BadInput where it is none."""
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if len(lines) != 4 or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        raise BadInput("签名不是 minisign 格式。")
    data, whole = _decoded(lines[1]), _decoded(lines[3])
    if len(data) != 74 or len(whole) != 64 or data[:2] not in {PREHASHED, LEGACY}:
        raise BadInput("签名不是 minisign 格式。")
    return Signature(data[:2], data[2:10], data[10:], lines[2].removeprefix(_TRUSTED), whole)


def verify(data: bytes, signed: Signature, keys: tuple[PublicKey, ...]) -> PublicKey | None:
    """The key of `keys` that signed `data` and the comment; None where none of them has that id.

    Raises BadInput where the key is known and the signature is not its.
    """
    known = [key for key in keys if key.id == signed.key_id]
    for key in known:
        words = signed.signature + signed.comment.encode("utf-8", "surrogateescape")
        try:
            VerifyKey(key.key).verify(_message(data, signed.algorithm), signed.signature)
            VerifyKey(key.key).verify(words, signed.whole)
        except (BadSignatureError, CryptoError, ValueError):
            continue  # two keys may share an id
        return key
    if known:
        raise BadInput(f"签名与内容不符（密钥 {signed.key_id}）。")
    return None


def sign(data: bytes, key: SecretKey, comment: str, *, untrusted: str = "signature of Policy Reader") -> str:
    """The text of a signature file, as `minisign -S` writes it. `comment` is one line and is signed too."""
    if "\n" in comment or "\r" in comment:
        raise ValueError("a trusted comment is one line")
    signer = SigningKey(key.seed)
    made = signer.sign(_message(data, PREHASHED)).signature
    whole = signer.sign(made + comment.encode("utf-8")).signature
    lines = [
        _UNTRUSTED + untrusted,
        base64.b64encode(PREHASHED + key.number + made).decode("ascii"),
        _TRUSTED + comment,
        base64.b64encode(whole).decode("ascii"),
    ]
    return "\n".join(lines) + "\n"


def is_locked(text: str) -> bool:
    """Whether a secret key file wants a passphrase. Raises BadInput where it is no secret key."""
    return _secret_data(text)[2:4] == b"Sc"


def secret_key(text: str, passphrase: str = "") -> SecretKey:
    """A secret key file of minisign's, under a passphrase (scrypt) or without. Raises BadInput.

    Takes a second and 1 GiB of memory with a passphrase, as minisign itself does.
    """
    data = _secret_data(text)
    kdf, salt, rest = data[2:4], data[6:38], data[54:]
    operations, memory = int.from_bytes(data[38:46], "little"), int.from_bytes(data[46:54], "little")
    if kdf == b"Sc":
        if memory > _MOST_MEMORY:
            raise BadInput("私钥文件要求的内存过大，不能使用。")
        try:
            stream = pwhash.scrypt.kdf(len(rest), passphrase.encode("utf-8"), salt, operations, memory)
        except (CryptoError, ValueError, RuntimeError, MemoryError) as error:
            raise BadInput("内存不足，不能解开私钥。") from error
        rest = bytes(a ^ b for a, b in zip(rest, stream, strict=True))
    number, secret, check = rest[:8], rest[8:72], rest[72:]
    made = hashlib.blake2b(data[:2] + number + secret, digest_size=32).digest()
    unchecked = kdf != b"Sc" and check == bytes(32)  # minisign -W leaves the sum out
    if not unchecked and not hmac.compare_digest(made, check):
        raise BadInput("私钥的口令不对。" if kdf == b"Sc" else "私钥文件已损坏。")
    key = SecretKey(number, secret[:32])
    if key.public.key != secret[32:]:
        raise BadInput("私钥文件已损坏。")
    return key


def _secret_data(text: str) -> bytes:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    data = _decoded(lines[-1]) if lines else b""
    if len(data) != _SECRET_SIZE or data[:2] != LEGACY or data[2:4] not in {b"Sc", b"\0\0"} or data[4:6] != b"B2":
        raise BadInput("这不是 minisign 私钥文件。")
    return data


def _message(data: bytes, algorithm: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=64).digest() if algorithm == PREHASHED else data


def _decoded(line: str) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _id(number: bytes) -> str:
    return f"{int.from_bytes(number, 'little'):016X}"
