"""A theme as a value, and which of its sources a page depends on."""

from __future__ import annotations

from functools import cache

import msgspec
from jinja2 import Environment, TemplateSyntaxError, meta

from backfile.digest import digest
from backfile.errors import ThemeError
from backfile.model import (
    AnyPage,
    ArticlePage,
    DatesPage,
    DayPage,
    FeedPage,
    HomePage,
    IndexPage,
    ListPage,
    LostPage,
    LostYearPage,
    MonthPage,
    NotFoundPage,
    RedirectPage,
    SitemapPage,
    TermPage,
    TextPage,
    UndatedPage,
    YearPage,
)

_TEMPLATES: dict[type[msgspec.Struct], str] = {
    HomePage: "home.html",
    ListPage: "list.html",
    ArticlePage: "article.html",
    DatesPage: "dates.html",
    YearPage: "year.html",
    MonthPage: "month.html",
    DayPage: "day.html",
    UndatedPage: "undated.html",
    IndexPage: "terms.html",
    TermPage: "term.html",
    LostPage: "lost.html",
    LostYearPage: "lost_year.html",
    NotFoundPage: "404.html",
    RedirectPage: "redirect.html",
    FeedPage: "feed.xml",
    SitemapPage: "sitemap.xml",
    TextPage: "",
}


class Theme(msgspec.Struct, frozen=True):
    """The files of a theme by name, sorted, so that a worker can be handed them.

    templates: ``("article.html", source)``; strings: ``("zh-Hans", TOML text)``; assets: ``("site.css", bytes)``, published
    as ``assets/site.css``. Names of assets are fixed: a change of the stylesheet renders no page again.
    """

    name: str
    templates: tuple[tuple[str, str], ...]
    strings: tuple[tuple[str, str], ...]
    assets: tuple[tuple[str, bytes], ...]


def template_of(kind: type[AnyPage]) -> str:
    """Return the name of the template that renders a kind of page; "" for one that needs none."""
    return _TEMPLATES[kind]


def closures(theme: Theme) -> dict[str, bytes]:
    """Return for each template the digest of everything of the theme that it can reach, its interface strings included.

    A template that includes or imports a name it computes depends on the whole theme. The entry "" is for pages
    without a template. Raises ThemeError for a syntax error or a name that is no template of the theme.
    """
    sources = dict(theme.templates)
    result = {"": digest(())}
    for name, found in reach(theme).items():
        result[name] = digest((theme.strings, tuple((n, sources[n]) for n in sorted(found))))
    return result


def reach(theme: Theme) -> dict[str, frozenset[str]]:
    """Return for each template the templates it can reach, itself among them. Raises ThemeError as `closures` does."""
    sources = dict(theme.templates)
    named = {name: _references(name, source, sources) for name, source in theme.templates}
    result = {}
    for name in sources:
        found, waiting = {name}, [name]
        while waiting:
            for other in named[waiting.pop()]:
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        result[name] = frozenset(found)
    return result


@cache
def _minified(css: str) -> bytes:
    import rcssmin

    return str(rcssmin.cssmin(css)).encode()


def assets(theme: Theme) -> tuple[tuple[str, bytes], ...]:
    """Return the output path and the bytes of every asset; stylesheets lose comments and blanks."""
    return tuple(
        (f"assets/{name}", _minified(data.decode()) if name.endswith(".css") else data)
        for name, data in theme.assets
    )


def _references(name: str, source: str, sources: dict[str, str]) -> tuple[str, ...]:
    try:
        found = set(meta.find_referenced_templates(Environment(autoescape=True).parse(source, name)))
    except TemplateSyntaxError as error:
        raise ThemeError(f"{name}:{error.lineno}: {error.message}") from None
    if None in found:
        return tuple(sources)
    for other in sorted(n for n in found if n is not None and n not in sources):
        raise ThemeError(f"{name}: refers to {other}, which the theme does not have")
    return tuple(sorted(n for n in found if n is not None))
