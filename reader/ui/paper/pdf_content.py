"""What `QPdfWriter` has painted on a page, run of words by run of words: where each stands, and whether it is seen.

Knows the few commands that Qt writes, a line each, and passes all others over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reader.ui.paper.pdf_file import StrangePdf

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

UP: Final = 2.0  # layout pixels from the line that letters stand on into them
_AS_IT_IS: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_GLYPH = re.compile(rb"<([0-9A-Fa-f]{4})>")
_NEAR = 1.0  # units of the paper: edges are rounded


@dataclass(frozen=True, slots=True)
class Run:
    """Words painted in one go.

    Attributes:
        font: its name in the file. glyphs: their codes there, four digits each.
        place: inside the first letter, in the coordinates of who painted. inside: whether in the type area, None for
            what stands around it; False for a line that is cut away because it is on another page.
    """

    font: bytes
    glyphs: tuple[bytes, ...]
    place: tuple[float, float]
    inside: bool | None


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix = _AS_IT_IS
    clip: Box | None = None


def rewritten(says: bytes, mark: Callable[[Run], tuple[bytes, bytes] | None]) -> bytes:
    """A page with something before and behind each run of words, or without it where `mark` gives None."""
    states, path, out, words = [_State()], list[tuple[float, float]](), list[bytes](), list[bytes]()
    for line in says.split(b"\n"):
        if words or line == b"BT":
            words.append(line)
            if line == b"ET":
                around = mark(_run(words, states[-1]))
                if around is not None:
                    out += [around[0], *words, around[1]]
                words = []
            continue
        out.append(line)
        parts = line.split()
        if parts and set(parts) <= {b"q", b"Q"}:
            for part in parts:
                states[:] = [*states, states[-1]] if part == b"q" else states[:-1] or [_State()]
        elif parts and parts[-1] == b"cm" and len(states) > 1:  # the outermost is that of the whole page
            states[-1] = replace(states[-1], matrix=_times(_matrix(parts), states[-1].matrix))
        elif parts and parts[-1] in {b"m", b"l"}:
            path.append(_at(states[-1].matrix, float(parts[0]), float(parts[1])))
        elif parts[:1] in ([b"W"], [b"W*"]) and path:
            states[-1] = replace(states[-1], clip=_within(path, states[-1].clip))
        if parts and parts[-1] not in {b"m", b"l", b"c", b"h"}:
            path.clear()
    return b"\n".join([*out, *words])


def _run(words: Sequence[bytes], state: _State) -> Run:
    """From the lines of a run: BT; /F12 21 Tf 1 0 0 -1 0 0 Tm; 0 -30 Td <0001> Tj; ...; ET. Raises StrangePdf."""
    try:
        font, begin = words[1].split()[0], words[2].split()
        x, y = _at(_matrix(words[1].split()[3:]), float(begin[0]), float(begin[1]))
    except (IndexError, ValueError) as error:
        raise StrangePdf from error
    inside = None
    if state.clip is not None:
        across, down = _at(state.matrix, x + 1, y - UP)
        left, top, right, bottom = state.clip
        inside = left - _NEAR <= across <= right + _NEAR and top - _NEAR <= down <= bottom + _NEAR
    return Run(font.lstrip(b"/"), tuple(_GLYPH.findall(b"\n".join(words))), (x + 1, y - UP), inside)


def _matrix(parts: Sequence[bytes]) -> Matrix:
    a, b, c, d, e, f = map(float, parts[:6])
    return a, b, c, d, e, f


def _times(m: Matrix, n: Matrix) -> Matrix:
    """What is first changed by `m`, then by `n`."""
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3], m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


def _at(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _within(path: Sequence[tuple[float, float]], clip: Box | None) -> Box:
    left, right = min(x for x, _y in path), max(x for x, _y in path)
    top, bottom = min(y for _x, y in path), max(y for _x, y in path)
    if clip is None:
        return left, top, right, bottom
    return max(left, clip[0]), max(top, clip[1]), min(right, clip[2]), min(bottom, clip[3])
