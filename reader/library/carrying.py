"""Notes with the documents they stand on, as one file that a colleague takes in: .prdocs.

A zip: `list.json` with the sum of each file, a minisign signature of it where somebody signed, the notes as JSON-LD,
and of each own document its versions. No code, nothing that is worked out. Reading trusts nothing: every sum, size and
name is checked before anything is put anywhere, and that each document's edits lead back to its source.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import reader
from reader.core.adding import AddRow
from reader.core.document import Document, from_dict, source_from, to_dict
from reader.core.errors import BadInput, DamagedCorpus, StoreUnavailable
from reader.files import read_whole
from reader.shelves.look import FIELDS, Family
from reader.shelves.own import PREFIX, OwnShelf
from reader.shelves.version import DOCUMENT, FACTS, ORIGINAL, ORIGINAL_NAME, Facts, ending_of

if TYPE_CHECKING:
    from reader.packs.minisign import PublicKey, SecretKey
    from reader.store.bundle import Bundle

KIND, FORMAT = "policy-reader documents", 1
ENDING: Final = ".prdocs"
LIST, SIGNATURE, NOTES, FOLDER = "list.json", "list.json.minisig", "notes.jsonld", "documents"
CORRECTED: Final = "set.json"
MOST_BYTES: Final = 512 * 1024**2
MOST_UNPACKED: Final = 1024**3
MOST_FILES: Final = 20_000
MOST_LIST: Final = 16 * 1024**2
LARGEST_FACTS: Final = 1024**2
_DAY: Final = (2000, 1, 1, 0, 0, 0)  # the same content gives the same bytes
_DOCUMENT: Final = re.compile(
    rf"{FOLDER}/({PREFIX}[a-z2-7]{{8}})/(?:(v[1-9]\d{{0,4}})/(?:{re.escape(DOCUMENT)}|{re.escape(FACTS)}|{ORIGINAL_NAME})"
    rf"|{re.escape(CORRECTED)})"
)
_SUM: Final = re.compile(r"[0-9a-f]{64}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z")


def is_carrier(data: bytes) -> bool:
    """Whether bytes are those of such a file, by their beginning."""
    return data.startswith(b"PK\x03\x04")


def pack(notes: bytes, families: Iterable[Family], key: SecretKey | None = None) -> bytes:
    """The file. `notes`: as JSON-LD. Raises DamagedCorpus where a document cannot be read."""
    files = {NOTES: notes}
    for family in families:
        for each in family.versions:
            inside = f"{FOLDER}/{family.id}/v{each.number}"
            document = json.dumps(to_dict(each.load()), ensure_ascii=False, separators=(",", ":"))
            files[f"{inside}/{DOCUMENT}"] = document.encode("utf-8", "surrogatepass")
            files[f"{inside}/{FACTS}"] = json.dumps(asdict(each.facts), ensure_ascii=False).encode()
            try:
                files[f"{inside}/{each.facts.original}"] = read_whole(each.original, MOST_BYTES)
            except BadInput as error:
                raise DamagedCorpus(f"“{each.facts.file}”的原始文件读不了，没有导出；可以从备份恢复。") from error
        if family.set:
            corrected = {f"v{number}": dict(values) for number, values in family.set.items()}
            files[f"{FOLDER}/{family.id}/{CORRECTED}"] = json.dumps(corrected, ensure_ascii=False).encode()
    sums = {name: [hashlib.sha256(data).hexdigest(), len(data)] for name, data in files.items()}
    value = {"kind": KIND, "format": FORMAT, "program": reader.__version__, "files": sums}
    listed = json.dumps(value, ensure_ascii=False, indent=1).encode()
    first = {LIST: listed}
    if key is not None:
        from reader.packs.minisign import sign

        first[SIGNATURE] = sign(listed, key, f"{KIND} {reader.__version__}").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (first | files).items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    made = out.getvalue()
    if len(made) > MOST_BYTES:
        raise BadInput(f"文件加在一起有 {len(made) // 1024**2} MB，超过 {MOST_BYTES // 1024**2} MB 的上限，没有导出。")
    return made


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that was read and checked.

    Attributes:
        notes: JSON-LD.
        signed: a sentence: by whom, or that nobody signed.
    """

    notes: bytes
    signed: str
    _files: Mapping[str, bytes]

    def documents(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Ids of the documents, each with the folders of its versions, oldest first."""
        found: dict[str, set[str]] = {}
        for name in self._files:
            if (match := _DOCUMENT.fullmatch(name)) and match[2]:
                found.setdefault(match[1], set()).add(match[2])
        for doc, versions in found.items():
            yield doc, tuple(sorted(versions, key=lambda each: int(each[1:])))

    def file(self, doc: str, inside: str) -> bytes:
        """A file of a document; b"" where there is none."""
        return self._files.get(f"{FOLDER}/{doc}/{inside}", b"")


def unpack(data: bytes, keys: Sequence[PublicKey] = ()) -> Carried:
    """Reads a file. Raises BadInput where anything in it is not as its list says, or its signature is wrong.

    Args:
        keys: of people who are known here.
    """
    if len(data) > MOST_BYTES:
        raise BadInput(f"这个文件超过 {MOST_BYTES // 1024**2} MB 的上限，没有导入。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) != len(set(names)) or len(names) > MOST_FILES:
                raise BadInput("这个文件里的内容重复或过多，没有导入。")
            listed = _read(archive, LIST, MOST_LIST)
            sums = _sums(listed)
            others = set(names) - {LIST, SIGNATURE}
            if others != set(sums):
                raise BadInput("这个文件里的内容与清单不符，没有导入。")
            sealed = _read(archive, SIGNATURE, LARGEST_FACTS) if SIGNATURE in names else b""
            signed = _signed(listed, sealed, keys)
            files: dict[str, bytes] = {}
            for name, (digest, size) in sums.items():
                files[name] = _read(archive, name, size)
                if len(files[name]) != size or hashlib.sha256(files[name]).hexdigest() != digest:
                    raise BadInput(f"这个文件里的 {name[:80]} 已损坏或被改动，没有导入。")
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BadInput("这个文件打不开：可能没有复制完，或已损坏；没有导入，请向对方再要一份。") from error
    return Carried(files.pop(NOTES), signed, files)


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as stream:
            data = stream.read(most + 1)
    except KeyError:
        raise BadInput("这个文件不是本程序导出的，没有导入。") from None
    if len(data) > most:
        raise BadInput(f"这个文件里的 {name[:80]} 比清单所说的大，没有导入。")
    return data


def _sums(listed: bytes) -> dict[str, tuple[str, int]]:
    try:
        value = json.loads(listed)
        if value["kind"] != KIND:
            raise ValueError(value["kind"])
        if value["format"] != FORMAT:
            raise BadInput("这个文件由更新的程序版本导出，请升级程序后再导入。")
        sums = {str(name): (str(digest), int(size)) for name, (digest, size) in value["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput("这个文件不是本程序导出的，没有导入。") from error
    strange = [name for name in sums if name != NOTES and not _DOCUMENT.fullmatch(name)]
    if strange or NOTES not in sums or not all(_SUM.fullmatch(digest) for digest, _ in sums.values()):
        raise BadInput("这个文件的清单里有不该有的内容，没有导入。")
    if any(size < 0 for _, size in sums.values()) or sum(size for _, size in sums.values()) > MOST_UNPACKED:
        raise BadInput("这个文件解开后过大，没有导入。")
    return sums


def _signed(listed: bytes, sealed: bytes, keys: Sequence[PublicKey]) -> str:
    if not sealed:
        return "没有签名，请确认它来自可信的同事。"
    from reader.packs.minisign import signature, verify

    found = signature(sealed.decode("utf-8", "replace"))
    by = verify(listed, found, tuple(keys))
    if by is None:
        return f"签名的密钥 {found.key_id} 不在本机信任之列，请确认它来自可信的同事。"
    return f"由 {by.name or by.id} 签名。"


# -- taking in


def take_in(
    carried: Carried,
    shelf: OwnShelf,
    worked_out: Callable[[Document, str], Mapping[str, bytes]],
    allows: Callable[[str], bool],
    correct: Callable[[str, Mapping[str, Any]], None],
) -> tuple[AddRow, ...]:
    """Puts the documents on the shelf; what is there already stays. One that cannot be used does not stop the others.

    Args:
        worked_out: gives what is kept beside a document.
        allows: whether a kind of file may be added.
        correct: keeps corrections of a document's description.
    """
    rows = []
    for doc, versions in carried.documents():
        try:
            rows.append(_taken(carried, doc, versions, shelf, worked_out, allows, correct))
        except (BadInput, DamagedCorpus, StoreUnavailable) as error:
            rows.append(AddRow(doc, "unreadable", None, "", f"{doc} 不能使用，没有导入：{error}"))
    return tuple(rows)


def _taken(
    carried: Carried,
    doc: str,
    versions: Sequence[str],
    shelf: OwnShelf,
    worked_out: Callable[[Document, str], Mapping[str, bytes]],
    allows: Callable[[str], bool],
    correct: Callable[[str, Mapping[str, Any]], None],
) -> AddRow:
    ready = [_checked(carried, doc, each, allows) for each in versions]  # all of them before the first is put anywhere
    if (other := _same(doc, ready[-1][2].sha256, shelf)) is not None:
        title = shelf.family(other).info.reading_title
        says = f"与文库中的《{title}》（{other}）内容相同，没有重复添加；它的批注归到那一份。"
        return AddRow(ready[-1][2].file, "already", other, title, says)
    away = shelf.families_away().get(doc)
    if away is not None and doc not in shelf.families():
        shelf.restore([doc])
    family = shelf.families().get(doc)
    known = {each.facts.sha256 for each in family.versions} if family else set()
    fresh = [each for each in ready if each[2].sha256 not in known]
    for document, original, facts in fresh:
        shelf.add(document, original, facts, worked_out)
    if family is None:
        correct(doc, _corrections(carried, doc, versions[-1]))
    title = shelf.family(doc).info.reading_title
    name = ready[-1][2].file
    if not fresh:
        says = "已有，现已放回文库。" if away else "已有，没有重复添加。"
        return AddRow(name, "already", doc, title, f"《{title}》（{doc}）{says}")
    if family is None:
        return AddRow(name, "added", doc, title, f"已添加《{title}》（{doc}）。")
    return AddRow(name, "version", doc, title, f"《{title}》（{doc}）添加了 {len(fresh)} 个版本。")


def _same(doc: str, sha256: str, shelf: OwnShelf) -> str | None:
    """Another document here that was made of the same bytes; one that was taken out is put back."""
    if doc in shelf.families() or doc in shelf.families_away():
        return None
    found = shelf.by_sum(sha256)
    if found is None:
        return None
    if found[2]:
        shelf.restore([found[0]])
    return found[0]


def names(carried: Carried) -> tuple[tuple[str, str], ...]:
    """Ids of the documents in a file, each with what its file is called; its id where that is not said."""
    found = []
    for doc, versions in carried.documents():
        try:
            found.append((doc, _name(json.loads(carried.file(doc, f"{versions[-1]}/{FACTS}"))["file"])))
        except (ValueError, KeyError, TypeError, RecursionError):
            found.append((doc, doc))
    return tuple(found)


def destinations(carried: Carried, shelf: OwnShelf) -> Mapping[str, str | None]:
    """Of each document in a file that was taken in, the id that it has here; None where it is not here."""
    here = {}
    for doc, versions in carried.documents():
        try:
            facts = json.loads(carried.file(doc, f"{versions[-1]}/{FACTS}"))
        except (ValueError, RecursionError):
            facts = None
        found = shelf.by_sum(str(facts.get("sha256"))) if isinstance(facts, dict) else None
        here[doc] = doc if doc in shelf.families() else found[0] if found is not None and not found[2] else None
    return here


def placed(bundle: Bundle, here: Mapping[str, str | None]) -> tuple[Bundle, int]:
    """What a file says of documents, under the ids that these have here; how much of it has no document here."""
    from reader.store.registers.row_items import under

    notes = tuple(
        replace(note, anchor=replace(note.anchor, doc=doc))
        for note in bundle.notes
        if (doc := here.get(note.anchor.doc, note.anchor.doc)) is not None
    )
    items = tuple(
        under(item, doc) for item in bundle.extras.row_items if (doc := here.get(item.doc, item.doc)) is not None
    )
    dead = tuple(replace(each, doc=here.get(each.doc) or each.doc) for each in bundle.extras.tombstones)
    lost = len(bundle.notes) - len(notes) + len(bundle.extras.row_items) - len(items)
    return replace(bundle, notes=notes, extras=replace(bundle.extras, row_items=items, tombstones=dead)), lost


def _checked(carried: Carried, doc: str, inside: str, allows: Callable[[str], bool]) -> tuple[Document, bytes, Facts]:
    try:
        value = json.loads(carried.file(doc, f"{inside}/{FACTS}"))
        facts = Facts(
            _name(value["file"]), str(value["sha256"]), int(value["size"]), str(value["added"]),
            str(value["converter"])[:80], max(0, min(int(value["pages"]), 100_000)),
        )  # fmt: skip
        document = from_dict(json.loads(carried.file(doc, f"{inside}/{DOCUMENT}")))
        if document.id != doc or not source_from(document) or not _TIME.fullmatch(facts.added):
            raise ValueError(document.id)
    except (DamagedCorpus, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput("内容不完整。") from error
    original = carried.file(doc, f"{inside}/{ORIGINAL}{ending_of(facts.file)}")
    if hashlib.sha256(original).hexdigest() != facts.sha256 or len(original) != facts.size:
        raise BadInput("原始文件与记录不符。")
    from reader.library import converting  # brings what normalising needs

    if not allows(converting.kind_of(original)):
        raise BadInput("不允许添加这类文件。")
    return replace(document, source=replace(document.source, file=facts.file)), original, facts


def _name(value: Any) -> str:
    name = re.split(r"[/\\]", str(value))[-1]
    if not name or len(name) > 255 or not name.isprintable():
        raise ValueError(name)
    return name


def _corrections(carried: Carried, doc: str, inside: str) -> dict[str, Any]:
    """What the colleague corrected in the newest version."""
    try:
        value = json.loads(carried.file(doc, CORRECTED) or b"{}").get(inside, {})
        return {name: value[name] for name in FIELDS if name in value}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def read_file(source: Path) -> bytes:
    """The bytes of such a file, or of one of notes alone. Raises BadInput."""
    try:
        return read_whole(source, MOST_BYTES, "批注文件")
    except BadInput as error:
        raise BadInput(f"打不开这个文件：{error}") from error
