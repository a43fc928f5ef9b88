"""Cluster: the documents of a job checked by the machines of a Dask cluster that is there already.

The same function does the work as on one machine (pool.checked), with the same setup, so the
results are the same. What a document costs is sent in partitions: the address of each document, or
its bytes where only this machine has them, and the job, packed; the workers need this program and
none of its files. The scheduler needs neither: it only hands bytes on.
"""

from __future__ import annotations

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

PARTITION = 200  # documents; about four seconds of work
_BYTES = 16_000_000  # of a partition: what a worker holds at a time
_PER_WORKER = 4  # partitions for each of a small run, so that none of them waits for the last
_AHEAD = 2  # partitions under way for each worker: one is there when one is done
_RETRIES = 3  # of a partition that was lost with no fault of its own
_TURN = 5.0  # seconds between two looks at the cluster
_NO_WORKERS = 60.0  # seconds without any until the run is given up
_CONNECT = 10.0
_SCHEDULER = re.compile(r"((tcp|tls|ws|wss|ucx)://)?[\w.\-\[\]:]+:\d+", re.ASCII)


@dataclass(slots=True, eq=False)
class _Part:
    """Numbers of documents, with what is sent for each; `alone`: nothing else is under way."""

    numbers: list[int]
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

    def __init__(self, job: Job, scheduler: str, size: int = PARTITION) -> None:
        self.notes: list[str] = []
        self._job, self._base, self._size = packed(job), job.base, max(1, size)
        self._scheduler = scheduler
        self._client = self._connected()
        self._tasks: Sequence[tuple[str, Document]] = ()
        self._again: deque[_Part] = deque()
        self._suspects: deque[int] = deque()
        self._told: list[Checked] = []
        self._flying: dict[Future[bytes], _Part] = {}
        self._seen = time.monotonic()

    def run(self, tasks: Sequence[tuple[str, Document]]) -> Iterator[Checked]:
        """The records of some documents, each under its key; digests of remote ones are set."""
        self._tasks = tasks
        fresh = self._parts()
        flying = self._flying
        while True:
            while len(flying) < max(1, self._threads() * _AHEAD):
                part = self._again.popleft() if self._again else next(fresh, None)
                if part is None:
                    break
                flying[self._sent(part)] = part
            if not flying and self._suspects:
                part = self._part([self._suspects.popleft()])
                part.alone = True
                if part.documents:
                    flying[self._sent(part)] = part
            yield from self._told
            self._told.clear()
            if not (flying or self._again or self._suspects):
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
        try:
            from distributed import Client
        except ImportError:
            raise InputError(
                "Để dùng --scheduler hãy cài thêm: pip install 'cchc-check[cluster]'."
            ) from None
        if not _SCHEDULER.fullmatch(self._scheduler):
            raise InputError(
                f"Địa chỉ --scheduler {self._scheduler} không đúng dạng; hãy ghi như tcp://máy:8786."
            )
        self._knock()
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # we say it in our own words
        import dask

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

    @staticmethod
    def _wait(futures: Iterable[Future[bytes]], until: str) -> None:
        from distributed import wait

        with suppress(Exception):  # a time that is over, a call that is cancelled: seen afterwards
            wait(list(futures), timeout=_TURN, return_when=until)  # type: ignore[no-untyped-call]

    # --- partitions ----------------------------------------------------------------------------

    def _parts(self) -> Iterator[_Part]:
        """Partitions of all documents, made as they are wanted: bytes are read no sooner."""
        size = min(self._size, len(self._tasks) // (max(1, self._threads()) * _PER_WORKER) + 1)
        part, held = _Part([]), 0
        for number in range(len(self._tasks)):
            cost = self._add(part, number)
            held += cost
            if len(part.documents) >= size or held >= _BYTES:
                yield part
                part, held = _Part([]), 0
        if part.documents:
            yield part

    def _part(self, numbers: Sequence[int]) -> _Part:
        part = _Part([])
        for number in numbers:
            self._add(part, number)
        return part

    def _add(self, part: _Part, number: int) -> int:
        """Puts a document into a partition; returns how many bytes it has there."""
        key, document = self._tasks[number]
        why, data = document.why, b""
        if why is None and not isinstance(document, RemoteDocument):
            try:
                data = document.read()
            except InputError as error:
                why = str(error)
        if why is not None:
            self._told.append((key, Record(why=why).to_bytes()))
            return 0
        sent = document
        if not isinstance(document, RemoteDocument):
            sent = HeldDocument("", data=data, shown=document.name)
        part.numbers.append(number)
        part.documents.append((number, sent))
        return len(data) or document.weight

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
            yield from self._unread(answer.unread)

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
            yield self._tasks[number][0], lost(DIED).to_bytes()
        elif len(part.numbers) == 1:
            self._suspects.append(part.numbers[0])
        else:
            self._again.extend(self._part([number]) for number in part.numbers)

    def _unread(self, numbers: Sequence[int]) -> Iterator[Checked]:
        """What the workers cannot fetch is fetched here and sent."""
        said = "Máy làm việc của cụm không đọc được một số tệp ở xa; máy này đọc và gửi, chậm hơn."
        if said not in self.notes:
            self.notes.append(said)
        for number in numbers:
            document = self._tasks[number][1]
            try:
                data = document.read()
            except InputError as error:
                document.why = str(error)
                yield key_for(document, self._base), Record(why=str(error)).to_bytes()
                continue
            held = HeldDocument("", data=data, shown=document.name)
            self._again.append(_Part([number], [(number, held)]))
