"""Who may do what with the register."""

from __future__ import annotations

from typing import Any

import rules

from filiera.common.acting import Acting, acting_of
from filiera.common.rules import may_see, works_for_office
from filiera.common.visibility import audience_of
from filiera.registry.enums import SPEAKING_ROLES


def _acting(user: Any, organisation: Any) -> Acting | None:
    """Give as whom the person acts in this request, where that is the organisation."""
    acting = acting_of(user)
    return acting if acting and organisation is not None and acting.organisation_id == organisation.pk else None


@rules.predicate
def acts_for(user: Any, organisation: Any) -> bool:
    """Whether the person acts for the organisation: as its delegate, chosen where there are several."""
    return organisation is not None and organisation.pk in audience_of(user).organisation_ids


@rules.predicate
def acts_in_person(user: Any, organisation: Any) -> bool:
    """Whether the person acts as the organisation's own delegate: what the office does on its behalf is refused."""
    acting = _acting(user, organisation)
    return acting is not None and not acting.on_behalf


@rules.predicate
def speaks_for(user: Any, organisation: Any) -> bool:
    """Whether the person acts as the organisation's representative, or as the substitute."""
    acting = _acting(user, organisation)
    return acting is not None and acting.role in SPEAKING_ROLES


votes_for = acts_in_person & speaks_for
"""Who may vote for an organisation: nobody does it on its behalf, and a contact person does not."""

rules.add_perm("registry.view_organisation", may_see)
rules.add_perm("registry.change_organisation", works_for_office | acts_for)
rules.add_perm("registry.view_delegates", works_for_office | acts_for)
rules.add_perm("registry.invite_delegate", votes_for)
rules.add_perm("registry.end_delegation", works_for_office | votes_for)
rules.add_perm("registry.remind_delegate", works_for_office | votes_for)
rules.add_perm("registry.write_delegate_phone", works_for_office | acts_for)
rules.add_perm("registry.register_delegate", works_for_office)
rules.add_perm("registry.act_on_behalf", works_for_office)
rules.add_perm("registry.confirm_profile", acts_for)
rules.add_perm("registry.ask_confirmation", works_for_office)
rules.add_perm("registry.view_audit_trail", works_for_office)
rules.add_perm("registry.import_data", works_for_office)
rules.add_perm("registry.merge_organisations", works_for_office)
rules.add_perm("registry.work_in_office", works_for_office)
