"""RTF: leaves out, before LibreOffice sees a file, what holds no text: pictures, objects, data.

That is where the harm lies (an object's bytes can make LibreOffice take all memory), and it is most
of the size of a real file.
"""

from __future__ import annotations

import re

from ..errors import InputError

# Groups in groups; Word writes about ten, and LibreOffice needs memory for each.
_DEEPEST = 300
_TEXTLESS = (
    rb"objdata|objclass|objname|pict|shppict|nonshppict|themedata|colorschememapping|datastore"
    rb"|template|blipuid|blipTag|mmath_data|userprops|passwordhash|htmltag|fontemb|fontfile|file"
)
_TOKEN = re.compile(
    rb"\\bin(?P<bin>\d{1,9}) ?"
    rb"|(?P<open>\{(?P<textless>\s*(?:\\\*\s*)?\\(?:" + _TEXTLESS + rb")(?![a-zA-Z]))?)"
    rb"|(?P<close>\})"
    rb"|\\[^a-zA-Z]",
    re.DOTALL,
)


def without_objects(data: bytes, name: str) -> bytes:
    """The file without groups that hold no text; InputError where groups are nested too deep."""
    kept: list[bytes] = []
    done = depth = 0
    skipped: int | None = None  # the depth at which a group to be left out began
    at = 0
    while token := _TOKEN.search(data, at):
        at = token.end()
        if token["bin"] is not None:
            size = int(token["bin"])
            if skipped is None:  # bytes outside of any picture are no text either
                kept.append(data[done : token.start()])
                done = at + size
            at += size
        elif token["open"] is not None:
            if skipped is None and token["textless"] is not None:
                kept.append(data[done : token.start()])
                skipped = depth
            depth += 1
            if depth > _DEEPEST:
                raise InputError(
                    f"{name} có các nhóm RTF lồng nhau quá sâu nên không đọc; hãy kiểm lại tệp."
                )
        elif token["close"] is not None:
            depth -= 1
            if skipped is not None and depth <= skipped:
                skipped, done = None, at
    if skipped is None:
        kept.append(data[done:])
    return b"".join(kept)
