"""What the machine's administrator has laid down beyond settings: places, exports, imports, keys of corpus packs. Pure.

The file is read by `reader.settings`; this module owns what its keys mean. A restriction whose value cannot be read is
taken at its strictest: a slip of the pen must not open what was to be closed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from reader.core.errors import BadInput
from reader.core.late_dataclass import dataclass, replace
from reader.core.late_pattern import late

EXPORTS: Final = (
    "docx", "xlsx", "csv", "md", "html", "jsonld", "pdf", "png", "svg", "print", "db", "ics", "prdocs",
)  # fmt: skip
"""What `allowed_exports` may name: formats of files; "print" is paper; "db" a copy of the notes outside the backups;
"prdocs" notes with the documents they stand on."""

PLACES: Final = ("corpus", "notes_folder", "backup_folder", "own_documents_folder")
KINDS: Final = ("text", "html", "mht", "docx", "doc", "rtf", "pdf", "ofd", "xlsx", "xls", "csv", "picture")
"""What `own_documents_kinds` may name: kinds of files, as their bytes say."""
KEYS: Final = (
    *PLACES, "allowed_exports", "imports", "pack_keys", "unsigned_packs", "own_documents", "own_documents_kinds",
    "own_documents_largest", "user_packs", "minimum_pack",
)  # fmt: skip
_MEGABYTE: Final = 1024**2
NO_PACK: Final = "9999-12-31T23:59:59Z"
"""A `minimum_pack` that no pack can reach: what one that cannot be read is taken for."""
_MOMENT: Final = late(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Policy:
    """What is laid down; the default is nothing.

    Attributes:
        file: where it stands, for telling people; empty without one.
        corpus, notes_folder, backup_folder: as written; empty where not laid down.
        exports: the formats that may be exported; None for all.
        imports: whether notes and documents may be imported.
        pack_keys: minisign public keys (RW…) whose corpus packs may be installed.
        unsigned_packs: whether unsigned ones may.
        own_documents: whether users may have documents of their own.
        own_documents_folder: where these are, as written; empty where not laid down.
        own_kinds: the kinds of files that may be added, of KINDS; None for all.
        largest_own: bytes of the largest file that may be added; None for the program's own limit.
        user_packs: whether users who are no administrators may install packs and go back to earlier ones.
        minimum_pack: the earliest `made` of a pack that may be installed, as 2026-11-22T03:00:00Z; empty for any.
    """

    file: str = ""
    corpus: str = ""
    notes_folder: str = ""
    backup_folder: str = ""
    exports: frozenset[str] | None = None
    imports: bool = True
    pack_keys: tuple[str, ...] = ()
    unsigned_packs: bool = False
    own_documents: bool = True
    own_documents_folder: str = ""
    own_kinds: frozenset[str] | None = None
    largest_own: int | None = None
    user_packs: bool = True
    minimum_pack: str = ""

    @property
    def who(self) -> str:
        """Who set it, for tooltips and refusals."""
        return f"由管理员设置（{self.file}）"

    def allows(self, form: str) -> bool:
        """Whether a form of export is allowed, such as docx."""
        return self.exports is None or form.lower() in self.exports

    def check_export(self, form: str) -> None:
        """Raises BadInput, with who forbids it, where a form of export is not allowed."""
        if not self.allows(form):
            allowed = "、".join(name for name in EXPORTS if self.allows(name)) or "无"
            raise BadInput(f"不允许导出 {form}：{self.who}，允许的格式：{allowed}。")

    def check_import(self) -> None:
        """Raises BadInput where importing is not allowed."""
        if not self.imports:
            raise BadInput(f"不允许导入：{self.who}。")

    def check_own_documents(self) -> None:
        """Raises BadInput where users may have no documents of their own."""
        if not self.own_documents:
            raise BadInput(f"不允许添加自己的文件：{self.who}。")

    def allows_kind(self, kind: str) -> bool:
        """Whether a kind of file may be added, such as docx."""
        return self.own_kinds is None or kind in self.own_kinds

    def check_pack(self, made: str, *, administrator: bool) -> None:
        """Raises BadInput, with who forbids it, where this user may not put a pack of that time in force."""
        if not self.user_packs and not administrator:
            raise BadInput(f"不允许自行更换语料包：{self.who}。")
        from reader.core.pack import moment_or_oldest  # packs come after the first paint

        if self.minimum_pack and moment_or_oldest(made) < _least(self.minimum_pack):
            raise BadInput(f"语料包制作于 {made}，早于允许的最早时间 {self.minimum_pack}，没有安装：{self.who}。")

    def strictest(self) -> Policy:
        """The same with everything closed that a policy may close: for a file that is there and cannot be read."""
        return replace(
            self, exports=frozenset(), imports=False, unsigned_packs=False, own_documents=False, own_kinds=frozenset(),
            user_packs=False,
        )  # fmt: skip


def policy_from(values: Mapping[str, Any], file: str) -> tuple[Policy, tuple[str, ...]]:
    """The policy in what a file holds (keys that are not of KEYS are left alone), and a sentence for each fault."""
    faults: list[str] = []
    made: dict[str, Any] = {}
    for name in PLACES:
        value = values.get(name, "")
        if isinstance(value, str) and "\0" not in value:
            made[name] = value.strip()
        else:
            faults.append(f"策略文件 {file} 中“{name}”应为文件夹的路径，已忽略。")
    if "allowed_exports" in values:
        made["exports"], fault = _exports(values["allowed_exports"], file)
        faults += fault
    for name in ("imports", "unsigned_packs", "own_documents", "user_packs"):
        if name in values:
            made[name] = values[name] is True
            if not isinstance(values[name], bool):
                faults.append(f"策略文件 {file} 中“{name}”应为 true 或 false，已按 false 处理。")
    if "own_documents_kinds" in values:
        made["own_kinds"], fault = _kinds(values["own_documents_kinds"], file)
        faults += fault
    if "own_documents_largest" in values:
        made["largest_own"], fault = _largest(values["own_documents_largest"], file)
        faults += fault
    if "minimum_pack" in values:
        made["minimum_pack"], fault = _moment(values["minimum_pack"], file)
        faults += fault
    keys = values.get("pack_keys", [])
    good = [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
    if not isinstance(keys, list) or len(good) != len(keys):
        faults.append(f"策略文件 {file} 中“pack_keys”应为公钥的列表，其余内容已忽略。")
    return Policy(file=file, pack_keys=tuple(good), **made), tuple(faults)


def _exports(value: Any, file: str) -> tuple[frozenset[str], list[str]]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return frozenset(), [f"策略文件 {file} 中“allowed_exports”应为格式的列表，已按不允许任何导出处理。"]
    names = [name.strip().lower().removeprefix(".") for name in value]
    unknown = [name for name in names if name not in EXPORTS]
    said = f"策略文件 {file} 中“allowed_exports”的 {'、'.join(unknown)} 不是可用的格式，可用：{'、'.join(EXPORTS)}。"
    return frozenset(names), [said] if unknown else []


def _kinds(value: Any, file: str) -> tuple[frozenset[str], list[str]]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return frozenset(), [f"策略文件 {file} 中“own_documents_kinds”应为文件类型的列表，已按不允许任何类型处理。"]
    names = [name.strip().lower().removeprefix(".") for name in value]
    names = ["text" if name in {"txt", "md"} else "doc" if name == "wps" else name for name in names]
    unknown = [name for name in names if name not in KINDS]
    said = f"策略文件 {file} 中“own_documents_kinds”的 {'、'.join(unknown)} 不是可用的类型，可用：{'、'.join(KINDS)}。"
    return frozenset(names), [said] if unknown else []


def _largest(value: Any, file: str) -> tuple[int, list[str]]:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1024**2:
        return int(value * _MEGABYTE), []
    return 1, [f"策略文件 {file} 中“own_documents_largest”应为 MB 数，已按不允许添加处理。"]


def _least(minimum: str) -> datetime:
    """A `minimum_pack`; what cannot be read, and NO_PACK, is later than every pack."""
    from reader.core.pack import moment

    try:
        return moment(minimum)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


def _moment(value: Any, file: str) -> tuple[str, list[str]]:
    """A day, or a moment, as packs write it; a day is its beginning."""
    if isinstance(value, datetime):
        value = (value.astimezone(UTC) if value.tzinfo else value).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = value.isoformat() if isinstance(value, date) else value
    if isinstance(text, str) and not text.strip():
        return "", []
    if not isinstance(text, str) or not _MOMENT.fullmatch(text.strip()):
        said = f"策略文件 {file} 中“minimum_pack”应写作 2026-11-22 或 2026-11-22T03:00:00Z，已按不允许任何语料包处理。"
        return NO_PACK, [said]
    return text.strip() if "T" in text else f"{text.strip()}T00:00:00Z", []
