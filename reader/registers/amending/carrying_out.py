"""Carries out the orders of a decision on the text of a law. What does not fit exactly is left as it was, and said.

Orders name clauses by their old numbers; what is added says its new one. So articles keep who they are until all is
done, and are numbered then: those whose new number is said stand there, the others fill the rest in their old order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from reader.core.articles import Key
from reader.registers.amending.below import count_items, follow_below, shifts, unplaced
from reader.registers.amending.draft import END, NEW, Draft, Line, Part, Piece, bare, fresh, parsed, without_label
from reader.registers.amending.numbering import number_anew, number_lines
from reader.registers.amending.values import Instruction, Orders, Target

_STOPS: Final = "。；，;"
_OWN_NUMBER: Final = re.compile(r"^[（(][〇零一二三四五六七八九十百]{1,6}[）)]\s*")


class NotFitting(Exception):
    """An order that does not fit the text; says why in one sentence."""


@dataclass
class Done:
    """What became of one order. `why`: why it was left; "" where it was carried out. `pieces`: what it touched."""

    order: Instruction
    why: str = ""
    pieces: list[Piece] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)


@dataclass
class Outcome:
    """A law with a decision carried out.

    Attributes:
        doubts: what of the whole is not sure (numbers, where an added article belongs).
    """

    draft: Draft
    done: list[Done]
    doubts: list[str]


def carry_out(draft: Draft, orders: Orders) -> Outcome:
    """Carries out orders, all of one law, on a draft, which changes."""
    before = count_items(draft.pieces)
    done = [_one(draft, order) for order in orders.instructions]
    _place_below(draft, done)
    doubts = []
    if orders.unread:
        doubts.append(f"修改决定中有 {len(orders.unread)} 处没有读懂")
    if left := [each for each in done if each.why]:
        doubts.append(f"有 {len(left)} 条指令没有适用")
    follows = any(each.op == "follow" for each in orders.instructions)
    doubts += follow_below(draft, shifts(draft, before), follows=follows)
    doubts += number_anew(draft, follows=follows)
    return Outcome(draft, done, doubts)


def _one(draft: Draft, order: Instruction) -> Done:
    done = Done(order)
    try:
        _WAYS[order.op](draft, order, done)
    except NotFitting as error:
        done.why = str(error)
    for piece in done.pieces:
        piece.changed = True
    return done


def _place_below(draft: Draft, done: list[Done]) -> None:
    """第二款改为第三款, 第（三）项改为第（四）项: where they stand once all else is done."""
    said: dict[tuple[Key, int], dict[int, int]] = {}
    by: dict[tuple[Key, int], list[Done]] = {}
    for each in done:
        if each.why or each.order.op != "renumber":
            continue
        for target, to in zip(each.order.targets, each.order.becomes, strict=True):
            if target.unit == to.unit != "条" and target.key is not None:
                piece = _found(draft, target)
                place = (target.key, _item(piece, target)[0].was if target.item else 0)
                number = (target.item, to.item) if target.item else (target.paragraph, to.paragraph)
                said.setdefault(place, {})[number[0]] = number[1]
                by.setdefault(place, []).append(each)
    for place in unplaced(draft.pieces, said):
        for each in by[place]:
            each.why = "款、项的新次序与原文接不上"
    for key, paragraph in said:
        amended = draft.find(Target(key))
        for part in amended.parts if amended is not None and paragraph else ():
            if part.was == paragraph:
                number_lines(part)


def _found(draft: Draft, target: Target) -> Piece:
    piece = draft.find(target)
    if piece is None:
        raise NotFitting("原文没有这一条")
    return piece


def _part(piece: Piece, number: int) -> Part:
    part = next((each for each in piece.parts if each.was == number), None)
    if part is None:
        raise NotFitting(f"原文这一条没有第{number}款")
    return part


def _item(piece: Piece, target: Target) -> tuple[Part, Line]:
    parts = [_part(piece, target.paragraph)] if target.paragraph else piece.parts
    found = [(part, line) for part in parts for line in part.lines if line.number and line.was == target.item]
    if len(found) != 1:
        raise NotFitting("原文这一条没有这一项" if not found else "这一条有几个同号的项，不能断定是哪一个")
    return found[0]


def _replace(draft: Draft, order: Instruction, done: Done) -> None:
    if order.targets[0].where:
        _replace_else(draft, order, order.targets[0])
        return
    if len(order.targets) > 1:
        _replace_paragraphs(draft, order, parsed(order.text), done)
        return
    target = order.targets[0]
    piece = _found(draft, target)
    new = parsed(order.text, (piece.was, piece.key))
    if target.item:
        part, line = _item(piece, target)
        if len(new) != 1 or len(new[0].lines) > 1 or (new[0].text and new[0].lines):
            raise NotFitting("新的项不止一行")
        line.text = _stopped(new[0].lines[0].text if new[0].lines else new[0].text, line.text)
    elif target.paragraph:
        part = _part(piece, target.paragraph)
        if len(new) != 1:
            raise NotFitting("新的款不止一段")
        part.text = _stopped(new[0].text, part.text)
        if new[0].lines or not _announces(part.text):
            part.lines = new[0].lines
    else:
        if piece.title and len(new) > 1 and not re.search("[。；：]", bare(new[0].text)):
            piece.title = bare(new.pop(0).text)
        piece.parts = new
    done.pieces.append(piece)


def _replace_else(draft: Draft, order: Instruction, target: Target) -> None:
    if target.where == "title":
        draft.title = order.text
    elif target.where == "preamble":
        if len(draft.preamble) != 1:
            raise NotFitting("原文的引言不止一段，或者没有")
        draft.preamble = order.text.split("\n")
    else:
        _rename_chapter(draft, order.text, target.chapter)


def _rename_chapter(draft: Draft, name: str, chapter: int) -> None:
    from reader.core.clause_numbers import clause_numbers

    for heads in draft.heads.values():
        for at, head in enumerate(heads):
            match = re.match(r"(第[^章]{1,9}章)[　 ]*", head)
            numbers = clause_numbers(match[1]) if match else ()
            if match and numbers and numbers[0].value == chapter:
                heads[at] = name if name.startswith(match[1]) else match[0] + name
                return
    raise NotFitting("原文没有这一章")


def _replace_paragraphs(draft: Draft, order: Instruction, new: list[Part], done: Done) -> None:
    piece = _found(draft, order.targets[0])
    if any(t.key != order.targets[0].key or not t.paragraph or t.item for t in order.targets):
        raise NotFitting("几条合在一起修改，不能断定各条的新文字")
    if len(new) != len(order.targets):
        raise NotFitting("新文字的段数与所指的款数不同")
    for target, part in zip(order.targets, new, strict=True):
        old = _part(piece, target.paragraph)
        old.text, old.lines = part.text, part.lines
    done.pieces.append(piece)


def _announces(text: str) -> bool:
    """Whether a paragraph ends in a colon, so that its items stay below it."""
    return bare(text).rstrip().endswith(("：", ":"))


def _stopped(new: str, old: str) -> str:
    """New words with the mark that ended the old ones, where a decision left it out."""
    end = bare(old)[-1:]
    return new if bare(new)[-1:] in {*_STOPS, "：", "”", ":"} or end not in {*_STOPS, "："} else new + end


def _texts(draft: Draft, target: Target, done: Done) -> list[Part | Line]:
    """The lines in which words are looked for."""
    piece = _found(draft, target)
    done.pieces.append(piece)
    if target.item:
        return [_item(piece, target)[1]]
    parts = [_part(piece, target.paragraph)] if target.paragraph else piece.parts
    found: list[Part | Line] = []
    for part in parts:
        found += [part, *part.lines]
    return found


def _words(draft: Draft, order: Instruction, done: Done) -> None:
    if order.targets[0].where == "title":
        (was, now), *_ = order.words
        if draft.title.count(was) != 1:
            raise NotFitting("名称里没有这几个字")
        draft.title = draft.title.replace(was, now)
        return
    plans = [_plan(_texts(draft, target, done), *pair) for target in order.targets for pair in order.words]
    for lines, was, now in plans:
        for each in lines:
            each.text = _swapped(each.text, was, fresh(now))


def _plan(lines: list[Part | Line], was: str, now: str) -> tuple[list[Part | Line], str, str]:
    """The words as they stand in the lines, without the number of the item that a decision may repeat."""
    for drop in (False, True):
        looked_for = _OWN_NUMBER.sub("", was) if drop else was
        if any(looked_for in _old(each.text) for each in lines):
            return lines, looked_for, _OWN_NUMBER.sub("", now) if drop else now
    raise NotFitting(f"原文这里没有“{was[:30]}”")


def _old(text: str) -> str:
    """What of a line is still the old text, as one that can be searched; new words part it."""
    return re.sub(f"{NEW}[^{END}]*{END}", "\n", text) if NEW in text else text


def _swapped(text: str, was: str, now: str) -> str:
    """The words replaced wherever they stand in the old text; never within what a decision put there."""
    kept = re.split(f"({NEW}[^{END}]*{END})", text)
    return "".join(each if each.startswith(NEW) else each.replace(was, now) for each in kept)


def _words_in(draft: Draft, order: Instruction, done: Done) -> None:
    (beside, new), *_ = order.words
    for target in order.targets:
        lines = _texts(draft, target, done)
        found = [each for each in lines if beside in _old(each.text)]
        if len(found) != 1 or _old(found[0].text).count(beside) != 1:
            raise NotFitting(f"原文这里没有“{beside[:30]}”，或者不止一处")
        here = found[0]
        here.text = _swapped(here.text, beside, fresh(new) + beside if order.before else beside + fresh(new))


def _delete(draft: Draft, order: Instruction, done: Done) -> None:
    for target in order.targets:  # all or none
        piece = _found(draft, target)
        if target.item:
            _item(piece, target)
        elif target.paragraph:
            _part(piece, target.paragraph)
    for target in order.targets:
        piece = _found(draft, target)
        if target.item:
            part, line = _item(piece, target)
            part.lines.remove(line)
            number_lines(part)
        elif target.paragraph:
            piece.parts.remove(_part(piece, target.paragraph))
        else:
            draft.pieces.remove(piece)
            done.gone.append(target.key or (0, 0))
            continue
        if not piece.parts:
            raise NotFitting("删去以后这一条没有文字了")
        done.pieces.append(piece)


def _renumber(draft: Draft, order: Instruction, done: Done) -> None:
    for target, to in zip(order.targets, order.becomes, strict=True):
        piece = _found(draft, target)
        if target.unit == "条":
            piece.key = to.key
            if to.paragraph > 1:
                raise NotFitting("并入另一条的一款，没有自动适用")
        elif target.unit == "款" and to.unit == "条":
            part = _part(piece, target.paragraph)
            piece.parts.remove(part)
            part.was = 1
            made = Piece([part], None, to.key, "", piece.chapter)
            draft.pieces.insert(draft.pieces.index(piece) + 1, made)
            done.pieces.append(made)
        elif target.unit == "项":
            _item(piece, target)
        else:
            _part(piece, target.paragraph)
        done.pieces.append(piece)


def _merge(draft: Draft, order: Instruction, done: Done) -> None:
    if any(target.unit != "条" for target in order.targets):
        raise NotFitting("款、项的合并没有自动适用")
    pieces = [_found(draft, target) for target in order.targets]
    for each in pieces[1:]:
        pieces[0].parts += each.parts
        draft.pieces.remove(each)
    pieces[0].key = order.becomes[0].key
    done.pieces.append(pieces[0])


def _add(draft: Draft, order: Instruction, done: Done) -> None:
    unit = order.becomes[0].unit
    new = parsed(order.text, tuple(each.key for each in order.becomes))
    if unit == "条":
        _add_articles(draft, order, new, done)
        return
    piece = _found(draft, order.becomes[0])
    if unit == "款":
        if len(new) != len(order.becomes):
            raise NotFitting("新文字的段数与款数不同")
        for target, part in zip(order.becomes, new, strict=True):
            if not 0 < target.paragraph <= len(piece.parts) + 1:
                raise NotFitting("新的款号与原文接不上")
            piece.parts.insert(target.paragraph - 1, part)
    else:
        _add_items(piece, order, new)
    done.pieces.append(piece)


def _add_items(piece: Piece, order: Instruction, new: list[Part]) -> None:
    first = order.becomes[0]
    holding = [part for part in piece.parts if part.items()] if not first.paragraph else [_part(piece, first.paragraph)]
    lines = [line for part in new for line in ([Line(part.text)] if part.text else []) + part.lines]
    if len(holding) != 1 or len(lines) != len(order.becomes):
        raise NotFitting("不能断定新的项加在哪里")
    part = holding[0]
    for target, line in zip(order.becomes, lines, strict=True):
        items = part.items()
        if not 0 < target.item <= len(items) + 1:
            raise NotFitting("新的项号与原文接不上")
        at = part.lines.index(items[target.item - 1]) if target.item <= len(items) else len(part.lines)
        line.number, line.was = target.item, 0
        part.lines.insert(at, line)
        number_lines(part)


def _add_articles(draft: Draft, order: Instruction, new: list[Part], done: Done) -> None:
    keys = [target.key or (0, 0) for target in order.becomes]
    groups = [new] if len(keys) == 1 else _shared_out(order.text, keys)
    for key, parts in zip(keys, groups, strict=True):
        made = Piece(parts, None, key)
        draft.pieces.append(made)
        done.pieces.append(made)


def _shared_out(text: str, keys: Sequence[Key]) -> list[list[Part]]:
    """The wording of several articles: each begins with its number, or each has one line."""
    groups: list[list[str]] = []
    for line in text.split("\n"):
        here = line.strip("　 ")
        if without_label(here, keys[len(groups) : len(groups) + 1]) != here:
            groups.append([line])
        elif groups:
            groups[-1].append(line)
        else:
            groups = []
            break
    if not groups and len(text.split("\n")) == len(keys):
        groups = [[line] for line in text.split("\n")]
    if len(groups) != len(keys):
        raise NotFitting("不能断定新增各条的文字从哪里分开")
    return [parsed("\n".join(lines), (key,)) for key, lines in zip(keys, groups, strict=True)]


def _follow(_draft: Draft, _order: Instruction, _done: Done) -> None:
    """What follows is done when the articles are numbered."""


_WAYS: Final[dict[str, Callable[[Draft, Instruction, Done], None]]] = {
    "replace": _replace, "words": _words, "words-out": _words, "words-in": _words_in, "delete": _delete, "add": _add,
    "renumber": _renumber, "merge": _merge, "follow": _follow,
}  # fmt: skip
