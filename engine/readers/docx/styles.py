"""Styles: how a run or a paragraph is set, through styles, defaults and theme fonts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from typing import Any

from ....grammar.origin import Alignment, Look, Setting
from .xml import VAL, Element, is_on, number, value, w, whole

MM_PER_TWIP = 25.4 / 1440
_POINTS_PER_TWIP = 1 / 20
_DEEPEST = 40  # styles based on styles; a longer chain is a circle

# What Word takes where a file says nothing (ISO/IEC 29500-1, 17.3.2.26 and 17.3.2.38).
_DEFAULTS: dict[str, Any] = {"font": "Times New Roman", "size": 10.0, "colour": "000000"}
# Switches that cancel each other out between the kinds of styles (17.7.3).
_TOGGLES = ("bold", "italic", "caps", "hidden")
_SWITCHES = {
    w("b"): "bold",
    w("i"): "italic",
    w("caps"): "caps",
    w("vanish"): "hidden",
}
_ALIGNMENTS: dict[str, Alignment] = {
    "left": "left",
    "start": "left",
    "right": "right",
    "end": "right",
    "center": "center",
    "both": "justify",
    "distribute": "justify",
    "lowKashida": "justify",
    "mediumKashida": "justify",
    "highKashida": "justify",
    "thaiDistribute": "justify",
}
Props = dict[str, Any]


@dataclass(slots=True, eq=False)
class RunStyle:
    """How a run is shown: its look, whether it is hidden, in capitals, in which symbol font."""

    look: Look
    hidden: bool
    caps: bool
    font: str


@dataclass(slots=True, eq=False)
class _Style:
    based_on: str | None
    run: Element | None
    paragraph: Element | None
    borders: Element | None


@dataclass(slots=True, eq=False)
class Styles:
    """The styles of a document, resolved on demand; equal looks and settings are one object."""

    _styles: dict[tuple[str, str], _Style] = field(default_factory=dict)
    _default: dict[str, str] = field(default_factory=dict)
    _run_defaults: Props = field(default_factory=dict)
    _paragraph_defaults: Props = field(default_factory=dict)
    _fonts: dict[str, str] = field(default_factory=dict)
    _run_chains: dict[tuple[str, str | None], Props] = field(default_factory=dict)
    _paragraph_chains: dict[tuple[str, str | None], Props] = field(default_factory=dict)
    _run_styles: dict[tuple[object, ...], RunStyle] = field(default_factory=dict)
    _settings: dict[tuple[object, ...], Setting] = field(default_factory=dict)
    _looks: dict[tuple[object, ...], Look] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None, theme: Element | None) -> Styles:
        """The styles of `styles.xml` with the fonts of the theme; either may be missing."""
        styles = cls(_fonts=_theme_fonts(theme))
        for style in () if root is None else root.iter(w("style")):
            kind, name = style.get(w("type")) or "paragraph", style.get(w("styleId")) or ""
            styles._styles[kind, name] = _Style(
                value(style, "basedOn"),
                style.find(w("rPr")),
                style.find(w("pPr")),
                style.find(f"{w('tblPr')}/{w('tblBorders')}"),
            )
            if style.get(w("default")) in ("1", "true", "on"):
                styles._default[kind] = name
        defaults = None if root is None else root.find(w("docDefaults"))
        if defaults is not None:
            styles._run_defaults = styles._run_props(defaults.find(f"{w('rPrDefault')}/{w('rPr')}"))
            styles._paragraph_defaults = _paragraph_props(
                defaults.find(f"{w('pPrDefault')}/{w('pPr')}")
            )
        return styles

    def paragraph_style(self, props: Element | None) -> str | None:
        """The style of a paragraph, the default one where it names none."""
        named = value(props, "pStyle")
        if named is not None and ("paragraph", named) in self._styles:
            return named
        return self._default.get("paragraph")

    def numbering(self, style: str | None) -> tuple[str | None, int | None]:
        """The list and level (numId, ilvl) that a paragraph style brings."""
        props = self._paragraph_chain("paragraph", style)
        return props.get("list"), props.get("level")

    @property
    def default_table(self) -> str | None:
        """The style of tables that name none."""
        return self._default.get("table")

    def table_borders(self, style: str | None) -> Element | None:
        """The borders that a table style draws."""
        drawn = [one.borders for one in self._chain("table", style) if one.borders is not None]
        return drawn[-1] if drawn else None

    def list_style(self, style: str) -> tuple[str | None, int | None]:
        """The list that a list style stands for."""
        props = self._paragraph_chain("numbering", style)
        return props.get("list"), props.get("level")

    def run_style(self, style: str | None, table: str | None, props: Element | None) -> RunStyle:
        """How a run with some `w:rPr` is shown in a paragraph of a style, within a table of one."""
        direct = () if props is None else tuple((p.tag, *p.attrib.values()) for p in props)
        key = (style, table, direct)
        found = self._run_styles.get(key)
        if found is None:
            found = self._run_styles[key] = self._resolve_run(style, table, props)
        return found

    def setting(
        self, style: str | None, table: str | None, props: Element | None, level: Element | None
    ) -> Setting:
        """How a paragraph is set; `level` is the level of its automatic numbering."""
        setting = self._resolve_paragraph(style, table, props, level)
        return self._settings.setdefault(astuple(setting), setting)

    def _resolve_run(self, style: str | None, table: str | None, props: Element | None) -> RunStyle:
        chains = [
            self._run_chain("table", table),
            self._run_chain("paragraph", style),
            self._run_chain("character", value(props, "rStyle") or self._default.get("character")),
        ]
        direct = self._run_props(props)
        merged = {**_DEFAULTS, **self._run_defaults}
        for chain in (*chains, direct):
            merged.update(chain)
        for toggle in _TOGGLES:
            said = [chain[toggle] for chain in chains if toggle in chain]
            if toggle not in direct and said:
                merged[toggle] = sum(said) % 2 == 1
        return RunStyle(
            self._look(merged),
            merged.get("hidden", False),
            merged.get("caps", False),
            merged["font"] or "",
        )

    def _look(self, props: Props) -> Look:
        key = (
            props["font"],
            props["size"],
            props.get("bold", False),
            props.get("italic", False),
            props.get("underlined", False),
            props["colour"],
        )
        if key not in self._looks:
            self._looks[key] = Look(*key)
        return self._looks[key]

    def _resolve_paragraph(
        self, style: str | None, table: str | None, props: Element | None, level: Element | None
    ) -> Setting:
        merged: Props = {**self._paragraph_defaults, **self._paragraph_chain("table", table)}
        styled = self._paragraph_chain("paragraph", style)
        listed = _paragraph_props(None if level is None else level.find(w("pPr")))
        own_list = props is not None and props.find(w("numPr")) is not None
        # A list named by the paragraph itself indents it; one that the style brings does so
        # only where the style has no indents of its own.
        for part in (styled, listed) if own_list else (listed, styled):
            merged.update(part)
        merged.update(_paragraph_props(props))
        line, rule = merged.get("line"), merged.get("rule", "auto")
        exact = rule in ("exact", "atLeast")
        return Setting(
            alignment=merged.get("alignment", "left"),
            first_indent=_mm(merged.get("first", 0.0)),
            left_indent=_mm(merged.get("left", 0.0)),
            space_before=_points(merged.get("before", 0.0)),
            space_after=_points(merged.get("after", 0.0)),
            line_spacing=None if exact else (1.0 if line is None else round(line / 240, 3)),
            line_points=line * _POINTS_PER_TWIP if exact and line is not None else None,
        )

    def _run_chain(self, kind: str, name: str | None) -> Props:
        return self._merged(kind, name, self._run_chains, lambda one: self._run_props(one.run))

    def _paragraph_chain(self, kind: str, name: str | None) -> Props:
        return self._merged(
            kind, name, self._paragraph_chains, lambda one: _paragraph_props(one.paragraph)
        )

    def _merged(
        self,
        kind: str,
        name: str | None,
        known: dict[tuple[str, str | None], Props],
        props: Callable[[_Style], Props],
    ) -> Props:
        """What a style says with all that it is based on; each style is worked out once."""
        missing: list[str] = []
        while name is not None and (kind, name) in self._styles and (kind, name) not in known:
            known[kind, name] = {}  # so that a circle ends
            missing.append(name)
            name = self._styles[kind, name].based_on
        merged = known.get((kind, name), {})
        for one in reversed(missing):
            merged = known[kind, one] = {**merged, **props(self._styles[kind, one])}
        return merged

    def _chain(self, kind: str, name: str | None) -> list[_Style]:
        """A style and those that it is based on, the most general first."""
        chain: list[_Style] = []
        while name is not None and len(chain) < _DEEPEST:
            style = self._styles.get((kind, name))
            if style is None:
                break
            chain.append(style)
            name = style.based_on
        return chain[::-1]

    def _run_props(self, props: Element | None) -> Props:
        """What a `w:rPr` says, and nothing that it does not say."""
        said: Props = {}
        for prop in () if props is None else props:
            tag = prop.tag
            if tag in _SWITCHES:
                said[_SWITCHES[tag]] = is_on(prop)
            elif tag == _FONTS:
                font = self._font(prop)
                if font:
                    said["font"] = font
            elif tag == _SIZE:
                size = number(prop.get(VAL))
                if size:
                    said["size"] = size / 2
            elif tag == _UNDERLINE:
                said["underlined"] = prop.get(VAL) not in ("none", None)
            elif tag == _COLOUR:
                colour = (prop.get(VAL) or "auto").upper()
                said["colour"] = "000000" if colour == "AUTO" else colour
        return said

    def _font(self, fonts: Element) -> str | None:
        """The font of Latin letters, to which Vietnamese belongs."""
        for script in ("ascii", "hAnsi"):
            theme = fonts.get(w(f"{script}Theme"))
            font = self._fonts.get(theme[:5]) if theme else fonts.get(w(script))
            if font:
                return font
        return None


_FONTS, _SIZE, _UNDERLINE, _COLOUR = w("rFonts"), w("sz"), w("u"), w("color")
_STYLE_NAME, _ALIGN, _INDENT, _SPACING, _LIST = (
    w("pStyle"),
    w("jc"),
    w("ind"),
    w("spacing"),
    w("numPr"),
)


def _paragraph_props(props: Element | None) -> Props:
    """What a `w:pPr` says, in twips, and nothing that it does not say."""
    said: Props = {}
    for prop in () if props is None else props:
        tag = prop.tag
        if tag == _ALIGN:
            alignment = _ALIGNMENTS.get(prop.get(VAL) or "")
            if alignment:
                said["alignment"] = alignment
        elif tag == _INDENT:
            _say(said, "left", prop, "left", "start")
            _say(said, "first", prop, "firstLine")
            hanging = number(prop.get(w("hanging")))
            if hanging is not None:
                said["first"] = -hanging
        elif tag == _SPACING:
            for side in ("before", "after"):
                _say(said, side, prop, side)
                if prop.get(w(f"{side}Autospacing")) in ("1", "true", "on"):
                    said[side] = None  # as much as a browser would leave: not told
            _say(said, "line", prop, "line")
            if prop.get(w("lineRule")):
                said["rule"] = prop.get(w("lineRule"))
        elif tag == _LIST:
            listed = {"list": value(prop, "numId"), "level": whole(value(prop, "ilvl"))}
            said.update({key: one for key, one in listed.items() if one is not None})
    return said


def _say(said: Props, key: str, prop: Element, *names: str) -> None:
    for name in names:
        found = number(prop.get(w(name)))
        if found is not None:
            said[key] = found


def _points(twips: float | None) -> float | None:
    return None if twips is None else round(twips * _POINTS_PER_TWIP, 2)


def _mm(twips: float) -> float:
    return round(twips * MM_PER_TWIP, 2)


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    """The Latin fonts of a theme, `major` for headings and `minor` for the body."""
    fonts: dict[str, str] = {}
    if theme is not None:
        drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
        for key in ("major", "minor"):
            latin = theme.find(f".//{drawing}{key}Font/{drawing}latin")
            if latin is not None and latin.get("typeface"):
                fonts[key] = latin.get("typeface") or ""
    return fonts
