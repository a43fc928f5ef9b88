"""Data files: reads the YAML under rules/ once, and keeps the result as JSON in the user's cache.

YAML costs more to read than a whole plan costs to parse, so the parsed form is kept, keyed by the
files' contents. JSON, because reading it can run no code; in the user's own cache folder, because
a shared one could be written by others. Without a writable cache everything still works.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent.parent / "rules"
_FORMAT = b"1"


def cache_folder() -> Path:
    """The user's own cache folder for this program (`CCHC_CHECK_CACHE` overrides it)."""
    named = os.environ.get("CCHC_CHECK_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "cchc-check"


def read_yaml(name: str, paths: Sequence[Path]) -> list[Any]:
    """The contents of YAML files, in the given order; `name` names their bundle in the cache.

    Raises OSError for a file that cannot be read and yaml.YAMLError for one that is no YAML.
    """
    texts = [path.read_bytes() for path in paths]
    digest = hashlib.sha256(_FORMAT)
    for text in texts:
        digest.update(len(text).to_bytes(8, "big"))
        digest.update(text)
    kept = _kept_file(name, digest.hexdigest())
    if kept is not None:
        with contextlib.suppress(OSError, ValueError):
            stored = json.loads(kept.read_bytes())
            if isinstance(stored, list) and len(stored) == len(paths):
                return stored
    values = [parse_yaml(text) for text in texts]
    if kept is not None:
        _keep(kept, values)
    return values


def parse_yaml(text: bytes | str) -> Any:
    """One YAML document as plain Python data (the C parser where PyYAML has it)."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, loader)


def _kept_file(name: str, digest: str) -> Path | None:
    try:
        return cache_folder() / f"{name}-{digest[:24]}.json"
    except RuntimeError:  # no home folder
        return None


def _keep(kept: Path, values: list[Any]) -> None:
    """Writes a cache file in one step and drops older ones of its bundle; may fail quietly."""
    with contextlib.suppress(OSError, TypeError, ValueError):
        body = json.dumps(values, ensure_ascii=False)
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(body)
        Path(temporary).replace(kept)
        bundle = kept.name.rsplit("-", 1)[0]
        for old in kept.parent.glob(f"{bundle}-{'[0-9a-f]' * 24}.json"):
            if old != kept:
                old.unlink()
