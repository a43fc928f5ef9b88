"""Commands: options in, one call into the engine, one report out.

Annotations are evaluated at once: typer would compile each from its text at every start.
"""

import gc
import os
import re
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from .engine.annotate import Annotating
    from .engine.batch import Checked
    from .engine.mending import Mending
    from .engine.registry import Registry
    from .engine.report import Report
    from .engine.setup import Setup
    from .grammar.source import Source

_DONE, _FOUND, _IMPOSSIBLE, _STOPPED = 0, 1, 2, 130


class _DefaultToCheck(TyperGroup):
    """`cchc-check plan.txt` is `cchc-check check plan.txt`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts `check` before arguments that begin with no command and no option of the group."""
        own = {"--help", "--version", "--install-completion", "--show-completion"}
        if args and args[0] not in self.commands and args[0].split("=")[0] not in own:
            args = ["check", *args]
        return list(super().parse_args(ctx, args))


class Format(StrEnum):
    """How a report is written."""

    rich = "rich"
    json = "json"
    sarif = "sarif"
    junit = "junit"
    github = "github"
    markdown = "markdown"


class Severity(StrEnum):
    """How grave a failing result of a rule is."""

    error = "error"
    warning = "warning"
    info = "info"


class FailOn(StrEnum):
    """From which severity on a failing result makes the exit status 1."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


class View(StrEnum):
    """What a report is about: results of rules, or the obligations of the parent one by one."""

    report = "report"
    matrix = "matrix"


app = typer.Typer(
    cls=_DefaultToCheck,
    help="Kiểm tra kế hoạch hành chính theo kế hoạch cấp trên và thể thức văn bản.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(help="Xem và thử các quy tắc.", no_args_is_help=True, rich_markup_mode=None)
parents_app = typer.Typer(
    help="Xem và giữ danh mục kế hoạch cấp trên.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(rules_app, name="rules")
app.add_typer(parents_app, name="parents")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"cchc-check {version('cchc-check')}")
        raise typer.Exit


@app.callback()
def _group(
    version: Annotated[
        bool, typer.Option("--version", help="In số phiên bản.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Kiểm tra kế hoạch hành chính theo kế hoạch cấp trên và thể thức văn bản."""


# Options that mean the same in `check` and in `batch`.
_Select = Annotated[
    list[str] | None, typer.Option("--select", help="Chỉ xét quy tắc hoặc bộ quy tắc này.")
]
_Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", help="Bỏ quy tắc hoặc bộ quy tắc này.")
]
_Packs = Annotated[
    list[Path] | None, typer.Option("--pack", help="Thêm bộ quy tắc từ tệp YAML này.")
]
_Config = Annotated[
    Path | None,
    typer.Option("--config", help="Tệp cấu hình, thay cho cchc-check.toml gần kế hoạch nhất."),
]
_NoConfig = Annotated[bool, typer.Option("--no-config", help="Không dùng tệp cấu hình nào.")]
_OwnRegistry = Annotated[
    Path | None,
    typer.Option("--registry", help="Thư mục danh mục kế hoạch cấp trên, tệp YAML."),
]


@app.command()
def check(
    plans: Annotated[
        list[str], typer.Argument(metavar="KẾ_HOẠCH...", help="Tệp kế hoạch; - là đầu vào chuẩn.")
    ],
    parent: Annotated[
        list[str] | None,
        typer.Option(
            "--parent",
            "-p",
            help="Kế hoạch cấp trên: mã đã đăng ký hoặc tệp; nêu được nhiều, gần nhất trước.",
        ),
    ] = None,
    format: Annotated[
        list[Format] | None,
        typer.Option("--format", "-f", help="Dạng báo cáo (mặc định rich); nêu được nhiều lần."),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="[DẠNG=]TỆP",
            help="Ghi báo cáo ra tệp này; nêu được nhiều lần.",
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", help="Báo cáo JSON cũ; chỉ nêu những điểm mới so với nó."),
    ] = None,
    view: Annotated[
        View,
        typer.Option(
            "--view", help="matrix: bảng đối chiếu từng yêu cầu cấp trên (rich, markdown, json)."
        ),
    ] = View.report,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Thêm bảng mỗi quy tắc chưa đạt bao nhiêu lần.")
    ] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help="Mức từ đó mã thoát là 1: error (mặc định), warning, info, never."
        ),
    ] = None,
    select: _Select = None,
    ignore: _Ignore = None,
    pack: _Packs = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Chỉ in những chỗ sẽ được sửa, không ghi gì.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Sửa những chỗ chắc chắn trong tệp, giữ bản cũ .bak.")
    ] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Với --fix, --diff: sửa cả chỗ cần xem lại.")
    ] = False,
    annotate: Annotated[
        str | None,
        typer.Option(
            "--annotate",
            metavar="TỆP",
            help="Ghi các điểm phát hiện vào một bản sao của kế hoạch: chú thích trong .docx, tô"
            " sáng trong .pdf, trang .html cho văn bản thuần; nhiều kế hoạch thì nêu thư mục.",
        ),
    ] = None,
    config: _Config = None,
    no_config: _NoConfig = False,
    waivers: Annotated[
        Path | None,
        typer.Option(
            "--waivers", help="Tệp điểm bỏ qua, thay cho cchc-waivers.yaml cạnh kế hoạch."
        ),
    ] = None,
    registry: _OwnRegistry = None,
) -> None:
    """Kiểm tra một hoặc nhiều kế hoạch (lệnh mặc định)."""
    from .engine.batch import Batch, Unread
    from .engine.errors import InputError
    from .engine.outputs import outputs_of, write_all
    from .engine.setup import Asked, Setups
    from .grammar.patterns import keep_patterns

    outputs = outputs_of([one.value for one in format or []], output or [])
    known = None
    if baseline is not None:
        from .engine.baseline import load_baseline

        known = load_baseline(baseline)
    mending = _mending(diff, fix, unsafe_fixes)
    annotating = _annotating(annotate, plans, mending)
    level = fail_on.value if fail_on else None
    setups = Setups(
        Asked(
            parent=parent,
            packs=pack or (),
            select=select or (),
            ignore=ignore or (),
            fail_on=level,
            config=config,
            no_config=no_config,
            waivers=waivers,
            registry=registry,
        )
    )
    chosen = [setups.of(path) for path in plans]  # what is wrong with them is told first
    matrix = view is View.matrix
    if matrix and any(setup.parent is None for setup in chosen):
        raise InputError("--view matrix cần kế hoạch cấp trên để đối chiếu; hãy thêm --parent.")
    batch = Batch(single=len(plans) == 1, statistics=statistics, matrix=matrix)
    fails: list[Callable[[Report], bool]] = []
    sources: list[Source] = []  # kept for what is written into copies of the files alone
    code = _DONE
    for path, setup in zip(plans, chosen, strict=True):
        try:
            checked, source = _check_file(path, setup, mending, matrix)
        except InputError as error:
            _say(str(error))
            batch.unread.append(Unread(path, str(error)))
            code = _IMPOSSIBLE
            continue
        batch.checked.append(checked)
        fails.append(setup.fails)
        if annotating is not None:
            sources.append(source)
    if mending is not None and not mending.write:
        print(mending.shown)
        raise typer.Exit(code if code == _IMPOSSIBLE else _FOUND if mending.found else _DONE)
    setups.close()
    if known is not None:
        batch.leave_out(known)
    if annotating is not None:
        for checked, source in zip(batch.checked, sources, strict=True):
            _say(f"Bản có ghi chú: {annotating.write(source, checked.report)}")
    if code == _DONE and any(fail(one) for fail, one in zip(fails, batch.reports, strict=True)):
        code = _FOUND
    write_all(batch, outputs)
    keep_patterns()
    raise typer.Exit(code)


def _mending(diff: bool, fix: bool, unsafe: bool) -> "Mending | None":
    """What to do with the fixes; None where none are asked for."""
    if not (diff or fix or unsafe):
        return None
    from .engine.mending import Mending

    return Mending.of(diff, fix, unsafe)


def _annotating(
    out: str | None, plans: Sequence[str], mending: "Mending | None"
) -> "Annotating | None":
    """Where the findings are written into copies of the plans; None where that is not asked for."""
    if out is None:
        return None
    from .engine.annotate import Annotating
    from .engine.errors import InputError

    if mending is not None:
        raise InputError("--annotate không đi cùng --diff, --fix; hãy chạy từng lệnh một.")
    return Annotating.of(out, plans)


def _check_file(
    path: str, setup: "Setup", mending: "Mending | None", matrix: bool
) -> "tuple[Checked, Source]":
    """A plan's report, and the source that it speaks of."""
    from .engine import check as check_plan
    from .engine.batch import Checked
    from .engine.reading import read_source
    from .grammar import parse

    last = read_source(path)
    setup.refuse_itself(path)

    def look(source: "Source") -> "Report":
        nonlocal last
        last = source  # with fixes, the text that the report of what is left speaks of
        plan = parse(source)
        report = setup.finish(check_plan(plan, setup.parents, setup.packs))
        if not matrix or setup.parent is None:
            return report
        from .engine.alignment import align

        return align(plan, setup.parents, report)

    report = look(last) if mending is None else mending.run(last, look)
    return Checked(report, last.raw, setup.packs), last


@app.command()
def parse(
    plan: Annotated[
        str, typer.Argument(metavar="KẾ_HOẠCH", help="Tệp văn bản; - là đầu vào chuẩn.")
    ],
    json: Annotated[
        bool, typer.Option("--json", help="In các trường cho chương trình đọc.")
    ] = False,
) -> None:
    """In những gì chương trình hiểu được từ văn bản."""
    from .engine.reading import read_source
    from .grammar import parse as parse_text

    tree = parse_text(read_source(plan))
    if json:
        import json as encoder

        from .grammar.understood import understood

        print(encoder.dumps(understood(tree), ensure_ascii=False, indent=1))
        return
    from .engine.writers.console import console
    from .engine.writers.tree_writer import write_tree

    write_tree(tree, console())


@app.command("batch")
def batch_command(
    places: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="THƯ_MỤC...",
            help="Thư mục, tệp .zip, tệp kế hoạch, hoặc địa chỉ như s3://kho/thu-muc.",
        ),
    ] = None,
    parent: Annotated[
        list[str] | None,
        typer.Option("--parent", "-p", help="Kế hoạch cấp trên: mã đã đăng ký hoặc tệp."),
    ] = None,
    units: Annotated[
        Path | None, typer.Option("--units", help="Danh sách đơn vị phải nộp, tệp CSV.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="THƯ_MỤC", help="Thư mục kết quả.")
    ] = Path("out"),
    scoring: Annotated[Path | None, typer.Option("--scoring", help="Bảng điểm, tệp YAML.")] = None,
    letters: Annotated[
        bool, typer.Option("--letters", help="Soạn sẵn công văn gửi từng đơn vị.")
    ] = False,
    deadline: Annotated[
        str | None,
        typer.Option("--deadline", metavar="NGÀY", help="Hạn sửa ghi trong công văn, 30/4/2026."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Số tiến trình (mặc định: số nhân).")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ĐỊA_CHỈ", help="Kiểm trên cụm Dask này, tcp://máy:8786."
        ),
    ] = None,
    partition: Annotated[
        int, typer.Option("--partition", min=1, help="Số kế hoạch gửi cụm mỗi lần.")
    ] = 200,
    parquet: Annotated[
        str | None,
        typer.Option(
            "--parquet", metavar="ĐỊA_CHỈ", help="Ghi thêm bảng kết quả vào thư mục này, s3://…"
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Kiểm lại tất cả, không dùng kết quả đã ghi nhớ.")
    ] = False,
    init: Annotated[
        bool, typer.Option("--init", help="Ghi mẫu units.csv và bang-diem.yaml rồi thôi.")
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Mức từ đó mã thoát là 1.")
    ] = FailOn.error,
    select: _Select = None,
    ignore: _Ignore = None,
    pack: _Packs = None,
    config: _Config = None,
    no_config: _NoConfig = False,
    waivers: Annotated[
        Path | None,
        typer.Option("--waivers", help="Tệp điểm bỏ qua, thay cho cchc-waivers.yaml của thư mục."),
    ] = None,
    registry: _OwnRegistry = None,
) -> None:
    """Kiểm tra cả đợt: mọi kế hoạch trong thư mục, đơn vị nào đạt, thiếu gì, còn nợ gì."""
    from .engine.intake.command import Wanted, run_intake, write_templates
    from .engine.setup import Asked

    if init:
        for file in write_templates(Path.cwd()):
            print(f"Đã ghi {file}.")
        raise typer.Exit(_DONE)
    wanted = Wanted(
        places=places or [], out=output, units=units, scoring=scoring, letters=letters,
        deadline=deadline, jobs=jobs, fresh=fresh, fail_on=fail_on.value,
        scheduler=scheduler, partition=partition, parquet=parquet,
        options=Asked(
            parent=parent, packs=pack or (), select=select or (), ignore=ignore or (),
            config=config, no_config=no_config, waivers=waivers, registry=registry,
        ),
    )  # fmt: skip
    raise typer.Exit(run_intake(wanted, _say))


@rules_app.command("list")
def rules_list(
    pack: Annotated[
        str | None, typer.Option("--pack", help="Chỉ bộ này: tên bộ có sẵn hoặc tệp YAML.")
    ] = None,
    severity: Annotated[
        Severity | None, typer.Option("--severity", help="Chỉ mức này: error, warning, info.")
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            "--basis",
            metavar="CHỮ",
            help="Chỉ quy tắc có căn cứ chứa chữ này; practice: thông lệ, parent: điều khoản của"
            " kế hoạch cấp trên, unverified: chưa kiểm chứng.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="In cho chương trình đọc.")] = False,
) -> None:
    """Liệt kê các quy tắc."""
    from .engine.packs import all_rules, built_in_packs, find_packs
    from .engine.rulebook import fits, rule_data

    packs = built_in_packs() if pack is None else find_packs(pack)
    level = severity.value if severity else None
    found = [(p, rule) for p, rule in all_rules(packs) if fits(rule, level, basis)]
    if json:
        import json as encoder

        data = [rule_data(p, rule) for p, rule in found]
        print(encoder.dumps(data, ensure_ascii=False, indent=1))
        return
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_rules

    write_rules(found, console())


@rules_app.command("show")
def rules_show(
    rule: Annotated[str, typer.Argument(metavar="MÃ", help="Mã quy tắc, ví dụ issued-in-window.")],
    pack: _Packs = None,
) -> None:
    """Giải thích một quy tắc: yêu cầu, căn cứ, cách xét, cách sửa, ví dụ."""
    from .engine.packs import all_rules, built_in_packs, choose, join, load_packs
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_rule

    packs = built_in_packs()
    own = load_packs(pack or [], known=packs)
    for found, one in all_rules(choose(join(packs, own), [rule], [])):
        write_rule(found, one, console())


@rules_app.command("test")
def rules_test(
    pack: Annotated[
        str | None,
        typer.Argument(metavar="BỘ", help="Tên bộ có sẵn hoặc tệp YAML; bỏ trống là tất cả."),
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Kể cả những nhánh mà không ví dụ nào xét tới.")
    ] = False,
) -> None:
    """Chạy mọi ví dụ của các quy tắc."""
    from .engine.examples import run_examples
    from .engine.packs import find_packs
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_coverage, write_trials

    packs, out = find_packs(pack), console()
    wrong = write_trials(run_examples(packs), out)
    if coverage:
        from .engine.example_coverage import coverage_of

        write_coverage(coverage_of(packs), out)
    raise typer.Exit(_FOUND if wrong else _DONE)


@rules_app.command("doc")
def rules_doc(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Ghi ra tệp này, ví dụ docs/rules.md.")
    ] = None,
    pack: Annotated[
        str | None, typer.Option("--pack", help="Chỉ bộ này: tên bộ có sẵn hoặc tệp YAML.")
    ] = None,
) -> None:
    """Viết cả sổ tay quy tắc thành một trang Markdown."""
    from .engine.outputs import write_text
    from .engine.packs import find_packs
    from .engine.rulebook import book

    write_text(book(find_packs(pack)), output)


_Registry = Annotated[
    Path | None,
    typer.Option(
        "--registry", metavar="THƯ_MỤC", help="Danh mục này, thay cho danh mục của dự án."
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="In cho chương trình đọc.")]


def _registry(folder: Path | None) -> "Registry":
    """The registry that a command works in: the named folder's, or the configured one."""
    from .engine.registry import Registry
    from .engine.setup import configured_registry

    return Registry(folder or configured_registry(Path.cwd()))


@parents_app.command("list")
def parents_list(registry: _Registry = None, json: _Json = False) -> None:
    """Liệt kê các kế hoạch cấp trên có sẵn và của mình, bản nào đã soát."""
    from .engine.writers.console import console
    from .engine.writers.parents_writer import list_facts, write_list

    kept = _registry(registry)
    if json:
        _print_json(list_facts(kept))
        return
    write_list(kept, console())


@parents_app.command("show")
def parents_show(
    parent: Annotated[str, typer.Argument(metavar="MÃ", help="Mã đã đăng ký, hoặc tệp.")],
    registry: _Registry = None,
) -> None:
    """In các yêu cầu của một kế hoạch cấp trên, có nguồn."""
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_parent

    write_parent(_registry(registry).load(parent), console())


@parents_app.command("add")
def parents_add(
    file: Annotated[
        str, typer.Argument(metavar="TỆP", help="Tệp kế hoạch, hoặc tệp YAML của một kế hoạch.")
    ],
    id: Annotated[
        str | None, typer.Option("--id", metavar="MÃ", help="Mã, nếu không theo số, ký hiệu.")
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option("--parent", "-p", metavar="MÃ", help="Kế hoạch cấp trên của chính nó."),
    ] = None,
    registry: _Registry = None,
    force: Annotated[
        bool, typer.Option("--force", help="Thay tệp đã có (bản cũ giữ lại .bak).")
    ] = False,
) -> None:
    """Rút ra yêu cầu của một kế hoạch, ghi vào danh mục của mình để người soát."""
    from .engine.keeping import add
    from .engine.writers.console import console
    from .engine.writers.parents_writer import write_kept

    write_kept(add(file, _registry(registry), id, parent, force), console())


@parents_app.command("remove")
def parents_remove(
    parent: Annotated[str, typer.Argument(metavar="MÃ", help="Mã trong danh mục của mình.")],
    registry: _Registry = None,
) -> None:
    """Bỏ một kế hoạch khỏi danh mục của mình, giữ tệp cũ làm bản .bak."""
    from .engine.keeping import remove
    from .engine.writers.console import console
    from .engine.writers.parents_writer import write_removed

    write_removed(remove(parent, _registry(registry)), console())


@parents_app.command("validate")
def parents_validate(
    parent: Annotated[str, typer.Argument(metavar="MÃ", help="Mã đã đăng ký, hoặc tệp YAML.")],
    registry: _Registry = None,
) -> None:
    """Tìm mọi lỗi trong tệp YAML của một kế hoạch cấp trên, có dòng và cột."""
    from .engine.keeping import validate

    found = validate(parent, _registry(registry))
    print(f"{found.id}: không có lỗi, {len(found.obligations)} yêu cầu.")


@parents_app.command("diff")
def parents_diff(
    old: Annotated[str, typer.Argument(metavar="TRƯỚC", help="Mã đã đăng ký, hoặc tệp.")],
    new: Annotated[str, typer.Argument(metavar="SAU", help="Mã đã đăng ký, hoặc tệp.")],
    registry: _Registry = None,
    json: _Json = False,
) -> None:
    """So hai kế hoạch cấp trên: yêu cầu nào thêm, bỏ, đổi."""
    from .engine.parent_diff import difference, difference_facts
    from .engine.writers.console import console
    from .engine.writers.parents_writer import write_difference

    kept = _registry(registry)
    found = difference(kept.load_alone(old), kept.load_alone(new))
    if json:
        _print_json(difference_facts(found))
        return
    write_difference(found, console())


@parents_app.command("derive")
def parents_derive(
    plan: Annotated[str, typer.Argument(metavar="TỆP", help="Tệp kế hoạch; - là đầu vào chuẩn.")],
    json: Annotated[
        bool, typer.Option("--json", help="In các trường cho chương trình đọc.")
    ] = False,
) -> None:
    """Rút ra những yêu cầu mà một kế hoạch đặt ra cho đơn vị khác, để người soát."""
    from .engine.derive import derive_parent
    from .engine.reading import read_source

    parent = derive_parent(read_source(plan))
    if json:
        import json as encoder

        from .engine.derive.facts import facts_of

        print(encoder.dumps(facts_of(parent), ensure_ascii=False, indent=1))
        return
    from .engine.writers.console import console
    from .engine.writers.parents_writer import write_derived

    write_derived(parent, console())


def _print_json(data: object) -> None:
    import json

    print(json.dumps(data, ensure_ascii=False, indent=1))


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line; returns the exit status (0 nothing found, 1 found, 2 impossible)."""
    from .engine.errors import InputError

    _speak_utf8()
    gc.set_threshold(50_000, 20, 20)  # a run is short: most of its garbage dies with it
    try:
        code = app(args=arguments, prog_name="cchc-check", standalone_mode=False)
    except InputError as error:
        _say(str(error))
        return _IMPOSSIBLE
    except BrokenPipeError:
        # The reader has gone (`| head`): nothing more to say, and no complaint at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE
    except KeyboardInterrupt:
        code = _STOPPED
    except Exception as error:
        if os.environ.get("CCHC_CHECK_DEBUG"):
            raise
        _say(_sentence(error))
        return _IMPOSSIBLE
    if code == _STOPPED:  # of which the option parser makes this status itself
        _say("Đã dừng theo yêu cầu.")
    return code if isinstance(code, int) else _DONE


def _sentence(error: Exception) -> str:
    """What went wrong, in Vietnamese; the option parser's own faults are told by their kind."""
    kind = type(error).__name__
    option = getattr(error, "option_name", None) or getattr(error, "param_hint", None)
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None)
        hint = f" Có phải là {', '.join(near)}?" if near else ""
        return f"Không có tùy chọn {option}.{hint} Xem: cchc-check --help"
    if kind == "MissingParameter":
        return "Thiếu tham số bắt buộc. Xem: cchc-check --help"
    if kind == "BadParameter":
        parameter = getattr(error, "param", None)
        name = next(iter(getattr(parameter, "opts", None) or ["một tham số"]))
        known = getattr(getattr(parameter, "type", None), "choices", None) or ()
        hint = f" Các giá trị dùng được: {', '.join(str(v) for v in known)}." if known else ""
        return f"Giá trị của {name} không dùng được.{hint} Xem: cchc-check --help"
    if kind == "BadOptionUsage":
        verb = "không nhận" if "does not take" in str(error) else "cần kèm"
        return f"Tùy chọn {option} {verb} giá trị. Xem: cchc-check --help"
    if kind in ("NoSuchCommand", "UsageError", "BadArgumentUsage"):
        message = getattr(error, "message", str(error))
        extra = re.search(r"argument(?:\(s\)|s)? \((.+)\)$", message)
        if extra:
            return f"Thừa tham số: {extra[1]}. Xem: cchc-check --help"
        name, *near = re.findall(r"'([^']+)'", message) or [message]
        hint = f", có phải là {', '.join(near)}?" if near else "."
        return f"Không có lệnh '{name}'{hint} Xem: cchc-check --help"
    if kind == "Abort":
        return "Đã dừng theo yêu cầu."
    if kind == "NoArgsIsHelpError":
        return str(getattr(error, "message", error))
    return (
        f"Lỗi ngoài dự kiến ({kind}: {error}); hãy báo cho nhóm phát triển kèm tệp đang kiểm tra"
        " (đặt CCHC_CHECK_DEBUG=1 để xem chi tiết)."
    )


def _speak_utf8() -> None:
    """Standard streams in UTF-8, whatever the console's code page is (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def main() -> None:
    """The console script: runs, then leaves at once.

    Taking the interpreter apart object by object costs a start-up's tenth and helps nobody: all
    files are closed and the streams are flushed here.
    """
    code = run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (BrokenPipeError, ValueError):
        pass
    os._exit(code)


if __name__ == "__main__":
    main()
