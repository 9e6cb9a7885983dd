"""Automatic tags from invented articles: what becomes a tag, what never does, and that order does not matter."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.config import TagSettings
from backfile.convert.tags import Candidates, Vocabulary, candidates, choose, dump, learn, load
from backfile.model import Article

PLAIN = TagSettings()


def tagged(
    articles: list[Article], tag_settings: TagSettings = PLAIN, before: Vocabulary | None = None
) -> list[tuple[str, ...]]:
    offered = [candidates(article, tag_settings) for article in articles]
    return list(choose(offered, learn(offered, before, tag_settings), tag_settings))


def harbour(number: int) -> Article:
    """An archive of a harbour town: a learned word (潮汐闸), a person (罗青岚), a Latin name (Tidewall 2), an organisation."""
    if number % 2:
        return Article(
            title=f"潮汐闸第{number}次试车，罗青岚教授到场",
            source="海港小报",
            body=f"海港小报记者第{number}次到现场，潮汐闸缓缓落下。\n\n**潮汐闸**由罗青岚设计，编号{number}。罗青岚说，潮汐闸很重，罗青岚笑了。\n\n"
            f"昨天，Tidewall 2 控制箱送到，Tidewall 2 管着{number}道潮汐闸。\n\n第{number}台 Tidewall 2 在库里。\n\n![图](https://example.org/{number}.png)",
        )
    return Article(
        title=f"腾讯在海边盖了{number}间厂房，要养珊瑚虫",
        source="海港小报",
        body=f"腾讯第{number}次说，珊瑚虫怕冷。海港小报获悉，腾讯买了{number}台水泵，珊瑚虫住进厂房。\n\n{number}间厂房靠近灯塔，腾讯等着，珊瑚虫晚上发光。",
    )


ARCHIVE = [harbour(number) for number in range(1, 13)]


def test_subjects_are_tags() -> None:
    first, second = tagged(ARCHIVE)[:2]
    assert {"潮汐闸", "罗青岚"} <= set(first)
    assert "Tidewall 2" in first or "Tidewall" in first
    assert "腾讯" in second


def test_an_account_is_never_its_own_tag() -> None:
    assert not any("海港" in tag for tags in tagged(ARCHIVE) for tag in tags)


def test_no_tag_is_a_fragment_of_another() -> None:
    for tags in tagged(ARCHIVE):
        assert not any(a != b and a in b for a in tags for b in tags)
    assert not {"青岚", "潮汐", "罗青"} & {tag for tags in tagged(ARCHIVE) for tag in tags}


def test_order_of_articles_does_not_matter() -> None:
    expected = dict(zip((a.title for a in ARCHIVE), tagged(ARCHIVE), strict=True))
    for seed in range(5):
        shuffled = list(ARCHIVE)
        random.Random(seed).shuffle(shuffled)
        assert dict(zip((a.title for a in shuffled), tagged(shuffled), strict=True)) == expected


def test_vocabulary_bytes_do_not_depend_on_order() -> None:
    offered = [candidates(article, PLAIN) for article in ARCHIVE]
    assert dump(learn(offered)) == dump(learn(offered[::-1]))


def test_result_does_not_depend_on_the_hash_seed() -> None:
    script = (
        "import test_tags as t\n"
        "o=[t.candidates(a,t.PLAIN) for a in t.ARCHIVE]; v=t.learn(o)\n"
        "import sys; sys.stdout.buffer.write(t.dump(v)+repr((o,t.choose(o,v,t.PLAIN))).encode())"
    )
    root = Path(__file__).parents[3]
    outputs = set()
    for seed in ("0", "1", "77"):
        path = os.pathsep.join((str(root / "generator"), str(Path(__file__).parent)))
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_stop() -> None:
    for tags in tagged(ARCHIVE, TagSettings(stop=("腾讯", "TIDEWALL 2", "Tidewall"))):
        assert "腾讯" not in tags
        assert not any("tidewall" in tag.lower() for tag in tags)


def test_force_finds_what_no_rule_sees() -> None:
    articles = tagged(ARCHIVE, TagSettings(force=("很重", "水泵")))
    assert "很重" in articles[0]
    assert "水泵" in articles[1]
    assert "水泵" not in articles[0]


def test_forced_latin_names_are_whole_words() -> None:
    article = Article(
        title="The cargo arrives", body="A cargo ship, not a carGO-cult, and CARGO again. Escargots stay."
    )
    assert tagged([article], TagSettings(force=("go", "Cargo"))) == [("Cargo",)]


def test_aliases_merge_spellings_and_name_the_tag() -> None:
    tags = tagged(ARCHIVE, TagSettings(aliases={"潮汐闸": "挡潮闸门", "腾讯": "Tencent"}))
    assert "挡潮闸门" in tags[0]
    assert "潮汐闸" not in tags[0]
    assert "Tencent" in tags[1]


def test_circular_aliases_end() -> None:
    assert tagged(ARCHIVE, TagSettings(aliases={"甲": "乙", "乙": "甲", "丙": "丙"}))


def test_at_most_max_and_at_least_min() -> None:
    assert all(len(tags) <= 1 for tags in tagged(ARCHIVE, TagSettings(max=1)))
    assert not any(tagged(ARCHIVE, TagSettings(max=0)))
    fewest = min(len(tags) for tags in tagged(ARCHIVE))
    assert min(len(tags) for tags in tagged(ARCHIVE, TagSettings(min=3))) >= fewest


def test_case_and_width_are_one_tag() -> None:
    articles = [
        Article(title=f"{name}发布新的织机", body=f"{name}的织机用羊毛，{name}开在山里。")
        for name in ("LoomWorks", "loomWorks", "ＬｏｏｍＷｏｒｋｓ")
    ]
    assert len({tags[0] for tags in tagged(articles)}) == 1


def test_text_below_the_tail_marker_is_ignored() -> None:
    tail = "\n\n<!-- backfile:tail -->\n\n" + "星河奖征集开始，星河奖等你来。" * 5
    articles = [msgspec.structs.replace(article, body=article.body + tail) for article in ARCHIVE]
    assert tagged(articles) == tagged(ARCHIVE)


def test_text_above_the_leader_marker_is_ignored() -> None:
    lead = "星河奖征集开始，星河奖等你来。" * 5 + "\n\n<!-- backfile:lead -->\n\n"
    articles = [msgspec.structs.replace(article, body=lead + article.body) for article in ARCHIVE]
    assert tagged(articles) == tagged(ARCHIVE)


def test_lines_that_recur_are_the_publications() -> None:
    promotion = "\n\n欢迎来参加金海豚奖，金海豚奖由灯塔咖啡馆主办，金海豚奖奖金丰厚，灯塔咖啡馆等你。\n\n再见"
    articles = [msgspec.structs.replace(article, body=article.body + promotion) for article in ARCHIVE]
    assert tagged(articles) == tagged(ARCHIVE)


def test_code_links_and_images_are_not_read() -> None:
    body = (
        "正文说灯塔。\n\n```\nZephyrQueue ZephyrQueue ZephyrQueue\n```\n\n`ZephyrQueue` ![ZephyrQueue](u) "
        "<https://example.org/ZephyrQueue> [灯塔](https://example.org/ZephyrQueue)"
    )
    offered = candidates(Article(title="灯塔", body=body), PLAIN)
    assert "zephyrqueue" not in {each.key for each in offered.evidence}


def test_later_articles_are_tagged_against_the_saved_vocabulary() -> None:
    offered = [candidates(article, PLAIN) for article in ARCHIVE]
    saved = load(dump(learn(offered)))
    assert "潮汐闸" in tagged([harbour(41)], before=saved)[0]
    assert learn([candidates(harbour(41), PLAIN)], saved).articles == len(ARCHIVE) + 1


def test_tags_by_hand_join_the_vocabulary() -> None:
    given_by_hand = [
        Article(
            title=f"Notes {number}",
            body="About the mill.",
            tags=("river mill", "dam repair", "eel ladder", "fish", "water law"),
        )
        for number in range(3)
    ]
    plain = Article(
        title="The old river mill",
        body="The river mill turns again. Nobody knows why the river mill stopped.",
    )
    assert tagged([*given_by_hand, plain])[-1][0] == "river mill"


def test_english_names() -> None:
    articles = [
        Article(
            title=f"Meeting {number} of Ada Thornbury and the ferry",
            body="Yesterday Ada Thornbury met us. We like Ada Thornbury. The ferry of Ada Thornbury came late, says Thornbury.",
        )
        for number in range(4)
    ]
    assert all(tags == ("Ada Thornbury",) for tags in tagged(articles))


def test_empty_archive() -> None:
    assert learn([]) == learn([], Vocabulary())
    assert choose([], learn([]), PLAIN) == ()


HOSTILE = {
    "empty": "",
    "one han character": "中" * 1_000_000,
    "one han word": "潮汐" * 500_000,
    "one latin letter": "A" * 1_000_000,
    "latin names": "Ab " * 330_000,
    "brackets": "[" * 1_000_000,
    "images": "![](" * 250_000,
    "tags": "<a" * 500_000,
    "comments": "<!--" * 250_000,
    "templates": "{%" * 500_000,
    "stars": "*" * 1_000_000,
    "bold": "**a" * 330_000,
    "underscores": "__ _" * 250_000,
    "quotes": "“「《" * 330_000,
    "fences": "```\n" * 250_000,
    "lines": "\n" * 1_000_000,
    "headings": "# 潮\n" * 200_000,
    "control characters": "".join(map(chr, range(32))) * 30_000,
    "surrogates": "\ud800潮\udfff汐" * 1000,
    "punctuation": "，。！？、；：…—" * 100_000,
    "surnames": "王李张刘陈杨黄赵吴周" * 20_000,
    "dots": "王·李·" * 200_000,
    "digits": "1234567890" * 100_000,
    "versions": "GPT-4-4-4-4" * 90_000,
    "capitals with dots": "A.B" * 330_000,
    "byline": "作者：" * 300_000,
    "spaces": " " * 500_000 + "\u3000" * 500_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_fast_and_never_raises(text: str) -> None:
    candidates(Article(title="潮汐"), PLAIN)
    started = time.process_time()
    articles = [
        Article(title=text[:5000], source=text[:200], tags=(text[:90],), body=text),
        Article(body=text),
    ]
    offered = [candidates(article, PLAIN) for article in articles]
    vocabulary = learn(offered)
    choose(offered, load(dump(vocabulary)), PLAIN)
    assert time.process_time() - started < 6
    msgspec.msgpack.decode(msgspec.msgpack.encode(offered[0]), type=Candidates)


def test_no_tag_is_a_wall_of_letters() -> None:
    wall = Article(title="A" * 900, body=("A" * 900 + "\n\n") * 9)
    assert tagged([wall, wall]) == [(), ()]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.builds(Article, title=st.text(), source=st.text(), body=st.text(max_size=300)), max_size=4)
)
def test_any_text(articles: list[Article]) -> None:
    for tags in tagged(articles):
        assert len(tags) <= PLAIN.max
        assert len({tag.casefold() for tag in tags}) == len(tags)


def test_vocabulary_is_one_entry_a_line() -> None:
    vocabulary = learn([candidates(article, PLAIN) for article in ARCHIVE])
    data = dump(vocabulary)
    assert data.count(b"\n") >= len(vocabulary.words)
    assert load(data) == vocabulary


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format": 99}', b'{"words": 3}', b"\xff"])
def test_a_damaged_vocabulary_is_named(data: bytes) -> None:
    with pytest.raises(ValueError, match="tag vocabulary"):
        load(data)
