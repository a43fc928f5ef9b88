"""Store: the records of what was checked, in one SQLite file; whatever befalls it, it is no fault.

A record is kept under the hash of its document's content and of all that decides the result
(rules, parent, options, the program itself). So a run that was stopped goes on where it stopped,
and a file that did not change is not checked again. A damaged row is a row that is not there; a
damaged file is put aside and begun anew.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ..errors import InputError, reason
from .record import Record

NAME = ".cchc-check.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, sum INTEGER, body BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, digest TEXT)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_PUT = "INSERT OR REPLACE INTO records VALUES (?, ?, ?)"
_EVERY = 1.0  # seconds between two commits: what a power cut may cost
_PAGES = -4_000  # SQLite's cache, in KiB (negative): memory stays flat however many files
_SETTLED = 2_000_000_000  # nanoseconds; a file that changed just now may change again unseen
_BUSY = ("locked", "busy")


class Store:
    """The records of one folder of results. A context manager; one run at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._last = time.monotonic()
        self.notes: list[str] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
        except OSError as error:
            raise InputError(f"Không ghi được vào thư mục {folder}: {reason(error)}.") from error

    @classmethod
    def to_read(cls, folder: Path) -> Store:
        """The records of a folder whose owner shares them; nothing can be put."""
        store = cls.__new__(cls)
        store._path, store.notes, store._last = folder / NAME, [], 0.0
        address = f"{store._path.resolve().as_uri()}?mode=ro"
        store._db = sqlite3.connect(address, uri=True, timeout=30)
        return store

    def share(self) -> None:
        """Lets other processes read from here on: all that this run puts is put."""
        self.commit()
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA locking_mode=NORMAL")
            self._db.execute("SELECT count(*) FROM kept").fetchone()  # gives the lock back

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Keeps what was put, and lets go of the file."""
        with suppress(sqlite3.Error):
            self._db.commit()
        with suppress(sqlite3.Error):
            self._db.close()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.OperationalError as error:
            if any(word in str(error) for word in _BUSY):
                raise InputError(
                    f"Một lượt kiểm khác đang ghi vào {self._path.parent}; hãy đợi lượt ấy xong"
                    " hoặc chọn thư mục khác bằng -o."
                ) from None
            return self._anew()
        except sqlite3.DatabaseError:
            return self._anew()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=0.5)
        try:
            db.execute("PRAGMA locking_mode=EXCLUSIVE")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(f"PRAGMA cache_size={_PAGES}")
            db.executescript(_SCHEMA)
            db.execute("INSERT OR REPLACE INTO kept VALUES ('opened', '')")  # takes the lock
            db.commit()
        except BaseException:
            db.close()
            raise
        return db

    def _anew(self) -> sqlite3.Connection:
        """Puts a damaged file aside and begins a new one."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()
        aside = self._path.with_name(f"{NAME}.hong")
        with suppress(OSError):
            self._path.replace(aside)
        for rest in ("-journal", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(NAME + rest).unlink()
        self.notes.append(
            f"Tệp ghi nhớ {self._path} hỏng, đã để riêng thành {aside.name}; các kế hoạch được kiểm"
            " lại từ đầu."
        )
        return self._connect()

    # --- records -------------------------------------------------------------------------------

    def put(self, key: str, record: Record) -> None:
        """Keeps a record; on disk within about a second."""
        self.put_bytes(key, record.to_bytes())

    def put_bytes(self, key: str, body: bytes) -> None:
        """Keeps a record in the form in which it is stored."""
        row = (key, zlib.crc32(body), body)
        try:
            self._db.execute(_PUT, row)
        except sqlite3.DatabaseError as error:
            self._survive(error)
            self._db.execute(_PUT, row)
        if time.monotonic() - self._last > _EVERY:
            self.commit()

    def commit(self) -> None:
        """Writes to disk what was put."""
        try:
            self._db.commit()
        except sqlite3.DatabaseError as error:
            self._survive(error)
        self._last = time.monotonic()

    def get(self, key: str) -> Record | None:
        """The record under a key; None where there is none that is whole."""
        body = self._body(key)
        try:
            return None if body is None else Record.from_bytes(body)
        except (ValueError, TypeError):
            return None

    def has(self, keys: Iterable[str]) -> set[str]:
        """Which of some keys have a whole record."""
        db = self._db
        found = {key for key in keys if self._body(key) is not None}
        return found if self._db is db else set()  # begun anew meanwhile: nothing is there

    def _body(self, key: str) -> bytes | None:
        """What is stored under a key, where it is as it was put."""
        try:
            row = self._db.execute("SELECT sum, body FROM records WHERE key = ?", (key,)).fetchone()
        except sqlite3.DatabaseError as error:
            self._survive(error)
            return None
        whole = row and isinstance(row[1], bytes) and zlib.crc32(row[1]) == row[0]
        return row[1] if whole else None

    def forget(self, keep: set[str]) -> None:
        """Drops the records of documents that are no longer there."""
        try:
            known = [key for (key,) in self._db.execute("SELECT key FROM records")]
            gone = [(key,) for key in known if key not in keep]
            self._db.executemany("DELETE FROM records WHERE key = ?", gone)
            self._db.commit()
        except sqlite3.DatabaseError as error:
            self._survive(error)

    def _survive(self, error: sqlite3.DatabaseError) -> None:
        """After a damage: everything anew; a full disk is told."""
        if "full" in str(error):
            raise InputError(f"Ổ đĩa đầy nên không ghi được vào {self._path.parent}.") from error
        self._db = self._anew()

    # --- what is known of files, and of results -------------------------------------------------

    def digests(self) -> dict[str, tuple[int, int, str]]:
        """Size, time of change and digest of the files that were read before, by their paths."""
        try:
            rows: Iterator[tuple[str, int, int, str]] = self._db.execute("SELECT * FROM files")
            return {path: (size, changed, digest) for path, size, changed, digest in rows}
        except sqlite3.DatabaseError as error:
            self._survive(error)
            return {}

    def know_files(self, files: Iterable[tuple[str, int, int, str]]) -> None:
        """Remembers digests of files that have not changed for a while."""
        now = time.time_ns()
        try:
            self._db.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
                (one for one in files if now - one[2] > _SETTLED),
            )
            self._db.commit()
        except sqlite3.DatabaseError as error:
            self._survive(error)

    def kept(self, name: str) -> str | None:
        """A word that was kept under a name."""
        try:
            row = self._db.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        except sqlite3.DatabaseError as error:
            self._survive(error)
            return None
        return row[0] if row else None

    def keep(self, name: str, value: str) -> None:
        """Keeps a word under a name."""
        try:
            self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, value))
            self._db.commit()
        except sqlite3.DatabaseError as error:
            self._survive(error)
