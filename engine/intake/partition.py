"""Partition: what a machine of a cluster does with some hundred documents of a job.

They are checked by a process beside the cluster's own worker, by the same pool as on one machine: a
document that kills or hangs ends that process and not the worker, which only reads and waits. The
process stays for the next partition of the job.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import platform
import shutil
import threading
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from ..errors import InputError
from .listing import Document
from .pool import Pool
from .work import Job, program_digest

# What the readers of files use: another version may read another text.
_PACKAGES = ("lark", "lxml", "python-docx", "pypdf", "pypdfium2", "Pillow")
_PROGRAMS = ("tesseract", "soffice")
_AT_ONCE = 16  # documents that are fetched side by side
_IDLE = 60.0  # seconds for which a process waits for another partition


@dataclass(slots=True, eq=False)
class HeldDocument(Document):
    """A document whose bytes go with it; `path` is only its name."""

    data: bytes = b""
    shown: str = ""

    @property
    def name(self) -> str:
        """The name that it has where it was listed."""
        return self.shown

    def read(self) -> bytes:
        return self.data


@dataclass(slots=True, eq=False)
class Answer:
    """What came of a partition: number of the document, digest of its content, record.

    `unread` are those that this machine cannot fetch; `refused` says why it may not check any.
    """

    records: list[tuple[int, str, bytes]] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    refused: str | None = None


@lru_cache(maxsize=1)
def about() -> dict[str, str]:
    """What decides a result here beside the job: the program and what it reads files with."""
    found = {"cchc-check": program_digest()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    for program in _PROGRAMS:
        found[program] = "" if shutil.which(program) is None else "có"
    return found


def differs(theirs: dict[str, str]) -> str | None:
    """One sentence where this machine would not have the same results as another one."""
    here = about()
    other = [name for name in theirs if here.get(name, "") != theirs[name]]
    if not other:
        return None
    if other[0] == "cchc-check":
        return (
            f"Máy {platform.node()} của cụm có bản cchc-check khác máy này nên kết quả có thể khác;"
            " hãy cài cùng một bản trên mọi máy."
        )
    name = other[0]
    return (
        f"Máy {platform.node()} của cụm có {name} {here.get(name) or '(chưa cài)'}, máy này có"
        f" {name} {theirs[name] or '(chưa cài)'} nên kết quả có thể khác; hãy cài giống nhau."
    )


def packed(job: Job) -> bytes:
    """A job as it is sent."""
    return zlib.compress(pickle.dumps(job))


def check_partition(
    theirs: dict[str, str], job: bytes, documents: Sequence[tuple[int, Document]]
) -> bytes:
    """Fetches and checks some documents: an Answer, pickled. Run by a worker of the cluster."""
    return pickle.dumps(_checked(theirs, job, documents))


def _checked(
    theirs: dict[str, str], job: bytes, documents: Sequence[tuple[int, Document]]
) -> Answer:
    answer = Answer(refused=differs(theirs))
    if answer.refused:
        return answer
    held: dict[str, tuple[int, str]] = {}
    tasks: list[tuple[str, Document]] = []
    for (number, document), data in zip(documents, _fetched(documents), strict=True):
        if data is None:
            answer.unread.append(number)
            continue
        held[str(number)] = number, hashlib.sha256(data).hexdigest()
        tasks.append((str(number), HeldDocument("", data=data, shown=document.name)))
    with _process(job) as pool:
        for key, body in pool.run(tasks) if tasks else ():
            answer.records.append((*held[key], body))
    return answer


def _fetched(documents: Sequence[tuple[int, Document]]) -> list[bytes | None]:
    """The bytes of documents, None for those that cannot be had."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(_bytes_of, (one for _, one in documents)))


def _bytes_of(document: Document) -> bytes | None:
    try:
        return document.read()
    except InputError:
        return None


# --- the process that checks ------------------------------------------------------------------

_lock = threading.Lock()
_waiting: dict[bytes, list[tuple[Pool, threading.Timer]]] = {}


@contextmanager
def _process(job: bytes) -> Iterator[Pool]:
    """A process with the job's setup, one that waits or a new one; it waits again afterwards."""
    name = hashlib.sha256(job).digest()
    pool = _taken(name)
    if pool is None:
        # A worker that a nanny watches is a daemon, which may have no processes of its own; ours
        # end with it, for they look whether it lives.
        multiprocessing.current_process().daemon = False
        pool = Pool(pickle.loads(zlib.decompress(job)), 1, lasting=True)
    try:
        yield pool
    except BaseException:
        pool.close()
        raise
    timer = threading.Timer(_IDLE, _let_go, (name, pool))
    timer.daemon = True
    with _lock:
        _waiting.setdefault(name, []).append((pool, timer))
    timer.start()


def _taken(name: bytes) -> Pool | None:
    """A process of the job that waits; those of other jobs are ended."""
    with _lock:
        for other in [one for one in _waiting if one != name]:
            for pool, timer in _waiting.pop(other):
                timer.cancel()
                pool.close()
        if not _waiting.get(name):
            return None
        pool, timer = _waiting[name].pop()
        timer.cancel()
        return pool


def _let_go(name: bytes, pool: Pool) -> None:
    with _lock:
        waiting = _waiting.get(name, [])
        for one in [one for one in waiting if one[0] is pool]:
            waiting.remove(one)
            pool.close()


def release() -> None:
    """Ends the processes that wait. Run on each worker when a job is over."""
    with _lock:
        for found in _waiting.values():
            for pool, timer in found:
                timer.cancel()
                pool.close()
        _waiting.clear()
