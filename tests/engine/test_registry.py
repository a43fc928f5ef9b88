"""The registry: where parents are kept, what is put into it and taken out, which of two holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_check.engine import load_parent
from cchc_check.engine.errors import InputError, ParentError
from cchc_check.engine.keeping import add, id_of, remove, validate
from cchc_check.engine.parent_faults import validate_parent
from cchc_check.engine.registry import Registry
from cchc_check.grammar.data import data_folder

PLAN = """\
ỦY BAN NHÂN DÂN
THÀNH PHỐ AN KHÊ
Số: 45/KH-UBND
An Khê, ngày 10 tháng 02 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính thành phố An Khê, tỉnh Gia Lai năm 2025

I. TỔ CHỨC THỰC HIỆN
1. Ủy ban nhân dân các phường, xã
- Báo cáo kết quả trước ngày 05/6 đối với báo cáo 06 tháng và trước ngày 30/11 đối với báo cáo năm.
"""
WARD = """\
Số: 08/KH-UBND
Tân An, ngày 20 tháng 3 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính phường Tân An năm 2025

Căn cứ Kế hoạch số 45/KH-UBND ngày 10/02/2025 của Ủy ban nhân dân thành phố An Khê về tuyên truyền;
UBND phường Tân An ban hành Kế hoạch như sau:
I. TỔ CHỨC THỰC HIỆN
1. Công chức Văn hóa - Xã hội
- Báo cáo UBND thành phố trước ngày 01/6 đối với báo cáo 06 tháng và trước ngày 25/11 đối với báo cáo năm.
"""
Cli = Callable[..., tuple[int, str, str]]


def parent_yaml(id: str, number: str = "", **values: str) -> str:
    lines = {
        "id": id,
        "number": number or f"{id}/KH",
        "date": "2025-01-02",
        "issuer": "UBND huyện Đông",
        **values,
    }
    return "".join(f"{key}: {value}\n" for key, value in lines.items()) + "obligations: []\n"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own registry, still without a folder; the working directory has a plan."""
    monkeypatch.setenv("CCHC_CHECK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Path("city.txt").write_text(PLAN, encoding="utf-8")
    Path("ward.txt").write_text(WARD, encoding="utf-8")
    return tmp_path / "data" / "parents"


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def review(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("\nreviewed: false", "\nreviewed: true\nreviewed_by: Lê Hoài Đức\nreviewed_on: 2025-03-01"),
        encoding="utf-8",
    )  # fmt: skip


# --- where -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("win32", "LOCALAPPDATA", "here/cchc-check"),
        ("linux", "XDG_DATA_HOME", "here/cchc-check"),
        ("linux", None, "home/.local/share/cchc-check"),
        ("darwin", None, "home/Library/Application Support/cchc-check"),
    ],
)
def test_the_data_folder_is_that_of_the_platform(
    platform: str, variable: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CCHC_CHECK_DATA", "LOCALAPPDATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("home"))
    if variable:
        monkeypatch.setenv(variable, "here")
    assert data_folder() == Path(expected)


def test_without_a_home_folder_the_built_in_ones_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CCHC_CHECK_DATA")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)

    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", no_home)
    assert load_parent("82-KH").number == "82/KH-UBND"
    with pytest.raises(InputError, match="hãy nêu thư mục bằng --registry"):
        add("a.txt", Registry())


def test_the_nearer_of_two_places_wins(user: Path, tmp_path: Path) -> None:
    put(user, "a.yaml", parent_yaml("82-KH", "1/KH"))
    assert load_parent("82-KH").number == "1/KH"
    put(tmp_path / "project", "a.yaml", parent_yaml("82-KH", "2/KH"))
    assert load_parent("82-KH", tmp_path / "project").number == "2/KH"
    hidden = [
        (e.place, e.hidden) for e in Registry(tmp_path / "project").entries if e.id == "82-KH"
    ]
    assert hidden == [("project", False), ("user", True), ("program", True)]


def test_what_a_nearer_one_hides_is_not_found_by_its_number(user: Path) -> None:
    put(user, "a.yaml", parent_yaml("82-KH", "1/KH"))
    with pytest.raises(InputError, match="Không có kế hoạch cấp trên “82/KH-UBND”"):
        load_parent("82/KH-UBND")


def test_two_files_of_one_id_are_told(user: Path) -> None:
    put(user, "a.yaml", parent_yaml("7-KH"))
    put(user, "b.yaml", parent_yaml("7-KH", "8/KH"))
    with pytest.raises(
        InputError, match=r"Có 2 tệp trong danh mục cùng mã “7-KH”: .*a\.yaml, .*b\.yaml"
    ):
        load_parent("7-KH")


def test_one_number_of_two_parents_is_told(user: Path) -> None:
    put(user, "a.yaml", parent_yaml("82-KH-QN", "82/KH-UBND"))
    with pytest.raises(
        InputError, match=r"Có 2 kế hoạch cấp trên mang số “82/KH-UBND”: 82-KH-QN .*Hãy nêu rõ mã"
    ):
        load_parent("82/KH-UBND")


def test_a_faulty_file_spoils_no_other(user: Path) -> None:
    put(user, "5-KH.yaml", "id: [\n")
    put(user, "6-KH.yaml", "- a\n")
    put(user, "7-KH.yaml", parent_yaml("7-KH"))
    assert load_parent("7-KH").id == "7-KH"
    with pytest.raises(InputError, match="không phải YAML hợp lệ, sai ở dòng 2"):
        load_parent("5-KH")
    with pytest.raises(InputError, match="sai ở mục “tệp”: cần các mục con"):
        load_parent("6-KH")
    with pytest.raises(InputError, match=r"Tệp trong danh mục không đọc được: 5-KH\.yaml"):
        load_parent("99/KH")


def test_an_unknown_parent_says_that_the_named_folder_is_not_there(user: Path) -> None:
    with pytest.raises(InputError, match="Chưa có thư mục danh mục nowhere"):
        load_parent("99-KH", Path("nowhere"))


# --- adding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("82/KH-UBND", "82-KH"), ("0124/KH-UBND", "0124-KH"), ("16/KH-MTTQ-BTT", "16-KH"),
        ("239/QĐ-UBND", "239-QĐ"), ("/KH-UBND", ""), ("plans/a.txt", ""), ("…/KH-UBND", ""), ("45", ""),
    ],
)  # fmt: skip
def test_an_id_is_made_of_the_number(number: str, expected: str) -> None:
    assert id_of(number) == expected


def test_a_plan_is_added_and_then_known_by_id_and_number(user: Path) -> None:
    kept = add("city.txt", Registry())
    assert (kept.path, kept.backup, kept.hides) == (user / "45-KH.yaml", None, None)
    for name in ("45-KH", "45/KH-UBND"):
        parent = load_parent(name)
        assert [d.month_day for d in parent.obligations if d.of == "report"] == ["06-05", "11-30"]
        assert "chưa có người soát" in (parent.note or "")


def test_a_named_folder_and_id_are_taken(user: Path, tmp_path: Path) -> None:
    kept = add("city.txt", Registry(tmp_path / "reg"), id="An Khê-2025".replace(" ", "-"))
    assert kept.path == tmp_path / "reg" / "An-Khê-2025.yaml"
    assert load_parent("An-Khê-2025", tmp_path / "reg").number == "45/KH-UBND"
    assert not user.exists()


@pytest.mark.parametrize("id", ["../45", "a/b", "", " ", "a:b", "-a", "x" * 81])
def test_an_id_that_is_no_file_name_is_refused(id: str, user: Path) -> None:
    with pytest.raises(InputError, match="không dùng được: chỉ dùng chữ, số"):
        add("city.txt", Registry(), id=id)


def test_a_plan_without_a_number_needs_an_id(user: Path) -> None:
    Path("draft.txt").write_text(PLAN.replace("Số: 45/KH-UBND\n", ""), encoding="utf-8")
    with pytest.raises(InputError, match=r"Không thấy số, ký hiệu trong draft\.txt"):
        add("draft.txt", Registry())
    assert add("draft.txt", Registry(), id="nháp").path == user / "nháp.yaml"


def test_adding_the_same_again_changes_nothing(user: Path) -> None:
    add("city.txt", Registry())
    assert not add("city.txt", Registry()).new
    assert [path.name for path in user.iterdir()] == ["45-KH.yaml"]


def test_a_file_that_somebody_touched_is_not_written_over(user: Path) -> None:
    path = add("city.txt", Registry()).path
    path.write_text(path.read_text(encoding="utf-8") + "# xem lại\n", encoding="utf-8")
    with pytest.raises(InputError, match="có thể đã được sửa tay nên không ghi đè; thêm --force"):
        add("city.txt", Registry())


def test_a_reviewed_file_is_replaced_only_by_force_and_kept(user: Path) -> None:
    path = add("city.txt", Registry()).path
    review(path)
    reviewed = path.read_bytes()
    with pytest.raises(InputError, match="đã được Lê Hoài Đức soát ngày 01/3/2025"):
        add("city.txt", Registry())
    assert path.read_bytes() == reviewed
    kept = add("city.txt", Registry(), force=True)
    assert kept.backup is not None and kept.backup.read_bytes() == reviewed
    assert not load_parent("45-KH").reviewed


def test_an_id_of_another_document_is_refused(user: Path) -> None:
    Path("b.txt").write_text(PLAN.replace("45/KH", "82/KH"), encoding="utf-8")
    with pytest.raises(
        InputError, match=r"Mã 82-KH đã là của 82/KH-UBND ngày 07/3/2025.*--id 82-KH-2025"
    ):
        add("b.txt", Registry())
    assert add("b.txt", Registry(), id="82-KH-2025").hides is None
    kept = add("b.txt", Registry(), force=True)
    assert kept.hides is not None and kept.hides.place == "program"


def test_a_yaml_file_is_added_as_it_is(user: Path) -> None:
    text = "# của huyện\n" + parent_yaml("7-KH")
    Path("from.yaml").write_text(text, encoding="utf-8")
    assert add("from.yaml", Registry()).path.read_text(encoding="utf-8") == text
    other = add("from.yaml", Registry(), id="700").path
    assert other.read_text(encoding="utf-8") == text.replace("id: 7-KH", "id: '700'")
    assert load_parent("700").id == "700"


def test_a_faulty_yaml_file_is_not_added(user: Path) -> None:
    Path("from.yaml").write_text(parent_yaml("7"), encoding="utf-8")
    with pytest.raises(InputError, match="sai ở mục “id”: cần chữ"):
        add("from.yaml", Registry())
    assert not user.exists()


def test_a_folder_that_cannot_be_written_is_told(user: Path) -> None:
    user.parent.mkdir()
    user.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"45-KH\.yaml: một phần của đường dẫn không phải thư mục"):
        add("city.txt", Registry())


def test_a_text_that_demands_nothing_says_so(user: Path, cli: Cli) -> None:
    Path("letter.txt").write_text("Kính gửi các đồng chí,\nXin cảm ơn.\n", encoding="utf-8")
    assert "Không thấy yêu cầu nào" in cli("parents", "add", "letter.txt", "--id", "thư")[1]
    for parent in ("thư", "letter.txt"):
        out = " ".join(cli("ward.txt", "--parent", parent)[1].split())
        assert "Không thấy yêu cầu nào đối với đơn vị khác trong letter.txt." in out


# --- removing ----------------------------------------------------------------------------------


def test_what_is_removed_is_kept_beside(user: Path) -> None:
    path = add("city.txt", Registry()).path
    text = path.read_text(encoding="utf-8")
    removed = remove("45/KH-UBND", Registry())
    assert not path.exists() and removed.backup.read_text(encoding="utf-8") == text
    assert (removed.shows, removed.needed_by) == (None, ())
    with pytest.raises(InputError, match="Không có kế hoạch cấp trên “45-KH” trong danh mục"):
        remove("45-KH", Registry())


def test_a_built_in_one_stays(user: Path) -> None:
    with pytest.raises(InputError, match="82-KH đi kèm chương trình nên không bỏ được"):
        remove("82-KH", Registry())


def test_removing_says_what_the_id_means_now_and_who_needs_it(user: Path) -> None:
    put(user, "82-KH.yaml", parent_yaml("82-KH", "1/KH"))
    put(user, "7-KH.yaml", parent_yaml("7-KH", parent="82-KH"))
    removed = remove("82-KH", Registry())
    assert removed.shows is not None and removed.shows.place == "program"
    assert removed.needed_by == ("7-KH",)


# --- validating --------------------------------------------------------------------------------

FAULTY = """\
id: 7-KH
number: 7/KH-UBND
date: 2025-01-02
issuer: UBND huyện Đông
provinz: Lam Sơn
reviewed: true
obligations:
  - kind: isue
    text: Ban hành
    source: {document: 7/KH-UBND, lin: 3}
  - kind: report
    source: {document: 7/KH-UBND}
"""
ODD = """\
id: 7-KH
number: 7/KH-UBND
date: 2025-01-02
issuer: UBND huyện Đông
year: 2026
last_year: 2025
reviewed: true
obligations:
  - kind: issue
    text: Ban hành
    window: {earliest: 2025-04-01, latest: 2025-03-31}
    source: {document: 7/KH-UBND}
  - kind: report
    text: Báo cáo
    month_day: "02-30"
    source: {document: 7/KH-UBND}
  - kind: target
    text: Hồ sơ trực tuyến
    covers: [online_filling, hồ sơ trực tuyến]
    source: {document: 7/KH-UBND}
  - kind: isue
    text: Ban hành
    source: {document: 7/KH-UBND}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(FAULTY, [
            "5:1: mục “provinz”: không có mục nào tên như vậy, có phải là 'province'?",
            "10:35: mục “obligations.0.source.lin”: không có mục nào tên như vậy, có phải là 'line'?",
            "11:5: mục “obligations.1.text”: thiếu mục này",
        ], id="form"),
        pytest.param(ODD, [
            "6:12: mục “last_year”: năm cuối 2025 trước năm đầu 2026",
            "7:11: mục “reviewed”: đã soát thì ghi cả mục 'reviewed_by'",
            "7:11: mục “reviewed”: đã soát thì ghi cả mục 'reviewed_on'",
            "11:13: mục “obligations.0.window”: ngày cuối 2025-03-31 trước ngày đầu 2025-04-01",
            "15:17: mục “obligations.1.month_day”: không có ngày 02-30",
            "17:11: mục “obligations.2.kind”: yêu cầu loại target cần mục 'target'",
            "19:14: mục “obligations.2.covers.0”: không có tên 'online_filling', có phải là 'online_filing'?",
            "21:11: mục “obligations.3.kind”: không có loại 'isue', có phải là 'issue'? (loại mới thì đặt tên ở mục kinds)",
        ], id="values"),
        pytest.param(parent_yaml("7-KH") + "year: 2025\nyear: 2026\n", ["7:1: mục “year”: ghi hai lần"], id="twice"),
        pytest.param("id: [\n", ["2:1: YAML sai"], id="yaml"),
        pytest.param("- a\n", ["1:1: mục “tệp”: cần các mục con"], id="no parent"),
    ],
)  # fmt: skip
def test_every_fault_is_told_with_line_and_column(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    path = put(tmp_path, "a.yaml", text)
    with pytest.raises(ParentError) as caught:
        validate_parent(path)
    told = [fault.removeprefix(f"{path}:") for fault in caught.value.faults]
    assert len(told) == len(expected)
    for fault, words in zip(told, expected, strict=True):
        assert fault.startswith(words)


def test_used_it_is_one_sentence_that_names_the_first_and_counts_the_others(tmp_path: Path) -> None:
    path = put(tmp_path, "a.yaml", ODD)
    with pytest.raises(InputError) as caught:
        load_parent(path)
    assert "dòng 6, cột 12, sai ở mục “last_year”" in str(caught.value)
    assert "Còn 7 lỗi nữa; xem: cchc-check parents validate" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("7-KH", "tự nêu chính nó"),
        ("99-KH", "nêu “99-KH” ở mục 'parent': Không có kế hoạch cấp trên “99-KH”"),
        ("8-KH", "nối thành vòng: 7-KH → 8-KH → 7-KH"),
        ("6-KH", r"6-KH\.yaml, dòng 2, cột 1, sai ở mục “nmber”: không có mục nào"),
    ],
)
def test_a_wrong_parent_of_a_parent_is_told_at_its_key(
    above: str, expected: str, user: Path
) -> None:
    put(user, "7-KH.yaml", parent_yaml("7-KH", parent=above))
    put(user, "8-KH.yaml", parent_yaml("8-KH", parent="7-KH"))
    put(user, "6-KH.yaml", parent_yaml("6-KH").replace("number", "nmber"))
    with pytest.raises(ParentError, match=rf"7-KH\.yaml:5:9: .*{expected}"):
        validate("7-KH", Registry())
    with pytest.raises(InputError, match=expected):
        load_parent("7-KH")


def test_a_parent_may_be_a_file_beside(tmp_path: Path) -> None:
    put(tmp_path, "b.yaml", parent_yaml("8-KH"))
    parent = load_parent(put(tmp_path, "a.yaml", parent_yaml("7-KH", parent="b.yaml")))
    assert parent.above is not None and parent.above.id == "8-KH"


# --- commands ----------------------------------------------------------------------------------


def test_add_check_list_show_remove(user: Path, cli: Cli) -> None:
    code, out, _ = cli("parents", "add", "city.txt")
    assert code == 0 and "Đã ghi 45-KH (45/KH-UBND, 3 yêu cầu) vào" in out
    code, out, _ = cli("parents", "list")
    assert "của tôi  chưa" in out and "có sẵn" in out
    code, out, _ = cli("parents", "validate", "45-KH")
    assert (code, out) == (0, "45-KH: không có lỗi, 3 yêu cầu.\n")
    code, out, _ = cli("ward.txt", "--parent", "45-KH", "--select", "parent")
    assert code == 0 and "chưa có người soát" in " ".join(out.split())
    review(user / "45-KH.yaml")
    assert "Lê Hoài Đức" in cli("parents", "list")[1]
    assert "Đã soát    Lê Hoài Đức, 01/3/2025" in cli("parents", "show", "45-KH")[1]
    assert "chưa có người soát" not in cli("ward.txt", "--parent", "45-KH")[1]
    code, _, err = cli("parents", "add", "city.txt")
    assert code == 2 and "không ghi đè" in err
    code, out, _ = cli("parents", "add", "city.txt", "--force")
    assert code == 0 and "Bản cũ giữ ở" in out
    code, out, _ = cli("parents", "remove", "45-KH")
    assert code == 0 and "tệp cũ giữ ở" in out


def test_list_says_which_one_is_hidden_and_which_is_faulty(user: Path, cli: Cli) -> None:
    import json

    put(user, "82-KH.yaml", parent_yaml("82-KH", "1/KH"))
    put(user, "9-KH.yaml", parent_yaml("9-KH").replace("issuer", "isuer"))
    out = " ".join(cli("parents", "list")[1].split())
    assert "82-KH ở chỗ “có sẵn” bị che: dùng bản" in out
    assert "tệp có lỗi" in out and "9-KH.yaml có lỗi; xem: cchc-check parents validate" in out
    rows = json.loads(cli("parents", "list", "--json")[1])
    assert [(r["id"], r["place"], r["hidden"], r["faulty"]) for r in rows] == [
        ("82-KH", "user", False, False), ("9-KH", "user", False, True),
        ("448-KH", "program", False, False), ("82-KH", "program", True, False),
    ]  # fmt: skip


def test_an_id_that_differs_in_case_alone_is_the_same(user: Path, cli: Cli) -> None:
    put(user, "a.yaml", parent_yaml("82-kh", "1/KH"))
    assert load_parent("82-KH").number == "1/KH"
    assert "82-KH ở chỗ “có sẵn” bị che" in cli("parents", "list")[1]


def test_the_registry_of_the_configuration_is_used(user: Path, cli: Cli) -> None:
    Path("cchc-check.toml").write_text(
        'registry = "cap-tren"\nparent = "45-KH"\n', encoding="utf-8"
    )
    assert cli("parents", "add", "city.txt")[0] == 0
    assert Path("cap-tren/45-KH.yaml").is_file() and not user.exists()
    assert "dự án" in cli("parents", "list")[1]
    assert "Đối chiếu  45/KH-UBND" in cli("ward.txt")[1]


def test_the_registry_of_the_command_line_is_used(user: Path, cli: Cli) -> None:
    assert cli("parents", "add", "city.txt", "--registry", "kho")[0] == 0
    assert cli("ward.txt", "--parent", "45-KH")[0] == 2
    assert "Đối chiếu  45/KH-UBND" in cli("ward.txt", "--parent", "45-KH", "--registry", "kho")[1]


def test_validate_tells_all_faults_and_exits_with_2(user: Path, cli: Cli) -> None:
    code, out, err = cli("parents", "validate", put(user, "a.yaml", ODD))
    assert (code, out, len(err.splitlines())) == (2, "", 8)


def test_a_plan_cannot_be_its_own_parent(user: Path, cli: Cli) -> None:
    code, _, err = cli("ward.txt", "--parent", "./ward.txt")
    assert (code, err) == (2, "ward.txt không thể là kế hoạch cấp trên của chính nó.\n")


def test_an_own_parent_changes_no_example_of_the_built_in_rules(user: Path, cli: Cli) -> None:
    put(user, "82-KH.yaml", parent_yaml("82-KH", "1/KH"))
    assert cli("rules", "test", "parent")[0] == 0
