"""site.toml, the only configuration file, as one frozen value."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import msgspec

from backfile.errors import ConfigError, SiteNotFoundError, suggestion

FILE = "site.toml"


class ImportSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[import]. source: the publication of captures that name none."""

    source: str = ""


class TagSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[tags]. At most max and, where the text offers them, at least min tags an article.

    stop: never a tag; force: always a tag where the text names it; aliases: other spelling -> the tag to use.
    """

    min: int = 0
    max: int = 6
    stop: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    aliases: dict[str, str] = {}


class ImageSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[images]. local: folders (below the site folder, or absolute) where paths that begin with / are looked up;

    store: where original bytes are kept, "" meaning content/images; widths: of the variants in articles, in pixels;
    cover: width of thumbnails; quality: of lossy WebP, 1 to 100; avif: offer AVIF besides WebP, smaller and slow to make.
    """

    local: tuple[str, ...] = ()
    store: str = ""
    widths: tuple[int, ...] = (720, 1280)
    cover: int = 480
    quality: int = 78
    avif: bool = False


class AddressRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[[fetch.hosts.sizes]]. find: a regular expression, searched in an image's URL; put: what takes its place."""

    find: str
    put: str


class HostSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[[fetch.hosts]]. What is known of one host, or of all below it (*.example.org); keys left out are as built in.

    connections: at once, at most 2; gap: seconds between two requests; referer: send the article's address when the host
    refuses an image without it; placeholder: the host shows another picture to pages of other sites, which is asked for on
    purpose once a run, so that it is known; sizes: other addresses of the same picture, the best first; wayback: ask the
    Wayback Machine for its lost images.
    """

    host: str
    connections: int | None = None
    gap: float | None = None
    referer: bool | None = None
    placeholder: bool | None = None
    sizes: tuple[AddressRule, ...] | None = None
    wayback: bool | None = None


class FetchSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[fetch]. seconds: how long `build` fetches at most; connections: in all; gap: seconds between two requests to a host.

    max_bytes: of one image, decoded; wayback: ask the Wayback Machine, or what archives name, for what its host has lost;
    archives: their addresses, {time} standing for the digits of the article's date, {url} for the image's address.
    """

    enabled: bool = True
    seconds: int = 300
    connections: int = 8
    gap: float = 0.2
    max_bytes: int = 20_000_000
    wayback: bool = True
    archives: tuple[str, ...] = ("https://web.archive.org/web/{time}im_/{url}",)
    hosts: tuple[HostSettings, ...] = ()


class PageSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[pages]. list: articles on a numbered page; feed: entries of a feed; canonical: write rel=canonical links;

    lost: list the images that are lost, and ask readers for them.
    """

    list: int = 50
    feed: int = 20
    canonical: bool = True
    lost: bool = True


class DeploySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[deploy]. cname: the site's own domain; branch: what GitHub Pages is deployed from."""

    cname: str = ""
    branch: str = "main"


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """All settings. language: BCP 47; timezone: IANA name, of captures that name none; base_url: "" or ends with a slash; theme:
    a folder below themes/, see docs/theming.md.
    """

    title: str
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    base_url: str = ""
    contact: str = ""
    theme: str = "default"
    imports: ImportSettings = ImportSettings()
    tags: TagSettings = TagSettings()
    images: ImageSettings = ImageSettings()
    fetch: FetchSettings = FetchSettings()
    pages: PageSettings = PageSettings()
    deploy: DeploySettings = DeploySettings()


_TABLES: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "import": ("imports", ImportSettings),
    "tags": ("tags", TagSettings),
    "images": ("images", ImageSettings),
    "fetch": ("fetch", FetchSettings),
    "pages": ("pages", PageSettings),
    "deploy": ("deploy", DeploySettings),
}
_SITE_KEYS = ("title", "description", "language", "timezone", "base_url", "contact", "theme")


def parse(text: str) -> Site:
    """Return the settings that the text of a site.toml gives.

    Raises ConfigError with the key and the nearest known one when anything is unknown, missing or of the wrong kind.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{FILE}: {error}") from None
    for name in data:
        if name != "site" and name not in _TABLES:
            raise ConfigError(_unknown(f"table [{name}]", name, ("site", *_TABLES)))
    site = data.get("site")
    if not isinstance(site, dict):
        raise ConfigError(f'{FILE}: there is no [site] table; write [site] and below it title = "…"')
    for key in site:
        if key not in _SITE_KEYS:
            raise ConfigError(_unknown(f"key {key} in [site]", key, _SITE_KEYS))
    values: dict[str, Any] = dict(site)
    for name, (field, kind) in _TABLES.items():
        if name in data:
            values[field] = _table(name, data[name], kind)
    try:
        result = msgspec.convert(values, Site)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{FILE}: [site]: {error}") from None
    return _checked(result)


def load(folder: Path) -> Site:
    """Read the site.toml of a folder. Raises ConfigError, or SiteNotFoundError when there is none."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SiteNotFoundError(f"there is no {FILE} in {folder}; `backfile new DIR` makes a site") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{FILE} is not UTF-8 text") from None
    return parse(text)


def find(start: Path) -> Path:
    """Return the nearest folder upward that has a site.toml. Raises SiteNotFoundError."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise SiteNotFoundError(
        f"there is no {FILE} here or above; `backfile new DIR` makes a site, --site DIR names one"
    )


def with_base_url(site: Site, base_url: str) -> Site:
    """Return the settings with another base URL, as `build --base-url` wants them."""
    return _checked(msgspec.structs.replace(site, base_url=base_url))


def _table(name: str, value: object, kind: type[msgspec.Struct]) -> msgspec.Struct:
    if isinstance(value, dict):
        for key in value:
            if key not in kind.__struct_fields__:
                raise ConfigError(_unknown(f"key {key} in [{name}]", key, kind.__struct_fields__))
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{FILE}: [{name}]: {error}") from None


def _unknown(what: str, word: str, known: tuple[str, ...]) -> str:
    hint = suggestion(word, known) or "known are " + ", ".join(known)
    return f"{FILE}: unknown {what}; {hint}"


def _checked(site: Site) -> Site:
    if not site.title.strip():
        raise ConfigError(f"{FILE}: [site] title is empty")
    if site.timezone not in available_timezones():
        hint = suggestion(site.timezone, available_timezones()) or "use a name such as Asia/Shanghai or UTC"
        raise ConfigError(f"{FILE}: [site] timezone {site.timezone!r} is unknown; {hint}")
    if site.pages.list < 1 or site.pages.feed < 1:
        raise ConfigError(f"{FILE}: [pages] list and feed must be at least 1")
    if not 1 <= site.images.quality <= 100 or not site.images.widths or min(site.images.widths) < 16:
        raise ConfigError(f"{FILE}: [images] quality must be 1 to 100, widths at least 16 pixels")
    _check_hosts(site.fetch.hosts)
    for address in site.fetch.archives:
        if not address.startswith(("http://", "https://")) or "{url}" not in address:
            raise ConfigError(
                f"{FILE}: [fetch] archives: {address!r} must be a web address that contains {{url}}"
            )
    base = site.base_url
    if base and base != "file:" and not base.startswith(("http://", "https://")):
        raise ConfigError(
            f"base_url {base!r} must begin with https:// or http:// (or be file: for an offline copy)"
        )
    if base and base != "file:" and not base.endswith("/"):
        base += "/"
    return msgspec.structs.replace(site, base_url=base, images=_sorted_widths(site.images))


def _check_hosts(hosts: tuple[HostSettings, ...]) -> None:
    for one in hosts:
        if not one.host.removeprefix("*.") or set(one.host.removeprefix("*.")) & set("/:*@ "):
            raise ConfigError(
                f"{FILE}: [[fetch.hosts]] host {one.host!r} must be a name such as img.example.org"
            )
        for rule in one.sizes or ():
            try:
                re.sub(rule.find, rule.put, "")
            except (re.error, IndexError) as error:
                raise ConfigError(
                    f"{FILE}: [[fetch.hosts.sizes]] of {one.host}: {rule.find!r}: {error}"
                ) from None


def _sorted_widths(images: ImageSettings) -> ImageSettings:
    return msgspec.structs.replace(images, widths=tuple(sorted(set(images.widths))))


def reference() -> str:
    """Return the page docs/configuration.md: every table and key with its kind and default, made from the structs."""
    lines = [
        "# Configuration",
        "",
        "`site.toml` is the only configuration file.",
        "Every key but `title` has a default; an unknown key is an error that names the nearest known one.",
        "",
    ]
    lines += _reference_table("site", Site, _SITE_KEYS, Site.__doc__ or "")
    for name, (_, kind) in _TABLES.items():
        lines += _reference_table(name, kind, kind.__struct_fields__, kind.__doc__ or "")
    for name, kind in (("[fetch.hosts]", HostSettings), ("[fetch.hosts.sizes]", AddressRule)):
        lines += _reference_table(name, kind, kind.__struct_fields__, kind.__doc__ or "")
    return "\n".join(lines)


def _reference_table(name: str, kind: type[msgspec.Struct], keys: tuple[str, ...], text: str) -> list[str]:
    fields = {f.name: f for f in msgspec.structs.fields(kind)}
    about = (
        " ".join(text.split())
        .removeprefix(f"[{name}]. ")
        .removeprefix("All settings. ")
        .removeprefix("[[fetch.hosts]]. ")
        .removeprefix("[[fetch.hosts.sizes]]. ")
    )
    rows = [f"| `{key}` | {_kind_name(fields[key].type)} | {_default(fields[key])} |" for key in keys]
    return [
        f"## [{name}]",
        "",
        about[:1].upper() + about[1:],
        "",
        "| key | kind | default |",
        "|---|---|---|",
        *rows,
        "",
    ]


def _kind_name(kind: object) -> str:
    text = (
        getattr(kind, "__name__", str(kind)) if isinstance(kind, type) else str(kind).removesuffix(" | None")
    )
    names = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}
    if text.startswith("tuple"):
        inside = str(kind).removeprefix("tuple[").split(",")[0].rstrip("]").rpartition(".")[2]
        return f"list of {names.get(inside, 'tables')}" + (
            "s" if names.get(inside, "").endswith("number") else ""
        )
    return names.get(text, "table of text")


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is not msgspec.NODEFAULT:
        if field.default is None:
            return "as built in"
        value = list(field.default) if isinstance(field.default, tuple) else field.default
    elif field.default_factory is not msgspec.NODEFAULT:
        value = {}
    else:
        return "required"
    return f"`{msgspec.json.encode(value).decode()}`"
