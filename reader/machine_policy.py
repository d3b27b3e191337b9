"""What the administrator of this machine has laid down, from both places: the policy file, and group policy.

Group policy (`registry`) goes before the file, key by key. Where one of the two is there and cannot be read, everything
is closed that a policy may close. Must not know settings beyond their names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from reader.core.errors import ReaderError, in_words
from reader.core.late_dataclass import dataclass, field
from reader.core.policy import KEYS, Policy, policy_from
from reader.files import read_whole
from reader.registry import NAME as GROUP
from reader.registry import laid_down

Group = Callable[[], Mapping[str, Any]]


def read_policy(file: Path, group: Group = laid_down) -> Policy:
    """What is laid down for the machine beyond settings. Complaints about it are `load`'s business."""
    return laid_down_in(file, group).policy()[0]


@dataclass(frozen=True, slots=True)
class Told:
    """What the policy file and group policy say together.

    Attributes:
        damage: a sentence for each of them that is there and cannot be read.
    """

    file: str = ""
    in_file: Mapping[str, Any] = field(default_factory=dict)
    in_group: Mapping[str, Any] = field(default_factory=dict)
    damage: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """Key → what holds."""
        return {**self.in_file, **self.in_group}

    def place(self, key: str) -> str:
        """Where the value of a key that holds stands."""
        return f"组策略 {GROUP}" if key in self.in_group else self.file

    def policy(self) -> tuple[Policy, tuple[str, ...]]:
        """What it lays down, with a sentence for each fault; everything closed where something cannot be read."""
        file = {key: value for key, value in self.in_file.items() if key not in self.in_group}
        places = [GROUP] if self.in_group else []
        places += [self.file] if file or self.damage else []
        _policy, faults = policy_from(file, self.file)
        _policy, further = policy_from(self.in_group, GROUP)
        policy, _all = policy_from(self.values, "、".join(places))
        said = (*faults, *(fault.replace("策略文件", "组策略", 1) for fault in further))
        return policy.strictest() if self.damage else policy, said


def laid_down_in(file: Path, group: Group = laid_down) -> Told:
    """What stands in the policy file and in group policy."""
    damage: list[str] = []
    values = read_toml(file, "策略文件", damage)
    try:
        told = group()
    except OSError as error:
        told = {}
        damage.append(f"组策略 {GROUP} 无法读取（{in_words(error)}），已按默认值运行。")
    return Told(str(file), values, told, tuple(damage))


def strange(key: str, told: Told, settings: Iterable[str]) -> str:
    """A sentence about a key that is none: neither one of `settings`, those that may be fixed, nor one of a policy."""
    from difflib import get_close_matches  # only for a slip of the pen

    near = get_close_matches(key, [*settings, *KEYS], 1)
    meant = f"是不是“{near[0]}”？" if near else ""
    place = told.place(key) if key in told.in_group else f"策略文件 {told.file}"
    return f"{place} 中的“{key}”不是可用的设置项，已忽略。{meant}"


def read_toml(file: Path, what: str, complaints: list[str]) -> dict[str, Any]:
    """What a file holds; nothing, with a sentence put to the complaints, where it cannot be read."""
    try:
        if not file.exists():
            return {}
        import tomllib  # here, for most machines have no policy and a first start no settings

        return tomllib.loads(read_whole(file, what=what).decode("utf-8-sig"))
    except OSError as error:
        complaints.append(f"{what} {file} 无法读取（{in_words(error)}），已按默认值运行。")
    except ReaderError as error:
        complaints.append(f"{str(error).rstrip('。')}，已按默认值运行。")
    except UnicodeDecodeError:
        complaints.append(f"{what} {file} 已损坏，不是 UTF-8 文本（请用 UTF-8 另存），已按默认值运行。")
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"第 {line[1]} 行起" if line else ""
        complaints.append(f"{what} {file} 已损坏，{where}不是有效的 TOML，已按默认值运行。")
    return {}
