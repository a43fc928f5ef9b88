"""Orders: what units have to issue, to send and to report, when, to whom and through whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from ...grammar.flat import Flat
from ...grammar.interval import Interval
from ...grammar.lexicon import Words, lexicon, words_pattern
from ...grammar.nodes import Deadline
from ...grammar.patterns import compiled
from ..parents import Obligation
from ..wording import shortened, shown
from .passages import Passage, Reading, subject

_THROUGH = compiled(r"\(?(?:thông )?qua (?P<who>[^),;.]{3,90})")
_BRACKET = compiled(r"\((?:thông )?qua (?P<who>[^)]{3,90})\)")
_NEXT = compiled(r",? (?:và )?|, ")
_GATHERS = compiled(r"tổng hợp(?:,| và|)? ?báo cáo")
_MARK = compiled(r",(?! chống)|[;(.:/]")  # `phòng, chống` is one word of a name
_REACH = 260
_SHOWN = 120
_LEAD = 30


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    own_plan: Words
    overseeing: Words
    receivers: Words
    ends: Words
    adverbs: Words
    routine: Words
    not_reports: Words
    reporting: Words
    purposes: Words
    folding: Words
    toward: re.Pattern[str]
    sending: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()

    def listed(key: str) -> Words:
        return words.matcher("demands", key)

    toward = words.words("demands", "toward")
    return _Cues(
        own_plan=listed("own_plan"), overseeing=listed("overseeing"),
        receivers=listed("receivers"), ends=listed("receiver_ends"),
        adverbs=listed("report_adverbs"), routine=listed("routine"),
        not_reports=listed("not_reports"), reporting=listed("reporting"),
        purposes=listed("purposes"), folding=listed("folding"),
        toward=compiled(rf"(?<!\w){words_pattern(toward)} "),
        sending=Words([word for word in toward if word.startswith("gửi")]),
    )  # fmt: skip


@dataclass(slots=True, eq=False)
class _Receiver:
    """Who receives something, through whom; where the key words begin and the name ends."""

    name: str
    through: str | None
    end: int
    key: int


def orders(reading: Reading) -> Iterator[Obligation]:
    """The obligations to issue, send and report, in the order of the text."""
    for passage in reading.passages:
        if passage.purpose:
            continue
        for start, end in passage.sentences():
            yield from _issues(reading, passage, start, end)
            yield from _reports(reading, passage, start, end)


def _limits(passage: Passage, start: int, end: int, of: str) -> list[Deadline]:
    """The time limits of a kind that stand in a sentence."""
    first, last = passage.flat.source_span(start, end)
    return [
        limit
        for limit in passage.node.phrases
        if isinstance(limit, Deadline) and limit.of == of and first <= limit.start < last
        and (limit.dated or limit.period)
    ]  # fmt: skip


# --- issuing --------------------------------------------------------------------------------------


def _issues(reading: Reading, passage: Passage, start: int, end: int) -> Iterator[Obligation]:
    """A plan of one's own that a sentence asks for, and where it is to be sent."""
    low = passage.flat.low
    at = start
    while found := _cues().own_plan.search(low, at, end):
        at = found[1]
        clause = max(low.rfind(mark, start, found[0]) for mark in (";", ":")) + 1 or start
        if _cues().overseeing.search(low, clause, found[0]):
            continue
        unit = reading.unit_at(passage, start, found[0])
        if unit is None or not (passage.orders or subject(passage.flat, start, found[0])):
            continue
        told = _limits(passage, start, end, "issue") or _limits(passage, found[1], end, "task")
        limit = next((one for one in told if one.dated or one.of == "issue"), None)
        text = shortened(passage.flat.text[found[0] : end].strip(" ,;"), _SHOWN)
        yield reading.obligation(
            "issue", text, passage, found, unit,
            window=_window(limit) if limit else None,
            month_day=limit.month_day if limit else None,
            period=limit.period if limit else None,
            strict=limit.strict if limit else None,
        )  # fmt: skip
        yield from _sent(reading, passage, found[1], end, unit)
        return
    yield from _sent_plans(reading, passage, start, end)


def _window(limit: Deadline) -> Interval | None:
    """When a plan may be issued: up to the day before `trước ngày 15/02`, within `trong quý I`."""
    interval = limit.interval
    if interval is None or interval.latest is None or not interval.is_day:
        return interval
    return Interval(None, interval.latest - timedelta(days=1) if limit.strict else interval.latest)


def _sent_plans(reading: Reading, passage: Passage, start: int, end: int) -> Iterator[Obligation]:
    """`Kế hoạch của các đơn vị gửi về Sở …`: to be sent, though not told to be made."""
    low = passage.flat.low
    sending = _cues().sending.search(low, start, end) if passage.orders else None
    if sending is None or low.find("báo cáo", start, end) >= 0:
        return
    plan = low.find("kế hoạch", start, min(start + _LEAD, sending[0]))
    if plan >= 0 and not re.search(r"[;:,]", low[plan : sending[0]]):
        yield from _sent(reading, passage, plan, end, reading.unit_at(passage, start, plan))


def _sent(
    reading: Reading, passage: Passage, at: int, end: int, unit: str | None
) -> Iterator[Obligation]:
    """That the plan is to be sent, in the words behind it."""
    sending = _cues().sending.search(passage.flat.low, at, end)
    if sending is None:
        return
    receiver = _receiver(passage.flat, sending[0], end)
    if receiver is None:
        return
    yield reading.obligation(
        "send", f"Gửi kế hoạch về {receiver.name}", passage, (sending[0], receiver.end), unit,
        addressee=receiver.name, through=receiver.through,
    )  # fmt: skip


# --- reporting ------------------------------------------------------------------------------------


def _reports(reading: Reading, passage: Passage, start: int, end: int) -> Iterator[Obligation]:
    """The reports that a sentence asks for: one for each of its limits, or one without."""
    low = passage.flat.low
    verbs = list(_report_verbs(low, start, end))
    if not verbs:
        return
    told = [(verb, _addressee(passage.flat, verb, start, end)) for verb in verbs]
    verb, receiver = next((pair for pair in told if pair[1] is not None), told[0])
    limits = _limits(passage, start, end, "report")
    routine = _cues().routine.search(low, start, end) is not None and passage.orders
    if receiver is None and not limits and not routine:
        return
    unit = reading.unit_at(passage, start, verb)
    who, through = (receiver.name, receiver.through) if receiver else (None, None)
    folded = _folded(passage.flat, start, end)
    if not limits:
        span = (receiver.key, receiver.end) if receiver else (verb, min(end, verb + 60))
        yield reading.obligation(
            "report", passage.flat.text[slice(*span)].strip(" ,;"), passage, span, unit,
            addressee=who, through=through, folded=folded,
        )  # fmt: skip
    for limit in limits:
        yield _report_by(reading, passage, limit, unit, who, through, folded)
    yield from _sent_besides(reading, passage, verb, end, unit, who)


def _report_by(
    reading: Reading, passage: Passage, limit: Deadline, unit: str | None,
    who: str | None, through: str | None, folded: str | None,
) -> Obligation:  # fmt: skip
    """A report with its day or rhythm."""
    at = passage.flat.low.find(limit.text.lower())
    span = (at, at + len(limit.text)) if at >= 0 else (0, min(len(passage.flat.low), 60))
    duty = reading.obligation(
        "report", _report_text(limit), passage, span, unit, period=limit.period,
        month_day=limit.month_day or _day_of(limit), addressee=who, through=through,
        window=limit.interval, folded=folded,
    )  # fmt: skip
    duty.strict = limit.strict
    if duty.source is not None:
        reading.put(duty.source, limit.start)
        duty.source.quote = limit.text
    return duty


def _report_text(limit: Deadline) -> str:
    """`Báo cáo 06 tháng trước ngày 05/6`."""
    if limit.period is None:
        return f"Báo cáo {limit.text}"
    when = limit.text if limit.dated else f"({limit.text})"
    return f"Báo cáo {shown(limit.period)} {when}"


def _day_of(limit: Deadline) -> str | None:
    """The day of the year of a limit that is one day."""
    day = limit.interval.latest if limit.interval and limit.interval.is_day else None
    return f"{day.month:02d}-{day.day:02d}" if day else None


def _report_verbs(low: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence asks for a report: not where it speaks of one, or what is done with it."""
    yield from (found for found, _ in _cues().reporting.each(low, start, end))
    at = low.find("báo cáo", start, end)
    while at >= 0:
        if not _is_mention(low, start, at, end):
            yield at
        at = low.find("báo cáo", at + 7, end)


def _is_mention(low: str, start: int, at: int, end: int) -> bool:
    """Whether `báo cáo` is a thing that is spoken of, or what the receiver does with it.

    `thiết lập chế độ báo cáo nhanh hàng ngày` asks for reports, all the same.
    """
    if _cues().not_reports.match(low, at):
        return True
    before = low[max(start, at - 40) : at]
    if before.endswith("chế độ "):
        return not _has_rhythm(low[at:end])
    if before.endswith(("được ", "nội dung ", "các ", "mẫu ", "biểu ", "lồng ghép ", "vào ")):
        return True
    if _is_draft(low, at):
        return "gửi" not in low[at : min(at + _REACH, end)]
    if _is_receivers(low, start, at):
        return True
    purpose = _cues().purposes.search(low, start, at)
    return purpose is not None and low.find("báo cáo", start, purpose[0]) >= 0


def _is_draft(low: str, at: int) -> bool:
    """`xây dựng báo cáo …`: a report that is written; what is asked for is to send it."""
    return low[:at].endswith("xây dựng ")


def _is_receivers(low: str, start: int, at: int) -> bool:
    """`phản ánh về Sở … tổng hợp, báo cáo …`: what the receiver does with it."""
    gathers = _GATHERS.search(low, max(start, at - 24), at + 7)
    if gathers is None:
        return False
    toward = [m for m in _cues().toward.finditer(low, start, gathers.start())
              if _cues().receivers.match(low, m.end())]  # fmt: skip
    return bool(toward) and not re.search(r"[;,:]", low[toward[-1].end() : gathers.start()])


def _has_rhythm(words: str) -> bool:
    return any(every in words for every in ("hàng ngày", "hằng ngày", "định kỳ", "hàng tháng"))


def _addressee(flat: Flat, verb: int, start: int, end: int) -> _Receiver | None:
    """Who receives a report: right behind `báo cáo`, or behind `về`, `gửi`."""
    low = flat.low
    at = verb + len("báo cáo")
    while low[at : at + 1] == " " and (word := _cues().adverbs.match(low, at + 1)):
        at = word
    if low[at : at + 1] == " " and _cues().receivers.match(low, at + 1):
        return _named(flat, at + 1, end, verb)
    return _receiver(flat, at, end, verb) or _receiver(flat, max(start, verb - 8), end, verb)


def _receiver(flat: Flat, at: int, end: int, verb: int | None = None) -> _Receiver | None:
    """The first body behind a word such as `gửi về`.

    The key words of a report are `báo cáo … về`, those of a thing to be sent `gửi`.
    """
    low = flat.low
    for match in _cues().toward.finditer(low, at, min(end, at + _REACH)):
        if _cues().purposes.search(low, at, match.start()) is not None:
            return None
        if _cues().receivers.match(low, match.end()):
            sent = verb is None or _is_draft(low, verb)
            return _named(flat, match.end(), end, match.start() if sent else verb)
    return None


def _named(flat: Flat, at: int, end: int, key: int | None) -> _Receiver:
    """A receiver's name, with others that follow; `(qua …)` behind it."""
    low = flat.low
    stop = _name_end(low, at, end)
    while more := _NEXT.match(low, stop):
        if not _cues().receivers.match(low, more.end()) or more.end() >= end:
            break
        stop = _name_end(low, more.end(), end)
    name = flat.text[at:stop].strip(" ,;:")
    return _Receiver(name, _through(flat, stop, end), stop, at if key is None else key)


def _name_end(low: str, at: int, end: int) -> int:
    """Where a body's name ends: at a mark, a bracket, or a word of what is done."""
    at = _cues().receivers.match(low, at) or at
    stop = end
    mark = _MARK.search(low, at, stop)
    if mark is not None:
        stop = mark.start()
    for begin, _ in _cues().ends.each(low, at, stop):
        return begin - 1
    return stop


def _through(flat: Flat, stop: int, end: int) -> str | None:
    low = flat.low
    match = _THROUGH.match(low, stop + 1) or _BRACKET.search(low, stop, end)
    if match is None:
        return None
    return flat.text[match.start("who") : match.end("who")].strip()


def _sent_besides(
    reading: Reading, passage: Passage, verb: int, end: int, unit: str | None, who: str | None
) -> Iterator[Obligation]:
    """That a report goes to another body as well: `báo cáo UBND …, gửi Sở Nội vụ`."""
    sending = _cues().sending.search(passage.flat.low, verb, end)
    if sending is None or who is None:
        return
    receiver = _receiver(passage.flat, sending[0], end)
    if receiver is None or receiver.name == who:
        return
    yield reading.obligation(
        "send", f"Gửi báo cáo {receiver.name}", passage, (sending[0], receiver.end), unit,
        addressee=receiver.name, through=receiver.through, sends="report",
    )  # fmt: skip


def _folded(flat: Flat, start: int, end: int) -> str | None:
    """The report that may carry this one."""
    found = _cues().folding.search(flat.low, start, end)
    if found is None:
        return None
    stop = re.search(r"[);.]", flat.low[found[1] : end])
    words = flat.text[found[0] : found[1] + stop.start() if stop else end]
    at = words.lower().rfind("báo cáo", 0, found[1] - found[0])
    return words[at:].strip() if at >= 0 else None
