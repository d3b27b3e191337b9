"""The frozen program's first step: makes its modules known, then runs its main script.

Zip and list are made by `linux_zip.py`. The modules lie in one zip, as stored bytes that any tool can list and take
out. Python's own import out of a zip is slower than out of a folder. Here the list tells where in the zip each module
is, and one read brings it, which is quicker: in a folder each module is looked for by several names.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from types import CodeType, ModuleType

gc.disable()  # what is loaded stays; the main script enables it again
sys.frozen = True  # type: ignore[attr-defined]  # what freezers set, and what reader.paths asks for


class Modules:
    """Finds and loads the modules of the zip.

    Attributes:
        known: name → whether it is a package, where its code begins in the zip and how many bytes it has.
    """

    def __init__(self, folder: str) -> None:
        with open(f"{folder}/library.list", "rb") as file:  # noqa: PTH123  pathlib is one of the modules
            # As safe as any compiled module: all of them are read so.
            self.known: dict[str, tuple[bool, int, int]] = marshal.loads(file.read())  # noqa: S302
        self.place = f"{folder}/library.zip"
        # Held open: who upgrades the package meanwhile does not take half of a running program away.
        self.file = os.open(self.place, os.O_RDONLY | os.O_CLOEXEC)

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """What `import` asks every finder."""
        found = self.known.get(name)
        if found is None:
            return None
        where = f"{self.place}/{name.replace('.', '/')}"
        origin = f"{where}/__init__.pyc" if found[0] else f"{where}.pyc"
        spec = ModuleSpec(name, self, origin=origin, is_package=found[0])  # type: ignore[arg-type]  # loads like one
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(where)
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """None: a module like any other."""

    def exec_module(self, module: ModuleType) -> None:
        """Run a module's code."""
        exec(self.get_code(module.__name__), module.__dict__)  # noqa: S102  what importing is

    def get_code(self, name: str) -> CodeType:
        """The code of a module that is known."""
        _, start, size = self.known[name]
        code: CodeType = marshal.loads(os.pread(self.file, size, start))  # noqa: S302  as above
        return code


def run(name: str) -> None:
    """Run the main script of that name; what the freezer's start asks for."""
    modules = Modules(os.path.dirname(__file__))  # noqa: PTH120  as above
    sys.meta_path.insert(0, modules)
    spec = modules.find_spec(name)
    assert spec is not None, "the zip comes without the main script"
    main = sys.modules["__main__"].__dict__
    main.update(__file__=spec.origin, __loader__=modules, __spec__=spec)
    exec(modules.get_code(name), main)  # noqa: S102
