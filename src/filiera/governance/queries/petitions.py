"""Requests for an assembly, each counted as the register is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from filiera.governance.adapters import case_of_petition
from filiera.governance.enums import MeetingState, PetitionState
from filiera.governance.logic.judging import Judgement, judge
from filiera.governance.models import Meeting, Petition, PetitionSignature
from filiera.governance.queries.members import members_on
from filiera.governance.queries.statutes import charter_on
from filiera.governance.wording import explanation
from filiera.registry.enums import SPEAKING_ROLES
from filiera.registry.models import Delegate
from filiera.registry.queries.contacts import Contact, contacts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.governance.logic.charter import Charter
    from filiera.governance.queries.members import MemberRow


@dataclass(frozen=True, slots=True)
class PetitionCounted:
    """A request with its count on a day: how many signed, how many are needed, of how many, and the sentence.

    `meeting` is the last that answers it, planned or convened; one that was cancelled answers nothing.
    """

    petition: Petition
    judgement: Judgement
    signatures: tuple[PetitionSignature, ...]
    meeting: Meeting | None = None

    @property
    def signed(self) -> int:
        """Count the members who signed."""
        return self.judgement.figures.in_favour or 0

    @property
    def needed(self) -> int:
        """Count the members who must."""
        return self.judgement.figures.majority_needed or 0

    @property
    def base(self) -> int:
        """Count all the members."""
        return self.judgement.figures.majority_base or 0

    @property
    def is_due(self) -> bool:
        """Tell whether the assembly must be called."""
        return str(self.judgement.result) == "due"

    @property
    def sentence(self) -> str:
        """Say the count with its article."""
        return explanation(self.judgement)

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be signed."""
        return self.petition.state in (PetitionState.OPEN, PetitionState.DUE)

    def is_signed_by(self, organisation_id: int | None) -> bool:
        """Tell whether an organisation has signed."""
        return any(one.member.organisation_id == organisation_id for one in self.signatures)


def counted(petitions: Iterable[Petition], *, today: date) -> list[PetitionCounted]:
    """Count requests as the register is on a day: a query for the register, one for the signatures, one for the meetings."""
    rows = list(petitions)
    if not rows:
        return []
    members, charter = members_on(today), charter_on(today)
    by_petition: dict[int, list[PetitionSignature]] = {row.pk: [] for row in rows}
    signatures = PetitionSignature.objects.filter(petition__in=rows).select_related("member__organisation")
    for signature in signatures.order_by("signed_at", "pk"):
        by_petition[signature.petition_id].append(signature)
    answering = Meeting.objects.filter(petition__in=rows).exclude(state=MeetingState.CANCELLED)
    meetings = {one.petition_id: one for one in answering.order_by("pk")}
    return [
        PetitionCounted(
            row, _judged(row, by_petition[row.pk], members, charter), tuple(by_petition[row.pk]), meetings.get(row.pk)
        )
        for row in rows
    ]


def _judged(
    row: Petition, signatures: list[PetitionSignature], members: list[MemberRow], charter: Charter
) -> Judgement:
    case = case_of_petition(
        {one.member_id for one in signatures},
        row.reasons,
        members=[(one.member.pk, one.standing.member_class, one.standing.suspended_on is not None) for one in members],
        charter=charter,
    )
    return judge(case)


def speakers_to_ask(petition: Petition, *, today: date) -> list[Contact]:
    """Give those who speak for the members that have not signed, each address once; else the contact: five queries."""
    signed = set(petition.signatures.values_list("member_id", flat=True))
    ids = [row.member.organisation_id for row in members_on(today) if row.member.pk not in signed]
    rows = Delegate.objects.in_force(today).filter(organisation__in=ids, role__in=sorted(SPEAKING_ROLES))
    speaking = list(rows.filter(user__is_active=True).select_related("user").order_by("organisation", "role", "pk"))
    voiced = {row.organisation_id for row in speaking}
    found = {row.user.email.lower(): Contact(row.user.email, row.user.language) for row in speaking}
    for one in contacts_of([pk for pk in ids if pk not in voiced], today=today).values():
        found.setdefault(one.email.lower(), one)
    return list(found.values())


def petitions_to_show() -> list[Petition]:
    """Give the requests, the open ones first, then the last."""
    rows = Petition.objects.select_related("opened_by__organisation").order_by("-opened_at", "-pk")
    order = (PetitionState.DUE, PetitionState.OPEN, PetitionState.MET, PetitionState.CLOSED)
    return sorted(rows, key=lambda row: order.index(PetitionState(row.state)))
