"""Escapes: text as the formats have it, so that nothing in a plan is taken for a mark."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#]|&(?=#?\w+;))")
_LIST_HEAD = re.compile(r"^(?:([-+=])|(\d+)([.)])(?=\s|$))")
# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, two non-characters.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def markdown(text: str) -> str:
    """Text within a line of Markdown or a cell of a table: nothing in it is taken for a mark."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def markdown_line(text: str) -> str:
    """Text at the beginning of a line: `- ` and `1. ` open no list there."""
    return _LIST_HEAD.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", markdown(text))


def xml(text: str) -> str:
    """Text without the characters that XML cannot hold; each leaves a replacement character."""
    return _NOT_XML.sub("\ufffd", text)


def command_data(text: str) -> str:
    """The message of a GitHub workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """A property of a GitHub workflow command."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")
