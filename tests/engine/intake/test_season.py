"""The records put together: which unit owes what, what it has sent, what is missing, what it earns."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from cchc_check.engine import load_parent
from cchc_check.engine.errors import InputError
from cchc_check.engine.intake.record import Finding, Record, Row
from cchc_check.engine.intake.roster import Roster, Unit
from cchc_check.engine.intake.scoring import BUILT_IN, Scoring, load_scoring
from cchc_check.engine.intake.season import Season, asked_of, season_of, submission_of

PARENT = load_parent("82-KH")
ASKED = asked_of([PARENT])
ROSTER = Roster([Unit("UBND xã Thanh Sa"), Unit("UBND xã Đông Khê"), Unit("UBND phường Hoa Lâm")])


def _record(issuer: str, day: str | None = "2025-03-10", **values: object) -> Record:
    rows = [Row(one.id, "pass", one.weight, one.weight) for one in ASKED]
    facts = {"kind": "kế hoạch", "issuer": issuer, "earliest": day, "latest": day, "rows": rows}
    return Record(**{**facts, **values})  # type: ignore[arg-type]


def _season(*records: tuple[str, Record], roster: Roster = ROSTER) -> Season:
    scoring = load_scoring(BUILT_IN)
    found = [
        submission_of(name, f"key of {name}", record, ASKED, scoring, roster.listed)
        for name, record in records
    ]
    return season_of(found, roster, [PARENT], ASKED, scoring)


def test_a_unit_without_a_plan_has_not_sent_one() -> None:
    season = _season(("a.txt", _record("UBND xã Thanh Sa")))
    assert [state.unit.name for state in season.missing] == [
        "UBND phường Hoa Lâm",
        "UBND xã Đông Khê",
    ]
    assert season.missing[0].outcome(0) == "missing"


def test_of_several_plans_of_a_unit_the_newest_counts_and_the_others_are_shown() -> None:
    season = _season(
        ("a.txt", _record("UBND xã Thanh Sa", "2025-03-20")),
        ("b.txt", _record("UBND xã Thanh Sa", "2025-02-01")),
        ("c.txt", _record("UBND xã Thanh Sa", None)),
    )
    state = next(one for one in season.units if one.plan)
    assert state.plan is not None and state.plan.name == "a.txt"
    assert [one.name for one in state.others] == ["b.txt", "c.txt"]


def test_a_plan_under_this_parent_counts_before_a_newer_one_under_another() -> None:
    season = _season(
        ("new.txt", _record("UBND xã Thanh Sa", "2025-12-01")),
        ("own.txt", _record("UBND xã Thanh Sa", "2025-03-01", cites_parent=True)),
    )
    state = next(one for one in season.units if one.plan)
    assert state.plan is not None and state.plan.name == "own.txt"


def test_the_same_content_under_two_names_is_one_plan() -> None:
    scoring = Scoring()
    same = [submission_of(name, "one key", _record("UBND xã Thanh Sa"), ASKED, scoring, True)
            for name in ("b.txt", "a.txt")]  # fmt: skip
    season = season_of(same, ROSTER, [PARENT], ASKED, scoring)
    state = next(one for one in season.units if one.plan)
    assert state.plan is not None
    assert (state.plan.name, state.plan.copies, state.others) == ("a.txt", ["b.txt"], [])


def test_what_is_no_plan_or_nobodys_stands_apart() -> None:
    season = _season(
        ("letter.txt", _record("UBND xã Thanh Sa", kind="công văn")),
        ("far.txt", _record("UBND xã Lạ")),
        ("bad.pdf", Record(why="Tệp hỏng.")),
        ("parent.txt", Record(is_parent=True)),
    )
    assert [one.name for one in season.not_plans] == ["letter.txt"]
    assert [one.name for one in season.unmatched] == ["far.txt"]
    assert [(one.name, one.why) for one in season.unread] == [("bad.pdf", "Tệp hỏng.")]
    assert len(season.missing) == 3


def test_whom_the_parent_does_not_bind_owes_nothing_unless_the_list_says_so() -> None:
    record = _record("UBND xã Thanh Sa", unbound="thuộc tỉnh khác")
    free = _season(("a.txt", record), roster=Roster([], listed=False))
    assert (len(free.unbound), free.units) == (1, [])
    assert any(state.plan for state in _season(("a.txt", record)).units)


@pytest.mark.parametrize(
    ("earliest", "latest", "late"),
    [
        ("2025-03-31", "2025-03-31", False),
        ("2025-04-01", "2025-04-01", True),
        ("2025-03-01", "2025-04-30", None),
        (None, None, None),
    ],
)
def test_late_is_what_was_issued_after_the_parents_window(
    earliest: str | None, latest: str | None, late: bool | None
) -> None:
    record = _record("UBND xã Thanh Sa", earliest=earliest, latest=latest)
    season = _season(("a.txt", record))
    assert season.window is not None and season.window.latest == date(2025, 3, 31)
    assert next(one for one in season.units if one.plan).late is late


def test_units_come_by_need_missing_first_then_the_lowest_score() -> None:
    low = _record("UBND xã Đông Khê", rows=[Row(one.id, "fail", 1, 0) for one in ASKED])
    season = _season(("a.txt", _record("UBND xã Thanh Sa")), ("b.txt", low))
    assert [state.unit.name for state in season.units] == [
        "UBND phường Hoa Lâm", "UBND xã Đông Khê", "UBND xã Thanh Sa",
    ]  # fmt: skip


def test_the_picture_does_not_depend_on_the_order_of_the_documents() -> None:
    records = [
        ("a.txt", _record("UBND xã Thanh Sa")), ("b.txt", _record("UBND xã Thanh Sa", "2025-01-02")),
        ("c.txt", _record("UBND xã Lạ")), ("d.txt", Record(why="Tệp hỏng.")),
    ]  # fmt: skip

    def told(season: Season) -> object:
        return (
            [(s.unit.name, s.plan.name if s.plan else None, [o.name for o in s.others]) for s in season.units],
            [one.name for one in season.unmatched], [one.name for one in season.unread],
        )  # fmt: skip

    assert len({repr(told(_season(*order))) for order in permutations(records)}) == 1


# --- scoring -------------------------------------------------------------------------------------

ROWS = [
    Row("P.1", "pass", 2, 2, rule="r1"), Row("P.2", "fail", 1, 0, rule="r2"),
    Row("P.3", "partial", 1, 0.5), Row("P.4", "unknown", 4), Row("P.5", "not_applicable", 3),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scoring", "value"),
    [
        pytest.param(Scoring(), 62.5, id="2.5 of 4, what is open left out"),
        pytest.param(Scoring(unknown="zero"), 31.25, id="what is open earns nothing"),
        pytest.param(Scoring(unknown="half"), 56.25, id="what is open earns half"),
        pytest.param(Scoring(scale=10), 6.25, id="another scale"),
        pytest.param(Scoring(weights={"P.2": 0}), 83.33, id="an obligation without weight"),
        pytest.param(
            Scoring(weights={"send": 7}, kinds={"P.1": "send"}), 83.33, id="a kind's weight"
        ),
        pytest.param(Scoring(deductions={"error": 5}), 57.5, id="a deduction by severity"),
        pytest.param(Scoring(deductions={"r9": 3, "error": 5}), 59.5, id="a deduction by rule"),
        pytest.param(Scoring(late=10, kinds={"P.2": "issue"}), 52.5, id="issued late"),
    ],
)
def test_a_score_is_the_share_of_the_weights_on_the_scale(scoring: Scoring, value: float) -> None:
    record = Record(rows=ROWS, findings=[Finding("r9", "error", "fail", "Sai.")])
    score = scoring.score(record)
    assert score.value == value
    weighed = [one for one in scoring.points(record) if one.most]
    assert sum(one.points for one in weighed) == pytest.approx(score.earned)
    assert sum(one.most for one in weighed) == score.most


def test_a_finding_about_an_obligation_is_not_deducted_twice() -> None:
    record = Record(rows=ROWS, findings=[Finding("r2", "error", "fail", "Sai.", obligation="P.2")])
    assert Scoring(deductions={"error": 5}).score(record).deducted == 0


def test_grades_are_named_from_the_highest_down() -> None:
    scoring = Scoring(grades=[(90, "Tốt"), (60, "Khá"), (0, "Yếu")])
    assert scoring.score(Record(rows=ROWS)).grade == "Khá"
    assert scoring.score(Record()).grade is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("scal: 10", "không có mục “scal”, có phải là 'scale'?"),
        ("scale: mười", "mục “scale”: cần một số"),
        ("unknown: skip", "chọn một trong leave, zero, half"),
        ("weights: [1]", "mục “weights”"),
        ("grades: [{tu: 9}]", "mỗi dòng cần from và name"),
        ("- 1", "phải gồm các mục"),
        ("a: [", "không phải YAML hợp lệ ở dòng"),
    ],
)
def test_a_fault_of_a_scoring_table_is_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "bang-diem.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scoring(path)
    assert words in str(caught.value)
