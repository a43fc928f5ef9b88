"""What all tests share: a cache of their own, and the command line run in this process."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

from cchc_check.cli import run

from .needed import missing_packages

_CACHE = tempfile.TemporaryDirectory(prefix="cchc-check-tests-")
os.environ["CCHC_CHECK_CACHE"] = _CACHE.name
os.environ["CCHC_CHECK_DATA"] = f"{_CACHE.name}/data"  # no parents of whoever runs the tests


# A machine may be busy: how long one example takes says nothing.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_unconfigure() -> None:
    _CACHE.cleanup()


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test depends on the terminal that it happens to run in."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM", "CCHC_CHECK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    yield


@pytest.fixture(scope="session", autouse=True)
def _programs() -> None:
    """Stops a run at once, with one sentence, where a program is missing that tests use."""
    missing = missing_packages()
    if missing:
        pytest.exit(
            "these packages are missing, whose programs make and read the files that tests use:"
            f" apt-get install {' '.join(missing)}",
            returncode=1,
        )


@pytest.fixture
def fixtures() -> Path:
    """The folder of sample plans."""
    return Path(__file__).parent.parent / "fixtures"


@pytest.fixture(scope="session")
def bench() -> Callable[[str], ModuleType]:
    """Loads a program of bench/, which is no package, by its name."""

    def load(name: str) -> ModuleType:
        path = Path(__file__).parents[1] / "bench" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, name, module)  # for its data classes
            spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line here; returns exit status, standard output, standard error."""

    def run_here(*arguments: object, stdin: bytes | None = None) -> tuple[int, str, str]:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run_here
