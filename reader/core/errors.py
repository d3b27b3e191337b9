"""What can go wrong in a way the user can act on. Everything else is a bug and stays loud."""

from __future__ import annotations


class ReaderError(Exception):
    """Something the user can act on, told in one sentence.

    Attributes:
        exit_code: process exit status the command line ends with.
    """

    exit_code = 2


class BadInput(ReaderError):
    """A file, query or argument that cannot be used as it is."""


class NotFound(ReaderError):
    """The thing asked for is not there (a document, a clause, a note)."""

    exit_code = 1


class DamagedCorpus(ReaderError):
    """The corpus folder is missing, incomplete or unreadable."""

    exit_code = 3


class DamagedStore(ReaderError):
    """The notes store cannot be used: damaged, or written by a newer program."""

    exit_code = 3


class StoreUnavailable(ReaderError):
    """The notes store is sound but cannot be written now (locked, read-only, disk full)."""


class Cancelled(ReaderError):
    """Long work was stopped because the user asked for it."""
