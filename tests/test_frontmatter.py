"""Article files: the canonical form, what people write by hand, hostile front matter."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backfile.errors import Problem
from backfile.frontmatter import is_edited, read_article, split, write_article
from backfile.frontmatter.canonical import read_canonical
from backfile.frontmatter.handwritten import read_handwritten
from backfile.model import Article, Capture

CAPTURE = Capture(
    format="wechat-text",
    file="sources/a/b.md",
    sha256="0" * 64,
    added="2026-01-02T03:04:05Z",
    repairs=(("nbsp", 3), ("joined_lines", 12)),
)
ARTICLE = Article(
    id="abcdefghij",
    title='阿里: "大"模型 # 1',
    date="2024-07-28T12:39:00+08:00",
    authors=("林远", "O'Brien"),
    byline="林远 发自 老城区",
    tags=("大模型", "no", "12:30"),
    permalink="2024/07/28/a-li",
    capture=CAPTURE,
    extra=(("weight", "1"), ('a key: of "its" own', "x")),
    body="One.\n\n---\n\nTwo.",
)
words = st.text(max_size=30)
names = st.lists(words.filter(bool), max_size=3).map(tuple)


def read(text: str) -> Article:
    result = read_article("content/articles/x.md", text.encode())
    assert not isinstance(result, Problem), result
    assert result[1] == (), result[1]
    return result[0]


def front(text: str) -> dict[str, object]:
    return yaml.safe_load(text[4 : text.index("\n---\n") + 1])  # type: ignore[no-any-return]


def test_canonical_form_is_stable() -> None:
    text = write_article(ARTICLE)
    assert text.startswith(
        '---\nid: "abcdefghij"\ntitle: "阿里: \\"大\\"模型 # 1"\ndate: "2024-07-28T12:39:00+08:00"\n'
    )
    assert 'authors: ["林远", "O\'Brien"]\n' in text
    assert text.endswith("---\n\nOne.\n\n---\n\nTwo.\n")
    assert write_article(read(text)) == text
    assert "    joined_lines: 12\n" in text


def test_absent_keys_are_left_out() -> None:
    assert write_article(Article(title="x")) == '---\ntitle: "x"\n---\n'
    assert "written" not in write_article(replace(ARTICLE, capture=Capture()))


@settings(deadline=None)
@given(title=words, byline=words, tags=names, key=words, value=words, body=words)
def test_round_trip(title: str, byline: str, tags: tuple[str, ...], key: str, value: str, body: str) -> None:
    article = replace(ARTICLE, title="x" + title, byline=byline, tags=tags, extra=((key, value),), body=body)
    text = write_article(article)
    result = read_canonical(text)
    assert result is not None
    expected = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    assert replace(result, capture=CAPTURE) == replace(article, body=expected)


@settings(deadline=None)
@given(title=words, tags=names, key=words, value=words)
def test_any_yaml_reader_gives_the_same_strings(
    title: str, tags: tuple[str, ...], key: str, value: str
) -> None:
    data = front(write_article(replace(ARTICLE, title="x" + title, tags=tags, extra=((key, value),))))
    assert data["title"] == "x" + title
    assert data.get("tags", []) == list(tags)
    assert data["extra"] == {key: value}
    assert data["capture"]["repairs"] == {"nbsp": 3, "joined_lines": 12}  # type: ignore[index]


@settings(deadline=None)
@given(title=words, tags=names, key=words.filter(lambda k: k.strip() != "<<"), value=words)
def test_the_reader_of_handwritten_files_agrees(
    title: str, tags: tuple[str, ...], key: str, value: str
) -> None:
    text = write_article(replace(ARTICLE, title="x" + title, tags=tags, extra=((key, value),)))
    found = split(text)
    assert not isinstance(found, Problem)
    assert found[0]["title"] == "x" + title
    assert found[0].get("tags", []) == list(tags)
    assert found[0]["extra"] == {key: value}


_odd = st.sampled_from(("a", "b c", " a", "a  b", "", "#a", "a\\tb", "字", '\\"', "\\u200b", "- a", "a: b"))
_lists = st.tuples(
    st.sampled_from(("authors", "tags", "aliases", "extra")),
    st.lists(st.tuples(st.sampled_from(("- ", "  - ")), _odd), max_size=4),
)


@given(title=_odd, lists=st.lists(_lists, min_size=1, max_size=3))
def test_lists_of_a_line_an_item_are_read_as_the_reader_of_handwritten_files_does(
    title: str, lists: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    lines = [f'id: "x"\ntitle: "{title}"']
    for key, items in lists:
        lines += [f"{key}:", *(f'{start}"{item}"' for start, item in items)]
    text = "---\n" + "\n".join(lines) + "\n---\nbody\n"
    known = read_canonical(text)
    if known is not None:
        assert read_handwritten("x.md", text) == (known, ())


def test_lists_of_a_line_an_item_need_no_yaml() -> None:
    text = (
        '---\ntitle: "t"\nauthors:\n  - "a"\n  - "b"\ntags:\n- "c"\n- "d \\"e\\""\nsource: "s"\n---\nbody\n'
    )
    found = read_canonical(text)
    assert found is not None
    assert (found.authors, found.tags, found.source) == (("a", "b"), ("c", 'd "e"'), "s")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_change_is_noticed(data: st.DataObject) -> None:
    text = write_article(ARTICLE)
    assert not is_edited(text)
    at = data.draw(st.integers(0, len(text)))
    kind = data.draw(st.sampled_from(("insert", "delete", "replace")))
    new = data.draw(st.characters(codec="utf-8", exclude_characters="\r"))
    changed = text[:at] + ("" if kind == "delete" else new) + text[at + (kind != "insert") :]
    assert is_edited(changed) == (changed != text)


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(max_size=120),
        st.text(alphabet="---+\n:ab [],{}\"'#&*!|>%@`\t\\=1", max_size=120).map(str.encode),
    )
)
def test_nothing_raises(data: bytes) -> None:
    for mark in (b"", b"---\n", b"+++\n"):
        read_article("x.md", mark + data + b"\n" + mark + b"body")
    is_edited(data.decode(errors="replace"))


def test_line_ends_are_no_edit() -> None:
    assert not is_edited(write_article(ARTICLE).replace("\n", "\r\n"))
    assert is_edited("no front matter")
    assert is_edited(write_article(replace(ARTICLE, capture=Capture())))


def test_handwritten_habits() -> None:
    text = "\ufeff---\r\nTitle: A: B is no error when quoted\r\n---\r\n"
    assert isinstance(read_article("x.md", text.encode()), Problem)
    text = (
        "---\nTitle: Plain\nTags: a, b\nauthor: Ann\nDate: 2024年7月28日\nupdated: 2024-7-29\n"
        "Draft: true\nweight: 3\n---\n\nBody\n"
    )
    result = read_article("x.md", text.encode())
    assert not isinstance(result, Problem)
    article, problems = result
    assert (article.title, article.tags, article.authors) == ("Plain", ("a", "b"), ("Ann",))
    assert (article.date, article.updated, article.status) == ("2024-07-28", "2024-07-29", "draft")
    assert article.extra == (("weight", "3"),)
    assert [p.fatal for p in problems] == [False]
    assert "weight" in problems[0].message


def test_nothing_is_guessed_to_be_another_type() -> None:
    found = split("---\ntags: [no, on, 2024, 12:30, 1e3]\nnothing: ~\nnull: null\n---\n")
    assert not isinstance(found, Problem)
    assert found[0] == {"tags": ["no", "on", "2024", "12:30", "1e3"], "nothing": "", "": ""}


def test_toml() -> None:
    found = split(
        '+++\ntitle = "T"\ndate = 2024-07-28T12:39:00Z\nn = 1\nb = true\nf = 1.50\n[extra]\nk = ["v"]\n+++\n  Body\n'
    )
    assert not isinstance(found, Problem)
    assert found == (
        {
            "title": "T",
            "date": "2024-07-28T12:39:00+00:00",
            "n": "1",
            "b": "true",
            "f": "1.50",
            "extra": {"k": ["v"]},
        },
        "  Body\n",
        "toml",
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\nonly text\n---\nmore",
        "---\n- a\n- b\n---\n",
        "---\n**bold**: x [\n---\n",
        "--- no\n",
        "---\nnever closed: x\n",
        "",
        "+++",
    ],
)
def test_what_is_no_mapping_is_text(text: str) -> None:
    assert split(text) == ({}, text, "")


def test_blank_lines_before_the_block() -> None:
    assert split("\n\n---\na: b\n---\nc") == ({"a": "b"}, "c", "yaml")


def test_broken_metadata_names_the_line() -> None:
    found = split("---\ntitle: x\ntags: [a\ndate: y\n---\n", "f.md")
    assert isinstance(found, Problem)
    assert (found.source, found.line) == ("f.md", 4)
    found = split("+++\ntitle = x\n+++\n", "f.md")
    assert isinstance(found, Problem)
    assert found.line == 2


BOMB = "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(12)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "---\n",
        "---\na: &a [*a]\n---\n",
        "---\na: " + "[" * 50_000 + "\n---\n",
        "---\na: " + "{a: " * 20_000 + "\n---\n",
        "---\na: 1\n" + "? " * 40_000 + "\n---\n",
        "---\n" + "a: [" + "1, " * 60_000 + "]\n---\n",
        "---\nn: " + "9" * 300_000 + "\n---\n",
        "---\na: !!python/object/apply:os.system ['true']\n[\n---\n",
        "+++\na = " + "[" * 20_000 + "\n+++\n",
        "+++\na = " + "9" * 5_000 + "\n+++\n",
        "+++\n" + "a." * 20_000 + "a = 1\n+++\n",
    ],
    ids=range(11),
)
def test_hostile_front_matter_is_a_problem_soon(text: str) -> None:
    started = time.process_time()
    result = read_article("x.md", text.encode())
    assert time.process_time() - started < 1
    assert isinstance(result, Problem)


def test_python_tags_are_text_only() -> None:
    found = split("---\na: !!python/object/apply:os.system ['true']\nb: !!int 12\n---\n")
    assert not isinstance(found, Problem)
    assert found[0] == {"a": ["true"], "b": "12"}


def test_not_utf8_is_reported() -> None:
    result = read_article("x.md", "---\ntitle: 标题\n---\n".encode("gb18030"))
    assert isinstance(result, Problem)
    assert result.line == 2


def test_permalinks_stay_inside() -> None:
    assert read('---\ntitle: "x"\npermalink: "../../etc/passwd"\n---\n').permalink == "etc/passwd"
    assert read(write_article(replace(ARTICLE, permalink="/a/../con"))).permalink == "a/con"


def test_unknown_status_is_not_published() -> None:
    result = read_article("x.md", b'---\ntitle: "x"\nstatus: "hidden"\n---\n')
    assert not isinstance(result, Problem)
    assert result[0].status == "draft"
    assert len(result[1]) == 1


def test_a_text_without_front_matter() -> None:
    assert read("# Hello\n\nworld").title == "Hello"
    assert read("world").title == "x"
    assert isinstance(read_article("x.md", b" \n"), Problem)
