"""A tagged PDF: what stands on the page is also a tree of headings, paragraphs, lists and tables that a screen reader
follows, as PDF/UA-1 (ISO 14289-1) asks. ReportLab draws and knows no such tree; it is kept here beside the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas


class Raw(PDFObject):
    """Something written as it is, such as a number, or what stands in a file a thousand times."""

    def __init__(self, text: str | bytes = b""):
        self.text = text.encode() if isinstance(text, str) else text

    def format(self, _document) -> bytes:
        return self.text


class Element:
    """A place in the tree. `kids` are elements, or places on a page: (page, number of the marked content), or
    (page, reference of a link)."""

    __slots__ = ("kids", "more", "parent", "tag")

    def __init__(self, tag: str, parent: Element | None = None, more: dict[str, PDFObject] | None = None):
        self.tag, self.parent, self.more = tag, parent, more or {}
        self.kids: list[Element | tuple[int, int | PDFObject]] = []
        if parent is not None:
            parent.kids.append(self)


class TaggedCanvas(Canvas):
    """A canvas on which everything is either content of an element or an artifact."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.root = Element("Document")
        self.within = [self.root]
        self._marked: list[Element] = []
        self._parents: list[Element | list[Element]] = []
        self._artifacts = 0

    @contextmanager
    def element(self, element: Element) -> Iterator[Element]:
        """What is drawn meanwhile belongs below this element."""
        self.within.append(element)
        try:
            yield element
        finally:
            self.within.pop()

    @contextmanager
    def content(self, element: Element, code: list[str] | None = None) -> Iterator[None]:
        """What is drawn meanwhile is content of this element; within an artifact it is none. `code` is that of a text
        object under way."""
        written = self._code if code is None else code
        if self._artifacts:
            yield
            return
        written.append(self.begin(element))
        try:
            yield
        finally:
            written.append("EMC")

    def begin(self, element: Element) -> str:
        """The operator that begins a piece of content of this element."""
        number = len(self._marked)
        self._marked.append(element)
        element.kids.append((self._pageNumber, number))
        return f"/{element.tag} <</MCID {number}>> BDC"

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """What is drawn meanwhile is decoration, which no reader is told of."""
        if not self._artifacts:
            self._code.append(f"/Artifact <</Type/{kind}>> BDC")
        self._artifacts += 1
        try:
            yield
        finally:
            self._artifacts -= 1
            if not self._artifacts:
                self._code.append("EMC")

    @property
    def in_artifact(self) -> bool:
        return bool(self._artifacts)

    def link_element(self, element: Element) -> int:
        """The number under which a link annotation finds its element."""
        self._parents.append(element)
        return len(self._parents) - 1

    def linked(self, element: Element) -> None:
        """The annotation added last belongs to this element."""
        element.kids.append((self._pageNumber, self._annotationrefs[-1]))

    def showPage(self) -> None:
        key = len(self._parents)
        self._parents.append(list(self._marked))
        self._marked = []
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.StructParents, page.Tabs = Raw(str(key)), PDFName("S")
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]

    def finish(self, title: str) -> None:
        """Writes the tree, and what the file says of itself, before the document is saved."""
        document = self._doc
        pages = {
            number: document.Reference(page).format(document) for number, page in enumerate(document.Pages.pages, 1)
        }
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        above = document.Reference(root, "tree")
        references: dict[int, bytes] = {}
        top = self._written(self.root, above.format(document), pages, references)
        root["K"] = PDFArray([top])
        numbers: list[bytes] = []
        for key, owner in enumerate(self._parents):
            numbers.append(str(key).encode())
            if isinstance(owner, list):
                owners = Raw(b"[" + b" ".join(references[id(each)] for each in owner) + b"]")
                numbers.append(document.Reference(owners).format(document))
            else:
                numbers.append(references[id(owner)])
        root["ParentTree"] = document.Reference(Raw(b"<</Nums[" + b" ".join(numbers) + b"]>>"), "parents")
        root["ParentTreeNextKey"] = Raw(str(len(self._parents)))
        catalog = document.Catalog
        catalog.StructTreeRoot = above
        catalog.MarkInfo = PDFDictionary({"Marked": Raw("true")})
        catalog.Metadata = PDFStream(
            PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}),
            _metadata(title).encode(),
            filters=[],
        )
        self.setViewerPreference("DisplayDocTitle", "true")
        document._pdfVersion = (1, 7)  # noqa: SLF001 -- no call sets it

    def _written(self, element: Element, above: bytes, pages: dict[int, bytes], references: dict[int, bytes]) -> bytes:
        """Writes an element and what is below it; the reference to it. A report has thousands of them, so they are
        written as short as the format allows: content by its bare number where all of it is on one page."""
        document = self._doc
        made = Raw()
        reference = document.Reference(made, f"e{len(references)}").format(document)
        references[id(element)] = reference
        first = next((kid[0] for kid in element.kids if not isinstance(kid, Element)), None)
        kids: list[bytes] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                if kid.kids or kid.tag in ("TD", "TH"):
                    kids.append(self._written(kid, reference, pages, references))
                continue
            page, what = kid
            if not isinstance(what, int):
                kids.append(b"<</Type/OBJR/Pg %b/Obj %b>>" % (pages[page], what.format(document)))
            elif page == first:
                kids.append(str(what).encode())
            else:
                kids.append(b"<</Type/MCR/Pg %b/MCID %d>>" % (pages[page], what))
        parts = [b"<</S/%b/P %b" % (element.tag.encode(), above)]
        parts += (b"/%b %b" % (key.encode(), value.format(document)) for key, value in element.more.items())
        if first is not None:
            parts.append(b"/Pg %b" % pages[first])
        if kids:
            parts.append(b"/K %b" % kids[0] if len(kids) == 1 else b"/K[%b]" % b" ".join(kids))
        made.text = b"".join((*parts, b">>"))
        return reference


def text(words: str) -> PDFObject:
    """Words as a string of the format."""
    return PDFString(words)


def scope(direction: str) -> dict[str, PDFObject]:
    """What says of a head cell whether it is that of a column or of a row."""
    return {"A": PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(direction)})}


_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
rdf:about="">
      <dc:title>
        <rdf:Alt>
          <rdf:li xml:lang="x-default">{title}</rdf:li>
        </rdf:Alt>
      </dc:title>
      <pdfuaid:part>1</pdfuaid:part>
    </rdf:Description>
  </rdf:RDF>
</x:xmpmeta>

<?xpacket end="w"?>
"""


def _metadata(title: str) -> str:
    return _METADATA.format(title=escape(title, quote=False))
