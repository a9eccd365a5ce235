"""What mypyc would silently do otherwise than Python does not stand in a module that it compiles."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPILED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["auditor"]["compiled"]
PROPERTIES = {"property", "lazy"}
FILLING = {"extend", "update"}


def otherwise(source: str) -> Iterator[str]:
    """What the compiled form would do otherwise, line by line."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from _of_class(node)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FILLING
        ):
            into = ast.unparse(node.func.value)
            for given in node.args:
                if isinstance(given, ast.GeneratorExp) and into in map(ast.unparse, ast.walk(given)):
                    yield f"{node.lineno}: all is made before the first goes into {into}"
        elif isinstance(node, ast.ImportFrom | ast.Name) and "cached_property" in ast.unparse(node):
            yield f"{node.lineno}: cached_property is made anew at each look; write lazy"


def _of_class(node: ast.ClassDef) -> Iterator[str]:
    bases = {ast.unparse(base) for base in node.bases}
    if "msgspec.Struct" in bases:
        yield f"{node.lineno}: a Struct loses its fields' types"
    made = [one for one in node.body if isinstance(one, ast.FunctionDef)]
    if any(one.name == "__missing__" for one in made):
        yield f"{node.lineno}: __missing__ is never asked"
    marks = {one.name: set(map(ast.unparse, one.decorator_list)) for one in made}
    told = {name for name, of_it in marks.items() if PROPERTIES & of_it}
    if any("lazy" in of_it for of_it in marks.values()) and "Lazily" not in bases:
        yield f"{node.lineno}: lazy needs the base Lazily"
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and ast.unparse(one.func) in {f"self.{name}" for name in told}:
            yield f"{one.lineno}: a property's value is called by its name; give it a name of its own first"


@pytest.mark.parametrize("path", COMPILED)
def test_a_compiled_module_does_as_python_does(path: str) -> None:
    assert list(otherwise((ROOT / path).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("kept.extend(value for value in found if value not in kept)", "into kept"),
        ("from functools import cached_property", "write lazy"),
        ("class A(msgspec.Struct):\n    name: str", "Struct"),
        ("class A(dict[str, int]):\n    def __missing__(self, key): return 0", "__missing__"),
        ("class A:\n    @lazy\n    def b(self): return 1", "Lazily"),
        (
            "class A:\n    @property\n    def b(self): return f\n    def c(self): return self.b(1)",
            "called by its name",
        ),
    ],
)
def test_what_mypyc_would_do_otherwise_is_named(source: str, told: str) -> None:
    assert any(told in one for one in otherwise(source))


def test_what_it_does_alike_is_let_be() -> None:
    source = "kept.extend(value for value in found)\nclass A(Lazily):\n    @lazy\n    def b(self): return 1"
    assert list(otherwise(source)) == []
