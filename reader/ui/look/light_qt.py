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
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any, Final

_KNOWN: Final = (6, 9)
"""The versions whose helpers are known to do nothing, when they are loaded, that is missed later; but for the sign that
`_SIGN` is. Others load as they always do."""

_HELPERS: Final = "shibokensupport"
_FIRST: Final = f"{_HELPERS}.signature"  # what is imported from this is the page that imports all of them
_LATE: Final = frozenset(
    f"{_HELPERS}.{name}"
    for name in (
        "feature", "signature.parser", "signature.layout", "signature.errorhandler", "signature.importhandler",
        "signature.lib.enum_sig", "signature.lib.pyi_generator", "signature.lib.tool",
    )
)  # fmt: skip
_SIGN: Final = "pyside6_option_python_enum"  # the parser sets it: Qt's enums are of Python's kind


class _Late:
    """Finds the helpers where shiboken6 keeps them, and puts off the work of some."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        """The helper, to be loaded later; None for all else."""
        spec: ModuleSpec | None = self.inner.find_spec(fullname, path, target) if fullname in _LATE else None
        if spec is not None:
            spec.loader = LazyLoader(self.inner)
        return spec


def load() -> None:
    """Load shiboken6, if nobody has, in the light way. Raises ImportError where it is not there."""
    if "shiboken6" in sys.modules:
        return
    own = builtins.__import__
    late: _Late | None = None

    def watch(name: str, *given: Any, **named: Any) -> ModuleType:
        nonlocal late
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
        if late is not None:
            sys.meta_path.remove(late)


def _is_known() -> bool:
    """Whether the version is known, and its helpers are being loaded the way that is."""
    version = getattr(sys.modules.get("shiboken6"), "__version_info__", ())
    return version[:2] == _KNOWN and type(sys.meta_path[0]).__name__ == "EmbeddableZipImporter"
