"""The blocks near both ends of a body, each as a digest of what a reader would call the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

import msgspec

from backfile.addresses import image_identity

# How many blocks from each end are looked at.
HEAD, TAIL = 8, 40
# How many blocks stand for the whole of a body: those with the lowest digests, so that copies have the same ones.
_SAMPLED = 32
_SAMPLED_LETTERS = 12
# A clause counts from this many letters, a block has clauses from this many.
_CLAUSE_LETTERS, _CLAUSED_LETTERS, _MOST_CLAUSED = 4, 16, 300

_BETWEEN = re.compile(r"\n(?:[ \t]*\n)+")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?([^\s)>]*)[^)]*\)")
_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)")
_TARGET = re.compile(r"\]\(([^\s)?#]*)")
_MARKS = " \n*_`~\\"
_PUNCTUATION = re.compile(r"\W+")
_DIGITS = re.compile(r"[0-9]+")
# The number of an issue.
_ISSUE = re.compile(r"(?<=第)[0-9]+(?=[期号辑卷回集])|(?<=vol)[0-9]+|(?<=no)[0-9]+|(?<=issue)[0-9]+")
_ISSUED = ("第", "vol", "no", "issue")
# A date or the number of an issue is no one's.
_DATE = re.compile(r"(?:[0-9年月日号时分秒点第期卷周上下午星一二三四五六天]|vol|no|issue)+\Z")
_CODE = ("```", "~~~", "    ", "\t")
# What a publication repeats is shorter; bounds the time that hostile text may take.
_MOST_CHARACTERS = 4000
# Who worked on an article: the names differ, the roles recur.
_ROLE = (
    r"(?:(?:责任|值班|本文|微信|新媒体|内容|执行|特约)?编辑|责编|美编|主编|排版|责任校对|校对|校审|审校|审核|审稿|[初复终一二三]审|编审|签发|监制|统筹|"
    r"值班|运营|设计|制作|策划|出品人?|editor|edited by|copy ?editor|produced by|proofread by)"
)
_ROLES = re.compile(_ROLE, re.IGNORECASE)
_CREDIT = re.compile(
    rf"\W{{0,4}}{_ROLE}\s*[:：|｜丨/\s]\s*[^\s。！？!?，,:：|｜丨][^。！？!?，]{{0,50}}\Z", re.IGNORECASE
)
_CREDIT_CHARACTERS = 60
# Pictures that stand for a character: they say nothing of who put them there.
_EMOJI = ("emoji", "emoticon", "/smiley/", "/smilies/", "qqface")


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One block: where it starts in the body, how many letters it has, its digest (0 when it can stand for nothing).

    picture: it holds nothing but pictures; clauses: digest << 8 | letters of each clause of a longer text.
    """

    at: int
    letters: int
    key: int
    picture: bool = False
    clauses: tuple[int, ...] = ()


class Edges(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The blocks of a body from each end (they may be the same ones), and a sample of the digests of all its blocks."""

    head: tuple[Block, ...] = ()
    tail: tuple[Block, ...] = ()
    sample: tuple[int, ...] = ()


def edges(body: str, content: Callable[[str], str] | None = None) -> Edges:
    """Return the edges of a body.

    content: the sha256 of a picture by a reference that is no web address, "" where the picture is not at hand.
    """
    content = content or _unknown
    spans = [span for span in blocks_of(body) if not body.startswith("<!-- backfile:", span[0])]
    last = max(HEAD, len(spans) - TAIL)
    near = {
        number: _block(body[start:end], start, content)
        for number, (start, end) in enumerate(spans)
        if number < HEAD or number >= last
    }
    sample = {block.key for block in near.values() if block.picture or block.letters >= _SAMPLED_LETTERS}
    sample.update(_key(body[start:end]) for start, end in spans[HEAD:last] if end - start >= _SAMPLED_LETTERS)
    return Edges(
        tuple(near[n] for n in range(min(HEAD, len(spans)))),
        tuple(near[n] for n in range(max(0, len(spans) - TAIL), len(spans))),
        tuple(sorted(sample - {0})[:_SAMPLED]),
    )


def blocks_of(body: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each block of a body: what stands between blank lines, fenced code in one piece."""
    fenced = "```" in body or "~~~" in body
    start = at = len(body) - len(body.lstrip("\n"))
    last = len(body.rstrip())
    opened = False
    for gap in (*_BETWEEN.finditer(body, start, max(last, start)), None):
        end = gap.start() if gap else last
        if fenced and len(_FENCE.findall(body[at:end])) % 2:
            opened = not opened
        at = gap.end() if gap else last
        if opened and gap:
            continue
        if end > start:
            yield start, end
        start = at


def image_key(identity: str) -> int:
    """Return the digest of a picture by its identity: of its address, or ``sha256:`` and the digest of its content."""
    return _key("image\0" + identity)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text as they are compared: one width and case, no markup."""
    return "".join(_pieces(text))


def is_credit(text: str) -> bool:
    """Return whether a block only names those who worked on the article: its editor, its designer, and so on."""
    return len(text) <= _CREDIT_CHARACTERS and _CREDIT.match(text.replace("*", "")) is not None


def _block(text: str, at: int, content: Callable[[str], str]) -> Block:
    if len(text) > _MOST_CHARACTERS or text.startswith(_CODE):
        return Block(at, len(text), 0)
    if "![" in text:
        return _with_pictures(text, at, content)
    letters, key, clauses = _text_facts(text)
    return Block(at, letters, key, clauses=clauses)


# What recurs is met again and again.
@lru_cache(1 << 12)
def _text_facts(text: str) -> tuple[int, int, tuple[int, ...]]:
    """Return how many letters a text without pictures has, its digest, and its clauses."""
    pieces = _pieces(text)
    letters = "".join(pieces)
    size = len(letters)
    if not letters:
        # A rule or an ornament can stand anywhere; a link without words is the article's own.
        return len(text) if "](" in text else 0, 0, ()
    if is_credit(text):
        roles = " ".join(found.casefold() for found in _ROLES.findall(text))
        return size, _key("credit\0" + roles), ()
    if text[0] == "[" and text[-1] == ")":
        # The same words may lead to something else each time.
        return size, _key(letters + "\0" + "\0".join(_TARGET.findall(text))), ()
    if _DATE.match(letters):
        return 0, 0, ()
    # A lone letter is no text that could recur.
    is_plain = letters.isalpha()
    key = _key(letters if is_plain else _without_issue(letters)) if size >= 2 else 0
    if not _CLAUSED_LETTERS <= size <= _MOST_CLAUSED or "http" in letters:
        return size, key, ()
    if not is_plain:
        pieces = _DIGITS.sub("0", "\n".join(pieces)).split("\n")
    clauses = [
        crc32(piece.encode("utf-8", "surrogatepass")) << 8 | min(len(piece), 255)
        for piece in pieces
        if len(piece) >= _CLAUSE_LETTERS
    ]
    return size, key, tuple(clauses)


def has_number(text: str) -> bool:
    """Return whether a text tells a number that is not the number of an issue."""
    return _DIGITS.search(_without_issue(letters_of(text), "")) is not None


def _without_issue(letters: str, instead: str = "0") -> str:
    """Return letters with something instead of an issue's number; looking behind for its sign at every letter is dear."""
    return _ISSUE.sub(instead, letters) if any(map(letters.__contains__, _ISSUED)) else letters


def _is_emoji(url: str) -> bool:
    url = url.lower()
    return any(map(url.__contains__, _EMOJI))


def _with_pictures(text: str, at: int, content: Callable[[str], str]) -> Block:
    lone = _IMAGE.fullmatch(text)
    letters = "" if lone else letters_of(text)
    pictures = [lone[1]] if lone else _IMAGE.findall(text)
    if not pictures or _is_emoji(pictures[0]):
        return Block(at, len(letters), _key(letters) if len(letters) >= 2 else 0)
    names = [_identity(url, content) for url in pictures]
    if not all(names):
        return Block(at, len(letters), 0, picture=not letters)
    if len(names) == 1 and not letters:
        return Block(at, 0, image_key(names[0]), picture=True)
    return Block(at, len(letters), _key("\0".join((letters, *names))), picture=not letters)


def _pieces(text: str) -> list[str]:
    """Return what stands between the punctuation marks of a text, without blanks."""
    if "](" in text:
        text = _MARKUP.sub("", text)
    for mark in _MARKS:  # several times as fast as a pattern
        text = text.replace(mark, "")
    joined = "\n".join(filter(None, _PUNCTUATION.split(text)))
    joined = unicodedata.normalize("NFKC", joined).casefold()
    return joined.split("\n") if joined else []


def _identity(url: str, content: Callable[[str], str]) -> str:
    """Return what a picture is known by, "" for one that is not at hand and has no address of its own."""
    if url.startswith(("http://", "https://", "//")):
        return image_identity(url)
    sha256 = "" if url.startswith("data:") else content(url)
    return f"sha256:{sha256}" if sha256 else ""


def _unknown(reference: str) -> str:
    return ""


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) or 1
