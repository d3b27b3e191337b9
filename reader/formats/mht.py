"""A web page saved as one file (MHT): its main part, decoded. Pictures and styles beside it are left alone."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from reader.core.errors import BadInput
from reader.formats.bounds import MOST_MEMBERS, too_much
from reader.formats.text import decode_text


def read_mht(data: bytes, name: str) -> tuple[str, str]:
    """Source of the page and its encoding. Raises BadInput where the file holds no page."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        for number, part in enumerate(message.walk()):
            if number > MOST_MEMBERS:
                raise too_much(name, "包含的部分过多")
            if part.get_content_type() in ("text/html", "text/plain", "application/xhtml+xml"):
                return _text(part, name)
    except (LookupError, ValueError, RecursionError, AttributeError, IndexError, TypeError) as error:
        raise BadInput(f"“{name}”已损坏，无法作为网页存档读取。") from error
    raise BadInput(f"“{name}”是网页存档，但其中没有网页。")


def _text(part: Message, name: str) -> tuple[str, str]:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        raise BadInput(f"“{name}”是网页存档，但其中的网页是空的。")
    return decode_text(payload, name)
