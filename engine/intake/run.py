"""Run: an intake from the folders to the season: list, know, check what is new, put together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..errors import InputError
from ..setup import Asked as Options
from .listing import Document, list_documents
from .pool import Pool
from .record import Record
from .roster import Roster
from .scoring import Scoring
from .season import Asked, Season, Submission, asked_of, season_of, submission_of
from .store import Store
from .work import Job, basis_digest, key_of

_BATCH = 500  # records put into the picture at a time


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
    tell: Callable[[Progress], None] = lambda _: None
    notes: list[str] = field(default_factory=list)
    checked: int = 0
    stopped: bool = False

    def season(self, store: Store) -> Season:
        """The picture; checks what is not known yet. Ctrl-C keeps what is done."""
        job = Job(self.options)
        setup = job.setup()
        base = basis_digest(job, setup)
        documents = list_documents(self.places, self.out)
        if not documents:
            raise InputError(f"Không có tệp nào trong {', '.join(self.places)}.")
        keyed = list(self._keyed(documents, store, base))
        known = set() if self.fresh else store.has({key for key, _ in keyed})
        new: dict[str, Document] = {}
        for key, document in keyed:
            if key not in known:
                new.setdefault(key, document)
        self._check(job, list(new.items()), len({key for key, _ in keyed}), store)
        self.notes += store.notes
        asked = asked_of(setup.parents)
        self.scoring.kinds = {
            f"{parent.id}.{at}": one.of
            for parent in setup.parents
            for at, one in enumerate(parent.obligations, 1)
        }
        if not self.stopped:
            store.forget({key for key, _ in keyed})
        return season_of(
            self._submissions(keyed, store, asked), self.roster, setup.parents, asked, self.scoring
        )

    def _keyed(
        self, documents: Sequence[Document], store: Store, base: str
    ) -> Iterator[tuple[str, Document]]:
        """Each document with the key of its record."""
        known = store.digests()
        fresh: list[tuple[str, int, int, str]] = []
        for one in documents:
            digest = self._digest(one, known, fresh)
            suffix = PurePosixPath(one.name).suffix.lower()
            yield key_of(f"{digest}{suffix}", base), one
        store.know_files(fresh)

    @staticmethod
    def _digest(
        one: Document,
        known: dict[str, tuple[int, int, str]],
        fresh: list[tuple[str, int, int, str]],
    ) -> str:
        """The hash of a document's content; of one that cannot be read that of the reason."""
        if one.why is not None:
            return hashlib.sha256(one.why.encode()).hexdigest()
        try:
            about = os.stat(one.path)  # noqa: PTH116  twice as fast, 20,000 times
        except OSError:
            about = None
        before = known.get(one.name)
        if about is not None and before and before[:2] == (about.st_size, about.st_mtime_ns):
            return before[2]
        try:
            digest = hashlib.sha256(one.read()).hexdigest()
        except InputError as error:
            one.why = str(error)
            return hashlib.sha256(one.why.encode()).hexdigest()
        if about is not None:
            fresh.append((one.name, about.st_size, about.st_mtime_ns, digest))
        return digest

    def _check(
        self, job: Job, new: Sequence[tuple[str, Document]], total: int, store: Store
    ) -> None:
        progress = Progress(total=total, done=total - len(new))
        self.tell(progress)
        if not new:
            return
        pool = Pool(job, min(self.jobs, len(new)))
        try:
            for key, body in pool.run(new):
                store.put_bytes(key, body)
                record = Record.from_bytes(body)
                self.checked += 1
                progress.done += 1
                progress.failing += bool(record.counts.get("error"))
                progress.unread += record.why is not None
                self.tell(progress)
        except KeyboardInterrupt:
            self.stopped = True
        finally:
            pool.close()
            store.commit()

    def _submissions(
        self, keyed: Sequence[tuple[str, Document]], store: Store, asked: Sequence[Asked]
    ) -> Iterator[Submission]:
        for key, document in keyed:
            record = store.get(key)
            if record is not None:
                yield submission_of(
                    document.name, key, record, asked, self.scoring, self.roster.listed
                )
