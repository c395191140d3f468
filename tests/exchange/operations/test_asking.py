"""Whom a batch goes to: nobody without an address, whatever was looked at."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factories import OrganisationFactory
from factories.needs import need, read
from filiera.exchange.models import Match
from filiera.exchange.operations.asking import Pick, ask_solvers
from filiera.exchange.operations.refusals import ExchangeRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def test_whoever_has_no_address_is_asked_once_one_is_written_not_by_looking() -> None:
    row, silent = read(need("OPEN")), OrganisationFactory(name="Senza Recapito (esempio)")
    with pytest.raises(ExchangeRefused, match="indirizzo"):
        ask_solvers(need=row, picks=[Pick(silent, is_looked_at=True)], now=timezone.now())
    assert not Match.objects.filter(need=row).exists()
    (match,) = ask_solvers(need=row, picks=[Pick(silent, "mara@example.org", True)], now=timezone.now())
    assert match.email == "mara@example.org"
