"""Tree writer: what was understood of a plan, as a tree for people."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from ...grammar.conclusions import recipient_names
from ...grammar.nodes import (
    Assignment,
    Block,
    Body,
    Citation,
    Conclusions,
    Deadline,
    DocDate,
    DocNumber,
    DocTitle,
    DocType,
    Ground,
    Issuer,
    Node,
    Noise,
    Paragraph,
    Plan,
    Preamble,
    Preface,
    Signature,
    Table,
    Target,
)
from ..wording import shown

_WIDTH = 90
_PERIOD_KINDS = {"issue": "hạn ban hành", "report": "hạn báo cáo", "task": "hạn công việc"}


def write_tree(plan: Plan, out: Console) -> None:
    """Prints the tree of a plan."""
    root = Tree(Text(plan.source.path or "Văn bản", style="bold"))
    for part in plan.children:
        if isinstance(part, Preface):
            _add_preface(root.add(_label("Phần mở đầu", part, plan)), part, plan)
        elif isinstance(part, Preamble):
            _add_preamble(root, part, plan)
        elif isinstance(part, Body):
            branch = root.add(_label("Nội dung", part, plan))
            for child in part.children:
                _add_block(branch, child, plan)
        elif isinstance(part, Conclusions):
            _add_conclusions(root, part, plan)
        elif part.children:
            root.add(_label("Phần kèm theo", part, plan))
    noise = [n for n in plan.walk() if isinstance(n, Noise) and n.text]
    if noise:
        root.add(Text(f"{len(noise)} dòng không thuộc văn bản", style="dim"))
    out.print(root)


def _label(name: str, node: Node, plan: Plan) -> Text:
    return Text.assemble((name, "bold"), (f"  dòng {plan.line_of(node)}", "dim"))


def _add_preface(branch: Tree, preface: Preface, plan: Plan) -> None:
    names = {Issuer: "cơ quan", DocNumber: "số", DocDate: "thời gian", DocType: "tên loại",
             DocTitle: "trích yếu"}  # fmt: skip
    for node in preface.children:
        name = next((word for kind, word in names.items() if isinstance(node, kind)), None)
        if name:
            branch.add(_line(name, node.text, plan.line_of(node)))
    if preface.lost:
        branch.add(Text("mất phần đầu (quốc hiệu, số, ngày)", style="yellow"))
    if plan.issued:
        sure = "" if plan.issued.is_day else " (suy ra từ văn bản được dẫn hoặc ngày để trống)"
        branch.add(Text(f"ban hành: {plan.issued}{sure}", style="green"))


def _line(name: str, text: str, line: int) -> Text:
    return Text.assemble((f"{name}: ", "cyan"), _short(text), (f"  dòng {line}", "dim"))


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[:_WIDTH].rsplit(" ", 1)[0] + " …"


def _add_preamble(root: Tree, preamble: Preamble, plan: Plan) -> None:
    grounds = [n for n in preamble.children if isinstance(n, Ground)]
    if not grounds:
        return
    branch = root.add(_label(f"Căn cứ ({len(grounds)})", grounds[0], plan))
    for ground in grounds:
        leaf = branch.add(Text(_short(ground.text)))
        _add_phrases(leaf, ground, plan)


def _add_block(branch: Tree, node: Node, plan: Plan) -> None:
    if isinstance(node, Block):
        style = "bold" if node.depth == 1 else ""
        text = Text.assemble((f"{node.marker} ", "magenta"), (_short(node.heading), style))
        if node.expected:
            text.append(f"  (đúng ra là {node.expected})", style="yellow")
        leaf = branch.add(text)
        _add_phrases(leaf, node, plan)
        for child in node.children:
            _add_block(leaf, child, plan)
    elif isinstance(node, Paragraph):
        leaf = branch.add(Text(_short(node.text), style="dim"))
        _add_phrases(leaf, node, plan)
    elif isinstance(node, Table):
        branch.add(Text(f"bảng, {len(node.children)} dòng", style="dim"))


def _add_phrases(leaf: Tree, node: Node, plan: Plan) -> None:
    for phrase in node.phrases:
        if isinstance(phrase, Citation):
            found = [phrase.type, phrase.number, shown(phrase.date), phrase.issuer]
            leaf.add(_fact("văn bản dẫn", " · ".join(str(v) for v in found if v)))
        elif isinstance(phrase, Deadline):
            period = f" ({shown(phrase.period)})" if phrase.period else ""
            leaf.add(_fact(_PERIOD_KINDS.get(phrase.of, "hạn"), f"{phrase.text}{period}"))
        elif isinstance(phrase, Assignment):
            money = ", tham mưu kinh phí" if "advise_budget" in phrase.duties else ""
            leaf.add(_fact("giao việc", f"{phrase.unit}{money}"))
        elif isinstance(phrase, Target):
            leaf.add(_fact("chỉ tiêu", phrase.text))


def _fact(name: str, text: str) -> Text:
    return Text.assemble((f"{name}: ", "green"), _short(text))


def _add_conclusions(root: Tree, part: Conclusions, plan: Plan) -> None:
    if part.lost:
        root.add(Text("mất phần cuối (nơi nhận, chữ ký)", style="yellow"))
        return
    branch = root.add(_label("Phần kết thúc", part, plan))
    for name in recipient_names(part.children):
        branch.add(_fact("nơi nhận", name))
    for phrase in part.phrases:
        if isinstance(phrase, Signature):
            branch.add(_fact("ký", phrase.text))
