"""Inside a feature the files keep their order: a file imports what stands below it, or beside it in its own row.

import-linter holds the order of the features; the files of one bear the layer's name and what it is about
(`forms_meetings`), which its contracts cannot say.
"""

from __future__ import annotations

import re
from functools import cache

import grimp
import pytest

FEATURES = (
    "observatory",
    "funding",
    "governance",
    "exchange",
    "competence",
    "documents",
    "registry",
    "privacy",
    "accounts",
)
LAYERS = (
    ("urls",),
    ("management", "verbs", "views"),
    ("pages", "forms", "exports", "personal_data", "retention", "own_data"),
    ("rules",),
    ("operations",),
    ("letters", "wording", "queries", "adapters"),
    ("models",),
    ("logic",),
    ("enums",),
)
"""From above; what bears none of these names is its feature's own matter and stands where it is needed."""

ROW = {name: row for row, names in enumerate(LAYERS) for name in names}


@cache
def imports() -> grimp.ImportGraph:
    """Read who imports whom, without what only types need."""
    return grimp.build_graph("filiera", exclude_type_checking_imports=True)


def row_of(module: str) -> int | None:
    """Give the row of a module by its name, whatever it is about."""
    name = module.split(".")[2]
    return ROW.get(name, ROW.get(re.sub(r"_.*", "", name)))


@pytest.mark.parametrize("feature", FEATURES)
def test_files_of_a_feature_import_what_stands_below(feature: str) -> None:
    graph, inside = imports(), f"filiera.{feature}."
    wrong = []
    for module in sorted(one for one in graph.modules if one.startswith(inside)):
        here = row_of(module)
        for target in sorted(graph.find_modules_directly_imported_by(module)):
            there = row_of(target) if target.startswith(inside) else None
            if here is not None and there is not None and there < here:
                wrong.append(f"{module} -> {target}")
    assert wrong == []
