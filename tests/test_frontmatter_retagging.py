"""Tags of article files changed in place: nothing but the tags differs, and edits stay known as edits."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backfile.characters import clean_line
from backfile.errors import Problem
from backfile.frontmatter import is_edited, read_article, write_article
from backfile.frontmatter.canonical import quoted
from backfile.frontmatter.retagging import is_edited_file, with_tags
from backfile.model import Article, Capture

PATH = "content/articles/x.md"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.lists(TEXT.map(clean_line).filter(bool), min_size=1, max_size=5, unique=True).map(tuple)
PLAIN = st.sampled_from(["大模型", "LLM", "C#", "a b", "纸", "no", "12:30"])
CAPTURE = Capture(format="wechat-text", file="sources/a.md", sha256="0" * 64, tags="auto")


def read(data: bytes) -> Article:
    result = read_article(PATH, data)
    assert not isinstance(result, Problem), result
    return result[0]


def change(text: str | bytes, tags: tuple[str, ...]) -> bytes | Problem:
    data = text.encode() if isinstance(text, str) else text
    return with_tags(PATH, data, read(data), tags)


def changed(text: str, *tags: str) -> str:
    result = change(text, tags)
    assert isinstance(result, bytes), result
    return result.decode()


@pytest.mark.parametrize(
    ("before", "tags", "after"),
    [
        ('tags: [a, "b",  c] # note', ("a", "d"), 'tags: [a, "d"] # note'),
        ("Tags : a, b  # note", ("b", "a"), 'Tags : ["b", "a"]  # note'),
        ("tags:  # all\n- a # one\n- 'b'   # two\n- c", ("a", "d"), 'tags:  # all\n- a # one\n- "d"   # two'),
        ("tags:\n    - b", ("a", "b"), 'tags:\n    - "a"\n    - b'),
        ("tags:\n    - b", ("b", "c", "d"), 'tags:\n    - b\n    - "c"\n    - "d"'),
        ("tags: # none\n  - a\n  - b", (), "tags: [] # none"),
        ("tags: [\n  a,\n  b\n]", ("a",), "tags: [a]"),
        ("tag: solo", ("duo",), 'tag: ["duo"]'),
    ],
)
def test_yaml_as_people_write_it(before: str, tags: tuple[str, ...], after: str) -> None:
    around = (
        '---\n# mine\ntitle: "T"\n{}\nextra:\n  tags: [a]\nweight: 7 # heavy\n---\n\nBody with tags: [a]\n'
    )
    assert changed(around.format(before), *tags) == around.format(after)


@pytest.mark.parametrize(
    ("before", "tags", "after"),
    [
        ("tags = [\"a\", 'b'] # note", ("a", "d"), 'tags = ["a", "d"] # note'),
        (
            'tags = [ # all\n  "a", # one\n  "b", # two\n]',
            ("c", "b"),
            'tags = [ # all\n  "c", # one\n  "b", # two\n]',
        ),
        ('Tags = "a, b"', ("b",), 'Tags = ["b"]'),
    ],
)
def test_toml_as_people_write_it(before: str, tags: tuple[str, ...], after: str) -> None:
    around = '+++\n# mine\ntitle = "T"\n{}\n\n[extra]\ntags = ["a"]\nweight = 7 # heavy\n+++\n\nBody\n'
    assert changed(around.format(before), *tags) == around.format(after)


@pytest.mark.parametrize(
    "front",
    [
        "tags: &x a\nsee: *x",
        "tags: [a]\ntag: b",
        "tags: |\n  a",
        "tags: [a, # why\n  b]",
        "tags:\n- !!str a",
        "tags:\n- a\n- b: c",
        "tags:\n# above\n- >\n  a",
    ],
)
def test_what_cannot_be_done_safely_is_left_alone(front: str) -> None:
    data = f"---\ntitle: T\n{front}\n---\n\nBody\n".encode()
    article = read(data)
    result = with_tags(PATH, data, article, ("new",))
    assert isinstance(result, Problem) and not result.fatal and "safely" in result.message


def test_an_edited_file_never_comes_to_look_unedited() -> None:
    text = write_article(Article(title="T", tags=("a",), capture=CAPTURE, body="B"))
    edited = text.replace('tags: ["a"]', 'tags: ["b"]')
    assert is_edited(edited) and not is_edited(text)
    back = changed(edited, "a")
    assert read(back.encode()).tags == ("a",) and is_edited(back)
    assert back.replace('[ "a" ]', '["a"]') == text


def test_no_change_is_no_change() -> None:
    text = "---\ntags:   [ a ]\n---\nBody"
    assert changed(text, "a") == text


@settings(deadline=None)
@given(
    old=NAMES, new=st.one_of(NAMES, st.just(())), title=TEXT, body=TEXT, end=st.sampled_from(["\n", "\r\n"])
)
def test_an_unedited_file_stays_unedited(
    old: tuple[str, ...], new: tuple[str, ...], title: str, body: str, end: str
) -> None:
    article = Article(title="x" + title, tags=old, capture=CAPTURE, body=body)
    text = write_article(article)
    assume("\r" not in text)
    data = text.replace("\n", end).encode()
    assert not is_edited_file(data)
    result = change(data, new)
    assert isinstance(result, bytes) and not is_edited_file(result)
    assert result.decode().replace(end, "\n") == write_article(replace(article, tags=new))
    back = change(result, old)
    assert back == data


@st.composite
def yaml_files(draw: st.DrawFn) -> tuple[str, str, str]:
    """The text before the tags, the tags, and the text after them, as somebody might have written them."""
    items = draw(st.lists(st.one_of(PLAIN, TEXT.map(quoted)), min_size=1, max_size=5))
    plain = [quoted(item) if item in ("C#", "12:30") else item for item in items]
    note = draw(st.sampled_from(["", " # note", "   # 备注: [x]"]))
    indent = draw(st.sampled_from(["", "  ", "    "]))
    style = draw(st.sampled_from(["flow", "lines"]))
    if style == "flow":
        value = f" [{draw(st.sampled_from([', ', ',', ' , '])).join(plain)}]{note}\n"
    else:
        value = f"{note}\n" + "".join(f"{indent}- {item}{note}\n" for item in plain)
    fields = draw(
        st.lists(st.tuples(st.sampled_from("abcdef"), TEXT.map(quoted)), max_size=4, unique_by=lambda f: f[0])
    )
    lines = [f"{key}: {value}{draw(st.sampled_from(['', ' # why']))}\n" for key, value in fields]
    at = draw(st.integers(0, len(lines)))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    before = f"{mark}---\n# mine\ntitle: 'T'\n" + "".join(lines[:at])
    after = "".join(lines[at:]) + "---\n" + draw(TEXT)
    end = draw(st.sampled_from(["\n", "\r\n"]))
    key = draw(st.sampled_from(["tags", "Tags", "tag"]))
    return (
        before.replace("\n", end) + key,
        ":" + value.replace("\n", end),
        after.replace("\n", end),
    )


@settings(deadline=None, max_examples=300)
@given(file=yaml_files(), tags=st.one_of(NAMES, st.just(())), keep=st.integers(0, 5))
def test_nothing_but_the_tags_differs(file: tuple[str, str, str], tags: tuple[str, ...], keep: int) -> None:
    before, value, after = file
    data = (before + value + after).encode()
    old = read(data)
    wanted = tuple(dict.fromkeys((*old.tags[:keep], *tags)))
    result = with_tags(PATH, data, old, wanted)
    assert isinstance(result, bytes), result
    new = result.decode()
    assert new.startswith(before) and new.endswith(after)
    assert read(result) == replace(old, tags=wanted)
    assert is_edited_file(result)


@settings(deadline=None)
@given(
    front=st.text(st.sampled_from(list("tags:=[]{}-,#&*!|>'\"ab \n\r\t+é大")), max_size=60),
    tags=NAMES,
    fence=st.sampled_from(["---", "+++"]),
)
def test_whatever_stands_there_only_tags_differ_or_nothing(
    front: str, tags: tuple[str, ...], fence: str
) -> None:
    data = f"{fence}\ntags{front}\n{fence}\nBody\n".encode()
    result = read_article(PATH, data)
    assume(not isinstance(result, Problem))
    assert not isinstance(result, Problem)
    new = with_tags(PATH, data, result[0], tags)
    if not isinstance(new, Problem):
        assert read(new) == replace(result[0], tags=tags)
