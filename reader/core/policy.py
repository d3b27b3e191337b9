"""What the machine's administrator has laid down beyond settings: places, exports, imports, keys of corpus packs. Pure.

The file is read by `reader.settings`; this module owns what its keys mean. A restriction whose value cannot be read is
taken at its strictest: a slip of the pen must not open what was to be closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from reader.core.errors import BadInput

EXPORTS: Final = ("docx", "xlsx", "csv", "md", "html", "jsonld", "pdf", "png", "svg", "print", "db")
"""What `allowed_exports` may name: formats of files; "print" is paper; "db" a copy of the notes outside the backups."""

PLACES: Final = ("corpus", "notes_folder", "backup_folder")
KEYS: Final = (*PLACES, "allowed_exports", "imports", "pack_keys", "unsigned_packs")


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
    """

    file: str = ""
    corpus: str = ""
    notes_folder: str = ""
    backup_folder: str = ""
    exports: frozenset[str] | None = None
    imports: bool = True
    pack_keys: tuple[str, ...] = ()
    unsigned_packs: bool = False

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

    def strictest(self) -> Policy:
        """The same with everything closed that a policy may close: for a file that is there and cannot be read."""
        return replace(self, exports=frozenset(), imports=False, unsigned_packs=False)


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
    for name in ("imports", "unsigned_packs"):
        if name in values:
            made[name] = values[name] is True
            if not isinstance(values[name], bool):
                faults.append(f"策略文件 {file} 中“{name}”应为 true 或 false，已按 false 处理。")
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
