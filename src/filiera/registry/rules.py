"""Who may do what with the register."""

from __future__ import annotations

from typing import Any

import rules

from filiera.common.rules import may_see, works_for_office
from filiera.common.visibility import audience_of


@rules.predicate
def acts_for(user: Any, organisation: Any) -> bool:
    """Whether the person is a delegate of the organisation today."""
    return organisation is not None and organisation.pk in audience_of(user).organisation_ids


rules.add_perm("registry.view_organisation", may_see)
rules.add_perm("registry.change_organisation", works_for_office | acts_for)
rules.add_perm("registry.import_data", works_for_office)
rules.add_perm("registry.merge_organisations", works_for_office)
rules.add_perm("registry.work_in_office", works_for_office)
