"""Commands: options in, one call into the engine, one report out."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from .engine.parents import Parent
    from .engine.report import Report
    from .engine.rules import Pack

_DONE, _FOUND, _IMPOSSIBLE = 0, 1, 2


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


class FailOn(StrEnum):
    """From which severity on a failing result makes the exit status 1."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


app = typer.Typer(
    cls=_DefaultToCheck,
    help="Kiểm tra kế hoạch hành chính theo kế hoạch cấp trên và thể thức văn bản.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(help="Xem và thử các quy tắc.", no_args_is_help=True, rich_markup_mode=None)
parents_app = typer.Typer(
    help="Xem các kế hoạch cấp trên đã đăng ký.", no_args_is_help=True, rich_markup_mode=None
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


@app.command()
def check(
    plans: Annotated[
        list[str], typer.Argument(metavar="KẾ_HOẠCH...", help="Tệp kế hoạch; - là đầu vào chuẩn.")
    ],
    parent: Annotated[
        str | None,
        typer.Option("--parent", "-p", help="Kế hoạch cấp trên: mã đã đăng ký hoặc tệp."),
    ] = None,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="rich cho người đọc, json cho chương trình.")
    ] = Format.rich,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Ghi báo cáo ra tệp này.")
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option("--fail-on", help="Mức từ đó mã thoát là 1: error, warning, info, never."),
    ] = FailOn.error,
    select: Annotated[
        list[str] | None, typer.Option("--select", help="Chỉ xét quy tắc hoặc bộ quy tắc này.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="Bỏ quy tắc hoặc bộ quy tắc này.")
    ] = None,
    pack: Annotated[
        list[Path] | None, typer.Option("--pack", help="Thêm bộ quy tắc từ tệp YAML này.")
    ] = None,
) -> None:
    """Kiểm tra một hoặc nhiều kế hoạch (lệnh mặc định)."""
    from .engine.errors import InputError

    loaded = None
    if parent is not None:
        from .engine import load_parent

        loaded = load_parent(parent)
    packs = _packs(pack or [], select or [], ignore or [])
    reports: list[Report] = []
    code = _DONE
    for path in plans:
        try:
            report = _check_file(path, loaded, packs)
        except InputError as error:
            _say(str(error))
            code = _IMPOSSIBLE
            continue
        reports.append(report)
        if code == _DONE and fail_on is not FailOn.never and report.fails_at(fail_on.value):
            code = _FOUND
    _write(reports, format, output, single=len(plans) == 1)
    raise typer.Exit(code)


def _packs(
    paths: Sequence[Path], select: Sequence[str], ignore: Sequence[str]
) -> Sequence[Pack] | None:
    """The packs to check with; None stands for the built-in ones as they are."""
    if not (paths or select or ignore):
        return None
    from .engine.packs import built_in_packs, choose, load_packs

    packs = built_in_packs()
    return choose((*packs, *load_packs(paths, known=packs)), select, ignore)


def _check_file(path: str, parent: Parent | None, packs: Sequence[Pack] | None) -> Report:
    from .engine import check as check_plan
    from .engine.reading import read_source
    from .grammar import parse

    return check_plan(parse(read_source(path)), parent, packs)


def _write(reports: Sequence[Report], format: Format, output: Path | None, single: bool) -> None:
    """The reports to the screen or to a file."""
    if not reports and not (format is Format.json and not single):
        return
    if output is None:
        _write_to(reports, format, None, single)
        return
    from .engine.errors import InputError, reason

    try:
        with output.open("w", encoding="utf-8", newline="\n") as stream:
            _write_to(reports, format, stream, single)
    except OSError as error:
        raise InputError(f"Không ghi được báo cáo ra {output}: {reason(error)}.") from error


def _write_to(reports: Sequence[Report], format: Format, stream: Any, single: bool) -> None:
    if format is Format.json:
        text = reports[0].to_json() if single else _array(reports)
        print(text, file=stream or sys.stdout)
        return
    from .engine.writers.console import console
    from .engine.writers.report_writer import write_report

    out = console(stream)
    for number, report in enumerate(reports):
        if number:
            out.rule(style="dim")
        write_report(report, out)


def _array(reports: Sequence[Report]) -> str:
    return "[" + ",\n".join(report.to_json() for report in reports) + "]"


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


@rules_app.command("list")
def rules_list() -> None:
    """Liệt kê các quy tắc."""
    from .engine.packs import built_in_packs
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_rules

    write_rules(built_in_packs(), console())


@rules_app.command("show")
def rules_show(
    rule: Annotated[str, typer.Argument(metavar="MÃ", help="Mã quy tắc, ví dụ issued-in-window.")],
) -> None:
    """Giải thích một quy tắc: yêu cầu, căn cứ, cách xét, ví dụ."""
    from .engine.packs import all_rules, built_in_packs, choose
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_rule

    for pack, found in all_rules(choose(built_in_packs(), [rule], [])):
        write_rule(pack, found, console())


@rules_app.command("test")
def rules_test(
    pack: Annotated[
        str | None,
        typer.Argument(metavar="BỘ", help="Tên bộ có sẵn hoặc tệp YAML; bỏ trống là tất cả."),
    ] = None,
) -> None:
    """Chạy mọi ví dụ của các quy tắc."""
    from .engine.examples import run_examples
    from .engine.packs import find_packs
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_trials

    wrong = write_trials(run_examples(find_packs(pack)), console())
    raise typer.Exit(_FOUND if wrong else _DONE)


@parents_app.command("list")
def parents_list() -> None:
    """Liệt kê các kế hoạch cấp trên đã đăng ký."""
    from .engine.parents import registry
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_parents

    write_parents(registry().values(), console())


@parents_app.command("show")
def parents_show(
    parent: Annotated[str, typer.Argument(metavar="MÃ", help="Mã đã đăng ký, hoặc tệp.")],
) -> None:
    """In các yêu cầu của một kế hoạch cấp trên, có nguồn."""
    from .engine import load_parent
    from .engine.writers.console import console
    from .engine.writers.rules_writer import write_parent

    write_parent(load_parent(parent), console())


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
        _say("Đã dừng theo yêu cầu.")
        return _IMPOSSIBLE
    except Exception as error:
        if os.environ.get("CCHC_CHECK_DEBUG"):
            raise
        _say(_sentence(error))
        return _IMPOSSIBLE
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
