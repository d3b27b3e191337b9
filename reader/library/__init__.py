"""Library: the one object the window and the command line are given, and the door that opens it."""

from reader.library.facade import Library
from reader.library.late import Late, never
from reader.library.notebook import Notebook
from reader.library.opening import open_library

__all__ = ["Late", "Library", "Notebook", "never", "open_library"]
