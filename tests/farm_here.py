"""A Dask scheduler and workers on this machine, for trying `corpus build --scheduler`, its tests and the bench.

Usage: farm_here.py [WORKERS] [PORT] [obey]. Prints the address, goes on until Ctrl+C. Nothing listens but on 127.0.0.1.
With `obey` it does what lines on its standard input say: `kill a worker`, `restart the scheduler`; the end ends it.
Needs the extra `farm`: without it says so and ends with 0.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS, PORT = 2, 8786
_HERE = "127.0.0.1"
_PATIENCE = 60.0


def is_installed() -> bool:
    """Whether Dask is here."""
    return find_spec("distributed") is not None


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as found:
        found.bind((_HERE, 0))
        return int(found.getsockname()[1])


class FarmHere:
    """A scheduler and workers; each worker a process with a nurse that starts it again where it dies."""

    def __init__(self, workers: int = WORKERS, port: int = 0) -> None:
        self.port = port or free_port()
        self.address = f"tcp://{_HERE}:{self.port}"
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__ADMIN__EVENT_LOOP": "asyncio"}
        self._count = workers
        self.scheduler = self._started_scheduler()
        self.workers = [self._started_worker() for _ in range(workers)]

    def _started_scheduler(self) -> subprocess.Popen[bytes]:
        return self._run("dask_scheduler", "--host", _HERE, "--port", str(self.port), "--no-dashboard")

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{program}", *arguments]
        return subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def wait(self) -> None:
        """Returns when all workers are there. Raises TimeoutError."""
        from distributed import Client

        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with (
                contextlib.suppress(OSError, TimeoutError),
                Client(self.address, timeout=5, set_as_default=False) as client,
            ):
                client.wait_for_workers(self._count, timeout=_PATIENCE)
                return
        raise TimeoutError(self.address)

    def kill_a_worker(self) -> None:
        """Kills the process in which the first worker works, not its nurse."""
        nurse = self.workers[0].pid
        for child in Path(f"/proc/{nurse}/task/{nurse}/children").read_text(encoding="ascii").split():
            os.kill(int(child), signal.SIGKILL)

    def restart_scheduler(self) -> None:
        """Ends the scheduler at once and starts another at its address."""
        self.scheduler.kill()
        self.scheduler.wait()
        self.scheduler = self._started_scheduler()
        for worker in self.workers:  # as whoever looks after a cluster does: workers end with their scheduler
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        self.workers = [self._started_worker() for _ in range(self._count)]

    def _started_worker(self) -> subprocess.Popen[bytes]:
        return self._run(
            "dask_worker", self.address, "--nthreads", "1", "--host", _HERE, "--no-dashboard", "--death-timeout", "120",
            "--preload", str(ROOT / "tests" / "poison.py"),
        )  # fmt: skip

    def stop(self) -> None:
        """Ends everything."""
        for process in (*self.workers, self.scheduler):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _obey(farm: FarmHere) -> None:
    for line in sys.stdin:
        {"kill a worker": farm.kill_a_worker, "restart the scheduler": farm.restart_scheduler}[line.strip()]()
        print("done", flush=True)


def main(arguments: list[str]) -> int:
    """Starts it, says where it is, waits."""
    if not is_installed():
        print("make farm: skipped, Dask is not installed here (pip install -r requirements-farm.lock)")
        return 0
    farm = FarmHere(int(arguments[0]) if arguments else WORKERS, int(arguments[1]) if len(arguments) > 1 else PORT)
    try:
        farm.wait()
        print(f"{farm.address}  ({len(farm.workers)} workers; Ctrl+C ends them)", flush=True)
        if "obey" in arguments:
            _obey(farm)
        else:
            farm.scheduler.wait()
    except KeyboardInterrupt:
        pass
    except TimeoutError:
        print(f"make farm: nothing answers at {farm.address}", file=sys.stderr)
        return 1
    finally:
        farm.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
