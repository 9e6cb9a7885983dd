"""The text of an article without markup, byline, tail and links, line by line."""

from __future__ import annotations

import html
import re
from hashlib import blake2b

import msgspec

from backfile.characters import CJK, CONTROL
from backfile.convert.tags.values import DIGEST_SIZE, NO_DIGEST
from backfile.model import LEAD, TAIL, Article

# Bounds the time an article may take; longer ones are judged by their beginning.
_MOST_CHARACTERS = 200_000
_LINE_CHARACTERS = 20_000
_LEAD_CHARACTERS = 400

# A title only measures its subject by the version in 超越GPT-4 and by ChatGPT时刻, and denies what follows 无需.
_MEASURE = re.compile(
    r"(?:超越|超过|打败|击败|战胜|媲美|比肩|对标|吊打|碾压|赶超|反超|秒杀|完胜)\s?"
    r"(?a:[A-Za-z][A-Za-z.+\-]{0,20} ?\d[\w.+\-]{0,20}(?: [A-Z]\w{0,20})?)"
    r"|(?:并非|无需|不用|不靠)\s?(?a:[A-Za-z][\w.+\-]{0,30})"
    r"|(?<![A-Za-z0-9\-])(?a:[A-Za-z][\w.+\-]{0,30})\s?时刻"
)

_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>|\{[%{][^{}\n]{0,300}[%}]\}")
# Latin letters and digits of full width; punctuation keeps its width, for it tells Chinese text.
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\])?")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\])")
_URL = re.compile(r"(?:https?://|www\.)[^\s)>\]，。；、）”]+")
_CODE = re.compile(r"`[^`\n]{0,300}`")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_BLOCK = re.compile(
    r"^\s{0,12}(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)、]\s?|>|\||={3,}\s*$|-{3,}\s*$|\[\^?[^\]\n]{1,60}\]:)"
)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)#*\s*$")
_PREFIX = re.compile(r"\s*(?:[-*+>|#]+\s*|\d{1,3}[.)、]\s*)+")
_BOLD = re.compile(r"(?:\*\*|__)([^*_\n]{1,60}?)(?:\*\*|__)")
_QUOTED = re.compile(r"“([^“”\n]{2,30})”|「([^「」\n]{2,30})」")
_WORK = re.compile(r"《([^《》\n]{2,30})》")
_ESCAPE = re.compile(r"\\(?=[^\w\s])")
_MARKS = "*_`~"
_BYLINE_ROLES = "作者|文|编辑|责编|责任编辑|排版|编译|采访|撰文|采写|记者|来源|设计|校对|图源?|文章来源"
_BYLINE = re.compile(
    r"\S{1,20}(?: \S{1,20}){0,3}\s+(?:发自|投稿|编译|整理)(?:\s*\S{1,12})?$|.{0,30}[|｜丨]\s*公众号|"
    rf"(?:{_BYLINE_ROLES})\s*[|｜:：/丨]|.{{1,12}}(?:报道|编辑部|原创|出品)$|[Bb]y\s+[A-Z]\S+(?: [A-Z]\S+){{0,3}}$"
)
_TRAILER = re.compile(
    r"[\s—\-–_>·]*(?:[（(]?\s*(?:完|END|THE END)\s*[）)]?\s*[\s—\-–_·]*$|参考(?:链接|资料|文献|来源)|参考[:：]|references?\s*:?$|"
    r"一键三连|点(?:击)?这里|点击.{0,14}关注|往期|推荐阅读|相关阅读|延伸阅读|投稿请|欢迎投稿|转载请|联系我们|本文来自微信|"
    r"(?:欢迎|长按|扫码|识别).{0,8}(?:关注|扫码|二维码|加入|进群)|扫码|评选报名|加入我们|责任编辑)",
    re.IGNORECASE,
)


class Text(msgspec.Struct, frozen=True):
    """Lines of an article (0 is the title, a line is a paragraph), a letter of kind each, and what was set off in them."""

    lines: tuple[str, ...]
    kinds: str
    digests: bytes
    bold: tuple[str, ...]
    quoted: tuple[str, ...]
    works: tuple[str, ...]


def clean(article: Article) -> Text:
    """Return what is to be read of an article: at most 200,000 characters, nothing of what is folded."""
    body = article.body[:_MOST_CHARACTERS].partition(TAIL)[0]
    body = body.partition(LEAD)[2] if LEAD in body else body
    source = _narrow(CONTROL.sub("", body))
    source = _without_comments(html.unescape(source) if "&" in source else source)
    # Three passes and not one: a badge is an image inside a link.
    source = _TAG.sub(" ", source) if "<" in source or "{" in source else source
    source = _LINK.sub(r"\1", _IMAGE.sub(" ", source))
    source = _URL.sub(" ", source) if "://" in source or "www." in source else source
    paragraphs = _without_trailer(_paragraphs(source.split("\n")))
    own = article.source.strip() if CJK.match(article.source.strip()[:1] or " ") else ""
    title = _narrow(CONTROL.sub("", article.title[:1000]))
    lines, kinds, lead = [_without(own, _MEASURE.sub(" ", _plain(title)))], ["T"], 0
    for paragraph in paragraphs:
        heading = _heading(paragraph)
        line = _without(own, _plain(heading.group(1) if heading else paragraph))
        if not line:
            continue
        kind = "H" if heading else "L" if lead < _LEAD_CHARACTERS else "B"
        lead += len(line) if kind == "L" else 0
        lines.append(line)
        kinds.append(kind)
    joined = "\n".join((title, *paragraphs))
    return Text(
        tuple(lines),
        "".join(kinds),
        NO_DIGEST + b"".join(map(_digest, lines[1:])),
        tuple(_unmarked(found).strip() for found in _BOLD.findall(joined)),
        tuple(_unmarked(a or b).strip() for a, b in _QUOTED.findall(joined)),
        tuple(_unmarked(found).strip() for found in _WORK.findall(joined)),
    )


def _without_comments(source: str) -> str:
    # Not a regular expression: unclosed comments would cost one quadratic time.
    kept, at = [], 0
    while (start := source.find("<!--", at)) >= 0:
        end = source.find("-->", start)
        if end < 0:
            break
        kept.append(source[at:start])
        at = end + 3
    return " ".join((*kept, source[at:]))


def _paragraphs(rows: list[str]) -> list[str]:
    """Join wrapped lines, drop fenced code and bylines. A wrap between CJK characters leaves no blank."""
    found: list[str] = []
    fence, open_paragraph = "", False
    for row in rows:
        if not row:
            open_paragraph = False
            continue
        mark = _FENCE.match(row) if "```" in row or "~~~" in row else None
        if mark and (not fence or fence == mark.group(1)):
            fence, open_paragraph = ("" if fence else mark.group(1)), False
            continue
        row = (_CODE.sub(" ", row) if "`" in row else row).strip() if not fence else ""
        if not row or (len(found) < 24 and len(row) <= 60 and _BYLINE.match(_plain(row))):
            open_paragraph = False
        elif open_paragraph and not _BLOCK.match(row) and len(found[-1]) < _LINE_CHARACTERS:
            glue = "" if CJK.match(row[0]) or CJK.match(found[-1][-1]) else " "
            found[-1] += glue + row
        else:
            found.append(row[:_LINE_CHARACTERS])
            open_paragraph = not _heading(row)
    return found


def _without_trailer(paragraphs: list[str]) -> list[str]:
    """Cut at the first line of the last 40 % of the text that begins a trailer: references, calls to follow, the end mark."""
    total, before = sum(map(len, paragraphs)), 0
    for at, paragraph in enumerate(paragraphs):
        if before >= total * 0.6 and _TRAILER.match(_plain(paragraph[:80])):
            return paragraphs[:at]
        before += len(paragraph)
    return paragraphs


def _without(own: str, line: str) -> str:
    # The account's name is no subject, and a general dictionary would find words inside it.
    return line.replace(own, " ") if len(own) > 1 else line


def _heading(row: str) -> re.Match[str] | None:
    return _HEADING.match(row) if row[:1] == "#" else None


def _plain(row: str) -> str:
    # Most rows begin with a letter.
    prefix = None if row[:1].isalpha() else _PREFIX.match(row)
    return " ".join(_unmarked(row[prefix.end() :] if prefix else row).split())


def _unmarked(text: str) -> str:
    if "\\" in text:
        text = _ESCAPE.sub("", text)
    for mark in _MARKS:  # several times as fast as a pattern
        text = text.replace(mark, "")
    return text


def _narrow(text: str) -> str:
    return _WIDE.sub(lambda wide: chr(ord(wide[0]) - 0xFEE0), text)


def _digest(line: str) -> bytes:
    """Stands for a line that may recur; one too short to tell has none."""
    if len(line) < 6:
        return NO_DIGEST
    return blake2b(line.encode("utf-8", "replace"), digest_size=DIGEST_SIZE).digest()
