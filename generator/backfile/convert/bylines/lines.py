"""Lines as credits are read, and those of a text that name an author, with what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from backfile.convert.bylines.credits import credits_of, plain_line

# A block of code with no more lines between its fences is a box around a notice.
_BOX_LINES = 4
# How much is read of either end of a line too long for credits.
_EDGE = 200
# What a book or a paper says beside its authors.
WORK = re.compile(
    r"(?:[\W_]*)(?:(?:论文|文章|项目|代码|书籍?)?(?:标题|题目|名称?)|论文|书名|出版社?|出版时间|定价|页数|ISBN|DOI|期刊|会议|译名|副标题|丛书|"
    r"装帧|豆瓣|paper|title|arxiv|code|github|publisher|歌名|作词|作曲|片名|导演)[^：:|｜]{0,8}[:：|｜]",
    re.IGNORECASE,
)
# What stands beside a credit: where the text is from, when it was written, how long it is, who else worked on it.
FURNITURE = re.compile(
    r"\W{0,4}(?:(?:责任|值班|执行)?编辑|责编|校[对审验]|审[核校]|排版|翻译|译者|编译|监制|出品|设计|视觉|运营|策划|[题头配]图|图片|封面|摄影|鸣谢|"
    r"(?:原文|文章|本文|资料|内容|稿件)?(?:来源|出处|链接|地址|转自|转载[自于至]?|首发)|原文|转载请|(?:发[布表]|写作|更新)?(?:日期|时间)|"
    r"(?:本文|全文)?(?:字数|共计?\d)|微信|邮箱|公众号)\S{0,8}?(?:[:：|｜丨/\s]|来自|网络|注明|\d|\Z)|<?https?://\S+\Z"
)
_AUTHOR_LINE = re.compile(r"\W{0,4}(?:本文|文章|原文?)?(?:作者|撰文|撰稿|采写|文)\s?[:：|｜丨]")
_AUTHOR_LETTERS = ("撰", "采", "文")
_AUTHOR_BEGINS = re.compile(r"\W{0,8}(?:本文|文章|原文?)?(?:作者|撰|采写|文)(?!.{90})")
_EDITED = re.compile(
    r".{0,30}(?:编辑|责编|校对|排版|审核|出品)\s?[:：|｜丨/]|\W{0,4}(?:编辑|责编|校对|排版|审核|出品)\s"
)
_EMPHASIS_WITHIN = re.compile(r"(?<=\w)\*\*(?=\w)")
IMAGE = ("![", "[![")


class AuthorLine(msgspec.Struct, frozen=True):
    """A short line that begins with an author's role, the number of its block, and what stands above or below it."""

    at: int
    text: str
    furnished: bool
    edited: bool
    of_a_work: bool


def author_lines(blocks: Sequence[str]) -> list[AuthorLine]:
    """Return the lines of a text that name an author, or would if a name stood in them."""
    found: list[AuthorLine] = []
    for at, block in enumerate(blocks):
        if "作者" not in block and block.lstrip("*_#> ")[:1] not in _AUTHOR_LETTERS:
            continue
        if not any(map(_AUTHOR_BEGINS.match, block.split("\n"))) or not is_read(block):
            continue
        lines = [line for line in map(readable, block.split("\n")) if line]
        above = [readable(line) for near in blocks[max(0, at - 2) : at] for line in near.split("\n")[-2:]]
        below = [readable(line) for near in blocks[at + 1 : at + 4] for line in near.split("\n")[:2]]
        for n, line in enumerate(lines):
            if len(line) > 60 or not _AUTHOR_LINE.match(line):
                continue
            before, after = [*above, *lines[:n]][-2:], [*lines[n + 1 :], *below][:3]
            beside = (*before[-1:], *after[:1])
            found.append(
                AuthorLine(
                    at,
                    line,
                    any(map(FURNITURE.match, beside)),
                    any(map(_EDITED.match, (line, *beside))),
                    any(map(WORK.match, (*before, *after))),
                )
            )
    return found


def named_beside_furniture(named: list[AuthorLine], last: int, source: str) -> tuple[str, ...]:
    """Return the authors of the one line in a text of so many blocks, not in its midst, that names them beside other credits."""
    if len(named) != 1 or not named[0].furnished or named[0].of_a_work or 25 < named[0].at < 0.4 * last:
        return ()
    line = named[0].text
    credits = credits_of(line, source) or credits_of(line, source, beside=is_short_list(line))
    return credits.authors if credits else ()


def is_short_list(line: str) -> bool:
    return len(re.findall("[,，]", line)) < 2


def is_read(block: str) -> bool:
    """Whether a block is text, or code no longer than a box around a notice."""
    return not block.startswith(IMAGE) and (not block.startswith("```") or block.count("\n") <= _BOX_LINES)


def readable(line: str) -> str:
    """Return a line as credits are read: plain, links by their text, pictures left out; of a long one only its ends."""
    if len(line) > 2 * _EDGE:
        line = f"{line[:_EDGE]}…。{line[-_EDGE:]}"
    text = re.sub(r"!\[[^\]]*\]\([^()\s]*\)", "", line) if "![" in line else line
    text = re.sub(r"\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text) if "](" in text else text
    # Repair joins what emphasis parted (**撰文** A).
    return plain_line(_EMPHASIS_WITHIN.sub(" ", text) if "**" in text else text)
