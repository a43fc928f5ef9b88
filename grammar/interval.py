"""Interval: a span of days, open on either side; what every date in a document is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `earliest` to `latest`, both included; None is open."""

    earliest: date | None
    latest: date | None

    @classmethod
    def day(cls, year: int, month: int, day: int) -> Interval | None:
        """One day, or None where the calendar has no such day."""
        try:
            at = date(year, month, day)
        except ValueError:
            return None
        return cls(at, at)

    @classmethod
    def month(cls, year: int, month: int) -> Interval | None:
        """A whole month, or None where there is no such month."""
        return cls.months(year, month, month)

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Interval | None:
        """Whole months of one year, or None where there are no such months."""
        if not (1 <= first <= last <= 12 and 1 <= year <= 9999):
            return None
        return cls(date(year, first, 1), date(year, last, _month_length(year, last)))

    @classmethod
    def years(cls, first: int, last: int) -> Interval | None:
        """Whole years, or None where they are out of order."""
        if not 1 <= first <= last <= 9999:
            return None
        return cls(date(first, 1, 1), date(last, 12, 31))

    @property
    def is_day(self) -> bool:
        """Whether it is one known day."""
        return self.earliest is not None and self.earliest == self.latest

    def join(self, other: Interval) -> Interval:
        """From the start of this one to the end of the other."""
        return Interval(self.earliest, other.latest)

    def within(self, other: Interval) -> bool | None:
        """Whether this interval's day lies in `other`: True, False, or None (cannot be told)."""
        before = self.not_before(other.earliest)
        after = self.not_after(other.latest)
        if before is False or after is False:
            return False
        return True if before and after else None

    def not_after(self, limit: date | None) -> bool | None:
        """Whether the day is `limit` or earlier; None where it cannot be told."""
        if limit is None or (self.latest is not None and self.latest <= limit):
            return True
        if self.earliest is not None and self.earliest > limit:
            return False
        return None

    def not_before(self, limit: date | None) -> bool | None:
        """Whether the day is `limit` or later; None where it cannot be told."""
        if limit is None or (self.earliest is not None and self.earliest >= limit):
            return True
        if self.latest is not None and self.latest < limit:
            return False
        return None

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share a day."""
        return self.within(other) is not False

    def __str__(self) -> str:
        return vietnamese(self)


def _month_length(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day


def vietnamese(interval: Interval) -> str:
    """An interval in Vietnamese: `07/3/2025`, `quý I năm 2025`, `từ 26/7/2025 trở đi`."""
    first, last = interval.earliest, interval.latest
    if first is None:
        return f"đến {day_text(last)}" if last else "không rõ ngày"
    if last is None:
        return f"từ {day_text(first)} trở đi"
    if first == last:
        return day_text(first)
    whole = first.day == 1 and last.day == _month_length(last.year, last.month)
    if whole and first.year == last.year:
        months = (first.month, last.month)
        if months == (1, 12):
            return f"năm {first.year}"
        if first.month == last.month:
            return f"tháng {first.month}/{first.year}"
        if months[0] % 3 == 1 and months[1] == months[0] + 2:
            return f"quý {('I', 'II', 'III', 'IV')[months[0] // 3]} năm {first.year}"
    if whole and (first.month, last.month) == (1, 12):
        return f"giai đoạn {first.year} - {last.year}"
    return f"từ {day_text(first)} đến {day_text(last)}"


def day_text(day: date | None) -> str:
    """A day as official writing gives it in short: `05/6/2025`, `07/02/2025`."""
    if day is None:
        return "?"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
