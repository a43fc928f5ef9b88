"""Selectors: parsed by selector.lark, checked against the vocabulary, compiled to functions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Token, Tree
from lark.exceptions import UnexpectedInput

from ..grammar.flat import canon
from ..grammar.nodes import Node
from ..grammar.parsers import lalr
from .vocabulary import attributes, kinds, suggest

ROOTS = ("plan", "parent", "it")


class SelectorError(Exception):
    """A fault in a selector; `column` counts from 0 within its text."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


@dataclass(slots=True)
class Index:
    """The nodes of one tree by kind, in document order: what one walk over it leaves."""

    root: Node
    by_kind: dict[str, list[Node]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Node) -> Index:
        """Walks a tree once."""
        index = cls(root)
        for node in root.walk():
            index.by_kind.setdefault(node.kind, []).append(node)
        return index

    def nodes(self, kind: str) -> list[Node]:
        """All nodes of a kind; `*` is all nodes but lines and noise."""
        if kind == "*":
            return [n for n in self.root.walk() if n.kind not in ("line", "noise")]
        classes = kinds()[kind]
        if len(classes) == 1:
            return self.by_kind.get(classes[0].kind, [])
        found = [n for cls in classes for n in self.by_kind.get(cls.kind, [])]
        return sorted(found, key=lambda n: (n.start, -n.end))


@dataclass(slots=True)
class Scope:
    """What a rule can see: the plan, the parent if there is one, the selected node."""

    plan: Index
    parent: Index | None = None
    it: Node | None = None

    def root(self, name: str) -> Node | None:
        """The node behind $plan, $parent or $it."""
        if name == "plan":
            return self.plan.root
        if name == "parent":
            return self.parent.root if self.parent else None
        return self.it


Test = Callable[[Node, Scope], bool]


@dataclass(frozen=True, slots=True)
class Selector:
    """A compiled selector: `kinds` are the kinds of what it finds, `find` finds it."""

    text: str
    root: str
    kinds: tuple[str, ...]
    paths: tuple[_Path, ...]

    def find(self, scope: Scope) -> list[Node]:
        """The nodes in the scope that the selector names, in document order, each once."""
        if self.root == "it":
            index = Index.of(scope.it) if scope.it else None
        else:
            index = scope.parent if self.root == "parent" else scope.plan
        if index is None:
            return []
        if len(self.paths) == 1:
            return list(self.paths[0].find(index, scope))
        found = {id(n): n for path in self.paths for n in path.find(index, scope)}
        return sorted(found.values(), key=lambda n: (n.start, -n.end))


@dataclass(frozen=True, slots=True)
class _Step:
    kind: str
    tests: tuple[Test, ...]
    pick: str | None
    child: bool

    def fits(self, node: Node, scope: Scope) -> bool:
        if self.kind != "*" and not isinstance(node, kinds()[self.kind]):
            return False
        return all(test(node, scope) for test in self.tests)


@dataclass(frozen=True, slots=True)
class _Path:
    steps: tuple[_Step, ...]

    def find(self, index: Index, scope: Scope) -> Iterator[Node]:
        last = self.steps[-1]
        found = (
            node
            for node in index.nodes(last.kind)
            if last.fits(node, scope) and self._above(node, len(self.steps) - 1, index, scope)
        )
        if last.pick is None:
            yield from found
            return
        nodes = list(found)
        yield from nodes[:1] if last.pick == "first" else nodes[-1:]

    def _above(self, node: Node, at: int, index: Index, scope: Scope) -> bool:
        """Whether the steps before `at` stand above a node as the selector asks."""
        if at == 0:
            return True
        step = self.steps[at - 1]
        if node is index.root:
            return False
        for above in node.ancestors():
            if step.fits(above, scope) and self._above(above, at - 1, index, scope):
                return True
            if self.steps[at].child or above is index.root:
                return False
        return False


@lru_cache(maxsize=1)
def _parser() -> Any:
    grammar = (Path(__file__).parent / "selector.lark").read_text(encoding="utf-8")
    return lalr("selector", grammar, start="selector")


@lru_cache(maxsize=1024)
def compile_selector(text: str) -> Selector:
    """A selector from its text; SelectorError says what is wrong and at which column."""
    try:
        tree: Tree[Token] = _parser().parse(text.strip())
    except UnexpectedInput as error:
        column = max(getattr(error, "pos_in_stream", 0) or 0, 0)
        raise SelectorError(
            f"không đọc được bộ chọn '{text.strip()}' từ chỗ '{text.strip()[column:][:20]}'", column
        ) from None
    parts = [part for part in tree.children if isinstance(part, Tree)]
    root = "plan"
    if parts[0].data == "root":
        root = str(parts.pop(0).children[0]).strip()[1:]
    paths = tuple(_path(part) for part in parts)
    return Selector(text, root, tuple(p.steps[-1].kind for p in paths), paths)


def _path(tree: Tree[Token]) -> _Path:
    steps: list[_Step] = []
    child = False
    for part in tree.children:
        if isinstance(part, Token):
            child = part.type == "CHILD"
        else:
            steps.append(_step(part, child))
            child = False
    return _Path(tuple(steps))


def _step(tree: Tree[Token], child: bool) -> _Step:
    name = tree.children[0]
    assert isinstance(name, Token)
    kind = str(name)
    if kind != "*" and kind not in kinds():
        raise SelectorError(f"không có loại nút '{kind}'{suggest(kind, kinds())}", _at(name))
    tests: list[Test] = []
    pick = None
    for part in tree.children[1:]:
        if isinstance(part, Token):
            pick = "first" if part.type == "FIRST" else "last"
        else:
            tests.append(_test(part, kind))
    return _Step(kind, tuple(tests), pick, child)


def _at(token: Token) -> int:
    return token.start_pos or 0


def _test(tree: Tree[Token], kind: str) -> Test:
    if tree.data == "attribute":
        return _attribute(tree, kind)
    inner = tree.children[0]
    assert isinstance(inner, Tree)
    if inner.data == "attribute":
        test = _attribute(inner, kind)
        return lambda node, scope: not test(node, scope)
    path = _path(inner)
    wanted = tree.data == "has"
    return lambda node, scope: any(path.find(Index.of(node), scope)) is wanted


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "~=": lambda held, wanted: wanted in (held or ()),
    "*=": lambda held, wanted: canon(str(wanted)).lower() in canon(str(held or "")).lower(),
    "^=": lambda held, wanted: str(held or "").startswith(str(wanted)),
}


def _attribute(tree: Tree[Token], kind: str) -> Test:
    tokens = [t for t in tree.children if isinstance(t, Token)]
    known = attributes(kind)
    name = str(tokens[0])
    if name not in known:
        raise SelectorError(
            f"'{kind}' không có thuộc tính '{name}'{suggest(name, known)}", _at(tokens[0])
        )
    attr = known[name]
    if len(tokens) == 1:
        return lambda node, scope: bool(getattr(node, attr, None))
    compare = _COMPARE[str(tokens[1])]
    value = tokens[2]
    if value.type == "REFERENCE":
        path = reference(str(value), _at(value))
        return lambda node, scope: compare(getattr(node, attr, None), path.value(scope, node))
    constant = _constant(value)
    if isinstance(constant, (int, float)) and str(tokens[1]) in ("<=", ">=", "<", ">"):
        return lambda node, scope: compare(getattr(node, attr, None) or 0, constant)
    return lambda node, scope: compare(getattr(node, attr, None), constant)


def _constant(token: Token) -> str | float | int | bool:
    text = str(token)
    if token.type == "STRING":
        return text[1:-1]
    if token.type == "NUMBER":
        return float(text) if "." in text else int(text)
    return {"true": True, "false": False}.get(text, text)


@dataclass(frozen=True, slots=True)
class Reference:
    """A path such as `$it.window`: a root and the attributes to follow from it."""

    root: str
    names: tuple[str, ...]

    def value(self, scope: Scope, node: Node | None = None) -> Any:
        """What stands there; None where the root or an attribute on the way is missing."""
        value: Any = node if self.root == "node" else scope.root(self.root)
        for name in self.names:
            if value is None:
                return None
            if isinstance(value, Node):
                name = attributes(value.kind).get(name, name)
            value = getattr(value, name, None)
        return value


def reference(text: str, column: int = 0) -> Reference:
    """A reference from its text; SelectorError where its root is none of ours."""
    root, *names = text.removeprefix("$").split(".")
    if root not in (*ROOTS, "node"):
        raise SelectorError(
            f"không có gốc '${root}'{suggest(root, (*ROOTS, 'node'))}", column
        )
    return Reference(root, tuple(names))
