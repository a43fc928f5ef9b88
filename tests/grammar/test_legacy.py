"""Legacy: text in encodings from before Unicode is recognised, converted, and traced back."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from cchc_check.grammar import Source, parse
from cchc_check.grammar.legacy import MISREAD, Encoding, _encodings, guess_encoding, recognise
from cchc_check.grammar.syllables import is_syllable, is_word
from cchc_check.grammar.understood import understood

ENCODINGS = {encoding.name: encoding for encoding in _encodings()}
EIGHT_BIT = ["TCVN3 (ABC)", "VNI", "windows-1258", "VISCII"]
SENTENCE = (
    "Phường Hoa Lâm tổ chức truyền thông về cải cách hành chính, giữ kỷ luật, nhờ đó người dân "
    "được phục vụ tận tình; mỗi tổ dân phố đặt một bảng chỉ dẫn ở nhà văn hóa."
)
every_encoding = pytest.mark.parametrize("name", ENCODINGS)


def written(name: str, text: str) -> str:
    """`text` as a font or a wrong code page shows it; a letter without a capital stays small."""
    encoding: Encoding = ENCODINGS[name]
    back: dict[str, str] = {}
    for seen, letter in encoding.letters.items():
        back.setdefault(letter, seen)
    if name == "windows-1258":  # letters that Latin-1 has are written as they are
        back = {
            letter: seen for letter, seen in back.items() if letter not in "àáâèéêíóôùúÀÁÈÉÍÓÙÚ"
        }
    return "".join(back.get(c) or back.get(c.lower(), c) for c in text)


def converted(text: str) -> str:
    found = recognise(text)
    assert found is not None
    for piece in reversed(found.convert(text)):
        text = text[: piece.start] + piece.letter + text[piece.end :]
    return text


@pytest.mark.parametrize(
    ("name", "seen", "text"),
    [
        ("TCVN3 (ABC)", "KÕ HO¹CH", "KẾ HOẠCH"),
        ("TCVN3 (ABC)", "X· HOA L¢M", "XÃ HOA LÂM"),
        ("TCVN3 (ABC)", "uû ban nh©n d©n x· hoa l©m", "uỷ ban nhân dân xã hoa lâm"),
        ("TCVN3 (ABC)", "Tuyªn truyÒn c¶i c¸ch hµnh chÝnh", "Tuyên truyền cải cách hành chính"),
        ("TCVN3 (ABC)", "Sè: 12/KH-UBND, ngµy 05 th¸ng 02", "Số: 12/KH-UBND, ngày 05 tháng 02"),
        ("TCVN3 (ABC)", "§¶ng bé ph-êng, ngµy th\xad hai", "Đảng bộ phường, ngày thư hai"),
        ("VNI", "KEÁ HOAÏCH", "KẾ HOẠCH"),
        ("VNI", "caûi caùch haønh chính", "cải cách hành chính"),
        ("VNI", "UÛY BAN NHAÂN DAÂN PHÖÔØNG, ñöôïc giao", "ỦY BAN NHÂN DÂN PHƯỜNG, được giao"),
        ("windows-1258", "Kêì hoaòch caÒi caìch", "Kế hoạch cải cách"),
        (MISREAD, "Káº¿ hoáº¡ch cáº£i cÃ¡ch hÃ\xa0nh chÃ\xadnh", "Kế hoạch cải cách hành chính"),
    ],
)
def test_legacy_letters_are_converted(name: str, seen: str, text: str) -> None:
    found = recognise(seen)
    assert found is not None and found.name == name
    assert converted(seen) == text


@every_encoding
def test_a_sentence_comes_back_as_it_was(name: str) -> None:
    seen = written(name, SENTENCE)
    source = Source(seen)
    assert source.legacy == name
    assert source.text == SENTENCE


@every_encoding
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_lead_back_to_the_raw_letters(name: str, form: str) -> None:
    words = SENTENCE.split(" ")
    raw = unicodedata.normalize(form, "\n".join(written(name, w) for w in words))  # type: ignore[arg-type] # a form
    source = Source(raw)
    assert source.text.split("\n") == words
    at = 0
    for number, word in enumerate(words, 1):
        seen = raw[source.raw_offset(at) : source.raw_offset(at + len(word))]
        assert unicodedata.normalize("NFC", seen) == written(name, word)
        assert source.position(at).line == number
        at += len(word) + 1
    assert source.raw_offset(len(source.text)) == len(raw)


def test_columns_count_the_letters_of_the_file() -> None:
    raw = written("VNI", "Thực hiện kế hoạch")
    source = Source(raw)
    at = source.position(source.text.index("hoạch"))
    assert at.column == raw.index("hoaïch") + 1


@every_encoding
def test_a_whole_plan_reads_like_its_unicode_form(name: str, fixtures: Path) -> None:
    text = (fixtures / "xa-thanh-sa-2026.txt").read_text(encoding="utf-8").replace("Ủy", "Uỷ")
    seen = understood(parse(written(name, text)))
    assert seen == understood(parse(text))


def test_unicode_lines_among_legacy_ones_stay_as_they_are() -> None:
    lines = [SENTENCE, written("TCVN3 (ABC)", SENTENCE), "Xã An Hòa nhân dân", "Về: 5 % ÷ 7 %"]
    source = Source("\n".join(lines))
    assert source.legacy == "TCVN3 (ABC)"
    assert source.text.split("\n") == [SENTENCE, SENTENCE, *lines[2:]]


@pytest.mark.parametrize(
    "text",
    [
        "", "Ủy ban nhân dân xã Hoa Lâm", "nhân dân xã Hà Nam", "THÀNH TÍCH", "5 ÷ 7 °C, ½ ngày, 20 µm",
        "Être élève à l'école française, naïve, cœur, Noël", "Zoë Müller fährt für Björn nach Köln",
        "São Paulo não é a capital do país, coração", "Señor Núñez, año 2026, mañana", "øre og blåbær på fjell",
        "**Kế hoạch** | *số* | ¶ § ©", "© 2026 ® ™ «Hoa Lâm»", "Công ty Citroën Hoa Lâm, Škoda",
        "John Smith, Anne Brontë", "à la carte", "ÄÖÜ äöü ß", "·······", "ÿþýüûúùø", "\x80\x81\x82",
    ],
)  # fmt: skip
def test_other_text_is_left_alone(text: str) -> None:
    source = Source(text)
    assert source.legacy is None
    assert source.text == text


def test_the_samples_are_left_alone(fixtures: Path) -> None:
    for path in fixtures.glob("*.txt"):
        assert recognise(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("name", EIGHT_BIT)
def test_bytes_tell_their_encoding(name: str) -> None:
    assert guess_encoding(written(name, SENTENCE).encode("latin-1")) == name


def test_windows_1258_is_the_codec_of_the_same_name() -> None:
    marks = str.maketrans({c: unicodedata.normalize("NFD", c) for c in "ỉịủụỷỹỵỳũĩẻẹẽỏọõảạã"})
    data = bytearray()
    for letter in SENTENCE:
        parts = unicodedata.normalize("NFD", letter)
        tones = [p for p in parts if p in "\u0300\u0309\u0303\u0301\u0323"]
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
        data += (base + "".join(tones)).translate(marks).encode("cp1258")
    assert guess_encoding(bytes(data)) == "windows-1258"
    assert Source(data.decode("latin-1")).text == SENTENCE


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\xfd", "Zoë Müller, Köln".encode("latin-1"), SENTENCE.encode()[1:-1] + b"\xe1"],
    ids=["empty", "noise", "German", "broken UTF-8"],
)
def test_other_bytes_tell_nothing(data: bytes) -> None:
    assert guess_encoding(data) is None


@pytest.mark.parametrize("name", EIGHT_BIT)
def test_a_file_in_such_an_encoding_is_refused_by_its_name(
    name: str, tmp_path: Path, cli: object
) -> None:
    path = tmp_path / "cu.txt"
    path.write_bytes(written(name, SENTENCE).encode("latin-1"))
    code, _, err = cli(path)  # type: ignore[operator] # the fixture of conftest
    assert code == 2
    assert f"bảng mã cũ {name}" in err.replace("\n", " ") and "UTF-8" in err


@pytest.mark.parametrize(
    "word",
    [
        "kế",
        "hoạch",
        "truyền",
        "nghiêng",
        "quốc",
        "quyết",
        "khuỷu",
        "giếng",
        "gì",
        "yêu",
        "oanh",
        "khuya",
        "thuở",
        "Ủy",
        "xoong",
        "ướt",
        "NGƯỜI",
        "y",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    [
        "thng",
        "ngy",
        "hoch",
        "kể́",
        "and",
        "click",
        "àà",
        "tàc",
        "mạchh",
        "ngê",
        "cê",
        "kăn",
        "facebook",
        "Zalo",
        "ườ",
    ],
)
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["việc", "được", "ac", "hoà", "hòa", "xoong", "giếng", "khuỷu"])
def test_a_word_with_all_its_marks(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["viêc", "đươc", "nghành", "triểt", "thưc", "hoạt động"])
def test_no_word_with_all_its_marks(word: str) -> None:
    assert not is_word(word)
