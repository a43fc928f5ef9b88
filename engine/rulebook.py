"""Rulebook: what there is to say of a rule, and the whole book as a Markdown page.

`cchc-check rules doc -o docs/rules.md` writes the page anew; a test compares it with the packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ..grammar.flat import canon
from ..grammar.interval import day_text
from .checking import basis_of
from .example_layout import described
from .packs import all_rules
from .rules import Example, FailExpected, Pack, Rule, RuleBasis
from .wording import PLACE
from .writers.console import OUTCOME_NAMES, SEVERITY_NAMES
from .writers.escapes import markdown
from .writers.report_writer import basis_text

COMMAND = "cchc-check rules doc -o docs/rules.md"
_LONGEST_EXAMPLE = 40
_REQUIRED = {
    "parent": "có nêu kế hoạch cấp trên (--parent)",
    "layout": "tệp cho biết cách trình bày (.docx, .pdf có chữ)",
}


@dataclass(slots=True, eq=False)
class Sheet:
    """What there is to say of one rule, as labels and texts, in the order people ask."""

    rule: Rule
    pack: Pack
    rows: list[tuple[str, str]]


def sheet(pack: Pack, rule: Rule) -> Sheet:
    """The sheet of a rule."""
    return Sheet(rule, pack, list(_rows(rule)))


def _rows(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.expected and plain(rule.expected, rule) != "…":
        yield "Yêu cầu", plain(rule.expected, rule)
    yield "Căn cứ", basis_words(rule)
    if rule.why:
        yield "Cách xét", rule.why
    yield "Chưa đạt", "; ".join(failing(rule))
    if rule.unknown:
        yield "Chưa rõ", plain(rule.unknown, rule)
    if rule.doubt:
        yield "Khi nghi ngờ", f"{rule.doubt.why} ({rule.doubt.when}): không kết luận là chưa đạt"
    if rule.yields_to:
        yield "Nhường", f"chỉ là lưu ý khi cũng chưa đạt {', '.join(rule.yields_to)}"
    if rule.requires is not None:
        yield "Chỉ xét khi", _REQUIRED[rule.requires]
    if rule.since is not None:
        yield "Chỉ xét từ", f"văn bản ban hành từ ngày {day_text(date.fromisoformat(rule.since))}"
    if rule.parameters:
        values = (f"{name} = {value_text(value)}" for name, value in rule.parameters.items())
        yield "Tham số", "; ".join(values) + " (đặt trong cchc-check.toml)"
    yield "Cách sửa", plain(rule.advice, rule)
    mends = [one.fix for one in rule.asserts if one.fix is not None]
    if mends:
        kinds = "; ".join(
            f"{plain(fix.write, rule)} ({'sửa được ngay' if fix.safe else 'cần người xem lại'})"
            for fix in mends
        )
        yield "Viết lại thành", kinds
    yield "Xét trên", "cả văn bản" if rule.context == "plan" else rule.context


def plain(template: str, rule: Rule) -> str:
    """A template as people read it: parameters by their defaults, what a plan fills in as `…`."""

    def shown(match: re.Match[str]) -> str:
        root, _, name = match[1].partition(".")
        known = root == "rule" and name in rule.parameters
        return value_text(rule.parameters[name]) if known else "…"

    return PLACE.sub(shown, template)


def failing(rule: Rule) -> list[str]:
    """What a rule may find wrong, each once."""
    own = [one.message for one in rule.asserts if one.message]
    general = [] if len(own) == len(rule.asserts) else [rule.message]
    return list(dict.fromkeys(plain(text, rule) for text in (*general, *own)))


def basis_words(rule: Rule) -> str:
    """A rule's basis as people cite it, with what is known of it."""
    if isinstance(rule.basis, RuleBasis):
        sure = rule.basis.verified and not rule.basis.practice
        return basis_text(basis_of(rule.basis)) + (" (đã kiểm chứng)" if sure else "")
    return "điều khoản tương ứng của kế hoạch cấp trên" if rule.basis else "(không nêu)"


def value_text(value: Any) -> str:
    """A parameter's value as people write it."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, (list, tuple)):
        return ", ".join(value_text(item) for item in value) or "(trống)"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {value_text(item)}" for name, item in value.items())
    return str(value)


# --- which rules ---------------------------------------------------------------------------------


def fits(rule: Rule, severity: str | None, basis: str | None) -> bool:
    """Whether a rule has this severity and a basis like this.

    `basis` is `practice` (no law asks for it), `parent` (the parent's own clause), `unverified`, or
    words of the document or the clause.
    """
    return severity in (None, rule.severity) and (basis is None or _has_basis(rule, basis))


def _has_basis(rule: Rule, wanted: str) -> bool:
    basis = rule.basis
    if wanted == "parent":
        return basis == "$it.source"
    if not isinstance(basis, RuleBasis):
        return False
    if wanted == "practice":
        return basis.practice
    if wanted == "unverified":
        return not basis.verified and not basis.practice
    return canon(wanted).lower() in canon(f"{basis.document}, {basis.at or ''}").lower()


def rule_data(pack: Pack, rule: Rule) -> dict[str, Any]:
    """A rule as other programs read it (`rules list --json`)."""
    basis = basis_of(rule.basis) if isinstance(rule.basis, RuleBasis) else None
    return {
        "id": rule.id, "pack": pack.pack, "title": rule.title, "severity": rule.severity,
        "requires": rule.requires, "why": rule.why,
        "expected": plain(rule.expected, rule) if rule.expected else None,
        "advice": plain(rule.advice, rule), "parameters": rule.parameters,
        "basis": asdict(basis) if basis else {"parent": True} if rule.basis else None,
    }  # fmt: skip


# --- the page ------------------------------------------------------------------------------------


def book(packs: Sequence[Pack]) -> str:
    """The whole book as a Markdown page."""
    parts = [_head(packs)]
    for pack in packs:
        parts.append(f"## {markdown(pack.title)}\n")
        parts.extend(_section(sheet(pack, rule)) for rule in pack.rules)
    return "\n".join(parts)


def _head(packs: Sequence[Pack]) -> str:
    count = sum(len(pack.rules) for pack in packs)
    lines = [
        "# Sổ tay quy tắc",
        "",
        f"{count} quy tắc trong {len(packs)} bộ. Trang này do chương trình viết từ các bộ quy tắc"
        f" (`{COMMAND}`), một phép thử đối chiếu. Xem một quy tắc khi không có trang này:"
        " `cchc-check rules show MÃ`.",
        "",
        "*Đã kiểm chứng*: người viết quy tắc đã đọc điều khoản trong văn bản gốc. *Chưa kiểm"
        " chứng*: chưa đọc được bản gốc. *Không phải quy định của pháp luật*: thông lệ.",
        "",
        "| Quy tắc | Bộ | Mức | Nội dung |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| [{rule.id}](#{rule.id}) | {pack.pack} | {SEVERITY_NAMES[rule.severity]}"
        f" | {markdown(rule.title)} |"
        for pack, rule in all_rules(packs)
    ]
    return "\n".join(lines) + "\n"


def _section(page: Sheet) -> str:
    rule = page.rule
    lines = [f"### {rule.id}", "", f"**{markdown(rule.title)}**", ""]
    lines += [f"- Bộ: {page.pack.pack}", f"- Mức: {SEVERITY_NAMES[rule.severity]}"]
    lines += [f"- {name}: {markdown(text)}" for name, text in page.rows]
    lines.append("")
    for outcome in ("pass", "fail"):
        example = next((e for e in rule.examples if e.outcome == outcome), None)
        if example is not None:
            lines += _example(example)
    return "\n".join(lines)


def _example(example: Example) -> list[str]:
    head = f"Ví dụ {OUTCOME_NAMES[example.outcome]}, {markdown(example.name)}"
    if isinstance(example.expect, FailExpected) and example.expect.fail:
        head += f" (vì “{markdown(example.expect.fail)}”)"
    if example.layout is not None:
        head += f", {described(example.layout)}"
    if example.parent is not None:
        named = isinstance(example.parent, str)
        head += f", đối chiếu {example.parent if named else 'kế hoạch cấp trên của ví dụ'}"
    if example.layout is not None:  # it is not the words that matter
        return [f"{head}.", ""]
    text = example_text(example, _LONGEST_EXAMPLE)
    fence = "```"
    while fence in text:
        fence += "`"
    return [f"{head}:", "", f"{fence}text", text, fence, ""]


def example_text(example: Example, longest: int) -> str:
    """An example's plan, its end left out where it is long."""
    lines = [line.rstrip() for line in example.plan.strip("\n").splitlines()]
    return "\n".join([*lines[:longest], "…"] if len(lines) > longest else lines)
