"""Dataset: the findings as Parquet files in a folder at any address, for programs that read many.

Files `part-00000.parquet`, … hold some thousand findings each, in the order of `findings.jsonl`;
`_SUCCESS` is written last and says that all of them belong together. Of what lies there only files
of these names are replaced or removed.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import InputError
from .columns import SCHEMA
from .lines import rows
from .listing import is_address
from .remote import fs_protocol, opened, shown_name, told
from .results import Records, digest_of
from .season import Season
from .store import Store

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_GROUP = 10_000  # rows of a file: those of a few hundred plans
_PART = re.compile(r"part-\d{5,}\.parquet")
_DONE = "_SUCCESS"


def target_of(place: str) -> tuple[AbstractFileSystem, str]:
    """The file system and the folder for an address or a local folder; InputError for another."""
    if is_address(place) and fs_protocol(place) in ("http", "https"):
        raise InputError(f"Không ghi được lên {shown_name(place)}; hãy dùng s3://, hdfs://, gs://.")
    if is_address(place):
        return opened(place)
    from fsspec.implementations.local import LocalFileSystem

    return LocalFileSystem(auto_mkdir=True), place


def write_dataset(season: Season, store: Store, place: str) -> str:
    """Writes the files; returns what to tell of them."""
    fs, folder = target_of(place)
    folder = folder.rstrip("/")
    shown = shown_name(place) if is_address(place) else place
    digest = digest_of(season)
    with told(place, shown):
        fs.invalidate_cache()
        if _stands(fs, folder, digest):
            return f"Bảng kết quả ở {shown} vẫn như cũ."
        names = _write(fs, folder, season, store)
        text = json.dumps({"results": digest, "files": names})
        fs.pipe_file(f"{folder}/{_DONE}", text.encode())
    return f"Bảng kết quả: {shown} ({len(names)} tệp Parquet)."


def _names(fs: AbstractFileSystem, folder: str) -> list[str]:
    """The files of ours that lie in the folder."""
    try:
        found = fs.ls(folder, detail=False)
    except FileNotFoundError:
        return []
    names = (str(path).rsplit("/", 1)[-1] for path in found)
    return sorted(name for name in names if name == _DONE or _PART.fullmatch(name))


def _stands(fs: AbstractFileSystem, folder: str, digest: str) -> bool:
    """Whether the same findings lie there whole."""
    names = _names(fs, folder)
    if _DONE not in names:
        return False
    try:
        said = json.loads(fs.cat_file(f"{folder}/{_DONE}"))
    except (ValueError, OSError):
        return False
    return bool(said == {"results": digest, "files": [name for name in names if name != _DONE]})


def _write(fs: AbstractFileSystem, folder: str, season: Season, store: Store) -> list[str]:
    """Replaces the files by new ones; what was there and is not any more goes."""
    before = _names(fs, folder)
    if _DONE in before:
        fs.rm_file(f"{folder}/{_DONE}")
    fs.makedirs(folder, exist_ok=True)
    found = rows(season, Records(store))
    names: list[str] = []
    while (group := list(islice(found, _GROUP))) or not names:  # no findings: a table of no rows
        names.append(f"part-{len(names):05}.parquet")
        with fs.open(f"{folder}/{names[-1]}", "wb") as stream:
            pq.write_table(pa.Table.from_pylist(group, schema=SCHEMA), stream, compression="zstd")
    for name in before:
        if name != _DONE and name not in names:
            fs.rm_file(f"{folder}/{name}")
    return names
