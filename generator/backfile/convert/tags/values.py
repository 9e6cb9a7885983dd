"""What one article offers, and what an archive has learned."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

FORMAT = 1
DIGEST_SIZE = 6
NO_DIGEST = bytes(DIGEST_SIZE)


# What a key is, the surest first: an article's evidence of one key has one kind, the surest of those found.
# A literal type, so that what is decoded shares one string a kind.
Kind = Literal[
    "force",  # the site's settings say so
    "person",
    "organisation",  # of our own table
    "topic",  # of our own table
    "latin",  # a name in Latin letters
    "work",  # between 《 and 》
    "nz",  # by the dictionary: another proper name, an organisation, a place, a person, a noun, a verb
    "nt",
    "ns",
    "nr",
    "n",
    "v",
    "span",  # set off by quotation marks or bold
    "new",  # a sequence of segments that the archive has learned to be a word
    "gram",  # a sequence of segments
    "term",  # a lower-case sequence of English words
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Evidence(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One possible tag of one article.

    key: the spelling's key (see keys.py); form: its most frequent spelling, "" when that is the key; kind: see KINDS;
    lines: the number of the line of each occurrence, at most 64, 0 being the title; bold and quoted: how often it was set
    off; tight: percent of the occurrences of its commonest part that are inside it (100 for a single word).
    """

    key: str
    form: str
    kind: Kind
    lines: tuple[int, ...]
    bold: int = 0
    quoted: int = 0
    tight: int = 100


class Candidates(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one article offers: a pure function of its text.

    chinese: whether the text is more Chinese than Latin; own: keys of the account and the authors, the account first;
    tags: those the article already has; kinds: a letter a line, T(itle), H(eading), L(ead), B(ody); digests: 6 bytes
    a line, NO_DIGEST for a short one; evidence: by key; sample: rows of a line's number, ":", and its segments, to learn from.

    Large archives hold many of these at once: what can be joined is joined.
    """

    chinese: bool = False
    own: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: str = "T"
    digests: bytes = NO_DIGEST
    evidence: tuple[Evidence, ...] = ()
    sample: str = ""

    def line_digests(self) -> list[bytes]:
        """Return the digest of each line."""
        return [self.digests[at : at + DIGEST_SIZE] for at in range(0, len(self.digests), DIGEST_SIZE)]


class Word(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the archive knows of one key: how many articles dwell on it, how often in all, in how many titles."""

    key: str
    label: str
    kind: Kind
    articles: int
    count: int
    titles: int


class Vocabulary(msgspec.Struct, frozen=True):
    """What the archive has learned, committed as content/tags.json.

    articles: how many were seen; words: by key; folded: part of a name -> key of the full name;
    repeated: hex digests of lines that belong to the publication, not to one article; own: keys of the accounts, and of
    what nearly every article is about; hand: tags people gave, with the number of articles; living: keys of the tags that
    may be given, with the number of articles that were given them.
    """

    format: int = FORMAT
    articles: int = 0
    words: tuple[Word, ...] = ()
    folded: tuple[tuple[str, str], ...] = ()
    repeated: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    hand: tuple[tuple[str, int], ...] = ()
    living: tuple[tuple[str, int], ...] = ()


def dump(vocabulary: Vocabulary) -> bytes:
    """Return the vocabulary as JSON with one entry a line, so that a version control system merges and shows it well."""
    encode = msgspec.json.encode
    parts = []
    for name in Vocabulary.__struct_fields__:
        value = getattr(vocabulary, name)
        if isinstance(value, tuple) and value:
            rows = b",\n".join(encode(row) for row in value)
            parts.append(encode(name) + b": [\n" + rows + b"\n]")
        else:
            parts.append(encode(name) + b": " + encode(value))
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def load(data: bytes) -> Vocabulary:
    """Return the vocabulary of a content/tags.json. Raises ValueError, in words, when it is none or of another format."""
    try:
        vocabulary = msgspec.json.decode(data, type=Vocabulary)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"the tag vocabulary cannot be read: {error}") from None
    if vocabulary.format != FORMAT:
        raise ValueError(f"the tag vocabulary has format {vocabulary.format}, known is {FORMAT}")
    return vocabulary
