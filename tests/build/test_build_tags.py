"""Tags listed, merged, renamed, blocked and chosen again in whole sites."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from backfile import config
from backfile.build import tags
from backfile.build.lock import locked
from backfile.build.tags.counts import near_duplicates
from backfile.build.tags.settings import changed_text
from backfile.config import TagSettings
from backfile.convert.tags import Vocabulary, load
from backfile.errors import ConfigError, LockedError, TagError
from backfile.frontmatter import is_edited, read_article, write_article
from backfile.model import Article, Capture
from site_folder import SiteFolder, outside

SETTINGS = """# mine
[site]
title = "Archive" # the title

[tags]
# max = 6
# [tags.aliases]

[images]
quality = 70
"""

HEAD = """# TideGate 第{0}次关闭

文章作者: 示例日报
发布时间: 2024-07-2{0} 12:39
发布地: 未知地区
原文链接: http://example.org/{0}

封面图链接: None

"""


def about_gates(number: int) -> str:
    """Return a text whose subject is plain and whose lines are its own."""
    lines = [
        f"{number}号 TideGate 在{n}时关闭，资料室第{number}{n}次记录 TideGate 的水位。" for n in range(8)
    ]
    return f"## {number}号 TideGate\n\n" + "\n\n".join(lines) + "\n"


class Archive:
    """A site with articles that were imported, and short ways to look at it."""

    def __init__(self, site: SiteFolder) -> None:
        self.site = site
        self.folder = site.folder
        site.settings(SETTINGS)

    def add(self, name: str, *names: str, origin: str = "auto", body: str = "Text.") -> Path:
        """Write an article as an import writes it."""
        capture = Capture(format="wechat-text", file=f"sources/{name}.txt", sha256="0" * 64, tags=origin)
        article = Article(
            id=name, title=f"TideGate {name}", date="2024-07-28", tags=names, capture=capture, body=body
        )
        return self.site.write(f"content/articles/{name}.md", write_article(article))

    def tags_of(self, name: str) -> tuple[str, ...]:
        """Return the tags an article file has now."""
        read = read_article(name, self.path(name).read_bytes())
        assert isinstance(read, tuple)
        return read[0].tags

    def path(self, name: str) -> Path:
        return self.folder / f"content/articles/{name}.md"

    def config(self) -> config.Site:
        return config.load(self.folder)

    def merge(self, *names: str, dry_run: bool = False) -> tags.TagOutcome:
        return tags.merge_tags(self.folder, self.config(), outside(), names[:-1], names[-1], dry_run=dry_run)

    def rename(self, old: str, new: str) -> tags.TagOutcome:
        return tags.rename_tag(self.folder, self.config(), outside(), old, new, dry_run=False)

    def block(self, *names: str, by_hand: bool = False) -> tags.TagOutcome:
        return tags.block_tags(self.folder, self.config(), outside(), names, by_hand=by_hand, dry_run=False)

    def vocabulary(self, **values: object) -> None:
        data = msgspec.json.encode(msgspec.convert({"format": 1, **values}, Vocabulary))
        self.site.write("content/tags.json", data)

    def snapshot(self) -> dict[str, bytes]:
        files = [self.folder / "site.toml", *(self.folder / "content").rglob("*")]
        return {str(p): p.read_bytes() for p in files if p.is_file()}


@pytest.fixture
def archive(site: SiteFolder) -> Archive:
    return Archive(site)


def test_tags_are_counted_the_most_frequent_first(archive: Archive) -> None:
    archive.add("a", "LLM", "纸")
    archive.add("b", "llm", origin="")
    archive.add("c", "LLM")
    archive.add("d")
    found = tags.list_tags(archive.folder, outside())
    assert [(t.name, t.articles, t.automatic, t.by_hand) for t in found.tags] == [
        ("LLM", 3, 2, 1),
        ("纸", 1, 1, 0),
    ]
    assert (found.articles, found.tagged) == (4, 3)
    holders = tags.list_holders(archive.folder, outside(), "LLM")
    assert [(h.path[-4:], h.by_hand) for h in holders] == [("c.md", False), ("b.md", True), ("a.md", False)]


def test_near_duplicates_are_what_differs_by_blanks_hyphens_plural_or_a_letter() -> None:
    names = {
        "Scaling Law": 9, "Scaling Laws": 2, "scaling-law": 1, "Hopfield": 5, "Hopefield": 1, "GPT-4": 8, "GPT-5": 8,
        "北京大学": 7, "南京大学": 6, "大语言模型": 5, "大型语言模型": 1, "Llama 3": 2, "Llama 3V": 1, "Java": 1, "Lava": 1,
    }  # fmt: skip
    found = near_duplicates([tags.TagCount(name, uses, uses, 0) for name, uses in names.items()])
    assert found == (
        ("scaling-law", "Scaling Laws", "Scaling Law"),
        ("Hopefield", "Hopfield"),
        ("大型语言模型", "大语言模型"),
    )


def test_a_merge_reaches_articles_settings_and_vocabulary(archive: Archive) -> None:
    archive.add("a", "LLMs", "纸", "大语言模型")
    archive.add("b", "纸", "llms")
    archive.add("c", "LLMs", origin="")
    archive.add("d", "大语言模型")
    archive.add("e", "纸")
    archive.vocabulary(
        articles=5,
        words=[["llm", "LLM", "latin", 3, 9, 1], ["大语言模型", "大语言模型", "topic", 2, 4, 0]],
        living=[["llm", 2], ["大语言模型", 2], ["纸", 3]],
        hand=[["LLMs", 1]],
    )
    untouched = archive.path("e").read_bytes()
    outcome = archive.merge("LLMs", "大语言模型")
    assert archive.tags_of("a") == ("大语言模型", "纸")
    assert archive.tags_of("b") == ("纸", "大语言模型")
    assert archive.tags_of("c") == ("大语言模型",)
    assert archive.path("e").read_bytes() == untouched
    assert len(outcome.changed) == 3 and outcome.written and outcome.gone == ("tags/llms/",)
    assert not any(is_edited(archive.path(name).read_text()) for name in "abcde")
    assert (archive.folder / "site.toml").read_text() == SETTINGS.replace(
        "[images]", '[tags.aliases]\n"LLMs" = "大语言模型"\n\n[images]'
    )
    after = load((archive.folder / "content/tags.json").read_bytes())
    assert after.living == (("大语言模型", 3), ("纸", 3))
    assert after.hand == (("大语言模型", 1),)
    assert [(w.key, w.label, w.articles, w.count) for w in after.words] == [
        ("大语言模型", "大语言模型", 5, 13)
    ]
    with pytest.raises(TagError):
        archive.merge("LLMs", "大语言模型")


def test_a_dry_run_writes_nothing_and_says_the_same(archive: Archive) -> None:
    archive.add("a", "x", "y")
    archive.vocabulary(articles=1)
    before = archive.snapshot()
    dry = archive.merge("x", "y", dry_run=True)
    assert archive.snapshot() == before and not dry.written
    done = archive.merge("x", "y")
    assert (dry.changed, dry.settings, dry.gone) == (done.changed, done.settings, done.gone)
    assert archive.snapshot() != before


def test_a_tag_that_is_not_there_names_the_nearest_and_changes_nothing(archive: Archive) -> None:
    archive.add("a", "OpenAI", "纸")
    before = archive.snapshot()
    for names in (("OpenIA", "纸"), ("纸", "OpenIA")):
        with pytest.raises(TagError, match='did you mean "OpenAI"'):
            archive.merge(*names)
    with pytest.raises(TagError):
        archive.block("none of it")
    with pytest.raises(TagError):
        archive.rename("纸", " . ")
    assert archive.snapshot() == before


def test_the_lock_is_taken(archive: Archive) -> None:
    archive.add("a", "x", "y")
    with locked(archive.folder / ".backfile"), pytest.raises(LockedError):
        archive.merge("x", "y")


def test_renaming_may_only_respell(archive: Archive) -> None:
    archive.add("a", "openai")
    archive.add("b", "OPENAI", "纸")
    archive.vocabulary(articles=2, words=[["openai", "openai", "latin", 2, 4, 0]], living=[["openai", 2]])
    outcome = archive.rename("openai", "OpenAI")
    assert archive.tags_of("a") == ("OpenAI",) and archive.tags_of("b") == ("OpenAI", "纸")
    assert outcome.gone == (), "the address does not depend on case"
    after = load((archive.folder / "content/tags.json").read_bytes())
    assert after.words[0].label == "OpenAI" and after.living == (("openai", 2),)


def test_renaming_there_and_back_leaves_one_alias(archive: Archive) -> None:
    archive.add("a", "甲标签", "纸")
    archive.add("b", "甲标签")
    assert archive.rename("甲标签", "乙标签").gone != ()
    archive.rename("乙标签", "甲标签")
    assert archive.tags_of("a") == ("甲标签", "纸")
    assert archive.config().tags.aliases == {"乙标签": "甲标签"}


def test_renaming_into_a_tag_that_exists_merges(archive: Archive) -> None:
    archive.add("a", "LLMs", "LLM")
    archive.add("b", "LLM")
    archive.rename("LLMs", "llm")
    assert archive.tags_of("a") == ("LLM",) and archive.config().tags.aliases == {"LLMs": "LLM"}


def test_a_blocked_tag_leaves_automatic_tags_only(archive: Archive) -> None:
    archive.add("a", "方法", "纸")
    archive.add("b", "方法", origin="")
    archive.vocabulary(articles=2, living=[["方法", 1], ["纸", 1]], hand=[["方法", 1]])
    outcome = archive.block("方法")
    assert archive.tags_of("a") == ("纸",) and archive.tags_of("b") == ("方法",)
    assert [one.path for one in outcome.kept] == ["content/articles/b.md"]
    assert 'stop = ["方法"]\n# max = 6\n' in (archive.folder / "site.toml").read_text()
    after = load((archive.folder / "content/tags.json").read_bytes())
    assert after.living == (("纸", 1),) and after.hand == (("方法", 1),)
    archive.block("方法", by_hand=True)
    assert archive.tags_of("b") == () and archive.config().tags.stop == ("方法",)
    assert load((archive.folder / "content/tags.json").read_bytes()).hand == ()
    with pytest.raises(TagError):
        archive.merge("方法", "纸")


def test_a_blocked_tag_is_no_goal_of_a_merge(archive: Archive) -> None:
    archive.add("a", "方法", origin="")
    archive.add("b", "纸")
    archive.block("方法")
    with pytest.raises(TagError, match="blocked"):
        archive.merge("纸", "方法")


def test_edited_files_change_in_their_tags_alone_and_stay_edited(archive: Archive) -> None:
    path = archive.add("a", "x", "纸")
    text = path.read_text().replace('title: "TideGate a"', "title: 'a' # mine").replace("Text.", "My text.")
    path.write_bytes(("\ufeff" + text).replace("\n", "\r\n").encode())
    os.chmod(path, 0o640)
    archive.add("b", "y")
    archive.site.write(
        "content/articles/t.md", '+++\ntitle = "t" # mine\ntags = ["x", "q"] # these\n+++\nBody\n'
    )
    archive.merge("x", "y")
    expected = ("\ufeff" + text.replace('tags: ["x", "纸"]', 'tags: ["y", "纸"]')).replace("\n", "\r\n")
    assert path.read_bytes() == expected.encode() and is_edited(path.read_text())
    assert path.stat().st_mode & 0o777 == 0o640
    assert archive.path("t").read_text() == '+++\ntitle = "t" # mine\ntags = ["y", "q"] # these\n+++\nBody\n'


def test_what_cannot_be_changed_safely_is_left_and_reported(archive: Archive) -> None:
    text = "---\ntitle: a\ntags: [x, # why\n  z]\n---\nBody\n"
    archive.site.write("content/articles/a.md", text)
    archive.add("b", "x")
    archive.add("c", "y")
    outcome = archive.merge("x", "y")
    assert [p.source for p in outcome.problems] == ["content/articles/a.md"]
    assert archive.path("a").read_text() == text and archive.tags_of("b") == ("y",)


def test_settings_that_cannot_be_changed_stop_the_change_before_it_begins(archive: Archive) -> None:
    archive.site.settings('tags = { stop = ["s"] }\n[site]\ntitle = "A"\n')
    archive.add("a", "x", "y")
    text = archive.path("a").read_text()
    try:
        archive.merge("x", "y")
    except ConfigError as error:
        assert '"x" = "y"' in str(error) and archive.path("a").read_text() == text
    else:
        assert archive.config().tags == TagSettings(stop=("s",), aliases={"x": "y"})


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        (
            '[site]\ntitle = "A"\n',
            TagSettings(aliases={"LLM": "大"}),
            '[site]\ntitle = "A"\n\n[tags.aliases]\n"LLM" = "大"\n',
        ),
        ('[site]\ntitle = "A"\n', TagSettings(stop=("a",)), '[site]\ntitle = "A"\n\n[tags]\nstop = ["a"]\n'),
        (
            '[tags] # t\r\nmax = 6 # six\r\n\r\n[site]\r\ntitle = "A"\r\n',
            TagSettings(stop=("a",)),
            '[tags] # t\r\nstop = ["a"]\r\nmax = 6 # six\r\n\r\n[site]\r\ntitle = "A"\r\n',
        ),
        (
            '[tags]\nstop = [\n  "b", # bee\n]\n[tags.aliases]\n"q" = "r" # queue\n\n[site]\ntitle = "A"\n',
            TagSettings(stop=("b", "a"), aliases={"q": "s", "x": "y"}),
            '[tags]\nstop = [\n  "b", # bee\n  "a",\n]\n[tags.aliases]\n"q" = "s" # queue\n"x" = "y"\n\n[site]\ntitle = "A"\n',
        ),
    ],
)
def test_site_toml_keeps_its_layout(text: str, after: TagSettings, expected: str) -> None:
    assert changed_text(text, config.parse(text).tags, after) == expected


def test_choosing_again_touches_automatic_tags_only(site: SiteFolder) -> None:
    archive = Archive(site)
    for number in range(6):
        archive.add(f"a{number}", "旧标签", body=about_gates(number))
    archive.add("hand", "旧标签", "我的标签", origin="", body=about_gates(7))
    archive.add("none", origin="", body=about_gates(8))
    edited = archive.add("edited", "旧标签", body=about_gates(9))
    edited.write_text(edited.read_text().replace("资料室", "档案室"))
    before = archive.snapshot()
    shown = tags.refit_tags(archive.folder, archive.config(), outside(), write=False)
    assert archive.snapshot() == before and not shown.written
    assert [one.path for one in shown.kept] == ["content/articles/edited.md"]
    done = tags.refit_tags(archive.folder, archive.config(), outside(), write=True)
    assert done.changed == shown.changed and len(done.changed) == 7
    assert "TideGate" in archive.tags_of("a0") and "旧标签" not in archive.tags_of("a0")
    assert archive.tags_of("hand") == ("旧标签", "我的标签")
    assert "TideGate" in archive.tags_of("none") and 'tags: "auto"' in archive.path("none").read_text()
    assert not is_edited(archive.path("a0").read_text()) and not is_edited(archive.path("none").read_text())
    assert archive.tags_of("edited") == ("旧标签",)
    vocabulary = load((archive.folder / "content/tags.json").read_bytes())
    assert dict(vocabulary.hand) == {"旧标签": 1, "我的标签": 1}
    after = archive.snapshot()
    again = tags.refit_tags(archive.folder, archive.config(), outside(), write=True)
    assert again.changed == () and archive.snapshot() == after
    tags.refit_tags(archive.folder, archive.config(), outside(), write=True, edited=True)
    assert "TideGate" in archive.tags_of("edited") and is_edited(edited.read_text())


def test_later_imports_follow_a_merge(site: SiteFolder) -> None:
    archive = Archive(site)
    for number in range(4):
        site.write(f"content/sources/{number}.txt", HEAD.format(number) + about_gates(number))
    site.build()
    assert any(tag.name == "TideGate" for tag in tags.list_tags(site.folder, outside()).tags)
    archive.rename("TideGate", "挡潮闸门")
    site.write("content/sources/5.txt", HEAD.format(5) + about_gates(5))
    site.build()
    names = {tag.name: tag.articles for tag in tags.list_tags(site.folder, outside()).tags}
    assert names.get("挡潮闸门") == 5 and "TideGate" not in names


def test_tags_that_a_later_capture_brings_follow_a_merge(archive: Archive) -> None:
    capture = "---\ntitle: {0}\ndate: 2024-07-28\ntags: [{0}]\n---\n\nText of {0}.\n"
    archive.site.write("content/sources/a.md", capture.format("LLMs"))
    archive.site.write("content/sources/b.md", capture.format("LLM"))
    archive.site.build()
    archive.merge("LLMs", "LLM")
    archive.site.write("content/sources/c.md", capture.format("LLMs").replace("Text", "Other text"))
    archive.site.build()
    found = tags.list_tags(archive.folder, outside()).tags
    assert [(tag.name, tag.by_hand) for tag in found] == [("LLM", 3)]
