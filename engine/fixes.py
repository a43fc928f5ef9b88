"""Fixes: how a finding is mended, as edits of the file that was read."""

from __future__ import annotations

import re

from ..grammar.nodes import Node, Plan
from .assertions import Assertion, Finding, Mend
from .places import own_span
from .report import Edit, Fix
from .selectors import Scope
from .wording import fill, shown


def fix_of(plan: Plan, finding: Finding, assertion: Assertion | None, scope: Scope) -> Fix | None:
    """The mend of a failing finding: its own, else the one that the rule's YAML gives."""
    if finding.outcome != "fail":
        return None
    mend = finding.fix or _written(finding.node, assertion, scope)
    if mend is None:
        return None
    text, source = plan.source.text, plan.source
    edits = [
        Edit(source.raw_offset(start), source.raw_offset(end), words)
        for start, end, words in mend.edits
        if text[start:end] != words
    ]
    return Fix(mend.title or _title(text, mend), mend.safe, edits) if edits else None


def _title(text: str, mend: Mend) -> str:
    """What the mend does, in a few words."""
    changed = [edit for edit in mend.edits if text[edit[0] : edit[1]] != edit[2]]
    start, end, words = changed[0] if changed else mend.edits[0]
    old = " ".join(text[start:end].split())
    more = f" (và {len(changed) - 1} chỗ sau đó)" if len(changed) > 1 else ""
    blanks = _of_blanks(text, start, end, words)
    if blanks is not None:
        return blanks + more
    if not words.strip() and not old:
        return ("Xuống dòng" if "\n" in words else "Sửa dấu cách") + more
    if not words.strip():
        return f"Bỏ “{old}”{more}"
    new = " ".join(words.split())
    return f"Sửa “{old}” thành “{new}”{more}" if old else f"Thêm “{new}”{more}"


def _of_blanks(text: str, start: int, end: int, words: str) -> str | None:
    """What an edit does that changes nothing but blanks, which cannot be seen in quotes."""
    old = text[start:end]
    mark = old.strip()
    if words.strip() != mark or "\n" in words + old:
        return None
    if mark:
        before, behind = old != mark, words != mark
        if before and behind:
            return f"Chuyển dấu cách ra sau “{mark}”"
        return f"Thêm dấu cách sau “{mark}”" if behind else f"Bỏ dấu cách thừa trước “{mark}”"
    after = text[end : end + 1]
    if len(words) >= len(old):
        return None
    if words:
        return "Bỏ dấu cách thừa giữa hai từ"
    return f"Bỏ dấu cách thừa trước “{after}”" if after.strip() else None


def _written(node: Node | None, assertion: Assertion | None, scope: Scope) -> Mend | None:
    """The mend that an assertion's `fix` describes, where the node has the words to replace."""
    wanted = assertion.fix if assertion is not None else None
    plan = scope.root("plan")
    if wanted is None or node is None or not isinstance(plan, Plan):
        return None
    words = fill(wanted.write, scope, node)
    if wanted.of is None:
        return Mend([(*own_span(plan.source.text, node), words)], wanted.safe)
    old = shown(getattr(node, wanted.of, None))
    text = plan.source.text
    start = text.find(wanted.after, node.start, node.end) if wanted.after else node.start
    at = text.find(old, start, node.end) if old and start >= 0 else -1
    if at < 0:
        return None
    if wanted.replace is None:
        return Mend([(at, at + len(old), words)], wanted.safe)
    edits = [
        (at + match.start(), at + match.end(), match.expand(words))
        for match in re.finditer(wanted.replace, old)
    ]
    new = re.sub(wanted.replace, words, old)
    return Mend(edits, wanted.safe, f"Sửa “{old}” thành “{new}”") if edits else None
