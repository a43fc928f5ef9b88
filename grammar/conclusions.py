"""Conclusions: reads recipients and signature from the lines below the body."""

from __future__ import annotations

import re

from .flat import Flat, lowered
from .lines import cues
from .nodes import Line, Node, Recipient, Recipients, Signature
from .patterns import compiled

_REMARK = compiled(r"\s*\(([^()]*)\)\s*[;,.:/]*\s*$")
_REMARKS, _LONGEST_REMARK = 3, 200  # (b/c) (qua Sở Nội vụ)
_ABBREVIATION = compiled(r"(?<!\w)(?:kt|k/t|tl|t/l|tuq|q)\s?\.\s?$|(?<!\w)quyền $")
_ON_BEHALF = compiled(r"(?:kt|k/t)\s*\.?\s")


def read_recipients(children: list[Node]) -> Recipients | None:
    """Fills the recipients' names among the parts of the conclusions; None where there are none.

    Several recipients on the line of `Nơi nhận:` become parts of that line.
    """
    found = [child for child in children if isinstance(child, Recipient)]
    if not found:
        return None
    count = 0
    archived = False
    for node in found:
        if archived and len(node.text) < 12 and node.text[:1] not in "-–+•":
            continue  # the archive line's code on a line of its own
        low = Flat.of(node.text, 0, len(node.text)).low
        slash = low.startswith("/")
        head = cues().recipients.match(low, slash)
        if head:
            count += _split_head(node, node.text[head:])
        else:
            _name(node, node.text)
            count += bool(node.name)
            archived = archived or node.archive
    text = "; ".join(recipient_names(children))
    return Recipients(found[0].start, found[-1].end, text=text, count=count)


def _split_head(node: Recipient, rest: str) -> int:
    """Recipients behind `Nơi nhận:` on its own line, as phrases of that line."""
    rest = rest.lstrip(" :")
    if not rest or rest.startswith("("):
        return 0
    mark = r";\s*(?:[-–+]\s)?" if ";" in rest.rstrip("; ") else r"\s[-–]\s(?=[^\W\d_a-z])"
    names = [part for part in re.split(mark, rest) if part]
    for part in names:
        single = Recipient(node.start, node.end, text=part)
        _name(single, part)
        if single.name:
            node.phrases.append(single)
    return len(node.phrases)


def _name(node: Recipient, text: str) -> None:
    text = text.strip().lstrip("-–—+•*_ ").strip()
    for _ in range(_REMARKS):
        left = max(0, len(text) - _LONGEST_REMARK)
        remark = _REMARK.search(text, left)
        if remark is None:
            break
        node.remark = remark.group(1).strip()
        text = text[: remark.start()].rstrip()
    node.name = text.rstrip(" ;.,:/").strip()
    node.archive = node.name.lower().startswith("lưu")


def recipient_names(children: list[Node]) -> list[str]:
    """The names of all recipients among the parts of the conclusions, in order."""
    names: list[str] = []
    for child in children:
        if isinstance(child, Recipient):
            if child.name:
                names.append(child.name)
            names.extend(p.name for p in child.phrases if isinstance(p, Recipient))
    return names


def read_signature(children: list[Node]) -> Signature | None:
    """Authority, position and name from the signature's lines; None where there are none."""
    lines = [
        child
        for child in children
        if child.kind == "paragraph" and isinstance(child.children[0], Line)
    ]
    if not lines:
        return None
    authority: str | None = None
    positions: list[str] = []
    name: str | None = None
    for line in lines:
        role = line.children[0].role if isinstance(line.children[0], Line) else ""
        if role == "name":
            name = name or line.text
            continue
        capitals, signer = _signer(line.text.strip())
        name = name or signer
        for part in _positions(capitals):
            if part.lower().startswith(("tm", "t/m")) and authority is None and not positions:
                authority = part
            else:
                positions.append(part)
    position = " / ".join(positions) or None
    low = Flat.of(position or "", 0, len(position or "")).low
    return Signature(
        lines[0].start, lines[-1].end,
        text=" / ".join(part for part in (authority, position, name) if part),
        authority=authority, position=position, name=name,
        on_behalf=_ON_BEHALF.search(low) is not None,
        deputy=re.search(r"(?<!\w)phó(?!\w)", low) is not None,
    )  # fmt: skip


def _signer(text: str) -> tuple[str, str | None]:
    """A line of the signature as its capitals and the name behind them, if one is there."""
    words = text.split()
    at = next((i for i, word in enumerate(words) if not word.isupper()), len(words))
    if not 0 < at < len(words) or not all(word[0].isupper() for word in words[at:]):
        return text, None
    return " ".join(words[:at]), " ".join(words[at:])


def _positions(capitals: str) -> list[str]:
    """`TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH` on one line as its three lines."""
    low = lowered(capitals)
    cuts, last = [0], 0
    for start, end in cues().position.each(low, 0, len(low)):
        if start >= last:
            last = end
            begin = start - len(_acting(low[:start]))
            if begin > 0:
                cuts.append(begin)
    return [capitals[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(capitals)], strict=True)]


def _acting(before: str) -> str:
    """The abbreviation that ends `before` and belongs to the position behind it: `KT. `."""
    match = _ABBREVIATION.search(before)
    return match.group() if match else ""
