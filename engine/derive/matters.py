"""Matters: contents, forms, numbers, duties, responsibility, money and scoring that a plan asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...grammar.flat import lowered
from ...grammar.lexicon import Theme, Words, lexicon
from ...grammar.nodes import Assignment, Block, Bullet, Citation, Duty, Target
from ...grammar.patterns import compiled
from ..parents import Aim, Obligation
from ..wording import shortened
from .bound import bound_of
from .passages import Passage, Reading, leading_unit

_COUNTED = compiled(
    r"(?:\d+ ?%|trở lên)(?: (?:số|tổng số))? (?P<who>[^.;]{3,60})"
    r"|(?:mỗi|từng) (?P<each>[^.;]{3,40})"
)
_PEOPLE = compiled(r"(?:đội ngũ |số )?(?:cán bộ|công chức|viên chức)")
_EXCEPTION = compiled(r"ít nhất một trong|có thể điều chỉnh|thấp dưới")
_LONGEST_PHRASE = 8
_LONGEST_HEADING = 14


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    heads: Words
    answering: Words
    form_tasks: Words
    scoring: Words
    lead_ins: tuple[str, ...]
    heading_verbs: Words
    notions: dict[str, tuple[Theme, ...]]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()

    def listed(key: str) -> Words:
        return words.matcher("demands", key)

    return _Cues(
        heads=listed("heads"), answering=listed("answering"), form_tasks=listed("form_tasks"),
        scoring=listed("scoring"), lead_ins=tuple(words.words("demands", "lead_ins")),
        heading_verbs=listed("heading_verbs"),
        notions={
            kind: tuple(words.named_themes[n] for n in words.words("demands", f"{kind}_notions"))
            for kind in ("content", "form", "duty", "target")
        },
    )  # fmt: skip


def matters(reading: Reading) -> Iterator[Obligation]:
    """All that is asked besides plans and reports, in the order of the text."""
    held: dict[int, list[Passage]] = {}
    for passage in reading.passages:
        if passage.assignment is not None:
            held.setdefault(id(passage.assignment), []).append(passage)
    for passage in reading.passages:
        yield from _targets(reading, passage)
        yield from _responsibilities(reading, passage)
        own = _own_assignment(passage)
        if own is not None:
            yield from _of_unit(reading, passage, own, held[id(own)])
        elif passage.assignment is None:
            yield from _contents(reading, passage)
            yield from _money(reading, passage)
        if passage.assignment is not None:
            yield from _tasks(reading, passage)


def _own_assignment(passage: Passage) -> Assignment | None:
    return next((p for p in passage.node.phrases if isinstance(p, Assignment)), None)


# --- numbers --------------------------------------------------------------------------------------


def _targets(reading: Reading, passage: Passage) -> Iterator[Obligation]:
    low = passage.flat.low
    done = 0
    for target in passage.node.phrases:
        if not isinstance(target, Target):
            continue
        at = max(low.find(lowered(target.text), done), 0)
        done = at + len(target.text)
        sentence = next(((s, e) for s, e in passage.sentences() if s <= at < e), (0, len(low)))
        if _EXCEPTION.search(low, max(at - 12, 0), min(at + 60, sentence[1])):
            continue
        unit = _counted(low, at, sentence) or reading.unit_of(passage)
        text = passage.flat.text[slice(*_clause(low, at, sentence))].strip(" -+,;")
        duty = reading.obligation(
            "target", text, passage, (at, done), unit,
            covers=_named("target", lowered(text)),
            target=Aim(target.comparator, target.value, target.unit, target.per),
        )  # fmt: skip
        if duty.source is not None:
            reading.put(duty.source, target.start)
        yield duty


def _clause(low: str, at: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """The bounds of the clause that holds `at`."""
    start = max(low.rfind(";", sentence[0], at) + 1, sentence[0])
    stop = low.find(";", at, sentence[1])
    return start, stop if stop > 0 else sentence[1]


def _counted(low: str, at: int, sentence: tuple[int, int]) -> str | None:
    """Whose share a clause's percentages are, where these are units: `100% các xã, phường`."""
    for match in _COUNTED.finditer(low, *_clause(low, at, sentence)):
        who = (match["who"] or match["each"]).split(",")[0]
        if not _PEOPLE.match(who) and bound_of(who) in ("commune", "department"):
            return who
    return None


# --- contents and forms ---------------------------------------------------------------------------


def _contents(reading: Reading, passage: Passage) -> Iterator[Obligation]:
    """A block of a chapter on contents or forms that says what to take up."""
    roles = passage.roles
    if "purpose" in roles or roles & {"organisation", "budget", "reporting", "audience"} - roles & {
        "content", "form"
    } or not roles & {"content", "form"}:  # fmt: skip
        return
    if not _is_matter(passage):
        return
    kind = "form" if "content" not in roles or _is_form(passage) else "content"
    heading = passage.flat.text[len(getattr(passage.node, "marker", "")) :].strip(" -+:.;*")
    covers = _named(kind, passage.flat.low) or _phrase(heading)
    unit = leading_unit(passage.flat, len(getattr(passage.node, "marker", "")))
    yield reading.obligation(
        kind,
        shortened(heading, 160),
        passage,
        (0, min(len(passage.flat.low), 120)),
        unit,
        covers=covers,
    )


def _is_form(passage: Passage) -> bool:
    """Whether a block of a joint chapter is one of its forms, by the nearest heading."""
    for above in (passage.node, *passage.node.ancestors()):
        if isinstance(above, Block) and set(above.roles) & {"content", "form"}:
            return "content" not in above.roles
    return False


def _is_matter(passage: Passage) -> bool:
    """Whether a passage is a matter by itself: no chapter, no detail below one, no lead-in."""
    node, low = passage.node, passage.flat.low.rstrip(" .:;")
    if any(isinstance(p, Citation) and p.start - node.start < 24 for p in node.phrases) and (
        isinstance(node, Bullet)
    ):
        return False
    below = [n for n in node.children if isinstance(n, Block)]
    if isinstance(node, Block) and any(not isinstance(n, Bullet) for n in below):
        return False
    if isinstance(node, Block) and node.depth == 1:
        return False
    if any(isinstance(p, Target) for p in node.phrases):  # a number to be reached, not a content
        return False
    if not isinstance(node, Block):
        above = next((n for n in node.ancestors() if isinstance(n, Block)), None)
        beside = [n for n in above.children if isinstance(n, Block)] if above else []
        announces = passage.flat.low.endswith(":") and not low.endswith(_cues().lead_ins)
        return announces and any(not isinstance(n, Bullet) for n in beside)
    if isinstance(node, Bullet):  # a detail of the item above it
        above = next((n for n in node.ancestors() if isinstance(n, Block)), None)
        return above is None or above.depth == 1
    return len(low) > 12


def _named(kind: str, low: str) -> tuple[str, ...]:
    """The topics, channels and notions that words name, as `covers` has them."""
    words = lexicon()
    themes: list[Theme] = []
    if kind == "content":
        themes = [t for t in words.topics if t.search(low)]
    elif kind == "form":
        themes = [t for t in words.channels if t.search(low)]
    elif kind == "duty":
        themes = [t for t in words.topics if t.search(low)]
    if kind != "content" or not themes:
        themes += [t for t in _cues().notions[kind] if t.search(low)]
    return tuple(dict.fromkeys(theme.name for theme in themes))


def _phrase(heading: str) -> tuple[str, ...]:
    """What a short heading is about, without the verbs in front of it."""
    low = lowered(heading)
    at = 0
    while end := _cues().heading_verbs.match(low, at):
        at = end + 1
    words = re.split(r"[,;:(.]", low[at:])[0].split()
    short = len(low.split()) <= _LONGEST_HEADING and 2 <= len(words) <= _LONGEST_PHRASE
    return (" ".join(words),) if short else ()


# --- units ----------------------------------------------------------------------------------------


def _of_unit(
    reading: Reading, passage: Passage, own: Assignment, held: list[Passage]
) -> Iterator[Obligation]:
    """What a unit's block asks as a whole: its duty, its part in the money."""
    money = next(
        (d for d in own.phrases if isinstance(d, Duty) and d.name == "advise_budget"), None
    )
    low = " ".join(p.flat.low for p in held)
    tasks = [p for p in held if p.flat.low.rstrip(" :;.") != lowered(own.unit)]
    if money is None or len(tasks) > 2 or sum(isinstance(p.node, Bullet) for p in tasks) > 1:
        yield reading.obligation(
            "duty", f"Nhiệm vụ của {own.unit}", passage, _unit_span(passage, own.unit), own.unit,
            covers=_named("duty", low),
        )  # fmt: skip
    if money is not None:
        holder = next((p for p in held if p.node.start <= money.start < _own_end(p)), passage)
        at = max(holder.flat.low.find(lowered(money.text)), 0)
        yield reading.obligation(
            "budget", f"{own.unit}: {money.text}", holder, (at, at + len(money.text)), own.unit
        )


def _unit_span(passage: Passage, unit: str) -> tuple[int, int]:
    at = max(passage.flat.text.find(unit), 0)
    return at, at + len(unit)


def _own_end(passage: Passage) -> int:
    return passage.flat.source_span(0, len(passage.flat.low))[1]


def _tasks(reading: Reading, passage: Passage) -> Iterator[Obligation]:
    """Forms and scoring that a unit's single tasks name."""
    low = passage.flat.low
    unit = reading.unit_of(passage)
    form = _cues().form_tasks.search(low)
    if form is not None and form[0] < 8:
        yield reading.obligation(
            "form", shortened(passage.flat.text, 160).strip(" -+"), passage, form, unit,
            covers=_named("form", low),
        )  # fmt: skip
    scored = _cues().scoring.search(low)
    if scored is not None:
        yield reading.obligation(
            "scoring", shortened(passage.flat.text, 160).strip(" -+"), passage, scored, unit
        )


def _responsibilities(reading: Reading, passage: Passage) -> Iterator[Obligation]:
    """That the head of a unit answers for it."""
    low = passage.flat.low
    for start, end in passage.sentences():
        answers = _cues().answering.search(low, start, end)
        head = _cues().heads.search(low, start, answers[0]) if answers else None
        if answers is None or head is None or (passage.purpose and "đề nghị" not in low):
            continue
        unit = reading.unit_at(passage, start, answers[0])
        yield reading.obligation(
            "responsibility", passage.flat.text[head[0] : answers[1]], passage,
            (head[0], answers[1]), unit, covers=("head_directs", "head_answers"),
        )  # fmt: skip


# --- money ----------------------------------------------------------------------------------------


def _money(reading: Reading, passage: Passage) -> Iterator[Obligation]:
    """Units that a chapter on money asks to provide it."""
    if "budget" not in passage.roles:
        return
    theme = next(t for t in lexicon().duties if t.name == "advise_budget")
    found = theme.search(passage.flat.low)
    if found is None:
        return
    start = next((s for s, e in passage.sentences() if s <= found[0] < e), 0)
    unit = reading.unit_at(passage, start, found[0])
    if unit is not None and bound_of(unit) is not None:
        yield reading.obligation("budget", passage.flat.text[slice(*found)], passage, found, unit)
