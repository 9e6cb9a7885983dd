"""What lists show of articles. Dozens of pages show the same, so it is packed once, and taken apart once in each process."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from backfile.model.content import Picture

# So many cards a process keeps whole; articles that are shown together are mostly of one time.
_KEPT = 12_000


class Term(msgspec.Struct, frozen=True, gc=False):
    """A tag, author or source as a page shows it; url is "" when it has no page of its own."""

    name: str
    url: str


class CardFacts(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a card says of an article.

    day is "2024-07-28", "2024-07", "2024" or ""; time is "12:39" or "" when the hour is unknown; date is the whole ISO string.
    lost counts images that were lost or damaged; thumb is None or a kept picture whose variants are the cover widths.
    """

    id: str
    url: str
    title: str
    lang: str
    date: str
    day: str
    time: str
    authors: tuple[Term, ...] = ()
    source: Term | None = None
    deck: str = ""
    minutes: int = 1
    lost: int = 0
    thumb: Picture | None = None


class Card:
    """The facet of an article that lists may show, with all that `CardFacts` says as its own; packed is its bytes.

    Cards with equal bytes are equal. One is taken apart when somebody first asks what it says: who plans a site never does.
    """

    __slots__ = ("packed", *CardFacts.__struct_fields__)

    # For type checkers; the slots themselves follow CardFacts.
    packed: bytes
    id: str
    url: str
    title: str
    lang: str
    date: str
    day: str
    time: str
    authors: tuple[Term, ...]
    source: Term | None
    deck: str
    minutes: int
    lost: int
    thumb: Picture | None

    def __init__(self, packed: bytes) -> None:
        """Take what the card says as bytes, see `card_of`."""
        object.__setattr__(self, "packed", packed)

    def __getattr__(self, name: str) -> object:
        if name not in CardFacts.__struct_fields__:
            raise AttributeError(f"a card has no {name}")
        facts = self.facts
        for field in CardFacts.__struct_fields__:
            object.__setattr__(self, field, getattr(facts, field))
        return getattr(facts, name)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a card is frozen: {name} stays as it is")

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Card) and self.packed == other.packed)

    def __hash__(self) -> int:
        return hash(self.packed)

    def __repr__(self) -> str:
        return f"Card({self.facts!r})"

    @property
    def facts(self) -> CardFacts:
        """What the card says, as one value."""
        return _decode(self.packed)


def card_of(facts: CardFacts) -> Card:
    """Return the card that says so."""
    return Card(_encode(facts))


def pack_card(value: object) -> bytes:
    """Return the bytes of a card: a hook of msgspec's encoders. Raises NotImplementedError for anything else."""
    if isinstance(value, Card):
        return value.packed
    raise NotImplementedError


def unpack_card(kind: type, value: object) -> object:
    """Return the card of some bytes: a hook of msgspec's decoders. Raises NotImplementedError for anything else."""
    if kind is Card and isinstance(value, bytes):
        return _card(value)
    raise NotImplementedError


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(CardFacts).decode


@lru_cache(_KEPT)
def _card(packed: bytes) -> Card:
    return Card(packed)
