"""Processes of an installation that begin in a moment: forked from one in which Django is already set up.

To import everything takes a process one to two seconds, and a test of several side by side has a handful of them. Each has
its own memory and its own connections all the same: nothing is connected when it is forked.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from threading import Timer

LONGEST = 100_000
"""Bytes of the lines that a process is given, at most: they travel as one message."""


class Nursery:
    """A process of an installation that waits for lines to run, and forks one for each."""

    def __init__(self, place: dict[str, str]) -> None:
        self._line, end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with end:
            self._process = subprocess.Popen([sys.executable, Path(__file__)], env=place, stdin=end)

    def start(self, code: str) -> Forked:
        """Run lines in a process of their own."""
        (out, printed), (end, told) = os.pipe(), os.pipe()
        try:
            socket.send_fds(self._line, [code.encode()], [printed, told])
        finally:
            os.close(printed)
            os.close(told)
        return Forked(out, end)

    def close(self) -> None:
        """End the process that waits; those that it forked go on."""
        self._line.close()
        self._process.wait()


class Forked:
    """A process begun by a nursery; it is asked as one of `subprocess` is."""

    returncode: int | None = None

    def __init__(self, out: int, end: int) -> None:
        self.stdout = os.fdopen(out)
        self._end = os.fdopen(end, "rb", buffering=0)
        self._pid = int(self._end.readline())

    def communicate(self, timeout: float = 120) -> tuple[str, None]:
        """Wait until it has ended, and give what it printed; after so many seconds it is killed."""
        late = Timer(timeout, self.kill)
        late.start()
        with self.stdout, self._end:
            said = self.stdout.read()
            self._wait()
        late.cancel()
        return said, None

    def poll(self) -> int | None:
        """Give how it ended, None while it runs."""
        if self.returncode is None and select.select([self._end], [], [], 0)[0]:
            self._wait()
        return self.returncode

    def _wait(self) -> None:
        if self.returncode is None:
            self.returncode = int(self._end.readline())

    def kill(self) -> None:
        """Kill it, as a machine does that has no more memory."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


def wait_for_lines(line: socket.socket) -> None:
    """Fork a process for each message, until nobody sends any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        code, ends, _flags, _address = socket.recv_fds(line, LONGEST, 2)
        if not code:
            return
        if not os.fork():
            line.close()
            _mind(code.decode(), *ends)
        for one in ends:
            os.close(one)


def _mind(code: str, printed: int, told: int) -> None:
    """Fork the process and tell its number and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if not pid:
        os.close(told)
        _run(code, printed)
    os.close(printed)
    os.write(told, f"{pid}\n".encode())
    _pid, status = os.waitpid(pid, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _run(code: str, printed: int) -> None:
    """Run the lines as a program of their own, which prints where it is read."""
    os.dup2(printed, 1)
    os.close(printed)
    status = 0
    try:
        exec(compile(code, "<lines>", "exec"), {"__name__": "__main__"})  # noqa: S102
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    import django

    django.setup()
    wait_for_lines(socket.socket(fileno=os.dup(0)))
