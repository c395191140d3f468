"""A person who has left traces everywhere, for tests of what is held, told and erased."""

from __future__ import annotations

from typing import Any

import pytest

from factories import UserFactory


@pytest.fixture
def person() -> Any:
    """Give a person with an account."""
    return UserFactory(name="Èrica Ròssi-Bianchi", email="erica.rossi@example.org")


@pytest.fixture
def office() -> Any:
    """Give somebody of the office."""
    return UserFactory(name="Ugo Ufficio", role="OFFICE")


@pytest.fixture
def administrator() -> Any:
    """Give an administrator."""
    return UserFactory(name="Ada Capo", role="ADMINISTRATOR")
