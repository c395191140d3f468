"""Offers at the command line: listed and shown, written, published, renewed, withdrawn; the answers to them decided."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.language import current_language
from filiera.common.terminal import table
from filiera.common.verbs import Options, Told, cleaned
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.named import organisation_named
from filiera.exchange.forms_offers import SheetForm
from filiera.exchange.models import Offer
from filiera.exchange.operations.offer_replies import decide_offer_reply
from filiera.exchange.operations.offers import publish_offer, renew_offer, withdraw_offer, write_offer
from filiera.exchange.operations.topics import read_offer_topics
from filiera.exchange.pages_offers import sheet_of, sought_words
from filiera.exchange.queries.needs import topic_lines
from filiera.exchange.queries.offers import OfferFilter, OfferLine, kept_offers, offer_lines, replies_to
from filiera.exchange.shapes_offers import offer_line_shape, offer_shape
from filiera.exchange.verbs.finding import offer_named, offer_reply_numbered, text_in


def do_list(options: Options) -> Told:
    """List the published offers, or those that stand in no list."""
    asked = OfferFilter(options["q"], tuple(options["kind"]), options["competence"], options["trl"])
    rows = kept_offers() if options["kept"] else asked.offers(OFFICE_AUDIENCE)
    lines = offer_lines(rows)
    heads = [_("Public id"), _("State"), _("Kind"), "TRL", _("Organisation"), _("Offer")]
    return Told([offer_line_shape(one) for one in lines], [table(heads, [_cells(one) for one in lines])])


def _cells(line: OfferLine) -> list[str]:
    row = line.offer
    level = str(row.trl) if row.trl else ""
    return [row.code, row.get_state_display(), row.get_kind_display(), level, row.organisation.name, row.title]


def do_show(options: Options) -> Told:
    """Show an offer: its sheet, what it brings, who answered it."""
    return _told(offer_named(options["code"]))


def do_write(options: Options) -> Told:
    """Write an offer of an organisation, as a draft."""
    names = ("title", "kind", "trl", "rights", "sought", "sought_note", "contact_name", "contact_email")
    texts = {name: text_in(path) for name in ("problem", "solution", "proof") if (path := options[f"{name}_file"])}
    said = {name: options[name] for name in names} | texts | {"language": current_language()}
    form = SheetForm(said | {"for_members": "1" if options["for_members"] else "0"})
    cleaned(form, _called)
    row = write_offer(
        organisation=organisation_named(options["organisation"]), sheet=sheet_of(form), now=timezone.now()
    )
    read_offer_topics(offer=row)
    return _told(row)


def _called(name: str) -> str:
    file = name in ("problem", "solution", "proof")
    return f"--{name}-file" if file else f"--{name.replace('_', '-')}"


def do_publish(options: Options) -> Told:
    """Publish an offer."""
    return _told(publish_offer(offer=offer_named(options["code"]), now=timezone.now()))


def do_renew(options: Options) -> Told:
    """Let a published offer stand for another while."""
    return _told(renew_offer(offer=offer_named(options["code"]), now=timezone.now()))


def do_withdraw(options: Options) -> Told:
    """Take an offer back: its own people and the office alone read it."""
    return _told(withdraw_offer(offer=offer_named(options["code"]), now=timezone.now()))


def do_decide(options: Options) -> Told:
    """Take an answer to an offer up, or decline it, as whoever offers told the office."""
    found = offer_reply_numbered(options["number"])
    decide_offer_reply(reply=found, takes=options["answer"] == "take", now=timezone.now())
    return _told(found.offer)


def _told(found: Offer) -> Told:
    """Tell an offer as it stands now, as the office knows it."""
    row = offer_named(found.code)
    return Told(offer_shape(row, audience=OFFICE_AUDIENCE, own_id=None), list(_lines(row)))


def _lines(row: Offer) -> Iterator[str]:
    yield f"{row.title} ({row.code})"
    level = f", TRL {row.trl}" if row.trl else ""
    yield f"{row.organisation.name}: {row.get_state_display()}, {row.get_kind_display()}{level}"
    if row.state == "PUBLISHED" and row.expires_on is not None:
        yield _("It stands until %(day)s.") % {"day": long_date(row.expires_on)}
    for head, text in ((_("The problem"), row.problem), (_("The solution"), row.solution), (_("The proof"), row.proof)):
        if text:
            yield from ("", f"{head}:", text)
    wanted = [*sought_words(row), *([row.sought_note] if row.sought_note else [])]
    if wanted:
        yield from ("", _("What is sought: %(what)s.") % {"what": ", ".join(wanted)})
    brought = [f"- {one.label} ({one.code})" for one in topic_lines(row) if not one.is_refused]
    if brought:
        yield from ("", _("What it brings:"), *brought)
    replies = replies_to(row, audience=OFFICE_AUDIENCE, organisation_id=None)
    if replies:
        yield from ("", _("Who answered:"))
        yield from (
            f"- {one.reply.pk}  {one.name}, {long_date(one.on)}, {one.state}: {one.reply.note}" for one in replies
        )
