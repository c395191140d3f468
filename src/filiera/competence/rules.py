"""Who may do what with evidence and shortlists; on the claims of an organisation, whoever may change the organisation."""

from __future__ import annotations

from typing import Any

import rules

from filiera.common.rules import works_for_office


@rules.predicate
def owns_shortlist(user: Any, shortlist: Any) -> bool:
    """Whether the shortlist is the person's own."""
    return shortlist is not None and shortlist.owner_id is not None and shortlist.owner_id == user.pk


rules.add_perm("competence.resolve_links", works_for_office)
rules.add_perm("competence.import_evidence", works_for_office)
rules.add_perm("competence.view_shortlist", owns_shortlist)
