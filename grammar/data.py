"""Data files: reads the YAML under rules/ once, and keeps the result as JSON in the user's cache.

YAML costs more to read than a whole plan costs to parse, so the parsed form is kept, keyed by the
files' contents. JSON, because reading it can run no code; in the user's own cache folder, because
a shared one could be written by others. Without a writable cache everything still works.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent.parent / "rules"
_FORMAT = b"1"


def cache_folder() -> Path:
    """The user's own cache folder for this program (`CCHC_CHECK_CACHE` overrides it)."""
    return _own_folder("CCHC_CHECK_CACHE", "Library/Caches", "XDG_CACHE_HOME", ".cache")


def data_folder() -> Path:
    """The user's own folder for what this program is to keep (`CCHC_CHECK_DATA` overrides it)."""
    return _own_folder(
        "CCHC_CHECK_DATA", "Library/Application Support", "XDG_DATA_HOME", ".local/share"
    )


def _own_folder(override: str, mac: str, variable: str, other: str) -> Path:
    """A folder of the user's for this program; RuntimeError where there is no home folder."""
    named = os.environ.get(override)
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / mac)
    else:
        base = os.environ.get(variable) or str(Path.home() / other)
    return Path(base) / "cchc-check"


def read_yaml(name: str, paths: Sequence[Path]) -> list[Any]:
    """The contents of YAML files, in the given order; `name` names their bundle in the cache.

    Raises OSError for a file that cannot be read and yaml.YAMLError for one that is no YAML.
    """
    texts = [path.read_bytes() for path in paths]
    key = f"{name}-{fingerprint(_FORMAT, *texts)}.json"
    kept = kept_text(key)
    if kept is not None:
        with contextlib.suppress(ValueError):
            stored = json.loads(kept)
            if isinstance(stored, list) and len(stored) == len(paths):
                return stored
    values = [_plain(parse_yaml(text)) for text in texts]
    with contextlib.suppress(TypeError, ValueError):  # YAML can hold what JSON cannot
        keep_text(key, json.dumps(values, ensure_ascii=False))
    return values


def _plain(value: Any) -> Any:
    """YAML's dates as ISO text, so that the kept form and the fresh one are the same."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def parse_yaml(text: bytes | str) -> Any:
    """One YAML document as plain Python data (the C parser where PyYAML has it)."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, loader)


def fingerprint(*texts: bytes) -> str:
    """24 hexadecimal digits that change with the texts.

    Two checksums and the length: against accidents, not against attackers, who have no place in
    the user's own cache folder; a cryptographic hash costs more to import than the rest to read.
    """
    crc = adler = length = 0
    for text in texts:
        crc = zlib.crc32(len(text).to_bytes(8, "big") + text, crc)
        adler = zlib.adler32(text, adler)
        length += len(text)
    return f"{crc:08x}{adler:08x}{length & 0xFFFFFFFF:08x}"


def kept_text(key: str) -> bytes | None:
    """What the cache holds under a file name `NAME-DIGEST.json`, or None."""
    try:
        return (cache_folder() / key).read_bytes()
    except (OSError, RuntimeError):  # RuntimeError: no home folder
        return None


def keep_text(key: str, body: str) -> None:
    """Writes a cache file in one step and drops older ones of its name; may fail quietly."""
    import tempfile

    with contextlib.suppress(OSError, RuntimeError):
        kept = cache_folder() / key
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(body)
        Path(temporary).replace(kept)
        for old in kept.parent.glob(f"{key.rsplit('-', 1)[0]}-{'[0-9a-f]' * 24}.json"):
            if old != kept:
                old.unlink()
