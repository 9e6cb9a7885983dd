"""The text of real captures as a corpus: imported once, without their pictures, and repeated to any count."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus import Post, date_of, make_post, write_site

from backfile.frontmatter import read_article
from backfile.model import Article

_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
# Comments, among them the marks of what is folded: not every generator shows HTML in markdown.
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_BLANKS = re.compile(r"\n{3,}")
# What generators write differently in addresses, or what ends a value in a header.
_ODD = re.compile(r"[^\w]+")
_MARKUP = re.compile(r"[^\w\s，。、：；？！“”《》（）,.:;?!-]+")
_SUMMARY = 80

Source = Callable[[int], Post]


def generated(count: int) -> Source:
    """Return the articles made of a seed, by number."""
    return lambda number: summarised(make_post(number, count))


def captured(captures: Path, folder: Path, count: int) -> Source:
    """Return articles with the text of captures, by number; folder is for the import of them."""
    write_site(folder)
    command = [sys.executable, "-m", "backfile", "import", str(captures), "--site", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = []
    for path in sorted((folder / "content" / "articles").rglob("*.md")):
        read = read_article(path.name, path.read_bytes())
        if isinstance(read, tuple):
            found.append(read[0])
    if not found:
        raise SystemExit(f"nothing below {captures} could be imported")
    return lambda number: summarised(post_of(found[number % len(found)], number, count))


def post_of(article: Article, number: int, count: int) -> Post:
    """Return an article's text as a post, with a number that gives its date and tells it from repetitions."""
    source = plain_name(article.source) or "source"
    authors = tuple(dict.fromkeys(filter(None, map(plain_name, article.authors)))) or (source,)
    tags = tuple(dict.fromkeys(filter(None, map(plain_name, article.tags))))
    title = f"{plain_text(article.title) or 'Article'} {number}"
    return Post(number, title, date_of(number, count), authors, source, tags, plain_body(article.body))


def plain_body(markdown: str) -> str:
    """Return a body without pictures and comments, and without the links that were around pictures."""
    text = _COMMENT.sub("", _PICTURE.sub("", markdown)).replace("[]()", "")
    return _BLANKS.sub("\n\n", text).strip()


def plain_name(name: str) -> str:
    """Return a name of letters, digits and single blanks in lower case, which every generator gives an address of its own."""
    return _ODD.sub(" ", name).replace("_", " ").strip().casefold()


def plain_text(text: str) -> str:
    """Return a line of text without marks that mean something in a header of one of the formats."""
    return " ".join(_MARKUP.sub(" ", text).replace(":", " ").split())


def summarised(post: Post) -> Post:
    """Return a post with its first words as its summary, so that none of the generators has to make one."""
    return replace(post, summary=plain_text(post.body[: 3 * _SUMMARY])[:_SUMMARY])
