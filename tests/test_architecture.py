"""Each module imports only what stands above it, and what draws or solves is loaded only where it is used."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.sources import SOURCES, parsed

# Reading order, top to bottom; CONTRIBUTING.md gives the same list with a sentence for each.
ORDER = (
    "visible",
    "words",
    "finding",
    "catalogue",
    "model",
    "read",
    "days",
    "rules",
    "solve",
    "verify",
    "explain",
    "write",
    "files",
    "send",
    "commands",
    "cli",
    "__main__",
)

HEAVY = ("highspy", "numpy", "rich", "icalendar", "jinja2", "babel", "xlsxwriter", "python_calamine", "docx")
ALLOWED = {
    "highspy": ("solve",),
    "numpy": ("solve", "verify", "explain"),
    "rich": ("write", "commands"),
    "icalendar": ("write", "read"),
    "jinja2": ("write",),
    "babel": (),
    "xlsxwriter": ("write",),
    "python_calamine": ("read",),
    "docx": ("write",),
}


def stage(module: Path) -> str:
    return module.relative_to(SOURCES).parts[0].removesuffix(".py")


@cache
def modules() -> list[Path]:
    return sorted(path for path in SOURCES.rglob("*.py") if stage(path) not in ("__init__", "data", "locale"))


@cache
def imports(module: Path, *, at_top_only: bool) -> list[str]:
    tree = parsed(module)
    names: list[str] = []
    for node in tree.body if at_top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def test_every_module_has_its_stage_in_the_reading_order():
    assert [stage(module) for module in modules() if stage(module) not in ORDER] == []


def test_each_stage_imports_only_what_stands_above_it():
    upward = [
        (str(module.relative_to(SOURCES)), name)
        for module in modules()
        for name in imports(module, at_top_only=False)
        if name.startswith("leernet.") and ORDER.index(name.split(".")[1]) > ORDER.index(stage(module))
    ]

    assert upward == []


def test_verify_shares_no_code_with_solve():
    shared = [
        (str(module.relative_to(SOURCES)), name)
        for module in modules()
        if stage(module) == "verify"
        for name in imports(module, at_top_only=False)
        if name.startswith("leernet.solve")
    ]

    assert shared == []


def test_nothing_that_solves_verifies_or_explains_reads_a_file():
    reading = [
        (str(module.relative_to(SOURCES)), name)
        for module in modules()
        if stage(module) in ("solve", "verify", "explain")
        for name in imports(module, at_top_only=False)
        if name.startswith("leernet.read")
    ]

    assert reading == []


# What parses text: files come in through read/, so that what is wrong with one is a finding with its place.
PARSING = {
    "json": ("load", "loads"),
    "yaml": ("load", "safe_load", "compose", "parse", "load_all"),
    "csv": ("reader", "DictReader"),
    "ast": ("literal_eval",),
    "pickle": ("load", "loads"),
    "tomllib": ("load", "loads"),
}
# What comes with leernet; marks of its own writing, which files/ sees to; what a command has just printed.
PARSED_ELSEWHERE = {
    "commands/demo.py",
    "days/holidays.py",
    "explain/possible_topics.py",
    "files/writing.py",
    "model/methods.py",
    "model/programme.py",
}


def test_only_read_parses_what_is_in_a_file():
    parsing = {
        str(module.relative_to(SOURCES))
        for module in modules()
        if stage(module) != "read"
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr in PARSING.get(node.value.id, ())
    }

    assert parsing == PARSED_ELSEWHERE


def test_only_cli_imports_late():
    late = [
        str(module.relative_to(SOURCES))
        for module in modules()
        if stage(module) != "cli"
        and set(imports(module, at_top_only=False))
        - set(imports(module, at_top_only=True))
        - set(conditional_imports(module))
    ]

    assert late == []


def conditional_imports(module: Path) -> list[str]:
    """What is imported at the top, but for types only or on one system only."""
    conditions = ("TYPE_CHECKING", "sys.platform == 'win32'")
    blocks = [
        node
        for node in parsed(module).body
        if isinstance(node, ast.If) and ast.unparse(node.test) in conditions
    ]
    return [
        name
        for block in blocks
        for node in (*block.body, *block.orelse)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    ]


def test_each_heavy_library_is_used_only_in_its_stage():
    strays = [
        (str(module.relative_to(SOURCES)), name)
        for module in modules()
        if stage(module) != "cli"
        for name in imports(module, at_top_only=False)
        if name.split(".")[0] in HEAVY and stage(module) not in ALLOWED[name.split(".")[0]]
    ]

    assert strays == []


def test_no_module_imports_itself_by_way_of_others():
    dotted = {path: ".".join(path.relative_to(SOURCES.parent).with_suffix("").parts) for path in modules()}
    names = {name.removesuffix(".__init__"): path for path, name in dotted.items()}
    above = {
        name: {found for found in imports(path, at_top_only=True) if found in names and found != name}
        for name, path in names.items()
    }
    while free := {name for name, others in above.items() if not others & above.keys()}:
        above = {name: others for name, others in above.items() if name not in free}

    assert sorted(above) == []


# One idea that is long: a verb each.
LONG = ("cli.py",)


def test_modules_hold_one_idea_in_400_lines_but_for_lists():
    found = [path for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > 400]

    assert tuple(sorted(path.relative_to(SOURCES).as_posix() for path in found)) == LONG


def test_packages_pass_on_only_what_others_take_from_them():
    passed_on, taken = set(), set()
    for path in (*modules(), *Path(__file__).parent.rglob("*.py")):
        tree = parsed(path)
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        taken |= {(node.module, alias.name) for node in imports for alias in node.names}
        if path.name == "__init__.py" and path.is_relative_to(SOURCES):
            package = ".".join(path.relative_to(SOURCES.parent).parent.parts)
            names = {alias.asname or alias.name for node in imports for alias in node.names}
            used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {"annotations"}
            passed_on |= {(package, name) for name in names - used}

    assert passed_on - taken == set()


def test_pages_name_modules_that_there_are():
    root = SOURCES.parent.parent
    pages = (*root.glob("docs/*/background/*.md"), root / "CONTRIBUTING.md")
    there = tuple(f"/{path.as_posix()}" for path in root.rglob("*.py") if ".git" not in path.parts)

    named = {name for page in pages for name in re.findall(r"`([\w/]+\.py)`", page.read_text("utf-8"))}
    gone = (name for name in named if not any(path.endswith(f"/{name}") for path in there))
    assert sorted(gone) == []


def test_a_reading_order_names_modules_that_are_there():
    orders = 0
    for path in SOURCES.rglob("*.py"):
        said = ast.get_docstring(parsed(path)) or ""
        if "reading order:" in said:
            listed = re.split(r",\s+", said.partition("reading order:")[2].partition(".")[0].strip())
            there = {one.stem.replace("_", " ") for one in path.parent.glob("*.py")}
            assert {*listed} - there == set(), path
            orders += 1
    assert orders > 0
