"""Markup to text: what a reader would see, in one line per paragraph.

Feeds say "plain text" and send HTML, say HTML and send text, or escape either once too often. What comes out is
never markup again: it is text, and whoever shows it must escape it.
"""

import html
import re

from selectolax.lexbor import LexborHTMLParser

_HTML_LIMIT = 100_000  # characters looked at: deeper nesting than fits in here costs lexbor seconds
_BLOCK, _BREAK = "\x1e", "\x1f"
_BLOCKS = (
    "address,article,aside,blockquote,center,dd,div,dl,dt,fieldset,figcaption,figure,footer,form,h1,h2,h3,h4,h5,h6,"
    "header,hr,li,main,nav,ol,p,pre,section,table,td,th,tr,ul"
)
_UNSEEN = ["script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head"]
_TAG = re.compile(r"</[A-Za-z][^<>]*>|<(?:br|p|img|hr|a|div|span|b|i|em|strong)\b[^<>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_PARAGRAPH = re.compile(rf"\s*(?:{_BLOCK}|{_BREAK}\s*{_BREAK})[\s{_BLOCK}{_BREAK}]*")
_SPACE = re.compile(rf"[\s{_BREAK}]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Soft hyphens and zero-width spaces split words for a search and for nobody else; control characters mean nothing.
_INVISIBLE: dict[int, str | None] = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
_INVISIBLE |= {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}


def from_html(markup: str, *, limit: int) -> str:
    """The text of an HTML fragment, at most limit characters, paragraphs apart by a newline."""
    markup = clean(markup[:_HTML_LIMIT])
    text = _strip(markup)
    if "<" not in markup and _TAG.search(text):  # escaped twice: the markup was still in there as text
        text = _strip(text)
    return cut(_REFERENCE.sub(_decoded, text), limit)


def from_text(text: str, *, limit: int) -> str:
    """A text said to be plain, at most limit characters. Markup in it is a mistake and is read as markup."""
    if _TAG.search(text[:_HTML_LIMIT]) or _REFERENCE.search(text[:_HTML_LIMIT]):
        return from_html(text, limit=limit)
    return cut(_SPACE.sub(" ", clean(text[:_HTML_LIMIT])).strip(), limit)


def in_line(text: str) -> str:
    """On one line: for titles and names."""
    return text.replace("\n", " ")


def cut(text: str, limit: int) -> str:
    """At most limit characters, the last of them an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _strip(markup: str) -> str:
    if "<" not in markup:
        return _collapse(html.unescape(markup))
    tree = LexborHTMLParser(markup)
    if tree.root is None:
        return ""
    tree.strip_tags(_UNSEEN)
    for node in tree.css(_BLOCKS):
        node.insert_before(_BLOCK)
        node.insert_after(_BLOCK)
    for node in tree.css("br"):
        node.insert_before(_BREAK)
    return _collapse(tree.root.text())


def _collapse(text: str) -> str:
    paragraphs = _PARAGRAPH.sub(_BLOCK, text).split(_BLOCK)
    return "\n".join(line for paragraph in paragraphs if (line := _SPACE.sub(" ", clean(paragraph)).strip()))


def _decoded(reference: re.Match[str]) -> str:
    return clean(html.unescape(reference[0]))


def clean(text: str) -> str:
    """Without control characters, half characters, and what splits words invisibly."""
    return _SURROGATE.sub("\ufffd", text).translate(_INVISIBLE)
