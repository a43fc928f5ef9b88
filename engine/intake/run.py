"""Run: an intake from the folders to the season: list, know, check what is new, put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..errors import InputError
from ..setup import Asked as Options
from ..setup import Setup
from .listing import Document, is_address, list_documents
from .pool import Checked, Pool
from .record import Record
from .roster import Roster
from .scoring import Scoring
from .season import Asked, Season, Submission, asked_of, season_of, submission_of
from .stop import Stop
from .store import Store
from .work import Job, basis_digest, key_for

_AT_ONCE = 16  # documents at an address that are fetched side by side

Stamp = tuple[int, int] | None


class Engine(Protocol):
    """What checks documents: the processes of this machine, or a cluster."""

    def run(self, tasks: Sequence[tuple[str, Document]]) -> Iterator[Checked]:
        """The records of some documents, each under its key, in the order that they are done."""

    def close(self) -> None:
        """Ends what is under way."""


@dataclass(slots=True, eq=False)
class Progress:
    """How far a run is: told to whoever draws it."""

    total: int = 0
    done: int = 0
    failing: int = 0
    unread: int = 0


@dataclass(eq=False)
class Intake:
    """A run over some places; what it finds is kept in the folder of results."""

    places: Sequence[str]
    options: Options
    out: Path
    jobs: int = 1
    roster: Roster = field(default_factory=lambda: Roster([], listed=False))
    scoring: Scoring = field(default_factory=Scoring)
    fresh: bool = False
    scheduler: str | None = None
    partition: int = 200
    tell: Callable[[Progress], None] | None = None  # None: nobody looks
    notes: list[str] = field(default_factory=list)
    checked: int = 0
    stop: Stop = field(default_factory=Stop)

    def season(self, store: Store) -> Season:
        """The picture; checks what is not known yet. What is done is kept however it ends."""
        job = Job(self.options)
        setup = job.setup()
        job.base = basis_digest(job, setup)
        documents = list_documents(self.places, self.out)
        if not documents:
            raise InputError(f"Không có tệp nào trong {', '.join(map(_shown, self.places))}.")
        self._know(documents, store)
        # A document that changes while a cluster reads it has another key than it was asked under.
        for fresh in (self.fresh, False) if self.scheduler else (self.fresh,):
            new, total = self._new(documents, store, job.base, fresh)
            self._check(job, setup, new, total, store)
            if not new:
                break
        self.notes += store.notes
        keyed = [(self._key(one, job.base), one) for one in documents]
        asked = asked_of(setup.parents)
        self.scoring.kinds = {
            f"{parent.id}.{at}": one.of
            for parent in setup.parents
            for at, one in enumerate(parent.obligations, 1)
        }
        store.forget({key for key, _ in keyed})
        return season_of(
            self._submissions(keyed, store, asked), self.roster, setup.parents, asked, self.scoring
        )

    def _new(
        self, documents: Sequence[Document], store: Store, base: str, fresh: bool
    ) -> tuple[list[tuple[str, Document]], int]:
        """What has no record yet, each content once; and of how many contents."""
        keyed: dict[str, Document] = {}
        for one in documents:
            keyed.setdefault(self._key(one, base), one)
        known = set() if fresh else store.has(keyed)
        return [(key, one) for key, one in keyed.items() if key not in known], len(keyed)

    @staticmethod
    def _key(one: Document, base: str) -> str:
        """Under which a document's record is kept; until a cluster has read it its name."""
        unread = one.digest is None and one.why is None
        return f"?{one.name}" if unread else key_for(one, base)

    def _know(self, documents: Sequence[Document], store: Store) -> None:
        """Finds the digest of each document, but of those that the machines of a cluster read."""
        known = store.digests()
        fresh: list[tuple[Document, Stamp]] = []
        for one in documents:
            before, stamp = known.get(one.name), one.stamp  # the stamp before the content
            if one.why is None and before and before[:2] == stamp:
                one.digest = before[2]
            else:
                fresh.append((one, stamp))
        far = [one for one, _ in fresh if is_address(one.name)]
        if self.scheduler is None and far:
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                list(threads.map(_digest, far))
        for one, _ in fresh:
            if one.digest is None and not is_address(one.name):
                _digest(one)
        self._keep(fresh, store)

    @staticmethod
    def _keep(documents: Iterable[tuple[Document, Stamp]], store: Store) -> None:
        """Remembers what was read."""
        store.know_files(
            (one.name, *stamp, one.digest)
            for one, stamp in documents
            if one.why is None and one.digest is not None and stamp is not None
        )

    def _check(
        self, job: Job, setup: Setup, new: Sequence[tuple[str, Document]], total: int, store: Store
    ) -> None:
        progress = Progress(total=total, done=total - len(new))
        if self.tell is not None:
            self.tell(progress)
        if not new:
            return
        engine = self._engine(job, setup, len(new))
        try:
            for key, body in engine.run(new):
                store.put_bytes(key, body)
                self.stop.check()
                self.checked += 1
                progress.done += 1
                if self.tell is not None:
                    record = Record.from_bytes(body)
                    progress.failing += bool(record.counts.get("error"))
                    progress.unread += record.why is not None
                    self.tell(progress)
        finally:
            engine.close()
            store.commit()
            self._keep([(one, one.stamp) for _, one in new if is_address(one.name)], store)

    def _engine(self, job: Job, setup: Setup, count: int) -> Engine:
        """Processes of this machine, or the cluster that was asked for."""
        if self.scheduler is None:
            return Pool(job, min(self.jobs, count))
        from .cluster import Cluster

        return Cluster(job.shipped(setup), self.scheduler, self.partition, self.notes)

    def _submissions(
        self, keyed: Sequence[tuple[str, Document]], store: Store, asked: Sequence[Asked]
    ) -> Iterator[Submission]:
        for key, document in keyed:
            record = store.get(key)
            if record is not None:
                yield submission_of(
                    document.name, key, record, asked, self.scoring, self.roster.listed
                )


def _digest(one: Document) -> None:
    """Reads a document for the hash of its content; of one that cannot be read that of the why."""
    if one.why is None:
        try:
            one.digest = hashlib.sha256(one.read()).hexdigest()
            return
        except InputError as error:
            one.why = str(error)
    one.digest = hashlib.sha256((one.why or "").encode()).hexdigest()


def _shown(place: str) -> str:
    """A place as it may be shown: an address without what opens it."""
    if not is_address(place):
        return place
    from .remote import shown_name

    return shown_name(place)
