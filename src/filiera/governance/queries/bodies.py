"""Who sits in the bodies of the association, since when and until when; who was absent how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.visibility import AudiencePart
from filiera.governance.enums import BodyKind, MandateRole, MeetingState
from filiera.governance.logic.statute import ItemKind
from filiera.governance.models import Attendance, Body, Mandate, Member, NoticeDelivery, RollSeat
from filiera.governance.queries.statutes import charter_on
from filiera.governance.wording_articles import in_brackets
from filiera.governance.wording_meetings import body_name
from filiera.registry.hooks import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from filiera.governance.logic.charter import BodyRule

ROLE_ORDER = (
    MandateRole.PRESIDENT,
    MandateRole.VICE_PRESIDENT,
    MandateRole.DIRECTOR,
    MandateRole.SECRETARY,
    MandateRole.AUDITOR,
)
RULE_NAMES = {BodyKind.BOARD: "board", BodyKind.AUDITORS: "auditor"}
"""Under which name the statute speaks of a body."""


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate in office. `absences` are the meetings in a row that its holder missed up to the last one held.

    `may_lapse` says that these are as many as the statute lets be.
    """

    row: Mandate
    absences: int = 0
    may_lapse: bool = False


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body with who sits in it; `over` are the mandates that ended, the last first."""

    body: Body
    in_office: tuple[MandateLine, ...]
    over: tuple[Mandate, ...]
    rule: BodyRule | None

    @property
    def seated(self) -> int:
        """Count who takes a seat: a mandate without a vote takes none, here as when it is given."""
        return sum(line.row.has_vote for line in self.in_office)

    @property
    def missing(self) -> int:
        """Count the seats below the least that the statute wants."""
        least = self.rule.seats_min if self.rule else None
        return max(0, (least or 0) - self.seated)

    @property
    def beyond(self) -> int:
        """Count who sits beyond the seats that the statute gives."""
        most = self.rule.seats_max if self.rule else None
        return 0 if most is None else max(0, self.seated - most)

    @property
    def free(self) -> int | None:
        """Count the seats that can still be filled; None where the statute sets no most."""
        most = self.rule.seats_max if self.rule else None
        return None if most is None else max(0, most - self.seated)

    @property
    def fault(self) -> str:
        """Say what is wrong with the number of who sits, with the article; empty where nothing is."""
        if self.rule is None or not (self.missing or self.beyond):
            return ""
        number, article = self.seated, in_brackets(self.rule.article)
        words = {"n": number, "least": self.rule.seats_min, "most": self.rule.seats_max, "article": article}
        if self.missing:
            said = ngettext(
                "%(n)s person is in office, and the statute wants at least %(least)s%(article)s.",
                "%(n)s people are in office, and the statute wants at least %(least)s%(article)s.",
                number,
            )
            return said % words
        said = ngettext(
            "%(n)s people are in office, and the statute has %(most)s seat%(article)s.",
            "%(n)s people are in office, and the statute has %(most)s seats%(article)s.",
            self.rule.seats_max or 0,
        )
        return said % words


def mandates_of(body: Body) -> QuerySet[Mandate]:
    """Give every mandate of a body."""
    return Mandate.objects.filter(body=body).select_related("organisation", "user", "resolution")


def seated(body: Body, *, today: date) -> list[Mandate]:
    """Give who is in office in a body on a day, the president first: one query."""
    rows = Mandate.objects.filter(body=body).in_office(today).select_related("organisation", "user", "resolution")
    return sorted(rows, key=lambda row: (ROLE_ORDER.index(MandateRole(row.role)), row.from_on, row.person_name))


def body_rule(body: Body, *, today: date) -> BodyRule | None:
    """Give what the statute in force says of a body; None for the assembly, or where it is silent."""
    return charter_on(today).bodies.get(RULE_NAMES.get(BodyKind(body.kind), ""))


def absences_of(body: Body) -> dict[int, int]:
    """Count, by mandate, the meetings in a row that its holder missed, back from the last one held: four queries.

    A meeting whose notice never reached the seat is none that it missed.
    """
    held = list(
        body.meetings.filter(state=MeetingState.CLOSED).order_by("-closed_at", "-pk").values_list("pk", flat=True)
    )
    seats = RollSeat.objects.filter(meeting__in=held, mandate__isnull=False)
    came = set(Attendance.objects.filter(seat__in=seats).values_list("seat_id", flat=True))
    reached = set(
        NoticeDelivery.objects.filter(seat__in=seats, sent_at__isnull=False).values_list("seat_id", flat=True)
    )
    by_mandate: dict[int, dict[int, bool]] = {}
    for pk, mandate, meeting in seats.values_list("pk", "mandate_id", "meeting_id"):
        if pk in came or pk in reached:
            by_mandate.setdefault(mandate, {})[meeting] = pk in came
    counted = {}
    for mandate, present in by_mandate.items():
        row = [present[meeting] for meeting in held if meeting in present]
        counted[mandate] = row.index(True) if True in row else len(row)
    return counted


def body_pages(*, today: date, with_absences: bool = False) -> list[BodyPage]:
    """Give the bodies with who sits in them: the board and the auditor; the assembly is everybody."""
    pages = []
    for body in Body.objects.exclude(kind=BodyKind.ASSEMBLY).order_by("pk"):
        rule = body_rule(body, today=today)
        absences = absences_of(body) if with_absences else {}
        most = rule.lapse_after_absences if rule else None
        now = seated(body, today=today)
        lines = tuple(
            MandateLine(row, absences.get(row.pk, 0), bool(most and absences.get(row.pk, 0) >= most)) for row in now
        )
        over = mandates_of(body).exclude(pk__in=[row.pk for row in now]).filter(from_on__lte=today)
        pages.append(BodyPage(body, lines, tuple(over.order_by("-from_on", "-pk")), rule))
    return pages


def waiting_of_bodies() -> list[Waiting]:
    """Give the bodies in which fewer sit than the statute wants, or more than it has seats."""
    return [
        Waiting(
            _("Who sits: %(body)s") % {"body": body_name(page.body)},
            page.fault,
            "bad",
            _("seats vacant") if page.missing else _("too many"),
            reverse("bodies-office"),
            _("Look"),
        )
        for page in body_pages(today=timezone.localdate())
        if page.fault
    ]


def board_part(user: Any, organisation_ids: frozenset[int], today: date) -> AudiencePart:
    """Tell whether a person sits on the board on a day: one query."""
    rows = Mandate.objects.filter(body__kind=BodyKind.BOARD, user=user)
    return AudiencePart(on_board=rows.in_office(today).exists())


def presides_on(user: Any, day: date) -> bool:
    """Tell whether a person is the president of the board on a day: one query."""
    rows = Mandate.objects.filter(body__kind=BodyKind.BOARD, role=MandateRole.PRESIDENT, user=user)
    return rows.in_office(day).exists()


def director_organisation_ids(day: date) -> set[int]:
    """Give the organisations whose people sit on the board on a day."""
    rows = Mandate.objects.filter(body__kind=BodyKind.BOARD).in_office(day)
    return set(rows.filter(organisation__isnull=False).values_list("organisation_id", flat=True))


def classes_of_seats(mandates: Sequence[Mandate], *, day: date) -> dict[int, str]:
    """Give, by mandate, the class under which it stands on the roll: its seat's, else its member's, else the first that votes.

    A mandate without a vote stands under the first class that has none in the board. Two queries.
    """
    charter = charter_on(day)
    voting = [code for code, rule in charter.classes.items() if rule.votes_on(ItemKind.BOARD)]
    silent = [code for code in charter.classes if code not in voting]
    members = Member.objects.filter(organisation__in=[row.organisation_id for row in mandates], left_on__isnull=True)
    of_member = dict(members.values_list("organisation_id", "member_class"))
    found = {}
    for row in mandates:
        asked = row.seat_class, of_member.get(row.organisation_id or 0, "")
        with_vote = next((code for code in asked if code in voting), voting[0])
        found[row.pk] = with_vote if row.has_vote else (silent or voting)[0]
    return found
