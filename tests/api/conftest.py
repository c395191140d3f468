"""What tests of the API share: something to find, made once for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction

from factories import LinkFactory
from factories.writers import Writers, writers
from filiera.competence.operations.map import update_map
from tests_clock import NOW, TODAY


@pytest.fixture(scope="module")
def something_to_find(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Make an organisation with a piece of evidence and the map, and take them back at the end of the module."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        LinkFactory(organisation__code="ditta", evidence__uid="test")
        update_map(today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def there(something_to_find: None, django_db_blocker: object) -> Iterator[Writers]:
    """Make whoever may write through the API, and what there is to act on; each test takes back what it did to it."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        with time_machine.travel(NOW, tick=False):
            made = writers()
        yield made
        transaction.set_rollback(True)
