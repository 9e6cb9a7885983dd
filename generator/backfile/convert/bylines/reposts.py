"""What tells that an article comes from elsewhere, and who wrote it there: `本文来自X，作者：A，...`."""

from __future__ import annotations

import re

from backfile.convert.bylines.people import Care, people

FROM_ACCOUNT = re.compile(
    r"(?:本文|文章|原文|内容)?(?:经授权)?(?:来自|来源于?|源自|转载自|转自|首发于)\s*(?:微信|网易|搜狐)?(?:公众号|公号|订阅号|客户端)\s*"
    r"[:：|｜]?\s*[「“\"]?[\w· +]{2,20}[」”\"]?\s*(?:[（(][^（）()]{2,40}[）)])?"
    r"(?:[。，,；;]\s*(?:头图|题图|封面图?|图片)(?:来自|来源)?[:：][^，。：:]{2,20})?。?\Z"
)
REPOST = re.compile(
    r"(?:本文|文章|原文|内容)?(?:经授权)?(?:来自|来源于?|源自|转载自|转自|首发于|首发自|选自|摘自|原载于?)[^，,；;。]{2,50}[，,；;]\s*"
    r"(?:原文)?作者(?:为|是)?[:：|｜丨]?\s*(?P<names>[^，,。；;]{2,40})(?P<rest>(?:[，,；;。].*)?)\Z"
)
_REPOST_PART = re.compile(
    r"(?:原文)?(?:责任)?(?:编辑|题图|头图|封面|图片|标题|参与|ID)|.{0,20}(?:授权|发布|转载|首发|来自|有删改|有删减)|原文已|"
    r"\w{2,12}(?:编译|报道|编辑部|整理)\Z"
)
# What a platform writes below its members' articles.
_MEMBER = re.compile(
    r"(?:版权声明：)?本文(?:为|是)\s?\w{2,10}博主\s?[「“\"](?P<name>[^」”\"]{2,20}?)\.?[」”\"]的原创文章"
)
# 本文为X优秀文章，由 A 原创
_BY_WHOM = re.compile(
    r"\W{0,3}本文[^，。]{0,20}[，,]\s?由\s?(?P<name>[^，,。：:\s]{2,16})\s?(?:原创|撰写|投稿|供稿)[，,。]"
)


def authors_of_repost(text: str, source: str) -> tuple[str, ...] | None:
    """Return the authors of a line that says only where an article comes from, None for any other line."""
    match = REPOST.match(text)
    authors = people(match["names"], Care.SOME, source) if match else None
    if not match or authors is None:
        return None
    parts = [part.strip() for part in re.split(r"[，,；;。]", match["rest"]) if part.strip()]
    return authors if all(map(_REPOST_PART.match, parts)) else None


def repost_authors(line: str, source: str = "") -> tuple[str, ...]:
    """Return the authors named in `本文来自X，作者：A，...`, whatever else the line says."""
    if "博主" in line[:20] and (member := _MEMBER.match(line)):
        return (member["name"],)
    if "由" in line[:30] and (whom := _BY_WHOM.match(line)):
        return people(whom["name"], Care.SOME, source) or ()
    if len(line) > 420 or "作者" not in line:
        return ()
    match = REPOST.match(line) or REPOST.match(line[max(line.rfind("本文"), line.rfind("文章"), 0) :])
    return (people(match["names"], Care.SOME, source) or ()) if match else ()
