"""Addresses: what identifies an article, and where pages live below the site's root."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from math import inf
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from backfile.characters import CONTROL, fold
from backfile.digest import base32_id

ID_LENGTH = 10
# Names of parameters that tell where a reader came from; browsers read this pattern too.
TRACKING = (
    r"utm_\w+|spm|from|isappinstalled|fbclid|gclid|yclid|mc_[ce]id|share_token|share_source|scene|srcid|"
    r"chksm|sessionid|clicktime|enterid|ascene|devicetype|pass_ticket|wx_header|subscene|_hsenc|_hsmi|ref_src"
)
_TRACKING = re.compile(rf"(?:{TRACKING})\Z")
WECHAT = ("mp.weixin.qq.com", "mp.weixinbridge.com")
WECHAT_NAMES = {"appmsgid": "mid", "itemidx": "idx"}
_WECHAT_IMAGE = re.compile(r"(?:https?:)?//mmbiz\.q(?:pic|logo)\.cn(/[^?#]*)")
# A host in small letters and a path, and nothing that has to be read in more than one way.
_PLAIN_URL = re.compile(
    r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(/[^?#\s\x00-\x20\x7f-\xa0]*)(?:#\S*)?\Z"
)
_PLAIN_PERMALINK = re.compile(r"[a-z0-9_-]{1,60}(?:/[a-z0-9_-]{1,60})*\Z")
_IMAGE_SIZE = re.compile(r"(?:w|h|width|height|size|resize|fit)\Z", re.IGNORECASE)
_IMAGE_SCALING = re.compile(
    r"(?:w|h|width|height|size|resize|fit|crop|q|quality|fm|format|auto|dpr|strip|ssl|x-oss-process|imageview2?|"
    r"imagemogr2|utm_\w+)(?:/|\Z)",
    re.IGNORECASE,
)
_UNSAFE = re.compile(
    r'[/\\?#%:*"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u200b\u2028\u2029]'
)
_RESERVED = re.compile(r"(?:p|index|con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?\Z")
_EDGES = " ." + "\u00a0\u3000"


def article_id(identity: str) -> str:
    """Return the 10 base32 characters that stand for an identity."""
    return base32_id(identity, ID_LENGTH)


def identity(original: str) -> str:
    """Return what makes two captures the same article, from its original URL; "" when the URL identifies nothing.

    WeChat: ``wechat:__biz/mid/idx`` (or the short form's key); anything else: the URL without scheme, ``www.``,
    tracking parameters, fragment and trailing slash, its parameters sorted.
    """
    plain = _PLAIN_URL.match(original)
    if plain is not None and plain[1] not in WECHAT:
        # Most addresses have no parameters; taking them apart by the book costs several times as much.
        return "" if plain[2] == "/" else f"url:{plain[1]}{plain[2].rstrip('/')}"
    parts = _split(original)
    if parts is None:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    # Some dumps leave the "&" of an address as HTML has it.
    query = parse_qsl(parts.query.replace("&amp;", "&"), keep_blank_values=True)
    if host in WECHAT:
        # Links of the years before 2014 have other names for the two numbers.
        values = {WECHAT_NAMES.get(k, k): v for k, v in query}
        if values.get("__biz") and values.get("mid") and values.get("idx"):
            return f"wechat:{values['__biz']}/{values['mid']}/{values['idx']}"
        if parts.path.startswith("/s/") and len(parts.path) > 3:
            return "wechat:" + parts.path[3:].strip("/")
    kept = sorted((k, v) for k, v in query if not _TRACKING.match(k))
    if not host or (parts.path in ("", "/") and not kept):
        return ""
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"url:{host}{port}{parts.path.rstrip('/')}" + ("?" + urlencode(kept) if kept else "")


def without_tracking(url: str) -> str:
    """Return a URL without tracking parameters and fragment, otherwise as it was; not a URL: unchanged."""
    parts = _split(url)
    if parts is None:
        return url
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


@lru_cache(1 << 12)
def image_identity(url: str) -> str:
    """Return what stays the same of a picture's URL when it is asked for in another size or format; "" when it is no URL.

    WeChat: host and path without the width; anything else: the URL without scheme, fragment and the parameters that
    image services scale by.
    """
    wechat = _WECHAT_IMAGE.match(url)
    if wechat is not None:
        path, _, width = wechat[1].rpartition("/")
        # The last piece of the path is the width it is scaled to.
        is_scaled = path and len(width) <= 4 and (width.isdecimal() or not width)
        return "mmbiz" + (path if is_scaled else wechat[1])
    parts = _split(f"https:{url}" if url.startswith("//") else url)
    if parts is None:
        return ""
    host = parts.hostname or ""
    kept = sorted(
        (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _IMAGE_SCALING.match(k)
    )
    return host + parts.path + ("?" + urlencode(kept) if kept else "")


def image_scale(url: str) -> float:
    """Return the size in pixels that a picture's URL asks for, infinity when it asks for none: the original."""
    wechat = _WECHAT_IMAGE.match(url)
    if wechat is not None:
        width = wechat[1].rpartition("/")[2]
        return float(width) or inf if width.isdecimal() and len(width) <= 4 else inf
    parts = _split(f"https:{url}" if url.startswith("//") else url)
    query = parse_qsl(parts.query) if parts is not None else []
    found = [float(number) for k, v in query if _IMAGE_SIZE.match(k) for number in re.findall(r"\d{1,5}", v)]
    return max(found, default=0.0) or inf


def is_web(url: str) -> bool:
    """Return whether a text is an http or https URL with a host."""
    return _PLAIN_URL.match(url) is not None or _split(url) is not None


@lru_cache(1 << 16)
def term_segment(name: str) -> str:
    """Return the portable file name of a tag, author or source (not percent-encoded).

    Equal keys give equal names, different keys different ones, whatever else exists: what lost anything gets 6 characters
    of the key's digest.
    """
    key = fold(name)
    text = unicodedata.normalize("NFC", key)
    plain = _UNSAFE.sub("-", CONTROL.sub("-", text)).strip(_EDGES)
    cut = _cut(plain, 60, 180).strip(_EDGES)
    if cut != key or not cut or _RESERVED.match(cut):
        mark = base32_id(key, 6)
        return f"{cut}-{mark}" if cut else mark
    return cut


def term_url(kind: str, name: str) -> str:
    """Return the address of a term's list root, percent-encoded, such as ``tags/%E5%8D%B0%E5%88%B7/``."""
    return f"{kind}/{encode(term_segment(name))}/"


def encode(path: str) -> str:
    """Percent-encode a path as UTF-8; slashes stay."""
    return quote(path, safe="/~!$&'()*+,;=@")


def root_of(path: str) -> str:
    """Return the relative way from an output file to the site's root: "" or "../" as often as it is deep."""
    return "../" * path.count("/")


def safe_permalink(permalink: str) -> str:
    """Return a permalink as a portable relative path in NFC, each piece made safe; "" when nothing is left of it."""
    if _PLAIN_PERMALINK.match(permalink):
        return permalink
    pieces = []
    for piece in permalink.split("/"):
        plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", CONTROL.sub("", piece))).strip(_EDGES)
        cut = _cut(plain, 60, 180).strip(_EDGES)
        if cut:
            pieces.append(cut)
    return "/".join(pieces)


def _cut(text: str, characters: int, size: int) -> str:
    text = text[:characters]
    while len(text.encode()) > size:
        text = text[:-1]
    return text


@lru_cache(1 << 12)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        parts.port  # noqa: B018  raises ValueError when it is no number
    except ValueError:
        return None
    return parts
