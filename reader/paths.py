"""Where the bundled data and the user's data are. Owns every look at the environment, `sys.frozen` and `_MEIPASS`.

Must not read or write any of the files it names, and creates no folder until `ensure` is asked to.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from reader.core.errors import BadInput, StoreUnavailable, in_words
from reader.core.late_dataclass import dataclass

PORTABLE_MARKER = ".portable"
_WINDOWS_NAME, _UNIX_NAME = "PolicyReader", "policy-reader"
_COMMON_APPDATA = 0x23  # what SHGetFolderPathW calls %PROGRAMDATA%


@dataclass(frozen=True, slots=True)
class Program:
    """How and from where this program runs.

    Attributes:
        package: the folder of the `reader` package.
        executable: the running program file.
        prefix: the Python installation (`sys.prefix`).
        frozen: whether cx_Freeze, PyInstaller or the like made the program.
        unpacked: PyInstaller's `_MEIPASS`, or None.
    """

    package: Path
    executable: Path
    prefix: Path
    frozen: bool = False
    unpacked: Path | None = None

    @classmethod
    def current(cls) -> Program:
        """The program that is running now."""
        unpacked = getattr(sys, "_MEIPASS", None)
        return cls(
            package=Path(__file__).resolve().parent,
            executable=Path(sys.executable).absolute(),
            prefix=Path(sys.prefix),
            frozen=bool(getattr(sys, "frozen", False)),
            unpacked=Path(unpacked) if unpacked else None,
        )

    @property
    def home(self) -> Path:
        """The folder that a user sees as "where the program is": the portable marker lies here."""
        return self.executable.parent if self.frozen else self.package.parent

    def data_candidates(self) -> tuple[Path, ...]:
        """Folders that may hold `corpus/` and `resources/`, most telling first."""
        folders = [self.unpacked] if self.unpacked else []
        if self.frozen:
            # cx_Freeze puts included files beside the program or into its lib folder; packagers use share.
            folders += [self.home, self.home / "lib", self.home / "share" / _UNIX_NAME, self.home / "_internal"]
            folders += [self.home.parent / "share" / _UNIX_NAME, self.home.parent / "files"]
        folders += [self.package.parent, self.package / "data", self.prefix / "share" / _UNIX_NAME]
        folders += [Path("/usr/share") / _UNIX_NAME]
        return tuple(folders)


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place the program reads from or writes to.

    Attributes:
        corpus: holds normalised/, raw/ and index/; never written to by the running program.
        resources: icons, themes, translations, word lists; read-only.
        user_data: notes.db and what else is precious.
        config: the user's settings.
        cache: what can be thrown away at any time.
        backups: copies of the notes.
        policy: the machine's policy file, written by administrators only.
        portable: whether the user's data lies beside the program.
        packs: where corpus packs are installed; None for `corpora` beside the notes.
        spare: the user's own folder where `user_data` was laid down by the administrator; None otherwise.
        documents: the user's own documents; None for `documents` beside the notes.
        complaints: a sentence for each place that was laid down and cannot be used.
        without: those of them that say what is not in the library for that.
        additions: names and folders of the packs that stand beside the corpus, in the order in which they came.
    """

    corpus: Path
    resources: Path
    user_data: Path
    config: Path
    cache: Path
    backups: Path
    policy: Path
    portable: bool = False
    packs: Path | None = None
    spare: Path | None = None
    documents: Path | None = None
    complaints: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    additions: tuple[tuple[str, Path], ...] = ()

    @property
    def packs_place(self) -> Path:
        """Where corpus packs are installed."""
        return self.packs or self.user_data / "corpora"

    @property
    def own_documents(self) -> Path:
        """Where the user's own documents are."""
        return self.documents or self.user_data / "documents"

    @property
    def licences(self) -> Path:
        """Licence texts of everything in the package; not there in a source tree."""
        return self.resources.parent / "licences"

    @property
    def bill(self) -> Path:
        """The bill of materials (CycloneDX) of the package; not there in a source tree."""
        return self.resources.parent / "sbom.cdx.json"

    @property
    def publisher_key(self) -> Path:
        """The public key of whoever published this program; a slot that may be empty."""
        return self.resources / "publisher.pub"

    @property
    def settings_file(self) -> Path:
        """The user's settings."""
        return self.config / "settings.toml"

    @property
    def handover(self) -> Path:
        """Where a start with files leaves them for the window that is open."""
        return self.cache / "handover"

    @property
    def bundled_index(self) -> Path:
        """The search index that came with the corpus."""
        return self.corpus / "index"

    @property
    def user_index(self) -> Path:
        """Where the search index is rebuilt when the bundled one does not fit."""
        return self.cache / "index"

    @property
    def user_registers(self) -> Path:
        """Where registers are kept of shelves that came without any that fit."""
        return self.cache / "registers"

    def user_index_of(self, addition: str) -> Path:
        """The same for a pack that stands beside the corpus, by the name of its shelf."""
        from hashlib import sha256

        return self.cache / "indexes" / sha256(addition.encode("utf-8")).hexdigest()[:16]


def find_paths(
    data_dir: Path | None = None, corpus: Path | None = None, *, program: Program | None = None, windows: bool = False
) -> Paths:
    """The places to use.

    Args:
        data_dir: put everything of the user's below this folder (a throw-away profile).
        corpus: use this corpus folder instead of the bundled one.
        program: how the program runs; found out when not given.
        windows: follow Windows conventions; always so on Windows.

    Raises BadInput where a folder that was given cannot be one.
    """
    program = program or Program.current()
    windows = windows or sys.platform == "win32"
    portable = data_dir is None and (program.home / PORTABLE_MARKER).exists()
    root = _given(data_dir) if data_dir else program.home / "data" if portable else None
    if root is not None:
        user_data, config, cache = root, root / "config", root / "cache"
    else:
        user_data, config, cache = _own_places(_WINDOWS_NAME if windows else _UNIX_NAME)
    return Paths(
        corpus=_absolute(corpus) if corpus else _bundled(program, "corpus"),
        resources=_bundled(program, "resources"),
        user_data=user_data,
        config=config,
        cache=cache,
        backups=user_data / "backups",
        policy=_policy_file(windows),
        portable=portable,
    )


def _own_places(name: str) -> tuple[Path, Path, Path]:
    """Where the system keeps a user's data, settings and cache of the program of this name.

    On Linux as XDG says, and as `platformdirs` does, which takes longer to load than the command line.
    """
    home = os.environ.get("HOME", "")
    if not sys.platform.startswith("linux") or not os.path.isabs(home):  # noqa: PTH117  as the other asks
        import platformdirs

        return (
            platformdirs.user_data_path(name, appauthor=False, roaming=True),
            platformdirs.user_config_path(name, appauthor=False, roaming=True),
            platformdirs.user_cache_path(name, appauthor=False),
        )

    def place(variable: str, below: str) -> Path:
        told = os.environ.get(variable, "")
        return Path(told if os.path.isabs(told) else Path(home) / below, name)  # noqa: PTH117

    data, config = place("XDG_DATA_HOME", ".local/share"), place("XDG_CONFIG_HOME", ".config")
    return data, config, place("XDG_CACHE_HOME", ".cache")


def _given(folder: Path) -> Path:
    """A folder for the user's data: there already, or not yet."""
    place = _absolute(folder)
    try:
        mode = place.stat().st_mode
    except (OSError, ValueError):  # whoever makes it says why it cannot be made
        return place
    if not stat.S_ISDIR(mode):
        raise BadInput(f"“{folder}”不是文件夹，不能用来存放批注和设置。")
    return place


def _absolute(folder: Path) -> Path:
    try:
        return folder.expanduser().absolute()
    except FileNotFoundError as error:
        raise BadInput(f"当前所在的文件夹已被删除，找不到“{folder}”；请换一个文件夹，或写出完整路径。") from error


def ensure(folder: Path) -> Path:
    """The folder, made when it is not there, for its owner's eyes only, with those above it that are missing.

    Raises StoreUnavailable where that is not allowed.
    """
    try:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except (OSError, ValueError) as error:
        why = in_words(error)
        raise StoreUnavailable(f"无法建立文件夹 {folder}（{why}），请检查权限和剩余空间。") from error
    return folder


def named_folder(text: str, base: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that a person named: `~`, %NAME% and ${NAME} are filled in, relative to `base`.

    Raises BadInput where a variable is not set.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in environment:
            raise BadInput(f"“{text}”中的环境变量 {name} 没有设置。")
        return environment[name]

    filled = re.sub(r"%(\w+)%|\$\{(\w+)\}", value, text)
    try:
        return base / Path(filled).expanduser()
    except RuntimeError as error:
        raise BadInput(f"“{text}”中的用户文件夹找不到。") from error


def is_administrator() -> bool:
    """Whether the program runs with the rights of whoever looks after this machine."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.shell32.IsUserAnAdmin())
    return os.geteuid() == 0


def why_unusable(folder: Path, *, writable: bool) -> str:
    """Why a folder cannot be used, in a few words; empty where it can.

    A folder to write to may be missing itself, but not the one it is to be made in: a drive that is not connected.
    """
    try:
        if not folder.exists() and not (writable and folder.parent.is_dir()):
            return "找不到"
        if folder.exists() and not folder.is_dir():
            return "不是文件夹"
        if writable and not os.access(folder if folder.exists() else folder.parent, os.W_OK | os.X_OK):
            return "没有写入权限"
    except OSError as error:
        return in_words(error)
    return ""


def _bundled(program: Program, name: str) -> Path:
    found = (folder / name for folder in program.data_candidates() if (folder / name).is_dir())
    # Nothing found: name the likeliest place, so that the message about the missing corpus says where to look.
    return next(found, program.data_candidates()[0] / name)


def _policy_file(windows: bool) -> Path:
    if windows:
        return _program_data() / _WINDOWS_NAME / "policy.toml"
    return Path("/etc") / _UNIX_NAME / "policy.toml"


def _program_data() -> Path:
    """What Windows itself says: a user who sets %PROGRAMDATA% must not get around the policy."""
    if sys.platform == "win32":
        import ctypes

        place = ctypes.create_unicode_buffer(1024)
        failed = ctypes.windll.shell32.SHGetFolderPathW(None, _COMMON_APPDATA, None, 0, place)
        return Path(r"C:\ProgramData" if failed else place.value)
    return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"))  # a trial of Windows conventions elsewhere
