"""The process of an import as one table: in which states each act is allowed."""

from __future__ import annotations

UPLOADED, MAPPED, TRIED, RUNNING, DONE, UNDONE = "UPLOADED", "MAPPED", "TRIED", "RUNNING", "DONE", "UNDONE"
FAILED = "FAILED"

ALLOWED: dict[str, frozenset[str]] = {
    "choose_table": frozenset({UPLOADED, MAPPED, TRIED}),
    "choose_columns": frozenset({UPLOADED, MAPPED, TRIED}),
    "try": frozenset({MAPPED, TRIED}),
    "mend": frozenset({TRIED, DONE}),
    "decide": frozenset({TRIED, DONE}),
    "begin": frozenset({TRIED, DONE}),
    "advance": frozenset({RUNNING}),
    "undo": frozenset({RUNNING, DONE}),
    "discard": frozenset({UPLOADED, MAPPED, TRIED, UNDONE, FAILED}),
}
"""An undone batch can only be thrown away: its file may be brought in again as another batch."""


def is_allowed(act: str, state: str) -> bool:
    """Tell whether an act is allowed on a batch in a state."""
    return state in ALLOWED[act]
