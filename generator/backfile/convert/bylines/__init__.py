"""Bylines: the credits of a text, and the people who wrote it.

Credits at the head leave the text and become the byline. Credits elsewhere stay where they are, below a lead, in a dateline
or at the end; only their authors count. A wrong author is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from backfile.convert.bylines.credits import Credits, credits_of, is_account, plain_line
from backfile.convert.bylines.lines import (
    FURNITURE,
    IMAGE,
    WORK,
    author_lines,
    is_read,
    is_short_list,
    named_beside_furniture,
    readable,
)
from backfile.convert.bylines.people import Care, is_certain, is_outlet, people
from backfile.convert.bylines.reposts import repost_authors
from backfile.convert.bylines.roles import is_bare_role

__all__ = ["Byline", "authors_of", "find_byline", "plain_line"]

# How many lines from the top may be credits, how many above the end of the text, and below it.
_HEAD_LINES = 12
_LAST_LINES = 15
_DATELINES = 6
_WORK_TITLE = re.compile(r"\W{0,4}《[^》]{1,40}》\W{0,4}\Z")
# 新华社北京1月1日电（记者A）, 【环球时报记者 A】, X记者 A 北京报道 and then the text.
_DATELINE = re.compile(
    r"(?:(?:【[^】]{1,20}】)?[^（()）。，]{0,30}(?:电|讯|消息|报道|】)\s*|)[（(](?P<round>[^（）()]{2,50})[）)]|【(?P<square>[^】]{4,40})】|"
    r"(?P<report>\S[^。，！？]{3,40}?报道)\s"
)
# （A，自由撰稿人） as a line of its own.
_NAME_AND_POST = re.compile(
    r"[（(](?P<name>[\u3400-\u9fff·]{2,8})[，,]\s?[^，,（）()]{0,16}(?:撰稿人|作家|专栏作者|评论员|记者|媒体人|学者|教授|研究员)[）)]\Z"
)
# Behind the last sentence: 文/记者A
_BEHIND_SENTENCE = re.compile(r"[。！？”]\s*((?:文|图文|撰文|采写)[/／:：]\s?[^。！？]{2,30})\Z")
_CLOSING = re.compile(r"[（(]([^（）()]{2,60})[）)]\s*\Z")
_REPORTER = re.compile(r"记者|通讯员|评论员|特约撰稿|专栏作家|专题作家|作者|文[/／|｜丨]")
_AUTHOR_IS = re.compile(
    r"[（(*]?\s*(?:本文|原文)?作者\s*[:：]?\s*(?P<name>[\u3400-\u9fff·]{2,8}?)[，,]?\s*(?:系|为|是|现任|现为|就职于|供职于|任职于)"
    r".{0,40}(?:大学|学院|医院|公司|研究|实验室|中心|教授|博士|院士|医师|医生|律师|记者|编辑|作家|主任|分析师|专家|学者|学家|老师|工程师|创始人|经理|总监|员)"
)
# 作者：A，X大学教授，...
_AUTHOR_WITH_POST = re.compile(
    r"[（(*]?\s*(?:本文|原文)?作者\s?[:：]\s?(?P<name>[\u3400-\u9fff·]{2,8}?)[，,][^。：:]{0,60}?"
    r"(?:大学|学院|医院|公司|研究[所院员]|实验室|教授|博士|院士|医师|律师|记者|主任|分析师|创始人|CEO|工程师|经理|总监)"
)
_SPOKEN = re.compile(
    r"(?!<?https?:|本文|文章|图文|来源|出处|公众号|时间|日期|发布|说明|导读|摘要|[^：:。，]{0,6}(?:[来源转]自|原文|来源|题|链接|地址|备[份注]|備份|推荐|阅读|热文|"
    r"关注|回顾|字数|介绍|简介|标签|关键词|编号|版本|声明))"
    r"[^：:。，]{1,8}[：:]"
)
# A line that names an author, or has no sign behind its role: other credits next to it make it sure.
_NEEDS_OTHERS = re.compile(
    r"\W{0,3}(?:(?:本文|文章|原文)?(?:作者|撰文|采写|撰稿|文字?)\s?[:：|｜丨/／].{2,60}"
    r"|(?:口述|讲述|自述|出品|监制|策划|统筹|运营|设计|插画|摄影|排版|校对|嘉宾)\s\S.{0,29})\Z"
)
# 作者 A: a blank for a sign, and a name that no surname tells from a word. What else follows 作者 so is listed.
_PEN_NAME = re.compile(
    r"\W{0,3}(?:本文|文章|特约|原)?作者\s+(?!(?:简介|介绍|信息|声明|观点|名单|列表|授权|单位|团队|后记|前言|自述|自序|序|按|注|回应|回复|"
    r"主页|其他|更多|相关|作品|专栏|专访|访谈|推荐|认为|表示|指出|机构|邮箱|联系|年份|年代|时间|日期|标题|书名|题目|来源|出处|编辑|译者|朝代|"
    r"编著|主编|有话|寄语|手记|心得|感言|照片|近照|图片|供图|摄影|原创|投稿|公众号|微信|微博))"
    r"(?P<name>[\u3400-\u9fffA-Za-z0-9_·]{2,12})\Z"
)


class Byline(msgspec.Struct, frozen=True):
    """Credits of a text: who wrote it, the lines as they stood, and which blocks they were.

    compilers made the text of what others wrote or said; blocks are the positions of blocks that hold nothing but credits,
    to be taken out of the text.
    """

    authors: tuple[str, ...] = ()
    compilers: tuple[str, ...] = ()
    text: str = ""
    blocks: tuple[int, ...] = ()


def find_byline(blocks: Sequence[str], source: str = "") -> Byline:
    """Return the credits at the head of a text; only pictures may stand before them. source is the account's name."""
    found: list[Credits] = []
    lines: list[str] = []
    taken: list[int] = []
    seen = 0
    below_image = False
    for at, block in enumerate(blocks):
        if seen >= _HEAD_LINES:
            break
        if block.startswith(IMAGE):
            seen += 1
            below_image = True
            continue
        own = [line for line in map(readable, block.split("\n")) if line] if "](" not in block else []
        credits = _credits_of_block(own, source, bool(found), blocks[at + 1 : at + 2])
        if not credits or (below_image and all(c.is_caption for c in credits)):
            break
        below_image = False
        seen += len(own)
        taken.append(at)
        lines += filter(None, map(plain_line, block.split("\n")))
        found += credits
    if not any(c.stands_alone for c in found) and sum(c.roles.strip("X") != "" for c in found) < 2:
        return Byline()
    below = [readable(line) for block in blocks[taken[-1] + 1 : taken[-1] + 3] for line in block.split("\n")]
    if _may_be_of_a_work(found) and any(map(WORK.match, below)):
        return Byline()
    return Byline(
        tuple(dict.fromkeys(name for c in found for name in c.authors)),
        tuple(dict.fromkeys(name for c in found for name in c.compilers)),
        " ".join(lines),
        tuple(taken),
    )


def authors_of(byline: Byline, blocks: Sequence[str], end: int, source: str = "") -> tuple[str, ...]:
    """Return the people who wrote a text: those of its byline, else those named near its head, else near its end.

    blocks are what the byline left, end the number of the first block of the appendix. Where nobody wrote, whoever
    compiled it did.
    """
    if byline.authors:
        return byline.authors
    named = author_lines(blocks)
    if len(named) > 2:
        # A list of books, or of what several people sent in, or what the author says in a dialogue.
        listed = {line.at for line in named if not line.edited}
        blocks = ["" if at in listed else block for at, block in enumerate(blocks)]
    head = _named_near_head(blocks, source)
    if head.authors:
        return head.authors
    last = _named_near_end(blocks, end, source)
    authors = last.authors or named_beside_furniture(named, len(blocks), source)
    return authors or byline.compilers or head.compilers or last.compilers


def _credits_of_block(lines: list[str], source: str, above: bool, below: Sequence[str]) -> list[Credits]:
    """Return the credits of a block's lines, none when one of them is something else.

    above: credits stand right above the block; below is the block that follows.
    """
    lines = _with_names_below(lines)
    signed = len(lines) > 1 and is_account(lines[-1])
    found: list[Credits] = []
    for at, line in enumerate(lines):
        credits = credits_of(line, source, signed=signed)
        if credits is None and _NEEDS_OTHERS.match(line):
            following = [*lines[at + 1 : at + 2], *(readable(b.partition("\n")[0]) for b in below)][:1]
            credits = _of_line_beside(line, bool(found) or above, following, source)
        credits = credits or _of_pen_name(line, source) or (_of_another(line) if found or above else None)
        if credits is None:
            return []
        found.append(credits)
    return found


def _of_line_beside(line: str, above: bool, following: list[str], source: str) -> Credits | None:
    """Return the credits of a line whose names look like none, where other credits are next to it."""
    if not above:
        credits = credits_of(following[0], source) if following else None
        above = credits is not None and "E" in credits.roles
    return credits_of(line, source, beside=True) if above else None


def _of_pen_name(line: str, source: str) -> Credits | None:
    """Return the author of `作者 A` where A is no name that anybody knows for one."""
    match = _PEN_NAME.match(line)
    names = people(match["name"], Care.SOME, source) if match else None
    return Credits(names, roles="A", certain=False) if names else None


def _of_another(line: str) -> Credits | None:
    """Return the author of `A X大学` below another author."""
    words = line.split()
    if len(words) != 2 or not is_certain(words[0]) or not is_outlet(words[1]):
        return None
    return Credits((words[0],), roles="A")


def _with_names_below(lines: list[str]) -> list[str]:
    """Return lines with roles that have a sign and no names joined to the line below."""
    joined: list[str] = []
    role = ""
    for line in lines:
        if role and len(line) <= 24 and not is_bare_role(line):
            joined[-1] = f"{role} {line}"
            role = ""
            continue
        joined.append(line)
        role = line if is_bare_role(line) else ""
    return joined


def _named_near_head(blocks: Sequence[str], source: str) -> Credits:
    """Return the people named below a lead or in a dateline; their words stay in the text."""
    lines: list[str] = []
    for block in blocks:
        if len(lines) >= _HEAD_LINES:
            break
        if is_read(block):
            lines += filter(None, map(readable, block.split("\n")))
    lines = lines[:_HEAD_LINES]
    for at, line in enumerate(lines[:_DATELINES]):
        authors = _of_dateline(line, source)
        if line == "原创" and lines[at + 2 : at + 3] == [source]:
            # What WeChat shows above an article, a line each.
            authors = people(lines[at + 1], Care.LITTLE, source) or ()
        if authors:
            return Credits(authors)
    runs = _runs(lines, source)
    return next((c for c in runs if c.authors), next((c for c in runs if c.compilers), Credits()))


def _named_near_end(blocks: Sequence[str], end: int, source: str) -> Credits:
    """Return the people named in the last lines of the text and the first of its appendix."""
    above: list[str] = []
    for block in reversed(blocks[:end]):
        if len(above) >= _LAST_LINES:
            break
        if is_read(block):
            above += reversed([line for line in map(readable, block.split("\n")) if line])
    below = [
        line for block in blocks[end : end + _LAST_LINES] for line in map(readable, block.split("\n")) if line
    ]
    lines = [*reversed(above[:_LAST_LINES]), *below[:_LAST_LINES]]
    runs = _runs(lines, source)
    found = next((c for c in reversed(runs) if c.authors), None)
    if found:
        return found
    for line in reversed(lines):
        match = _CLOSING.search(line[-80:]) or _BEHIND_SENTENCE.search(line[-60:])
        credits = credits_of(match[1], source) if match and _REPORTER.search(match[1]) else None
        if credits and credits.authors and credits.certain:
            return Credits(credits.authors)
    return next((c for c in reversed(runs) if c.compilers), Credits())


def _runs(lines: list[str], source: str) -> list[Credits]:
    """Return the credits of each run of lines that are nothing else."""
    lines = _with_names_below(lines)
    runs: list[Credits] = []
    run: list[Credits] = []
    start = 0
    for at, line in enumerate([*lines, ""]):
        credits = (credits_of(line, source) or _of_mention(line, source)) if line else None
        if credits is None and _NEEDS_OTHERS.match(line):
            edited = bool(run) and "E" in run[-1].roles
            credits = _of_line_beside(line, edited, lines[at + 1 : at + 2], source)
            if credits is None and is_short_list(line):
                around = (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])
                credits = credits_of(line, source, beside=True) if any(map(FURNITURE.match, around)) else None
        credits = (
            credits or _of_pen_name(line, source) or (_of_another(line) if run and run[-1].authors else None)
        )
        if credits:
            start = start if run else at
            run.append(credits)
            continue
        if not run:
            continue
        # A lone line of uncertain names may be a heading or a line of a dialogue.
        lone = len(run) == 1 and not run[0].certain
        beside = (*lines[max(0, start - 1) : start], *lines[at : at + 1])
        doubtful = lone and (not run[0].authors or any(map(_SPOKEN.match, beside)))
        of_a_work = _may_be_of_a_work(run) and _beside_a_work(lines, start, at)
        if not doubtful and not of_a_work:
            runs.append(
                Credits(
                    tuple(dict.fromkeys(name for c in run for name in c.authors)),
                    tuple(dict.fromkeys(name for c in run for name in c.compilers)),
                )
            )
        run = []
    return runs


def _may_be_of_a_work(run: list[Credits]) -> bool:
    """Whether some credits may be those of a book or a paper: nobody edited or illustrated it, no account signed it."""
    return all(role in "ACT" for credits in run for role in credits.roles)


def _beside_a_work(lines: list[str], start: int, end: int) -> bool:
    above, below = lines[max(0, start - 2) : start], lines[end : end + 2]
    return any(map(WORK.match, (*above, *below))) or any(map(_WORK_TITLE.match, above))


def _of_mention(line: str, source: str) -> Credits | None:
    """Return the authors of a line that says more: a repost's first sentence, or what the author does elsewhere."""
    authors = repost_authors(line, source)
    match = (
        None
        if authors or len(line) > 200
        else _AUTHOR_IS.match(line) or _AUTHOR_WITH_POST.match(line) or _NAME_AND_POST.match(line)
    )
    if match and is_certain(match["name"]):
        authors = (match["name"],)
    return Credits(authors) if authors else None


def _of_dateline(line: str, source: str) -> tuple[str, ...]:
    match = _DATELINE.match(line[:100])
    inner = (match["round"] or match["square"] or match["report"]) if match else ""
    if not inner or not _REPORTER.search(inner):
        return ()
    credits = credits_of(inner, source, beside=True)
    if credits:
        return credits.authors
    # 专题作家 A: a post that only stands in datelines.
    post = re.match(r"\S{0,8}(?:专题作家|专栏作家|作者)\s*", inner)
    return (people(inner[post.end() :], Care.MUCH, source) or ()) if post else ()
