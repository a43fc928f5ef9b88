"""Rules writer: rules, their tests and parents as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..checking import basis_of
from ..example_coverage import RuleCoverage, counts
from ..example_layout import described
from ..examples import Trial
from ..parents import Obligation, Parent, kind_name
from ..rulebook import example_text, sheet
from ..rules import FailExpected, Pack, Rule
from ..wording import limit_text, shown
from .console import OUTCOME_NAMES, SEVERITY_NAMES, SEVERITY_STYLES
from .report_writer import basis_text

_LONGEST_EXAMPLE = 14


def write_rules(rules: Iterable[tuple[Pack, Rule]], out: Console) -> None:
    """Prints the list of rules."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Quy tắc", no_wrap=True)
    table.add_column("Bộ", no_wrap=True)
    table.add_column("Mức", no_wrap=True)
    table.add_column("Nội dung", overflow="fold")
    for pack, rule in rules:
        severity = Text(SEVERITY_NAMES[rule.severity], style=SEVERITY_STYLES[rule.severity])
        table.add_row(Text(rule.id, style="cyan"), pack.pack, severity, rule.title)
    out.print(table if table.row_count else "Không có quy tắc nào như vậy.")


def write_rule(pack: Pack, rule: Rule, out: Console) -> None:
    """Prints one rule: what it asks, why, how it decides, examples, how to mend."""
    out.print(Text.assemble((rule.id, "bold cyan"), "  ", (rule.title, "bold")))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="cyan")
    grid.add_column(overflow="fold")
    grid.add_row("Bộ", f"{pack.pack} ({pack.title})")
    grid.add_row("Mức", SEVERITY_NAMES[rule.severity])
    for name, text in sheet(pack, rule).rows:
        grid.add_row(name, text)
    out.print(Padding(grid, (0, 0, 0, 2)))
    out.print()
    out.print(Text("Ví dụ", style="bold"))
    for example in rule.examples:
        head = Text.assemble(
            ("• ", "dim"), (example.name, "bold"), f": {OUTCOME_NAMES[example.outcome]}"
        )
        if isinstance(example.expect, FailExpected) and example.expect.fail:
            head.append(f" vì “{example.expect.fail}”")
        if example.layout is not None:
            head.append(f"; {described(example.layout)}", style="dim")
        out.print(Padding(head, (0, 0, 0, 2)))
        if example.layout is not None:
            continue
        for line in example_text(example, _LONGEST_EXAMPLE).split("\n"):
            out.print(Padding(Text(line, style="dim"), (0, 0, 0, 6)))


def write_trials(trials: Iterable[Trial], out: Console) -> int:
    """Prints the outcome of the rules' examples; returns how many went wrong."""
    total = wrong = 0
    rules: set[str] = set()
    for trial in trials:
        total += 1
        rules.add(trial.rule)
        if trial.fault is not None:
            wrong += 1
            out.print(
                Text.assemble(
                    ("SAI ", "bold red"), f"{trial.rule}: {trial.example or '-'}: {trial.fault}"
                )
            )
    right = total - wrong
    out.print(f"{len(rules)} quy tắc, {total} ví dụ: {right} đúng, {wrong} sai.")
    return wrong


def write_coverage(covered: Sequence[RuleCoverage], out: Console) -> None:
    """Prints what no example exercises, and how much of the rules the examples do."""
    for one in covered:
        if one.missing:
            out.print(Text.assemble((one.rule, "cyan"), ": chưa có ví dụ cho"))
            for branch in one.missing:
                out.print(Padding(Text(branch), (0, 0, 0, 4)))
    reached, total = counts(covered)
    share = f" ({100 * reached // total}%)" if total else ""
    out.print(f"Ví dụ xét tới {reached} trong {total} nhánh{share}.")


def write_parent(parent: Parent, out: Console) -> None:
    """Prints a parent with its obligations and their sources."""
    out.print(
        Text.assemble(
            (parent.id, "bold cyan"), "  ", (f"{parent.number} ngày {shown(parent.issued)}", "bold")
        )
    )
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="cyan")
    grid.add_column(overflow="fold")
    for name, value in (
        ("Cơ quan", parent.issuer), ("Trích yếu", parent.title), ("Thuộc", parent.province),
        ("Năm", str(parent.year) if parent.year else None), ("Ràng buộc", parent.binds),
        ("Trên nó", parent.above and parent.above.number),
        ("Đã soát", reviewed_text(parent)), ("Tệp", parent.path and str(parent.path)),
        ("Chú ý", parent.note),
    ):  # fmt: skip
        if value:
            grid.add_row(name, value)
    out.print(Padding(grid, (0, 0, 1, 2)))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Loại", no_wrap=True)
    table.add_column("Yêu cầu", overflow="fold", ratio=3)
    table.add_column("Nguồn", overflow="fold", ratio=2)
    for duty in parent.obligations:
        table.add_row(Text(kind_name(duty), style="cyan"), _duty(duty), _source(duty))
    out.print(Padding(table, (0, 0, 0, 2)))


def reviewed_text(parent: Parent) -> str | None:
    """Who compared a parent with its text, and when; None where nobody did."""
    if not parent.reviewed:
        return None
    return f"{parent.reviewed_by or 'không rõ ai'}, {shown(parent.reviewed_on)}"


def _duty(duty: Obligation) -> str:
    text = duty.text
    if duty.month_day and shown(duty.month_day) not in text:
        text += f" ({limit_text(duty.month_day, duty.strict)})"
    if duty.bound == "department":
        text += " [giao cho đơn vị của cấp trên]"
    return text


def _source(duty: Obligation) -> str:
    return basis_text(basis_of(duty.source)) if duty.source is not None else "-"
