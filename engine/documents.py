"""Documents: what is known of the documents that plans cite (rules/lexicon/documents.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ..grammar.flat import lowered
from ..grammar.interval import Interval, day_text
from ..grammar.lexicon import Words, lexicon
from ..grammar.nodes import Citation
from .issuers import clearly_differ
from .names import compact_number, plain_name

FIELDS = ("number", "day", "issuer", "subject", "until", "replaced_by")


@dataclass(slots=True, eq=False)
class Known:
    """A document as it is: number, day, issuer, subject, until when in force, what replaced it.

    `about`, `known_by`, `quoted` are words of its subject; `place` is the province of a local one;
    `verified` holds the names of the fields that were read in a source.
    """

    number: str
    day: date | None
    issuer: str
    subject: str
    about: tuple[str, ...]
    known_by: tuple[str, ...]
    quoted: tuple[tuple[str, str], ...]
    until: date | None
    partly: bool
    replaced_by: tuple[str, ...]
    note: str | None
    place: str | None
    verified: frozenset[str]

    def sure(self, *fields: str) -> bool:
        """Whether its number and these fields were read in a source."""
        return self.verified.issuperset(("number", *fields))

    @property
    def is_statute(self) -> bool:
        """Whether it is a law, which is cited by its name and its day or year."""
        return self.number.rpartition("/")[2].startswith("QH") and self.subject.startswith("Luật")

    @property
    def ended(self) -> str:
        """When and by what it ended, in words."""
        by = f"{', '.join(self.replaced_by)} thay thế" if self.replaced_by else self.note or ""
        part = f" ({self.note})" if self.partly and self.note else ""
        since = f"từ {day_text(self.until)}" if self.until else ""
        return f"{by}{part}, {since}" if by else since


@lru_cache(maxsize=1)
def known_documents() -> dict[str, list[Known]]:
    """The known documents by their number in one form."""
    found: dict[str, list[Known]] = {}
    for entry in lexicon().value("documents", "documents"):
        found.setdefault(compact_number(entry["number"]), []).append(_known(entry))
    return found


def _known(entry: dict[str, Any]) -> Known:
    marks = {"number": True, **entry["verified"]}
    return Known(
        number=entry["number"],
        day=_day(entry.get("day")),
        issuer=entry["issuer"],
        subject=entry["subject"],
        about=_low(entry["about"]),
        known_by=_low(entry.get("known_by", ())),
        quoted=tuple((_spaced(a), _spaced(b)) for a, b in entry.get("quoted", ())),
        until=_day(entry.get("until")),
        partly=entry.get("partly", False),
        replaced_by=tuple(entry.get("replaced_by", ())),
        note=entry.get("note"),
        place=entry.get("place"),
        verified=frozenset(name for name, read in marks.items() if read),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _low(words: Any) -> tuple[str, ...]:
    return tuple(_spaced(word) for word in words)


def _spaced(text: str) -> str:
    """Words in the form of `Flat.low`, with one way to write `2021 - 2030`."""
    return " ".join(lowered(text).replace("-", " - ").split())


def known_document(citation: Citation) -> Known | None:
    """The known document that a citation means, also where it gets a fact about it wrong.

    A number with its year belongs to one document. Any other may be given again each year: then
    the day, the day in another year, or the words by which the document is known must fit as well.
    A local document is meant only where number, day and issuer all fit.
    """
    fits = known_documents().get(compact_number(citation.number), [])
    fits = [one for one in fits if one.place is None or _is_local(one, citation)]
    exact = [one for one in fits if one.day and citation.date == Interval(one.day, one.day)]
    if exact:
        return exact[0]
    if citation.year is not None:
        return fits[0] if fits else None
    return next((one for one in fits if one.place is None and _is_meant(one, citation)), None)


def known_statutes(low: str) -> list[Known]:
    """The known laws that a text in lower case names."""
    return [
        known
        for group in known_documents().values()
        for known in group
        if known.is_statute and lowered(known.subject) in low
    ]


def is_of_day(known: Known, at: Interval) -> bool:
    """Whether a law is of a day, or of a year in which there was only one of its name."""
    if at.is_day and known.day is not None:
        return at.earliest == known.day
    first = at.earliest
    same = [one for one in known_statutes(lowered(known.subject)) if _year(one) == _year(known)]
    return first is not None and first.year == _year(known) and len(same) == 1


def _year(known: Known) -> int:
    return int(known.number.split("/")[1])


def _is_local(known: Known, citation: Citation) -> bool:
    """Whether a citation gives the name of a local document's issuer, place included."""
    issuer = plain_name(citation.issuer or "")
    return (
        bool(issuer)
        and issuer in plain_name(known.issuer)
        and (
            issuer.endswith(plain_name(known.place or ""))
            or plain_name(known.issuer).endswith(issuer)
        )
    )


def _is_meant(known: Known, citation: Citation) -> bool:
    """Whether a citation with another day means a document whose number is given each year."""
    if clearly_differ(citation.issuer, known.issuer):
        return False
    at = citation.date
    if at is None or not at.is_day or at.earliest is None or known.day is None:
        return False
    subject = _spaced(citation.subject or "")
    if not any(words in subject for words in known.about):
        return False
    near = at.earliest.year == known.day.year or at.earliest.replace(
        year=known.day.year, day=min(at.earliest.day, 28)
    ) == known.day.replace(day=min(known.day.day, 28))
    return near or any(words in subject for words in known.known_by)


def subject_fault(known: Known, subject: str, quoted: str, behind: bool) -> str | None:
    """What a subject lacks: any word of what the document is about, or words that must follow.

    `quoted` is the subject as far as it is the document's own; in what must be there, `a|b` is
    either. One that does not stand behind its document is not asked what it is about.
    """
    if behind and known.about and not any(words in _spaced(subject) for words in known.about):
        return known.subject
    low = _spaced(quoted)
    for has, needs in known.quoted:
        options = needs.split("|")
        if has in low and not any(words in low for words in options):
            return options[0]
    return None


@lru_cache(maxsize=1)
def _history() -> tuple[Words, Words]:
    words = lexicon().value("documents", "history")
    return Words(words["before"]), Words(words["after"])


def is_history(before: str, after: str) -> bool:
    """Whether the words around a citation tell of a document that ended or was amended."""
    first, last = _history()
    return bool(first.search(lowered(before)) or last.search(lowered(after)))
