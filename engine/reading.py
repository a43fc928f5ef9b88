"""Reading: a file (or standard input) as a Source, or one sentence that says why not."""

from __future__ import annotations

import sys
from pathlib import Path

from ..grammar.source import Source
from .errors import InputError, reason

LARGEST = 20_000_000
LARGEST_FILE = 100_000_000  # of a file that is more than text: a scan has many megabytes
LONGEST_LINE = 1_000_000
LONGEST_TEXT = 600_000  # characters in a file that is more than text: 200 pages
_SAVE_AS_UTF8 = "hãy lưu lại tệp dạng UTF-8"
_SAVE_AS_TEXT = "hãy lưu nội dung ra tệp .txt UTF-8"
_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_source(path: str | Path) -> Source:
    """The text of a file; `-` reads standard input.

    Raises InputError with one Vietnamese sentence: what is wrong, where, what to do.
    """
    name = str(path)
    if name == "-":
        return source_of(sys.stdin.buffer.read(LARGEST_FILE + 1), "-", "đầu vào chuẩn")
    file = Path(path)
    try:
        if file.is_dir():
            raise InputError(f"{name} là thư mục; hãy nêu tên từng tệp kế hoạch trong đó.")
        if not file.exists():
            raise InputError(f"Không có tệp {name}; hãy kiểm lại tên và thư mục.")
        if not file.is_file():
            raise InputError(f"{name} không phải tệp thường nên không đọc.")
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except PermissionError:
        raise InputError(
            f"Không được phép đọc {name}; tệp có thể đang bị khóa hoặc mở trong chương trình khác."
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"Không đọc được {name}: {reason(error)}.") from None
    return source_of(data, name)


def source_of(data: bytes, path: str, name: str | None = None) -> Source:
    """The text in some bytes, whatever kind of file they are; `name` is what messages call it."""
    name = name or path
    if len(data) > LARGEST_FILE:
        raise _too_large(name, LARGEST_FILE)
    from .readers.kinds import kind_of

    kind = kind_of(data, name)
    if kind is None:
        return Source(decode(data, name), path)
    from .readers import reader_of

    source = reader_of(kind, name).read(data, name)
    if len(source.raw) > LONGEST_TEXT:
        raise InputError(
            f"{name} có hơn {LONGEST_TEXT // 1000}.000 ký tự (khoảng 200 trang);"
            " một kế hoạch không dài như vậy, hãy kiểm lại tệp."
        )
    _refuse_long_line(source.raw, name)
    source.path = path
    return source


def _too_large(name: str, limit: int) -> InputError:
    return InputError(
        f"{name} lớn hơn {limit // 1_000_000} MB; một kế hoạch không dài như vậy, hãy kiểm lại tệp."
    )


def decode(data: bytes, name: str) -> str:
    """UTF-8 bytes as text; InputError for anything that is no UTF-8 text of a document."""
    if len(data) > LARGEST:
        raise _too_large(name, LARGEST)
    if not data.strip():
        raise InputError(f"{name} rỗng, không có gì để kiểm tra.")
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            raise InputError(f"{name} dùng bảng mã {encoding}; {_SAVE_AS_UTF8}.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(_not_utf8(data, name, error)) from None
    _refuse_binary(text, name)
    _refuse_long_line(text, name)
    return text


def _refuse_long_line(text: str, name: str) -> None:
    longest = max((len(line) for line in text.split("\n")), default=0)
    if longest > LONGEST_LINE:
        raise InputError(
            f"{name} có một dòng dài {longest:,} ký tự".replace(",", ".")
            + "; đó không phải văn bản một kế hoạch, hãy tách dòng hoặc kiểm lại tệp."
        )


def _not_utf8(data: bytes, name: str, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    if data.count(0) * 4 > len(data):
        return _seems_utf16(name)
    if b"\x00" in data[:4096]:
        return _is_binary(name)
    from ..grammar.legacy import guess_encoding

    encoding = guess_encoding(data)
    seen = (
        f"chữ trong tệp theo bảng mã cũ {encoding}"
        if encoding
        else "có thể là bảng mã cũ như TCVN3 (ABC), VNI hoặc windows-1258"
    )
    return (
        f"{name} không phải UTF-8 (dòng {line}); {seen},"
        " hãy mở bằng chương trình soạn thảo và lưu lại dạng UTF-8."
    )


def _seems_utf16(name: str) -> str:
    return f"{name} có vẻ dùng bảng mã UTF-16; {_SAVE_AS_UTF8}."


def _is_binary(name: str) -> str:
    return f"{name} là tệp nhị phân, không phải văn bản; {_SAVE_AS_TEXT}."


def _refuse_binary(text: str, name: str) -> None:
    """Control characters by the dozen are no document; a stray NUL or form feed is."""
    sample = text[:20000]
    odd = sum(1 for c in sample if c < " " and c not in "\n\r\t\f\v")
    if odd * 20 > len(sample):
        if text.count("\x00") * 3 > len(text):
            raise InputError(_seems_utf16(name))
        raise InputError(_is_binary(name))
    if not any(c.isalpha() for c in sample):
        raise InputError(f"{name} không có chữ nào ở phần đầu; đây không phải văn bản kế hoạch.")


def is_file(path: Path) -> bool:
    """Whether a file is there; what may not be looked at is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
