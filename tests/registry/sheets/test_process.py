"""The process of a sheet speaks only of states that a sheet reaches."""

from __future__ import annotations

from filiera.registry.models import ImportBatch
from filiera.registry.sheets.process import ALLOWED, is_allowed


def test_process_knows_every_state_but_that_of_evidence_that_failed() -> None:
    assert frozenset().union(*ALLOWED.values()) == set(ImportBatch.State.values) - {"FAILED"}
    assert not is_allowed("discard", "FAILED")
