"""Body text to clean HTML and facts.

The HTML of a body is what nh3 leaves of Python-Markdown's output, with marks of our own in place of images (see
``model.Body``), ids on headings and footnotes that work.
Every function here is pure: the same text gives the same bytes on every machine with the same library versions.
"""

from __future__ import annotations

from backfile.markdown.facts import facts_of
from backfile.markdown.fast import fast_html
from backfile.markdown.guard import escaped, hostility, neutral, split_parts
from backfile.markdown.marks import mark
from backfile.markdown.tokens import plain_text
from backfile.model import Body

__all__ = ["plain_text", "render", "shown"]


def render(body: str) -> Body:
    """Return the clean HTML of a body, with marks, and its facts.

    A hostile body is not read as markdown: its text is shown as it is, in paragraphs.
    """
    text = neutral(body)
    hostile = hostility(text)
    convert = escaped if hostile else fast_html
    parts = split_parts(text)
    main, tail, lead = (convert(part) if part else "" for part in (parts.main, parts.tail, parts.lead))
    marked = mark(main, tail, lead)
    html = marked.main
    if parts.lead is not None:
        html = f"{marked.lead}\n<!--lead-->\n{html}"
    if parts.tail is not None:
        html = f"{html}\n<!--tail-->\n{marked.tail}"
    facts = facts_of(marked, folded=parts.lead is not None or parts.tail is not None)
    return Body(html.strip("\n"), facts, hostile)


def shown(body: str) -> tuple[str, int]:
    """Return the visible text of a body's HTML and how many images it has: what render() tells of them, in half the time."""
    text = neutral(body)
    convert = escaped if hostility(text) else fast_html
    parts = split_parts(text)
    html = "\n".join(convert(part) for part in (parts.lead, parts.main, parts.tail) if part)
    return plain_text(html), html.count("<img ")
