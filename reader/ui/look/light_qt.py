"""Qt's bindings, loaded without what only their error messages need. To be called before anything of PySide6 is.

Whenever shiboken6 is loaded, it loads with it what writes signatures into error messages and stub files: compiled anew
from its source each time, that takes as long as Qt itself. And whenever PySide6 loads it, every module imported from
then on has its source read and searched for "PySide6", for the sake of `from __feature__ import …`, which nobody uses
here. So shiboken6 comes first and alone, which leaves `import` as Python has it, and its helpers come when one of them
is first asked for something (`importlib.util.LazyLoader`): messages are the same as ever.
"""

from __future__ import annotations

import builtins
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any, Final

from reader.ui.look.late_enums import put_off_no_more, stand_in

_KNOWN: Final = (6, 9)
"""The versions whose helpers are known to do nothing, when they are loaded, that is missed later; but for the sign that
`_SIGN` is. Others load as they always do."""

_HELPERS: Final = "shibokensupport"
_FIRST: Final = f"{_HELPERS}.signature"  # what is imported from this is the page that imports all of them
_MAPPING: Final = f"{_HELPERS}.signature.mapping"
_LATE: Final = frozenset(
    f"{_HELPERS}.{name}"
    for name in (
        "feature", "signature.parser", "signature.layout", "signature.errorhandler", "signature.importhandler",
        "signature.lib.enum_sig", "signature.lib.pyi_generator", "signature.lib.tool",
    )
) | {_MAPPING}  # fmt: skip
_ASIDE: Final = frozenset({"tempfile", "textwrap", "traceback"})
_ASKING: Final = frozenset({"shiboken6", "signature_bootstrap", f"{_HELPERS}.signature.loader"})
_SIGN: Final = "pyside6_option_python_enum"  # the parser sets it: Qt's enums are of Python's kind


class _Aside(ModuleType):
    """Stands for a module of Python's own where nothing but an error would ask for it; not among the loaded ones."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


class _Mapping(LazyLoader):
    """The helper that shiboken6 asks for one function past all that Python does when an attribute is asked for."""

    def exec_module(self, module: ModuleType) -> None:
        """Put off, but for a function that has the helper loaded and calls the real one.

        That goes through all of PySide6 that is loaded, and asks classes for members of the enums in them, which are
        not found before the enums are made. An error in there ends the program.
        """

        def update_mapping() -> None:
            put_off_no_more()
            import_module(_MAPPING).update_mapping()

        module.update_mapping = update_mapping  # type: ignore[attr-defined]
        super().exec_module(module)


class _Late:
    """Finds the helpers where shiboken6 keeps them, and puts off the work of some."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        """The helper, to be loaded later; None for all else."""
        spec: ModuleSpec | None = self.inner.find_spec(fullname, path, target) if fullname in _LATE else None
        if spec is not None:
            spec.loader = _Mapping(self.inner) if fullname == _MAPPING else LazyLoader(self.inner)
        return spec


def load() -> None:
    """Load shiboken6, if nobody has, in the light way. Raises ImportError where it is not there."""
    if "shiboken6" in sys.modules:
        return
    own, plain = builtins.__import__, sys.modules["enum"]
    enums = stand_in()
    late: _Late | None = None

    def watch(name: str, *given: Any, **named: Any) -> ModuleType:
        nonlocal late
        if name in _ASIDE and name not in sys.modules and given and (given[0] or {}).get("__name__") in _ASKING:
            return _Aside(name)
        # Qt's bindings take the module for what it makes enums with; this is no import of Python's.
        sys.modules["enum"] = enums if name == "enum" and given[2] == [] and late is not None else plain
        if name == _FIRST and late is None and _is_known():
            late = _Late(sys.meta_path[0])
            sys.meta_path.insert(0, late)
            setattr(sys, _SIGN, True)
        return own(name, *given, **named)

    builtins.__import__ = watch
    try:
        import shiboken6  # noqa: F401
    finally:
        builtins.__import__ = own
        sys.modules["enum"] = plain
        if late is not None:
            sys.meta_path.remove(late)


def _is_known() -> bool:
    """Whether the version is known, and its helpers are being loaded the way that is."""
    version = getattr(sys.modules.get("shiboken6"), "__version_info__", ())
    return version[:2] == _KNOWN and type(sys.meta_path[0]).__name__ == "EmbeddableZipImporter"
