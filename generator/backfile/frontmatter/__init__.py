"""The format of article files: front matter, then markdown.

`write_article` writes one canonical form: keys in the order of `model.Article`, what is unknown left out, every scalar a
double-quoted string that is JSON and YAML at once, except the integers under `repairs`.
`read_article` reads that form line by line without a YAML parser, and whatever people write by hand through
python-frontmatter with handlers of our own.
"""

from __future__ import annotations

from backfile.errors import Problem
from backfile.frontmatter.canonical import is_edited, read_canonical, write_article
from backfile.model import Article

__all__ = ["is_edited", "read_article", "split", "write_article"]

# The largest article file that is read: promise of bounded memory, far above any real article.
_MOST_BYTES = 16 * 1024 * 1024


def split(text: str, source: str = "") -> tuple[dict[str, object], str, str] | Problem:
    """Return metadata, body and kind ("yaml", "toml" or "" without front matter) of any text.

    Metadata holds only strings, lists and dicts of strings: nothing is guessed to be a number, a date or a boolean.
    A block that is no mapping is text, and stays in the body. Metadata that cannot be parsed is a Problem at `source`
    with the line that is wrong.
    """
    from backfile.frontmatter.handlers import split_text

    return split_text(text, source)


def read_article(path: str, data: bytes) -> tuple[Article, tuple[Problem, ...]] | Problem:
    """Return the article that a file of content/articles holds, with what is odd about it; a Problem when nothing can be read.

    path names the file in problems and gives the title of a text that has none.
    """
    if len(data) > _MOST_BYTES:
        return Problem(path, 0, f"the file is larger than {_MOST_BYTES >> 20} MB", "split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(path, line, "the file is not UTF-8 text", "save it as UTF-8")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    article = read_canonical(text)
    if article is not None:
        return article, ()
    from backfile.frontmatter.handwritten import read_handwritten

    return read_handwritten(path, text)
