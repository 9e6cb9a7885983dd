r"""F2: a WeChat page through html2text, header and all: cover, title, names, the icons that remain.

![cover_image](URL)
(blank)
#  title
(blank)
原创  author  [ account ](javascript:void\(0\);)
(blank)
__ _ _
(blank)
body

Day and address are mostly not inside; the day may begin the file's name, the address stand in a list beside the file.
"""

from __future__ import annotations

import re

from backfile.frontmatter.headings import heading
from backfile.ingest.format import Format, section_of
from backfile.ingest.header import lines_of, title_text, wrapped_title
from backfile.ingest.name import date_and_title
from backfile.model import CaptureFile, Raw

_COVER = re.compile(r"!\[cover[ _\\]*image\]\(\s*<?([^\s)>]*)[^)\n]*\)\s*\Z", re.IGNORECASE)
_SCRIPT = r"\]\(\s*<?javascript:[^)\n]*?(?:\\?\([^)\n]*\\?\))?;?>?\s*\)"
_ACCOUNT = re.compile(
    rf"(?:(?:原创|Original)\s+)?(?:(\S.{{0,40}}?)\s+)?\[\s*([^\]\n]{{1,60}}?)\s*{_SCRIPT}[ \t]*(.*)\Z"
)
_ORIGINAL = re.compile(r"(?:原创|Original)\Z")
_DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
# Icons are empty emphasis; day and place are emphasis that says something.
_ICONS = re.compile(
    rf"[_*\s]*(?:(?<=[_*])\s*({_DATE})\s*[_*]+)?\s*(?:[_*]*(?:发表于|Posted on)?\s*([^_*\d\W]{{0,12}})\s*[_*]+)?[_*\s]*\Z"
)
_PROFILE = (
    ("account_name", re.compile(r"\*\*\s*([^*\n]{1,60}?)\s*\*\*\s*!\[[^\]\n]*\]\([^)\n]*\)\s*\Z")),
    ("account_id", re.compile(r"微信号\s+(\S.*)\Z")),
    ("account_about", re.compile(r"功能介绍\s*(.*)\Z")),
)
_COLLECTED = re.compile(r"(?:收录于(?:合集|话题)?|合集)\s*\Z")
_COLLECTION = re.compile(r"\\?#\s*(\S.*?)(?:\s+\d+\s*个)?\s*\Z")
_HEADER_LINES = 40
_TITLE_LINES = 8
_LONGEST_NAME = 40
# No line of a header is as long; what is cut here is not read as one.
_LONGEST_LINE = 2000
# Only html2text writes two blanks before a heading and blanks within a link.
_HTML2TEXT = re.compile(r"^#  \S|\[ [^\]\n]+ \]\(", re.MULTILINE)


def _accepts(capture: CaptureFile, text: str) -> bool:
    lines = lines_of(text, _TITLE_LINES)[:_HEADER_LINES]
    shown = [line.strip()[:_LONGEST_LINE] for line in lines if line.strip()]
    covers = bool(shown) and _COVER.match(shown[0]) is not None
    titles = [at for at, line in enumerate(shown) if heading(line) is not None]
    named = [at for at, line in enumerate(shown) if _ACCOUNT.match(line)]
    if not titles or titles[0] != int(covers):
        return False
    return covers or (bool(named) and titles[0] < named[0] <= 7)


class _Reader:
    """Reads the header line by line; the first line that is none of it begins the body."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.values = {"title": "", "cover": "", "source": "", "author": "", "date": "", "place": ""}
        self.extra: dict[str, str] = {}
        self.end = at = 0
        while at < min(len(lines), _HEADER_LINES):
            line = lines[at].strip()[:_LONGEST_LINE]
            after = at + 1
            if line:
                after = self._take(line, at)
                if not after:
                    break
                self.end = after
            at = after

    def _take(self, line: str, at: int) -> int:
        """Return the number of the line after one that belongs to the header, 0 when it does not."""
        values = self.values
        if not values["title"] and (match := _COVER.match(line)):
            values["cover"] = "" if match[1].lower() in ("none", "null") else match[1]
        elif not values["title"] and (title := heading(line)) is not None:
            values["title"], after = wrapped_title(self.lines, at + 1, title)
            return after if not any(_ACCOUNT.match(x.strip()) for x in self.lines[at + 1 : after]) else at + 1
        elif not values["source"] and (match := _ACCOUNT.match(line)):
            values["author"] = values["author"] or match[1] or ""
            values["source"] = match[2]
            self._day(match[3])
        elif not values["source"] and values["title"] and _ORIGINAL.match(line):
            return self._names(at + 1)
        elif not values["source"] and values["title"] and self._is_author(line, at):
            values["author"] = line
        elif values["source"] and self._day(line):
            return at + 1
        elif values["source"]:
            return self._profile(line, at)
        else:
            return 0
        return at + 1

    def _day(self, line: str) -> bool:
        match = _ICONS.match(line)
        if match is None or not (re.search(r"[_*]", line) or match[1]):
            return False
        self.values["date"] = self.values["date"] or match[1] or ""
        self.values["place"] = self.values["place"] or (match[2] or "")
        return True

    def _is_author(self, line: str, at: int) -> bool:
        """Return whether a line is a name, since the account follows."""
        after = next((x.strip() for x in self.lines[at + 1 : at + 4] if x.strip()), "")
        return len(line) <= _LONGEST_NAME and bool(_ACCOUNT.match(after)) and not re.match(r"[!#>\[*]", line)

    def _names(self, at: int) -> int:
        """Read author and account where they stand alone, one a line, below 原创."""
        found = [n for n in range(at, min(at + 6, len(self.lines))) if self.lines[n].strip()][:2]
        names = [self.lines[n].strip() for n in found]
        if names and _ACCOUNT.match(names[0]):
            return at
        if len(names) == 2 and all(len(n) <= _LONGEST_NAME and not re.match(r"[!#>\[*]", n) for n in names):
            self.values["author"], self.values["source"] = names
            return found[1] + 1
        return at

    def _profile(self, line: str, at: int) -> int:
        for name, form in _PROFILE:
            if (match := form.match(line)) and name not in self.extra:
                if match[1] != self.values["source"]:
                    self.extra[name] = match[1]
                return self._run_on(name, at + 1) if name == "account_about" else at + 1
        if _COLLECTED.match(line):
            self.extra.setdefault("collections", "")
            return at + 1
        if "collections" in self.extra and (match := _COLLECTION.match(line)) and not line.startswith("# "):
            self.extra["collections"] = ", ".join(filter(None, (self.extra["collections"], match[1])))
            return at + 1
        return 0

    def _run_on(self, name: str, at: int) -> int:
        """Read on a text that is wrapped, up to the next blank line."""
        parts = [self.extra.get(name, "")]
        while at < len(self.lines) and self.lines[at].strip() and not self._is_icons(self.lines[at]):
            parts.append(self.lines[at].strip())
            at += 1
        self.extra[name] = " ".join(filter(None, parts))
        return at

    def _is_icons(self, line: str) -> bool:
        return bool(re.fullmatch(r"[_*\s]+", line))


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...]:
    read = _Reader(lines_of(text, _TITLE_LINES))
    date, name = date_and_title(capture.file)
    values = read.values
    author = values["author"]
    raw = Raw(
        format=FORMAT.name,
        dialect="html2text" if _HTML2TEXT.search(text[:4000]) else "converted",
        file=capture.file,
        sha256=capture.sha256,
        title=title_text(values["title"]) or name,
        date=values["date"] or date,
        authors=(author,) if author and author != values["source"] else (),
        source=values["source"],
        place=values["place"],
        section=section_of(capture.file),
        cover=values["cover"],
        body="\n".join(read.lines[read.end :]).strip("\n"),
        extra=tuple((k, v) for k, v in read.extra.items() if v),
    )
    return (raw,)


FORMAT = Format(
    "wechat-cover", "WeChat page through html2text, cover first, day in the file's name", _accepts, _parse
)
