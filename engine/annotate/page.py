"""Page: a plan's text as a web page of its own, with the findings at their words.

It needs no network and no other file, and runs no script but its own small one, without which it
works too. The text stands in the `.t` elements, line by line and letter by letter; all that is
added (numbers of lines, signs, notes) stands outside of them. What HTML cannot hold, such as NUL,
is an `.odd` element whose `data-code` is the character's number.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

from ...grammar.source import Source
from ..report import Report, Result
from ..writers.console import SEVERITY_NAMES
from ..writers.report_writer import FIX_ROW, detail_rows, head_rows, verdict
from ..writers.words import counts_text, place_text, plan_name
from .marks import Stretch, TextLine, marked_lines

_FOLDER = Path(__file__).parent
# Kinds of findings, the gravest first: sign, name, the name of several, what the filter says.
_KINDS = {
    "error": ("×", SEVERITY_NAMES["error"]),
    "warning": ("!", SEVERITY_NAMES["warning"]),
    "info": ("i", SEVERITY_NAMES["info"]),
    "unknown": ("?", "Chưa rõ"),
}
# What a browser drops, replaces or reads as something else, in text or as a reference.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(slots=True, eq=False)
class _Finding:
    """A result that is to be seen, with the number under which the page speaks of it."""

    number: int
    result: Result

    @property
    def kind(self) -> str:
        return "unknown" if self.result.outcome == "unknown" else self.result.severity

    @property
    def sign(self) -> str:
        return _KINDS[self.kind][0]

    @property
    def name(self) -> str:
        """What it is called: its severity, or that it cannot be told."""
        return "Một phần" if self.result.partial else _KINDS[self.kind][1]

    @property
    def message(self) -> str:
        return self.result.message[:1].upper() + self.result.message[1:]

    @property
    def place(self) -> str:
        where = self.result.location
        return place_text(where) if where else "Không gắn với chỗ nào"


def annotate(source: Source, report: Report) -> bytes:
    """The page, in UTF-8."""
    findings = _findings(report)
    title = f"Kết quả kiểm tra: {plan_name(report.plan.path)}"
    style, script = _asset("page.css"), _asset("page.js")
    parts = [
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">\n',
        f"<title>{_text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n",
        '<a class="skip" href="#van-ban">Đến văn bản</a>\n',
        *_head(report),
        '<div class="columns">\n',
        *_list(findings, report),
        '<main id="van-ban" tabindex="-1">\n',
        *_without_place(findings),
        '<section aria-labelledby="h-van-ban">\n<h2 id="h-van-ban">Văn bản</h2>\n',
        '<div class="text">\n',
        *_lines(source.raw, findings),
        "</div>\n</section>\n",
        *_rest(report),
        "</main>\n</div>\n",
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8")


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _policy(script: str) -> str:
    """What the browser may do with the page: show it and run its own script, fetch nothing."""
    own = base64.b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
        f" script-src 'sha256-{own}'"
    )


def _findings(report: Report) -> list[_Finding]:
    """What fails and what cannot be told, in the order of the text, what has no place last."""
    shown = [
        result
        for result in report.results
        if result.waived is None
        and (result.outcome == "fail" or (result.outcome == "unknown" and not report.plan.damaged))
    ]
    order = list(_KINDS)

    def key(result: Result) -> tuple[int, int, int]:
        where = result.location
        kind = "unknown" if result.outcome == "unknown" else result.severity
        start, end = (where.start, where.end) if where else (-1, -1)
        if where is None:
            return (1 << 60, 0, order.index(kind))
        return (start, -end, order.index(kind))

    return [_Finding(n, result) for n, result in enumerate(sorted(shown, key=key), start=1)]


# --- above the text ------------------------------------------------------------------------------


def _head(report: Report) -> Iterator[str]:
    rows = [*head_rows(report), *(("Chú ý", note) for note in report.notes)]
    yield "<header>\n<h1>Kết quả kiểm tra kế hoạch</h1>\n"
    yield f'<p class="verdict">{_text(verdict(report))}</p>\n'
    yield f'<p class="counts">{_text(counts_text(report.summary))}</p>\n<dl class="about">\n'
    for name, text in rows:
        yield f"<div><dt>{_text(name)}</dt><dd>{_text(text)}</dd></div>\n"
    yield "</dl>\n</header>\n"


def _list(findings: list[_Finding], report: Report) -> Iterator[str]:
    """The list of findings, with the filter above it."""
    yield '<nav aria-labelledby="h-ds">\n'
    yield f'<h2 id="h-ds">Các điểm cần xem ({len(findings)})</h2>\n'
    yield from _filter(findings)
    if findings:
        yield "<ol>\n"
        for one in findings:
            yield (
                f'<li class="k-{one.kind}"><a href="#diem-{one.number}">{_badge(one)}'
                f'<span class="say"><b>{_text(one.name)}:</b> {_text(one.message)}'
                f' <span class="where">{_text(one.place)}</span></span></a></li>\n'
            )
        yield "</ol>\n"
    elif not report.plan.damaged:
        yield "<p>Không có điểm nào.</p>\n"
    yield "</nav>\n"


def _filter(findings: list[_Finding]) -> Iterator[str]:
    """A box to tick for each kind that there is; the counts are there in any case."""
    yield '<fieldset class="filter"><legend>Hiện</legend>\n'
    for kind, (sign, name) in _KINDS.items():
        count = sum(1 for one in findings if one.kind == kind)
        disabled = "" if count else " disabled"
        yield (
            f'<label class="k-{kind}"><input type="checkbox" id="hien-{kind}" value="{kind}"'
            f' checked{disabled}> <span class="badge" aria-hidden="true">{sign}</span>'
            f" {_text(name)} ({count})</label>\n"
        )
    yield "</fieldset>\n"


def _without_place(findings: list[_Finding]) -> Iterator[str]:
    rest = [one for one in findings if one.result.location is None]
    if rest:
        yield '<section aria-labelledby="h-chung">\n'
        yield '<h2 id="h-chung">Điểm không gắn với một chỗ trong văn bản</h2>\n'
        for one in rest:
            yield from _note(one)
        yield "</section>\n"


# --- the text ------------------------------------------------------------------------------------


def _lines(text: str, findings: list[_Finding]) -> Iterator[str]:
    by_number = {one.number: one for one in findings}
    spans = [
        (one.number, one.result.location.start, one.result.location.end)
        for one in findings
        if one.result.location is not None
    ]
    for number, line in enumerate(marked_lines(text, spans), start=1):
        yield f'<div class="l" id="dong-{number}" data-n="{number}"><span class="t">'
        yield from _line(text, line, by_number)
        yield "</div>\n"
        for ending in line.ending:
            yield from _note(by_number[ending])


def _line(text: str, line: TextLine, by_number: dict[int, _Finding]) -> Iterator[str]:
    """A line's words, marked; behind the last words of a finding, outside of the text, its sign."""
    anchored = {n for stretch in line.stretches for n in stretch.last}
    for stretch in line.stretches:
        words = _exact(text[stretch.start : stretch.end])
        yield _marked(words, stretch, by_number) if stretch.covering else words
        if stretch.last:
            yield "</span>"
            yield from (_sign(by_number[n]) for n in stretch.last)
            yield '<span class="t">'
    yield "</span>"
    yield from (_sign(by_number[n]) for n in line.ending if n not in anchored)


def _marked(words: str, stretch: Stretch, by_number: dict[int, _Finding]) -> str:
    """Words in the marks of all their findings: each kind has a line of its own below them."""
    kinds = {by_number[n].kind for n in stretch.covering}
    classes = " ".join(f"m-{kind}" for kind in _KINDS if kind in kinds)
    if len(stretch.covering) > 1:
        classes += " over"
    numbers = " ".join(map(str, stretch.covering))
    opened = "".join(f'<span class="at" id="cho-{n}"></span>' for n in stretch.first)
    return f'{opened}<mark class="{classes}" data-f="{numbers}">{words}</mark>'


def _sign(one: _Finding) -> str:
    """The way from the words to the note; what is seen of it is drawn by the style sheet."""
    label = _attribute(f"{one.name} {one.number}: {one.message}")
    return (
        f'<a class="sign k-{one.kind}" href="#diem-{one.number}" data-s="{one.sign} {one.number}"'
        f' aria-label="{label}"></a>'
    )


def _exact(text: str) -> str:
    """Text so that a browser has the very same characters."""
    return _ODD.sub(_reference, escape(text, quote=False))


def _reference(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\r":
        return "&#13;"
    return f'<span class="odd" data-code="{code}" title="ký tự số {code}"></span>'


def _text(text: str) -> str:
    """Text that the page itself says."""
    return _UNSAFE.sub("\ufffd", escape(text, quote=False))


def _attribute(text: str) -> str:
    return _UNSAFE.sub("\ufffd", escape(" ".join(text.split())))


# --- the findings --------------------------------------------------------------------------------


def _note(one: _Finding) -> Iterator[str]:
    """A finding in full."""
    result = one.result
    yield (
        f'<aside class="note k-{one.kind}" id="diem-{one.number}" tabindex="-1"'
        f' aria-label="{_attribute(f"{one.name} {one.number}")}">\n'
        f'<p class="what">{_badge(one)}<span class="say"><b>{_text(one.name)}:</b>'
        f" {_text(one.message)}</span></p>\n"
    )
    yield from _rows(_details(result))
    yield '<p class="foot">'
    if result.location is not None:
        yield f'<a href="#cho-{one.number}">{_text(one.place)}</a> · '
    yield f"Quy tắc <code>{_text(result.rule)}</code>"
    yield '<span class="back"> · <a href="#h-ds">Danh sách</a></span></p>\n'
    yield "</aside>\n"


def _badge(one: _Finding) -> str:
    return f'<span class="badge" aria-hidden="true">{one.sign} {one.number}</span>'


def _details(result: Result) -> Iterator[tuple[str, str]]:
    """What the report tells of a result; of a mend only what is changed, for here is no command."""
    for name, text in detail_rows(result):
        yield name, result.fix.title if result.fix and name == FIX_ROW else text.plain


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield "<dl>"
        for name, text in rows:
            yield f"<div><dt>{_text(name)}</dt><dd>{_text(text)}</dd></div>"
        yield "</dl>\n"


def _rest(report: Report) -> Iterator[str]:
    """What is waived and what is met, folded away."""
    waived = [result for result in report.results if result.waived is not None]
    passed = [r for r in report.results if r.outcome == "pass" and r.waived is None]
    for title, results in (("Được bỏ qua", waived), ("Đạt", passed)):
        if not results:
            continue
        yield f"<details>\n<summary><h2>{title} ({len(results)})</h2></summary>\n<ul>\n"
        for result in results:
            yield from _short(result)
        yield "</ul>\n</details>\n"
    if report.plan.damaged:
        unknown = sum(1 for result in report.results if result.outcome == "unknown")
        yield f"<p>{unknown} điểm không xét được.</p>\n"


def _short(result: Result) -> Iterator[str]:
    where = result.location
    yield f"<li>{_text(result.message[:1].upper() + result.message[1:])}"
    if where is not None:
        yield f' <a href="#dong-{where.line}">{_text(place_text(where))}</a>'
    if result.waived is not None:
        yield from _rows(_details(result))
    yield "</li>\n"
