"""Values of the trail in words: by the field of the model, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from filiera.common.audit_values import value_words

LONG = "a" * 300


@pytest.mark.parametrize(
    ("label", "name", "value", "said"),
    [
        ("registry.Delegate", "role", "REPRESENTATIVE", "rappresentante"),
        ("registry.Delegate", "act_on", "2026-12-08", "8 dicembre 2026"),
        ("registry.Delegate", "user_id", 7, "n. 7"),
        ("governance.AgendaItem", "vote_mode", "SECRET", "voto segreto"),
        ("governance.AgendaItem", "kind", "STATUTE_CHANGE", "modifica dello statuto"),
        ("governance.AgendaItem", "candidates", ["Ada Rossi", "Ugo Neri"], "Ada Rossi, Ugo Neri"),
        ("governance.ApplicationCheck", "verdict", "UNKNOWN", "non si sa"),
        ("governance.Meeting", "first_at", str(datetime(2026, 12, 19, 14, tzinfo=UTC)), "19 dicembre 2026, 15:00"),
        ("governance.Meeting", "first_at", "2026-12-19T15:00:00", "19 dicembre 2026, 15:00"),
        ("governance.Meeting", "call", 2, "2"),
        ("registry.Organisation", "is_example", True, "sì"),
        ("registry.Organisation", "is_example", False, "no"),
        ("registry.Merge", "member_since_known", "False", "no"),
        ("registry.Merge", "lat", "45.25", "45,25"),
        ("registry.Merge", "stage", "materie-prime", "materie-prime"),
        ("registry.Merge", "group", "12", "n. 12"),
        ("registry.Organisation", "employees", 0, "0"),
        ("registry.Organisation", "town", "", "–"),
        ("registry.Organisation", "town", None, "–"),
        ("governance.AgendaItem", "candidates", [], "–"),
        ("registry.Delegate", "role", "GONE", "GONE"),
        ("registry.Delegate", "act_on", "non una data", "non una data"),
        ("governance.Minutes", "discussion", "Si discute.", "Si discute."),
        ("old.Thing", "colour", True, "sì"),
        ("no label", "colour", "rosso", "rosso"),
        ("governance.AgendaItem", "proposal", LONG, f"{'a' * 200}… (300 caratteri)"),
    ],
)
def test_value_is_said_in_words(label: str, name: str, value: object, said: str) -> None:
    with override("it"):
        assert value_words(label, name, value) == said
