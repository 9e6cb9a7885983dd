"""Cleaning, discovery of words, scores and the rules between chosen tags."""

from __future__ import annotations

import msgspec
import pytest

from backfile.config import TagSettings
from backfile.convert.tags import Candidates, candidates, choose, discovery, learn
from backfile.convert.tags.cleaning import clean
from backfile.convert.tags.discovery import discover
from backfile.convert.tags.scoring import alias_table
from backfile.convert.tags.values import NO_DIGEST, Evidence, Kind, Word
from backfile.model import Article

PLAIN = TagSettings()


def test_wrapped_lines_are_joined_and_markup_is_dropped() -> None:
    text = clean(
        Article(
            title="灯塔", body="# 海 港\n\n潮汐\n闸**落下**了，见[图](u)。\n\n- tide\n- wall\n\nlong\nline"
        )
    )
    assert text.lines == ("灯塔", "海 港", "潮汐闸落下了，见图。", "tide", "wall", "long line")
    assert text.kinds == "THLLLL"
    assert text.bold == ("落下",)


@pytest.mark.parametrize(
    "line", ["明月 发自 海边", "海港小报 | 公众号 Harbour", "作者：罗青岚", "文｜罗青岚", "By Ada Thornbury"]
)
def test_bylines_are_dropped(line: str) -> None:
    assert clean(Article(title="灯塔", body=f"{line}\n\n正文在此。")).lines == ("灯塔", "正文在此。")


@pytest.mark.parametrize("line", ["— 完 —", "参考链接：", "**一键三连**", "点击关注我们", "References:"])
def test_trailers_are_cut_only_near_the_end(line: str) -> None:
    before, after = "正文很长。\n\n" * 8, "\n\n尾巴"
    assert "尾巴" not in clean(Article(body=before + line + after)).lines
    assert "正文很长。" in clean(Article(body=line + "\n\n" + before)).lines


def test_entities_comments_and_templates() -> None:
    body = "a &amp; b <!-- no --> <b>c</b> {% raw %} {{ d }} <!-- open"
    assert clean(Article(body=body)).lines[1:] == ("a & b c <!-- open",)


def test_short_lines_have_no_digest() -> None:
    text = clean(Article(title="灯塔", body="短\n\n这一行长得可以认出来"))
    assert text.digests[:12] == NO_DIGEST * 2
    assert text.digests[12:] != NO_DIGEST


def sample(*rows: str) -> Candidates:
    return Candidates(
        kinds="T" + "B" * len(rows), digests=NO_DIGEST * (len(rows) + 1), sample="\n".join(rows)
    )


def test_discovery_needs_cohesion_and_free_neighbours() -> None:
    # 潮 汐 闸 always together among changing neighbours; 红 灯 as often apart as together; 左 右 always before the same word.
    rows = [f"1:甲{n} 潮 汐 闸 乙{n}|红 丙{n}|灯 丁{n}|红 灯 戊{n}|左 右 手|己{n} 庚{n}" for n in range(12)]
    found = discover(
        [sample(row) for row in rows], frozenset(("潮汐闸", "红灯", "左右", "右手")), frozenset()
    )
    assert "潮汐闸" in found
    assert "红灯" not in found
    assert "左右" not in found


def test_repeated_lines_teach_no_words() -> None:
    digest = b"abcdef"
    articles = [
        Candidates(kinds="TB", digests=NO_DIGEST + digest, sample=f"1:甲{n} 潮 汐 闸 乙{n}")
        for n in range(12)
    ]
    assert discover(articles, frozenset(("潮汐闸",)), frozenset((digest,))) == frozenset()


def test_site_aliases_go_before_ours() -> None:
    assert alias_table(PLAIN)["llm"] == "大模型"
    assert alias_table(TagSettings(aliases={"大模型": "LLM"}))["大模型"] == "llm"
    assert alias_table(TagSettings(aliases={"大模型": "LLM"})).get("llm") is None
    assert alias_table(TagSettings(aliases={"a": "b", "b": "c"}))["a"] == "c"


def offered(*evidence: Evidence, tags: tuple[str, ...] = ()) -> Candidates:
    ordered = tuple(sorted(evidence, key=lambda each: each.key))
    return Candidates(chinese=True, tags=tags, kinds="TB", digests=NO_DIGEST * 2, evidence=ordered)


def named(name: str, count: int, kind: Kind = "organisation") -> Evidence:
    return Evidence(name.lower(), name, kind, (0, *(1,) * (count - 1)))


def tags_of(*articles: Candidates) -> list[tuple[str, ...]]:
    return list(choose(articles, learn(articles), PLAIN))


def test_what_longer_names_account_for_is_not_counted() -> None:
    long, short = named("海港大学", 6), named("海港", 7)
    assert tags_of(offered(long, short), offered(long, short))[0] == ("海港大学",)


def test_a_topic_and_its_longer_form_are_one() -> None:
    both = offered(named("潮模型", 6, "topic"), named("潮语言模型", 5, "topic"))
    assert len(tags_of(both, both)[0]) == 1


def test_versions_of_one_product_are_one() -> None:
    both = offered(named("Loom-2", 6, "latin"), named("Loom", 5, "latin"))
    assert len(tags_of(both, both)[0]) == 1


def test_short_forms_need_the_full_name() -> None:
    alone = offered(named("字节", 6))
    assert tags_of(alone, alone)[0] == ()
    both = offered(named("字节", 6), named("字节跳动", 2))
    assert tags_of(both, both)[0] == ("字节跳动",)


def test_an_english_text_keeps_its_spelling() -> None:
    english = msgspec.structs.replace(offered(named("Google", 5, "latin")), chinese=False)
    assert tags_of(english, english)[0] == ("Google",)
    chinese = offered(named("Google", 5, "latin"))
    assert tags_of(chinese, chinese)[0] == ("谷歌",)


def test_part_of_a_name_counts_for_the_full_name() -> None:
    both = offered(named("Ada Thornbury", 2, "latin"), named("Thornbury", 6, "latin"))
    renamed = msgspec.structs.replace(
        both, evidence=tuple(msgspec.structs.replace(e, key=e.key.replace(" ", "")) for e in both.evidence)
    )
    assert tags_of(renamed, renamed)[0] == ("Ada Thornbury",)


def test_living_tags_go_on_living() -> None:
    first = [
        candidates(Article(title=f"珊瑚虫{n}", body="珊瑚虫发光。珊瑚虫怕冷。珊瑚虫吃饭。"), PLAIN)
        for n in range(3)
    ]
    before = learn(first)
    assert "珊瑚虫" in dict(before.living)
    after = learn([candidates(Article(title="别的", body="别的事。"), PLAIN)], before)
    assert dict(after.living)["珊瑚虫"] == dict(before.living)["珊瑚虫"]
    assert after.words == before.words


def test_words_add_up() -> None:
    articles = [offered(named("海港", 3)), offered(named("海港", 2)), offered(named("海港", 4))]
    assert learn(articles[:2]).words == (Word("海港", "海港", "organisation", 2, 5, 2),)
    assert learn(articles[2:], learn(articles[:2])).words == (Word("海港", "海港", "organisation", 3, 9, 3),)


def test_what_nearly_half_of_a_large_archive_wants_is_no_tag() -> None:
    rare = [offered(named("海港", 4), named(f"灯塔{n // 2}", 4)) for n in range(40)]
    articles = [*rare, *(offered(named("渔船", 4)) for _ in range(25)), *(offered() for _ in range(20))]
    vocabulary = learn(articles)
    assert "海港" in vocabulary.own
    tags = choose(articles, vocabulary, PLAIN)
    assert tags[0] == ("灯塔0",)
    assert tags[50] == ("渔船",)


def test_a_small_batch_does_not_make_a_word_common() -> None:
    before = learn([offered(named(f"灯塔{n // 2}", 4)) for n in range(80)])
    after = learn([offered(named("海港", 4))] * 3, before)
    assert "海港" not in after.own
    assert "海港" in dict(after.living)


def test_samples_that_learning_would_not_read_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "_MOST_SAMPLES", 5)
    articles = [Candidates(sample=f"0:字 {number}") for number in range(12)]
    few = discovery.with_few_samples(articles)
    assert sum(bool(each.sample) for each in few) == 5 and len(few) == 12
    again = discovery.with_few_samples([*discovery.with_few_samples(articles[:8]), *articles[8:]])
    assert again == few
    read = list(discovery.sampled_runs(articles, frozenset()))
    assert sorted(discovery.sampled_runs(few, frozenset())) == sorted(read)
