"""Takes out of the Windows tree what this program never loads."""

from __future__ import annotations

import shutil
from pathlib import Path

GONE = [
    "DLLs/tcl86t.dll", "DLLs/tk86t.dll", "DLLs/zlib1.dll", "DLLs/_tkinter.pyd", "DLLs/_ssl.pyd", "DLLs/libssl-3.dll",
    "DLLs/libcrypto-3.dll", "DLLs/_hashlib.pyd", "DLLs/winsound.pyd", "DLLs/_test*.pyd", "DLLs/_ctypes_test.pyd",
    "DLLs/*.ico", "DLLs/*.cat", "DLLs/_msi.pyd", "DLLs/xxlimited*.pyd",
    "Lib/test", "Lib/idlelib", "Lib/tkinter", "Lib/turtledemo", "Lib/ensurepip", "Lib/lib2to3", "Lib/site-packages",
    "Lib/pydoc_data", "Lib/venv", "Lib/turtle.pyc", "Lib/__pycache__",
    "site/bin", "site/Scripts", "site/*.data/scripts",  # programs for a terminal
    "site/opencc/clib/bin", "site/opencc/clib/lib", "site/opencc/clib/lib64",
    "site/opencc/clib/include",
    "site/rapidfuzz/fuzz_cpp*", "site/rapidfuzz/process_cpp*", "site/rapidfuzz/utils_cpp*",
    "site/rapidfuzz/distance/metrics_cpp_avx2*", "site/docx/templates/default-docx-template",
    "site/pycparser*", "site/cffi",
    "site/whoosh/mcp*", "site/whoosh/langchain*", "site/whoosh/llamaindex*", "site/whoosh/retrieval*",
    "site/jieba/finalseg/*.p", "site/jieba/lac_small", "site/jieba/analyse", "site/jieba/posseg",
    "site/icalendar/tests", "site/pypdfium2_cli",
    "site/olefile/olefile2*",  # for Python 2
    "site/lxml/includes", "site/lxml/isoschematron", "site/lxml/html", "site/lxml/objectify*",
    "site/PySide6/qml", "site/PySide6/metatypes", "site/PySide6/include", "site/PySide6/typesystems",
    "site/PySide6/lib",
    "site/PySide6/resources", "site/PySide6/scripts", "site/PySide6/support", "site/PySide6/doc", "site/PySide6/glue",
    "site/PySide6/modules", "site/shiboken6/*.lib",
]  # fmt: skip
QT_LIBRARIES = {"Qt6Core", "Qt6Gui", "Qt6Widgets", "Qt6Svg", "Qt6PrintSupport", "pyside6.abi3"}
RUNTIME = ("msvcp140", "vcruntime140", "concrt140")
MODULES = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport"}
PLUGINS = {
    "platforms": {"qwindows", "qoffscreen", "qminimal"}, "styles": {"qmodernwindowsstyle"},
    "imageformats": {"qgif", "qico", "qjpeg", "qsvg", "qwebp"}, "iconengines": {"qsvgicon"},
    "printsupport": {"windowsprintersupport"},
}  # fmt: skip
TRANSLATIONS = {"qtbase_zh_CN.qm", "qtbase_zh_TW.qm"}
LEFTOVERS = ["*.pyi", "*.exe", "*.lib", "*.pyx", "*.pxd", "*.pxi", "*.c", "*.cpp", "*.h", "py.typed", "RECORD"]


def trim(tree: Path) -> None:
    """Leave in the tree what the program needs. Run before the launchers are put in: it removes every .exe."""
    for pattern in GONE:
        for path in list(tree.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for pattern in LEFTOVERS:
        for path in list(tree.rglob(pattern)):
            path.unlink()
    qt = tree / "site" / "PySide6"
    for library in list(qt.glob("*.dll")):
        if library.stem not in QT_LIBRARIES and not library.stem.startswith(RUNTIME):
            library.unlink()
    for module in list(qt.glob("*.pyd")):
        if module.stem not in MODULES:
            module.unlink()
    for plugin in list((qt / "plugins").rglob("*.dll")):
        if plugin.stem not in PLUGINS.get(plugin.parent.name, set()):
            plugin.unlink()
    for catalogue in list((qt / "translations").iterdir()):
        if catalogue.name not in TRANSLATIONS:
            shutil.rmtree(catalogue) if catalogue.is_dir() else catalogue.unlink()
    for folder in sorted((path for path in tree.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
