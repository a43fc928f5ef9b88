"""Office files of other programs (.doc, .odt, .rtf): LibreOffice makes them .docx, which is read.

LibreOffice runs without a window, in a profile of its own that is thrown away, with macros off,
links neither updated nor fetched, and for a bounded time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ...grammar.source import Source
from ..errors import InputError
from .kinds import kind_of
from .odt import only_text
from .ole import check_ole
from .rtf import without_objects

# A plan takes one or two seconds, the very first start on a slow machine ten to twenty.
LONGEST = 60.0
# Kilobytes of memory and seconds of computing: for a file that makes LibreOffice take all there is.
_SHELL = 'ulimit -d 1500000; ulimit -t 60; exec "$0" "$@"'
_PROGRAMS = ("soffice", "libreoffice", "soffice.com", "soffice.exe")
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_SAVE = "hãy mở bằng Word, lưu lại dạng .docx rồi kiểm tra lại"
# A dead end: whatever would be fetched in spite of all is asked of a port where nobody listens.
_NO_PROXY = "127.0.0.1"
_DISCARD = "9"
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", _NO_PROXY),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", _DISCARD),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", _NO_PROXY),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", _DISCARD),
)


def read(data: bytes, name: str) -> Source:
    """The text of an office file with its origin; InputError where it cannot be read."""
    kind = kind_of(data, name) or "doc"
    if kind == "doc":
        check_ole(data, name)
    elif kind == "odt":
        data = only_text(data, name)
    elif kind == "rtf":
        data = without_objects(data, name)
    from .docx import read as read_docx

    source = read_docx(convert(data, kind, name), name)
    if source.origin is not None:
        source.origin.converted = kind
    return source


def find_program() -> str | None:
    """The program of LibreOffice on this machine, None where there is none."""
    for program in _PROGRAMS:
        found = shutil.which(program)
        if found:
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert(data: bytes, kind: str, name: str) -> bytes:
    """A file of a kind (`doc`, `odt`, `rtf`) as the bytes of a .docx, made by LibreOffice."""
    program = find_program()
    if program is None:
        raise InputError(
            f"{name} là tệp .{kind}, cần LibreOffice để đọc mà máy này chưa có;"
            f" hãy cài LibreOffice, hoặc {_SAVE}."
        )
    with TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        profile = work / "profile"
        _write_profile(profile)
        given, made = work / f"plan.{kind}", work / "out" / "plan.docx"
        given.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nologo",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(made.parent),
            str(given),
        ]
        _run(command, work, name)
        if not made.is_file() or not made.stat().st_size:
            raise InputError(
                f"LibreOffice không mở được {name}: tệp hỏng, bị cắt cụt hoặc có mật khẩu; {_SAVE}."
            )
        return made.read_bytes()


def _run(command: list[str], work: Path, name: str) -> None:
    """Runs LibreOffice, and ends it with all that it started where it takes too long."""
    if sys.platform != "win32":
        command = ["/bin/sh", "-c", _SHELL, *command]
    environment = {**os.environ, "HOME": str(work), "SAL_USE_VCLPLUGIN": "svp"}
    for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        environment[variable] = f"http://{_NO_PROXY}:{_DISCARD}"
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=work,
            start_new_session=sys.platform != "win32",
        )
    except OSError:
        raise InputError(f"Không chạy được LibreOffice để đọc {name}; {_SAVE}.") from None
    try:
        process.wait(LONGEST)
    except subprocess.TimeoutExpired:
        _end(process)
        raise InputError(
            f"LibreOffice mở {name} quá {LONGEST:.0f} giây mà chưa xong nên đã dừng; {_SAVE}."
        ) from None
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_profile(profile: Path) -> None:
    """The settings of a LibreOffice that runs nothing and fetches nothing."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{key}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, key, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        encoding="utf-8",
    )
