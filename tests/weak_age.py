"""Age files under a passphrase whose key takes no time to make: for tests of everything but the strength of it.

Written from the specification (age-encryption.org/v1) on libsodium; what opens them is the program itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import Final

from nacl.bindings import crypto_aead_chacha20poly1305_ietf_encrypt as encrypt

WORK: Final = 4  # log2 of scrypt's N, where a real file has 16 or more
CHUNK: Final = 64 * 1024


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """HKDF with SHA-256: 32 bytes."""
    return hmac.digest(hmac.digest(salt or bytes(32), key, "sha256"), purpose + b"\1", "sha256")


def seal(data: bytes, passphrase: str) -> bytes:
    """The bytes as a binary age file."""
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapping = hashlib.scrypt(
        passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=2**WORK, r=8, p=1, dklen=32
    )
    wrapped = encrypt(key, None, bytes(12), wrapping)
    head = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_base64(salt), WORK, _base64(wrapped))
    mac = _base64(hmac.digest(_derived(key, b"", b"header"), head, "sha256"))
    stream = _derived(key, nonce, b"payload")
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)] or [b""]
    body = b"".join(
        encrypt(chunk, None, number.to_bytes(11, "big") + bytes([number == len(chunks) - 1]), stream)
        for number, chunk in enumerate(chunks)
    )
    return head + b" " + mac + b"\n" + nonce + body
