"""Members admitted on an application whose representative could not be entered: nobody speaks and votes for them yet."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.governance.models import Member
from filiera.registry.enums import SPEAKING_ROLES
from filiera.registry.hooks import Waiting
from filiera.registry.models import Delegate

SHOWN = 5


def waiting_of_delegates() -> list[Waiting]:
    """Give the members that came by an application whose representative never began, and where one is entered.

    Whose last voice ended waits by itself, in the register; a member that was imported and never acted waits for nobody.
    """
    voices = Delegate.objects.filter(role__in=sorted(SPEAKING_ROLES))
    rows = Member.objects.filter(left_on=None, application__isnull=False).exclude(
        organisation__in=voices.values("organisation")
    )
    found = list(rows.select_related("organisation").order_by("-number")[:SHOWN])
    if not found:
        return []
    n = rows.count() if len(found) == SHOWN else len(found)
    title = ngettext("Nobody speaks for %(n)s member", "Nobody speaks for %(n)s members", n) % {"n": n}
    names = ", ".join(str(one.organisation) for one in found)
    text = _("Without a delegate in force there is no vote. The newest: %(names)s.") % {"names": names}
    url = reverse("delegates", args=[found[0].organisation.code])
    return [Waiting(title, text, "partial", _("without a delegate"), url, _("Look"))]
