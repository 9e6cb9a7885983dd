"""F12: markdown with front matter, as Jekyll, Hugo, Zola, Hexo and Pelican keep posts.

What the front matter does not say may stand in the file's name: `2024-07-28-slug.md`, `2024-07-28-slug/index.md`, or in
Zola's `path = "2024/07/28/slug"`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from backfile.addresses import is_web
from backfile.errors import Problem
from backfile.frontmatter import split
from backfile.frontmatter.dates import parse_date
from backfile.frontmatter.headings import first_heading
from backfile.ingest.format import Format, section_of
from backfile.ingest.mending import mended_block, opened_block
from backfile.model import CaptureFile, Raw

# The name of a field, and the keys (lower case) that give it: the first that says anything.
# Keys are compared without case, blanks, hyphens and underscores.
_DATES = (
    *(
        "date",
        "publishdate",
        "pubdate",
        "publishtime",
        "publishedat",
        "publisheddate",
        "published",
        "publishedtime",
    ),
    *(
        "publishedon",
        "publisheddatetime",
        "posted",
        "postdate",
        "datepublished",
        "sourcepublished",
        "datetime",
        "time",
    ),
    *("发布时间", "发布日期", "发表时间", "发表日期", "日期", "时间"),
)
_TEXTS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "标题", "文章标题"),
    "date": tuple(k for k in _DATES if k not in ("published", "posted", "time", "时间")),
    "updated": ("updated", "lastmod", "modified", "lastmodifiedat", "updatedat", "lastupdated", "更新时间"),
    "source": (
        *(
            "mpname",
            "feedname",
            "account",
            "accountname",
            "公众号名称",
            "公众号",
            "source",
            "publication",
            "publisher",
        ),
        *("sitename", "来源"),
    ),
    "place": ("place", "location", "dateline", "发布地", "ip属地"),
    "section": ("section", "category", "分类"),
    "summary": (
        "summary",
        "description",
        "excerpt",
        "abstract",
        "deck",
        "subtitle",
        "digest",
        "摘要",
        "文章摘要",
    ),
    "original": (
        *(
            "original",
            "originalurl",
            "canonical",
            "canonicalurl",
            "sourceurl",
            "sourcelink",
            "link",
            "articleurl",
        ),
        *("原文链接", "文章链接", "原文地址", "链接"),
    ),
    "lang": ("lang", "language", "locale"),
    "slug": ("slug",),
    "permalink": ("permalink", "path", "url"),
    "reason": ("reason",),
}
# What a program writes there for "from WeChat" names no publication.
_NO_SOURCE = frozenset(
    ("wechat", "weixin", "微信", "公众号", "微信公众号", "web", "rss", "clipping", "clippings")
)
# When a file was made: the day of a post written there, but only that of the copy when the text comes from elsewhere.
_MADE = ("created", "createdat", "创建时间")
_COVERS = (
    *(
        "cover",
        "image",
        "featuredimage",
        "coverimage",
        "thumbnail",
        "banner",
        "heroimage",
        "primaryimage",
        "ogimage",
    ),
    *("封面", "封面图", "封面图链接", "文章详情封面图片"),
)
_AUTHORS = ("authors", "author", "byline", "writer", "作者")
_TAGS = ("tags", "tag", "topics", "topic", "keywords", "标签")
_ALIASES = ("aliases", "alias", "redirectfrom")
_DELETED = "是否已删除"
_KNOWN = frozenset(k for keys in (*_TEXTS.values(), _DATES) for k in keys) | {
    *_COVERS,
    *_AUTHORS,
    *_TAGS,
    *_ALIASES,
    "categories",
}
_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(.*))?\Z")
_PATH_DATE = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/[^/]")
_SEPARATORS = re.compile(r"\s*[,，、;；]\s*")
_PELICAN_LINE = re.compile(r"([A-Za-z][A-Za-z_-]{1,30}):[ \t]*(.*)")
_PICTURE = re.compile(r"/|\.(?:jpe?g|png|gif|webp|avif|svg|bmp)\b", re.IGNORECASE)
_TRUE = frozenset(("true", "yes", "on", "1"))
_FALSE = frozenset(("false", "no", "off", "0"))
_INDEX = ("index", "readme")
_MARKS = re.compile(r"[\s_-]+")

Metadata = Mapping[str, object]


def _accepts(capture: CaptureFile, text: str) -> bool:
    found = _split(text, "")
    if isinstance(found, Problem):
        return True  # whose reason parse tells
    return any(_plain(key) in _KNOWN for key in found[0])


def _parse(capture: CaptureFile, text: str) -> tuple[Raw, ...] | Problem:
    source = f"content/{capture.file}"
    stem = capture.file.rpartition("/")[2].rpartition(".")[0]
    if stem == "_index":
        return Problem(
            source, 0, "this is the index page of a section, not an article", "leave it out, or rename it"
        )
    found = _split(text, source)
    if isinstance(found, Problem):
        return found
    data, body, mended = found
    if not data and not body.strip():
        return Problem(source, 0, "the file has neither front matter nor text", "delete it")
    return (_raw(capture, _flat(data), body.strip("\n"), mended),)


def _split(text: str, source: str) -> tuple[Metadata, str, int] | Problem:
    """Return metadata, body, and how many lines of the metadata had to be mended to be read."""
    text = text.lstrip("\ufeff")
    if not text.lstrip("\n \t").startswith(("---", "+++")):
        opened = opened_block(text)
        if not opened:
            return (*_pelican(text), 0)
        text = opened
    found = split(text, source)
    if not isinstance(found, Problem) and found[2]:
        return found[0], found[1], 0
    mended, lines = mended_block(text, _KNOWN)
    if lines:
        again = split(mended, source)
        if not isinstance(again, Problem) and any(_plain(key) in _KNOWN for key in again[0]):
            return again[0], again[1], lines
    return found if isinstance(found, Problem) else (found[0], found[1], 0)


def _flat(data: Metadata) -> dict[str, object]:
    """Return metadata with what Zola keeps in a table of taxonomies at the top."""
    flat = {key.strip(): value for key, value in data.items()}
    taxonomies = flat.get("taxonomies")
    if isinstance(taxonomies, dict) and not any(key in flat for key in taxonomies):
        del flat["taxonomies"]
        flat.update(taxonomies)
    return flat


def _raw(capture: CaptureFile, data: dict[str, object], body: str, mended: int) -> Raw:
    by_key = {_plain(key): key for key in reversed(data)}
    used: set[str] = set()

    def first(keys: tuple[str, ...]) -> str:
        for key in keys:
            value = data.get(by_key.get(key, ""))
            if isinstance(value, str) and value.strip():
                used.add(by_key[key])
                return value.strip()
        return ""

    def every(keys: tuple[str, ...]) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for key in keys:
            found = _names(data.get(by_key.get(key, "")))
            if found is not None:
                used.add(by_key[key])
                names.update(dict.fromkeys(found))
        return tuple(names)

    dates = {key: by_key[key] for key in _DATES if parse_date(_one(data.get(by_key.get(key, ""))))}
    values = {field: first(keys) for field, keys in _TEXTS.items()}
    values["date"] = first(tuple(dates)[:1] or _TEXTS["date"])
    if values["source"].lower() in _NO_SOURCE:
        used.discard(next((by_key[k] for k in _TEXTS["source"] if k in by_key), ""))
        values["source"] = ""
    if not is_web(values["original"]):
        values["original"] = values["permalink"] if is_web(values["permalink"]) else values["original"]
    if not values["date"] and not values["original"]:
        values["date"] = first(tuple(k for k in _MADE if k in by_key and parse_date(_one(data[by_key[k]]))))
    tags, categories = every(_TAGS), every(("categories",))
    if len(categories) == 1 and not values["section"]:
        values["section"] = categories[0]
    else:
        tags = tuple(dict.fromkeys((*tags, *categories)))
    cover, cover_key = _cover(data, by_key)
    used |= {cover_key} if cover else set()
    status, status_keys = _status(data, by_key)
    used |= status_keys
    values["section"] = values["section"] or section_of_archive(capture.file)
    _from_name(values, capture.file)
    if not values["title"]:
        values["title"], body = _title(values["slug"], body)
    return Raw(
        format=FORMAT.name,
        dialect="written",
        plain=True,
        file=capture.file,
        sha256=capture.sha256,
        authors=tuple(a for a in every(_AUTHORS) if a != values["source"]),
        tags=tags,
        cover=cover,
        aliases=every(_ALIASES),
        status=status,
        body=body,
        extra=_extra({k: v for k, v in data.items() if k not in used}),
        repairs=(("front_matter", mended),) if mended else (),
        **values,
    )


def section_of_archive(file: str) -> str:
    """Return the section a folder suggests; "" for folders that only sort posts by date or hold one post's files."""
    section = section_of(file)
    stem = file.rpartition("/")[2].rpartition(".")[0].lower()
    plain = re.fullmatch(r"[\d-]+|_?posts?|content|news|blog|articles?|pages?|src", section.lower())
    return "" if plain or stem in _INDEX or _NAME.match(section) else section


def _from_name(values: dict[str, str], file: str) -> None:
    """Fill date and slug from the path the front matter gives, else from the file's name."""
    path = values["permalink"]
    if not values["date"] and (match := _PATH_DATE.search(path)):
        values["date"] = "-".join(match.groups())
    folders, _, name = file.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if stem.lower() in _INDEX and folders.count("/") >= 1:
        stem = folders.rpartition("/")[2]
    if match := _NAME.match(stem):
        values["date"] = values["date"] or match[1]
        stem = match[2] or stem
    piece = path.split("?")[0].rstrip("/").rpartition("/")[2].removesuffix(".html")
    if not re.search(r"\w", piece) or ":" in piece or "{" in piece:
        piece = ""
    values["slug"] = values["slug"] or piece or stem


def _title(slug: str, body: str) -> tuple[str, str]:
    """Return a title for a text without one: its first heading, which then leaves the body, or the words of its slug."""
    return first_heading(body) or (slug.replace("-", " ").strip(), body)


def _names(value: object) -> tuple[str, ...] | None:
    """Return names given as text with commas, as a list, or as a list of tables with a name; None for anything else."""
    if isinstance(value, str):
        parts = re.split(r"\s+(?=#)", value.strip()) if value.strip().startswith("#") else [value.strip()]
        return tuple(n.removeprefix("#") for part in parts for n in _SEPARATORS.split(part) if n.strip("#"))
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return None
    names: list[str] = []
    for item in value:
        if isinstance(item, dict):
            item = item.get("name") or item.get("title")
        elif isinstance(item, list):  # a path of categories, as Hexo has them
            names += _names(item) or ()
            continue
        if not isinstance(item, str):
            return None
        names.append(item.strip().removeprefix("#"))
    return tuple(n for n in names if n)


def _cover(data: Metadata, by_key: dict[str, str]) -> tuple[str, str]:
    """Return the first cover that is a path or URL, not a mere name in some image service, and its key."""
    for key in _COVERS:
        value = data.get(by_key.get(key, ""))
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = next((value[k] for k in ("src", "url", "path", "image", "feature") if value.get(k)), "")
        if isinstance(value, str) and _PICTURE.search(value):
            return value.strip(), by_key[key]
    return "", ""


def _status(data: Metadata, by_key: dict[str, str]) -> tuple[str, set[str]]:
    """Return the status that flags give: whatever says that a post is not public makes it a draft."""
    status, used = "", set()
    for key in ("status", "draft", "published"):
        value = data.get(by_key.get(key, ""))
        if not isinstance(value, str):
            continue
        word = value.strip().lower()
        hidden = {
            "status": word not in ("published", "public", ""),
            "draft": word in _TRUE,
            "published": word in _FALSE,
        }
        if key == "status" or word in _TRUE | _FALSE:
            used.add(by_key[key])
        if key == "status" and word in ("draft", "withdrawn", "gone"):
            status = status or word
        elif hidden[key]:
            status = "draft"
    deleted = by_key.get(_DELETED, "")
    word = str(data[deleted]).strip().lower() if deleted else ""
    if word in (*_TRUE, *_FALSE, "是", "否"):
        used.add(deleted)
        status = status or ("gone" if word in (*_TRUE, "是") else "")
    return status, used


def _plain(key: str) -> str:
    return _MARKS.sub("", key.lower())


def _one(value: object) -> str:
    return value if isinstance(value, str) else ""


def _extra(rest: Metadata) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for key, value in rest.items():
        if key.lower() == "extra" and isinstance(value, dict):
            found += [(k, _text(v)) for k, v in value.items()]
        elif value not in ("", [], {}):
            found.append((key, _text(value)))
    return tuple(dict(found).items())


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ", ".join(value)
    return msgspec.json.encode(value).decode()


def _pelican(text: str) -> tuple[dict[str, object], str]:
    """Return the metadata lines at the top of a Pelican post (no delimiters, ended by a blank line) and the text after them."""
    data: dict[str, object] = {}
    lines = text.removeprefix("\ufeff").split("\n")
    at = 0
    while at < len(lines) - 1 and (match := _PELICAN_LINE.match(lines[at])):
        data[match[1]] = match[2]
        at += 1
    keys = {k.lower() for k in data}
    if (
        "title" not in keys
        or not keys & {"date", "author", "authors", "category", "slug", "tags"}
        or lines[at].strip()
    ):
        return {}, text
    return data, "\n".join(lines[at:])


FORMAT = Format(
    "front-matter",
    "markdown with YAML or TOML front matter (Jekyll, Hugo, Zola, Hexo, Pelican)",
    _accepts,
    _parse,
)
