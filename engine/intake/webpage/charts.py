"""Charts: how many units meet each obligation, and the units' scores, as pictures of SVG.

Each outcome has a pattern of its own besides its colour, always the same order, and its count in
words, so that the pictures read in black and white and by ear.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from statistics import median

from ...writers.matrix import number_text
from ..season import Season

# In the order in which a bar shows them: what is done on the left, what is missing on the right.
ORDER = {
    "pass": "đạt", "partial": "một phần", "unknown": "chưa rõ", "fail": "chưa đạt",
    "missing": "chưa nộp", "not_applicable": "không áp dụng",
}  # fmt: skip
_MOST_BARS = 240
_WIDEST = 40  # units wide a bar is at most, of 1,000


def patterns() -> str:
    """The patterns that the pictures share; their colours are the style's."""
    return (
        '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        '<pattern id="pat-partial" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="f-partial" width="6" height="6"/>'
        '<rect class="i-partial" width="2" height="6"/></pattern>'
        '<pattern id="pat-unknown" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect class="f-unknown" width="6" height="6"/>'
        '<circle class="i-unknown" cx="3" cy="3" r="1.3"/></pattern>'
        '<pattern id="pat-missing" width="8" height="8" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(-45)"><rect class="f-missing" width="8" height="8"/>'
        '<rect class="i-missing" width="1.2" height="8"/></pattern>'
        "</defs></svg>"
    )


def legend() -> str:
    """What the patterns mean."""
    items = "".join(
        f'<li><svg width="22" height="12" aria-hidden="true" focusable="false">'
        f'<rect class="s-{outcome}" width="22" height="12"/></svg> {name}</li>'
        for outcome, name in ORDER.items()
    )
    return f'<ul class="legend">{items}</ul>'


def asked_table(season: Season) -> str:
    """A row an obligation: what is asked, a bar of all units, the share that meets it."""
    if not season.asked or not season.units:
        return "<p>Không có yêu cầu nào của cấp trên để đối chiếu.</p>"
    rows = []
    for one, counts in zip(season.asked, season.shares(), strict=True):
        rows.append(
            f'<tr><th scope="row" class="num">{one.number + 1}</th>'
            f"<td><b>{escape(one.kind[:1].upper() + one.kind[1:])}.</b> {escape(one.text)}"
            f' <small class="src">{escape(one.source)}</small></td>'
            f'<td class="bar">{_bar(counts)}<small>{_said(counts)}</small></td>'
            f'<td class="num share">{_share(counts)}</td></tr>'
        )
    return (
        f'{legend()}<div class="wide" tabindex="0" role="region" aria-label="Bảng các yêu cầu">'
        '<table class="asked"><thead><tr><th scope="col" class="num">Số</th>'
        '<th scope="col">Yêu cầu của cấp trên</th>'
        '<th scope="col">Các đơn vị</th><th scope="col" class="num">Đạt</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _bar(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    found, x = [], 0.0
    for outcome in ORDER:
        share = 100 * counts.get(outcome, 0) / total
        if share:
            found.append(
                f'<rect class="s-{outcome}" x="{x:.2f}%" width="{share:.2f}%" height="14"/>'
            )
        x += share
    bars = "".join(found)
    return f'<svg class="stack" width="100%" height="14" aria-hidden="true">{bars}</svg>'


def _said(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[key]} {name}" for key, name in ORDER.items() if counts.get(key))


def _share(counts: dict[str, int]) -> str:
    """The share that meets it of the plans sent to which it applies."""
    sent = sum(counts.values()) - counts.get("missing", 0) - counts.get("not_applicable", 0)
    return f"{100 * counts.get('pass', 0) / sent:.0f}%" if sent else "–"


def scores_chart(season: Season) -> str:
    """A column a unit, the lowest score first; of very many units a column some of them."""
    scale = season.scoring.scale
    values = sorted(value for value, _ in _scores(season))
    if not values:
        return ""
    middle = median(values)
    words = _summary(season, middle)
    columns = _columns(values)
    step = min(1000 / len(columns), _WIDEST)
    gap = step * 0.16
    bars = "".join(
        f'<rect x="{at * step + gap / 2:.2f}" y="{100 - 100 * value / scale:.2f}"'
        f' width="{step - gap:.2f}" height="{100 * value / scale:.2f}"/>'
        for at, value in enumerate(columns)
    )
    lines = "".join(
        f'<line x1="0" x2="1000" y1="{y}" y2="{y}"/>' for y in (0, 25, 50, 75, 100)
    )  # fmt: skip
    each = len(values) / len(columns)
    told = "Mỗi cột là một đơn vị" if each == 1 else f"Mỗi cột là khoảng {each:.0f} đơn vị"
    return (
        f'<figure class="scores"><figcaption><b>Điểm của các đơn vị.</b> {told}, xếp từ điểm thấp đến'
        f" điểm cao. {escape(words)}</figcaption>"
        '<div class="plot"><ol class="axis" aria-hidden="true">'
        f"<li>{scale:g}</li><li>{number_text(scale / 2)}</li><li>0</li></ol>"
        f'<svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img"'
        f' aria-label="Biểu đồ điểm: {escape(words)}">'
        f'<g class="grid">{lines}</g><g class="cols">{bars}</g></svg></div></figure>'
    )


def _scores(season: Season) -> list[tuple[float, str]]:
    return [
        (state.plan.score.value, state.unit.name)
        for state in season.units
        if state.plan and state.plan.score and state.plan.score.value is not None
    ]


def _columns(values: Sequence[float]) -> list[float]:
    """The middle value of each group of units, no more groups than can be told apart."""
    if len(values) <= _MOST_BARS:
        return list(values)
    keyed = groupby(enumerate(values), lambda one: one[0] * _MOST_BARS // len(values))
    return [median(value for _, value in group) for _, group in keyed]


def _summary(season: Season, middle: float) -> str:
    scores = _scores(season)
    (low, lowest), (high, highest) = min(scores), max(scores)
    text = (
        f"Thấp nhất {number_text(low)} ({lowest}), điểm ở giữa {number_text(middle)},"
        f" cao nhất {number_text(high)} ({highest})."
    )
    if season.scoring.grades:
        told = [
            f"{sum(1 for s in season.units if s.plan and s.plan.score and s.plan.score.grade == name)}"
            f" {name}"
            for _, name in season.scoring.grades
        ]
        text += f" Xếp loại: {', '.join(told)}."
    return text
