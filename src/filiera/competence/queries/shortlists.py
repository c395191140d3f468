"""Shortlists: the one in hand, those that a person keeps, and their rows as an audience may see them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.accounts.models import User
from filiera.common.in_words import long_date
from filiera.common.language import localised
from filiera.common.partial_date import precision_word
from filiera.common.visibility import PUBLIC_AUDIENCE, Visibility
from filiera.competence.enums import PROVING_ROLES, Verdict
from filiera.competence.filters import current_organisations
from filiera.competence.logic import answer_reason
from filiera.competence.models import Claim, Evidence, EvidenceLink, Shortlist
from filiera.competence.models.claims import HELD_AT
from filiera.competence.models.evidence import level_for
from filiera.competence.queries.answer_proofs import Support, speaking, support_of
from filiera.competence.queries.contacts import Contact, contacts_of
from filiera.competence.queries.directory import Entry, best_known, entries_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from filiera.common.visibility import Audience
    from filiera.competence.models import ShortlistItem

SAVED_SHOWN = 20
PROOFS = 3
"""Pieces of evidence told of each organisation: what paper and mail have room for."""

RESERVED = {
    Visibility.MEMBERS: gettext_lazy("reserved to the members of the cluster"),
    Visibility.BILATERAL: gettext_lazy("reserved to the organisation and the office"),
    Visibility.OFFICE: gettext_lazy("reserved to the office"),
}
"""What marks a piece that is not for everybody where it leaves the site: on paper nothing else says so."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of evidence as paper and mail cite it; `mark` says whom it is for, and is empty where for everybody."""

    title: str
    source: str
    on: date | None
    precision: str
    mark: str = ""

    @property
    def words(self) -> str:
        """Give title, source, date and mark in one line."""
        values = {"title": self.title, "source": self.source, "date": long_date(self.on, self.precision)}
        said = _("%(title)s (%(source)s, %(date)s)") % values
        return f"{said} [{self.mark}]" if self.mark else said


@dataclass(frozen=True, slots=True)
class ShortlistRow:
    """One kept organisation, as a page, an export or a message shows it: in one language, for one audience.

    `is_reserved` says that it, its contacts, or a piece of what its line is computed from is not for everybody.
    """

    entry: Entry
    question: str
    reason: str
    contact: Contact
    website: str
    address: str
    proofs: tuple[Cited, ...] = ()
    is_reserved: bool = False

    @property
    def kept_from(self) -> str:
        """Say from which question it was kept, or that it was kept from its own page."""
        return self.question or _("from its own page")


def reserved_words(rows: Sequence[ShortlistRow]) -> str:
    """Say of a file that not all of it is for everybody; nothing where all is."""
    if not any(row.is_reserved for row in rows):
        return ""
    return _(
        "This file holds what is reserved: each such proof is marked. Do not pass it on to whoever may not see it."
    )


def questions_of(rows: Sequence[ShortlistRow]) -> list[str]:
    """Give the questions from which organisations were kept, in the order in which they were asked."""
    return list(dict.fromkeys(row.question for row in rows if row.question))


def shortlist_in_hand(*, token: str, user_id: int | None) -> Shortlist | None:
    """Give the shortlist that a browser's token names, if it is nobody's or this person's."""
    found = Shortlist.objects.filter(token=token).first() if token else None
    if found is not None and found.owner_id is not None and found.owner_id != user_id:
        return None
    return found


def shortlists_of(*, user_id: int | None) -> QuerySet[Shortlist]:
    """Give the newest shortlists of an account; none for whoever has not signed in."""
    return Shortlist.objects.filter(owner_id=user_id, owner__isnull=False).order_by("-updated_at")[:SAVED_SHOWN]


def organisations_kept(shortlist: Shortlist | None, *, audience: Audience) -> int:
    """Count what a shortlist holds that the audience may see."""
    if shortlist is None:
        return 0
    counted: int = current_organisations(audience).filter(pk__in=shortlist.items.values("organisation")).count()
    return counted


def shortlist_rows(shortlist: Shortlist, *, audience: Audience, today: date, root: str) -> list[ShortlistRow]:
    """Give what a shortlist holds, as the audience may see it; `root` is the site's address, for links on paper.

    Reasons are said in the active language, from the claims and the evidence open to this audience: what only whoever
    kept it may see does not come through. Eight queries, however long the list.
    """
    items = list(
        shortlist.items.select_related("organisation__stage", "organisation__municipality").order_by("kept_at", "pk")
    )
    seen = [item for item in items if item.organisation.is_visible_to(audience)]
    entries = {
        entry.id: entry for entry in entries_of([item.organisation for item in seen], audience=audience, today=today)
    }
    claims = _held(seen, audience)
    support = support_of(entries, claims)
    contacts = contacts_of(list(entries), audience=audience, today=today)
    cited = _cited(seen, entries, support)
    reserved = _reserved(entries)
    return [
        ShortlistRow(
            entry=(entry := entries[item.organisation_id]),
            question=item.question,
            reason=_reason(item, entry, claims, support.get(entry.id, ())),
            contact=contacts[entry.id],
            website=item.organisation.website,
            address=root.rstrip("/") + entry.url,
            proofs=cited[entry.id],
            is_reserved=(
                entry.id in reserved
                or item.organisation.visibility != Visibility.PUBLIC
                or any(one.level for one in (*contacts[entry.id].phones, *contacts[entry.id].emails))
            ),
        )
        for item in seen
    ]


def rows_for_both(shortlist: Shortlist, *, sender: Audience, to: str, today: date, root: str) -> list[ShortlistRow]:
    """Give what a shortlist holds as far as its sender and the person behind the address `to` may both see it."""
    both = sender.shared_with(recipient_audience(to, today=today))
    return shortlist_rows(shortlist, audience=both, today=today, root=root)


def _held(items: Sequence[ShortlistItem], audience: Audience) -> dict[str, dict[int, Claim]]:
    """Give, by competence and organisation, the claims that count, on what the questions of the items ask."""
    codes = {code for item in items for code in item.competences}
    rows = Claim.objects.visible_to(audience).filter(
        organisation__in=[item.organisation_id for item in items], competence__in=codes, strength__gte=HELD_AT
    )
    found: dict[str, dict[int, Claim]] = defaultdict(dict)
    for row in rows.exclude(verdict=Verdict.REFUSED).select_related("competence"):
        found[row.competence_id][row.organisation_id] = row
    return found


def _reason(
    item: ShortlistItem, entry: Entry, claims: Mapping[str, Mapping[int, Claim]], support: Sequence[Support]
) -> str:
    """Say why it answers its question, as its answer did; where nothing of that is open, what it is known for."""
    held = [code for code in item.competences if entry.id in claims.get(code, {})]
    shown = set(item.evidence)
    pieces = speaking(entry, support, held) if held else [one for one in entry.evidence if one.id in shown]
    covered = [localised(claims[code][entry.id].competence, "label") for code in held]
    said = answer_reason(covered, [one.kind for one in pieces], [one.independent for one in pieces])
    return said or best_known(entry.row)


def _reserved(entries: Mapping[int, Entry]) -> frozenset[int]:
    """Give the organisations of which a line counts evidence that is not for everybody: one query."""
    pieces = {entry.id: {point.id for point in entry.evidence} for entry in entries.values()}
    rows = Evidence.objects.filter(pk__in=set().union(*pieces.values())).exclude(visibility=Visibility.PUBLIC)
    reserved = set(rows.values_list("pk", flat=True))
    return frozenset(pk for pk, ids in pieces.items() if not reserved.isdisjoint(ids))


def _cited(
    items: Sequence[ShortlistItem], entries: Mapping[int, Entry], support: Mapping[int, Sequence[Support]]
) -> dict[int, tuple[Cited, ...]]:
    """Give, by organisation, two or three pieces of what the audience sees: what counts for the question, heaviest first.

    Where nothing counts, what its answer showed; where there was no answer, the newest.
    """
    wanted: dict[int, list[int]] = {}
    for item in items:
        entry = entries[item.organisation_id]
        shown = {point.id for point in entry.evidence}
        newest = [point.id for point in reversed(entry.evidence) if point.start] or [one.id for one in entry.evidence]
        counting = dict.fromkeys(one.evidence_id for one in support.get(entry.id, ()) if one.evidence_id in shown)
        wanted[entry.id] = (list(counting) or [pk for pk in item.evidence if pk in shown] or newest)[:PROOFS]
    told = _told({pk for ids in wanted.values() for pk in ids})
    return {owner: tuple(told[owner, pk] for pk in ids if (owner, pk) in told) for owner, ids in wanted.items()}


def _told(evidence_ids: Collection[int]) -> dict[tuple[int, int], Cited]:
    """Tell pieces by organisation, each marked by the level at which it counts for it: one query."""
    found: dict[tuple[int, int], Cited] = {}
    links = EvidenceLink.objects.filter(evidence__in=evidence_ids, role__in=sorted(PROVING_ROLES))
    for link in links.exclude(organisation=None).select_related("evidence__source").order_by("pk"):
        row, key = link.evidence, (link.organisation_id or 0, link.evidence_id)
        level = Visibility(level_for(row.visibility, link.role, link.band))
        if key not in found or level != Visibility.OFFICE:
            mark = str(RESERVED.get(level, ""))
            found[key] = Cited(
                localised(row, "title"), row.source.title, row.on, precision_word(row.on_precision), mark
            )
    return found


def recipient_audience(address: str, *, today: date) -> Audience:
    """Give what the person behind an address of mail may see: an open account's audience, else a visitor's."""
    user = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    return user.audience(today) if user is not None else PUBLIC_AUDIENCE
