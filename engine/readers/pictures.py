"""Pictures: a page's picture made fit for recognition, with the way back to the page.

What is done was measured on pages of the fixtures, clean and spoilt (bench/scan.py): a slope of
1.5 degrees alone makes letters unreadable by the hundred, as do grain and uneven light; each step
below brings them back, and leaves a clean page as it was.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps

# Resolutions between which the program reads best; what is coarser or finer is brought there.
_COARSEST, _FINEST, _WANTED = 180, 320, 200
_LARGEST_SIDE = 6000
_WHITE = 255
_GREATEST_SLOPE = 8
_LEAST_SLOPE = 0.15
_SLOPE_WIDTH = 550  # pixels: wide enough to tell a tenth of a degree
_DARK = 110
_PAPER = 200
# A page whose light and dark differ less than this is empty.
_LEAST_CONTRAST = 24
_FAINT = 160
_GRAINY = 0.04  # share of the paper's dots that a median changes; 0.001 to 0.007 on clean pages
_GRAIN = 40
_MM = 25.4
# A seal: how red, in tiles of how many millimetres it is looked for, its least and greatest side.
_RED = 50
_SEAL_TILE, _SEAL_LEAST, _SEAL_MOST = 2, 16, 60
# A drawn line: how dark, in runs of how many millimetres, how many of them, how thick at most.
_DRAWN = 160
_RUN, _RUNS, _THICKEST = 2, 4, 2.0
_STROKE = 150
_STROKES = re.compile(rb"\x01+")
_FULL = bytes(int(value > 235) for value in range(256))
_LONG = re.compile(rb"\x01{%d,}" % _RUNS)


@dataclass(frozen=True, slots=True)
class Affine:
    """A way from places to places: x' = ax + by + c, y' = dx + ey + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 0
    e: float = 1
    f: float = 0

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def then(self, other: Affine) -> Affine:
        """This way, and the other one behind it."""
        a, b, c, d, e, f = other.a, other.b, other.c, other.d, other.e, other.f
        return Affine(
            a * self.a + b * self.d, a * self.b + b * self.e, a * self.c + b * self.f + c,
            d * self.a + e * self.d, d * self.b + e * self.e, d * self.c + e * self.f + f,
        )  # fmt: skip

    def box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The smallest upright box around where a box comes to lie."""
        left, top, right, bottom = box
        corners = [self(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True, eq=False)
class View:
    """A page's picture in grey, its resolution, and the way from its dots back to the page's."""

    image: Image.Image
    dpi: float
    back: Affine

    @property
    def pnm(self) -> bytes:
        """The picture as bytes that cost next to nothing to make."""
        header = f"P5 {self.image.width} {self.image.height} 255\n".encode()
        return header + self.image.tobytes()

    def turned(self, degrees: int) -> View:
        """The picture turned clockwise by 90, 180 or 270 degrees."""
        width, height = self.image.size
        turn, back = {
            90: (Image.Transpose.ROTATE_270, Affine(0, 1, 0, -1, 0, height)),
            180: (Image.Transpose.ROTATE_180, Affine(-1, 0, width, 0, -1, height)),
            270: (Image.Transpose.ROTATE_90, Affine(0, -1, width, 1, 0, 0)),
        }[degrees]
        return straightened(View(self.image.transpose(turn), self.dpi, back.then(self.back)))


def cleaned(image: Image.Image, dpi: float) -> View | None:
    """A picture made fit for recognition; None for an empty page."""
    image, scale = _in_good_size(_without_seal(image, dpi).convert("L"), dpi)
    flat = _evenly_lit(image)
    if flat is None:
        return None
    if _is_grainy(flat):
        flat = flat.filter(ImageFilter.MedianFilter(3))
    return straightened(View(flat, dpi * scale, Affine(a=1 / scale, e=1 / scale)))


def _in_good_size(image: Image.Image, dpi: float) -> tuple[Image.Image, float]:
    """A picture scaled to where letters have a good size, and by how much it was scaled."""
    scale = 1.0
    if dpi < _COARSEST:
        scale = _WANTED / dpi
    elif dpi > _FINEST:
        scale = _FINEST / dpi
    scale = min(scale, _LARGEST_SIDE / max(image.size))
    if abs(scale - 1) < 0.05:
        return image, 1.0
    size = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
    way = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.LANCZOS
    return image.resize(size, way), scale


def _evenly_lit(image: Image.Image) -> Image.Image | None:
    """Dark letters on white paper, whatever the light and the ink; None where there is no ink."""
    small = image.reduce(8)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(6))
    ink = ImageChops.subtract(paper.resize(image.size, Image.Resampling.BILINEAR), image)
    darkest = _level(ink, 0.9995)
    if darkest < _LEAST_CONTRAST:
        return None
    if darkest < _FAINT:  # not otherwise: letters run together where their edges are darkened
        ink = ink.point([min(grey * _FAINT // darkest, _WHITE) for grey in range(_WHITE + 1)])
    return ImageOps.invert(ink)


def _level(image: Image.Image, share: float) -> int:
    """The grey below which a share of the dots lies."""
    wanted, seen = share * image.width * image.height, 0
    for level, count in enumerate(image.histogram()):
        seen += count
        if seen >= wanted:
            return level
    return _WHITE


def _is_grainy(image: Image.Image) -> bool:
    """Whether the paper is full of dots that are no letters; the middle of the page tells."""
    width, height = image.size
    middle = image.crop((width // 4, height // 4, width * 3 // 4, height * 3 // 4))
    smooth = middle.filter(ImageFilter.MedianFilter(3))
    paper = smooth.point(lambda grey: _WHITE if grey > _PAPER else 0).convert("1")
    changes = ImageChops.difference(middle, smooth).histogram(paper)
    return sum(changes[_GRAIN:]) > _GRAINY * max(sum(changes), 1)


def straightened(view: View) -> View:
    """A picture turned so that its lines are level, where they slope by a few degrees."""
    slope = slope_of(view.image)
    if abs(slope) < _LEAST_SLOPE:
        return view
    width, height = view.image.size
    turn = math.radians(slope)
    cos, sin = math.cos(turn), math.sin(turn)
    x, y = width / 2, height / 2
    way = Affine(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y)
    image = view.image.transform(
        view.image.size, Image.Transform.AFFINE, (way.a, way.b, way.c, way.d, way.e, way.f),
        Image.Resampling.BICUBIC, fillcolor=_WHITE,
    )  # fmt: skip
    return View(image, view.dpi, way.then(view.back))


def slope_of(image: Image.Image) -> float:
    """By how many degrees the lines of a picture fall to the right.

    Level lines of letters leave rows of the page quite empty between them: of the slopes tried, the
    one whose rows differ most from their neighbours is the page's.
    """
    small = image.reduce(max(1, image.width // _SLOPE_WIDTH))
    ink = small.point(lambda grey: 0 if grey > 2 * _DARK else _WHITE)

    def contrast(slope: float) -> int:
        level = ink.rotate(slope, Image.Resampling.NEAREST, fillcolor=0) if slope else ink
        rows = level.resize((1, level.height), Image.Resampling.BOX).tobytes()
        return sum((a - b) ** 2 for a, b in pairwise(rows))

    def best(slopes: list[float]) -> float:
        return max(slopes, key=lambda slope: (contrast(slope), -abs(slope)))

    halves = range(-2 * _GREATEST_SLOPE, 2 * _GREATEST_SLOPE + 1)
    near = best([half / 2 for half in halves])
    return best([near + step / 10 for step in range(-4, 5)])


def _without_seal(image: Image.Image, dpi: float) -> Image.Image:
    """A colour picture without the red of seals, which lie over the signature's words.

    Red words stay: a seal is a patch of red as high as it is wide.
    """
    if image.mode not in ("RGB", "RGBA", "P", "CMYK", "YCbCr"):
        return image
    colours = image.convert("RGB")
    red, green, blue = colours.split()
    excess = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    if excess.histogram()[_RED + 1 :] == [0] * (_WHITE - _RED):
        return colours
    mask = excess.point(lambda value: _WHITE if value > _RED else 0).filter(
        ImageFilter.MaxFilter(3)
    )
    grey = colours.convert("L")
    for patch in _seal_patches(mask, dpi):
        grey.paste(red.crop(patch), patch[:2], mask.crop(patch))
    return grey


def _seal_patches(mask: Image.Image, dpi: float) -> Iterator[tuple[int, int, int, int]]:
    """The boxes of the patches of a mask that have a seal's shape and size."""
    tile = max(round(dpi / _MM * _SEAL_TILE), 1)
    small = mask.reduce(tile)
    full = {divmod(at, small.width) for at, value in enumerate(small.tobytes()) if value > 8}
    while full:
        edge, patch = [full.pop()], []
        while edge:
            row, column = edge.pop()
            patch.append((row, column))
            near = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & full
            full -= near
            edge += near
        top, left = min(row for row, _ in patch), min(column for _, column in patch)
        bottom, right = 1 + max(row for row, _ in patch), 1 + max(column for _, column in patch)
        sides = (bottom - top) * _SEAL_TILE, (right - left) * _SEAL_TILE
        if min(sides) >= _SEAL_LEAST and max(sides) <= min(_SEAL_MOST, 1.7 * min(sides)):
            box = left * tile, top * tile, right * tile, bottom * tile
            yield box[0], box[1], min(box[2], mask.width), min(box[3], mask.height)


def rulings_in(view: View) -> list[tuple[int, int, int, int]]:
    """The drawn lines of a picture, level and upright, as boxes in its dots."""
    ink = view.image.point(lambda grey: _WHITE if grey < _DRAWN else 0)
    level = _level_rulings(ink, view.dpi)
    upright = _level_rulings(ink.transpose(Image.Transpose.TRANSPOSE), view.dpi)
    return level + [(left, top, right, bottom) for top, left, bottom, right in upright]


def strokes_in(view: View, box: tuple[int, int, int, int]) -> int | None:
    """How many upright strokes stand side by side in a box; None where they are no such strokes.

    Serifs may touch above and below; a bar between strokes, as in H, makes it none.
    """
    left, top, right, bottom = box
    high = bottom - top
    band = view.image.crop((left - 1, top + high * 3 // 10, right + 1, bottom - high * 3 // 10))
    ink = band.point(lambda grey: 1 if grey < _STROKE else 0)
    rows = ink.tobytes()
    counts = {
        len(_STROKES.findall(rows[at : at + ink.width])) for at in range(0, len(rows), ink.width)
    }
    return counts.pop() if len(counts) == 1 else None


def _level_rulings(ink: Image.Image, dpi: float) -> list[tuple[int, int, int, int]]:
    """The level lines: runs of ink too long for letters, in rows that lie close together."""
    run = max(round(dpi / _MM * _RUN), 2)
    if ink.width < run * _RUNS:
        return []
    thick = ImageChops.lighter(ink, ImageChops.offset(ink, 0, 1))
    cells = thick.reduce((run, 1))
    data = cells.tobytes().translate(_FULL)
    found: list[tuple[int, int, int, int]] = []
    for match in _LONG.finditer(data):
        row, first = divmod(match.start(), cells.width)
        last = min(match.end() - row * cells.width, cells.width)  # a run may go on in the next row
        if last - first < _RUNS:
            continue
        left, right = first * run, last * run
        for at in range(len(found) - 1, max(len(found) - 8, -1), -1):
            other = found[at]
            if row - other[3] <= 2 and left <= other[2] and other[0] <= right:
                found[at] = min(left, other[0]), other[1], max(right, other[2]), row + 1
                break
        else:
            found.append((left, row, right, row + 1))
    return [line for line in found if line[3] - line[1] <= dpi / _MM * _THICKEST]
