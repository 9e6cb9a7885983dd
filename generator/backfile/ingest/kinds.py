"""What a file is that no format takes, told by how it begins: a reason for people, nothing is read."""

from __future__ import annotations

import re

_BINARY = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"bplist", "a property list"),
)
_START = r"(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+"
_DOTS = re.DOTALL | re.IGNORECASE
_TEXTS = (
    (re.compile(r"WARC/\d"), "a web archive (WARC)"),
    (re.compile(_START + r"<rss\b.*wordpress\.org/export/", _DOTS), "a WordPress export"),
    (re.compile(_START + r"<(?:rss|rdf:RDF|feed)\b", _DOTS), "a feed"),
    (re.compile(_START + r"<(?:!doctype html|html|head|body)\b", _DOTS), "an HTML page that is not WeChat's"),
    (re.compile(r"<\?xml\b"), "an XML file"),
    (re.compile(r"(?:From|MIME-Version|Subject): .*\n[A-Z][\w-]+:"), "a mail, or a web page saved as one"),
    (re.compile(r"\{\s*\"|\[\s*[\[{\"]"), "JSON whose rows have no titles and texts"),
)
# A kind shows within the first characters.
_SEEN = 3000


def kind_of(data: bytes, text: str | None) -> str:
    """Return in words what a file is, "" when nothing shows it; text is None for bytes that are no text."""
    for start, kind in _BINARY:
        if data.startswith(start):
            return kind
    head = data[:_SEEN].decode("utf-8", "replace") if text is None else text[:_SEEN].lstrip("\ufeff \n\t")
    return next((kind for form, kind in _TEXTS if form.match(head)), "")
