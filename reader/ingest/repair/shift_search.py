"""The texts that show what a damaged piece shows: a beam search over the bytes, those that are known and those lost.

Part of rule "gbk-shift" for pages that were cut at the bytes of a mark (`reader/ingest/repair/shift.py` says how).
Finds and orders; which text is right the rule says.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest
from operator import itemgetter

from reader.ingest.repair.characters import readings
from reader.ingest.repair.gbk_search import simple_form
from reader.ingest.repair.shift import MARKS, Damage, unseen
from reader.ingest.repair.shift_model import CONTEXT, ShiftModel
from reader.ingest.repair.shift_values import (
    BEAM,
    BEHIND,
    SECOND_OF_MARKS,
    STOP,
    Behind,
    Gap,
    Grown,
    Guess,
    Opening,
    Pair,
    Path,
    Reading,
    Rows,
    begins,
    best_of,
    laid_out,
    may_follow_number,
    simple_form_of,
    weighed,
)

_OPENED = 8
_FOLLOWED = 24  # characters before a vanished pair that are followed up
_WORTH = 7.0  # what a way over vanished pairs may cost more than the one without
_DOUBTED = -0.5  # a way without vanished pairs that is likelier is taken
_FURTHER = 8  # of them over another vanished pair
_GUESSED = 2 * _FOLLOWED  # of what longer contexts do not know
_DEEPEST = 4  # vanished pairs in a row
_NEVER = 1e9
_CHEAPEST = 0.05
_SLACK = 2.5  # what a longer context may add to the chance of a character behind two others
_ANYWHERE = ",:()、“”《》的"  # what may stand behind anything
_WORDS_BEFORE = 8  # characters before the damage that are read as words with it


class Solver:
    """Finds the texts of damaged pieces. `rows`: characters the page can have."""

    def __init__(self, rows: Rows, model: ShiftModel) -> None:
        self._model = model
        self._first_rows = rows
        # The marks that pages were cut at cannot stand inside a piece.
        self._rows = {
            lead: {trail: pair for trail, pair in row.items() if pair[0] not in MARKS} for lead, row in rows.items()
        }
        gone = unseen()
        self._before_gap = {
            lead: [(gone[trail], pair) for trail, pair in row.items() if trail in gone]
            for lead, row in self._rows.items()
        }
        self._spelled: defaultdict[str, list[tuple[int, int, Pair]]] = defaultdict(list)
        for lead, row in self._rows.items():
            for trail, pair in row.items():
                self._spelled[pair[1]].append((lead, trail, pair))
        self._usual: defaultdict[int, list[tuple[float, int, Pair]]] = defaultdict(list)
        for lead, row in self._rows.items():
            for trail, pair in row.items():
                self._usual[trail].append((model.alone(pair[1]), lead, pair))
        for of_trail in self._usual.values():
            of_trail.sort(key=itemgetter(0), reverse=True)
        self._usual_gone = [
            (known, gone[trail], lead, pair)
            for trail, of_trail in self._usual.items()
            if trail in gone
            for known, lead, pair in of_trail
        ]
        self._usual_gone.sort(key=itemgetter(0), reverse=True)
        self._seen: dict[str, Behind] = {}

    def readings(self, ways: Sequence[Damage], line: str, before: str, stop: int) -> list[Reading]:
        """The texts of a piece of `line` that may end in several `ways`, best first; [:stop] of the line is looked at.

        `before` is what stands in front, as far as it is read.
        """
        start = Path(0.0, "", "".join(map(simple_form, before[-CONTEXT:])) or "\n")
        chance = self._model.behind(start.last)
        # A true 。 was cut at its own bytes, unless those of another mark behind it were found before.
        mark = ways[0].mark
        found = (pair for row in self._first_rows.values() if (pair := row.get(mark[0])))
        could = [pair for pair in found if pair[0] not in MARKS or (pair[0] == "。" and mark[0] == 0xA3)]
        paths = best_of([(start.score + chance[pair[1]] + pair[2], start, pair) for pair in could])
        words = "".join(map(simple_form, before[-_WORDS_BEFORE:])).rpartition("\n")[2]
        return weighed(self._ends(paths, mark[1], ways, 0, line, stop), words, self._model.words)

    def heads(
        self, ways: Sequence[Damage], numbers: Mapping[int, str], line: str, stop: int
    ) -> dict[int, list[Reading]]:
        """The texts of a piece that begins the line with one of the heads, by number; 0: with a bracket and any text.

        What follows a number is read as if a usual one stood before it.
        """
        tails: dict[tuple[int, int, bool], list[Reading]] = {}
        out: dict[int, list[Reading]] = {}
        for value, head in numbers.items():
            laid = laid_out(head, ways[0].mark, max(ways, key=lambda way: len(way.tokens)).tokens)
            if laid is None:
                continue
            key = (*laid, not value)
            if key not in tails:
                used, byte = laid
                context = "(一)" if value else "\n("
                start = Path(0.0, "", context)
                longer = [way for way in ways if len(way.tokens) > used]
                ended = [way for way in ways if len(way.tokens) == used and way.how == "mark"]
                found = [reading for way in ended for reading in self._tailed([start], way, line, stop)]
                if longer:
                    token = longer[-1].tokens[used]
                    first = self._behind_head(start, byte, token)
                    found += self._ends(first, token[1], longer, used + 1, line, stop)
                found = [reading for reading in found if not value or may_follow_number(reading.text)]
                tails[key] = weighed(found, context.rpartition("\n")[2], self._model.words)
            if tails[key]:
                out[value] = [reading._replace(text=head + reading.text) for reading in tails[key]]
        return out

    def _behind_head(self, start: Path, byte: int, token: bytes) -> list[Path]:
        """The paths behind a head whose last byte is the first of the pair at hand, through `token`."""
        out = [start] if token[0] == byte else []
        if leads := unseen().get(byte):
            out += best_of(self._over([Gap(0.0, start, leads, -2 * BEHIND)], token[0]))
        return out

    def _ends(
        self, paths: list[Path], opened: int, ways: Sequence[Damage], used: int, line: str, stop: int
    ) -> list[Reading]:
        """The texts of every way, by characters. `paths` are behind the first `used` tokens, with `opened` at hand."""
        out: list[Reading] = []
        for way in sorted(ways, key=lambda way: len(way.tokens)):
            while used < len(way.tokens) and paths:
                paths = self._next(paths, opened, way.tokens[used])
                opened = way.tokens[used][1]
                used += 1
            if not paths:
                break
            if used > len(way.tokens):
                continue
            out += self._tailed(self._closed(paths, opened, way), way, line, stop)
        return out

    def _tailed(self, paths: list[Path], way: Damage, line: str, stop: int) -> list[Reading]:
        """The texts of paths behind a whole piece, scored with what stands behind it."""
        tail = simple_form_of(line[way.end : stop]) + ("\n" if stop == len(line) else "")
        out = []
        for path in paths:
            score = path.score + self._model.tail(path.last, tail)
            if tail[1:] == "\n":
                score += self._model.ending(path.last, tail[0])
            out.append(Reading(score, path.chars, way, tail))
        return out

    def _next(self, paths: list[Path], opened: int, token: bytes) -> list[Path]:
        """The paths through the next token, `opened` being the first byte of the character at hand."""
        first = token[0]
        out: list[Grown] = []
        stop = first == 0xA3 and token[1] in SECOND_OF_MARKS  # a 。 that was cut at the mark behind its first byte
        pair = STOP if stop and opened == 0xA1 else self._rows.get(opened, {}).get(first)
        doubted: list[tuple[Path, float]] = []  # with what a way over vanished pairs must reach
        if pair:
            simple, form = pair[1], pair[2]
            for path in paths:
                chance = self._model.behind(path.last)[simple]
                out.append((path.score + chance + form, path, pair))
                if chance < _DOUBTED:
                    doubted.append((path, path.score + chance - _WORTH))
        else:
            doubted = [(path, -_NEVER) for path in paths]
        best = max(out, key=itemgetter(0))[0] if out else -_NEVER
        floor = max(best, paths[0].score - BEHIND) - BEHIND
        gaps = self._gaps([(path, max(floor, least)) for path, least in doubted[:_OPENED]], opened)
        if gaps:
            out += self._over(gaps, first)
        return best_of(out)

    def _gaps(self, paths: Sequence[tuple[Path, float]], opened: int) -> list[Gap]:
        """The best paths with the character at hand closed by a byte that began a vanished pair."""
        out: list[Opening] = []
        row = self._before_gap.get(opened, ())
        for path, floor in paths:
            score = path.score
            if score - floor < _CHEAPEST:
                continue
            chance = self._model.behind(path.last)
            # A true 。 whose first byte made the mark: its second one may begin a vanished pair as well.
            stop = [(unseen()[0xA3], STOP)] if opened == 0xA1 and begins(path.chars) else []
            out += [
                (total, path, pair, leads, floor)
                for leads, pair in itertools.chain(row, stop)
                if (total := score + chance[pair[1]] + pair[2]) > floor
            ]
        return self._gaps_of(out)

    def _over(self, gaps: list[Gap], first: int) -> list[Grown]:
        """Paths over one or more vanished pairs whose next character ends in the byte `first`."""
        out: list[Grown] = []
        for depth in range(_DEEPEST):
            for score, path, leads, floor in gaps:
                least = floor - score  # what one character more may cost
                if least > -_CHEAPEST:
                    continue
                chance = self._model.behind(path.last)
                near, far = self._behind(path.last[-2:]), self._behind(path.last[-1:])
                for pairs, bound, seen in (
                    (near.by_trail, least - _SLACK, ()),
                    (far.by_trail, least - chance.rest, near.chars),
                    (self._usual, least - chance.unseen, far.chars),
                ):
                    for known, lead, pair in pairs.get(first, ()):
                        if known < bound:
                            break
                        if lead in leads and pair[1] not in seen:
                            out.append((score + chance[pair[1]] + pair[2], path, pair))
            if depth == _DEEPEST - 1:
                break
            gaps = self._further(gaps)
            if not gaps:
                break
        return out

    def _further(self, gaps: list[Gap]) -> list[Gap]:
        """The gaps with one more character, both of whose bytes went with vanished pairs."""
        out: list[Opening] = []
        guessed: list[Guess] = []
        worth = -_NEVER  # what a guess must be worth more than to be among the best so far
        for score, path, leads, floor in gaps[:_FURTHER]:
            least = floor - score
            if least > -2 * _CHEAPEST:
                continue
            chance = self._model.behind(path.last)
            near, far = self._behind(path.last[-2:]), self._behind(path.last[-1:])
            for known, following, lead, pair in near.unseen:
                if known < least - _SLACK:
                    break
                if lead in leads and (one := chance[pair[1]]) > least:
                    out.append((score + one + pair[2], path, pair, following, floor))
            # What longer contexts do not know is first taken for as likely as the last character alone makes it.
            for unseen_ones, rest, seen in (
                (far.unseen, chance.rest, near.chars),
                (self._usual_gone, chance.unseen, far.chars),
            ):
                room = _GUESSED  # the likely ones stand first: of one list no more can be among the best
                for known, following, lead, pair in unseen_ones:
                    if known + rest < least or (total := score + known + rest) <= worth or not room:
                        break
                    if lead in leads and pair[1] not in seen:
                        guessed.append((total, score, path, pair, following, floor))
                        room -= 1
            if len(guessed) >= _GUESSED:
                guessed = nlargest(_GUESSED, guessed, key=itemgetter(0))
                worth = guessed[-1][0]
        for _, score, path, pair, following, floor in nlargest(_GUESSED, guessed, key=itemgetter(0)):
            total = score + self._model.behind(path.last)[pair[1]] + pair[2]
            if total > floor:
                out.append((total, path, pair, following, floor))
        return self._gaps_of(out)

    def _gaps_of(self, grown: list[Opening]) -> list[Gap]:
        return [
            Gap(score, Path(score, path.chars + pair[0], (path.last + pair[1])[-CONTEXT:]), leads, floor)
            for score, path, pair, leads, floor in nlargest(_FOLLOWED, grown, key=itemgetter(0))
        ]

    def _over_to_end(self, paths: list[Path], opened: int, best: float) -> list[Grown]:
        """Paths over one or two vanished pairs, the last of whose characters lost its second byte."""
        out: list[Grown] = []
        floor = max(best, paths[0].score - BEHIND) - BEHIND
        gaps = self._gaps([(path, floor) for path in paths[:_OPENED]], opened)
        for depth in range(2):
            for score, path, leads, _ in gaps:
                least = floor - score
                chance = self._model.behind(path.last)
                near, far = self._behind(path.last[-2:]), self._behind(path.last[-1:])
                for known, lead, _, pair in near.any:
                    if known < least - _SLACK:
                        break
                    if lead in leads:
                        out.append((score + chance[pair[1]] + pair[2], path, pair))
                bound = least - chance.rest
                for known, lead, _, pair in far.any:
                    if known < bound:
                        break
                    if lead in leads and pair[1] not in near.chars:
                        out.append((score + chance[pair[1]] + pair[2], path, pair))
            if depth == 0:
                gaps = self._further(gaps)
        return out

    def _behind(self, last: str) -> Behind:
        """The characters seen behind one or two."""
        found = self._seen.get(last)
        if found is None:
            chance, gone = self._model.behind(last), unseen()
            others = dict.fromkeys(self._model.followers(last))
            if len(last) == 1:
                others |= dict.fromkeys(_ANYWHERE)
            ranked = [
                (chance[other], lead, trail, pair)
                for other in others for lead, trail, pair in self._spelled.get(other, ())
            ]  # fmt: skip
            ranked.sort(key=itemgetter(0), reverse=True)
            by_trail: defaultdict[int, list[tuple[float, int, Pair]]] = defaultdict(list)
            for one, lead, trail, pair in ranked:
                by_trail[trail].append((one, lead, pair))
            found = self._seen[last] = Behind(
                frozenset(others), by_trail, ranked,
                [(one, gone[trail], lead, pair) for one, lead, trail, pair in ranked if trail in gone],
            )  # fmt: skip
        return found

    def _closed(self, paths: list[Path], opened: int, damage: Damage) -> list[Path]:
        if damage.how == "whole" or not paths:
            # Where a line ends in a whole pair nothing stands alone, so damage of this sort cannot end there.
            return []
        if damage.how in ("letter", "joined"):
            return self._with_letter(paths, opened, damage)
        out: list[Grown] = []
        closing = list(self._rows.get(opened, {}).values())
        # A 。 whose first byte was taken for the second of a ！ was not cut at its own bytes.
        stop = (damage.tokens[-1] if damage.tokens else damage.mark) == MARKS["！"] and opened == MARKS["。"][0]
        if damage.reading is not None:
            closing = [pair for pair in closing if damage.reading in readings(pair[0])]
        for path in paths[:_OPENED]:
            chance, score = self._model.behind(path.last), path.score
            out += [(score + chance[pair[1]] + pair[2], path, pair) for pair in closing]
            if stop and path.chars[-1:] != "。":
                out.append((score + chance["。"], path, STOP))
        if damage.reading is None:
            out += self._over_to_end(paths, opened, max(out, key=itemgetter(0))[0] if out else -1e9)
        return self._with_swallowed(best_of(out, 2 * BEAM), damage)

    def _with_letter(self, paths: list[Path], opened: int, damage: Damage) -> list[Path]:
        """The last character ends in the byte that shows as a letter; `joined`: in the one before it, and a letter
        stands behind.
        """
        byte = ord(damage.last[0])
        out: list[Grown] = []
        if pair := self._rows.get(opened, {}).get(byte):
            out = [(path.score + self._model.behind(path.last)[pair[1]] + pair[2], path, pair) for path in paths]
        if damage.how == "letter":
            floor = max((grown[0] for grown in out), default=paths[0].score - BEHIND) - BEHIND
            out += self._over(self._gaps([(path, floor) for path in paths], opened), byte)
        closed = [path for path in best_of(out) if damage.reading is None or damage.reading in readings(path.chars[-1])]
        return [self._with(path, damage.last[1]) for path in closed] if damage.how == "joined" else closed

    def _with_swallowed(self, paths: list[Path], damage: Damage) -> list[Path]:
        if damage.how != "swallowed" or damage.last in "(<":
            return paths
        longer = [self._with(path, char) for path in paths for char in damage.last]
        return nlargest(2 * BEAM, longer, key=itemgetter(0))

    def _with(self, path: Path, char: str) -> Path:
        score = path.score + self._model.behind(path.last)[char]
        return Path(score, path.chars + char, (path.last + char)[-CONTEXT:])


__all__ = ["Solver"]
