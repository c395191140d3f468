"""A statute is in force from its day on; what came before stays judged by what was."""

from __future__ import annotations

from datetime import date

import pytest

from factories.association import resolution
from filiera.governance.files import shipped_statute
from filiera.governance.models import Meeting, StatuteVersion
from filiera.governance.operations.statutes import StatuteError, put_statute_in_force
from filiera.governance.queries.statutes import charter_on, statute_on
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
LAW, CLASSES = "codice-civile", "with-classes"


def test_the_law_holds_where_no_statute_is_in_force() -> None:
    assert statute_on(TODAY) is None
    assert charter_on(TODAY) == shipped_statute(LAW)


def test_a_statute_holds_from_its_day_on() -> None:
    put_statute_in_force(charter=shipped_statute(LAW), in_force_from=date(2025, 1, 1))
    put_statute_in_force(charter=shipped_statute(CLASSES), in_force_from=date(2026, 6, 1))

    assert charter_on(date(2026, 5, 31)).id == LAW
    assert charter_on(date(2026, 6, 1)) == shipped_statute(CLASSES)


def test_the_same_statute_again_changes_nothing() -> None:
    first = put_statute_in_force(charter=shipped_statute(LAW), in_force_from=TODAY)
    again = put_statute_in_force(charter=shipped_statute(LAW), in_force_from=TODAY)

    assert (again, StatuteVersion.objects.count()) == (first, 1)


def test_statute_that_was_stored_before_a_rule_was_added_is_the_same(assembly_body: object) -> None:
    version = put_statute_in_force(charter=shipped_statute(LAW), in_force_from=TODAY)
    rules = {**version.rules, "fees": {k: v for k, v in version.rules["fees"].items() if k != "waived_by"}}
    StatuteVersion.objects.update(rules=rules, digest="x" * 64)
    Meeting.objects.create(
        body=assembly_body, title="Assemblea", first_at=NOW, uid="5b0d1f0e-6d3c-4a5e-9a64-3f6a2f1b9c02", statute=version
    )

    assert put_statute_in_force(charter=shipped_statute(LAW), in_force_from=TODAY) == version


def test_statute_is_put_in_force_by_no_act_that_does_not_stand() -> None:
    with pytest.raises(StatuteError):
        put_statute_in_force(
            charter=shipped_statute(LAW), in_force_from=TODAY, resolution=resolution(result="rejected")
        )


def test_a_statute_that_meetings_follow_is_not_rewritten(assembly_body: object) -> None:
    version = put_statute_in_force(charter=shipped_statute(LAW), in_force_from=TODAY)
    Meeting.objects.create(
        body=assembly_body, title="Assemblea", first_at=NOW, uid="5b0d1f0e-6d3c-4a5e-9a64-3f6a2f1b9c01", statute=version
    )

    with pytest.raises(StatuteError):
        put_statute_in_force(charter=shipped_statute(CLASSES), in_force_from=TODAY)
