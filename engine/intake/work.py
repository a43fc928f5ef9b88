"""Work: what is done to one document: its bytes in, its record out. Nothing of it is shared.

The same function serves a process of the pool and a worker of a cluster, so that results cannot
depend on where they were made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from ..errors import InputError
from ..setup import Asked, Setup, Setups
from .listing import Document
from .record import Record, record_of

# What of this package decides a result, or how it is shown.
_DECIDING = (".py", ".lark", ".yaml", ".html", ".css", ".js")


@dataclass(slots=True, eq=False)
class Job:
    """What all documents of a run are checked with; plain data that another process can have.

    `ready` is the setup itself, with the digests of the parents' files, for a machine that has none
    of these files.
    """

    asked: Asked
    base: str = ""
    ready: tuple[Setup, frozenset[str]] | None = None

    def shipped(self, setup: Setup) -> Job:
        """The job for other machines."""
        return Job(self.asked, self.base, (setup, _digests_of(setup)))

    def parents(self, setup: Setup) -> frozenset[str]:
        """The digests of the parents' own files."""
        return self.ready[1] if self.ready else _digests_of(setup)

    def setup(self) -> Setup:
        """The packs and the parents, made once in each process."""
        if self.ready:
            return self.ready[0]
        return Setups(self.asked).of(str(Path(self.asked_folder) / "-"))

    @property
    def asked_folder(self) -> str:
        """The folder whose configuration holds: where the program was started."""
        return str(Path.cwd())


class Checker:
    """Checks documents one after another with one setup."""

    def __init__(self, job: Job) -> None:
        from ...grammar.patterns import keep_patterns

        self._setup = job.setup()
        self._parents = job.parents(self._setup)
        keep_patterns()

    def record(self, data: bytes, name: str) -> Record:
        """The record of a document; one that cannot be read has a record that says why."""
        from ...grammar import parse
        from .. import check
        from ..alignment import align
        from ..binding import is_itself
        from ..reading import source_of

        if hashlib.sha256(data).hexdigest() in self._parents:
            return Record(is_parent=True)
        try:
            source = source_of(data, name)
        except InputError as error:
            return Record(why=_without(str(error), name))
        plan = parse(source)
        if any(is_itself(plan, parent) for parent in self._setup.parents):
            return Record(is_parent=True)
        report = self._setup.finish(check(plan, self._setup.parents, self._setup.packs))
        if self._setup.parents:
            report = align(plan, self._setup.parents, report)
        return record_of(report, source)


def _without(sentence: str, name: str) -> str:
    """A sentence about a file without the file's name: the same content has one record."""
    return sentence.replace(name, "Tệp", 1) if sentence.startswith(name) else sentence


def _digests_of(setup: Setup) -> frozenset[str]:
    return frozenset(digest for digest in map(_digest_of, setup.parents) if digest)


def _digest_of(parent: object) -> str | None:
    path = getattr(parent, "path", None)
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else None
    except OSError:
        return None


def basis_digest(job: Job, setup: Setup) -> str:
    """The hash of all that decides a result but the document: program, rules, parents, options."""
    found = hashlib.sha256(program_digest().encode())
    asked = job.asked
    for path in [*asked.packs, *_configured(asked), asked.waivers]:
        if path is not None and Path(path).is_file():
            found.update(Path(path).read_bytes())
    if setup.waivers is not None:  # they end on a day
        found.update(date.today().isoformat().encode())
    found.update(repr((list(asked.select), list(asked.ignore), asked.no_config)).encode())
    for parent in setup.parents:
        found.update(repr((parent.id, _digest_of(parent) or repr(parent.obligations))).encode())
    return found.hexdigest()


def _configured(asked: Asked) -> list[Path]:
    """The configuration and the packs that it adds."""
    if asked.config is None:
        return []
    from ..settings import load_settings

    return [asked.config, *load_settings(asked.config).pack_files()]


@lru_cache(maxsize=1)
def program_digest() -> str:
    """The hash of this program."""
    found = hashlib.sha256()
    for file in _program_files():
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _program_files() -> Iterator[Path]:
    """Every file of this package: code, grammars, rules."""
    root = Path(__file__).resolve().parent.parent.parent
    for name in ("grammar", "engine", "rules"):
        for file in sorted((root / name).rglob("*")):
            if file.suffix in _DECIDING and file.is_file():
                yield file


def key_of(digest: str, base: str) -> str:
    """Under which a document's record is kept."""
    return hashlib.sha256(f"{base}:{digest}".encode()).hexdigest()


def key_for(document: Document, base: str) -> str:
    """The key of a document whose content, or why it cannot be read, is known."""
    digest = document.digest
    if digest is None or document.why is not None:
        digest = hashlib.sha256((document.why or "").encode()).hexdigest()
    return key_of(f"{digest}{document.suffix}", base)
