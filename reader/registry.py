r"""The machine's policy as group policy writes it: one key of the Windows registry, below Software\Policies.

Ordinary users cannot write there. The values are the keys of the policy file (`resources/policy.schema.json`) in forms
that the registry has; this module turns them into what the file would hold. Where the file and the registry say
something about one key, the registry holds: what the domain lays down goes before what lies on a machine.

Must not judge a value: one that cannot be read stays as it is, so that whoever takes it can refuse or close it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

KEY: Final = r"Software\Policies\PolicyReader"
NAME: Final = rf"HKLM\{KEY}"
FLAGS: Final = frozenset({"imports", "unsigned_packs", "own_documents", "user_packs"})
FRACTIONS: Final = frozenset({"line_height"})
"""Written as text, because the registry has no fractions."""
LISTS: Final = frozenset({"allowed_exports", "own_documents_kinds", "pack_keys"})
NOTHING: Final = frozenset({"none", "无"})
"""What stands for an empty list: group policy cannot write one."""
MOST: Final = 1000  # values of the key; further ones are no policy
_PARTS: Final = re.compile(r"[\s,;，；、]+")

Reader = Callable[[], Mapping[str, object]]


def windows_values() -> Mapping[str, object]:
    """Names and values of the machine's key; nothing on other systems, and where there is none."""
    values: dict[str, object] = {}
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEY, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
                for at in range(min(winreg.QueryInfoKey(key)[1], MOST)):
                    name, value, _kind = winreg.EnumValue(key, at)
                    values[name] = value
        except FileNotFoundError:
            return {}
    return values


def laid_down(read: Reader = windows_values) -> dict[str, Any]:
    """What group policy lays down, as the policy file would hold it: key → value.

    Args:
        read: gives names and values as the registry has them: int for a number, str for text, list[str] for lines.

    Raises OSError where the key is there and cannot be read.
    """
    return {name: _value(name, value) for name, value in read().items() if not name.startswith("**")}


def _value(name: str, value: object) -> Any:
    """One value in the form that the file has it in; one of another kind stays as it is."""
    if name in FLAGS:
        return bool(value) if value in (0, 1) else value
    if name in FRACTIONS and isinstance(value, str):
        try:
            return float(value.strip().replace(",", "."))
        except ValueError:
            return value
    if name in LISTS and isinstance(value, str | list):
        words = [value] if isinstance(value, str) else value
        parts = [part for word in words if isinstance(word, str) for part in _PARTS.split(word) if part]
        return [] if len(parts) == 1 and parts[0].lower() in NOTHING else parts
    return value
