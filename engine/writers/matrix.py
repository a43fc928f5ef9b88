"""Matrix: the obligations of the parent one by one, as an officer files them (`--view matrix`)."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..report import AlignmentRow, AlignmentTotal, Basis, Report, Result
from ..wording import shortened, spot
from .console import ALIGNMENT_NAMES, ALIGNMENT_STYLES
from .page import Page
from .report_writer import head_rows
from .words import place_text

_WIDE = 110  # from this width on the source has a column of its own
_EXCERPT = 90
_SHORT = 30  # words of this length are shown with those behind them
_TEXT = 200


def write_matrix(report: Report, out: Console) -> None:
    """Prints the head, how the plan stands to the parent, a row an obligation, the total."""
    page = Page(out)
    rows = [*head_rows(report), *(("Chú ý", note) for note in report.notes)]
    page.rows([(Text(name, style="bold"), Text(text)) for name, text in rows])
    relations = relation_rows(report)
    if relations:
        page.title("QUAN HỆ VỚI KẾ HOẠCH CẤP TRÊN", "bold")
        page.rows([(_outcome(outcome), Text(text)) for outcome, text in relations], indent=2)
    page.title(table_title(report, "TỪNG YÊU CẦU CỦA"), "bold")
    page.blank()
    page.print()
    out.print(_table(report, wide=out.width >= _WIDE))
    page.title("TỔNG HỢP", "bold")
    for line in total_lines(report):
        page.text(Text(line), indent=2)
    page.print()


def table_title(report: Report, words: str = "Từng yêu cầu của") -> str:
    """`Từng yêu cầu của 82/KH-UBND (29)`."""
    rows = report.alignment or []
    several = len({row.obligation.rpartition(".")[0] for row in rows}) > 1
    number = report.parent.number if report.parent and not several else "các kế hoạch cấp trên"
    return f"{words} {number} ({len(rows)})"


def _table(report: Report, wide: bool) -> Table:
    table = Table(
        box=box.HORIZONTALS, show_edge=False, show_lines=True, pad_edge=False, expand=True,
        padding=(0, 1), border_style="dim",
    )  # fmt: skip
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Yêu cầu", ratio=6)
    if wide:
        table.add_column("Nguồn", ratio=2)
    table.add_column("Kết quả", min_width=8, max_width=None if wide else 8)
    table.add_column("Chữ trong kế hoạch", ratio=6)
    table.add_column("Điểm", justify="right", no_wrap=True)
    for number, row in enumerate(report.alignment or [], 1):
        asked = Text.assemble((f"{row.name}: ", "cyan"), shortened(row.text, _TEXT))
        source = source_text(row.source, report)
        cells: list[str | Text] = [str(number), asked]
        if wide:
            cells.append(source)
        else:
            asked.append(f" ({source})", style="dim")
        cells += [_outcome(row.outcome), "\n".join(words_lines(row)) or "–", score_text(row)]
        table.add_row(*cells)
    return table


def _outcome(outcome: str) -> Text:
    return Text(ALIGNMENT_NAMES[outcome], style=ALIGNMENT_STYLES[outcome])


# --- what all forms of the matrix say ------------------------------------------------------------


def relation_rows(report: Report) -> list[tuple[str, str]]:
    """What the rules say of plan and parent as wholes (bound, cited, of one year …)."""
    found = [
        result for result in report.results
        if result.pack == "parent" and result.obligation is None
        and result.outcome != "not_applicable"
    ]  # fmt: skip
    return [(result.outcome, _relation(result)) for result in found]


def _relation(result: Result) -> str:
    text = result.message
    if result.outcome == "fail" and result.actual:
        text += f": {result.actual}"
    if result.location is not None:
        text += f" ({place_text(result.location).lower()})"
    return text


def source_text(source: Basis | None, report: Report) -> str:
    """Where an obligation stands: `IV.1, dòng 172`; the document too where it is another one."""
    if source is None:
        return "–"
    parts = [source.at] if source.at else []
    if where := spot(source):
        parts.append(where)
    if report.parent is None or source.document != report.parent.number or not parts:
        parts.insert(0, source.document)
    return ", ".join(parts)


def words_lines(row: AlignmentRow) -> Iterator[str]:
    """The words of the plan that bear on an obligation, each with its line; what else to know."""
    shown = [one for one in row.evidence if one.excerpt]
    for one in shown:
        words = one.excerpt or ""
        after = one.after if len(words) < _SHORT else ""
        space = "" if after[:1] in ",.;:)/" else " "
        yield f"{place_text(one).lower()} «{shortened(words, _EXCERPT)}»{space}{after}".rstrip()
    if row.note:
        yield row.note
    if row.waived is not None:
        yield f"được bỏ qua: {row.waived.reason} ({row.waived.by})"


def score_text(row: AlignmentRow) -> str:
    """`0,5/1`; `?/1` where it cannot be told, a dash where it does not apply."""
    if row.outcome == "not_applicable":
        return "–"
    return f"{'?' if row.score is None else number_text(row.score)}/{number_text(row.weight)}"


def number_text(value: float) -> str:
    """A number as Vietnamese writes it: `16,5`."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def total_lines(report: Report) -> Iterator[str]:
    """How many obligations of each outcome, the score, and what it leaves out."""
    rows, total = report.alignment or [], report.alignment_total
    counts = {key: sum(row.outcome == key for row in rows) for key in ALIGNMENT_NAMES}
    listed = ", ".join(f"{counts[key]} {name}" for key, name in ALIGNMENT_NAMES.items())
    yield f"{len(rows)} yêu cầu: {listed}."
    if total is None:
        return
    yield _score(total)
    if total.unknown and total.decided:
        yield _apart(total)
    yield from _binding(report, total)
    others = sum(
        r.outcome == "fail" and r.waived is None and r.obligation is None for r in report.results
    )
    if others:
        yield (
            f"Ngoài bảng này còn {others} điểm chưa đạt không thuộc yêu cầu nào của kế hoạch cấp"
            " trên; xem báo cáo đầy đủ (bỏ --view)."
        )


def _score(total: AlignmentTotal) -> str:
    if not total.decided:
        return "Chưa có yêu cầu nào kết luận được nên chưa có điểm."
    return (
        f"Điểm: {_share(total.score, total.weight)}, tính theo trọng số trên {total.decided} yêu"
        " cầu đã kết luận được; phần chưa rõ và không áp dụng không tính."
    )


def _apart(total: AlignmentTotal) -> str:
    whole = total.weight + total.unknown_weight
    return (
        f"Để riêng {total.unknown} yêu cầu chưa rõ (trọng số {number_text(total.unknown_weight)}),"
        f" cần người xem: nếu đều chưa đạt thì {_share(total.score, whole)}, nếu đều đạt thì"
        f" {_share(total.score + total.unknown_weight, whole)}."
    )


def _share(score: float, weight: float) -> str:
    percent = f" ({100 * score / weight:.0f}%)" if weight else ""
    return f"{number_text(score)}/{number_text(weight)}{percent}"


def _binding(report: Report, total: AlignmentTotal) -> Iterator[str]:
    """That the table is for information alone, where the parent does not bind the plan."""
    number = report.parent.number if report.parent else "Kế hoạch cấp trên"
    if total.binds is False:
        yield f"Chỉ để tham khảo: {number} không ràng buộc văn bản này, vì {total.why}."
    elif total.binds is None:
        yield (
            f"Điểm chỉ là tạm tính, chưa rõ {number} có ràng buộc văn bản này không: {total.why}."
        )
