"""Cluster: the documents of a job checked by the machines of a Dask cluster that is there already.

The same function does the work as on one machine (pool.checked), with the same setup, so the
results are the same. What a document costs is sent in partitions: the address of each document, or
its bytes where only this machine has them, and the job, packed; the workers need this program and
none of its files. The scheduler needs neither: it only hands bytes on.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import pickle
import re
import socket
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import InputError
from .listing import Document
from .partition import Answer, HeldDocument, about, check_partition, packed, release
from .pool import DIED, Checked, lost
from .record import Record
from .remote import RemoteDocument
from .work import Job, key_for

if TYPE_CHECKING:
    from distributed import Client, Future

_BYTES = 16_000_000  # of a partition: what a worker holds at a time
_PER_WORKER = 4  # partitions for each of a small run, so that none of them waits for the last
_AHEAD = 2  # partitions under way for each worker: one is there when one is done
_RETRIES = 3  # of a partition that was lost with no fault of its own
_TURN = 5.0  # seconds between two looks at the cluster
_NO_WORKERS = 60.0  # seconds without any until the run is given up
_CONNECT = 10.0
_OURS = "Máy làm việc của cụm không đọc được một số tệp ở xa; máy này đọc rồi gửi, chậm hơn."
_SCHEDULER = re.compile(r"((tcp|tls|ws|wss|ucx)://)?[\w.\-\[\]:]+:\d+", re.ASCII)


@dataclass(slots=True, eq=False)
class _Part:
    """Numbers of documents, with what is sent for each; `alone`: nothing else is under way."""

    numbers: list[int] = field(default_factory=list)
    documents: list[tuple[int, Document]] = field(default_factory=list)
    tries: int = 0
    alone: bool = False


class _Call:
    """A call that is made where it is unpickled: what a scheduler passes on is plain bytes."""

    def __init__(self, *call: Any) -> None:
        self._call = call

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self._call[0], self._call[1:]


class Cluster:
    """Checks documents on a cluster; records come as partitions of them are done."""

    def __init__(self, job: Job, scheduler: str, size: int, notes: list[str]) -> None:
        self.notes = notes
        self._job, self._base, self._size = packed(job), job.base, max(1, size)
        self._scheduler = scheduler
        self._client = self._connected()
        self._tasks: Sequence[tuple[str, Document]] = ()
        self._order: deque[int] = deque()  # the numbers of documents that are still to be sent
        self._single: set[int] = set()  # those over which workers died: sent one by one,
        self._suspects: deque[int] = deque()  # and these in the end, each with nothing beside it
        self._ours: set[str | int] = set()  # addresses and documents that only we can read
        self._again: deque[_Part] = deque()
        self._told: list[Checked] = []
        self._flying: dict[Future[bytes], _Part] = {}
        self._seen = time.monotonic()

    def run(self, tasks: Sequence[tuple[str, Document]]) -> Iterator[Checked]:
        """The records of some documents, each under its key; digests of remote ones are set."""
        self._tasks, flying = tasks, self._flying
        self._order.extend(range(len(tasks)))
        size = min(self._size, len(tasks) // (max(1, self._threads()) * _PER_WORKER) + 1)
        while True:
            while len(flying) < max(1, self._threads() * _AHEAD):
                part = self._again.popleft() if self._again else self._next(size)
                if not part.numbers:
                    break
                flying[self._sent(part)] = part
            if not flying and self._suspects:
                part = _Part(alone=True)
                self._add(part, self._suspects.popleft())
                if part.numbers:
                    flying[self._sent(part)] = part
            yield from self._told
            self._told.clear()
            if not (flying or self._order or self._again or self._suspects):
                return
            for future in self._done(flying):
                yield from self._taken(future, flying.pop(future))

    def close(self) -> None:
        """Lets go of the cluster; what is under way is cancelled."""
        with suppress(Exception):
            self._client.cancel(list(self._flying), force=True)  # type: ignore[no-untyped-call]
            self._let_processes_go()
        with suppress(Exception):
            self._client.close(timeout=_CONNECT)  # type: ignore[no-untyped-call]

    def _let_processes_go(self) -> None:
        """Ends the processes that wait for another partition; they would end by themselves."""
        call = pickle.dumps(_Call(release))
        sent = [
            self._client.submit(pickle.loads, call, workers=[address], pure=False)
            for address in self._client.nthreads()  # type: ignore[no-untyped-call]
        ]
        self._wait(sent, "ALL_COMPLETED")

    # --- the cluster ---------------------------------------------------------------------------

    def _connected(self) -> Client:
        if find_spec("distributed") is None:
            raise InputError("Để dùng --scheduler hãy cài thêm: pip install 'cchc-check[cluster]'.")
        if not _SCHEDULER.fullmatch(self._scheduler):
            raise InputError(
                f"Địa chỉ --scheduler {self._scheduler} không đúng dạng; hãy ghi như tcp://máy:8786."
            )
        self._knock()
        import dask
        from distributed import Client

        for name in [
            one for one in logging.root.manager.loggerDict if one.startswith("distributed")
        ]:
            logging.getLogger(name).setLevel(logging.CRITICAL)  # we say it in our own words
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
        try:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                client = Client(self._scheduler, timeout=_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError, RuntimeError):
            raise self._closed() from None
        if any("version" in str(one.message).lower() for one in said):
            self.notes.append(
                "Cụm dùng phiên bản Dask hoặc Python khác máy này; nếu có lỗi lạ, hãy cài cùng một"
                " phiên bản."
            )
        return client

    def _knock(self) -> None:
        """Dask itself tries a closed port for as long as it may wait for an answer."""
        about = urlsplit(self._scheduler if "://" in self._scheduler else f"//{self._scheduler}")
        try:
            socket.create_connection((about.hostname, about.port), timeout=_CONNECT).close()
        except (OSError, ValueError):
            raise self._closed() from None

    def _closed(self) -> InputError:
        return InputError(
            f"Không kết nối được tới bộ điều phối {self._scheduler}; hãy kiểm lại địa chỉ, và xem"
            " dask scheduler ở đó có đang chạy không."
        )

    def _threads(self) -> int:
        """How many partitions the cluster does at a time; InputError when it is gone."""
        try:
            count = sum(self._client.nthreads().values())  # type: ignore[no-untyped-call]
        except Exception:
            raise self._gone() from None
        if count:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > _NO_WORKERS:
            raise InputError(
                f"Cụm {self._scheduler} không còn máy làm việc nào; phần đã kiểm được giữ lại, hãy"
                " khởi động dask worker rồi chạy lại lệnh này để làm tiếp."
            )
        return count

    def _gone(self) -> InputError:
        return InputError(
            f"Mất liên lạc với bộ điều phối {self._scheduler}; phần đã kiểm được giữ lại, chạy lại"
            " lệnh này để làm tiếp."
        )

    def _done(self, flying: dict[Future[bytes], _Part]) -> list[Future[bytes]]:
        """Waits a while; the partitions that are done, whatever came of them."""
        self._wait(flying, "FIRST_COMPLETED")
        return [future for future in flying if future.done()]  # type: ignore[no-untyped-call]

    def _wait(self, futures: Iterable[Future[bytes]], until: str) -> None:
        """Waits a while; what was cancelled or came to nothing is seen by who takes it."""
        from distributed import wait

        over = (TimeoutError, asyncio.CancelledError, concurrent.futures.CancelledError)
        with suppress(*over), self._client.as_current():
            wait(list(futures), timeout=_TURN, return_when=until)  # type: ignore[no-untyped-call]

    # --- partitions ----------------------------------------------------------------------------

    def _next(self, size: int) -> _Part:
        """The next documents, no more than a worker may hold; bytes are read no sooner."""
        part, held = _Part(), 0
        while self._order and len(part.numbers) < size and held < _BYTES:
            single = self._order[0] in self._single
            if single and part.numbers:
                break
            held += self._add(part, self._order.popleft())
            if single:
                break
        return part

    def _add(self, part: _Part, number: int) -> int:
        """Puts a document into a partition; returns how many bytes it has there."""
        document = self._tasks[number][1]
        if self._theirs(number):
            part.numbers.append(number)
            part.documents.append((number, document))
            return document.weight
        try:
            if document.why is not None:
                raise InputError(document.why)
            data = document.read()
        except InputError as error:
            self._told.append(self._refused(number, str(error)))
            return 0
        part.numbers.append(number)
        part.documents.append((number, HeldDocument("", data=data, shown=document.name)))
        return len(data)

    def _theirs(self, number: int) -> bool:
        """Whether the workers read a document themselves."""
        document = self._tasks[number][1]
        if not isinstance(document, RemoteDocument) or document.why is not None:
            return False
        return not self._ours & {document.base, number}

    def _refused(self, number: int, why: str) -> Checked:
        """A document that comes to nothing; of one far away only the why is known."""
        key, document = self._tasks[number]
        if isinstance(document, RemoteDocument):
            document.why = why
            key = key_for(document, self._base)
        return key, Record(why=why).to_bytes()

    def _sent(self, part: _Part) -> Future[bytes]:
        call = _Call(check_partition, about(), self._job, part.documents)
        return self._client.submit(pickle.loads, pickle.dumps(call), pure=False)

    def _taken(self, future: Future[bytes], part: _Part) -> Iterator[Checked]:
        """The records of a partition; one that came to nothing is tried again, in pieces."""
        from distributed import KilledWorker

        try:
            answer: Answer = pickle.loads(future.result(timeout=_NO_WORKERS))
        except KilledWorker:
            yield from self._killed(part)
            return
        except ModuleNotFoundError as error:
            name = error.name or ""
            missing = "cchc-check, hoặc có bản cũ hơn" if name.startswith("cchc_check") else name
            raise InputError(
                f"Máy làm việc của cụm {self._scheduler} chưa cài {missing}; hãy cài cùng một bản"
                " cchc-check, với các phần mở rộng như máy này, trên mọi máy."
            ) from None
        except Exception as error:
            part.tries += 1
            if part.tries > _RETRIES:
                if self._client.status != "running":
                    raise self._gone() from None
                raise InputError(
                    f"Cụm {self._scheduler} không làm được việc:"
                    f" {type(error).__name__}: {str(error)[:200]}."
                ) from None
            self._again.append(part)
            return
        if answer.refused:
            raise InputError(answer.refused)
        for number, digest, body in answer.records:
            yield self._key(number, digest), body
        if answer.unread:
            self._fetch(answer)

    def _key(self, number: int, digest: str) -> str:
        """The key of a document by the content that was checked."""
        key, document = self._tasks[number]
        if isinstance(document, RemoteDocument):
            document.digest = digest
            return key_for(document, self._base)
        return key

    def _killed(self, part: _Part) -> Iterator[Checked]:
        """Workers died over a partition: its documents one by one, in the end each alone."""
        if part.alone:
            (number,) = part.numbers
            yield self._refused(number, lost(DIED))
        elif len(part.numbers) == 1:
            self._suspects.append(part.numbers[0])
        else:
            self._single.update(part.numbers)
            self._order.extend(part.numbers)

    def _fetch(self, answer: Answer) -> None:
        """What a worker cannot fetch is fetched here and sent; if that is all, all from there."""
        if _OURS not in self.notes:
            self.notes.append(_OURS)
        for number in answer.unread:
            document = self._tasks[number][1]
            self._ours.add(number)
            if not answer.records and isinstance(document, RemoteDocument):
                self._ours.add(document.base)
        self._order.extendleft(reversed(answer.unread))
