"""Picture: a .pdf that shows the pages of an image as its reader sees them, for notes on them."""

from __future__ import annotations

import zlib
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

from ..readers.scan import Drawn, frames

_POINTS = 72
_QUALITY = 85


def pdf_of(data: bytes, name: str) -> bytes:
    """A .pdf with a page for each page of an image; InputError where it cannot be read."""
    writer = PdfWriter()
    for drawn in frames(data, name):
        _add(writer, drawn)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _add(writer: PdfWriter, drawn: Drawn) -> None:
    width, height = (length * _POINTS / drawn.dpi for length in drawn.image.size)
    page = writer.add_blank_page(width, height)
    shown = writer._add_object(_shown(drawn.image))
    pictures = DictionaryObject({NameObject("/Picture"): shown})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    drawing = StreamObject()
    drawing.set_data(f"{width:.3f} 0 0 {height:.3f} 0 0 cm /Picture Do".encode())
    page[NameObject("/Contents")] = writer._add_object(drawing)


def _shown(image: Image.Image) -> StreamObject:
    """The dots of a picture: black and white ones as they are, others as a photograph."""
    stream = StreamObject()
    if image.mode == "1":
        packed, filtered, space, bits = zlib.compress(image.tobytes()), "Flate", "Gray", 1
    else:
        image = image if image.mode in ("L", "RGB") else image.convert("RGB")
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=_QUALITY)
        packed, filtered, bits = buffer.getvalue(), "DCT", 8
        space = "Gray" if image.mode == "L" else "RGB"
    stream.set_data(packed)
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(image.width),
            NameObject("/Height"): NumberObject(image.height),
            NameObject("/ColorSpace"): NameObject(f"/Device{space}"),
            NameObject("/BitsPerComponent"): NumberObject(bits),
            NameObject("/Filter"): NameObject(f"/{filtered}Decode"),
        }
    )
    return stream
