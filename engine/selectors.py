"""Selectors: parsed by selector.lark, checked against the vocabulary, compiled to functions."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..grammar.flat import canon
from ..grammar.nodes import Node
from ..grammar.parsers import table
from ..grammar.tables import Run, Terminals, Token, Tree
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
    found: dict[str, list[Node]] = field(default_factory=dict)
    """what selectors have found in it, by their text: many rules ask for the same"""
    _below: dict[int, Index] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Node) -> Index:
        """Walks a tree once."""
        index = cls(root)
        for node in root.walk():
            index.by_kind.setdefault(node.kind, []).append(node)
        return index

    def nodes(self, kind: str) -> list[Node]:
        """All nodes of a kind; `*` is all nodes but lines and noise."""
        known = self.by_kind.get(kind)
        if known is None:
            known = self.by_kind[kind] = self._several(kind)
        return known

    def _several(self, kind: str) -> list[Node]:
        """The nodes of a kind that stands for several, or that the tree has none of."""
        if kind == "*":
            return [n for n in self.root.walk() if n.kind not in ("line", "noise")]
        found = [n for cls in kinds()[kind] for n in self.by_kind.get(cls.kind, ())]
        return sorted(found, key=lambda n: (n.start, -n.end))

    def below(self, node: Node) -> Index:
        """The index of what lies below a node of the tree, itself included."""
        if node is self.root:
            return self
        known = self._below.get(id(node))
        if known is None:
            known = self._below[id(node)] = Index.of(node)
        return known


@dataclass(slots=True)
class Scope:
    """What a rule can see: the plan, the parent if there is one, the selected node, its values.

    A message may also name what was found: {finding.expected}, {finding.actual}, {finding.why}.
    """

    plan: Index
    parent: Index | None = None
    it: Node | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    finding: Any = None

    def at(self, node: Node) -> Scope:
        """The same with another selected node."""
        return Scope(self.plan, self.parent, node, self.parameters, self.finding)

    def root(self, name: str) -> Node | None:
        """The node behind $plan, $parent or $it."""
        if name == "plan":
            return self.plan.root
        if name == "parent":
            return self.parent.root if self.parent else None
        return self.it


Test = Callable[[Node, Scope], bool]


@dataclass(slots=True, eq=False)
class Selector:
    """A compiled selector: `kinds` are the kinds of what it finds, `find` finds it.

    `fixed` says that it names nothing outside its tree, so that what it finds there stays the same.
    """

    text: str
    root: str
    kinds: tuple[str, ...]
    paths: tuple[_Path, ...]
    fixed: bool

    def find(self, scope: Scope) -> list[Node]:
        """The nodes in the scope that the selector names, in document order, each once."""
        if self.root == "it":
            index = Index.of(scope.it) if scope.it else None
        else:
            index = scope.parent if self.root == "parent" else scope.plan
        if index is None:
            return []
        if not self.fixed:
            return self._look(index, scope)
        known = index.found.get(self.text)
        if known is None:
            known = index.found[self.text] = self._look(index, scope)
        return known.copy()

    def _look(self, index: Index, scope: Scope) -> list[Node]:
        if len(self.paths) == 1:
            return self.paths[0].find(index, scope)
        found = {id(n): n for path in self.paths for n in path.find(index, scope)}
        return sorted(found.values(), key=lambda n: (n.start, -n.end))


@dataclass(slots=True, eq=False)
class _Step:
    kind: str
    tests: tuple[Test, ...]
    pick: str | None
    child: bool

    def nodes(self, index: Index, scope: Scope) -> list[Node]:
        """The nodes of the index that are of this kind and pass the tests."""
        found = index.nodes(self.kind)
        for test in self.tests:
            found = [node for node in found if test(node, scope)]
        return found

    def is_below(self, node: Node, chosen: set[int], root: Node) -> bool:
        """Whether a node lies below (as a child, where asked) one of the chosen nodes."""
        if node is root:
            return False
        for above in node.ancestors():
            if id(above) in chosen:
                return True
            if self.child or above is root:
                return False
        return False


@dataclass(slots=True, eq=False)
class _Path:
    steps: tuple[_Step, ...]

    def find(self, index: Index, scope: Scope) -> list[Node]:
        """The nodes that the last step names, each step below the nodes of the one before it."""
        found: list[Node] = []
        for at, step in enumerate(self.steps):
            chosen = {id(node) for node in found}
            found = step.nodes(index, scope)
            if at > 0:
                found = [node for node in found if step.is_below(node, chosen, index.root)]
            if step.pick is not None:
                found = found[:1] if step.pick == "first" else found[-1:]
            if not found:
                break
        return found


@lru_cache(maxsize=1)
def _terminals() -> Terminals:
    grammar = (Path(__file__).parent / "selector.lark").read_text(encoding="utf-8")
    return Terminals(table("selector", grammar, "selector"))


def parse_selector(text: str) -> Tree:
    """The tree of a selector, as Lark would give it; SelectorError where it cannot be read."""
    terminals = _terminals()
    run = Run(terminals.table, "selector")
    at = last = 0
    while at < len(text):
        token = terminals.token(run.state, text, at)
        if token is None or not run.take(token.type, token):
            raise _unread(text, at)
        at, last = token.end_pos, at
    tree: Tree | None = run.finish(Tree)
    if tree is None:
        raise _unread(text, last)
    return tree


def _unread(text: str, at: int) -> SelectorError:
    return SelectorError(f"không đọc được bộ chọn '{text}' từ chỗ '{text[at:][:20]}'", at)


@lru_cache(maxsize=1024)
def compile_selector(text: str) -> Selector:
    """A selector from its text; SelectorError says what is wrong and at which column."""
    tree = parse_selector(text.strip())
    parts = [part for part in tree.children if isinstance(part, Tree)]
    root = "plan"
    if parts[0].data == "root":
        root = str(parts.pop(0).children[0]).strip()[1:]
    paths = tuple(_path(part) for part in parts)
    fixed = root != "it" and "$" not in text.strip().removeprefix(f"${root}")
    return Selector(text, root, tuple(p.steps[-1].kind for p in paths), paths, fixed)


def _path(tree: Tree) -> _Path:
    steps: list[_Step] = []
    child = False
    for part in tree.children:
        if isinstance(part, Token):
            child = part.type == "CHILD"
        else:
            steps.append(_step(part, child))
            child = False
    return _Path(tuple(steps))


def _step(tree: Tree, child: bool) -> _Step:
    name = tree.children[0]
    assert isinstance(name, Token)
    kind = str(name)
    if kind != "*" and kind not in kinds():
        raise SelectorError(f"không có loại nút '{kind}'{suggest(kind, kinds())}", name.start_pos)
    tests: list[Test] = []
    pick = None
    for part in tree.children[1:]:
        if isinstance(part, Token):
            pick = "first" if part.type == "FIRST" else "last"
        else:
            tests.append(_test(part, kind))
    return _Step(kind, tuple(tests), pick, child)


def _test(tree: Tree, kind: str) -> Test:
    if tree.data == "attribute":
        return _attribute(tree, kind)
    inner = tree.children[0]
    assert isinstance(inner, Tree)
    if inner.data == "attribute":
        test = _attribute(inner, kind)
        return lambda node, scope: not test(node, scope)
    path = _path(inner)
    wanted = tree.data == "has"
    return lambda node, scope: (
        any(found is not node for found in path.find(scope.plan.below(node), scope)) is wanted
    )


_ORDERS = ("<=", ">=", "<", ">")
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


def _attribute(tree: Tree, kind: str) -> Test:
    tokens = [t for t in tree.children if isinstance(t, Token)]
    known = attributes(kind)
    name = str(tokens[0])
    if name not in known:
        raise SelectorError(
            f"'{kind}' không có thuộc tính '{name}'{suggest(name, known)}", tokens[0].start_pos
        )
    attr = known[name]
    if len(tokens) == 1:
        return lambda node, scope: bool(getattr(node, attr, None))
    compare = _comparison(str(tokens[1]))
    value = tokens[2]
    if value.type == "REFERENCE":
        path = reference(str(value), value.start_pos)
        return lambda node, scope: compare(getattr(node, attr, None), path.value(scope, node))
    constant = _constant(value)
    if value.type == "NUMBER":
        if str(tokens[1]) in _ORDERS:
            return lambda node, scope: compare(_number(getattr(node, attr, None)), constant)
        return lambda node, scope: compare(
            held := getattr(node, attr, None), str(value) if isinstance(held, str) else constant
        )
    return lambda node, scope: compare(getattr(node, attr, None), constant)


def _comparison(sign: str) -> Callable[[Any, Any], bool]:
    """An operator; what cannot be compared (a date with a number) does not match."""
    operation = _COMPARE[sign]

    def compare(held: Any, wanted: Any) -> bool:
        try:
            return bool(operation(held, wanted))
        except TypeError:
            return False

    return compare


def _number(held: Any) -> Any:
    """An attribute as a number where its text is one: the `05` of a day; nothing counts as 0."""
    if isinstance(held, str) and held.isdecimal():
        return int(held)
    return 0 if held is None else held


def _constant(token: Token) -> str | float | int | bool:
    text = str(token)
    if token.type == "STRING":
        return text[1:-1]
    if token.type == "NUMBER":
        return float(text) if "." in text else int(text)
    return {"true": True, "false": False}.get(text, text)


@dataclass(slots=True, eq=False)
class Reference:
    """A path such as `$it.window`: a root and the attributes to follow from it."""

    root: str
    names: tuple[str, ...]

    def value(self, scope: Scope, node: Node | None = None) -> Any:
        """What stands there; None where the root or an attribute on the way is missing."""
        if self.root == "rule":
            return scope.parameters.get(self.names[0]) if self.names else None
        value: Any = (
            node if self.root == "node"
            else scope.finding if self.root == "finding" else scope.root(self.root)
        )  # fmt: skip
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
    known = (*ROOTS, "node", "rule", "finding")
    if root not in known:
        raise SelectorError(f"không có gốc '${root}'{suggest(root, known)}", column)
    return Reference(root, tuple(names))
