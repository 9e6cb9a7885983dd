"""What readers of a tag index must never meet: half names, one subject under several spellings, accidents of order."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.config import TagSettings
from backfile.convert.tags import candidates, choose, learn
from backfile.convert.tags.findings import Findings
from backfile.convert.tags.keys import key
from backfile.convert.tags.names import ALIASES, ORGANISATIONS, SHORT_FORMS, TOPICS
from backfile.convert.tags.persons import find_persons
from backfile.convert.tags.ranking import rank
from backfile.convert.tags.scoring import Lexicon
from backfile.convert.tags.segmentation import segment
from backfile.model import Article

PLAIN = TagSettings()
NAMES = (
    "潮汐闸",
    "青屿精密",
    "临渡银行",
    "海棠湾博物馆",
    "霜杉病毒",
    "LoomWorks",
    "Tidewall",
    "Tidewall 2",
    "Ada Thornbury",
    "Harbour Light Society",
    "罗青岚",
    "净息差",
    "北交所",
    "注意力",
    "注意力机制",
)
FRAMES = (
    "{0}今天开张，来的人很多",
    "昨天早上，{0}再次成了街头的话题。",
    "有人问{0}到底值不值，回答各不相同。",
    "**{0}**在下半年还会变，{0}的账要慢慢算。",
    "记者看到{0}，也看到{1}。",
    "和{1}相比，{0}走得更稳。",
    "到了冬天，{0}还会回来。",
)


def tagged(articles: list[Article], tag_settings: TagSettings = PLAIN) -> list[tuple[str, ...]]:
    offered = [candidates(article, tag_settings) for article in articles]
    return list(choose(offered, learn(offered, None, tag_settings), tag_settings))


def written(seed: int, size: int) -> list[Article]:
    """An archive of invented articles, each about one or two of the names."""
    lots = random.Random(seed)
    articles = []
    for number in range(size):
        first, second = lots.sample(NAMES, 2)
        frames = lots.sample(FRAMES[1:], lots.randint(2, 5))
        body = "\n\n".join(f"{frame.format(first, second)}第{number}次说起。" for frame in frames)
        articles.append(Article(title=f"{FRAMES[0].format(first)}{number}", source="海港小报", body=body))
    return articles


def articles_by_tag(tags: list[tuple[str, ...]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for number, of_one in enumerate(tags):
        for tag in of_one:
            found.setdefault(tag, set()).add(number)
    return found


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 40))
def test_no_tag_is_a_fragment_of_a_longer_one_with_the_same_articles(seed: int, size: int) -> None:
    found = articles_by_tag(tagged(written(seed, size)))
    for short, its in found.items():
        for long, others in found.items():
            if short != long and key(short) in key(long):
                assert len(its & others) < 0.9 * len(its), (short, long)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 40))
def test_no_two_tags_differ_in_case_width_and_blanks_only(seed: int, size: int) -> None:
    lots = random.Random(seed)
    respelled = [
        Article(
            title=spell(article.title, lots.randrange(4)),
            source=article.source,
            body=spell(article.body, lots.randrange(4)),
        )
        for article in written(seed, size)
    ]
    found = articles_by_tag(tagged(respelled))
    assert len({key(tag) for tag in found}) == len(found)


def spell(text: str, manner: int) -> str:
    if manner == 1:
        return text.replace("LoomWorks", "Loomworks").replace("Tidewall 2", "Tidewall-2")
    if manner == 2:
        return "".join(
            chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalnum() else letter for letter in text
        )
    return text.replace("LoomWorks", "Loom Works") if manner == 3 else text


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 30))
def test_the_order_of_files_changes_nothing(seed: int, size: int) -> None:
    articles = written(seed, size)
    expected = tagged(articles)
    shuffled = list(range(size))
    random.Random(seed + 1).shuffle(shuffled)
    again = tagged([articles[number] for number in shuffled])
    assert [again[shuffled.index(number)] for number in range(size)] == expected


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_an_alias_of_the_site_leaves_one_tag(seed: int) -> None:
    aliases = {"青屿精密": "青屿", "净息差": "Net Margin", "LoomWorks": "织机厂"}
    found = articles_by_tag(tagged(written(seed, 20), TagSettings(aliases=aliases)))
    assert not {key(tag) for tag in found} & set(map(key, aliases))


def test_our_own_tables_are_in_order() -> None:
    assert [each for pair in ALIASES.items() for each in pair if key(each) != each] == []
    assert not set(ALIASES) & set(ALIASES.values())
    assert set(SHORT_FORMS) <= set(ALIASES)
    assert not ORGANISATIONS & TOPICS


def test_spellings_of_our_table_are_one_tag() -> None:
    articles = [
        Article(
            title=f"{name}发布第{number}个版本",
            body=f"{name}昨天发布。\n\n有人说{name}很快，也有人等{name}便宜。",
        )
        for number, name in enumerate(("Qwen", "通义千问", "Qwen", "通义千问"))
    ]
    assert set(tagged(articles)) == {("通义千问",)}


def news(title: str, *paragraphs: str) -> Article:
    return Article(title=title, source="海港小报", body="\n\n".join(paragraphs))


def test_a_half_name_stands_for_the_whole() -> None:
    articles = [
        news(
            f"华晨精密第{number}季卖得好",
            f"第{number}天，华晨精密开会。",
            "华晨精密说，订单满了。买华晨精密的人不少。",
        )
        for number in range(4)
    ]
    assert "华晨" in segment(["华晨精密"])
    assert all(tags == ("华晨精密",) for tags in tagged(articles))


def test_a_whole_name_that_the_site_renames_later_is_renamed_for_its_halves() -> None:
    names = ("Tidewall",) * 4 + ("Tidewall 4 Pro",)
    articles = [
        news(f"{name} 到港", f"{name} 昨天到港，{name} 很重。", f"等 {name} 的人多。") for name in names
    ]
    before = learn([candidates(article, PLAIN) for article in articles])
    assert dict(before.folded) == {"tidewall4pro": "tidewall"}
    renamed = TagSettings(aliases={"Tidewall": "潮墙集团"})
    later = candidates(articles[4], renamed)
    assert {one.key for one in rank(later, Lexicon(before, PLAIN))} == {"tidewall"}
    assert "tidewall" not in {one.key for one in rank(later, Lexicon(before, renamed))}


def test_what_is_cut_from_a_number_is_no_word() -> None:
    articles = [
        news(
            f"轻轨{number}号线试车",
            f"轻轨{number}号线很长。",
            f"等轻轨{number}号线的人多，{number}号线快。",
        )
        for number in range(2, 7)
    ]
    assert not any("号线" in tag for tags in tagged(articles) for tag in tags)


def test_rare_versions_count_for_the_product() -> None:
    names = ("Tidewall", "Tidewall", "Tidewall 2", "Tidewall 3", "Tidewall 4 Pro")
    articles = [news(f"{name}到港", f"{name}昨天到港，{name}很重。", f"等{name}的人多。") for name in names]
    assert set(tagged(articles)) == {("Tidewall",)}


def test_a_version_that_many_write_about_keeps_its_tag() -> None:
    names = ("Tidewall",) * 3 + ("Tidewall 2",) * 6
    articles = [
        news(f"{name} 到港 No.{number}", f"{name} 昨天到港，{name} 很重。", f"等 {name} 的人多。")
        for number, name in enumerate(names)
    ]
    assert ("Tidewall 2",) in tagged(articles)


def test_what_an_article_presents_is_a_tag_though_the_title_leaves_it_out() -> None:
    article = news(
        "快了一倍，小厂也用得起",
        "一家小厂推出**WeaveNet**，快了一倍。",
        "WeaveNet把梭子换成了磁铁。WeaveNet不挑纱线，装上WeaveNet的不用停。",
        "下个月，WeaveNet还要降价。",
    )
    assert tagged([article]) == [("WeaveNet",)]


def test_a_brief_text_names_its_subject_but_a_few_times() -> None:
    brief = news("轻轨下周试车", "轻轨从北站到海边。", "等轻轨的人很多。")
    long = news(
        "轻轨下周试车", "轻轨从北站到海边。", "等轻轨的人很多。", *["海边的风很大，街上的树都弯了。"] * 90
    )
    assert tagged([brief]) == [("轻轨",)]
    assert len(candidates(long, PLAIN).sample) > 1200
    assert tagged([long]) == [("轻轨",)]


def test_the_home_of_an_archive_is_no_tag() -> None:
    articles = [
        news(
            f"景德镇第{number}条消息",
            f"景德镇昨天下雨，景德镇的街上有{number}把伞。",
            "景德镇的瓷器不怕雨。",
        )
        for number in range(30)
    ]
    assert not any("景德镇" in tags for tags in tagged(articles))


def test_a_generic_tail_makes_no_other_subject() -> None:
    articles = [
        news(
            f"{name}第{number}讲",
            f"**{name}**很巧，{name}也很慢。",
            f"学{name}的人问，{name}为什么慢。讲{name}的人笑，{name}就是这样。",
        )
        for number, name in enumerate(("量子纠错", "量子纠错技术") * 4)
    ]
    found = articles_by_tag(tagged(articles))
    assert len([tag for tag in found if "量子纠错" in tag]) <= 1


def test_of_two_namesakes_the_one_named_here() -> None:
    def about(person: str, number: int) -> Article:
        first = person.split(" ", maxsplit=1)[0]
        return Article(
            title=f"A walk with {person}, part {number}",
            body=f"Yesterday we met {person} at the pier. Later {first} rowed home. We like {first} and {first} likes us.",
        )

    articles = [about("Ada Thornbury", number) for number in range(5)] + [about("Ada Millwright", 9)]
    assert tagged(articles)[-1][0] == "Ada Millwright"


def test_part_of_an_english_name_stands_for_the_whole() -> None:
    articles = [
        Article(
            title=f"The Harbour Light Society, part {number}",
            body="We joined the Harbour Light Society. The Light Society, as some say, is old. "
            "Later the Harbour Light Society lit the lamps, and the Harbour Light Society slept.",
        )
        for number in range(4)
    ]
    assert {tag for tags in tagged(articles) for tag in tags} == {"Harbour Light Society"}


@pytest.mark.parametrize(
    "text",
    ["梁晚秋说，船要开了。梁晚秋表示，风会停。", "沈佩文说，瓷片很多。沈佩文认为，这是港口。"],
)
def test_who_is_quoted_is_a_person(text: str) -> None:
    findings = Findings()
    find_persons([text], segment([text]), findings)
    assert {each.key for each in findings.evidence(lambda _: True)} == {text[:3]}


def test_a_place_before_a_school_is_no_person() -> None:
    text = "华南农业大学开学，华南农大的校友来了，华南农林专业也开学，华南农场在旁边。"
    findings = Findings()
    find_persons([text], segment([text]), findings)
    assert not findings.evidence(lambda _: True)


def test_labels_are_told_apart_by_their_keys() -> None:
    found = sorted({tag for tags in tagged(written(7, 40)) for tag in tags}, key=key)
    assert found
    assert all(key(one) != key(other) for one, other in pairwise(found))
