"""What the tests of notes share: LibreOffice as a second reader."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """Converts a Word file with LibreOffice: its bytes and `TYPE` or `TYPE:FILTER` to bytes."""
    folder = tmp_path_factory.mktemp("office")

    def convert(data: bytes, target: str) -> bytes:
        source = folder / "file.docx"
        source.write_bytes(data)
        out = folder / "out"
        profile = (folder / "profile").as_uri()
        command = ["soffice", "--headless", f"-env:UserInstallation={profile}"]
        command += ["--convert-to", target, "--outdir", str(out), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        made = next(out.glob("file.*"))
        result = made.read_bytes()
        made.unlink()
        return result

    return convert
