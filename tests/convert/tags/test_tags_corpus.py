"""Real articles of one account: names whole, no fragments, few articles without a tag, within the time budget."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from backfile import ingest
from backfile.config import Site, TagSettings
from backfile.convert import convert
from backfile.convert.tags import candidates, choose, learn
from backfile.convert.tags.keys import key
from backfile.digest import sha256_hex
from backfile.model import Article, CaptureFile

CORPORA = Path(__file__).parents[3].parent / "shared" / "corpora"
SETTINGS = TagSettings()
Tagged = dict[str, tuple[str, ...]]


def read(path: Path) -> Article:
    data = path.read_bytes()
    raws = ingest.read(CaptureFile(f"sources/{path.name}", sha256_hex(data), data))
    assert isinstance(raws, tuple), raws
    article = convert(raws[0], Site(title="Corpus", language="zh-Hans"))
    assert isinstance(article, Article), article
    return article


@pytest.fixture(scope="module")
def tagged() -> Tagged:
    paths = sorted((CORPORA / "wechat-text").rglob("*.md"))
    seed = sorted((CORPORA / "seed").glob("*.txt"))
    if not paths or not seed:
        pytest.skip(f"there is no {CORPORA / 'wechat-text'} here")
    articles = {article.title: article for article in map(read, (*paths, *seed))}
    candidates(read(seed[0]), SETTINGS)
    started = time.process_time()
    offered = [candidates(article, SETTINGS) for article in articles.values()]
    tags = choose(offered, learn(offered), SETTINGS)
    # Measured 8 ms an article; the budget allows for a machine that is busy.
    assert time.process_time() - started < 0.04 * len(articles)
    found = dict(zip(articles, tags, strict=True))
    return {"seed": found[read(seed[0]).title], **found}


def test_the_first_article_carries_its_names(tagged: Tagged) -> None:
    names = set(tagged["seed"])
    assert tagged["seed"][0] == "杨红霞"
    assert len(names & {"通义千问", "大模型", "达摩院", "字节跳动"}) >= 2


def test_no_fragments_and_not_the_account(tagged: Tagged) -> None:
    found = {tag for tags in tagged.values() for tag in tags}
    assert not found & {
        "红霞",
        "千问",
        "杨红",
        "量子位",
        "具身",
        "字节",
        "模型",
        "语言模型",
        "香港理工",
        "QbitAI",
    }


def test_no_tag_is_a_fragment_of_another_with_the_same_articles_nor_its_variant(tagged: Tagged) -> None:
    articles: dict[str, set[str]] = {}
    for title, tags in tagged.items():
        for tag in tags:
            articles.setdefault(tag, set()).add(title)
    assert len({key(tag) for tag in articles}) == len(articles)
    for short, its in articles.items():
        for long, others in articles.items():
            if short != long and key(short) in key(long):
                assert len(its & others) < 0.9 * len(its), (short, long)


def test_topics_of_the_account_are_learned(tagged: Tagged) -> None:
    found = {tag for tags in tagged.values() for tag in tags}
    assert {"具身智能", "扩散模型", "OpenAI", "Transformer", "清华大学", "GPT-4o", "陶哲轩"} <= found


def test_most_articles_have_tags_and_no_tag_is_everywhere(tagged: Tagged) -> None:
    assert sum(1 for tags in tagged.values() if tags) > 0.9 * len(tagged)
    for tag in {tag for tags in tagged.values() for tag in tags}:
        assert sum(tag in tags for tags in tagged.values()) <= 0.3 * len(tagged)
