"""Who is interested in a call and who looks for partners, with the answers; a notice closed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.verbs import Options, Told, missing
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.funding.models import PartnerWanted
from filiera.funding.operations.interest import close_notice
from filiera.funding.queries.interest import call_interest, notice_of, notices_of_live_calls, replies_for
from filiera.funding.shapes_interest import interest_shape, replies_shape, wanted_shapes
from filiera.funding.verbs.finding import call_named


def do_interest(options: Options) -> Told:
    """Say who is interested in a call and what each offers."""
    call = call_named(options["code"])
    found = call_interest(call, audience=OFFICE_AUDIENCE, organisation_id=None)
    lines = [_("Interested: %(n)s.") % {"n": found.total}]
    for one in found.lines:
        lines.append(f"- {one.name} ({one.code}), {one.on.isoformat()}")
        lines += [f"    {words}" for words in (one.note, one.offers) if words]
    return Told(interest_shape(found), lines)


def do_wanted(options: Options) -> Told:
    """List the notices that are open, of a call or of all that are not over, with their answers."""
    rows: QuerySet[PartnerWanted] = PartnerWanted.objects.select_related("call", "organisation")
    rows = rows.order_by("-opened_at", "-pk")
    if options["code"]:
        rows = rows.filter(call=call_named(options["code"]))
    elif not options["all"]:
        rows = notices_of_live_calls(audience=OFFICE_AUDIENCE, now=timezone.now())
    return _told(list(rows if options["all"] else rows.filter(closed_at=None)))


def do_close_notice(options: Options) -> Told:
    """Close a notice: it leaves the lists."""
    number = options["notice"]
    found = notice_of(number) if number > 0 else None
    if found is None:
        raise missing(_("There is no notice %(n)s: “wanted” says which there are.") % {"n": number})
    close_notice(notice=found, now=timezone.now())
    return _told([row for row in [notice_of(number)] if row is not None])


def _told(rows: list[PartnerWanted]) -> Told:
    """Tell notices with their answers, all of which the office reads."""
    shapes, lines = [], []
    for row, shape in zip(rows, wanted_shapes(rows), strict=True):
        replies = replies_for(row, audience=OFFICE_AUDIENCE, organisation_id=None)
        closed_on = timezone.localdate(row.closed_at).isoformat() if row.closed_at else None
        shapes.append({**shape, "closed_on": closed_on, "replies": replies_shape(replies)})
        closed = "  " + _("closed on %(day)s") % {"day": closed_on} if closed_on else ""
        lines.append(f"{row.pk}  {row.title}  {row.organisation.name}  ({row.call.code}){closed}")
        lines += [f"    {one.name}, {one.on.isoformat()}, {one.state}: {one.reply.note}" for one in replies]
    return Told(shapes, lines)
