"""The page of a season, in a real browser: it shows, filters, opens, and runs nothing of a plan."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest

from cchc_check.engine import load_parent
from cchc_check.engine.intake.record import Finding, Record, Row, Words
from cchc_check.engine.intake.results import Records
from cchc_check.engine.intake.roster import Roster, Unit
from cchc_check.engine.intake.scoring import Scoring
from cchc_check.engine.intake.season import asked_of, season_of, submission_of
from cchc_check.engine.intake.store import Store
from cchc_check.engine.intake.webpage import write

if TYPE_CHECKING:
    from tests.engine.intake.conftest import Page

PARENT = load_parent("82-KH")
ASKED = asked_of([PARENT])
HOSTILE = """</script><script>window.hacked = 1</script><img src=x onerror="window.hacked=2"> & ' " \u202e\u2066 {{style}} <!--"""
UNITS = [
    Unit("UBND phường Hoa Lâm", "phường", contact="vanthu@hoalam.example"),
    Unit("UBND phường Hòa Khê", "phường"),
    Unit("UBND xã Thanh Sa", "xã"),
    Unit("UBND xã Đông Khê", "xã"),
    Unit("UBND xã Bình Điền", "xã"),
    Unit(f"UBND xã {HOSTILE}", "xã"),
]


def _rows(**outcomes: str) -> list[Row]:
    found = []
    for one in ASKED:
        outcome = outcomes.get(f"at{one.number + 1}", "pass")
        score = {"pass": one.weight, "partial": one.weight / 2, "fail": 0.0}.get(outcome)
        found.append(Row(one.id, outcome, one.weight, score, "parent-contents-covered"))
    return found


def _record(
    issuer: str, day: str = "2025-03-10", rows: list[Row] | None = None, **facts: object
) -> Record:
    values = {
        "kind": "kế hoạch",
        "number": "18/KH-UBND",
        "issuer": issuer,
        "earliest": day,
        "latest": day,
    }
    return Record(**{**values, "rows": rows or _rows(), **facts})  # type: ignore[arg-type]


def _faulty() -> Record:
    """A plan with a finding of each sort, and an obligation that it does not meet."""
    rows = _rows(at21="fail", at1="unknown", at16="partial")
    rows[20].note = "không nêu báo cáo 6 tháng"
    rows[20].rule = "half-year-report"
    rows[20].words = [
        Words("Dòng 57", "Báo cáo kết quả", "gửi Phòng Nội vụ trước ngày 10/6", "contrary"),
        Words(status="missing", part="ngày 05/6"),
    ]
    findings = [
        Finding("half-year-report", "error", "fail", "Hạn báo cáo 6 tháng muộn hơn cấp trên giao",
                place="Dòng 57", excerpt="Báo cáo kết quả", expected="trước ngày 05/6", actual="10/6",
                basis="82/KH-UBND, V.1", advice="Sửa thành trước ngày 05/6.", obligation=ASKED[20].id),
        Finding("heading-order", "warning", "fail", "Mục II lặp lại", basis="Nghị định 30/2020/NĐ-CP"),
        Finding("money-year", "warning", "unknown", "Không rõ nguồn kinh phí"),
        Finding("old-name", "error", "fail", "Tên gọi cũ", waived="đã thống nhất với Sở"),
    ]  # fmt: skip
    counts = {"error": 1, "warning": 1, "unknown": 1}
    return _record("UBND xã Thanh Sa", rows=rows, findings=findings, counts=counts)


def _hostile() -> Record:
    rows = _rows(at3="fail")
    rows[2].note, rows[2].words = HOSTILE, [Words("Dòng 1", HOSTILE, HOSTILE, "contrary")]
    findings = [Finding(HOSTILE, "error", "fail", HOSTILE, HOSTILE, "Dòng 1", HOSTILE, HOSTILE, HOSTILE,
                        HOSTILE, HOSTILE, ASKED[2].id)]  # fmt: skip
    return _record(
        f"UBND xã {HOSTILE}", rows=rows, findings=findings, counts={"error": 1}, title=HOSTILE
    )


PLANS = {
    "in/hoa-lam.txt": _record("UBND phường Hoa Lâm"),
    "in/hoa-lam (2).txt": _record("UBND phường Hoa Lâm"),
    "in/hoa-lam-cu.txt": _record("UBND phường Hoa Lâm", "2025-02-03", number="09/KH-UBND"),
    "in/hoa-khe.txt": _record("UBND phường Hòa Khê", "2025-04-21", _rows(at18="fail")),
    "in/thanh-sa.txt": _faulty(),
    "in/dong-khe.txt": _record("UBND xã Đông Khê", rows=_rows(at21="unknown")),
    f"in/{HOSTILE}.txt": _hostile(),
    "in/la.txt": _record(
        "UBND xã Thanh Xa", findings=[Finding("x", "error", "fail", "Thiếu nơi nhận")]
    ),
    "in/thu.txt": _record("UBND xã Đông Khê", kind="công văn"),
    "in/hong.pdf": Record(why="Tệp hỏng."),
}


def _write(folder: Path, plans: dict[str, Record], units: list[Unit]) -> Path:
    scoring = Scoring(deductions={"warning": 1})
    file = folder / "summary.html"
    with Store(folder / "store") as store:
        found = []
        for name, record in plans.items():
            key = record.to_bytes().hex()[:4000]
            store.put(key, record)
            found.append(submission_of(name, key, record, ASKED, scoring, True))
        season = season_of(found, Roster(units), [PARENT], ASKED, scoring)
        write(season, Records(store), file)
    return file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(tmp_path_factory.mktemp("season"), PLANS, UNITS)


@pytest.fixture
def opened(page: Page, file: Path) -> Page:
    """The page, opened and drawn."""
    page.open(file)
    page.wait("document.documentElement.hasAttribute('data-ready')")
    return page


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A season of 2,000 units, each of whose plans has words of its own."""
    units = [Unit(f"UBND xã Thanh {at:04}", "xã") for at in range(2000)]
    plans = {}
    for at, unit in enumerate(units):
        findings = [Finding(f"rule-{n}", "error", "fail", f"Điểm {n}", excerpt=f"Câu {at}.{n} " * 12)
                    for n in range(12)]  # fmt: skip
        plans[f"{at:04}.txt"] = _record(unit.name, findings=findings, counts={"error": 12})
    return _write(tmp_path_factory.mktemp("many"), plans, units)


def _names(page: Page) -> list[str]:
    found: list[str] = page.run(
        "[...document.querySelectorAll('#matrix tbody th bdi')].map(e => e.textContent)"
    )
    return [name.removeprefix("UBND ") for name in found]


def _choose(page: Page, **values: str) -> list[str]:
    """Sets filters as a person does; which units are then shown."""
    for name, value in values.items():
        page.run(
            f"""(() => {{ const element = document.getElementById("{name}"); element.value = "{value}";
            element.dispatchEvent(new Event("input", {{bubbles: true}})); }})()"""
        )
    page.run("new Promise(done => setTimeout(done, 150))")
    return _names(page)


def _cell(unit: str, column: int) -> str:
    return f"button[aria-label^='UBND {unit}, yêu cầu {column}:']"


def _panel(page: Page) -> str:
    """What the open panel says."""
    page.wait("document.getElementById('panel').hasAttribute('data-ready')")
    return str(page.run("document.getElementById('panel-body').innerText"))


def _closed(page: Page) -> None:
    """Waits until the panel is closed, and the page has heard of it."""
    page.wait("!document.getElementById('panel').open")
    page.wait("!document.getElementById('panel').hasAttribute('data-ready')")


def _quiet(page: Page) -> None:
    """Nothing has gone wrong, nothing was asked of a network."""
    assert page.events("Runtime.exceptionThrown") == []
    assert page.events("Log.entryAdded") == []
    assert page.events("Runtime.consoleAPICalled") == []
    asked = [one["request"]["url"] for one in page.events("Network.requestWillBeSent")]
    assert [url for url in asked if not url.endswith("/summary.html")] == []


# --- the file -----------------------------------------------------------------------------------


def test_the_same_season_is_the_same_bytes(tmp_path: Path, file: Path) -> None:
    assert _write(tmp_path, dict(reversed(PLANS.items())), UNITS).read_bytes() == file.read_bytes()


def test_nothing_is_taken_from_elsewhere_and_only_the_own_program_may_run(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "://" not in text and not re.search(
        r"\b(src|href)=(?!\"#)", re.sub(r"src=x|<script type=.*", "", text)
    )
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None and policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]


def test_no_folder_of_this_machine_stands_in_it(tmp_path: Path) -> None:
    plans = {f"/home/someone/{name}": record for name, record in PLANS.items()}
    text = _write(tmp_path, plans, UNITS).read_text(encoding="utf-8")
    assert "someone" not in text and "hong.pdf" in text


# --- what is seen -------------------------------------------------------------------------------


def test_it_opens_without_a_fault_or_a_network(opened: Page) -> None:
    assert "82/KH-UBND ngày 07/3/2025" in opened.run("document.querySelector('header').innerText")
    assert opened.run("[...document.querySelectorAll('.tiles a')].map(e => e.textContent.trim())") == [
        "5 đã nộp, trên 6 đơn vị", "1 chưa nộp", "1 ban hành muộn", "2 còn lỗi", "3 không còn lỗi",
        "1 chưa rõ của đơn vị nào", "1 không phải kế hoạch", "1 không đọc được",
    ]  # fmt: skip
    assert _names(opened)[:2] == ["xã Bình Điền", "xã Thanh Sa"]  # missing, then the lowest score
    _quiet(opened)


def test_an_outcome_is_a_sign_and_words_not_only_a_colour(opened: Page) -> None:
    shown = [
        opened.run(f"(e => [e.textContent, e.getAttribute('aria-label').split(': ')[1]])(document.querySelector(\"{cell}\"))")
        for cell in (_cell("xã Thanh Sa", at) for at in (1, 16, 21, 2))
    ]  # fmt: skip
    assert shown == [["?", "chưa rõ"], ["◐", "đạt một phần"], ["✗", "chưa đạt"], ["✓", "đạt"]]


def test_lists_tell_who_is_missing_late_or_not_known(opened: Page) -> None:
    def told(name: str) -> str:
        return str(opened.run(f"document.getElementById('{name}').innerText"))

    assert "UBND xã Bình Điền" in told("chua-nop")
    assert "UBND phường Hòa Khê: 21/4/2025" in told("muon")
    assert "có phải UBND xã Thanh Sa?" in told("chua-ro-don-vi")
    assert "hoa-lam-cu.txt" in told("nhieu-ban")
    assert "thu.txt: công văn" in told("khong-phai")
    assert "hong.pdf: Tệp hỏng." in told("khong-doc-duoc")


def test_the_share_that_meets_an_obligation_leaves_out_who_sent_nothing(opened: Page) -> None:
    row = opened.run("document.querySelectorAll('table.asked tbody tr')[20].innerText")
    assert "3 đạt, 1 chưa rõ, 1 chưa đạt, 1 chưa nộp" in row and "60%" in row


def test_without_its_program_it_still_shows_units_and_scores(page: Page, file: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(file)
    shown = page.run("document.querySelector('table.plain').innerText")
    assert re.search(r"UBND xã Thanh Sa\s+90,07\s+1\s+1\s+23\s+1\s+1\s+1", shown)
    assert re.search(r"UBND xã Bình Điền\s+chưa nộp", shown)


def test_an_old_browser_says_what_to_do(page: Page, many: Path) -> None:
    page.call("Page.addScriptToEvaluateOnNewDocument", source="delete window.DecompressionStream")
    page.open(many)
    page.wait("!document.getElementById('trouble').hidden")
    assert "Trình duyệt này quá cũ" in page.run("document.getElementById('trouble').textContent")


# --- filters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hoa", {"phường Hoa Lâm", "phường Hòa Khê"}),
        ("HOA KHE", {"phường Hòa Khê"}),
        ("hòa", {"phường Hòa Khê"}),
        ("hoà khê", {"phường Hòa Khê"}),
        ("dong khe", {"xã Đông Khê"}),
        ("đông", {"xã Đông Khê"}),
        ("lạ lẫm", set()),
    ],
)
def test_units_are_found_with_and_without_diacritics(
    opened: Page, typed: str, expected: set[str]
) -> None:
    opened.run("document.getElementById('find').focus()")
    opened.type(typed)
    opened.run("new Promise(done => setTimeout(done, 150))")
    assert set(_names(opened)) == expected
    assert (
        "Không có đơn vị nào" in opened.run("document.getElementById('status').textContent")
    ) == (not expected)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"show": "missing"}, {"xã Bình Điền"}),
        ({"show": "late"}, {"phường Hòa Khê"}),
        ({"show": "several"}, {"phường Hoa Lâm"}),
        ({"kind": "phường"}, {"phường Hoa Lâm", "phường Hòa Khê"}),
        ({"asked": "20", "outcome": "f"}, {"xã Thanh Sa"}),
        ({"asked": "20", "outcome": "u"}, {"xã Đông Khê"}),
        ({"outcome": "t"}, {"xã Thanh Sa"}),
        ({"outcome": "u", "kind": "phường"}, set()),
    ],
)
def test_filters_narrow_the_table(opened: Page, chosen: dict[str, str], expected: set[str]) -> None:
    assert set(_choose(opened, **chosen)) == expected
    opened.click("#clear")
    assert len(_names(opened)) == len(UNITS)
    _quiet(opened)


def test_one_obligation_stands_alone_in_the_table(opened: Page) -> None:
    _choose(opened, asked="20")
    assert opened.run("document.querySelectorAll('#matrix th.asked').length") == 1
    assert ASKED[20].text in opened.run("document.getElementById('status').textContent")
    opened.wait("document.querySelectorAll('td.why:not(:empty)').length > 0")
    said = opened.run("document.querySelector('#matrix tbody tr:nth-child(2) td.why').innerText")
    assert "Không nêu báo cáo 6 tháng" in said and "Dòng 57" in said


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("name", "phường Hòa Khê", None),
        ("best", "phường Hoa Lâm", "xã Bình Điền"),
        ("score", "xã Bình Điền", None),
        ("errors", "xã Thanh Sa", None),
    ],
)
def test_units_are_sorted(opened: Page, order: str, first: str, last: str | None) -> None:
    names = [name for name in _choose(opened, sort=order) if "script" not in name]
    assert names[0] == first and (last is None or names[-1] == last)


def test_a_head_sorts_and_says_so(opened: Page) -> None:
    opened.click("#matrix thead th.name button")
    assert (
        opened.run("document.querySelector('#matrix thead th.name').getAttribute('aria-sort')")
        == "ascending"
    )
    assert opened.run("document.activeElement.textContent") == "Đơn vị"
    assert next(name for name in _names(opened) if "script" not in name) == "phường Hòa Khê"


def test_a_count_leads_to_its_units(opened: Page) -> None:
    opened.click(".tiles [data-show=late]")
    assert _names(opened) == ["phường Hòa Khê"]


# --- the panel ----------------------------------------------------------------------------------


def test_a_cell_opens_the_words_of_the_plan_what_is_asked_and_why(opened: Page) -> None:
    opened.click(_cell("xã Thanh Sa", 21))
    said = _panel(opened)
    for words in (
        ASKED[20].text, ASKED[20].source, "không nêu báo cáo 6 tháng".capitalize(), "Dòng 57",
        "Báo cáo kết quả gửi Phòng Nội vụ trước ngày 10/6", "ngày 05/6", "half-year-report",
        "Sửa thành trước ngày 05/6.", "82/KH-UBND, V.1", "chưa đạt", "0 trên 2", ASKED[20].id,
    ):  # fmt: skip
        assert words in said, words
    _quiet(opened)


def test_escape_closes_the_panel_and_the_focus_is_back_on_the_cell(opened: Page) -> None:
    opened.click(_cell("xã Thanh Sa", 21))
    _panel(opened)
    opened.key("Escape")
    opened.wait("!document.getElementById('panel').open")
    assert opened.run("document.activeElement.getAttribute('aria-label')").endswith(
        "yêu cầu 21: chưa đạt"
    )


def test_keys_alone_lead_to_a_finding(opened: Page) -> None:
    _choose(opened, find="thanh sa")
    opened.run("document.querySelector('#matrix tbody button').focus()")
    for _ in range(21):
        opened.key("ArrowRight")
    assert opened.run("document.activeElement.getAttribute('aria-label')").endswith(
        "yêu cầu 21: chưa đạt"
    )
    opened.key("Enter")
    assert "Dòng 57" in _panel(opened)
    opened.key("Escape")
    _closed(opened)
    opened.wait("document.activeElement.closest('#matrix') !== null")  # the focus comes back
    opened.key("Home")
    opened.key("Enter")
    assert "Mục II lặp lại" in _panel(opened)


def test_arrows_go_from_unit_to_unit_and_tab_leaves_the_table(opened: Page) -> None:
    _choose(opened, sort="name")
    opened.run("document.querySelector('#matrix tbody button').focus()")
    opened.key("ArrowDown")
    assert opened.run("document.querySelectorAll('#matrix tbody [tabindex=\"0\"]').length") == 1
    assert "phường Hoa Lâm" in opened.run("document.activeElement.textContent")


def test_the_panel_goes_on_to_the_next_obligation_and_unit(opened: Page) -> None:
    opened.click(_cell("xã Thanh Sa", 21))
    _panel(opened)
    opened.click("#next")
    opened.wait("document.getElementById('panel-title').textContent.startsWith('Yêu cầu 22:')")
    opened.click("#previous")
    opened.wait("document.getElementById('panel-title').textContent.startsWith('Yêu cầu 21:')")


def test_a_unit_opens_all_its_findings_in_order_of_weight(opened: Page) -> None:
    opened.click("#matrix tbody tr:nth-child(2) th button")
    said = _panel(opened)
    places = [said.index(words) for words in (
        "Lỗi (1)", "Hạn báo cáo 6 tháng muộn hơn cấp trên giao", "Cảnh báo (1)", "Mục II lặp lại",
        "Nghị định 30/2020/NĐ-CP", "Chưa kết luận được", "Không rõ nguồn kinh phí", "Được bỏ qua (1)",
        "đã thống nhất với Sở",
    )]  # fmt: skip
    assert places == sorted(places)


def test_every_point_of_a_score_is_traced(opened: Page) -> None:
    opened.click("#matrix tbody tr:nth-child(2) th button")
    _panel(opened)
    opened.click(".trace summary")
    said = opened.run("document.querySelector('.trace summary').innerText")
    cells = opened.run("[...document.querySelectorAll('.trace td.num')].map(e => e.textContent)")
    points = [[float(part.replace(",", ".")) for part in cell.split("/")] for cell in cells]
    earned, most = (sum(one[at] for one in points if len(one) == 2) for at in (0, 1))
    taken = sum(one[0] for one in points if len(one) == 1)
    value = re.search(r"Điểm: ([\d,]+)", said)
    assert value is not None and taken == -1
    assert float(value[1].replace(",", ".")) == pytest.approx(
        100 * earned / most + taken, abs=0.006
    )


def test_a_unit_opens_its_other_versions_and_copies(opened: Page) -> None:
    _choose(opened, find="hoa lam")
    opened.click("#matrix tbody th button")
    said = _panel(opened)
    assert "hoa-lam-cu.txt 09/KH-UBND, ban hành 03/02/2025" in said
    assert "Cùng nội dung với tệp được tính: hoa-lam.txt" in said
    assert "vanthu@hoalam.example" in said


def test_a_plan_of_nobody_opens_too(opened: Page) -> None:
    opened.click("[data-unmatched]")
    said = _panel(opened)
    assert (
        "UBND xã Thanh Xa" in said
        and "Thiếu nơi nhận" in said
        and "Có phải của UBND xã Thanh Sa?" in said
    )


def test_the_head_of_a_column_opens_what_is_asked_and_leads_to_who_fails(opened: Page) -> None:
    opened.click("#matrix th.asked button", 20)
    assert ASKED[20].text in _panel(opened)
    opened.click("#panel .counts button:has(.fail)")
    assert _names(opened) == ["xã Thanh Sa"]


# --- words of a plan are words ------------------------------------------------------------------


def test_words_of_a_plan_are_never_markup_nor_program(opened: Page) -> None:
    _choose(opened, find="script")
    opened.click("#matrix td.fail button")
    assert _panel(opened).count(HOSTILE) >= 8
    opened.run("document.querySelector('#panel-body > p button').click()")
    opened.wait("document.getElementById('panel-body').innerText.includes('Lỗi (1)')")
    assert HOSTILE in _panel(opened)
    assert opened.run(
        "window.hacked === undefined && document.querySelectorAll('img').length === 0"
    )
    _quiet(opened)


def test_words_of_a_plan_end_no_element(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "<script>window.hacked" not in text and "<img" not in text
    assert text.count("<script") == text.count("</script>") == 3


# --- for everyone -------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
@pytest.mark.parametrize("state", ["page", "one", "cell", "unit", "asked"])
def test_no_barrier_is_found(opened: Page, axe: str, width: int, scheme: str, state: str) -> None:
    opened.size(width, 900)
    opened.media(prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
    opened.run("for (const list of document.querySelectorAll('details')) list.open = true")
    if state == "one":
        _choose(opened, asked="20")
    elif state != "page":
        selector = {"cell": _cell("xã Thanh Sa", 21), "unit": "#matrix tbody tr:nth-child(2) th button",
                    "asked": "#matrix th.asked button"}  # fmt: skip
        opened.run(f'document.querySelector("{selector[state]}").click()')
        _panel(opened)
        opened.run("for (const list of document.querySelectorAll('details')) list.open = true")
    opened.run(axe + "; 0")
    found = opened.run(
        "axe.run(document, {resultTypes: ['violations']}).then(r =>"
        " r.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + n.failureSummary)]))"
    )
    assert found == []


@pytest.mark.parametrize("width", [1280, 800, 400])
def test_the_page_is_never_wider_than_its_window(opened: Page, width: int) -> None:
    opened.size(width, 900)
    assert opened.run("document.documentElement.scrollWidth") == width


def test_it_prints_every_unit_on_paper_lying_down(page: Page, many: Path) -> None:
    page.open(many)
    page.wait("document.documentElement.hasAttribute('data-ready')")
    _choose(page, find="thanh 00")
    assert len(_names(page)) == 60
    file = many.with_suffix(".pdf")
    file.write_bytes(page.paper())
    pages = pypdf.PdfReader(file).pages
    text = "\n".join(one.extract_text() for one in pages)
    assert "UBND xã Thanh 0099" in text
    assert round(float(pages[0].mediabox.width)) == 842


# --- many units ---------------------------------------------------------------------------------


def test_thousands_of_units_open_and_are_drawn_as_one_goes(page: Page, many: Path) -> None:
    page.open(many)
    page.wait("document.documentElement.hasAttribute('data-ready')")
    assert len(_names(page)) == 60
    page.run("document.getElementById('matrix').scrollTop = 1e9")
    page.wait("document.querySelectorAll('#matrix tbody tr').length > 60")
    assert _choose(page, find="thanh 1999") == ["xã Thanh 1999"]
    page.click("#matrix tbody th button")
    assert "Câu 1999.11" in _panel(page)
    _quiet(page)


def test_many_missing_units_do_not_push_the_others_away(page: Page, tmp_path: Path) -> None:
    units = [*UNITS, *(Unit(f"UBND xã Vắng {at}") for at in range(1200))]
    page.open(_write(tmp_path, PLANS, units))
    page.wait("document.documentElement.hasAttribute('data-ready')")
    assert _names(page)[0] == "xã Thanh Sa"
    assert page.run("document.getElementById('status').textContent") == "1.206 đơn vị."
    page.click("#matrix tbody button")
    assert page.run("document.querySelector('#matrix tbody').innerText").startswith(
        "UBND xã Bình Điền"
    )
    assert (
        page.run("document.getElementById('status').textContent")
        == "Đang hiện 1.201 trên 1.206 đơn vị."
    )


def test_what_is_big_is_compressed(many: Path) -> None:
    assert many.stat().st_size < 2_500_000
    assert 'type="application/gzip"' in many.read_text(encoding="utf-8")
