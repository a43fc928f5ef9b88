"""YAML places: the data of a YAML text, and at which line and column each part of it stands."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from ..grammar.data import parse_yaml

Path_ = tuple[str | int, ...]
# Aliases of aliases can stand for millions of places; what lies behind these is told by its root.
_MOST = 200_000


class YamlError(Exception):
    """A text that is no YAML: where it breaks off, and the parser's word for it."""

    def __init__(self, line: int, column: int, problem: str) -> None:
        super().__init__(problem)
        self.line, self.column, self.problem = line, column, problem


@dataclass(slots=True, eq=False)
class Placed:
    """Data with the line and column (from 1) of every value, and of every key as `KEY?`.

    `doubled` are the keys that stand twice in one mapping, of which YAML keeps the last alone.
    """

    data: Any
    marks: dict[Path_, tuple[int, int]]
    doubled: list[Path_] = field(default_factory=list)

    def place(self, where: Path_, column: int = 0) -> tuple[int, int]:
        """Line and column of a path, `column` characters into it; of what holds it if it is none.

        What stands nowhere in the text (an inherited value) has no columns of its own.
        """
        if where in self.marks:
            line, start = self.marks[where]
            return line, start + column
        while where and where not in self.marks:
            where = where[:-1]
        return self.marks.get(where, (1, 1))


def read_placed(text: str) -> Placed:
    """A YAML text as data with places; YamlError where it is none."""
    import yaml

    try:
        return Placed(parse_yaml(text), *_marks(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = getattr(error, "problem", None) or "không đọc được"
        raise YamlError(line, column, problem) from error


def _marks(text: str) -> tuple[dict[Path_, tuple[int, int]], list[Path_]]:
    """Line and column (from 1) of every value and key of a YAML text, by its path; doubled keys."""
    import yaml

    found: dict[Path_, tuple[int, int]] = {}
    doubled: list[Path_] = []
    root = yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    queue: deque[tuple[Any, Path_, tuple[Any, ...]]] = deque()
    if root is not None:
        queue.append((root, (), ()))
    while queue and len(found) < _MOST:  # what lies higher goes first
        node, path, above = queue.popleft()
        mark = node.start_mark
        quoted = isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')
        found[path] = (mark.line + 1, mark.column + 1 + quoted)
        if any(node is one for one in above):
            continue  # an alias of what it stands in
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                at, where = key.start_mark, (*path, f"{key.value}?")
                again = where in found
                found[where] = (at.line + 1, at.column + 1)
                if again:
                    doubled.append(where)
                else:
                    queue.append((value, (*path, key.value), (*above, node)))
        elif isinstance(node, yaml.SequenceNode):
            items = enumerate(node.value)
            queue.extend((item, (*path, number), (*above, node)) for number, item in items)
    return found, doubled
