"""The annotated page: the text as it is, every finding at its words, usable in a real browser."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from cchc_check.engine import check, load_parent
from cchc_check.engine.annotate.marks import marked_lines
from cchc_check.engine.annotate.page import annotate
from cchc_check.engine.reading import read_source
from cchc_check.engine.report import (
    Basis,
    Evidence,
    Location,
    PlanInfo,
    Report,
    Result,
    Waived,
    summarise,
)
from cchc_check.grammar import Source, parse

FIXTURES = Path(__file__).parents[3] / "fixtures"
FAULTY = FIXTURES / "xa-dong-khe-nhieu-loi.txt"


def _result(start: int | None = None, end: int = 0, **fields: Any) -> Result:
    where = None if start is None else Location(1, 1, 1, 1, start, end, "")
    known: dict[str, Any] = {
        "rule": "r", "pack": "p", "title": "t", "severity": "error", "outcome": "fail", "message": "sai",
    }  # fmt: skip
    return Result(**(known | fields), location=where)


def _page(text: str, *results: Result, path: str = "a.txt", damaged: bool = False) -> Any:
    info = PlanInfo(path, None, None, None, None, None, None, damaged)
    report = Report(info, None, summarise(list(results)), list(results))
    return _parsed(annotate(Source(text), report))


def _parsed(data: bytes) -> Any:
    return lxml_html.fromstring(data.decode("utf-8"))


def _text_of(page: Any) -> str:
    """The text of a page without all that was added to it."""
    letters: list[str] = []
    for element in page.iterfind(".//span[@class='t']"):
        for event, node in etree.iterwalk(element, events=("start", "end")):
            if event == "start":
                code = node.get("data-code")
                letters.append(chr(int(code)) if code else node.text or "")
            elif node is not element:
                letters.append(node.tail or "")
    return "".join(letters)


def _words_of(page: Any, number: int) -> str:
    """The words that a finding marks."""
    marks = page.xpath("//mark")
    return "".join(m.text_content() for m in marks if str(number) in m.get("data-f").split())


# --- the text ------------------------------------------------------------------------------------

_TEXTS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\r\n\t\x00\x01\x0c\x7f\x85\xa0\u0301\ufffe<>&\"'e"),
    max_size=60,
)  # fmt: skip
_SPANS = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5)


@given(_TEXTS, _SPANS)
def test_without_the_marks_it_is_the_very_text(text: str, spans: list[tuple[int, int]]) -> None:
    page = _page(text, *(_result(min(span), max(span)) for span in spans))
    assert _text_of(page) == text


@given(_TEXTS.filter(lambda text: text.isprintable()), _SPANS)
def test_each_finding_marks_exactly_its_words(text: str, spans: list[tuple[int, int]]) -> None:
    places = [(n, min(span), max(span)) for n, span in enumerate(spans)]
    found: dict[int, str] = dict.fromkeys(range(len(places)), "")
    ended: list[int] = []
    for line in marked_lines(text, places):
        ended += line.ending
        for stretch in line.stretches:
            for number in stretch.covering:
                found[number] += text[stretch.start : stretch.end]
    assert [found[n] for n, _, _ in places] == [text[start:end] for _, start, end in places]
    assert sorted(ended) == list(range(len(places)))


@pytest.mark.parametrize("name", sorted(p.name for p in FIXTURES.glob("*.txt")))
def test_a_plan_is_whole_and_its_findings_stand_at_their_words(name: str) -> None:
    source = read_source(FIXTURES / name)
    report = check(parse(source), load_parent("82-KH"))
    page = _parsed(annotate(source, report))
    assert _text_of(page) == source.raw
    for result in report.results:
        if result.outcome not in ("fail", "unknown"):
            continue
        where = result.location
        notes = [
            note for note in page.find_class("note")
            if result.message[1:] in note.text_content() and result.rule in note.text_content()
        ]  # fmt: skip
        assert notes, result.message
        if where is not None:
            numbers = [int(note.get("id").removeprefix("diem-")) for note in notes]
            words = source.raw[where.start : where.end]
            assert words in [_words_of(page, number) for number in numbers]
            assert words.split()


def test_overlapping_and_nested_findings_keep_their_own_words() -> None:
    text = "một hai ba bốn\nnăm sáu"
    spans = {"một hai": "error", "hai ba bốn\nnăm": "warning", "ba": "unknown", "bốn": "info"}
    page = _page(text, *(
        _result(
            text.index(words), text.index(words) + len(words), message=words.split()[-1],
            outcome="unknown" if kind == "unknown" else "fail",
            severity="error" if kind == "unknown" else kind,
        )
        for words, kind in spans.items()
    ))  # fmt: skip
    assert sorted(_words_of(page, n) for n in range(1, 5)) == sorted(spans)
    assert _text_of(page) == text
    nested = page.xpath("//mark[text()='bốn']")[0]
    assert nested.get("class").split() == ["m-warning", "m-info", "over"]


def test_words_of_another_encoding_are_marked_as_they_stand() -> None:
    text = "Kế hoạch của UBND"
    page = _page(text, _result(0, text.index(" của")))
    assert _words_of(page, 1) == "Kế hoạch"


def test_what_looks_like_markup_stays_text() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> ]]> --> </span></main> &lt;"
    page = _page(
        evil,
        _result(0, 8, message=evil, expected=evil, advice=evil, rule=evil, basis=Basis(evil, evil)),
        path=f'"{evil}',
    )
    assert _text_of(page) == evil
    assert len(page.xpath("//script")) == 1 and not page.xpath("//img")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert evil in page.find_class("note")[0].text_content()


# --- the findings --------------------------------------------------------------------------------


def test_a_finding_tells_all_that_the_report_tells() -> None:
    page = _page(
        "Số: 5/KH-UBND",
        _result(
            4, 5, severity="warning", message="số 5 thiếu số 0", expected="05", advice="Thêm số 0.",
            basis=Basis("Nghị định 30/2020/NĐ-CP", "Phụ lục I, mục II.3", verified=False), rule="number-form",
        ),
    )  # fmt: skip
    note = page.get_element_by_id("diem-1").text_content()
    for words in ("Cảnh báo:", "Số 5 thiếu số 0", "05", "Phụ lục I, mục II.3", "chưa kiểm chứng", "Thêm số 0.", "number-form"):  # fmt: skip
        assert words in note


def test_the_note_stands_below_the_line_on_which_the_words_end() -> None:
    page = _page("a\nb\nc", _result(0, 3))
    lines = page.get_element_by_id("dong-2")
    assert lines.getnext().get("id") == "diem-1"


def test_findings_without_a_place_have_a_list_of_their_own() -> None:
    page = _page("a", _result(message="thiếu phần kinh phí"), _result(0, 1))
    heading = page.get_element_by_id("h-chung")
    assert "Thiếu phần kinh phí" in heading.getparent().text_content()
    assert not page.xpath("//mark[contains(@data-f, '2')]")


def test_kinds_are_told_apart_by_name_and_sign_too() -> None:
    page = _page(
        "a", _result(0, 1), _result(0, 1, severity="warning"), _result(0, 1, severity="info"),
        _result(0, 1, outcome="unknown"), _result(0, 1, outcome="unknown", partial=True, evidence=[Evidence("covered", "x", 1, "a")]),
    )  # fmt: skip
    notes = page.find_class("note")
    assert [n.find_class("badge")[0].text_content()[0] for n in notes] == list("×!i??")
    assert [n.find(".//b").text_content() for n in notes] == ["Lỗi:", "Cảnh báo:", "Lưu ý:", "Chưa rõ:", "Một phần:"]  # fmt: skip
    assert [label.text_content().split()[-1] for label in page.xpath("//label")] == [
        "(1)",
        "(1)",
        "(1)",
        "(2)",
    ]


def test_what_is_waived_or_met_is_no_finding_but_told() -> None:
    page = _page(
        "a b", _result(0, 1, waived=Waived("đã thống nhất", "Lê Thị Hòa", "2026-12-31")),
        _result(2, 3, outcome="pass", message="có nêu"),
    )  # fmt: skip
    assert not page.find_class("note") and not page.xpath("//mark")
    waived, met = page.xpath("//details")
    assert "đã thống nhất" in waived.text_content() and "31/12/2026" in waived.text_content()
    assert "Có nêu" in met.text_content()


def test_a_damaged_text_blames_nobody() -> None:
    page = _page("a", _result(0, 1, outcome="unknown"), damaged=True)
    assert not page.find_class("note") and "1 điểm không xét được" in page.text_content()


def test_every_link_has_its_end_and_every_name_is_there_once() -> None:
    source = read_source(FAULTY)
    page = _parsed(annotate(source, check(parse(source), load_parent("82-KH"))))
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= set(names)
    assert {name for names in page.xpath("//@aria-labelledby") for name in names.split()} <= set(
        names
    )
    assert page.get("lang") == "vi"
    assert [h.tag for h in page.xpath("//h1|//h2")].count("h1") == 1
    assert all(a.get("aria-label") or a.text_content().strip() for a in page.xpath("//a"))
    assert not page.xpath("//@src | //link | //img")


def test_a_web_page_is_shown_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "trang.html"
    file.write_text(
        "<!DOCTYPE html><body onload='x()'><script>x()</script><p>KẾ HOẠCH<p>Số: 5/KH-UBND<p>I. MỤC ĐÍCH",
        encoding="utf-8",
    )
    source = read_source(file)
    page = _parsed(annotate(source, check(parse(source))))
    assert _text_of(page) == source.raw
    assert "x()" not in lxml_html.tostring(page, encoding="unicode")


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
        shares = [int(full[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_have_the_contrast_that_reading_needs() -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    page = _page("a", _result(0, 1))
    style = page.find(".//style").text
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", style))
    for kind in ("error", "warning", "info", "unknown"):
        assert _contrast(colours[kind], colours["paper"]) >= 4.5
        assert _contrast(colours["ink"], colours[f"{kind}-bg"]) >= 4.5
    for ground in ("paper", "ground"):
        assert _contrast(colours["soft"], colours[ground]) >= 4.5


# --- in a browser --------------------------------------------------------------------------------

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
    "--disable-dev-shm-usage",
)  # fmt: skip


class _Browser:
    """A page in headless Chromium, told what to do over a pipe (the DevTools protocol)."""

    def __init__(self, folder: str) -> None:
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()
        flags = " ".join([*_FLAGS, f"--user-data-dir={folder}"])
        self._process = subprocess.Popen(
            ["bash", "-c", f"exec chromium {flags} about:blank 3<&{to_read} 4>&{to_write}"],
            pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(to_write)
        self._count, self._rest = 0, b""
        self.events: list[dict[str, Any]] = []
        self._session: str | None = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._in, 1 << 16)
            assert more, "Chromium has gone"
            self._rest += more
        message, self._rest = self._rest.split(b"\0", 1)
        found: dict[str, Any] = json.loads(message)
        return found

    def open(self, address: str, *, width: int = 1280, scripts: bool = True) -> None:
        self.events = []
        self.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)  # fmt: skip
        self.ask("Page.navigate", url=address)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        done = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)  # fmt: skip
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def complaints(self) -> list[Any]:
        bad = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        return [event["params"] for event in self.events if event.get("method") in bad]

    def fetched(self) -> list[str]:
        return [
            event["params"]["request"]["url"] for event in self.events
            if event.get("method") == "Network.requestWillBeSent"
        ]  # fmt: skip

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._out)
        os.close(self._in)


@pytest.fixture(scope="module")
def browser() -> Iterator[_Browser]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = _Browser(folder)
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    source = read_source(FAULTY)
    file = tmp_path_factory.mktemp("page") / "ghi-chu.html"
    file.write_bytes(annotate(source, check(parse(source), load_parent("82-KH"))))
    return file.as_uri()


_SEEN = "[...document.querySelectorAll('{}')].filter(e => e.checkVisibility()).length"
_TAKE_TEXT = "[...document.querySelectorAll('.t')].map(e => e.textContent).join('')"


def test_a_browser_has_the_text_and_asks_for_nothing_else(browser: _Browser, address: str) -> None:
    browser.open(address)
    assert browser.value(_TAKE_TEXT) == FAULTY.read_text(encoding="utf-8")
    assert browser.fetched() == [address] and browser.complaints() == []


def test_a_link_of_the_list_leads_to_the_finding(browser: _Browser, address: str) -> None:
    browser.open(address)
    browser.value("document.querySelector('nav a[href=\"#diem-12\"]').click()")
    browser.value("new Promise(done => setTimeout(done, 100))")
    top = browser.value("document.getElementById('diem-12').getBoundingClientRect().top")
    assert 0 <= top < 900
    assert browser.value("document.activeElement.id") == "diem-12"


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_the_filter_hides_one_kind_and_shows_it_again(
    browser: _Browser, address: str, scripts: bool
) -> None:
    browser.open(address, scripts=scripts)
    asked = ".note.k-warning, nav .k-warning:is(li)"
    before, errors = (
        browser.value(_SEEN.format(asked)),
        browser.value(_SEEN.format(".note.k-error")),
    )
    assert before > 2 and errors > 2
    browser.value("document.getElementById('hien-warning').click()")
    assert browser.value(_SEEN.format(asked)) == 0
    assert browser.value(_SEEN.format(".note.k-error")) == errors
    assert browser.value(_TAKE_TEXT) == FAULTY.read_text(encoding="utf-8")
    browser.value("document.getElementById('hien-warning').click()")
    assert browser.value(_SEEN.format(asked)) == before


def test_a_link_to_what_is_filtered_out_shows_it_again(browser: _Browser, address: str) -> None:
    browser.open(address)
    browser.value("document.getElementById('hien-error').click()")
    assert browser.value(_SEEN.format("#diem-2")) == 0
    browser.value("location.hash = '#diem-2'; new Promise(done => setTimeout(done, 100))")
    assert browser.value(_SEEN.format("#diem-2")) == 1


@pytest.mark.parametrize("width", [1280, 800, 400, 320])
def test_no_width_makes_a_reader_scroll_sideways(
    browser: _Browser, address: str, width: int
) -> None:
    browser.open(address, width=width)
    assert browser.value("document.documentElement.scrollWidth") <= width


def test_every_finding_is_reached_by_keyboard(browser: _Browser, address: str) -> None:
    browser.open(address)
    reached = browser.value(
        "[...document.querySelectorAll('nav li a')].every(a => a.tabIndex === 0)"
    )
    assert reached


def test_printed_it_has_all_findings_and_the_text(
    browser: _Browser, address: str, tmp_path: Path
) -> None:
    browser.open(address)
    pdf = tmp_path / "in.pdf"
    printed = browser.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
    pdf.write_bytes(base64.b64decode(printed["data"]))
    info = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "A4" in info
    said = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True).stdout  # fmt: skip
    words = re.sub(r"\s+", "", said)
    for asked in ("Các điểm cần xem", "× 2", "Kế hoạch ban hành 05/4/2025", "Nơi nhận:"):
        assert re.sub(r"\s+", "", asked) in words


def test_words_of_two_findings_keep_the_mark_of_the_one_that_is_shown(
    browser: _Browser, tmp_path: Path
) -> None:
    text = "một hai ba"
    results = [_result(0, len(text)), _result(4, 7, severity="warning")]
    info = PlanInfo("", None, None, None, None, None, None)
    file = tmp_path / "a.html"
    file.write_bytes(annotate(Source(text), Report(info, None, summarise(results), results)))
    browser.open(file.as_uri())
    style = "getComputedStyle([...document.querySelectorAll('mark')].find(m => m.textContent === '{}')).textDecorationStyle"
    assert browser.value(style.format("hai")) == "double"
    browser.value("document.getElementById('hien-error').click()")
    assert browser.value(style.format("hai")) == "solid"
    line = style.replace("textDecorationStyle", "textDecorationLine")
    assert browser.value(line.format("một ")) == "none"
