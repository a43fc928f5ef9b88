"""Bodies: how far the name of a body goes that issued a document, and where a subject begins.

`của Sở Văn hóa, Thể thao và Du lịch về …`: a name may have commas and words that elsewhere begin
the subject (trích yếu). Fields that have them are listed in rules/lexicon/organs.yaml; others are
known by their capitals.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .flat import Flat
from .lexicon import Words, lexicon
from .lines import cues
from .patterns import compiled
from .phrasing import cited_types

_LONGEST = 300  # characters of a name
# A name up to the first sign that ends it.
NAME = compiled(r"[^\s,;:.()\[\]“”\"]+(?: [^\s,;:.()\[\]“”\"]+){0,17}")
# `Ủy ban nhân dân (UBND) tỉnh`
_IN_SHORT = compiled(r" \([^\s()]{2,12}\) (?=\w)")
_NUMBER_AHEAD = compiled(r"số(?: ?:| \d)")
_NEXT_ISSUER = compiled(r",? (?:và )?(?=[^\W\d_a-zđ])")
# `Phòng Kinh tế, Hạ tầng và Đô thị`: further fields behind a comma, the last of them behind `và`.
_FURTHER = compiled(r", (?P<first>\w+)(?: \w+){0,3}(?:, \w+(?: \w+){0,3})? và (?P<last>\w+)")
# The end of a body's own field: `về chuyển đổi số tỉnh`, `về cải cách hành chính của Chính phủ`.
_FIELD = compiled(r"[ ,]+(?!(?:về )?việc )[^;:.()“”]{3,200}")
_NUMBERED = compiled(r" số:? ?\d")
_NAME_WORD = compiled(r"\w+")


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    ends: Words
    subjects: Words
    leads: tuple[str, ...]
    types: Words
    heads: tuple[str, ...]
    listed: Words
    whole: Words
    with_field: tuple[str, ...]
    fields: Words
    field_names: Words
    owners: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    heads = words.words("organs", "named_by_field")
    return _Cues(
        ends=words.matcher("layout", "issuer_ends"),
        subjects=words.matcher("layout", "subject_starts"),
        leads=tuple(words.words("layout", "subject_leads")),
        types=Words(cited_types(words)),
        heads=tuple(f"{head} " for head in heads),
        listed=words.matcher("organs", "fields_of_many_words"),
        whole=words.matcher("organs", "names_with_ends"),
        with_field=tuple(words.words("organs", "bodies_with_field")),
        fields=words.matcher("organs", "field_starts"),
        field_names=words.matcher("organs", "field_names"),
        owners=words.matcher("organs", "field_owners"),
    )


def subject_start(low: str, at: int) -> int:
    """The end of the words at `at` that begin a subject, 0 where none do.

    `về` and `việc` may be glued to what follows (`vềphê duyệt`); `việc` needs such a word behind.
    """
    end = _cues().subjects.match(low, at)
    if end or not low.startswith(_cues().leads, at):
        return end
    lead = next(word for word in _cues().leads if low.startswith(word, at))
    behind = at + len(lead)
    return _cues().subjects.match(low, behind + low.startswith(" ", behind))


def issuer_end(flat: Flat, start: int, end: int, joint: bool = False) -> int:
    """Where the issuer's name that begins at `start` ends; `end`: where a sign ends it.

    `joint`: several bodies may have issued it, one behind the other.
    """
    stop = _with_field(flat, start, _name_end(flat, start, end))
    if joint:
        stop = _joint_end(flat, stop)
    if flat.low.endswith((" và", " về"), start, stop):
        stop -= len(" và")
    return stop


def _name_end(flat: Flat, start: int, end: int) -> int:
    """Where one name ends, with all fields of its body."""
    stop = _words_end(flat, start, end)
    more = _further_field(flat, start, stop)
    return _words_end(flat, *more) if more else stop


def _words_end(flat: Flat, start: int, end: int) -> int:
    """Where the words of a name end that a sign ends at `end`, if it is none of the name's own."""
    low, words = flat.low, _cues()
    at = start
    while at < end:
        headed = at > start and low.endswith(words.heads, start, at)
        jump = words.listed.match(low, at) if headed else words.whole.match(low, at)
        if jump and jump - start < _LONGEST:
            run = NAME.match(low, jump + 1) if low.startswith(" ", jump) else None
            end = run.end() if run else jump
            at = jump + 1
            continue
        if at > start and not (headed and flat.text[at].isupper()) and _ends(flat, start, at):
            return at - 1
        space = low.find(" ", at, end)
        at = space + 1
        if space < 0:
            in_short = _IN_SHORT.match(low, end)
            if in_short is None or _ends(flat, start, in_short.end()):
                break
            run, at = NAME.match(low, in_short.end()), in_short.end()
            end = run.end() if run else at
    return end


def _ends(flat: Flat, start: int, at: int) -> bool:
    """Whether the word at `at` is no part of the name that began at `start`."""
    low = flat.low
    if _cues().ends.match(low, at) or _NUMBER_AHEAD.match(low, at):
        return True
    if low.startswith("và ", at) and _cues().types.match(low, at + 3):
        return True
    if low.endswith((" và ", " - "), start, at) and _is_capital(flat, at):
        return False  # Sở Thông tin và Truyền thông
    return subject_start(low, at) > 0


def _is_capital(flat: Flat, at: int) -> bool:
    """Whether a word begins with a capital, in words that are not all capitals."""
    word = _NAME_WORD.match(flat.text, at)
    return word is not None and flat.text[at].isupper() and not word.group()[1:].isupper()


def _further_field(flat: Flat, start: int, end: int) -> tuple[int, int] | None:
    """The last of several fields of a body whose name goes on behind a comma at `end`."""
    low = flat.low
    more = _FURTHER.match(flat.text, end) if low.startswith(",", end) else None
    if more is None:
        return None
    first, last = more.start("first"), more.start("last")
    if not (_is_capital(flat, first) and _is_capital(flat, last)):
        return None
    if not any(head in low[start:end] for head in _cues().heads):
        return None
    if any(words.match(low, first) for words in (cues().organ, cues().ground, _cues().types)):
        return None
    run = NAME.match(low, last)
    return (last, run.end()) if run else None


def _with_field(flat: Flat, start: int, stop: int) -> int:
    """The end of a name that goes on with the body's field: `Ban Chỉ đạo về chuyển đổi số tỉnh`.

    Where the subject of the document begins only behind the one whose body it is, what stands
    before is the field; `Ban Chỉ đạo về việc …` names no field.
    """
    low = flat.low
    if low.startswith(", chống ", stop):  # Ban Chỉ đạo phòng, chống …: the comma has cut it
        stop -= len(" phòng") * low.endswith(" phòng", start, stop)
    if not low[start:stop].endswith(_cues().with_field) or not _cues().fields.match(low, stop + 1):
        return stop
    field = _FIELD.match(low, stop)
    if field is None:
        return stop
    named = _cues().field_names.match(low, stop + 1) > 0
    about = low.find(" về ", stop, field.end()) if named else -1
    for _, end in _cues().owners.each(low, stop, about if about >= 0 else field.end()):
        while flat.text[end + 1 : end + 2].isupper():  # tỉnh Đồng Tháp
            word = _NAME_WORD.match(low, end + 1)
            if word is None:
                break
            end = word.end()
        if subject_start(low, end + 1) or (named and low[end : end + 1] in ".;,"):
            return end
    return about if about >= 0 and not _NUMBERED.search(low, stop, about) else stop


def _joint_end(flat: Flat, stop: int) -> int:
    """The end of the names of several bodies that issue a document together."""
    while more := _NEXT_ISSUER.match(flat.text, stop):
        if not cues().organ.match(flat.low, more.end()) and not flat.low.startswith(
            "chính phủ", more.end()
        ):
            break
        name = NAME.match(flat.low, more.end())
        assert name is not None
        stop = _name_end(flat, more.end(), name.end())
    return stop
