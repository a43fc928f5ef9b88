"""Stop: a Ctrl-C that is heard for certain, and never while a process is half started."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import Any


@dataclass(slots=True, eq=False)
class Stop:
    """Whether somebody has asked for a stop.

    Python drops a KeyboardInterrupt that comes up in a callback (while a module loads, say): the
    run would go on to its end. So who works asks between two documents.
    """

    asked: bool = False

    def check(self) -> None:
        """Raises the KeyboardInterrupt that was dropped."""
        if self.asked:
            raise KeyboardInterrupt

    @contextmanager
    def heard(self) -> Iterator[Stop]:
        """Ctrl-C sets `asked` and interrupts as it always does."""
        if threading.current_thread() is not threading.main_thread():
            yield self  # only the main thread may say what a signal does
            return

        def ask(number: int, frame: Any) -> None:
            self.asked = True
            signal.default_int_handler(number, frame)

        before = signal.signal(signal.SIGINT, ask)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the end; a process that is started here never gets one."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # its own start would let the signal through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
