"""Spelling: words written twice, abbreviations, blanks around marks, syllables that are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from operator import and_, eq
from typing import ClassVar

from ...grammar.flat import lowered
from ...grammar.lexicon import lexicon
from ...grammar.nodes import Plan, Term
from ...grammar.patterns import compiled
from ...grammar.syllables import is_syllable, is_word
from ..selectors import Scope
from .base import Finding, Mend, assertion_class
from .text import WORD, Passage, Reading, Words, inside

_LONGEST_DOUBLING = 4
_MARKS = ",;.:()“”\"'[]?!…/"  # what hangs on words


@assertion_class
class NoRepeats(Reading):
    """No word or words stand twice in a row in the nodes that `no_repeats` names.

    Several words are always a slip, one word where it never stands doubled (`của của`) or where the
    text elsewhere has the same words without the doubling, with what follows. Reduplications are
    none, nor is the end of a word that begins the next (`liên quan quan tâm`).
    """

    key: ClassVar[str] = "no_repeats"
    reach: ClassVar[int] = 1
    no_repeats: str
    """selector of the nodes to read"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """Each doubling, with the mend that takes the second away; else one pass."""
        found = self.passages(scope)
        elsewhere = lru_cache(maxsize=1)(lambda: "\n".join(one.flat.low for one in found))
        good = True
        for passage in found:
            for start, end, once in _doublings(passage, elsewhere):
                good = False
                words = passage.words(start, end)
                cut = passage.flat.source_span(start, once)[1]
                fix = Mend([(cut, words.end, "")])
                yield Finding("fail", words, passage.flat.text[start:once], words.text, fix=fix)
        if found and good:
            yield Finding("pass")


def _doublings(passage: Passage, elsewhere: Callable[[], str]) -> Iterator[tuple[int, int, int]]:
    """Where words are repeated: start, end, and the end of the first of them."""
    text = passage.flat.text
    if not _may_repeat(passage.flat.low):
        return
    tokens = [match.span() for match in WORD.finditer(text)]
    words = [text[a:b].lower() for a, b in tokens]
    at = 0
    while at + 1 < len(words):
        for size in range(min(_LONGEST_DOUBLING, (len(words) - at) // 2), 0, -1):
            if words[at] != words[at + size]:
                continue
            copies = _copies(words, at, size)
            if copies < 2:
                continue
            last = at + copies * size - 1
            if not _in_a_row(text, tokens[at : last + 1], size):
                continue
            ends = text[tokens[last][1] : tokens[last][1] + 1] in (",", ";", ".", ":", "")
            if not _is_slip(words, at, size, copies, ends, elsewhere):
                continue
            yield tokens[at][0], tokens[last][1], tokens[at + size - 1][1]
            at = last
            break
        at += 1


def _may_repeat(text: str) -> bool:
    """Whether a word comes again at once, or two together at one distance; most texts have none."""
    words = [word.strip(_MARKS) for word in text.split(" ")]
    if True in map(eq, words, words[1:]):
        return True
    for size in range(2, _LONGEST_DOUBLING + 1):
        again = list(map(eq, words, words[size:]))
        if True in again and True in map(and_, again, again[1:]):
            return True
    return False


def _copies(words: list[str], at: int, size: int) -> int:
    """How often the next `size` words follow each other."""
    first = words[at : at + size]
    copies = 1
    while words[at + copies * size : at + (copies + 1) * size] == first:
        copies += 1
    return copies


def _in_a_row(text: str, tokens: list[tuple[int, int]], size: int) -> bool:
    """Whether only single blanks part the words, and no copy begins anew with a capital."""
    for before, after in pairwise(tokens):
        if text[before[1] : after[0]] != " ":
            return False
    first = text[tokens[0][0] : tokens[size - 1][1]]
    again = [text[tokens[k][0] : tokens[k + size - 1][1]] for k in range(size, len(tokens), size)]
    return all(copy in (first, first[:1].lower() + first[1:]) for copy in again)


def _is_slip(
    words: list[str], at: int, size: int, copies: int, ends: bool, elsewhere: Callable[[], str]
) -> bool:
    """Whether a doubling is none of the language's own; `ends` says that a mark follows it."""
    doubled = lowered(" ".join(words[at : at + 2 * size]))
    if doubled in _own_doublings():
        return False
    if size > 1:
        return len(set(words[at : at + size])) > 1
    if words[at] in _never_doubled():
        return True
    after = at + copies
    if at == 0:
        return False
    once = lowered(f"{words[at - 1]} {words[at]}")
    if ends:
        return _count(once, elsewhere()) > 2
    return after < len(words) and _count(f"{once} {lowered(words[after])}", elsewhere()) > 0


def _count(phrase: str, text: str) -> int:
    """How often a text has a phrase, as whole words."""
    return len(re.findall(rf"(?<!\w){re.escape(phrase)}(?!\w)", text))


@lru_cache(maxsize=1)
def _own_doublings() -> frozenset[str]:
    return frozenset(lowered(one) for one in lexicon().words("writing", "doublings"))


@lru_cache(maxsize=1)
def _never_doubled() -> frozenset[str]:
    return frozenset(lexicon().words("writing", "never_doubled"))


# --- abbreviations -----------------------------------------------------------------------------

_SHORT = compiled(
    r"[A-ZĐƯ](?<![\w/.&-].)(?=[A-ZĐƯ&-]*[A-ZĐƯ])[A-ZĐƯ]*(?:[&-][A-ZĐƯ]+)*(?![\w/&]|-\w|\.\w)"
)
_ROMAN = compiled(r"[IVXLC]+(?:-[IVXLC]+)?")


@assertion_class
class Defined(Reading):
    """The abbreviations in the nodes that `defined` names are written out somewhere in the text.

    Generally known ones (rules/lexicon/writing.yaml), numerals, words in a line of capitals and
    the symbols of documents are left alone. Each is found once, where it first stands.
    """

    key: ClassVar[str] = "defined"
    reach: ClassVar[int] = 1
    defined: str
    """selector of the nodes to read"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """Each abbreviation that is nowhere written out; else one pass."""
        found = self.passages(scope)
        known = _known_abbreviations() | _defined_in(scope)
        seen: set[str] = set()
        for passage in found:
            for words in _abbreviations(passage):
                key = _key(words.text)
                if key not in seen and not _is_known(key, known):
                    yield Finding("fail", words, actual=words.text)
                seen.add(key)
        if found and all(_is_known(key, known) for key in seen):
            yield Finding("pass")


def _key(short: str) -> str:
    return re.sub(r"[^\w&-]", "", short).upper()


def _is_known(key: str, known: frozenset[str]) -> bool:
    """Whether an abbreviation, or each part of one with a hyphen, is known."""
    return key in known or all(part in known for part in re.split(r"[&-]", key) if part)


@lru_cache(maxsize=1)
def _known_abbreviations() -> frozenset[str]:
    words = lexicon()
    known = words.words("writing", "known_abbreviations")
    return frozenset(_key(one) for one in (*known, *words.table("layout", "doc_types").values()))


def _defined_in(scope: Scope) -> frozenset[str]:
    """The abbreviations that the text writes out, each word of them by itself too."""
    shorts = [node.short for node in scope.plan.nodes("term") if isinstance(node, Term)]
    return frozenset(_key(word) for short in shorts for word in (short, *short.split()))


def _abbreviations(passage: Passage) -> Iterator[Words]:
    """The abbreviations of a passage that is not itself in capitals."""
    text = passage.flat.text
    citations = passage.citations
    for match in _SHORT.finditer(text):
        short = match.group()
        if _ROMAN.fullmatch(short) or _beside_capitals(text, *match.span()):
            continue
        words = passage.words(*match.span())
        if not inside(words.start, citations):
            yield words


def _beside_capitals(text: str, start: int, end: int) -> bool:
    """Whether a word in capitals stands among others: it is emphasis, no abbreviation."""
    before = re.search(r"([^\W\d_]+)[\s,]*\Z", text[max(0, start - 24) : start])
    after = re.match(r"[\s,.]*([^\W\d_]+)", text[end : end + 24])
    for beside in (before, after):
        if beside is None or not beside[1].isupper():
            continue
        low = beside[1].lower()
        if (len(low) > 1 and not low.isascii()) or (len(low) > 2 and is_syllable(low)):
            return True
    return False


# --- syllables ---------------------------------------------------------------------------------

_JOINED_TO = "@/._-’'&"
# The tone of these belongs to the second vowel.
_MISPLACED = compiled("[ừứửữự]ơ|[ìíỉĩị]ê|[ùúủũụ]ô|[ỳýỷỹỵ]ê")
_MANY_GLUED = 3  # so many words without a blank are no slips of typing
_SHOWN = 8
_FOREIGN = "fjwz"  # letters that Vietnamese has not


@assertion_class
class Spelled(Reading):
    """The words with Vietnamese letters in the nodes that `spelled` names can be Vietnamese.

    Only words in small letters count: names and abbreviations have capitals. Foreign words,
    addresses and words that hang together with signs are left alone. Each is found once, and those
    that lack the blank between two words together: unknown where there are many, or where the text
    was extracted.
    """

    key: ClassVar[str] = "spelled"
    reach: ClassVar[int] = 1
    spelled: str
    """selector of the nodes to read"""
    glued: str | None = None
    """what is said of two words without the blank between them"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """Each word that cannot be Vietnamese, where it first stands; else one pass."""
        found = self.passages(scope)
        seen: set[str] = set()
        fine: set[str] = set()
        good = True
        glued: list[Words] = []
        for passage in found:
            text = passage.flat.text
            new = set(text.split()) - fine
            wrong = {token for token in new if not token.isascii() and _is_wrong(token)}
            fine |= new - wrong
            for match in WORD.finditer(text) if wrong else ():
                word = match.group()
                if word in seen or _may_stand(word) or _hangs(text, *match.span()):
                    continue
                seen.add(word)
                good = False
                words = passage.words(*match.span())
                if self.glued and _is_glued(word):
                    glued.append(words)
                else:
                    yield Finding("fail", words, actual=word)
        if glued:
            yield self._together(glued, scope)
        if found and good:
            yield Finding("pass")

    def _together(self, glued: list[Words], scope: Scope) -> Finding:
        """One finding of all words that lack a blank, at the first."""
        right = " ".join(_syllables(glued[0].text))
        plan = scope.root("plan")
        assert isinstance(plan, Plan)
        found = Finding("fail", glued[0], right, glued[0].text, message=self.glued)
        if len(glued) > 1:
            found.actual = f"{len(glued)} chữ: {', '.join(words.text for words in glued[:_SHOWN])}"
        if len(glued) >= _MANY_GLUED or plan.scraped:
            found.outcome, found.why = "unknown", "các chữ có thể đã dính nhau khi trích văn bản"
        elif len(glued) == 1 and plan.source.text[glued[0].start : glued[0].end] == glued[0].text:
            start = glued[0].start + len(_syllables(glued[0].text)[0])
            found.fix = Mend([(start, start, " ")], False, f"Thêm dấu cách, thành “{right}”")
        return found


def _is_wrong(token: str) -> bool:
    """Whether one of the words between two blanks cannot be Vietnamese."""
    return not all(map(_may_stand, WORD.findall(token)))


def _hangs(text: str, start: int, end: int) -> bool:
    """Whether a sign, or a digit, joins a word to what stands beside it."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before and (before in _JOINED_TO or before.isalnum()):
        return True
    return bool(after) and (after[0].isalnum() or (after[0] in _JOINED_TO and after[1:].isalnum()))


def _may_stand(word: str) -> bool:
    """Whether nothing is wrong with a word; one with capitals or without marks is not looked at."""
    return word.isascii() or len(word) == 1 or not word.islower() or _may_be(word)


@lru_cache(maxsize=4096)
def _may_be(word: str) -> bool:
    """Whether a word is Vietnamese, or borrowed: with foreign letters, or syllables in one word.

    Two whole syllables in one word, each with its marks, lack the blank between them.
    """
    if _MISPLACED.search(word):
        return False
    if is_word(word) or lowered(word) in _loanwords() or any(c in _FOREIGN for c in word):
        return True
    return bool(_syllables(word)) and not _is_glued(word)


def _is_glued(word: str) -> bool:
    """Whether a word is two whole syllables with their marks."""
    parts = _syllables(word)
    return len(parts) == 2 and len(word) > 4 and not any(part.isascii() for part in parts)


def _syllables(word: str) -> list[str]:
    """A word as several syllables, as few as possible; none where it is no such word."""
    if is_word(word):
        return [word]
    for at in range(len(word) - 1, 0, -1):
        rest = _syllables(word[at:]) if is_word(word[:at]) else []
        if rest:
            return [word[:at], *rest]
    return []


@lru_cache(maxsize=1)
def _loanwords() -> frozenset[str]:
    return frozenset(lowered(one) for one in lexicon().words("writing", "loanwords"))
