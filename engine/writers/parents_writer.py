"""Parents writer: parents that are kept, and what a plan demands, for the officer who reviews."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..aims import aim_text
from ..errors import InputError
from ..keeping import Kept, Removed
from ..parent_diff import WORDS, Change, Difference
from ..parents import Obligation, Parent, kind_name
from ..registry import Entry, Registry, compact
from ..wording import BOUND, limit_text, shown, spot

_PLACES = {"project": "dự án", "user": "của tôi", "program": "có sẵn"}
_FAULTY = "tệp có lỗi"


def write_derived(parent: Parent, out: Console) -> None:
    """Prints the obligations of a plan, by line: kind, who is bound, what, when, to whom."""
    issued = f" ngày {shown(parent.issued)}" if parent.issued else ""
    out.print(Text(f"{parent.number}{issued} của {parent.issuer}", style="bold"))
    if parent.title:
        out.print(Text(parent.title))
    out.print()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Dòng", no_wrap=True, justify="right")
    table.add_column("Mục", no_wrap=True)
    table.add_column("Loại", no_wrap=True)
    table.add_column("Ai phải làm", overflow="fold", ratio=2)
    table.add_column("Yêu cầu", overflow="fold", ratio=5)
    for one in parent.obligations:
        place = one.source
        table.add_row(
            str(place.line) if place and place.line else "-", (place and place.at) or "-",
            Text(kind_name(one), style="cyan"), _who(one), _what(one),
        )  # fmt: skip
    out.print(Padding(table, (0, 0, 1, 0)))
    binding = sum(one.bound in ("commune", "both") for one in parent.obligations)
    out.print(
        f"{len(parent.obligations)} yêu cầu, {binding} yêu cầu đối với đơn vị bên dưới. Bản này do"
        " chương trình rút ra; dấu ? là chỗ chưa chắc, cần người soát."
    )


def write_list(registry: Registry, out: Console) -> None:
    """Prints what is kept: id, number, date, issuer, where, and whether somebody reviewed it."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("Mã", "Số", "Ngày"):
        table.add_column(name, no_wrap=True)
    table.add_column("Cơ quan ban hành", overflow="fold")
    own = any(one.path is not None for one in registry.entries)
    if own:
        table.add_column("Nơi giữ", no_wrap=True)
        table.add_column("Soát", overflow="fold")
    for entry in sorted(registry.entries, key=lambda one: (one.id, one.hidden)):
        where = _PLACES[entry.place]
        try:
            parent = entry.load()
        except InputError:
            parent = None
        number, day, issuer, state = (
            (entry.number, "", "", _FAULTY) if parent is None
            else (parent.number, shown(parent.issued), parent.issuer, _state(entry, parent))
        )  # fmt: skip
        state = "bị che" if entry.hidden else state
        style = "dim" if entry.hidden else ""
        row = [number, day, issuer, *([where, state] if own else [])]
        table.add_row(Text(entry.id, style="cyan"), *row, style=style)
    out.print(table)
    hidden = [one for one in registry.entries if one.hidden]
    faulty = [one for one in registry.entries if one.path is not None and one.parent is None]
    if hidden or faulty:
        out.print()
    for one in hidden:
        near = next(
            e for e in registry.entries if compact(e.id) == compact(one.id) and not e.hidden
        )
        out.print(f"{one.id} ở chỗ “{_PLACES[one.place]}” bị che: dùng bản {near.path}.")
    for one in faulty:
        out.print(f"{one.path} có lỗi; xem: cchc-check parents validate {one.path}", soft_wrap=True)


def _state(entry: Entry, parent: Parent) -> str:
    if entry.place == "program":
        return ""
    if not parent.reviewed:
        return "chưa"
    return f"{parent.reviewed_by}, {shown(parent.reviewed_on)}"


def list_facts(registry: Registry) -> list[dict[str, object]]:
    """What is kept, as plain data."""
    found: list[dict[str, object]] = []
    for entry in registry.entries:
        try:
            parent = entry.load()
        except InputError:
            parent = None
        day = parent.issued.earliest if parent and parent.issued else None
        found.append({
            "id": entry.id, "number": entry.number, "date": day.isoformat() if day else None,
            "issuer": parent.issuer if parent else None, "place": entry.place,
            "path": str(entry.path) if entry.path else None, "hidden": entry.hidden,
            "faulty": parent is None, "derived": bool(parent and parent.derived),
            "reviewed": bool(parent and parent.reviewed), "parent": entry.rests_on,
        })  # fmt: skip
    return found


def write_kept(kept: Kept, out: Console) -> None:
    """Prints what was put where, and what is to be done with it."""
    parent = kept.parent
    if not kept.new:
        out.print(f"{kept.path} đã có đúng như vậy, không có gì để ghi.", soft_wrap=True)
        return
    out.print(
        f"Đã ghi {parent.id} ({parent.number}, {len(parent.obligations)} yêu cầu) vào {kept.path}.",
        soft_wrap=True,
    )
    if kept.backup is not None:
        out.print(f"Bản cũ giữ ở {kept.backup}.", soft_wrap=True)
    if kept.hides is not None:
        out.print(f"Từ nay dùng bản này thay cho bản {_PLACES[kept.hides.place]} cùng mã.")
    if not parent.obligations:
        out.print("Không thấy yêu cầu nào trong văn bản; hãy kiểm lại xem đã chọn đúng tệp chưa.")
    elif parent.derived and not parent.reviewed:
        out.print(
            "Bản này do chương trình rút ra: hãy mở tệp, soát từng yêu cầu theo hướng dẫn ở đầu"
            f" tệp, rồi thử lại bằng: cchc-check parents validate {parent.id}",
            soft_wrap=True,
        )


def write_removed(removed: Removed, out: Console) -> None:
    """Prints where a parent that was taken out is now, and what its id means from now on."""
    out.print(f"Đã bỏ {removed.id} khỏi danh mục; tệp cũ giữ ở {removed.backup}.", soft_wrap=True)
    if removed.shows is not None:
        place = _PLACES[removed.shows.place]
        out.print(f"Từ nay mã {removed.id} là bản {place}: {removed.shows.number}.")
    if removed.needed_by:
        out.print(f"Còn {', '.join(removed.needed_by)} nêu nó là kế hoạch cấp trên.")


def write_difference(found: Difference, out: Console) -> None:
    """Prints what a parent demands otherwise than another."""
    out.print(Text(f"Trước: {_named(found.old)}"))
    out.print(Text(f"Sau:   {_named(found.new)}"))
    for title, ones in (("THÊM", found.added), ("BỎ", found.gone)):
        if ones:
            out.print()
            out.print(Text(f"{title} ({len(ones)})", style="bold"))
        for one in ones:
            out.print(Padding(Text.assemble(*_line(one), _what(one)), (0, 0, 0, 2)))
    values = [one for one in found.changed if not one.only_words]
    words = [one for one in found.changed if one.only_words]
    for title, pairs in (("ĐỔI", values), ("CHỈ ĐỔI LỜI VĂN", words)):
        if pairs:
            out.print()
            out.print(Text(f"{title} ({len(pairs)})", style="bold"))
        for pair in pairs:
            out.print(Padding(Text.assemble(*_line(pair.after), _text(pair.after)), (0, 0, 0, 2)))
            for change in pair.changes:
                out.print(Padding(Text(_change(change)), (0, 0, 0, 6)))
    out.print()
    out.print(
        f"{len(found.added)} yêu cầu thêm, {len(found.gone)} bỏ, {len(values)} đổi,"
        f" {len(words)} chỉ đổi lời văn, {found.same} như cũ."
    )


def _change(change: Change) -> str:
    if change.name == WORDS:
        return f"{change.name}: trước là “{change.before}”"
    return f"{change.name}: {change.before} → {change.after}"


def _named(parent: Parent) -> str:
    issued = f" ngày {shown(parent.issued)}" if parent.issued else ""
    return f"{parent.number}{issued} của {parent.issuer}"


def _line(one: Obligation) -> list[tuple[str, str]]:
    place = one.source
    line = (spot(place) if place else "") or "không rõ dòng"
    return [("• ", "dim"), (kind_name(one), "cyan"), (f" ({line}): ", "")]


def _text(one: Obligation) -> str:
    return one.text.rstrip(" .;:,")


def _who(one: Obligation) -> str:
    return BOUND.get(one.bound, one.bound) + ("" if one.sure == "sure" else " ?")


def _what(one: Obligation) -> str:
    parts = [one.text.rstrip(" .;:,")]
    if one.window is not None:
        parts.append(f"thời hạn: {one.window}")
    elif one.month_day:
        parts.append(f"thời hạn: {limit_text(one.month_day, one.strict)}")
    if one.period:
        parts.append(f"kỳ: {shown(one.period)}")
    if one.target:
        parts.append(f"con số: {aim_text(one.target)}")
    if one.addressee:
        parts.append(f"gửi {one.addressee}" + (f" (qua {one.through})" if one.through else ""))
    if one.folded:
        parts.append(f"được lồng ghép vào {one.folded}")
    return "; ".join(parts)
