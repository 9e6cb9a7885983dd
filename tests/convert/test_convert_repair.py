"""Each kind of damage that html2text does, and that repair never breaks text."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.convert.repair import repair
from backfile.markdown import plain_text
from backfile.markdown.reference import clean_html


def repaired(text: str) -> tuple[str, dict[str, int]]:
    counts: Counter[str] = Counter()
    blocks = repair(text, counts)
    return "\n\n".join(blocks), {k: n for k, n in counts.items() if n}


def rendered(text: str) -> str:
    return plain_text(clean_html(repaired(text)[0]))


@pytest.mark.parametrize(
    ("damaged", "expected", "names"),
    [
        # wraps
        ("前一行\n后一行", "前一行后一行", {"joined_lines": 1}),
        ("in the\nlibrary", "in the library", {"joined_lines": 1}),
        ("住在London\n很久", "住在London 很久", {"joined_lines": 1}),
        ("说完，\nthen left", "说完，then left", {"joined_lines": 1}),
        ("the Quiet-\nRoom rules", "the Quiet-Room rules", {"joined_lines": 1}),
        ("他的**名字**\n很长", "他的**名字**很长", {"joined_lines": 1}),
        ("他的**名字**\nTom很长", "他的**名字**Tom很长", {"joined_lines": 1}),
        ("first  \nsecond", "first  \nsecond", {}),
        # blanks after emphasis
        ("最新**陈墨** 入职", "最新**陈墨**入职", {"emphasis_spaces": 1}),
        ("最新**陈墨** 。", "最新**陈墨**。", {"emphasis_spaces": 1}),
        ("**Ann** went home", "**Ann** went home", {}),
        ("**Ann** , who", "**Ann**, who", {"emphasis_spaces": 1}),
        ("(**T** hree **L** etter)", "(**T**hree **L**etter)", {"emphasis_spaces": 2}),
        ("**甲** **乙**", "**甲 乙**", {}),
        # adjacent runs
        ("**阅****读** ，好", "**阅读**，好", {"adjacent_emphasis": 1, "emphasis_spaces": 1}),
        ("****甲** 乙", "**甲**乙", {"emphasis_spaces": 1}),
        ("什么**！真的", "什么＊＊！真的", {"fullwidth_stars": 1}),
        ("** 甲 **乙", "**甲** 乙", {}),
        # addresses
        ("![](https://a.b/we-\nemoji/x.png)", "![](https://a.b/we-emoji/x.png)", {"broken_urls": 1}),
        ("见https://a.b/c-\nd。好", "见<https://a.b/c-d>。好", {"broken_urls": 1, "linked_urls": 1}),
        ("见（https://a.b/c(d)）", "见（<https://a.b/c(d)>）", {"linked_urls": 1}),
        ("(see https://a.b/c)", "(see <https://a.b/c>)", {"linked_urls": 1}),
        ("<https://a.b/c_d_>", "<https://a.b/c_d_>", {}),
        # images
        ("字。![](x)字", "字。\n\n![](x)\n\n字", {"separated_images": 1}),
        ("![](x)  \n![](y)", "![](x)\n\n![](y)", {"separated_images": 2}),
        ("其中![](x)，其余", "其中![](x)，其余", {}),
        ("[![](x)](y)", "[![](x)](y)", {}),
        ("[![](x) 更多](y)", "[![](x)](y)\n\n[更多](y)", {"separated_images": 1}),
        ("**![](x)** 字", "![](x)\n\n字", {"separated_images": 1}),
        ("\\![](x)\n字", "![](x)\n\n字", {"separated_images": 1, "joined_lines": 1}),
        # links, headings
        ("甲[](http://a.b)乙", "甲乙", {"empty_links": 1}),
        ("见[晚报](javascript:void\\(0\\);)今天", "见晚报今天", {"empty_links": 1}),
        ("#", "", {"empty_headings": 1}),
        ("## **标题**", "## 标题", {}),
        ("# 标题\n续", "## 标题续", {"demoted_headings": 1, "joined_lines": 1}),
        ("## 1\\. 标题", "## 1. 标题", {}),
        ("![](x)\n\n###### 说明", "![](x)\n\n说明", {"lowered_headings": 1}),
        # blocks
        ("  * 甲\n\n  * 乙\n\n    * 丙", "- 甲\n- 乙\n    - 丙", {}),
        ("  3. 甲\n  4. 乙", "3. 甲\n4. 乙", {}),
        ("> 甲\n> 乙\n>\n>\n> 丙", "> 甲乙\n>\n> 丙", {"joined_lines": 1}),
        (
            "  *   *   * \n\n    \n    a = 1  \n    b",
            "```\na = 1\n\nb\n```",
            {"code_blocks": 1, "code_line_numbers": 1, "code_line_ends": 1},
        ),
        ("a| b\n---|---\n1| 2", "| a | b |\n|---|---|\n| 1 | 2 |", {"tables": 1}),
        ("只有一列  \n---  \n内容", "只有一列\n\n内容", {"plain_tables": 1}),
        ("* * *", "---", {}),
        # characters
        ("甲\u200b乙\u00a0丙\u200d", "甲乙 丙", {"nbsp": 1, "control_characters": 2}),
        ("👩\u200d💻", "👩\u200d💻", {}),
        # marks that lie within each other, and stars that are no marks
        ("由**甲从**乙** 丙**。戊**己** ，", "由**甲从乙丙**。戊**己**，", None),
        ("**丁** ，由**甲的**乙丙**** 组成", "**丁**，由**甲的乙丙**组成", None),
        ("**甲乙******（丙），**丁** ，", "**甲乙**（丙），**丁**，", None),
        (
            "**甲** ，李**和王**都来",
            "**甲**，李＊＊和王＊＊都来",
            {"emphasis_spaces": 1, "fullwidth_stars": 2},
        ),
        ("达到87%**。", "达到87%。", {"stray_marks": 1}),
        ("**甲** ，2**10和f**k", "**甲**，2\\*\\*10和f\\*\\*k", None),
        ("138****5678", "138\\*\\*\\*\\*5678", {}),
        ("主题为****「丁」**** ，我们", "主题为**「丁」**，我们", {"emphasis_spaces": 1}),
        ("138****5678 与138****9999 。", "138\\*\\*\\*\\*5678 与138\\*\\*\\*\\*9999 。", {}),
        ("***注**：甲", "**\\*注**：甲", {}),
        ("****", "", {"stray_marks": 1}),
        ("**\n\n甲\n乙\n\n**", "**甲乙**", {"stray_marks": 2, "joined_lines": 1}),
        ("**甲 乙**丙，**丁** ，", "**甲乙**丙，**丁**，", {"emphasis_spaces": 2}),
        ("**R &D**", "**R&D**", {"emphasis_spaces": 1}),
        ("**Ann** 's hat", "**Ann**'s hat", {"emphasis_spaces": 1}),
        # other emphasis
        ("见 _甲\n乙_ 丙", "见*甲乙*丙", None),
        ("** _甲_** 乙", "**甲**乙", None),
        ("_**甲**_ 乙", "**甲**乙", None),
        ("[ _甲_](/b)", "[*甲*](/b)", {}),
        ("_foo and _bar", "\\_foo and \\_bar", {}),
        # links and addresses
        ("[甲\n乙](/b)", "[甲乙](/b)", {"joined_lines": 1}),
        ("[open-\nsource](/b)", "[open-source](/b)", {"joined_lines": 1}),
        ("a [deal ](/b)after", "a [deal](/b) after", {}),
        ("[https://a.b/c](https://a.b/c)", "<https://a.b/c>", {}),
        ("[甲](<https://a.b/c>)", "[甲](https://a.b/c)", {}),
        ('[甲](https://a.b/c d "e "f"")', "[甲](https://a.b/c%20d)", {}),
        ("[甲](https://a.b/\\(c\\))", "[甲](https://a.b/(c))", {}),
        ("数组[甲](乙)", "数组[甲]\\(乙)", {}),
        ("[甲](https://a.b/foo\n--bar)", "[甲](https://a.b/foo--bar)", {"broken_urls": 1}),
        (
            "> 见https://a.b/we-\n> chat。",
            "> 见<https://a.b/we-chat>。",
            {"broken_urls": 1, "linked_urls": 1},
        ),
        ("https://a.b/c**，甲", "<https://a.b/c>＊＊，甲", None),
        ("https://a.b[1]https://c.d", "<https://a.b>[1]<https://c.d>", {"linked_urls": 2}),
        ("(https://a.b)甲", "(<https://a.b>)甲", {"linked_urls": 1}),
        ("![a \\[b\\]\nc](/d)", "![a \\[b\\] c](/d)", {}),
        # words parted by hyphens
        ("well-\nknown", "well-known", {"joined_lines": 1}),
        ("pre-\nand post-war", "pre- and post-war", {"joined_lines": 1}),
        ("2020-\n2021", "2020- 2021", {"joined_lines": 1}),
        # lists, quotations, tables, code
        ("* 注", "\\* 注", {}),
        ("  1. 甲\n     1. 乙\n        1. 丙", "1. 甲\n    1. 乙\n        1. 丙", {}),
        ("> > 甲 乙\n> 丙", "> > 甲 乙丙", {"joined_lines": 1}),
        (">> 甲 乙\n丙", "> > 甲 乙丙", {"joined_lines": 1}),
        (">     a\n>       b", ">     a\n>       b", {"code_blocks": 1}),
        ("甲  \n---  \n乙| 丙", "| 甲 |  |\n|---|---|\n| 乙 | 丙 |", {"tables": 1}),
        (
            "  *   *   *   * \n\n    if a:    b    c  \n    d",
            "```\nif a:\n    b\n    c\nd\n```",
            {"code_blocks": 1, "code_line_numbers": 1, "code_line_ends": 2},
        ),
        ("  *   * \n\n    a    b    c", "```\na    b    c\n```", {"code_blocks": 1, "code_line_numbers": 1}),
        ("### \\- 甲", "### - 甲", {}),
        # what only looks like markup
        ("在A*搜索和B*搜索里", "在A\\*搜索和B\\*搜索里", {}),
        ("变量__init__和a_b_c", "变量\\_\\_init\\_\\_和a_b_c", {}),
        ("符号<s>和</p>，1<2", "符号&lt;s>和&lt;/p>，1<2", {}),
        ("写作&amp;nbsp;和AT&T", "写作&amp;amp;nbsp;和AT&T", {}),
        ("甲  \n#乙  \n>丙  \n---  \n===", "甲  \n\\#乙", None),
        ("[1]: http", "\\[1]: http", {}),
        ("2024\\. 甲", "2024\\. 甲", {}),
        ("\\- 甲", "\\- 甲", {}),
        ("_说_ 了", "*说*了", {"emphasis_spaces": 1}),
    ],
)
def test_repairs(damaged: str, expected: str, names: dict[str, int] | None) -> None:
    text, counts = repaired(damaged)
    if names is None:
        assert text.startswith(expected)
    else:
        assert (text, counts) == (expected, names)


def test_bars_without_a_blank_are_text_in_a_cell() -> None:
    assert repaired("甲| 乙 乙\n乙  \n---|---  \na|b| 丙")[0] == "| 甲 | 乙 乙乙 |\n|---|---|\n| a\\|b | 丙 |"


@pytest.mark.parametrize(
    ("damaged", "visible"),
    [
        ("**“甲”** 乙**丙，** 丁", "“甲”乙丙，丁"),
        ("在A*搜索和B*搜索里 __init__ a_b_c", "在A*搜索和B*搜索里 __init__ a_b_c"),
        ("符号<s>和</p>，1<2 &amp;lt;", "符号<s>和</p>，1<2 &amp;lt;"),
        ("甲  \n#乙  \n>丙  \n===", "甲 #乙 >丙 ==="),
        ("[1]: http", "[1]: http"),
        ("2024\\. 甲 \\_ \\\\ \\x", "2024. 甲 _ \\ \\x"),
        ("a `b*c` d\\`e", "a b*c d`e"),
        ("**甲\n乙** 丙", "甲乙丙"),
    ],
)
def test_readers_see_what_was_written(damaged: str, visible: str) -> None:
    assert " ".join(rendered(damaged).split()) == visible


def test_who_parts_latin_words_by_blanks_keeps_them() -> None:
    spaced = "使用 Linux 系统，也用 Python 语言。\n\n"
    assert repaired(spaced + "**系统** Linux")[0].endswith("**系统** Linux")
    assert repaired(spaced.replace(" ", "") + "**系统** Linux")[0].endswith("**系统**Linux")


def letters(text: str) -> list[str]:
    return [c for c in text if c.isalpha() or c in "<&"]


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="*_<>&#+-=.~!;1aB汉字，。“ \n", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    assert letters(rendered(text)) == letters(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_nothing_raises_and_the_second_time_changes_no_letter(text: str) -> None:
    repaired(text)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="*_[]()!`<>\\ \n汉a1.|#-", max_size=80))
def test_markup_soup(text: str) -> None:
    rendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "![" * 30_000,
        "[![](a)" * 10_000,
        "[" + "![a](b)" * 10_000,
        "](" * 30_000,
        "](a(" * 20_000,
        "**a" * 30_000,
        "_a " * 30_000,
        "`a " * 30_000,
        "http://" * 20_000,
        "http://-" * 20_000 + "\n",
        "](" + "a-" * 30_000 + "\n",
        "  *" + "   *" * 30_000 + "x",
        "> " * 2_000 + "a",
        "a| " * 30_000 + "\n---|---\n",
        "<!a<![CDATA[" * 5_000,
        "\\" * 60_000,
        "-\n" * 30_000,
        "汉\n" * 30_000,
        "    a\n\n" * 10_000,
        "http://a)" * 20_000,
        "http://a(" * 20_000,
        "**a** ，" + "**a****** b" * 10_000,
        "**" + " **" * 20_000 + "a",
        "_a _b" * 20_000,
        '[a](b "' * 10_000,
        "a| b  \n---|---  \n" + "**a  \n" * 20_000,
        "**\n\n" * 10_000,
        "> > a\nb\n" * 10_000,
    ],
    ids=range(29),
)
def test_hostile_text_costs_little(text: str) -> None:
    started = time.process_time()
    repaired(text)
    assert time.process_time() - started < 2
