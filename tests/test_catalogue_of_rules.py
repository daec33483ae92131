"""Every finding is written down once, in the catalogue, and shown by the smallest project that gets it."""

import ast
from collections.abc import Iterator

import pytest

from leernet.catalogue.rule import Rule, Template
from leernet.words import words
from tests.findings_page import (
    FOLDERS,
    GROUPS,
    chapters,
    every_rule,
    findings_in,
    of_rule,
    rule_of,
    rules_by_group,
)
from tests.sources import SOURCES, parsed
from tests.steps import last_words

# What leernet holds its own work against, and no file can bring about.
NO_PROJECT_CAN = {
    # Who is placed by hand wants at least that many places.
    "placed-too-many",
    # What has been is taken from the record itself.
    "past-changed",
}

NAMES = {rule.name for rule in every_rule()}


def modules() -> list[tuple[str, ast.Module]]:
    """The modules outside the catalogue, by name."""
    paths = (path for path in sorted(SOURCES.rglob("*.py")) if "catalogue" not in path.parts)
    return [(str(path.relative_to(SOURCES)), parsed(path)) for path in paths]


def test_every_rule_has_the_smallest_project_that_breaks_it_and_every_project_a_rule():
    assert {rule_of(folder) for folder in FOLDERS} == NAMES - NO_PROJECT_CAN


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_mistake_is_said_in_these_words_and_in_dutch_too(folder):
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    assert f" [{rule_of(folder)}]\n" in expected
    if (folder / "steps").exists():
        assert last_words(folder, "en") == expected
        return

    findings = findings_in(folder)
    assert "".join(f"{finding.text(words('en'))}\n" for finding in findings) == expected
    sentences = {one for finding in findings for one in (finding.sentence, finding.hint) if one is not None}
    assert sorted(str(one) for one in sentences if words("nl").say(one) == str(one)) == []


def test_the_name_of_a_rule_is_written_in_the_catalogue_only():
    strays = [
        (module, node.lineno, node.value)
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in NAMES
    ]

    assert strays == []


def test_a_finding_is_made_from_the_catalogue_only():
    makers = [
        module
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"
    ]

    # There it says how many more there are.
    assert makers == ["finding.py"]


def test_calls_give_a_rule_the_fields_of_its_sentence_and_mend():
    catalogue = {
        name: value
        for path in sorted((SOURCES / "catalogue").glob("*.py"))
        for name, value in vars(__import__(f"leernet.catalogue.{path.stem}", fromlist=["*"])).items()
        if isinstance(value, Rule)
    }
    calls = [
        (module, node.lineno, name_of(node.func.value), {keyword.arg for keyword in node.keywords})
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("at", "broken")
        and name_of(node.func.value) in catalogue
        # What is spread out of a mapping shows at run time.
        and all(keyword.arg is not None for keyword in node.keywords)
    ]

    assert [call for call in calls if call[3] != fields_of(catalogue[call[2]])] == []
    assert len(calls) > 200


def fields_of(rule: Rule) -> set[str]:
    mend = rule.mend.names if isinstance(rule.mend, Template) else frozenset()
    return {*rule.sentence.names, *mend}


def test_everything_in_the_catalogue_is_used():
    catalogue = [parsed(path) for path in (SOURCES / "catalogue").glob("*.py")]
    everywhere = [*catalogue, *(tree for _module, tree in modules())]
    used = {name for tree in everywhere for name in names_in(tree, ast.Load)}
    written = {name for tree in catalogue for name in names_in(tree, ast.Store) if name.isupper()}

    assert written - used == set()


def names_in(tree: ast.Module, use: type[ast.expr_context]) -> Iterator[str]:
    named = (node for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute))
    return (name_of(node) for node in named if isinstance(node.ctx, use))


def name_of(node: ast.expr) -> str:
    """``NOT_A_RANK`` of ``NOT_A_RANK`` and of ``rules.NOT_A_RANK``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_one_constant_is_one_way_of_breaking_a_rule():
    ways = every_rule()

    assert sorted({way.name for way in ways if ways.count(way) > 1}) == []


def test_the_page_has_every_rule_once():
    assert set(GROUPS) == set(rules_by_group())
    assert sorted(name for names in chapters().values() for name in names) == sorted(NAMES - NO_PROJECT_CAN)


def test_the_page_shows_the_project_its_steps_and_what_is_said_in_either_language():
    assert (
        of_rule("no-plan", "nl")
        == """\
### no-plan

`leernet.yaml`

```yaml
year: {school_year: 2026-2027, organiser: {name: Planning POS, email: planning@pos.example}}
members:
  a.bakker: {name: Anne Bakker, email: a.bakker@kiem.example}
networks:
  trainers:
    facilitator: a.bakker
    members: {members: [a.bakker]}
    time: 9.00-16.00
    hosts: {location: Kerkstraat 4}
    meetings: [{id: herfst, date: 2026-11-12}]
```

`steps`

```text
invite
```

```text
plan.yaml: fout: Er is nog niets gepland, dus er is niets om voor uit te nodigen. [no-plan]
    Voer `leernet plan` uit.
```
"""
    )
