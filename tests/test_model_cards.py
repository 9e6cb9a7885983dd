"""A card is a value: packed once, equal by its bytes, frozen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from backfile.model import CardFacts, DayPage, NotFoundPage, Term, card_of, pack_page, unpack_page

FACTS = CardFacts(
    id="a",
    url="2024/a/",
    title="字",
    lang="zh-Hans",
    date="2024",
    day="2024",
    time="",
    authors=(Term("b", ""),),
)


def test_a_card_says_what_its_facts_say() -> None:
    card = card_of(FACTS)
    assert {name: getattr(card, name) for name in CardFacts.__struct_fields__} == {
        name: getattr(FACTS, name) for name in CardFacts.__struct_fields__
    }
    assert card.facts == FACTS
    assert "字" in repr(card)


def test_cards_are_equal_by_what_they_say() -> None:
    assert card_of(FACTS) == card_of(FACTS)
    assert len({card_of(FACTS), card_of(FACTS), card_of(replace(FACTS, lost=1))}) == 2
    assert card_of(FACTS) != FACTS


def test_a_card_is_frozen() -> None:
    with pytest.raises(AttributeError):
        card_of(FACTS).title = "other"


def test_pages_come_back_with_their_cards_each_taken_apart_once() -> None:
    cards = (card_of(FACTS), card_of(replace(FACTS, id="c")))
    page = DayPage(path="2024/index.html", url="2024/", day="2024", cards=cards, older="", newer="")
    other = DayPage(path="p/index.html", url="p/", day="2024", cards=cards[:1], older="", newer="")
    assert unpack_page(pack_page(page)) == page
    one, two = unpack_page(pack_page(page)), unpack_page(pack_page(other))
    assert isinstance(one, DayPage)
    assert isinstance(two, DayPage)
    assert one.cards[0] is two.cards[0]


def test_a_page_without_cards_comes_back() -> None:
    page = NotFoundPage(path="404.html", url="404.html")
    assert unpack_page(pack_page(page)) == page
