"""A theme as a value, and which of its sources a page depends on."""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec
from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from backfile.digest import digest
from backfile.errors import ThemeError, suggestion
from backfile.model import (
    AnyPage,
    ArticlePage,
    DatesPage,
    DayPage,
    FeedPage,
    HomePage,
    IndexPage,
    JsonFeedPage,
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
from backfile.render.manifest import Token
from backfile.render.stylesheet import with_tokens

# Rules of a theme that extends another; they stand at the end of the one stylesheet.
STYLESHEET, OWN_RULES = "site.css", "theme.css"

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
    JsonFeedPage: "feed.json",
    SitemapPage: "sitemap.xml",
    TextPage: "",
}


class Theme(msgspec.Struct, frozen=True):
    """The files of a theme by name, sorted, so that a worker can be handed them.

    templates: ``("article.html", source)``; strings: ``("zh-Hans", TOML text)``; assets: ``("site.css", bytes)``, published
    as ``assets/site.css``. Names of assets are fixed: a change of the stylesheet renders no page again.
    base: the theme that this one extends, whose files stand where it has none of the name; tokens: of the stylesheet.
    """

    name: str
    templates: tuple[tuple[str, str], ...]
    strings: tuple[tuple[str, str], ...]
    assets: tuple[tuple[str, bytes], ...]
    base: Theme | None = None
    tokens: tuple[Token, ...] = ()


class Read(msgspec.Struct, frozen=True):
    """What a template's source says: the names it refers to, the one it extends or "", and the strings it shows with lines.

    computed: it refers to a name that only rendering knows; open: beginnings of keys of which it asks whether there is one, as
    ``"repair."``.
    """

    references: tuple[str, ...]
    extends: str
    computed: bool
    strings: tuple[tuple[str, int], ...]
    open: tuple[str, ...]


def chain_of(theme: Theme) -> tuple[Theme, ...]:
    """Return a theme and those it extends, the nearest first."""
    return (theme, *chain_of(theme.base)) if theme.base else (theme,)


def sources_of(theme: Theme) -> dict[str, str]:
    """Return every template by its names: the nearest as ``article.html``, that of an extended theme as ``default/article.html``.

    A base's own references by plain names thereby meet what stands nearer.
    """
    found: dict[str, str] = {}
    for one in reversed(chain_of(theme)):
        if one is not theme:
            found.update((f"{one.name}/{name}", source) for name, source in one.templates)
        found.update(one.templates)
    return found


def strings_of(theme: Theme) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return for each language its files, each with its place, those of the nearest theme last."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for one in reversed(chain_of(theme)):
        for language, text in one.strings:
            place = f"themes/{one.name}/strings/{language}.toml"
            found[language] = (*found.get(language, ()), (place, text))
    return found


def place_of(theme: Theme, template: str) -> str:
    """Return the file of a template for messages, such as ``themes/mine/templates/article.html``."""
    for one in chain_of(theme):
        own = template.removeprefix(f"{one.name}/") if one is not theme else template
        if any(own == name for name, _ in one.templates):
            return f"themes/{one.name}/templates/{own}"
    return template


def template_of(kind: type[AnyPage]) -> str:
    """Return the name of the template that renders a kind of page; "" for one that needs none."""
    return _TEMPLATES[kind]


def closures(theme: Theme) -> dict[str, bytes]:
    """Return for each template the digest of everything of the theme that it can reach, its interface strings included.

    A template that includes or imports a name it computes depends on the whole theme. The entry "" is for pages
    without a template. Raises ThemeError for a syntax error or a name that is no template of the theme.
    """
    sources, strings = sources_of(theme), strings_of(theme)
    result = {"": digest(())}
    for name, found in reach(theme).items():
        result[name] = digest((strings, tuple((n, sources[n]) for n in sorted(found))))
    return result


def reach(theme: Theme) -> dict[str, frozenset[str]]:
    """Return for each template the templates it can reach, itself among them. Raises ThemeError as `closures` does."""
    sources = sources_of(theme)
    named = {name: _references(theme, name, sources) for name in sources}
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


def read_template(theme: Theme, name: str, source: str) -> Read:
    """Return what a template's source says. Raises ThemeError for a syntax error."""
    try:
        return _read(source)
    except TemplateSyntaxError as error:
        raise ThemeError(f"{place_of(theme, name)}:{error.lineno}: {error.message}") from None


def assets(theme: Theme) -> tuple[tuple[str, bytes], ...]:
    """Return the output path and the bytes of every asset; stylesheets lose comments and blanks.

    A theme that extends another adds its tokens and the rules of its ``theme.css`` to the one stylesheet.
    Raises ThemeError for a wrong token.
    """
    files: dict[str, bytes] = {}
    tokens: tuple[Token, ...] = ()
    rules = b""
    for one in reversed(chain_of(theme)):
        own = dict(one.assets)
        rules += own.pop(OWN_RULES, b"") if one.base else b""
        files.update(own)
        tokens += one.tokens
    if tokens or rules:
        css = with_tokens(files.get(STYLESHEET, b"").decode(), tokens)
        files[STYLESHEET] = css.encode() + rules
    return tuple(
        (f"assets/{name}", _minified(data.decode()) if name.endswith(".css") else data)
        for name, data in sorted(files.items())
    )


@cache
def _minified(css: str) -> bytes:
    import rcssmin

    return str(rcssmin.cssmin(css)).encode()


@lru_cache(maxsize=256)
def _read(source: str) -> Read:
    tree = Environment(autoescape=True).parse(source)
    found = set(meta.find_referenced_templates(tree))
    parents = [n.template.value for n in tree.find_all(nodes.Extends) if isinstance(n.template, nodes.Const)]
    return Read(
        references=tuple(sorted(n for n in found if n is not None)),
        extends=parents[0] if parents else "",
        computed=None in found,
        strings=tuple(sorted(_strings(tree))),
        open=tuple(sorted(_open(tree))),
    )


def _strings(tree: nodes.Template) -> set[tuple[str, int]]:
    """Return the keys that stand in a template as ``"key" | t`` or ``t("key", …)``, with their lines."""
    asked: list[nodes.Expr | None] = [f.node for f in tree.find_all(nodes.Filter) if f.name == "t"]
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
            asked.append(call.args[0])
    found = set()
    while asked:
        node = asked.pop()
        if isinstance(node, nodes.CondExpr):
            asked += [node.expr1, node.expr2]
        elif isinstance(node, nodes.Const) and isinstance(node.value, str):
            found.add((node.value, node.lineno))
    return found


def _open(tree: nodes.Template) -> set[str]:
    """Return the beginnings of keys that stand in a template as ``t.has("key." ~ …)``."""
    found = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "has" and call.args:
            key = call.args[0]
            start = key.nodes[0] if isinstance(key, nodes.Concat) else key
            if isinstance(start, nodes.Const) and isinstance(start.value, str):
                found.add(start.value)
    return found


def _references(theme: Theme, name: str, sources: dict[str, str]) -> tuple[str, ...]:
    read = read_template(theme, name, sources[name])
    for other in read.references:
        if other not in sources:
            hint = suggestion(other, sources)
            raise ThemeError(
                f"{place_of(theme, name)}: refers to {other}, which the theme does not have"
                + (f"; {hint}" if hint else "")
            )
    _check_ancestors(theme, name, sources)
    return tuple(sources) if read.computed else read.references


def _check_ancestors(theme: Theme, name: str, sources: dict[str, str]) -> None:
    """Raise ThemeError for a template that extends itself by way of whatever others."""
    seen, at = {name}, name
    while at := read_template(theme, at, sources[at]).extends:
        if at in seen:
            own = theme.base and next(
                (f"{t.name}/{at}" for t in chain_of(theme.base) if at in dict(t.templates)), ""
            )
            hint = f'; the one it stands for is "{own}"' if own else ""
            raise ThemeError(f"{place_of(theme, name)}: extends itself as {at}{hint}")
        if at not in sources:
            return
        seen.add(at)
