"""What a comment looks like: a small part of Markdown in, safe HTML out.

People may write paragraphs, emphasis, strong, strikethrough, code, quotations, lists and links. Headings are bold
paragraphs, images are links, HTML is shown as it was typed. Every block carries ``dir="auto"``: its direction is its
own, and no direction override reaches what stands around it. Whatever this module builds passes an allow-list last.
"""

import html
import re
from collections.abc import Sequence
from functools import cache

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LINK_REL = "nofollow ugc noopener"
SCHEMES = frozenset(("http", "https", "mailto"))
TARGET = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
"""How an address begins that a link may lead to."""

_RULES = [
    *("blockquote", "fence", "heading", "list", "paragraph"),
    *("autolink", "backticks", "emphasis", "escape", "image", "link", "linkify", "newline", "strikethrough"),
]
_BLOCKS = frozenset(("paragraph_open", "blockquote_open", "list_item_open"))
_NESTING = 12  # blocks and spans inside each other; beyond it a text is shown as typed
_SIGNS = 400  # marks of one kind; a comment with more is a drawing or an attack, and is shown as typed
_LINES = 1500  # so is one of more lines than this
_SURROGATES = re.compile("[\ud800-\udfff]")
_PLAIN = re.compile(r"(?![ \n])[^\\`*_~\[\]\x00-\x09\x0b-\x1f\x7f]*\Z")
# Whatever could be markup although it uses none of the signs above: lists, quotations, headings, indentation, links,
# and white space that the Markdown parser trims in ways of its own.
_NOT_PLAIN = re.compile(
    r"^(?:[ #>]|[-+](?:\s|$)|\d{1,9}[.)](?:\s|$))| $|[^\S \n]|://|mailto:|<[a-z]", re.MULTILINE | re.I
)
_BREAKS = re.compile(r"<br\b[^>]*>|</?(?:p|div|li|ul|ol|blockquote|h[1-6])\b[^>]*>", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\n+")

_cleaner = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"},
    attributes={
        **{tag: {"dir"} for tag in ("p", "blockquote", "li", "pre")},
        "*": set(),
        "a": {"href"},
        "ol": {"start"},
    },
    url_schemes=set(SCHEMES),
    link_rel=LINK_REL,
)


def to_html(body: str) -> str:
    """The comment as safe HTML: no element, attribute or address outside the allow-list, for any text.

    Never fails. Time is bounded: a text nested deeper than readers can follow is shown as it was typed.
    """
    text = _readable(body)
    if not text:
        return ""
    if is_plain(text) or _is_overloaded(text):
        return _as_typed(text)
    parser = _parser()
    tokens = parser.parse(text)
    if _too_deep(tokens):
        return _as_typed(text)
    return _cleaner.clean(parser.renderer.render(tokens, parser.options, {})).rstrip("\n")


def plain_text(body: str) -> str:
    """What a reader reads: the comment without its markup, for search, digests and word lists."""
    text = _readable(body)
    if not text or is_plain(text) or _is_overloaded(text):
        return text
    tokens = _parser().parse(text)
    if _too_deep(tokens):
        return text
    blocks = []
    for token in tokens:
        if token.type == "fence":
            blocks.append(token.content.rstrip("\n"))
        elif token.type == "inline":
            blocks.append("".join(map(_words_of, token.children or ())))
    return "\n".join(blocks)


def text_of_html(document: str) -> str:
    """The text of somebody else's HTML, a line for each block; whatever could be shown is in it."""
    apart = _BREAKS.sub("\n", document)
    return html.unescape(nh3.clean(apart, tags=set(), clean_content_tags={"script", "style"})).strip()


def is_plain(text: str) -> bool:
    """Whether a text holds nothing that could be markup, as most comments do; then rendering is mere escaping."""
    return bool(_PLAIN.match(text)) and not _NOT_PLAIN.search(text)


def render_markup(body: str) -> str:
    """``to_html`` without its short cut for plain texts; both give the same HTML, and a test holds them to it."""
    parser = _parser()
    tokens = parser.parse(_readable(body))
    return _cleaner.clean(parser.renderer.render(tokens, parser.options, {})).rstrip("\n")


def _readable(body: str) -> str:
    return _SURROGATES.sub("\ufffd", body.replace("\x00", "\ufffd")).strip("\n")


def _as_typed(text: str) -> str:
    paragraphs = _PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = [html.escape(part.strip("\n"), quote=False).replace("\n", "<br>\n") for part in paragraphs]
    built = "\n".join([f'<p dir="auto">{part}</p>' for part in escaped if part])
    return built if is_plain(text) else _cleaner.clean(built)


def _is_overloaded(text: str) -> bool:
    return text.count("\n") > _LINES or any(text.count(sign) > _SIGNS for sign in "[]*_`~<>!\\")


def _too_deep(tokens: Sequence[Token]) -> bool:
    return any(token.level >= _NESTING - 1 for token in tokens)


def _words_of(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (the name is the parser's)
        """Whether an address may be linked: only the schemes we allow, and nothing relative to the page around us."""
        return bool(TARGET.match(url))


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("zero", {"html": False, "linkify": True, "breaks": True, "maxNesting": _NESTING})
    parser.enable(_RULES)
    parser.core.ruler.push("calm", _calm)
    parser.add_render_rule("fence", _code_block)
    parser.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for unwanted in ("ftp:", "//"):
        parser.linkify.add(unwanted, None)
    return parser


def _calm(state: StateCore) -> None:
    """Headings become bold paragraphs, images become links, and every block gets a direction of its own."""
    in_heading = False
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.nesting > 0
            token.type, token.tag = ("paragraph_open" if in_heading else "paragraph_close"), "p"
        if token.type in _BLOCKS:
            token.attrSet("dir", "auto")
        if token.children:
            token.children = _plain_links(token.children)
            if in_heading:
                token.children = [
                    Token("strong_open", "strong", 1),
                    *token.children,
                    Token("strong_close", "strong", -1),
                ]


def _plain_links(children: list[Token]) -> list[Token]:
    """Images as links, links that lead nowhere as their text, links without a text under their address."""
    leads: list[bool] = []
    tokens: list[Token] = []
    for token in children:
        if token.type == "link_open":
            leads.append(_leads_somewhere(token, "href"))
            if leads[-1]:
                tokens.append(token)
        elif token.type == "link_close":
            if leads.pop():
                if tokens[-1].type == "link_open":
                    tokens.append(Token("text", "", 0, content=str(tokens[-1].attrs["href"])))
                tokens.append(token)
        elif token.type != "image":
            tokens.append(token)
        else:
            source = str(token.attrs.get("src", ""))
            text = Token("text", "", 0, content=token.content or source)
            if any(leads) or not _leads_somewhere(token, "src"):
                tokens.append(text)
            else:
                tokens += [Token("link_open", "a", 1, attrs={"href": source}), text, Token("link_close", "a", -1)]
    return tokens


def _leads_somewhere(token: Token, attribute: str) -> bool:
    return bool(TARGET.match(str(token.attrs.get(attribute, ""))))


def _code_block(_: RendererHTML, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    return f'<pre dir="auto"><code>{html.escape(tokens[index].content, quote=False)}</code></pre>\n'
