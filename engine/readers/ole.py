"""OLE: what a file of the time before .docx holds, told by the streams that it lists."""

from __future__ import annotations

from ..errors import InputError

_ENTRY = 128  # bytes of an entry of the directory
_NAME = 64
_WORD, _PASSWORD = "WordDocument", "EncryptedPackage"
_OTHERS = {
    "Workbook": "bảng tính Excel",
    "Book": "bảng tính Excel",
    "PowerPoint Document": "tệp trình chiếu",
    "__properties_version1.0": "thư điện tử Outlook",
    "VisioDocument": "bản vẽ Visio",
}
_WORD_MARK = b"\xec\xa5"
_FLAGS, _ENCRYPTED = 10, 0x0100  # in the head of the stream of Word


def check_ole(data: bytes, name: str) -> None:
    """InputError for an OLE file that is no Word document, or one with a password."""
    if _entry(data, _PASSWORD) is not None:
        raise _protected(name)
    word = _entry(data, _WORD)
    if word is not None:
        head = _head(data, word)
        if head[:2] == _WORD_MARK and int.from_bytes(head[_FLAGS : _FLAGS + 2], "little") & (
            _ENCRYPTED
        ):
            raise _protected(name)
        return
    for stream, what in _OTHERS.items():
        if _entry(data, stream) is not None:
            raise InputError(
                f"{name} là {what}, không phải văn bản; hãy gửi bản .docx, .pdf hoặc .txt."
            )
    raise InputError(f"{name} không phải tệp Word, hoặc đã hỏng, bị cắt cụt; hãy lấy lại bản gốc.")


def _entry(data: bytes, stream: str) -> int | None:
    """Where the directory's entry of a stream stands in the file."""
    wanted = stream.encode("utf-16-le").ljust(len(stream) * 2 + 2, b"\x00")
    at = data.find(wanted)
    while at >= 0:
        size = int.from_bytes(data[at + _NAME : at + _NAME + 2], "little")
        if at % _ENTRY == 0 and size == len(wanted) and at + _ENTRY <= len(data):
            return at
        at = data.find(wanted, at + 1)
    return None


def _head(data: bytes, entry: int) -> bytes:
    """The first bytes of the stream of an entry."""
    shift = int.from_bytes(data[30:32], "little")
    sector = int.from_bytes(data[entry + 116 : entry + 120], "little")
    start = (sector + 1) << min(shift, 12)
    return data[start : start + 32]


def _protected(name: str) -> InputError:
    return InputError(f"{name} được đặt mật khẩu; hãy bỏ mật khẩu rồi kiểm tra lại.")
