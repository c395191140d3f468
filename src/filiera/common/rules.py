"""Predicates that every feature's permissions are made of."""

from __future__ import annotations

from typing import Any

import rules

from filiera.common.visibility import Role, audience_of


@rules.predicate
def works_for_office(user: Any) -> bool:
    """Whether the person works for the cluster's office."""
    return audience_of(user).is_office


@rules.predicate
def administers(user: Any) -> bool:
    """Whether the person is an administrator of the installation."""
    return audience_of(user).role == Role.ADMINISTRATOR


@rules.predicate
def may_see(user: Any, thing: Any) -> bool:
    """Whether the object is open to the person."""
    return thing is not None and bool(thing.is_visible_to(audience_of(user)))
