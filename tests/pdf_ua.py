"""What PDF/UA-1 (ISO 14289-1) asks and a machine can see, a part of the Matterhorn Protocol: `faults(pdf)` names each
place where a file falls short. A person has to judge the rest: whether the order and the words make sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Pdf

# What an element may be part of; what is not here may stand anywhere.
PARENTS = {
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
    "TR": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "TOCI": {"TOC"},
    "Reference": {"TOCI", "P"},
    "Document": set(),
}
# What an element may hold; what is not here may hold anything.
KIDS = {"L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"TR"}, "TR": {"TH", "TD"}, "TOC": {"TOCI"}}
_STANDARD = {
    *("Document", "Sect", "P", "Span", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"),
    *("Table", "TR", "TH", "TD", "TOC", "TOCI", "Reference", "Link", "Figure"),
}
# What puts something on a page.
_PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"}


def faults(pdf: Pdf) -> list[str]:
    """Each place where the file falls short, in words; none where nothing was found."""
    return [*_said_of_the_file(pdf), *_tree(pdf), *_pages(pdf), *_links(pdf), *_fonts(pdf)]


def _said_of_the_file(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "The file is not said to be tagged."
    if not str(root.get("/Lang", "")):
        yield "No language."
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "A viewer shows the name of the file, not its title."
    if "/Metadata" not in root:
        yield "No metadata."
        return
    said = root.Metadata.read_bytes().decode("utf-8")
    if not re.search(r"<pdfuaid:part>1</pdfuaid:part>", said):
        yield "The metadata do not say PDF/UA-1."
    if not re.search(r"<dc:title>.*?<rdf:li[^>]*>[^<]+</rdf:li>", said, re.DOTALL):
        yield "The metadata have no title."


def _content(element: Dictionary, kid: object) -> tuple[tuple[int, int], int] | None:
    """The page and the number of a piece of content that an element holds; None for what else it may hold."""
    if isinstance(kid, Dictionary):
        return (kid.get("/Pg", element.get("/Pg")).objgen, int(kid.MCID)) if "/MCID" in kid else None
    return element.Pg.objgen, int(kid)


def _kids(element: Dictionary) -> list:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _element(kid) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def elements(pdf: Pdf) -> Iterator[tuple[str, Dictionary, str]]:
    """Every element of the tree in reading order, with its tag and that of what it is part of."""

    def walk(element: Dictionary, parent: str) -> Iterator[tuple[str, Dictionary, str]]:
        tag = str(element.S)[1:]
        yield tag, element, parent
        for kid in _kids(element):
            if _element(kid):
                yield from walk(kid, tag)

    if "/StructTreeRoot" in pdf.Root:
        for top in _kids(pdf.Root.StructTreeRoot):
            yield from walk(top, "")


def _tree(pdf: Pdf) -> Iterator[str]:
    found = list(elements(pdf))
    if not found:
        yield "No tree."
    last = 0
    for tag, element, parent in found:
        if tag not in _STANDARD:
            yield f"{tag} is no standard element."
        if tag in PARENTS and parent not in (PARENTS[tag] or {""}):
            yield f"{tag} within {parent or 'nothing'}."
        for kid in _kids(element):
            inside = str(kid.S)[1:] if _element(kid) else "words"
            if tag in KIDS and inside not in KIDS[tag]:
                yield f"{inside} directly within {tag}."
        if re.fullmatch(r"H\d", tag):
            depth = int(tag[1])
            if depth > last + 1:
                yield f"{tag} follows {f'H{last}' if last else 'no heading'}."
            last = depth
        if tag == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "A figure without a text."
        if tag == "TH" and not _scoped(element):
            yield "A head of a table that does not say of what."
        if tag == "Link" and not any(_annotation(kid) for kid in _kids(element)):
            yield "A link in the tree without its place on the page."
        if tag == "Table":
            widths = {len(_kids(row)) for row in _kids(element)}
            if len(widths) > 1:
                yield f"A table with rows of {sorted(widths)} cells."


def _scoped(element: Dictionary) -> bool:
    given = element.get("/A", Array())
    return any("/Scope" in each for each in (given if isinstance(given, Array) else [given]))


def _annotation(kid) -> bool:
    return isinstance(kid, Dictionary) and str(kid.get("/Type", "")) == "/OBJR"


def _numbers(tree: Dictionary) -> dict[int, object]:
    if "/Kids" in tree:
        return {key: value for kid in tree.Kids for key, value in _numbers(kid).items()}
    flat = list(tree.get("/Nums", Array()))
    return {int(key): value for key, value in zip(flat[::2], flat[1::2], strict=True)}


def _parents(pdf: Pdf) -> dict[int, object]:
    root = pdf.Root.get("/StructTreeRoot", Dictionary())
    return _numbers(root.ParentTree) if "/ParentTree" in root else {}


def _owned(pdf: Pdf) -> dict[tuple[tuple[int, int], int], Dictionary]:
    """The element of each piece of content, by page and number, as the tree has it."""
    return {
        place: element
        for _, element, _ in elements(pdf)
        for kid in _kids(element)
        if not _element(kid) and (place := _content(element, kid)) is not None
    }


def _pages(pdf: Pdf) -> Iterator[str]:
    parents, owned = _parents(pdf), _owned(pdf)
    for number, page in enumerate(pdf.pages, 1):
        if str(page.get("/Tabs", "")) != "/S":
            yield f"Page {number}: the tab key does not follow the tree."
        listed = parents.get(int(page.get("/StructParents", -1)))
        kept = list(listed) if isinstance(listed, Array) else []
        seen: set[int] = set()
        open_: list[str | int] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                more = operands[1] if name == "BDC" else None
                if isinstance(more, Dictionary) and "/MCID" in more:
                    if open_:
                        yield f"Page {number}: content within {open_[-1]}."
                    open_.append(int(more.MCID))
                    if int(more.MCID) in seen:
                        yield f"Page {number}: content {int(more.MCID)} twice."
                    seen.add(int(more.MCID))
                else:
                    open_.append(str(operands[0]))
            elif name == "EMC":
                if not open_:
                    yield f"Page {number}: an end without a beginning."
                else:
                    open_.pop()
            elif name in _PAINTS and not any(each == "/Artifact" or isinstance(each, int) for each in open_):
                yield f"Page {number}: {name} is neither content nor decoration."
        if open_:
            yield f"Page {number}: a beginning without an end."
        for mcid in sorted(seen):
            element = owned.get((page.obj.objgen, mcid))
            if element is None:
                yield f"Page {number}: content {mcid} is not in the tree."
            elif mcid >= len(kept) or kept[mcid].objgen != element.objgen:
                yield f"Page {number}: content {mcid} does not find its element."


def _links(pdf: Pdf) -> Iterator[str]:
    parents = _parents(pdf)
    held = {kid.Obj.objgen: element for _, element, _ in elements(pdf) for kid in _kids(element) if _annotation(kid)}
    for number, page in enumerate(pdf.pages, 1):
        for link in page.get("/Annots", ()):
            if not str(link.get("/Contents", "")).strip():
                yield f"Page {number}: a link that says nothing."
            element = held.get(link.objgen)
            if element is None or str(element.S) != "/Link":
                yield f"Page {number}: a link that is not in the tree."
                continue
            above = parents.get(int(link.get("/StructParent", -1)))
            if not isinstance(above, Dictionary) or above.objgen != element.objgen:
                yield f"Page {number}: a link does not find its element."


def _fonts(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            told = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            if not any(key in told.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"Page {number}: {font.get('/BaseFont', 'a font')} is not embedded."
            if "/ToUnicode" not in font:
                yield f"Page {number}: {font.get('/BaseFont', 'a font')} does not say its letters."


def words_in_order(pdf: Pdf, leave_out: tuple[str, ...] = ()) -> str:
    """What a screen reader says: the words of the tree in its order, the text of a figure in place of its drawing,
    without elements of the tags named."""
    spoken = {}
    for page in pdf.pages:
        spoken |= {(page.obj.objgen, mcid): words for mcid, words in _spoken(page).items()}

    def walk(element: Dictionary) -> Iterator[str]:
        if str(element.S)[1:] in leave_out:
            return
        if "/Alt" in element:
            yield f"{element.Alt}\n"
            return
        for kid in _kids(element):
            if _element(kid):
                yield from walk(kid)
            elif (place := _content(element, kid)) is not None:
                yield spoken.get(place, "")
        if str(element.S) not in ("/Link", "/Reference"):
            yield " " if str(element.S) == "/Lbl" else "\n"

    tops = _kids(pdf.Root.StructTreeRoot)
    return "".join(part for top in tops for part in walk(top))


def _spoken(page) -> dict[int, str]:
    """The words of each piece of content of a page, read with the fonts' own maps."""
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    said: dict[int, str] = {}
    open_: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            more = operands[1] if name == "BDC" else None
            if isinstance(more, Dictionary) and "/ActualText" in more:  # said in place of what is drawn
                if open_ and open_[-1] is not None:
                    said[open_[-1]] = said.get(open_[-1], "") + str(more.ActualText)
                open_.append(None)
                continue
            open_.append(int(more.MCID) if isinstance(more, Dictionary) and "/MCID" in more else None)
        elif name == "EMC":
            open_.pop()
        elif name == "Tf":
            letters = fonts[str(operands[0])]
        elif open_ and open_[-1] is not None and name == "Tj":
            said[open_[-1]] = said.get(open_[-1], "") + _read(bytes(operands[0]), letters)
    return said


def _read(code: bytes, letters: dict[int, str]) -> str:
    return "".join(letters.get(each, "\ufffd") for each in code)


def _letters(font: Dictionary) -> dict[int, str]:
    found: dict[int, str] = {}
    said = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", said, re.DOTALL):
        for first, last, rest in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[[^\]]*\]|<[0-9A-Fa-f]+>)", block
        ):
            into = re.findall(r"<([0-9A-Fa-f]+)>", rest)
            for offset, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                if rest.startswith("["):
                    found[code] = bytes.fromhex(into[offset]).decode("utf-16-be")
                else:
                    found[code] = chr(int(into[0], 16) + offset)
    for block in re.findall(r"beginbfchar(.*?)endbfchar", said, re.DOTALL):
        for code, into in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(into).decode("utf-16-be")
    return found
