"""What is no more than text and was written for programs: JSON, XML, source code, settings, a log."""

from __future__ import annotations

import json
import re
import tomllib

_FIRST_LINES = 400
_LARGEST_SETTINGS = 1024 * 1024
_LARGEST_JSON = 16 * 1024 * 1024
_CODE = re.compile(
    rb"\s*(?:(?:from\s+[\w.]+\s+)?import\s+[\w.*{ (]|(?:async\s+)?def\s+\w+\(|class\s+\w+\s*[:({]|return\b|if\s.+:$"
    rb"|(?:for|while|with)\s.+:$|try:$|else:$|elif\s|except\b.*:$|raise\s|assert\s|@\w[\w.]*(?:\(|$)|#\s*include\s*[<\"]"
    rb"|(?:export\s+)?(?:const|let|var|function|interface|type|static|public|private|protected|package|namespace|using)\s"
    rb"|[\w.\[\]\"']+\s*(?::\s*[\w.\[\], |]+)?\s*[-+*/|&]?=\s*\S|[\w.]+\(.*\)[;,]?$|[\])}]+[;,)]*$"
    rb"|[\x00-\x7f]*[;{]$|//|/\*|SELECT\s|INSERT\s)"
)
_LOGGED = re.compile(
    rb"\s*(?:[\[<]?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d(?::\d\d)?|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
    rb"|\[?(?:DEBUG|INFO|WARN|WARNING|ERROR)\b)"
)
_HEADED = re.compile(rb"\s*\[[\w.\" -]+\]+$")
_KEYED = re.compile(rb"\s*(?:- +)*[\"']?[A-Za-z_$][\w.$/-]{0,60}[\"']?\s*:(?:\s|$)")
"""A key and what it stands for, as YAML writes it: names in Latin letters, with a colon of half width."""
_PART = re.compile(rb"(?:---|\.\.\.)(?:\s|$)|\s*(?:- |#)")
"""What else YAML consists of: marks between documents, items, comments. Text may begin so, too."""
_ELEMENT = re.compile(rb"<(?:\?xml[\s?]|!DOCTYPE\s|!--|[A-Za-z_][\w.:-]*(?:\s[^<>]*)?/?>)")
_TAG = re.compile(rb"<[^<>]*>")
_STOPS = ("。".encode(), "。".encode("gb18030"))
_MOSTLY = 0.5
_NEARLY_ALL = 0.9
_FEWEST_LINES = 3
_LONGEST_LINE = 1000
_BLANK = b"\xef\xbb\xbf \t\r\n"


def is_data(data: bytes) -> bool:
    """Whether what is no more than text was written for programs: JSON, XML, source code, settings, a log.

    By what most of its lines are; text in which lines of prose prevail is none, whatever it quotes. A web page, which
    begins with a tag as XML does, is not to be asked about.
    """
    body = data.lstrip(_BLANK)
    if _ELEMENT.match(body) and body.rstrip().endswith(b">") and not _says_sentences(body[: 64 * 1024]):
        return True
    if body[:1] in {b"{", b"["} and _is_json(body):
        return True
    if body.startswith(b"#!/") or _is_toml(body):
        return True
    lines = [line.rstrip()[:_LONGEST_LINE] for line in body[: 64 * 1024].splitlines()[:_FIRST_LINES] if line.strip()]
    if len(lines) < _FEWEST_LINES:
        return False
    logged = sum(_LOGGED.match(line) is not None for line in lines)
    coded = sum(_CODE.match(line) is not None or _HEADED.match(line) is not None for line in lines)
    return max(logged, coded) >= _MOSTLY * len(lines) or _is_yaml(lines)


def _says_sentences(body: bytes) -> bool:
    """Whether sentences prevail between the tags."""
    between = _TAG.sub(b"", body)
    stops = sum(between.count(stop) for stop in _STOPS)
    return stops >= _FEWEST_LINES and len(between) > _MOSTLY * len(body)


def _is_yaml(lines: list[bytes]) -> bool:
    """Whether most lines are keys, and hardly any is what YAML has no place for."""
    keyed = sum(_KEYED.match(line) is not None for line in lines)
    others = sum(_PART.match(line) is not None for line in lines if not _KEYED.match(line))
    return keyed >= _MOSTLY * len(lines) and keyed + others >= _NEARLY_ALL * len(lines)


def _is_json(body: bytes) -> bool:
    if len(body) > _LARGEST_JSON:
        body = body[: body.find(b"\n")]  # one value a line, or nothing that can be told cheaply
    for part in (body, body.partition(b"\n")[0]):
        try:
            if isinstance(json.loads(part), dict | list):
                return True
        except (ValueError, RecursionError):
            continue
    return False


def _is_toml(body: bytes) -> bool:
    if len(body) > _LARGEST_SETTINGS:
        return False
    try:
        return bool(tomllib.loads(body.decode()))
    except (ValueError, RecursionError):
        return False
