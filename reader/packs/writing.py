"""Writing a pack file: what of a corpus folder goes into it, its list, its signature. Same input, same bytes."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reader.core.errors import BadInput, StoreUnavailable
from reader.core.pack import FORMAT, KIND, NAMED_FORMAT, PackFile, PackManifest, is_portable
from reader.core.showing import brief
from reader.files import open_regular, read_whole, replacing
from reader.packs import delta, minisign
from reader.packs.archive import (
    CHUNK,
    DOCUMENTS,
    LIST,
    MOST_LIST,
    MOST_UNPACKED,
    SIGNATURE,
    Progress,
    check_names,
    nothing,
)


def write_pack(
    folder: Path,
    target: Path,
    facts: PackManifest,
    key: minisign.SecretKey | None,
    progress: Progress = nothing,
    elsewhere: dict[str, Path] | None = None,
    against: delta.Whole | None = None,
) -> PackManifest:
    """Writes a pack of a corpus folder. The same folder, facts and key give the same bytes.

    Args:
        facts: everything but the files, which are found here.
        elsewhere: further files by their path in the pack (an index that was built on the side).
        against: leave out what this pack has: a delta. Its list is that of the whole pack.

    Raises BadInput where the folder holds what no pack may, StoreUnavailable where the pack cannot be written.
    """
    found = {**_files_of(folder), **(elsewhere or {})}
    check_names(list(found))
    listed = tuple(PackFile(path, *_measured(file)) for path, file in sorted(found.items()))
    manifest = replace(facts, files=listed)
    data = _list_bytes(manifest)
    try:
        with replacing(target) as draft, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            archive.writestr(_entry(LIST), data)
            if key is not None:
                comment = f"{KIND} {manifest.version} {manifest.made}"
                archive.writestr(_entry(SIGNATURE), minisign.sign(data, key, comment).encode("utf-8"))
            if against is not None:
                archive.writestr(_entry(delta.ENTRY), delta.dumps(against.base))
            carried = listed if against is None else delta.needed(listed, against)
            for number, file in enumerate(carried):
                progress(number / len(carried), file.path)
                if not (against is not None and _add_patch(archive, file, found[file.path], against)):
                    _add(archive, file.path, found[file.path])
    except (BadInput, StoreUnavailable) as error:
        raise StoreUnavailable(f"语料包没有写成：{error}") from error
    return manifest


def now(epoch: str | None) -> str:
    """The time for `made`; `epoch` (SOURCE_DATE_EPOCH) where the same bytes are wanted twice."""
    at = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


# -- inside


def _files_of(folder: Path) -> dict[str, Path]:
    """What of a corpus folder goes into a pack."""
    if not (folder / DOCUMENTS).is_file():
        raise BadInput(f"{folder} 不是语料文件夹：缺少 {DOCUMENTS}。")
    for file in folder.glob("raw/*"):
        if not is_portable(file.name):
            raise BadInput(f"语料文件夹中有不合规的文件名“{brief(file.name)}”，不能打包。")
    wanted = ["catalogue.toml", DOCUMENTS, *_catalogued(folder)]
    wanted += [file.relative_to(folder).as_posix() for file in folder.glob("registers/*.json")]
    return {path: folder / path for path in wanted if (folder / path).is_file()}


def _catalogued(folder: Path) -> list[str]:
    """The documents and raw files that the list of documents names: drafts that lie beside them stay where they are."""
    try:
        rows = json.loads(read_whole(folder / DOCUMENTS, MOST_LIST))["documents"]
        return [path for row in rows for path in (f"normalised/{row['file']}", f"raw/{row['source']['file']}")]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput(f"{folder / DOCUMENTS} 不完整或已损坏。") from error


def _measured(file: Path) -> tuple[int, str]:
    summed, size = hashlib.sha256(), 0
    with open_regular(file, MOST_UNPACKED) as stream:
        while chunk := stream.read(CHUNK):
            summed.update(chunk)
            size += len(chunk)
    return size, summed.hexdigest()


def _list_bytes(manifest: PackManifest) -> bytes:
    shelf = {"shelf": {"kind": manifest.kind, "name": manifest.name}} if manifest.name else {}
    value = {
        "format": NAMED_FORMAT if shelf else FORMAT, "kind": KIND, **shelf,
        "title": manifest.title, "version": manifest.version, "made": manifest.made,
        "program": {"least": manifest.least, "below": manifest.below},
        "files": [{"path": f.path, "size": f.size, "sha256": f.sha256} for f in manifest.files],
    }  # fmt: skip
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def _add_patch(archive: zipfile.ZipFile, file: PackFile, source: Path, against: delta.Whole) -> bool:
    """Whether a file could be put in as what is new in it."""
    if file.size > delta.MOST_PATCHED:
        return False
    made = delta.patch(file, read_whole(source, delta.MOST_PATCHED), against)
    if made is not None:
        archive.writestr(_entry(delta.PATCH + file.path), made)
    return made is not None


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> None:
    with open_regular(file, MOST_UNPACKED) as source, archive.open(_entry(name), "w") as member:
        while chunk := source.read(CHUNK):
            member.write(chunk)
