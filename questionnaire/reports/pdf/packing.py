"""The finished file, in bytes: the answers attached, and its many small parts together in compressed streams. A tree of
tags takes three quarters of the room else, for ReportLab writes each part by itself."""

from __future__ import annotations

import hashlib
import zlib
from typing import cast

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFOutlines
from reportlab.pdfgen.canvas import Canvas

from questionnaire.files.attachment import NAME
from questionnaire.reports.pdf.tags import Raw

# The first line of a file, and one that no program takes for text.
_BEGIN = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_STREAM_ENDS = b"endstream\n"
# So many parts stand in one stream.
_TOGETHER = 200
# How many bytes an entry of the table has: what kind it is, where it is, and for a part its place in its stream.
_KIND, _WHERE, _PLACE = 1, 4, 2
_PLAIN, _PART = 1, 2


def attach(document: PDFDocument, answers: bytes) -> None:
    """Attaches an answers file to a document that is not written yet."""
    packed, digest = zlib.compress(answers), hashlib.md5(answers, usedforsecurity=False).hexdigest()
    held = Raw(
        b"<</Params<</CheckSum<%b>/Size %d>>/Subtype/application#2Fyaml/Type/EmbeddedFile/Length %d/Filter/FlateDecode"
        b">>\nstream\n%b%b" % (digest.encode(), len(answers), len(packed), packed, _STREAM_ENDS)
    )
    place, name = document.Reference(held, "attached").format(document), NAME.encode()
    told = Raw(b"<</Type/Filespec/F(%b)/UF(%b)/AFRelationship/Source/EF<</F %b/UF %b>>>>" % (name, name, place, place))
    reference = document.Reference(told, "attachment").format(document)
    catalog = document.Catalog
    catalog.Names = Raw(b"<</EmbeddedFiles<</Names[(%b)%b]>>>>" % (name, reference))
    catalog.AF = Raw(b"[%b]" % reference)
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF"]


def packed(document: PDFDocument, canvas: Canvas) -> bytes:
    """The bytes of a document to which nothing is added any more; the same document gives the same ones."""
    for font in document.delayedFonts:
        font.addObjects(document)
    root, info = (document.Reference(each).format(document) for each in (document.Catalog, document.info))
    outlines = cast("PDFOutlines", document.Outlines)  # the other kind stands in for an outline in tests of ReportLab
    outlines.prepare(document, canvas)
    if outlines.ready < 0:
        document.Catalog.Outlines = None
    body, entries = bytearray(_BEGIN), {0: _entry(0, 0, 0)}
    parts: list[tuple[int, bytes]] = []
    number = 1
    while name := document.numberToId.get(number):  # as they are written they name others, which follow
        written = document.idToObject[name].format(document)
        if written.endswith(_STREAM_ENDS):
            entries[number] = _entry(_PLAIN, len(body), 0)
            body += b"%d 0 obj\n%b\n%bendobj\n" % (number, written.removesuffix(_STREAM_ENDS), _STREAM_ENDS)
        else:
            parts.append((number, written))
        number += 1
    for first in range(0, len(parts), _TOGETHER):
        together = parts[first : first + _TOGETHER]
        for place, (part, _) in enumerate(together):
            entries[part] = _entry(_PART, number, place)
        entries[number] = _entry(_PLAIN, len(body), 0)
        body += _stream(number, *_in_one(together))
        number += 1
    entries[number] = _entry(_PLAIN, len(body), 0)
    identity, begins = hashlib.sha256(body).hexdigest()[:32].encode(), len(body)
    table = b"".join(entries[each] for each in range(number + 1))
    says = b"/Type/XRef/Size %d/W[%d %d %d]/Root %b/Info %b/ID[<%b><%b>]" % (
        *(number + 1, _KIND, _WHERE, _PLACE),
        *(root, info, identity, identity),
    )
    return bytes(body + _stream(number, says, table) + b"startxref\n%d\n%%%%EOF\n" % begins)


def _entry(kind: int, where: int, place: int) -> bytes:
    return kind.to_bytes(_KIND, "big") + where.to_bytes(_WHERE, "big") + place.to_bytes(_PLACE, "big")


def _in_one(parts: list[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """Parts in one stream, each by its number: what the stream says of itself, and what it holds."""
    places, at = [], 0
    for number, written in parts:
        places.append(b"%d %d" % (number, at))
        at += len(written) + 1
    head = b" ".join(places) + b"\n"
    return b"/Type/ObjStm/N %d/First %d" % (len(parts), len(head)), head + b"\n".join(each for _, each in parts)


def _stream(number: int, says: bytes, content: bytes) -> bytes:
    held = zlib.compress(content)
    return b"%d 0 obj\n<<%b/Length %d/Filter/FlateDecode>>\nstream\n%b\n%bendobj\n" % (
        *(number, says, len(held), held),
        _STREAM_ENDS,
    )
