"""The usual world, planted once for the tests of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db import transaction
from django.test import TestCase

from worlds.planting import World, common_ground, plant
from worlds.planting_acts import plant_acts
from worlds.planting_calls import plant_calls
from worlds.planting_consortia import plant_consortia
from worlds.planting_interest import plant_interest
from worlds.planting_needs import plant_needs
from worlds.planting_offers import plant_offers
from worlds.planting_people import plant_people

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Plant the usual world; each test that walks in it rolls back to it."""
    from filiera.competence.operations.map import update_map
    from tests_clock import TODAY

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        outer = transaction.atomic()
        outer.__enter__()
        mail.outbox = []
        with TestCase.captureOnCommitCallbacks(execute=True):
            made = plant(common_ground())
            parts = (plant_acts, plant_people, plant_calls, plant_interest, plant_consortia, plant_needs, plant_offers)
            for more in parts:
                made = more(made)
        made.letters = list(mail.outbox)
        update_map(today=TODAY)
        yield made
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
