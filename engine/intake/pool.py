"""Pool: several processes that check documents; one that dies or hangs costs one document at most.

Own processes and pipes instead of concurrent.futures: that one breaks as a whole when a process is
killed, and does not say over which document.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from ..errors import InputError
from ..readers.kinds import SUFFIXES
from .listing import Document
from .record import Record
from .stop import undisturbed
from .work import Checker, Job

_PATIENCE = 120.0  # seconds over one document before its process is ended: a scan of many pages
_CHUNK = 8  # documents handed out at a time: fewer waits, little to hand out again
_TRIES = 2
_STARTS = 4  # processes that may die before they are ready: then it is no document's fault
_READY = ""  # the key of the first message of a process
DIED = "làm chương trình dừng đột ngột"

# Key, bytes of the record.
Checked = tuple[str, bytes]
_Task = tuple[str, Document]


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, its end of the pipe, what it still has to do, since when it is silent."""

    process: BaseProcess
    pipe: Connection
    tasks: deque[_Task] = field(default_factory=deque)
    since: float = 0.0
    ready: bool = False


class Pool:
    """Checks documents in `jobs` processes; records come in the order in which they are made.

    `lasting`: the processes wait for another run, until they are closed.
    """

    def __init__(self, job: Job, jobs: int, lasting: bool = False) -> None:
        self._job, self._jobs, self._lasting = job, max(1, jobs), lasting
        self._workers: list[_Worker] = []
        self._context = multiprocessing.get_context("spawn")
        self._tries: dict[str, int] = {}
        self._stillborn = 0

    def run(self, tasks: Sequence[_Task]) -> Iterator[Checked]:
        """The records of some documents, each under its key. Closes its processes in the end."""
        waiting = deque(tasks)
        whole = False
        try:
            while len(self._workers) < min(self._jobs, max(1, len(tasks))):
                self._workers.append(self._start())
            for worker in self._workers:
                self._feed(worker, waiting)
            while any(worker.tasks for worker in self._workers):
                yield from self._turn(waiting)
            whole = True
        finally:
            if not (self._lasting and whole):
                self.close()

    def close(self) -> None:
        """Ends all processes at once; what they were at is lost and nothing else."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._job), daemon=True)
        with undisturbed():  # it would be told on the terminal by a process that is half there
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _feed(self, worker: _Worker, waiting: deque[_Task]) -> None:
        """Hands out the next documents; one that has failed before is handed out alone."""
        while waiting and len(worker.tasks) < _CHUNK:
            risky = waiting[0][0] in self._tries
            if risky and worker.tasks:
                break
            worker.tasks.append(waiting.popleft())
            if risky:
                break
        if worker.tasks:
            worker.since = time.monotonic()
            with suppress(OSError):  # it has died; the next turn sees that
                worker.pipe.send(list(worker.tasks))

    def _turn(self, waiting: deque[_Task]) -> Iterator[Checked]:
        """Takes what has come in, replaces processes that have died or hang."""
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.tasks}
        ready = wait(list(by_pipe), timeout=1.0)
        for pipe in ready:
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                key, body = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._bury(worker, waiting, DIED)
                continue
            worker.since = time.monotonic()
            if key == _READY:
                worker.ready = True
                continue
            worker.tasks.popleft()
            yield key, body
            if not worker.tasks:
                self._feed(worker, waiting)
        now = time.monotonic()
        for worker in list(by_pipe.values()):
            if worker.tasks and worker in self._workers and now - worker.since > _PATIENCE:
                said = f"kiểm quá {int(_PATIENCE)} giây chưa xong"
                yield from self._bury(worker, waiting, said)

    def _bury(self, worker: _Worker, waiting: deque[_Task], why: str) -> Iterator[Checked]:
        """A new process in the place of one that died over a document, which is tried again."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if worker.ready:
            key, document = worker.tasks.popleft()
            self._tries[key] = self._tries.get(key, 0) + 1
            if self._tries[key] >= _TRIES:
                yield key, Record(why=lost(why)).to_bytes()
            else:
                waiting.append((key, document))
        else:
            self._stillborn += 1
            if self._stillborn >= _STARTS:
                raise InputError(
                    "Không khởi động được tiến trình kiểm tra (máy thiếu bộ nhớ, hoặc chương trình"
                    " gọi lệnh này không có phần if __name__ == '__main__')."
                )
        waiting.extendleft(reversed(worker.tasks))
        fresh = self._start()
        self._workers[self._workers.index(worker)] = fresh
        self._feed(fresh, waiting)
        for idle in self._workers:
            if not idle.tasks:
                self._feed(idle, waiting)


def _serve(pipe: Connection, job: Job) -> None:
    """A process of the pool: documents in, records out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides when to stop
    parent = multiprocessing.parent_process()
    checker = Checker(job)
    with suppress(OSError):
        pipe.send((_READY, b""))
    while True:
        try:
            tasks = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        for key, document in tasks:
            if parent is not None and not parent.is_alive():
                os._exit(0)
            try:
                pipe.send((key, checked(checker, document).to_bytes()))
            except OSError:
                os._exit(0)


def lost(why: str) -> str:
    """What is said of a document over which processes died."""
    return f"Tệp {why} nên không kiểm được; hãy mở ra xem và lưu lại."


def checked(checker: Checker, document: Document) -> Record:
    """The record of a document of the listing. Nothing that a document holds ends the run."""
    if document.why is not None:
        return Record(why=document.why)
    if document.suffix not in SUFFIXES:
        return Record(kind=f"tệp {document.suffix}")
    try:
        return checker.record(document.read(), document.name)
    except InputError as error:
        return Record(why=str(error))
    except MemoryError:
        return Record(why="Tệp quá lớn so với bộ nhớ của máy nên không kiểm được.")
    except Exception as error:  # a fault of ours: told, and the others still checked
        said = f"{type(error).__name__}: {error}"
        return Record(why=f"Lỗi ngoài dự kiến khi kiểm tệp này ({said}); hãy báo nhóm phát triển.")
