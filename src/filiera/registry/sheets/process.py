"""The process of a sheet of organisations as one table: in which states each act is allowed.

A sheet that cannot be read is never kept, and what is wrong in one stays with its rows: unlike evidence, none ends FAILED.
"""

from __future__ import annotations

UPLOADED, MAPPED, TRIED, RUNNING, DONE, UNDONE = "UPLOADED", "MAPPED", "TRIED", "RUNNING", "DONE", "UNDONE"

ALLOWED: dict[str, frozenset[str]] = {
    "choose_table": frozenset({UPLOADED, MAPPED, TRIED}),
    "choose_columns": frozenset({UPLOADED, MAPPED, TRIED}),
    "try": frozenset({MAPPED, TRIED}),
    "mend": frozenset({TRIED, DONE}),
    "decide": frozenset({TRIED, DONE}),
    "begin": frozenset({TRIED, DONE}),
    "advance": frozenset({RUNNING}),
    "undo": frozenset({RUNNING, DONE}),
    "discard": frozenset({UPLOADED, MAPPED, TRIED, UNDONE}),
}
"""An undone batch can only be thrown away: its file may be brought in again as another batch."""


def is_allowed(act: str, state: str) -> bool:
    """Tell whether an act is allowed on a batch in a state."""
    return state in ALLOWED[act]
