"""One plan in the shapes in which files have it: each is understood as the plan itself is."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.understood import understood

FIXTURES = Path(__file__).parents[2] / "fixtures"
PLANS = ("phuong-hoa-lam-2025.txt", "xa-thanh-sa-2026.txt")


def _parts(text: str) -> tuple[list[str], str, list[str], list[str]]:
    """Header lines, the text between, the lines of Nơi nhận, and of the signature."""
    head, rest = text.split("\nKẾ HOẠCH\n", 1)
    body, end = rest.split("Nơi nhận:", 1)
    lines = [line.strip() for line in end.splitlines() if line.strip()]
    recipients = [line for line in lines if line.startswith("-")]
    return (
        [line.strip() for line in head.splitlines() if line.strip()],
        "KẾ HOẠCH\n" + body,
        recipients,
        [line for line in lines if not line.startswith("-")],
    )


def _wrapped(text: str, width: int, between: str) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        lines.extend(textwrap.wrap(line, width, break_long_words=False) or [""])
    return between.join(lines)


def tight(text: str) -> str:
    """Lines of a PDF: wrapped, nothing between paragraphs."""
    head, body, recipients, signature = _parts(text)
    wrapped = _wrapped("\n".join(line for line in body.splitlines() if line.strip()), 84, "\n")
    return "\n".join([*head, wrapped, "Nơi nhận:", *recipients, *signature])


def spaced(text: str) -> str:
    """Lines of a PDF with an empty line behind each."""
    return tight(text).replace("\n", "\n\n")


def paged(text: str) -> str:
    """Wrapped lines with page numbers between."""
    lines = tight(text).split("\n")
    middle = len(lines) // 2
    return "\n".join([*lines[:middle], "", "2", "", *lines[middle:]])


def columns(text: str) -> str:
    """Header and conclusions in two columns side by side, as on the page."""
    head, body, recipients, signature = _parts(text)
    national = [line for line in head if line.startswith(("CỘNG HÒA", "Độc lập"))]
    issuer = [line for line in head if line.isupper() and line not in national]
    number = next(line for line in head if line.startswith("Số:"))
    date = next(line for line in head if ", ngày" in line)
    rows = [f"{a:<34}{b}" for a, b in zip(issuer, national, strict=True)]
    rows.append(f"{number:<34}{date}")
    left = ["Nơi nhận:", *recipients]
    right = signature[:-1] + [""] * (len(left) - len(signature) + 1)
    rows_below = [f"{a:<50}{b}".rstrip() for a, b in zip(left, right, strict=True)]
    return "\n".join([*rows, "", body, *rows_below, "", " " * 52 + signature[-1]])


def crawled(text: str) -> str:
    """A crawled page: table pipes around header and conclusions, bold marks, blocks apart."""
    head, body, recipients, signature = _parts(text)
    national = [line for line in head if line.startswith(("CỘNG HÒA", "Độc lập"))]
    issuer = [line for line in head if line.isupper() and line not in national]
    number = next(line for line in head if line.startswith("Số:"))
    place, day = next(line for line in head if ", ngày" in line).split(", ")
    blocks = []
    for line in body.splitlines():
        bold = re.sub(r"^(I|II|III|IV|V)\. (.+)$", r"**\1.\n\2**", line)
        blocks.append(_wrapped(bold, 84, "\n") if line else "")
    cells = [
        "**" + issuer[0] + "**\n" + issuer[1] + "\n-------", "**" + "\n".join(national) + "**",
    ]  # fmt: skip
    top = (
        "|\n" + "\n|\n".join(cells) + "\n|\n|\n" + number + "\n|\n*" + f"{place},\n{day}" + "*\n|\n"
    )
    end = (
        "|\nNơi nhận:\n" + "\n".join(recipients) + "\n|\n**" + "**\n**".join(signature) + "**\n|\n"
    )
    return top + "\n" + "\n\n".join(b for b in blocks if b) + "\n\n" + end


def markdown(text: str) -> str:
    """Markdown: headings with signs, header and conclusions as rows of a table."""
    head, body, recipients, signature = _parts(text)
    national = [line for line in head if line.startswith(("CỘNG HÒA", "Độc lập"))]
    issuer = [line for line in head if line.isupper() and line not in national]
    number = next(line for line in head if line.startswith("Số:"))
    date = next(line for line in head if ", ngày" in line)
    top = (
        f"| **{issuer[0]}** **{issuer[1]}** | **{national[0]}** **{national[1]}** |\n| --- | --- |\n"
        f"| {number} | *{date}* |\n"
    )
    marked = re.sub(r"(?m)^((?:I|II|III|IV|V)\. .+)$", r"## \1", body)
    end = f"| Nơi nhận: {' '.join(recipients)} | **{'** **'.join(signature)}** |\n"
    return f"{top}\n{marked}\n{end}"


SHAPES: dict[str, Callable[[str], str]] = {
    "wrapped without empty lines": tight,
    "an empty line behind each line": spaced,
    "page numbers between": paged,
    "two columns": columns,
    "crawled with pipes": crawled,
    "markdown tables and headings": markdown,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(", ngày ", ",\xa0ngày\xa0"),
    "older placement of tone marks": lambda text: text.replace("Ủy", "Uỷ").replace("ỦY", "UỶ"),
}


def facts(text: str) -> dict[str, Any]:
    """What must be the same in every shape: all but lines."""
    found = understood(parse(text))
    header = {k: v for k, v in found["header"].items() if not k.startswith("line")}
    return {
        "header": {k: _plain(v) for k, v in header.items()},
        "title": [_plain(found["title"][k]) for k in ("type", "subject")],
        "outline": [(b["marker"], b["depth"]) for b in found["outline"]],
        "citations": [(c["number"], c["date"], _plain(c["issuer"])) for c in found["citations"]],
        "deadlines": [(d["kind"], d["period"], d["month_day"]) for d in found["deadlines"]],
        "assignments": [(_plain(a["unit"]), a["budget"]) for a in found["assignments"]],
        "recipients": [_plain(r) for r in found["recipients"]],
        "signature": {k: _plain(v) for k, v in found["signature"].items()},
        "sections": found["sections_present"],
    }


def _plain(value: Any) -> Any:
    """Text in one spelling: no-break spaces and the older placement of tone marks are no change."""
    if not isinstance(value, str):
        return value
    return " ".join(value.split()).replace("uỷ", "ủy").replace("Uỷ", "Ủy").replace("UỶ", "ỦY")


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("name", PLANS)
def test_every_shape_is_understood_as_the_plan_itself(
    name: str, shape: Callable[[str], str]
) -> None:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    assert facts(shape(text)) == facts(text)
