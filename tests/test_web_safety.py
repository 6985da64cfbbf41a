"""What somebody typed arrives as typed: HTML and Markdown are safe by default. Pages hold no English of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from app import go, ways
from streamlit.testing.v1 import AppTest

from questionnaire.answers import writing
from questionnaire.answers.answers import Answer, Answers, Evidence, Mitigation
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.web import html
from questionnaire.web.text import filled, plain
from questionnaire.wording import web as say

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*(ROOT / "questionnaire" / "web").rglob("*.py"), ROOT / "streamlit_app.py"])
HTML = ROOT / "questionnaire" / "web" / "html.py"
AROUND_THE_PAGES = ("server", "hosts", "health")
"""What speaks to who runs the server and to other programs, in no page."""

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "R&D <5%",
    "**b**",
    "[x](javascript:alert(1))",
    ":red[x]",
    ":smile: :material/bolt:",
    "$x$",
    '=HYPERLINK("https://evil.example")',
    "' onmouseover='alert(1)",
    "{level} {0.__class__}",
    "Łódź -> `x`",
)


# --- HTML -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_inside_an_element_or_an_attribute_is_escaped(text: str) -> None:
    piece = html.p("before ", text, html.strong(text), title=text)
    assert not re.search(r"<(?!/?(p|strong)\b)", piece)
    read = html.Html(piece).unescape()
    assert read == f'<p title="{text}">before {text}<strong>{text}</strong></p>'
    assert piece.count('"') == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_at_a_place_of_a_sentence_is_escaped(text: str) -> None:
    assert html.filled("**{what}** R&D: {what}", what=text) == html.joined(
        (html.strong(text), html.Html(" R&amp;D: "), text)
    )


def test_a_plain_text_is_not_shown_as_html() -> None:
    with pytest.raises(TypeError, match=r"Put it into an element"):
        html.show("<b>bold</b>")


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    assert html.link("a & b", "https://x.example/?a&b") == (
        '<a href="https://x.example/?a&amp;b" target="_blank" rel="noopener noreferrer">a &amp; b</a>'
    )
    for address in ("javascript:alert(1)", "data:text/html,x", " https://x.example", ""):
        assert html.link("x", address) == "<span>x</span>"


# --- Markdown ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_at_a_place_of_a_markdown_sentence_shows_as_typed(text: str) -> None:
    said = filled("**{what}** means: {what}", what=text)
    assert said == f"**{plain(text)}** means: {plain(text)}"
    assert not re.search(r"(?<!\\)[\[\]*$`<]", plain(text))
    assert as_read(plain(text)) == text


# --- the source of the pages ------------------------------------------------------------------------------------------

# What Streamlit reads as Markdown: the first argument of these.
READ_AS_MARKDOWN = (
    "write markdown caption title header subheader info success warning error button download_button toggle checkbox "
    "radio selectbox multiselect text_input text_area date_input file_uploader expander popover status toast metric "
    "badge spinner dialog"
)
ESCAPING = {"plain", "filled"}
WORDING = {
    "say",
    "say_again",
    "say_anywhere",
    "say_library",
    "say_proposal",
    "say_review",
    "say_variants",
    "say_web",
    "together",
}
"""Under these names pages import modules of the wording, and nothing else."""


def calls(path: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """Owner and name of every call of the form `owner.name(…)` or `name(…)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.value.id if isinstance(node.func.value, ast.Name) else "", node.func.attr, node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id, node


def is_ours(node: ast.expr) -> bool:
    """Whether it is a sentence of the wording, or one of two."""
    if isinstance(node, ast.IfExp):
        return is_ours(node.body) and is_ours(node.orelse)
    if isinstance(node, ast.Call):
        return is_ours(node.func)
    if isinstance(node, ast.Subscript):
        return is_ours(node.value)
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in WORDING


def is_safe(node: ast.expr) -> bool:
    """Whether it is a sentence of the wording, or a text that went through the function that escapes."""
    if isinstance(node, ast.IfExp):
        return is_safe(node.body) and is_safe(node.orelse)
    escaped = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ESCAPING
    return escaped or is_ours(node)


def literals(path: Path) -> Iterator[tuple[str, int]]:
    """Every text in the code that may be seen: no docstrings, no classes of HTML."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    left_out |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "class_"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value, node.lineno


HEADERS = ("Host", "Forwarded")
"""Names of HTTP, which look like English words."""

each_page = pytest.mark.parametrize(
    "path", [path for path in PAGES if path.stem not in AROUND_THE_PAGES], ids=lambda path: path.stem
)


@each_page
def test_no_page_writes_html_by_hand(path: Path) -> None:
    wrong = [f"line {line}: {text}" for text, line in literals(path) if re.search(r"</?[a-zA-Z{]", text)]
    assert path == HTML or not wrong, "HTML is made by the functions of web/html.py"


@each_page
def test_html_is_shown_by_one_function(path: Path) -> None:
    wrong = [
        call.lineno
        for owner, name, call in calls(path)
        if (owner, name) == ("st", "html") or name in ("Html", "Markup")
    ]
    assert path == HTML or not wrong, "make it with the functions of web/html.py, and show it with html.show(piece)"
    wrong = [
        keyword.lineno for _, _, call in calls(path) for keyword in call.keywords if "allow_html" in str(keyword.arg)
    ]
    assert not wrong


@each_page
def test_what_streamlit_reads_as_markdown_is_ours_or_escaped(path: Path) -> None:
    wrong = [
        call.lineno
        for owner, name, call in calls(path)
        if owner == "st" and name in READ_AS_MARKDOWN.split() and call.args and not is_safe(call.args[0])
    ]
    wrong += [
        keyword.value.lineno
        for _, _, call in calls(path)
        for keyword in call.keywords
        if keyword.arg == "help" and not is_safe(keyword.value)
    ]
    assert not wrong, "a sentence of the wording, plain(text) or filled(sentence, …)"


@each_page
def test_the_names_of_the_wording_stand_for_nothing_else(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bound = {
        alias.asname: getattr(node, "module", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname in WORDING
    }
    assert set(bound.values()) <= {"questionnaire.wording"}
    assigned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    assert not assigned & set(WORDING)


@each_page
def test_only_our_own_sentences_are_filled(path: Path) -> None:
    wrong = [
        call.lineno
        for owner, name, call in calls(path)
        if name == "filled" and owner in ("", "html") and not is_ours(call.args[0])
    ]
    assert not wrong, "a text in place of a sentence would not be escaped"


@each_page
def test_a_page_holds_no_english_of_its_own(path: Path) -> None:
    wrong = [
        f"line {line}: {text}"
        for text, line in literals(path)
        if re.search(r"[A-Za-z]{2,}[,.:;!?]? +[A-Za-z]{2,}", text) or re.match(r"[A-Z][a-z]+\b(?!-)", text)
        if text not in HEADERS
    ]
    assert path == HTML or not wrong, "English stands in the room wording"


# --- through every page -----------------------------------------------------------------------------------------------

NASTY = (
    '<script>alert(1)</script> R&D <5% **b** [x](javascript:alert(1)) :red[x] :smile: $x$ `c` =HYPERLINK("h") -> {0}'
)
TYPED = {field: f"{field} {NASTY}" for field in ("name", "team", "purpose", "note", "title", "url", "finding", "owner")}
"""What a team types, each with a word of its own in front."""
FROM_THE_KNOWLEDGE_BASE = "**b** [x](javascript:alert(1)) :red[x] :smile: $x$ R&D 5% `c`"
"""What a title of the knowledge base could hold; it holds no HTML, which its checks refuse."""
TEXTS = "title asks why_we_ask example summary because intro label check done_when definition supports note"
OUR_TAGS = (
    "div nav details summary p span strong small i h1 h2 h3 ul ol li dl dt dd table thead tbody tr th td img br a style"
)


def as_read(markdown: str) -> str:
    """The text that a reader sees of Markdown in which everything is escaped."""
    return re.sub(r"\\([!-/:-@[-`{-~])", r"\1", markdown).replace("\u2060", "")


class Seen:
    """All that was shown on the way: texts in HTML, Markdown, and what shows as it is."""

    def __init__(self) -> None:
        self.html: list[str] = []
        self.markdown: list[str] = []

    def look(self, app: AppTest) -> None:
        assert not app.exception, app.exception
        for block in (app.main, app.sidebar):
            self._walk(block)

    def _walk(self, block) -> None:
        for node in block.children.values():
            if hasattr(node, "children"):
                if label := getattr(node, "label", ""):
                    self.markdown.append(label)
                self._walk(node)
            elif node.type == "html":
                self.html.append(node.proto.body)
            else:
                self.markdown += [text for name in ("body", "label") if (text := getattr(node.proto, name, ""))]
                if node.type == "radio":
                    self.markdown += node.proto.options


@pytest.fixture
def nasty_base(toy_copy: Path) -> Path:
    """The toy knowledge base with such a title, sentence or label wherever it has one."""

    def with_nasty(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: with_nasty(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [with_nasty(item) for item in value]
        return f"{value} {FROM_THE_KNOWLEDGE_BASE}" if key in TEXTS.split() else value

    for file in toy_copy.rglob("*.yaml"):
        if file.parent.name != "cases" and file.name != "about.yaml":
            read = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
            file.write_text(yaml.safe_dump(with_nasty(read), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return toy_copy


def answers(toy: KnowledgeBase) -> Answers:
    """A choir whose team writes nasty things wherever it can."""
    measure = next(iter(sorted(toy.recommendations)))
    return Answers(
        project={field: TYPED[field] for field in ("name", "team", "purpose")},
        answers={
            "task": Answer("answered", ("voice-sorting",)),
            "people": Answer("answered", ("yes",)),
            "objective": Answer("answered", ("likeness-to-last-choir",)),
            "data-plan": Answer("unknown"),
            "deployment": Answer("answered", ("choir-admission",)),
            "who-decides": Answer("answered", ("machine",)),
        },
        notes=dict.fromkeys(("people", "data-plan", "second-look"), TYPED["note"]),
        evidence=(Evidence(TYPED["title"], TYPED["url"], TYPED["finding"]),),
        mitigations=(Mitigation(measure, "planned", TYPED["owner"]),),
    )


def journey(open_app: Callable[..., AppTest], folder: Path, given: Answers) -> Seen:
    """Through every page of the app with these answers, everything opened that can be."""
    seen = Seen()
    app = open_app()
    seen.look(app)
    text = writing.write(given, loader.load(folder))
    app.file_uploader(key="answers-file").set_value(("mine.yaml", text.encode(), "application/yaml")).run()
    seen.look(app)
    app.button(key="open-file").click().run()
    for way in ways(app):
        seen.look(go(app, way))
    go(app, "result")
    for part in say.PARTS.values():
        app.session_state["result-part"] = part
        seen.look(app.run())
        for opened in [key for key in ids(app.main) if key.startswith(("finding-", "measure-more-"))]:
            app.session_state[opened] = True
        for toggle in app.toggle:
            toggle.set_value(True)
        seen.look(app.run())
    seen.look(open_app())
    return seen


def ids(block) -> Iterator[str]:
    """The keys of all blocks, by the ends of their ids."""
    for node in block.children.values():
        if hasattr(node, "children"):
            if found := re.search(r"-((?:finding|measure-more)-.+)$", getattr(node.proto, "id", "") or ""):
                yield found[1]
            yield from ids(node)


class Tags(HTMLParser):
    """The elements of some HTML, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_as_typed(seen: Seen, typed: str) -> None:
    """Wherever the text shows, it shows as typed: in HTML as text, in Markdown with all of it escaped."""
    html_with = [Tags(body).text for body in seen.html if "<style>" not in body]
    assert any(typed in text for text in html_with) or any(typed in as_read(text) for text in seen.markdown), typed
    for body in seen.html:
        assert typed not in body
    for text in seen.markdown:
        assert as_read(text).count(typed) == text.count(plain(typed)), text


ADDRESSES = ("https://", "http://", "?assessment=", "?entry=", "?page=", "#q-")


def assert_only_our_html(seen: Seen) -> None:
    for body in seen.html:
        for tag, attributes in Tags(body).tags:
            assert tag in OUR_TAGS.split(), body
            assert not any(name.startswith("on") for name in attributes), body
            assert attributes.get("href", "https://").startswith(ADDRESSES), body


def test_what_a_team_types_arrives_as_typed_on_every_page(open_app, toy_folder: Path, toy: KnowledgeBase) -> None:
    seen = journey(open_app, toy_folder, answers(toy))
    assert_only_our_html(seen)
    for field in ("name", "note", "title", "url", "finding"):
        assert_as_typed(seen, TYPED[field])


def test_what_the_knowledge_base_says_shows_as_it_is_written_on_every_page(
    open_app, nasty_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKWALK_KB", str(nasty_base))
    seen = journey(open_app, nasty_base, answers(loader.load(nasty_base)))
    assert_only_our_html(seen)
    assert_as_typed(seen, FROM_THE_KNOWLEDGE_BASE)
