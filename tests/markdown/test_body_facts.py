"""Deck, language and counts of a body."""

from __future__ import annotations

from backfile.markdown import render


def deck(body: str) -> str:
    return render(body).facts.deck


def test_the_deck_is_the_first_prose() -> None:
    assert deck("# Title\n\n![](x.png)\n\nFirst words here.") == "First words here."
    assert deck("**第一章**\n\n作者：张三\n\n2024-05-01 12:00\n\n正文从这里开始。") == "正文从这里开始。"
    assert deck("***\n\n01\n\nBy Jane Doe\n\nThe text begins.") == "The text begins."


def test_short_paragraphs_are_joined() -> None:
    assert deck("一句短话。\n\n又一句短话。") == "一句短话。 又一句短话。"


def test_the_deck_is_cut_at_a_sentence_or_a_word() -> None:
    assert deck("这是一句很长很长的话，" * 30) == "这是一句很长很长的话，" * 10 + "这是一句很长很长的话…"
    assert deck("这是一句很长很长的话。" * 30) == "这是一句很长很长的话。" * 10
    cut = deck("some words without any end " * 30)
    assert 200 < len(cut) <= 221
    assert cut.endswith(" any…") or cut.removesuffix("…").rpartition(" ")[2] in (
        "some",
        "words",
        "without",
        "end",
    )


def test_counts_and_language() -> None:
    facts = render("中文字符 and words 12。\n\n![alt text](x.png)\n\n<!-- backfile:tail -->\n\nignored").facts
    assert facts.characters == 14
    assert facts.lang == "zh-Hans"
    assert render("你好这们国说 " * 1000).facts.minutes == 14
    assert render("A sentence in English.").facts.lang == "en"
