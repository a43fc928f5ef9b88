"""The findings in a .pdf: highlights on the exact words, behind the bytes of the file."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfWriter
from pypdf.generic import RectangleObject

from cchc_check.engine.annotate.pdf import annotate
from cchc_check.engine.errors import InputError
from cchc_check.engine.readers.addresses import PageAt
from cchc_check.engine.reading import source_of
from cchc_check.engine.report import Report, Waived
from cchc_check.grammar.origin import Origin, Piece
from cchc_check.grammar.source import Source
from tests import making
from tests.engine.annotate.by_hand import at, found, mend, report
from tests.engine.annotate.pdf_back import Back, read_back

_CITED = "Nghị quyết số 08/NQ-TU ngày 29/12/2021 của Ban Chấp hành Đảng bộ thành phố"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_TITLE = "Tuyên truyền cải cách hành chính xã Đông Khê năm 2025"
_PLACED = (_MOTTO, _TITLE, _CITED, "Võ Thành Nhơn")


@pytest.fixture(scope="module")
def plan() -> bytes:
    """A plan of several pages, printed by Chromium."""
    text = (Path(__file__).parents[3] / "fixtures" / "xa-dong-khe-nhieu-loi.txt").read_text("utf-8")
    return making.chromium_pdf(making.html_of(text))


@pytest.fixture(scope="module")
def source(plan: bytes) -> Source:
    """The text of that plan."""
    return source_of(plan, "a.pdf")


def qpdf(data: bytes, *options: str) -> bytes:
    """A file as qpdf writes it with some options."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "in.pdf")
        file.write_bytes(data)
        done = subprocess.run(["qpdf", *options, str(file), "-"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def boxed(data: bytes, **boxes: tuple[int, int, int, int]) -> bytes:
    """A file whose pages have other boxes (mediabox, cropbox)."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        for name, box in boxes.items():
            setattr(page, name, RectangleObject(box))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _letters(text: str) -> str:
    return "".join(text.split())


def _findings(source: Source) -> Report:
    results = [found(at(source, words), f"Sai {number}") for number, words in enumerate(_PLACED)]
    return report(*results)


def _highlights(data: bytes) -> list[Back]:
    return [note for note in read_back(data) if note.is_highlight]


_FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as Chromium prints it": lambda data: data,
    "with objects packed in streams": lambda data: qpdf(data, "--object-streams=generate"),
    "with a table of objects in text": lambda data: qpdf(data, "--object-streams=disable"),
    "made for the web": lambda data: qpdf(data, "--linearize"),
    "turned by a quarter": lambda data: qpdf(data, "--rotate=+90"),
    "upside down": lambda data: qpdf(data, "--rotate=+180"),
    "turned by three quarters": lambda data: qpdf(data, "--rotate=+270"),
    "cropped": lambda data: boxed(data, cropbox=(30, 20, 580, 830)),
    "with its corner elsewhere": lambda data: boxed(data, mediabox=(-60, -40, 600, 850)),
    "encrypted without a password": lambda data: qpdf(
        data, "--encrypt", "", "owner", "256", "--"),
    "encrypted as long ago": lambda data: qpdf(
        data, "--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--"),
    "behind other bytes": lambda data: b"Content-Type: application/pdf\r\n\r\n" + data,
    "without a line end": lambda data: data.rstrip(),
}  # fmt: skip


@pytest.fixture(scope="module", params=_FORMS.values(), ids=list(_FORMS))
def noted(request: pytest.FixtureRequest, plan: bytes) -> tuple[bytes, bytes]:
    """A file in one of the forms, and the same with findings at some words."""
    data: bytes = request.param(plan)
    source = source_of(data, "a.pdf")
    return data, annotate(source, _findings(source))


def test_a_highlight_covers_the_exact_words(noted: tuple[bytes, bytes]) -> None:
    notes = _highlights(noted[1])
    assert [note.contents.splitlines()[0] for note in notes] == [f"Lỗi: Sai {n}" for n in range(4)]
    letters = [sorted(note.letters) for note in notes]
    # Sorted: pdfium gives the letters of a page that is upside down from behind.
    assert letters == [sorted(_letters(words)) for words in _PLACED]


def test_the_file_is_only_added_to_and_stays_sound(
    noted: tuple[bytes, bytes], tmp_path: Path
) -> None:
    before, after = noted
    assert after.startswith(before)
    file = tmp_path / "noted.pdf"
    file.write_bytes(after)
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_words_over_several_lines_have_a_box_on_each(source: Source) -> None:
    words = "08/NQ-TU ngày 29/12/2021 của Ban Chấp hành Đảng bộ thành phố"
    (note,) = _highlights(annotate(source, report(found(at(source, words)))))
    assert note.letters == _letters(words)
    first, second = note.quads
    assert first[1] >= second[3] - 1  # the second below the first
    assert first[0] > second[0]  # and not as wide as both together


def test_a_note_says_what_is_wrong_why_and_what_to_do(source: Source) -> None:
    place = at(source, _CITED)
    result = found(place, "Sai ký hiệu", fix=mend((place, "08-NQ/TU")), rule="citation-form")
    (note,) = _highlights(annotate(source, report(result)))
    assert note.contents.splitlines() == [
        "Lỗi: Sai ký hiệu",
        "Yêu cầu: ghi đúng",
        "Căn cứ: Nghị định 30/2020/NĐ-CP, Phụ lục I",
        "Cần làm: Sửa lại.",
        "Có thể sửa: Sửa.",
        "Quy tắc: citation-form",
    ]


def test_how_grave_a_finding_is_shows_in_title_and_colour(source: Source) -> None:
    places = [at(source, words) for words in _PLACED]
    results = [
        found(place, severity=severity)
        for place, severity in zip(places, ("error", "warning", "info"), strict=False)
    ]
    noted = annotate(source, report(*results, found(places[3], outcome="unknown")))
    titles = [note.subject for note in _highlights(noted)]
    assert titles == [f"{one}: Quy tắc" for one in ("Lỗi", "Cảnh báo", "Lưu ý", "Chưa rõ")]
    colours = re.findall(rb"/Highlight\n/Rect .*\n/P .*\n/F .*\n/C (.*)", noted)
    assert len(set(colours)) == len(colours) == 4


def test_findings_at_the_same_words_share_a_note_as_grave_as_the_gravest(source: Source) -> None:
    place = at(source, _CITED)
    results = found(place, "Một", severity="info"), found(place, "Hai", severity="error")
    (note,) = _highlights(annotate(source, report(*results)))
    assert note.subject == "Lỗi: Quy tắc (và 1 điểm khác)"
    assert "Lỗi: Hai\n" in note.contents and "\n\nLưu ý: Một\n" in note.contents


def test_what_is_met_or_waived_has_no_note(source: Source) -> None:
    place = at(source, _CITED)
    results = (
        found(place, outcome="pass"),
        found(place, outcome="not_applicable"),
        found(place, waived=Waived("Đã xin phép", "An")),
    )
    assert not _highlights(annotate(source, report(*results)))


def test_what_has_no_place_is_told_on_the_first_page(source: Source) -> None:
    notes = read_back(annotate(source, report(found(None, "Thiếu nơi nhận"), notes=("Một lời.",))))
    (note,) = [note for note in notes if not note.is_highlight]
    assert note.page == 0
    assert "Lỗi: Thiếu nơi nhận. Yêu cầu: ghi đúng." in note.contents
    assert "Chú ý: Một lời." in note.contents
    assert "1 chưa đạt" in note.contents


def test_notes_that_are_there_stay(source: Source) -> None:
    once = annotate(source, _findings(source))
    source = source_of(once, "a.pdf")
    twice = annotate(source, _findings(source))
    assert twice.startswith(once)
    assert len(read_back(twice)) == 2 * len(read_back(once))


# --- signatures ---


@pytest.fixture(scope="module")
def signer() -> signers.SimpleSigner:
    """Somebody with a certificate made here."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Võ Thành Nhơn")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    own = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    private = keys.PrivateKeyInfo.load(
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    store = SimpleCertificateStore.from_certs([own])  # type: ignore[no-untyped-call]
    return signers.SimpleSigner(own, private, store)


def _signed(data: bytes, signer: signers.SimpleSigner, **certify: Any) -> bytes:
    out = io.BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(data)),
        signers.PdfSignatureMetadata(field_name="Chu_ky", **certify),
        signer=signer,
        output=out,
    )
    return out.getvalue()


def _status(data: bytes, signer: signers.SimpleSigner) -> PdfSignatureStatus:
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    context = ValidationContext(trust_roots=[signer.signing_cert])
    return validate_pdf_signature(signature, context, skip_diff=True)


def test_a_signature_still_holds_for_what_was_signed(
    plan: bytes, signer: signers.SimpleSigner
) -> None:
    signed = _signed(plan, signer)
    source = source_of(signed, "a.pdf")
    noted = annotate(source, _findings(source))
    status = _status(noted, signer)
    assert status.intact and status.valid and status.trusted
    assert status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    assert noted.startswith(signed)
    assert len(_highlights(noted)) == len(_PLACED)


def test_a_signed_file_is_told_to_be_one(plan: bytes, signer: signers.SimpleSigner) -> None:
    source = source_of(_signed(plan, signer), "a.pdf")
    (head, *_) = read_back(annotate(source, report()))
    assert "phần đã ký không bị sửa" in head.contents


def test_a_certificate_that_forbids_notes_is_told(
    plan: bytes, signer: signers.SimpleSigner
) -> None:
    forbids = {"certify": True, "docmdp_permissions": MDPPerm.FILL_FORMS}
    source = source_of(_signed(plan, signer, **forbids), "a.pdf")
    (head, *_) = read_back(annotate(source, report()))
    assert "không cho thêm ghi chú" in head.contents


# --- what is refused ---


def test_a_file_whose_owner_allows_no_notes_is_refused(plan: bytes) -> None:
    locked = qpdf(plan, "--encrypt", "", "owner", "256", "--annotate=n", "--")
    source = source_of(locked, "a.pdf")
    with pytest.raises(InputError, match=r"a\.pdf .*không cho ghi chú"):
        annotate(source, report())


def test_a_file_without_its_table_of_objects_is_refused(plan: bytes) -> None:
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n7", plan)
    with pytest.raises(InputError, match="cấu trúc hỏng"):
        annotate(Source("a", "a.pdf", Origin("pdf", broken)), report())


# --- pictures ---


def test_of_a_picture_a_page_is_made_that_shows_it_and_the_highlights() -> None:
    image = Image.new("RGB", (600, 900), "white")
    image.paste("navy", (100, 200, 300, 240))  # the word
    data = io.BytesIO()
    image.save(data, "PNG", dpi=(72, 72))
    box = (100.0, 660.0, 300.0, 700.0)  # from the lower left corner
    piece = Piece(0, 4, PageAt(0, [box] * 4), page=1, line=1, confidence=0.8)
    origin = Origin("scan", data.getvalue(), pieces=[piece])
    result = found((0, 4))
    assert result.location is not None
    result.location.confidence = 0.8
    noted = annotate(Source("Word", "a.png", origin), report(result))
    (note,) = _highlights(noted)
    assert note.quads == [box]
    assert "độ chắc 80 %" in note.contents
    (page,) = making.pages_of(noted, 72)
    assert page.size == image.size
    assert _grey(page, 200, 220) < 60 and _grey(page, 200, 300) > 240


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK"])
def test_pictures_of_every_kind_are_shown(mode: str) -> None:
    image = Image.new("L", (400, 600), 255)
    image.paste(0, (100, 100, 300, 300))
    data = io.BytesIO()
    image.convert(mode).save(data, "TIFF", dpi=(72, 72))
    noted = annotate(Source("a", "a.tiff", Origin("scan", data.getvalue())), report())
    (page,) = making.pages_of(noted, 72)
    assert _grey(page, 200, 200) < 20 and _grey(page, 50, 500) > 235


def _grey(page: Image.Image, x: int, y: int) -> int:
    """How light a dot of a grey picture is."""
    return page.tobytes()[y * page.width + x]
