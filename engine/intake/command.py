"""Command: one intake as the command line asks for it, with its progress and its exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, reason
from ..reading import is_file
from ..setup import WAIVERS, Asked, nearest_settings
from .listing import is_address
from .results import Written, write_results
from .roster import TEMPLATE, Roster, load_roster
from .run import Intake, Progress
from .scoring import BUILT_IN, load_scoring
from .season import Season
from .stop import Stop
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

_DONE, _FOUND, _IMPOSSIBLE = 0, 1, 2


@dataclass(eq=False)
class Wanted:
    """What the command line says."""

    places: Sequence[str]
    out: Path
    options: Asked
    units: Path | None = None
    scoring: Path | None = None
    letters: bool = False
    deadline: str | None = None
    jobs: int | None = None
    fresh: bool = False
    fail_on: str = "error"
    scheduler: str | None = None
    partition: int = 200
    parquet: str | None = None


def run_intake(wanted: Wanted, say: Callable[[str], None]) -> int:
    """Checks, shows and writes everything; returns the exit status.

    InputError for a bad option, KeyboardInterrupt for Ctrl-C: what is checked by then is kept.
    """
    stop = Stop()
    try:
        with stop.heard():
            return _run(wanted, say, stop)
    except KeyboardInterrupt:
        say("Phần đã kiểm được giữ lại; chạy lại lệnh này để làm tiếp.")
        raise


def _run(wanted: Wanted, say: Callable[[str], None], stop: Stop) -> int:
    if not wanted.places:
        raise InputError("Hãy nêu thư mục chứa các kế hoạch, ví dụ: cchc-check batch ho-so/.")
    if is_address(wanted.out.as_posix().replace(":/", "://", 1)):
        raise InputError(
            "Thư mục kết quả -o phải ở trên máy này; để ghi bảng kết quả lên kho ở xa hãy dùng"
            " --parquet ĐỊA_CHỈ."
        )
    if wanted.parquet is not None:
        check_address(wanted.parquet)
    _settle(wanted.options, Path(wanted.places[0]))
    roster = load_roster(wanted.units) if wanted.units else Roster([], listed=False)
    scoring = load_scoring(wanted.scoring or BUILT_IN)
    with Store(wanted.out) as store, _shown_progress() as tell:
        intake = Intake(
            wanted.places, wanted.options, wanted.out, wanted.jobs or os.cpu_count() or 1,
            roster, scoring, wanted.fresh, wanted.scheduler, wanted.partition, tell,
            stop=stop,
        )  # fmt: skip
        season = intake.season(store)
        _show(season)
        written = write_results(season, store, wanted.out, intake.jobs)
        if wanted.letters:
            from .letters import write_letters

            written.files += write_letters(season, store, wanted.out, wanted.deadline)
        if wanted.parquet is not None:
            from .dataset import write_dataset

            written.notes.append(write_dataset(season, store, wanted.parquet))
    for note in (*intake.notes, *written.notes):
        say(note)
    say(f"Kết quả: {wanted.out}{os.sep} ({', '.join(file.name for file in _files(written))})")
    return _status(season, wanted.fail_on)


def _settle(options: Asked, place: Path) -> None:
    """Finds configuration and waivers once for all: those of the first folder that is named."""
    folder = place.resolve() if place.is_dir() else place.resolve().parent
    if options.config is None and not options.no_config:
        options.config = nearest_settings(folder)
    if options.waivers is None and is_file(folder / WAIVERS):
        options.waivers = folder / WAIVERS
    options.no_config = options.config is None


def check_address(parquet: str) -> None:
    """InputError for an address that no table can be written to, before hours of work."""
    if find_spec("pyarrow") is None or find_spec("fsspec") is None:
        raise InputError("Để dùng --parquet hãy cài thêm: pip install 'cchc-check[cluster]'.")
    from .dataset import target_of

    target_of(parquet)


def _files(written: Written) -> list[Path]:
    files = [*written.files, *written.kept]
    letters = [file for file in files if file.parent.name == "letters"]
    rest = sorted(file for file in files if file.parent.name != "letters")
    return rest + ([letters[0].parent] if letters else [])


def _show(season: Season) -> None:
    from ..writers.console import console
    from .screen import write_season

    write_season(season, console())


def _status(season: Season, fail_on: str) -> int:
    """2 where a file could not be read, 1 where a plan fails or is missing, else 0."""
    if season.unread:
        return _IMPOSSIBLE
    if fail_on == "never":
        return _DONE
    bad = bool(season.missing)
    for state in season.units:
        if state.plan is not None:
            bad = bad or state.plan.errors > 0 or (fail_on != "error" and state.plan.warnings > 0)
    return _FOUND if bad else _DONE


@contextmanager
def _shown_progress() -> Iterator[Callable[[Progress], None] | None]:
    """A bar on standard error where that is a terminal: done, failing, rate, time left."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.completed}/{task.total} kế hoạch"), BarColumn(),
        TextColumn("{task.fields[failing]} còn lỗi, {task.fields[rate]}/giây, còn"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, failing=0, rate="–")

        def tell(progress: Progress) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, total=progress.total, completed=progress.done,
                       failing=progress.failing, rate=f"{speed:.0f}" if speed else "–")  # fmt: skip

        yield tell


def write_templates(folder: Path) -> list[Path]:
    """Writes the templates of a roster and of a scoring table; InputError where one is there."""
    texts = {
        folder / "units.csv": "\ufeff" + TEMPLATE,  # Excel reads UTF-8 by this mark alone
        folder / "bang-diem.yaml": BUILT_IN.read_text(encoding="utf-8"),
    }
    for file in texts:
        if file.exists():
            raise InputError(f"Đã có {file}; hãy đổi tên hoặc xóa trước khi tạo mẫu mới.")
    for file, text in texts.items():
        try:
            file.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(f"Không ghi được {file}: {reason(error)}.") from error
    return list(texts)
