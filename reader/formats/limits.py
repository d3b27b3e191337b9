"""Limits on this process or on a child: memory, processor time, output. POSIX by resource, Windows by a job object."""

from __future__ import annotations

import sys
from dataclasses import dataclass

MB = 1024 * 1024

MOST_PAGES_OF_SCANS = 500
"""Most pages of one file that are recognised."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one conversion may use.

    Attributes:
        memory: bytes.
        seconds: of processor time; where pages are recognised, for each of them.
        wall: seconds by the clock, or by the clock since the last page was done. Only what waits and does not work
            comes to it: a machine with much else to do gives a conversion less than a whole processor.
        output: bytes of the answer.
    """

    memory: int = 400 * MB
    seconds: int = 10
    wall: float = 40.0
    output: int = 160 * MB

    def for_size(self, size: int) -> Limits:
        """More time for a larger file: two seconds a megabyte."""
        more = 2 * (size // MB)
        return Limits(self.memory, self.seconds + more, self.wall + 4 * more, self.output)


FOR_SCANS = Limits(memory=1200 * MB, seconds=90, wall=360.0)
"""What the recognition of one page may use; of a page that lies on its side, three times over."""


if sys.platform == "win32":

    def limit_self(limits: Limits, pages: int = 1) -> None:
        """Nothing here: on Windows the parent holds the process to its limits (see `job_for`)."""

    def allow_a_page(limits: Limits) -> None:
        """Nothing here: a job counts the time of all pages together (see `job_for`)."""

else:
    import resource

    def limit_self(limits: Limits, pages: int = 1) -> None:
        """Holds this process to the limits; to those of so many pages, where it has several of them to recognise."""
        for kind, amount in (
            (resource.RLIMIT_DATA, limits.memory), (resource.RLIMIT_AS, 4 * limits.memory), (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):  # fmt: skip
            _lower(kind, amount, amount)
        _lower(resource.RLIMIT_CPU, limits.seconds, limits.seconds * pages + 1)

    def allow_a_page(limits: Limits) -> None:
        """Gives this process the time for one more page, counted from now."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, highest = resource.getrlimit(resource.RLIMIT_CPU)
        _lower(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + limits.seconds, highest)

    def _lower(kind: int, soft: int, hard: int) -> None:
        """A limit lowered; one that the system has already set lower stays."""
        _, highest = resource.getrlimit(kind)
        if highest != resource.RLIM_INFINITY:
            soft, hard = min(soft, highest), highest if hard == resource.RLIM_INFINITY else min(hard, highest)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):  # a system without this limit
            return


def job_for(process: int, limits: Limits, pages: int = 1) -> int | None:
    """Puts a Windows process into a job with the limits; the job ends it when it is closed. None elsewhere.

    The caller keeps what is returned as long as the process may run, and closes it by `close_job`. Raises OSError
    where the system refuses.
    """
    from reader.formats import job

    system = job.kernel()
    return None if system is None else job.make_job(system, process, limits.memory, limits.seconds * pages)


def close_job(made: int | None) -> None:
    """Closes what `job_for` gave, and ends a process that still runs in it."""
    if made is not None:
        from reader.formats import job

        job.kernel().CloseHandle(made)
