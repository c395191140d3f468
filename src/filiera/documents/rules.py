"""Who may do what with documents and circles."""

from __future__ import annotations

from typing import Any

import rules
from django.utils import timezone

from filiera.common.acting import acting_of
from filiera.common.rules import may_see, works_for_office
from filiera.common.visibility import audience_of
from filiera.documents.queries.documents import is_kept_above
from filiera.registry.queries.circles import place_in


@rules.predicate
def may_read_file(user: Any, document: Any) -> bool:
    """Whether the file of the document is open to the person, not only its title."""
    return document is not None and bool(document.may_read("file", audience_of(user)))


@rules.predicate
def holds(user: Any, document: Any) -> bool:
    """Whether the document is of the organisation that the person acts for."""
    return document is not None and document.owner_id in audience_of(user).organisation_ids


@rules.predicate
def holds_for_cluster(user: Any, document: Any) -> bool:
    """Whether the document is the cluster's own and the person works for its office."""
    return document is not None and document.owner_id is None and audience_of(user).is_office


@rules.predicate
def names_for_it_alone(user: Any, document: Any) -> bool:
    """Whether the circle of the document is its own, or it has none yet: what a feature above shares is not its owner's."""
    return document is not None and not is_kept_above(document.circle_id)


@rules.predicate
def in_person(user: Any) -> bool:
    """Whether the person acts as one of the organisation's own, not the office on its behalf."""
    acting = acting_of(user)
    return acting is None or not acting.on_behalf


@rules.predicate
def acts_for_somebody(user: Any) -> bool:
    """Whether the person acts for an organisation today."""
    return bool(audience_of(user).organisation_ids)


@rules.predicate
def is_named(user: Any, circle: Any) -> bool:
    """Whether the person is named in the agreement today, whether it is signed or not."""
    return circle is not None and user.is_authenticated and place_in(circle, user, timezone.localdate()) is not None


rules.add_perm("documents.view_document", may_see)
rules.add_perm("documents.read_file", may_read_file)
rules.add_perm("documents.add_document", works_for_office | acts_for_somebody)
rules.add_perm("documents.change_document", may_see & (holds | holds_for_cluster))
rules.add_perm("documents.change_level", may_see & (holds | works_for_office))
rules.add_perm("documents.consent_to_level", holds & in_person)
rules.add_perm("documents.name_for_document", may_see & ((holds & in_person) | holds_for_cluster) & names_for_it_alone)
rules.add_perm("documents.view_openings", may_see & (holds | works_for_office))
rules.add_perm("documents.view_own_openings", acts_for_somebody)
rules.add_perm("documents.sign_agreement", is_named)
rules.add_perm("documents.manage_circles", works_for_office)
