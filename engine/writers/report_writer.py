"""Report writer: a report as an officer reads it: what is not met, what is unclear, what is met."""

from __future__ import annotations

from datetime import date

from rich.console import Console
from rich.text import Text

from ...grammar.interval import Interval, day_text
from ..report import (
    SEVERITIES,
    Basis,
    DateSpan,
    Evidence,
    Fix,
    Location,
    ParentInfo,
    Report,
    Result,
    Waived,
)
from ..wording import shortened, spot
from .console import SEVERITY_NAMES, SEVERITY_STYLES
from .page import Page
from .words import counts_text, plan_name
from .words import place_text as _place

_EXCERPT = 220
_CONTEXT = 70
_EVIDENCE = 90
FIX_ROW = "Sửa được"


def write_report(report: Report, out: Console) -> None:
    """Prints a report."""
    page = Page(out)
    _head(report, page)
    failed = [r for r in report.results if r.outcome == "fail" and r.waived is None]
    waived = [r for r in report.results if r.waived is not None]
    unknown = [r for r in report.results if r.outcome == "unknown"]
    passed = [r for r in report.results if r.outcome == "pass"]
    if failed:
        page.title(f"CHƯA ĐẠT ({len(failed)})", "bold red")
        for severity in SEVERITIES:
            for result in (r for r in failed if r.severity == severity):
                _finding(result, SEVERITY_NAMES[severity], SEVERITY_STYLES[severity], page)
    if report.plan.damaged:
        page.blank()
        page.text(Text(f"{len(unknown)} điểm không xét được."), indent=2)
    elif unknown:
        page.title(f"CHƯA KẾT LUẬN ĐƯỢC ({len(unknown)})", "bold yellow")
        for result in unknown:
            _finding(result, "Một phần" if result.partial else "Chưa rõ", "yellow", page)
    if waived:
        page.title(f"ĐƯỢC BỎ QUA ({len(waived)})", "bold")
        for result in waived:
            _finding(result, SEVERITY_NAMES[result.severity], "dim", page)
    if passed:
        page.title(f"ĐẠT ({len(passed)})", "bold green")
        page.rows([(Text("✓", style="green"), _met(result)) for result in passed], indent=2, gap=1)
    page.title("KẾT LUẬN", "bold")
    page.text(_verdict(report), indent=2)
    page.print()


# --- who, under which parent -------------------------------------------------------------------


def _head(report: Report, page: Page) -> None:
    rows = [(name, Text(text)) for name, text in head_rows(report)]
    rows.extend(("Chú ý", Text(note, style="yellow")) for note in report.notes)
    page.rows([(Text(name, style="bold"), text) for name, text in rows])


def head_rows(report: Report) -> list[tuple[str, str]]:
    """Which plan was checked against which parent, as labels and texts."""
    plan, parent = report.plan, report.parent
    rows = [("Tệp", plan_name(plan.path))]
    kind = (plan.type or "văn bản").capitalize()
    number = f"số {plan.number}" if plan.number else "chưa rõ số"
    rows.append(("Văn bản", f"{kind} {number}, {_issued(plan.date)}"))
    if plan.title:
        rows.append(("Trích yếu", plan.title))
    place = f" ({plan.place})" if plan.place else ""
    rows.append(("Cơ quan", f"{plan.issuer or 'chưa rõ cơ quan ban hành'}{place}"))
    if parent is not None:
        rows.append(("Đối chiếu", _parent_text(parent)))
        rows.extend(("Trên nữa", _parent_text(farther)) for farther in report.parents[1:])
    else:
        rows.append(("Đối chiếu", "không có kế hoạch cấp trên (thêm --parent để đối chiếu)"))
    return rows


def _parent_text(parent: ParentInfo) -> str:
    day = f" ngày {day_text(_date(parent.date))}" if parent.date else ""
    return f"{parent.number}{day} của {parent.issuer}"


def _issued(span: DateSpan | None) -> str:
    if span is None:
        return "chưa rõ ngày ban hành"
    interval = Interval(_date(span.earliest), _date(span.latest))
    return f"ban hành {interval}{'' if interval.is_day else ' (suy ra)'}"


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


# --- what is not met -----------------------------------------------------------------------------


def _finding(result: Result, label: str, style: str, page: Page) -> None:
    head = Text()
    head.append(f"{label}: ", style=style)
    head.append(_sentence(result.message), style="bold")
    head.append(f"  [{result.rule}]", style="dim")
    rows: list[tuple[str, Text]] = []
    if result.location is not None:
        rows.append((_place(result.location), _in_context(result.location)))
    rows.extend(detail_rows(result))
    page.blank()
    page.text(head, indent=2)
    page.rows([(Text(name, style="cyan"), text) for name, text in rows], indent=4)


def detail_rows(result: Result) -> list[tuple[str, Text]]:
    """What is there, what is asked and why, what to do; of a waived one who let it stand."""
    rows: list[tuple[str, Text]] = []
    if result.outcome == "fail" and result.actual and not _is_shown(result):
        rows.append(("Thực tế", Text(_cut(result.actual, _EXCERPT))))
    rows.extend(_seen(result))
    rows.extend(_asked(result) if result.waived is None else _signed(result.waived))
    return rows


def _seen(result: Result) -> list[tuple[str, Text]]:
    """What is there of a thing that has several parts, by which words on which line."""
    found = [one for one in result.evidence if one.part and one.status == "covered"]
    if not result.partial:
        return []
    words = (f"{e.part} ({_words_of(e)})" for e in found)
    return [("Đã thấy", Text("; ".join(words)))]


def _words_of(evidence: Evidence) -> str:
    """`dòng 12: «words»`."""
    words = shortened(evidence.excerpt or "", _EVIDENCE)
    return f"{_place(evidence).lower()}: «{words}»"


def _asked(result: Result) -> list[tuple[str, Text]]:
    """What is asked instead, why, and what to do."""
    rows: list[tuple[str, Text]] = []
    if result.expected:
        rows.append(("Yêu cầu", Text(result.expected)))
    if result.basis is not None:
        rows.append(("Căn cứ", Text(basis_text(result.basis))))
    if result.advice:
        rows.append(("Cần làm", Text(result.advice)))
    if result.fix is not None:
        way = _way(result.fix, result.location)
        rows.append((FIX_ROW, Text(f"{result.fix.title} ({way})")))
    return rows


def _way(fix: Fix, place: Location | None) -> str:
    """How a fix is made in the kind of file that was checked."""
    if place is not None and place.page is not None:
        return "sửa ở bản soạn thảo"
    if place is not None and place.paragraph is not None:
        return "có sẵn trong bản --annotate" if fix.safe else "xem lại rồi sửa"
    return "tự sửa bằng --fix" if fix.safe else "xem lại rồi --fix --unsafe-fixes"


def _signed(waived: Waived) -> list[tuple[str, Text]]:
    """Why a result is let stand, who answers for that, until when."""
    rows = [("Lý do", Text(waived.reason)), ("Người ký", Text(waived.by))]
    until = _date(waived.until)
    if until is not None:
        rows.append(("Đến hết", Text(day_text(until))))
    return rows


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]


def _is_shown(result: Result) -> bool:
    """Whether the actual value already stands in the excerpt or in the message."""
    where = result.location.excerpt if result.location else ""
    actual = result.actual or ""
    return actual in where or actual in result.message or where in actual


def _in_context(location: Location) -> Text:
    """The words in question between « and », with some of their neighbours."""
    text = Text()
    before = _tail(location.before, _CONTEXT)
    if before:
        text.append(before + " ")
    text.append("«", style="bold")
    text.append(_cut(location.excerpt, _EXCERPT), style="bold reverse")
    text.append("»", style="bold")
    after = shortened(location.after, _CONTEXT)
    if after:
        text.append(after if after[0] in ",.;:)" else " " + after)
    return text


def _cut(text: str, size: int) -> str:
    """A long text with its middle left out, cut between words."""
    if len(text) <= size:
        return text
    half = size // 2
    first = text[:half].rsplit(" ", 1)[0]
    last = text[-half // 2 :].split(" ", 1)[-1]
    return f"{first} … {last}"


def _tail(text: str, size: int) -> str:
    return text if len(text) <= size else "… " + text[-size:].split(" ", 1)[-1]


def basis_text(basis: Basis) -> str:
    """A basis as people cite it."""
    text = basis.document
    if basis.at:
        text += f", {basis.at}"
    if where := spot(basis):
        text += f" ({where})"
    if basis.quote:
        text += f": “{basis.quote}”"
    if basis.practice:
        text += " (không phải quy định của pháp luật)"
    elif not basis.verified:
        text += " (chưa kiểm chứng)"
    return text


# --- what is met ---------------------------------------------------------------------------------


def _met(result: Result) -> Text:
    text = Text(_sentence(result.message))
    if len(result.evidence) > 1:
        shown = [_words_of(e) for e in result.evidence]
        text.append(f" ({'; '.join(shown)})", style="dim")
    elif result.location is not None:
        words = shortened(result.location.excerpt, _EVIDENCE)
        text.append(f" ({_place(result.location).lower()}: «{words}»)", style="dim")
    return text


def _verdict(report: Report) -> Text:
    text = Text(counts_text(report.summary) + "\n")
    text.append(verdict(report), style="bold")
    return text


def verdict(report: Report) -> str:
    """The whole report in one sentence."""
    summary, parent = report.summary, report.parent
    if report.plan.damaged:
        return "Bản trích mất chữ nên chưa kiểm tra được; hãy lấy lại văn bản từ bản gốc."
    apart = any(
        r.rule == "parent-binds" and r.outcome == "fail" and not r.waived for r in report.results
    )
    if apart and parent is not None:
        return (
            f"{parent.number} không ràng buộc văn bản này nên phần đối chiếu với nó chỉ để tham"
            " khảo; hãy chọn đúng kế hoạch cấp trên rồi kiểm tra lại."
        )
    named = " và ".join(one.number for one in report.parents) or (parent.number if parent else "")
    asked = f"yêu cầu của {named}" if parent else "các yêu cầu"
    if summary.known and not (summary.fail or summary.unknown):
        return f"Không có điểm nào mới, còn {summary.known} điểm đã nêu trong báo cáo cũ."
    if summary.error:
        return f"Chưa đạt {asked}, có {summary.error} lỗi phải sửa trước khi gửi."
    if summary.fail:
        return f"Không có lỗi phải sửa theo {asked}, nên xem lại {summary.fail} điểm."
    apart_from = f", trừ {summary.waived} điểm được bỏ qua" if summary.waived else ""
    if summary.unknown:
        return (
            f"Không thấy điểm nào trái {asked}{apart_from}, còn {summary.unknown} điểm cần người"
            " kiểm tra xem."
        )
    of_parent = f" của {named}" if parent else ""
    return f"Đạt mọi yêu cầu đã kiểm tra{of_parent}{apart_from}."
