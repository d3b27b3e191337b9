"""What is done for one file, wherever it is done: an order comes, an answer goes, both plain bytes.

    read       bytes of a file → document, what the search keeps of it, what it says by itself for the registers, and
               what tells near-duplicates; or why there is none
    unmarked   document and the titles it may name without 《》 → its registers with those citations
    index      where answers are kept on this machine, and which → half of the index (`indexing`)

A fault of the program in one file is told of that file, with where it happened, and never ends the others.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from reader.core.document import Document, from_dict, info_dict, info_from
from reader.core.errors import BadInput
from reader.core.raw_text import NeedsOcr
from reader.core.rules import REPAIRS, rule_name
from reader.core.showing import brief, visible
from reader.corpus import as_bytes
from reader.formats import worker
from reader.formats.sniff import sniff
from reader.ingest import report
from reader.ingest.farm import finding, frames, similar
from reader.ingest.farm.kept import Kept, brought_home
from reader.ingest.farm.orders import CHANGED, DOCUMENT, INDEX, LOST, READ, REGISTERS, UNMARKED, Home, Lying
from reader.ingest.farm.stamp import stamp
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.sources import is_document, is_for_programs
from reader.paths import find_paths
from reader.registers import Lexicon, load_lexicon
from reader.registers.around import around
from reader.registers.citations import Shelf
from reader.registers.joining import alone, with_unmarked
from reader.registers.shipping import as_values, from_values

_MOST_SAID: Final = 30  # unsure edits of one document that the review shows


def do(order: bytes) -> bytes:
    """The answer to an order. Never raises but for want of memory that nobody could do anything about."""
    head, parts = frames.unpacked(order)
    answer = _answer(head, parts)
    home = Home(**head["home"]) if "home" in head else None
    return answer if home is None or home.stamp != stamp() else brought_home(answer, home)


def _answer(head: dict[str, Any], parts: list[bytes]) -> bytes:
    make: Callable[[dict[str, Any], list[bytes]], bytes] = {READ: _read, UNMARKED: _unmarked, INDEX: _half}[head["do"]]
    try:
        return make(head, parts)
    except NeedsOcr as error:
        return _refused("needs-ocr", str(error))
    except BadInput as error:
        return _refused("unreadable", str(error))
    except (MemoryError, RecursionError):
        return _refused("unreadable", f"“{brief(head['name'])}”太大或层次太多，内存不足，没有收入。")
    except Exception:  # noqa: BLE001  one file must not end the build; it is told, and logged where the build runs
        says = f"“{brief(head['name'])}”整理时程序出错，没有收入；请把日志交给开发者。"
        return _refused("unreadable", says, traceback.format_exc())


def _refused(state: str, says: str, fault: str = "") -> bytes:
    return frames.packed({"state": state, "says": visible(says), "fault": fault, "stamp": stamp()})


def _read(head: dict[str, Any], parts: list[bytes]) -> bytes:
    from reader.search import bulk

    name, data = head["name"], parts[0]
    if "lying" in head:
        lying = Lying(**head["lying"])
        found = finding.again(Path(lying.path), lying.sha256)
        if found is None:
            return _refused(CHANGED, f"“{brief(name)}”在制作时被改动或移走了。")
        data = found
    if not data.strip():
        raise BadInput(f"“{brief(name)}”是空的，没有可以读取的文字。")
    kind = sniff(data)
    if not is_document(kind, data) or is_for_programs(kind, data):
        return _refused("skipped", f"“{brief(name)}”不是可以阅读的文件，已跳过。")
    raw = worker.convert(data, name, ocr=head["ocr"])
    asked = False

    def reference() -> Iterable[str]:
        nonlocal asked
        asked = True
        return parts[1].decode("utf-8", "surrogatepass").split("\n") if len(parts) > 1 and parts[1] else ()

    document = normalise_raw(raw, Facts(head["id"], head["values"], head["basis"]), reference).document
    entry, page = bulk.entry_of(document)
    info = document.info()
    told = {
        "state": "added", "stamp": stamp(), "kind": raw.kind, "pages": len(raw.pages), "asked": asked,
        "info": info_dict(info), "title": document.reading_title, "size": entry.size,
        "sketch": similar.as_text(similar.sketch(page.parts)), "review": _review(document),
    }  # fmt: skip
    written = as_bytes(document)
    told["sum"] = hashlib.sha256(written).hexdigest()
    registers = json.dumps(as_values(alone(document, _lexicon(), Shelf(()))), ensure_ascii=False, separators=(",", ":"))
    data = registers.encode("utf-8", "surrogatepass")
    return frames.packed(told, [written, entry.buckets, entry.page, entry.units, data, entry.told, entry.counts])


def _review(document: Document) -> dict[str, Any]:
    """What a reviewer has to know of a document: counts, its defects, and the edits that are not sure."""
    unsure = [edit for edit in document.edits if not edit.sure]
    return {
        "blocks": len(document.blocks), "edits": len(document.edits),
        "repairs": sum(edit.rule in REPAIRS for edit in document.edits), "unsure": len(unsure),
        "said": [[rule_name(edit.rule), report.shown(document, edit)] for edit in unsure[:_MOST_SAID]],
        "defects": [[defect.kind, defect.note, _near(document, defect.block)] for defect in document.defects],
        "rules": Counter(edit.rule for edit in document.edits).most_common(5),
    }  # fmt: skip


def _near(document: Document, block: str | None) -> str:
    found = document.block(block) if block else None
    return brief(found.text) if found else ""


@cache
def _lexicon() -> Lexicon:
    return load_lexicon(find_paths().resources)


def _half(head: dict[str, Any], parts: list[bytes]) -> bytes:
    from reader.ingest.farm import indexing

    return frames.packed({"state": "made", "stamp": stamp(), "size": indexing.made(head, parts[0])})


def _unmarked(head: dict[str, Any], parts: list[bytes]) -> bytes:
    infos, read = parts[0], parts[1:]
    if "read" in head:
        found = Kept(Path(head["home"]["kept"])).parts(head["read"], DOCUMENT, REGISTERS)
        if found is None:
            return _refused(LOST, f"“{brief(head['name'])}”先前读好的结果丢失或损坏了。")
        read = found
    document, made = from_dict(json.loads(read[0])), from_values(json.loads(read[1]))
    shelf = Shelf(map(info_from, map(json.loads, infos.split(b"\n"))))
    made = replace(made, citations=with_unmarked(document, made.citations, shelf))
    made = replace(made, around=around([document], made))
    told = json.dumps(as_values(made), ensure_ascii=False, separators=(",", ":"))
    return frames.packed({"state": "added", "stamp": stamp()}, [told.encode("utf-8", "surrogatepass")])
