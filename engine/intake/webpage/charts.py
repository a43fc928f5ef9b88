"""Charts: how many units meet each obligation, and the units' scores, as pictures of SVG.

Each outcome has a pattern of its own besides its colour, always the same order, and its count in
words, so that the pictures read in black and white and by ear.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil
from statistics import median

from ...writers.matrix import number_text
from ..season import Season

# In the order in which a bar shows them: what is done on the left, what is missing on the right.
ORDER = {
    "pass": "đạt", "partial": "một phần", "unknown": "chưa rõ", "fail": "chưa đạt",
    "missing": "chưa nộp", "not_applicable": "không áp dụng",
}  # fmt: skip
_MOST_BARS = 240
_WIDEST = 40  # how wide a column is at most, of 1,000
_GRID = "".join(f'<line x1="0" x2="1000" y1="{y}" y2="{y}"/>' for y in (0, 25, 50, 75, 100))


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
    values = sorted(value for value, _ in _scores(season))
    if not values:
        return ""
    scale = season.scoring.scale
    each = ceil(len(values) / _MOST_BARS)
    told = "Mỗi cột là một đơn vị" if each == 1 else f"Mỗi cột là {each} đơn vị"
    words = escape(_summary(season, median(values)))
    return (
        '<figure class="scores"><figcaption><b>Điểm của các đơn vị.</b>'
        f" {told}, xếp từ điểm thấp đến điểm cao. {words}</figcaption>"
        '<div class="plot"><ol class="axis" aria-hidden="true">'
        f"<li>{scale:g}</li><li>{number_text(scale / 2)}</li><li>0</li></ol>"
        '<svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img"'
        f' aria-label="Biểu đồ điểm: {words}"><g class="grid">{_GRID}</g>'
        f'<g class="cols">{_columns(values, each, scale)}</g></svg></div></figure>'
    )


def _columns(values: Sequence[float], each: int, scale: float) -> str:
    """The columns, each as high as the middle of its units' scores."""
    shares = [
        100 * median(values[at : at + each]) / scale for at in range(0, len(values), each)
    ]  # fmt: skip
    step = min(1000 / len(shares), _WIDEST)
    return "".join(
        f'<rect x="{(at + 0.08) * step:.2f}" y="{100 - share:.2f}" width="{0.84 * step:.2f}"'
        f' height="{share:.2f}"/>'
        for at, share in enumerate(shares)
    )


def _scores(season: Season) -> list[tuple[float, str]]:
    return [
        (state.plan.score.value, state.unit.name)
        for state in season.units
        if state.plan and state.plan.score and state.plan.score.value is not None
    ]


def _summary(season: Season, middle: float) -> str:
    scores = _scores(season)
    (low, lowest), (high, highest) = min(scores), max(scores)
    text = (
        f"Thấp nhất {number_text(low)} ({lowest}), điểm ở giữa {number_text(middle)},"
        f" cao nhất {number_text(high)} ({highest})."
    )
    return f"{text} {_grades(season)}".rstrip()


def _grades(season: Season) -> str:
    """How many units have each grade."""
    scores = [state.plan.score for state in season.units if state.plan and state.plan.score]
    told = [
        f"{sum(score.grade == name for score in scores)} {name}"
        for _, name in season.scoring.grades
    ]
    return f"Xếp loại: {', '.join(told)}." if told else ""
