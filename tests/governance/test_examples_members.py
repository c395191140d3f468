"""The example association is made by operations, once, and is marked whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError

from factories import OrganisationFactory
from factories.association import member
from filiera.competence.operations.examples import remove_examples
from filiera.governance.models import Fee, Member, MembershipApplication, RegisterEntry, Resolution, StatuteVersion
from filiera.governance.operations.examples_members import Made, make_member_examples
from filiera.governance.queries.fees import late_fees
from filiera.governance.queries.register import register_broken_at
from filiera.registry.hooks import ExamplesStay
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

PATH = Path(settings.INSTANCE_DIR) / "examples" / "members.yaml"


def test_examples_make_an_association_once() -> None:
    sizes = {"alba-cosmetici": "MEDIUM", "lotto-piccolo": "SMALL", "dossier-oltremare": "MICRO", "aria-dosatori": ""}
    for code, size in sizes.items():
        since = None if code == "aria-dosatori" else "2025-12-15" if code == "alba-cosmetici" else "2026-02-10"
        OrganisationFactory(name=code, code=code, size=size, is_example=True, member_since_on=since)
    OrganisationFactory(member_since_on="2026-01-01")

    assert make_member_examples(path=PATH, now=NOW) == Made(members=3, fees=3, applications=1)
    assert make_member_examples(path=PATH, now=NOW) == Made()
    rows = Member.objects.order_by("number").values_list("organisation__code", "member_class", "is_example")
    assert list(rows) == [
        ("alba-cosmetici", "founder", True),
        ("dossier-oltremare", "sme", True),
        ("lotto-piccolo", "sme", True),
    ]
    assert [one.fee.member.organisation.code for one in late_fees(TODAY)] == ["dossier-oltremare", "lotto-piccolo"]
    assert MembershipApplication.objects.get().state == "UNDER_REVIEW"
    assert {row.is_example for row in StatuteVersion.objects.all()} == {True}
    assert register_broken_at() is None
    assert Fee.objects.count() == 3
    assert mail.outbox == []


def examples() -> None:
    """Make a small example association."""
    for code in ("alba-cosmetici", "dossier-oltremare", "aria-dosatori"):
        since = None if code == "aria-dosatori" else "2025-12-15"
        OrganisationFactory(name=code, code=code, size="SMALL", is_example=True, member_since_on=since)
    make_member_examples(path=PATH, now=NOW)


def test_removing_the_examples_takes_the_association_along_and_ties_the_books_again() -> None:
    examples()
    remove_examples()

    assert [model.objects.count() for model in (Member, Resolution, StatuteVersion, Fee, MembershipApplication)] == [
        0
    ] * 5
    member()
    with pytest.raises(IntegrityError):
        RegisterEntry.objects.update(note="altro")


def test_examples_stay_once_the_books_hold_real_lines() -> None:
    examples()
    member()
    with pytest.raises(ExamplesStay):
        remove_examples()

    assert Member.objects.count() == 3
