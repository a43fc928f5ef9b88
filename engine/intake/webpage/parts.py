"""Parts: what the page says in plain HTML: head, counts, lists, and a table for want of a program.

Whatever comes from a file is escaped here, and stands in `bdi`, so that marks of writing direction
in it change nothing around it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from ....grammar.interval import vietnamese
from ...writers.matrix import number_text
from ..season import OUTCOMES, Season, Submission, UnitState
from .data import common_folder, day_of, short_name

_OPEN = 12  # items up to which a list is shown at once


def title(season: Season) -> str:
    """The name of the page."""
    number = f" theo {season.parents[0].number}" if season.parents else ""
    return escape(f"Đợt kiểm tra kế hoạch{number}: {len(season.units)} đơn vị")


def head(season: Season) -> str:
    """Who is checked against what."""
    if not season.parents:
        return "<h1>Đợt kiểm tra kế hoạch</h1><p>Không đối chiếu với kế hoạch cấp trên nào.</p>"
    said = []
    for parent in season.parents:
        issued = f" ngày {vietnamese(parent.issued)}" if parent.issued else ""
        what = f": {parent.title}" if parent.title else ""
        said.append(f"{parent.number}{issued} của {parent.issuer}{what}")
    asked = f"{len(season.asked)} yêu cầu"
    window = ""
    if season.window is not None:
        window = f"Kế hoạch phải ban hành {_within(season)}. "
    listed = "theo danh sách đơn vị" if season.listed else "không có danh sách đơn vị phải nộp"
    return (
        "<h1>Đợt kiểm tra kế hoạch của các đơn vị</h1>"
        + "".join(f"<p>Đối chiếu với {escape(one)}</p>" for one in said)
        + f'<p class="quiet">{asked}, {listed}. {escape(window)}</p>'
    )


def _within(season: Season) -> str:
    assert season.window is not None
    text = vietnamese(season.window)
    return text if text.startswith(("từ ", "đến ")) else f"trong {text}"


def tiles(season: Season) -> str:
    """The counts; each leads to its units in the table, or to its list."""
    sent = len(season.units) - len(season.missing)
    faulty = sum(1 for one in season.units if one.plan is not None and one.plan.errors)
    clean = sent - faulty
    found = [
        ("sent", "#bang", sent, f"đã nộp, trên {_count(len(season.units))} đơn vị"),
        ("missing", "#chua-nop", len(season.missing), "chưa nộp"),
        ("late", "#muon", len(season.late), "ban hành muộn"),
        ("errors", "#bang", faulty, "còn lỗi"),
        ("clean", "#bang", clean, "không còn lỗi"),
        ("", "#chua-ro-don-vi", len(season.unmatched), "chưa rõ của đơn vị nào"),
        ("", "#khong-phai", len(season.not_plans), "không phải kế hoạch"),
        ("", "#khong-rang-buoc", len(season.unbound), "không bị ràng buộc"),
        ("", "#khong-doc-duoc", len(season.unread), "không đọc được"),
    ]
    items = []
    for show, where, count, words in found:
        if not count and show in ("", "late"):
            continue
        data = f' data-show="{show}"' if show else ""
        where = where if count else "#bang"
        items.append(
            f'<li><a href="{where}"{data}><b>{_count(count)}</b> <span>{words}</span></a></li>'
        )
    return f'<ul class="tiles">{"".join(items)}</ul>'


def lists(season: Season) -> str:
    """What a table of units does not show: missing, late, left over."""
    folder = common_folder(season)

    def file(one: Submission) -> str:
        return f"<code>{_bdi(short_name(one.name, folder))}</code>"

    def missing(state: UnitState) -> str:
        contact = f" <small>{_bdi(state.unit.contact)}</small>" if state.unit.contact else ""
        return _bdi(state.unit.name) + contact

    def late(state: UnitState) -> str:
        assert state.plan is not None
        return f"{_bdi(state.unit.name)}: {escape(day_of(state.plan))}"

    def versions(state: UnitState) -> str:
        assert state.plan is not None
        others = ", ".join(file(one) for one in state.others)
        return f"{_bdi(state.unit.name)}: tính {file(state.plan)}; không tính {others}"

    def why(one: Submission) -> str:
        return f"{file(one)}: {_bdi(one.why or 'không rõ lý do')}"

    places = {id(one): at for at, one in enumerate(season.unmatched)}

    def unmatched(one: Submission) -> str:
        hint = season.hints.get(one.name)
        said = _bdi(one.issuer) if one.issuer else "không thấy tên cơ quan ban hành"
        asked = f"; có phải {_bdi(hint)}?" if hint else ""
        button = f' <button type="button" data-unmatched="{places[id(one)]}" hidden>Xem</button>'
        return f"{file(one)}: {said}{asked}{button}"

    return "".join(
        (
            _list("chua-nop", "Chưa nộp", season.missing, missing, "cols"),
            _list("muon", "Ban hành muộn", season.late, late, "cols"),
            _list("chua-ro-don-vi", "Chưa rõ của đơn vị nào", season.unmatched, unmatched),
            _list("nhieu-ban", "Nộp nhiều bản", [one for one in season.units if one.others],
                  versions),
            _list("khong-rang-buoc", "Kế hoạch cấp trên không ràng buộc", season.unbound, why),
            _list("khong-phai", "Không phải kế hoạch", season.not_plans,
                  lambda one: f"{file(one)}: {_bdi(one.kind or 'không rõ loại văn bản')}"),
            _list("khong-doc-duoc", "Không đọc được", season.unread, why),
        )
    )  # fmt: skip


def _list(
    name: str, heading: str, items: Sequence[Any], show: Callable[[Any], str], kind: str = "rows"
) -> str:
    if not items:
        return ""
    rows = "".join(f"<li>{show(one)}</li>" for one in items)
    opened = " open" if len(items) <= _OPEN else ""
    return (
        f'<details id="{name}"{opened}><summary><h3>{heading} <span>{len(items)}</span></h3>'
        f'</summary><ul class="{kind}">{rows}</ul></details>'
    )


def plain_table(season: Season) -> str:
    """The units with scores and counts, for a browser that runs no program."""
    rows = "".join(_plain_row(state) for state in season.units)
    heads = ("Điểm", "Lỗi", "Cảnh báo", "Đạt", "Một phần", "Chưa đạt", "Chưa rõ")
    columns = "".join(f'<th scope="col" class="num">{one}</th>' for one in heads)
    return (
        '<table class="plain"><caption>Bảng rút gọn: trình duyệt đang tắt JavaScript nên không mở'
        f' được từng ô.</caption><thead><tr><th scope="col">Đơn vị</th>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _plain_row(state: UnitState) -> str:
    name = f'<th scope="row">{_bdi(state.unit.name)}</th>'
    plan = state.plan
    if plan is None:
        return f'<tr>{name}<td colspan="7">chưa nộp</td></tr>'
    counted = (OUTCOMES[one] for one in ("pass", "partial", "fail", "unknown"))
    values = [_value(plan), plan.errors, plan.warnings, *(plan.outcomes.count(c) for c in counted)]
    cells = "".join(f'<td class="num">{one}</td>' for one in values)
    return f"<tr>{name}{cells}</tr>"


def _value(plan: Submission) -> str:
    return "–" if plan.score is None or plan.score.value is None else number_text(plan.score.value)


def _count(number: int) -> str:
    """`2.000`, as Vietnamese groups digits."""
    return f"{number:,}".replace(",", ".")


def _bdi(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
