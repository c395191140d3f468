"""A call and a consortium together: what every rule asks of a partner, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from filiera.funding.logic.call import Call
from filiera.funding.logic.consortium import Consortium, Partner
from filiera.funding.logic.kinds import CATEGORIES, KINDS, NARROW, said_by
from filiera.funding.logic.places import Places, nuts
from filiera.funding.logic.sizes import SIZES, SMALL_ENOUGH, Among, sizes_of
from filiera.funding.logic.undertakings import Ties
from filiera.funding.logic.verdicts import every, opposite, some

EVERYBODY = frozenset({"all", "everybody", "each", "partners", "entity"})
ENTERPRISES = frozenset({"company", "enterprise", "enterprises", "companies", "firm", "firms"})
INNOVATIVE = frozenset({"innovative", "innovative_sme", "pmi_innovativa", "innovative_startup", "startup_innovativa"})
AREAS = {"central europe": "CENTRAL_EUROPE", "alpine space": "ALPINE_SPACE", "euro med": "EURO_MED", "adrion": "ADRION"}
"""How the programmes name themselves in the title of a call, or in what it is modelled on."""


@dataclass(frozen=True)
class Case:
    """What is judged: a call, those who would apply, and the facts about places."""

    call: Call
    consortium: Consortium
    places: Places

    @cached_property
    def partners(self) -> tuple[Partner, ...]:
        """Give the partners; none where they are not known."""
        return tuple(self.consortium.partners or ())

    @property
    def knows_partners(self) -> bool:
        """Tell whether it was written down who would apply."""
        return self.consortium.partners is not None

    @cached_property
    def ties(self) -> Ties:
        """Give who owns whom; of one alone there is nothing to know."""
        links = self.consortium.links
        return Ties(None if links is None else tuple(links))

    def with_partners(self, partners: list[Partner]) -> Case:
        """Give the case of other partners among the same owners: who owns whom is worked out once for all."""
        other = Case(self.call, self.consortium.model_copy(update={"partners": partners}), self.places)
        other.__dict__["ties"] = self.ties
        return other

    @cached_property
    def _sizes(self) -> dict[str, frozenset[str]]:
        among = Among.of(self.partners)
        return {one.id: sizes_of(one, among, self.ties) for one in self.partners}

    def sizes(self, partner: Partner) -> frozenset[str]:
        """Give the sizes that a partner may have."""
        return self._sizes[partner.id]

    @cached_property
    def lead(self) -> Partner | None:
        """Give the one lead; whoever applies alone leads, unless it is denied."""
        leads = [one for one in self.partners if one.lead]
        if not leads and len(self.partners) == 1 and self.partners[0].lead is None:
            return self.partners[0]
        return leads[0] if len(leads) == 1 else None

    def is_kind(self, partner: Partner, wanted: str) -> bool | None:
        """Tell whether a partner is of a kind: of enterprise, size or research, private or public, or one by its name."""
        said = said_by(partner.kind)
        if wanted in SIZES or wanted == "sme":
            return self._is_size(partner, SMALL_ENOUGH if wanted == "sme" else frozenset({wanted}))
        if wanted == "innovative_sme":
            return every((self.is_kind(partner, "sme"), _is_innovative(partner)))
        if wanted == "research":
            return None if said is None else said.is_research
        if wanted == "private":
            return opposite(partner.public) if partner.public is not None else said.is_private if said else None
        if wanted == "public":
            return opposite(self.is_kind(partner, "private"))
        if wanted == "nonprofit":
            return partner.nonprofit if partner.nonprofit is not None else said.is_nonprofit if said else None
        if partner.kind is None or partner.kind == wanted:
            return None if partner.kind is None else True
        return self._is_named(partner.kind, wanted)

    def _is_named(self, kind: str, wanted: str) -> bool | None:
        """Tell whether who is of one kind is of another as well: a start-up an enterprise, a municipality a public body."""
        said = said_by(kind)
        if said is None:
            return None if wanted in KINDS or wanted in CATEGORIES else False
        if wanted == "company":
            return said.is_company
        if wanted in NARROW:
            return None if kind == "company" else False
        return said.category == CATEGORIES[wanted] if wanted in CATEGORIES else False

    def _is_size(self, partner: Partner, wanted: frozenset[str]) -> bool | None:
        said = said_by(partner.kind)
        if said is not None and not said.is_company:
            return False
        found = self.sizes(partner)
        answer = True if found <= wanted else None if found & wanted else False
        return None if said is None and answer else answer

    def is_concerned(self, partner: Partner, who: str | None) -> bool | None:
        """Tell whether a rule about somebody is about this partner."""
        if who is None or who in EVERYBODY:
            return True
        if who == "counted":
            kind = self.call.rules.count_kind
            return True if kind is None else self.is_kind(partner, "company" if kind in ENTERPRISES else kind)
        if who == "lead":
            return partner is self.lead if self.lead is not None else partner.lead
        return self.is_kind(partner, "company" if who in ENTERPRISES else who)

    def places_of(self, partner: Partner) -> tuple[str, ...]:
        """Give the NUTS codes where a partner is, seat and operating seats."""
        own = (partner.region,) if partner.region else ()
        return tuple(dict.fromkeys((*own, *(partner.operating_seats or ()))))

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Give the areas of the programme: those that the call names, else those whose name its title or model bears.

        Where one that it names is not among ours, the area is not known.
        """
        named = [one.upper().replace(" ", "_") for one in self.call.programme_area or ()]
        text = f"{self.call.modelled_on} {self.call.title}".casefold()
        found = named or [area for name, area in AREAS.items() if name in text]
        return tuple(found) if all(one in self.places.areas for one in found) else ()

    def in_area(self, partner: Partner, *, is_at_home: bool = False) -> bool | None:
        """Tell whether a partner sits in the area of the programme: its whole country, its seat or an operating seat.

        With `is_at_home` a seat in another country does not count: it does not bring the partner's own into the area.
        """
        if not self.areas:
            return None
        home = nuts(partner.country) if partner.country else ""
        if home and self.places.in_area(home, self.areas):
            return True
        own = [one for one in self.places_of(partner) if not is_at_home or one.startswith(home)]
        found = [self.places.in_area(place, self.areas) for place in own]
        if found:
            return some(found)
        return self.places.in_area(home, self.areas) if home else None


def _is_innovative(partner: Partner) -> bool | None:
    """Tell whether an enterprise is innovative: said so, or by a recognition or a certificate that it holds."""
    if partner.innovative is not None:
        return partner.innovative
    if any(_folded(one) in INNOVATIVE for one in partner.certificates or ()):
        return True
    if partner.recognitions is None:
        return None
    return some(one.is_held for one in partner.recognitions if _folded(one.name) in INNOVATIVE)


def _folded(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").split())
