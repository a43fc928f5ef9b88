"""Letters: a draft for each unit of what to mend, or to send; its words are in rules/letter.yaml.

A draft is a công văn in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I and III, as text and, where
the extra `docx` is installed, as a Word file. Number, day and signature are left to whoever signs.
Nothing is sent.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...grammar.data import RULES, read_yaml
from ...grammar.flat import canon
from ...grammar.interval import Interval, day_text
from ..errors import InputError, reason
from ..parents import Parent
from .names import day_of
from .record import Finding, Record
from .results import Records, put_whole
from .roster import core_name
from .season import Season, UnitState
from .store import Store

FOLDER = "letters"
_DEADLINE = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*")
_MOST_WORDS = 160


@dataclass(slots=True, eq=False)
class Item:
    """A thing to mend: what is wrong, and lines below it: where, why, what to do."""

    text: str
    more: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Letter:
    """A draft, part by part, in the order in which it is read."""

    unit: str
    superior: str
    sender: str
    number: str
    date: str
    subject: str
    to: str
    opening: str
    parts: list[tuple[str, list[Item]]]
    ending: list[str]
    recipients: list[str]
    signature: list[str]
    national: list[str]


def write_letters(season: Season, store: Store, out: Path, deadline: str | None) -> list[Path]:
    """Writes the drafts into their folder, which holds no others then; InputError where it cannot.

    A unit whose plan has no error and no open demand of the parent gets none.
    """
    folder = out / FOLDER
    day = _deadline(deadline)
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
    except OSError as error:
        raise InputError(
            f"Không ghi được vào {folder}: {reason(error)}; có thể một tệp trong đó đang mở."
        ) from error
    with_word = find_spec("docx") is not None
    written: list[Path] = []
    for letter in letters_of(season, Records(store), day):
        name = _file_name(letter.unit, {path.stem for path in written})
        text = folder / f"{name}.txt"
        put_whole(text, partial(_put, text_of(letter)))
        written.append(text)
        if with_word:
            from .letter_docx import write_docx

            file = folder / f"{name}.docx"
            put_whole(file, partial(write_docx, letter))
            written.append(file)
    return written


def _put(text: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _deadline(text: str | None) -> str | None:
    """A day as it is written in a letter; InputError where it is none."""
    if text is None:
        return None
    from datetime import date

    found = _DEADLINE.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        return day_text(date(int(found[3]), int(found[2]), int(found[1])))
    except ValueError:
        raise InputError(f"--deadline cần một ngày dạng 30/4/2026, không phải “{text}”.") from None


def letters_of(season: Season, records: Records, deadline: str | None) -> Iterator[Letter]:
    """A letter for each unit that has something to do."""
    words = _words()
    by = words["by"].format(deadline=deadline) if deadline else words["by_blank"]
    for state in season.units:
        if state.plan is None:
            if season.listed:
                yield _missing(state, season, words, by)
            continue
        letter = _mend(state, season, records.of(state.plan), words, by)
        if letter is not None:
            yield letter


def _words() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("letter", [RULES / "letter.yaml"])[0]
    return found


def _missing(state: UnitState, season: Season, words: dict[str, Any], by: str) -> Letter:
    said = words["missing"]
    values = {
        **_values(state, season),
        "window": f" {_window(season.window)}" if season.window else "",
    }
    return _letter(
        state, season, words, said["subject"].format(**values), said["opening"].format(**values),
        [], [said["ending"].format(**values, deadline=by)],
    )  # fmt: skip


def _mend(
    state: UnitState, season: Season, record: Record, words: dict[str, Any], by: str
) -> Letter | None:
    said = words["mend"]
    must = [_item(one, words) for one in record.findings if _is_due(one)]
    look = [_item(one, words) for one in record.findings if _is_open(one)]
    if state.late and state.plan is not None and season.window is not None:
        late = said["late"].format(
            plan=_plan(record), day=day_of(state.plan), window=_window(season.window)
        )
        if not any(one.rule == "issued-in-window" for one in record.findings if _is_due(one)):
            must.insert(0, Item(late))
    if not must and not look:
        return None
    values = {**_values(state, season), "plan": _plan(record), "about": _about(record)}
    heads = [(said["must"], must), (said["look"], look)]
    parts = [(head, items) for head, items in heads if items]
    if len(parts) == 1:
        parts = [(re.sub(r"^\d+\. ", "", parts[0][0]), parts[0][1])]
    return _letter(
        state, season, words, said["subject"].format(**values), said["opening"].format(**values),
        parts, [said["ending"].format(**values, deadline=by)],
    )  # fmt: skip


def _is_due(one: Finding) -> bool:
    return one.outcome == "fail" and one.severity in ("error", "warning") and not one.waived


def _is_open(one: Finding) -> bool:
    """What the parent asks and nobody can tell: the unit has to say it clearly."""
    return one.outcome == "unknown" and one.obligation is not None and one.severity == "error"


def _item(one: Finding, words: dict[str, Any]) -> Item:
    more: list[str] = []
    text = one.message[:1].upper() + one.message[1:]
    if one.place and one.excerpt:
        excerpt = one.excerpt
        if len(excerpt) > _MOST_WORDS:
            excerpt = excerpt[:_MOST_WORDS].rsplit(" ", 1)[0] + " …"
        text += " " + words["place"].format(where=one.place.lower(), words=excerpt)
    if one.basis:
        more.append(words["basis"].format(basis=one.basis.rstrip(".")))
    if one.advice:
        more.append(words["advice"].format(advice=one.advice[:1].lower() + one.advice[1:]))
    return Item(text.rstrip(".") + ".", more)


def _letter(
    state: UnitState, season: Season, words: dict[str, Any], subject: str, opening: str,
    parts: list[tuple[str, list[Item]]], ending: list[str],
) -> Letter:  # fmt: skip
    superior, sender = _sender(season.parents)
    place = _place(season.parents)
    return Letter(
        unit=state.unit.name, superior=superior, sender=sender, number=words["number"],
        date=words["date"].format(place=place) if place else words["date_without_place"],
        subject=subject, to=words["to"].format(unit=state.unit.name), opening=_folded(opening),
        parts=parts, ending=[*map(_folded, ending), words["closing"]],
        recipients=words["recipients"], signature=words["signature"], national=words["national"],
    )  # fmt: skip


def _values(state: UnitState, season: Season) -> dict[str, str]:
    _, sender = _sender(season.parents)
    return {"unit": state.unit.name, "sender": sender, "parent": _parent(season.parents)}


def _sender(parents: Sequence[Parent]) -> tuple[str, str]:
    """Who writes: the office through which the plans are sent, below the parent's issuer."""
    if not parents:
        return "", "………………"
    nearest = parents[0]
    through = next((one.through for one in nearest.obligations if one.through), None)
    return (nearest.issuer, through) if through else ("", nearest.issuer)


def _parent(parents: Sequence[Parent]) -> str:
    if not parents:
        return "quy định về thể thức văn bản"
    nearest = parents[0]
    day = nearest.issued.earliest if nearest.issued else None
    on = f" ngày {day_text(day)}" if day else ""
    return f"Kế hoạch số {nearest.number}{on} của {nearest.issuer}"


def _place(parents: Sequence[Parent]) -> str:
    """The place that stands before the day: the parent's own."""
    if not parents:
        return ""
    core = core_name(parents[0].issuer)
    name = parents[0].issuer[-len(core) :] if core else ""
    return re.sub(r"^(?:thành phố|thị xã|huyện|tỉnh|quận|xã|phường) ", "", name)


def _plan(record: Record) -> str:
    return f"Kế hoạch số {record.number}" if record.number else "Kế hoạch"


def _about(record: Record) -> str:
    day = ""
    if record.earliest is not None and record.earliest == record.latest:
        from datetime import date

        day = f" ngày {day_text(date.fromisoformat(record.earliest))}"
    return f"{day} ({record.title})" if record.title else day


def _window(window: Interval | None) -> str:
    return f"({window})" if window is not None else ""


def _folded(text: str) -> str:
    return re.sub(r"\s+([.,;])", r"\1", " ".join(text.split()))


def text_of(letter: Letter) -> str:
    """A letter as plain text, in the order of the fixtures: header, body, recipients, signature."""
    lines = [letter.superior.upper()] if letter.superior else []
    lines += [letter.sender.upper(), "", *letter.national, "", letter.number, letter.subject, "",
              letter.date, "", letter.to, "", letter.opening, ""]  # fmt: skip
    for head, items in letter.parts:
        lines.append(head)
        for at, item in enumerate(items):
            lines.append(f"{list_mark(at)} {item.text}")
            lines.extend(item.more)
        lines.append("")
    lines += [*letter.ending, "", *letter.recipients, "", *letter.signature]
    return "\n".join(lines).rstrip() + "\n"


# The letters of điểm (Nghị định 30/2020/NĐ-CP, Phụ lục I): no f, j, w, z.
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def list_mark(at: int) -> str:
    """`a)`, and behind the last letter a dash: a list so long has no letters left."""
    return f"{_LETTERS[at]})" if at < len(_LETTERS) else "-"


def _file_name(unit: str, taken: set[str]) -> str:
    """A unit's name as a file's: no diacritics, no signs."""
    import unicodedata

    plain = unicodedata.normalize("NFD", canon(unit).lower().replace("đ", "d"))
    name = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:80]
    name = name or "don-vi"
    number, free = 2, name
    while free in taken:
        free = f"{name}-{number}"
        number += 1
    return free
