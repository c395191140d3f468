"""Letters about consortia: what a partner that was asked in has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.letters import Letter
from filiera.funding.enums import PartnerState
from filiera.funding.letters_calls import address

if TYPE_CHECKING:
    from filiera.funding.models import Partner


def answer_letter(partner: Partner) -> Letter:
    """Tell who leads a consortium what a partner that was asked in says, with its words."""
    words = {"name": partner.called, "consortium": partner.consortium.name}
    said = {
        PartnerState.ACCEPTED: _("%(name)s takes part in “%(consortium)s”."),
        PartnerState.DECLINED: _("%(name)s does not take part in “%(consortium)s”."),
    }.get(PartnerState(partner.state), _("Before it answers about “%(consortium)s”, %(name)s asks:")) % words
    lines = [said, partner.answer, address(reverse("consortium", args=[partner.consortium.code]))]
    return Letter(_("%(name)s answers about “%(consortium)s”") % words, [one for one in lines if one])
