"""Who may do what with evidence, claims and shortlists."""

from __future__ import annotations

from typing import Any

import rules

from filiera.common.rules import is_signed_in, may_see, works_for_office
from filiera.common.visibility import audience_of


@rules.predicate
def is_its_organisation(user: Any, claim: Any) -> bool:
    """Whether the person is a delegate of the organisation that the claim is about."""
    return claim is not None and claim.organisation_id in audience_of(user).organisation_ids


@rules.predicate
def owns_shortlist(user: Any, shortlist: Any) -> bool:
    """Whether the shortlist is the person's own."""
    return shortlist is not None and shortlist.owner_id is not None and shortlist.owner_id == user.pk


rules.add_perm("competence.view_evidence", may_see)
rules.add_perm("competence.view_claim", may_see)
rules.add_perm("competence.decide_claim", may_see & (works_for_office | is_its_organisation))
rules.add_perm("competence.resolve_links", works_for_office)
rules.add_perm("competence.import_evidence", works_for_office)
rules.add_perm("competence.view_shortlist", owns_shortlist)
rules.add_perm("competence.send_shortlist", is_signed_in & owns_shortlist)
