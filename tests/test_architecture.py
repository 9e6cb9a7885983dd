"""The layers, the absences and the size budget of docs/architecture.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator" / "backfile"
PURE = {"ingest", "convert", "markdown", "images", "index", "render"}
SHELLS = {"fetch", "publish", "trace", "renditions", "preview", "check", "scaffold"}
# A module may import from its own row and from earlier rows; pure stages and shells not from their neighbours.
LAYERS = [
    {"model"},
    {"errors", "digest", "pool", "bounded", "characters", "addresses", "pinyin", "plugins"},
    {"config"},
    {"frontmatter"},
    PURE,
    SHELLS,
    {"build"},
    {"console", "serving"},
    {"cli", "__main__"},
]
FORBIDDEN_IN_PURE = {
    "sqlite3",
    "time",
    "random",
    "socket",
    "aiohttp",
    "subprocess",
    "os",
    "shutil",
    "asyncio",
}
FILE_LINES, CLASS_LINES, CLASS_METHODS, FUNCTION_LINES = 400, 200, 12, 60


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """The first part of the module's name below backfile: "ingest" for ingest/wechat_text.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that this test can read them"
            yield node.module or "", node.lineno
            if node.module == "backfile":
                for alias in node.names:
                    yield f"backfile.{alias.name}", node.lineno


def layer_of(name: str) -> int:
    for at, names in enumerate(LAYERS):
        if name in names:
            return at
    raise AssertionError(f"{name} stands in no layer: give it one here and in docs/architecture.md")


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    name = name_of(path)
    if name == "__init__":
        return
    own = layer_of(name)
    for module, line in imports(ast.parse(path.read_text(encoding="utf-8"))):
        parts = module.split(".")
        if parts[0] != "backfile" or len(parts) == 1 or parts[1] == "__version__":
            continue
        other = layer_of(parts[1])
        where = f"{path.name}:{line} imports {module}"
        assert other <= own, f"{where}: a {name} module may not know a later layer; pass the value in instead"
        if own == other and name != parts[1]:
            neighbours = PURE | SHELLS
            assert name not in neighbours, (
                f"{where}: stages do not know each other; let build/ hand over the value"
            )


@pytest.mark.parametrize(
    "path", [p for p in modules() if name_of(p) in PURE], ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_pure_stages_touch_nothing_outside(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for module, line in imports(tree):
        root = module.split(".")[0]
        assert root not in FORBIDDEN_IN_PURE, (
            f"{path.name}:{line} imports {module}: hand the value in from a shell"
        )
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
            raise AssertionError(f"{path.name}:{node.lineno} asks for the time: a build has no clock")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            raise AssertionError(f"{path.name}:{node.lineno} opens a file: only shells do")


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_size_budget(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= FILE_LINES, (
        f"{path.name} has outgrown one file: make it a folder of the same name"
    )
    for node in ast.walk(ast.parse(text)):
        length = (getattr(node, "end_lineno", 0) or 0) - getattr(node, "lineno", 0) + 1
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert length <= FUNCTION_LINES, (
                f"{path.name}:{node.lineno} {node.name} has {length} lines: split it"
            )
        if isinstance(node, ast.ClassDef):
            methods = [n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert length <= CLASS_LINES, f"{path.name}:{node.lineno} {node.name} has {length} lines"
            assert len(methods) <= CLASS_METHODS, (
                f"{path.name}:{node.lineno} {node.name} has {len(methods)} methods"
            )


def test_no_import_cycles() -> None:
    names = {
        ".".join(p.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): p
        for p in modules()
    }
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        found: set[str] = set()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module in names:
                # `from package import module` needs the module, not what else the package holds.
                found |= {
                    f"{node.module}.{a.name}" if f"{node.module}.{a.name}" in names else node.module
                    for a in node.names
                }
            else:
                found |= {module for module, _ in imports(ast.Module([node], []))}
        graph[name] = {m for m in found if m in names and m != name}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, "import cycle: " + " -> ".join((*trail, name))
        if name not in done:
            for other in sorted(graph.get(name, ())):
                if other != name:
                    visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_every_test_is_run(request: pytest.FixtureRequest) -> None:
    # pytest passes over folders with some names, such as build, unless it is told which.
    passed_over = request.config.getini("norecursedirs")
    for path in Path(__file__).parent.rglob("test_*.py"):
        for folder in path.relative_to(Path(__file__).parent).parts[:-1]:
            assert not any(fnmatch(folder, pattern) for pattern in passed_over), f"{path} is never run"


def test_no_file_named_utils() -> None:
    for path in modules():
        assert path.stem not in {"utils", "util", "helpers", "common", "misc"}, (
            f"{path}: name it by what it is about"
        )


def test_structs_hold_tuples() -> None:
    for path in modules():
        if name_of(path) not in {"model", "config"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                for field in node.body:
                    if isinstance(field, ast.AnnAssign):
                        kind = ast.unparse(field.annotation)
                        assert "list[" not in kind and "set[" not in kind, (
                            f"{path.name}:{field.lineno} {kind}: use a tuple"
                        )


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_fetcher_and_the_preview_know_the_network(path: Path) -> None:
    if name_of(path) in {"fetch", "preview"}:
        return
    network = {"aiohttp", "socket", "ssl", "http", "urllib.request", "ftplib", "asyncio"}
    for module, line in imports(ast.parse(path.read_text(encoding="utf-8"))):
        reached = module in network or module.split(".")[0] in network
        assert not reached, f"{path.name}:{line} imports {module}: let fetch/ ask, and hand the bytes over"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_build_knows_the_trace_and_the_stages(path: Path) -> None:
    if name_of(path) in {"build", "trace"}:
        return
    for module, line in imports(ast.parse(path.read_text(encoding="utf-8"))):
        assert not module.startswith("backfile.trace"), (
            f"{path.name}:{line}: results reach a stage as arguments"
        )
