"""The work of a consortium for one reader: tasks, papers with who has signed, the budget table, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F

from filiera.documents.models import Document
from filiera.documents.queries.documents import newest_of
from filiera.funding.models import ConsortiumPaper, ConsortiumTask
from filiera.funding.models.consortia import WITHIN
from filiera.funding.queries.consortia import aid_by_partner
from filiera.funding.queries.judged import known_sum
from filiera.funding.wording_things import thing_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from filiera.common.visibility import Audience
    from filiera.documents.models import DocumentVersion
    from filiera.funding.logic.judging import Judgement
    from filiera.funding.models import Call, Consortium, OutcomeCriterion, Partner


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the page shows it."""

    task: ConsortiumTask
    owner: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Whether a partner has signed a paper, and when."""

    partner: Partner
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper with its newest file, what it stands for in words, and who has signed it."""

    paper: ConsortiumPaper
    document: Document
    newest: DocumentVersion | None
    stands_for: str
    signatures: tuple[SignatureLine, ...]

    @property
    def waiting(self) -> int:
        """Count the partners that have not signed a paper that all sign."""
        return sum(one.signed_on is None for one in self.signatures) if self.paper.is_signed_by_all else 0


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What a partner bears and gets, in euro; None is not known."""

    partner: Partner
    role: str
    rate_pct: Decimal | None
    grant_eur: Decimal | None

    @property
    def own_eur(self) -> Decimal | None:
        """Give what the partner pays itself."""
        cost = self.partner.cost_eur
        return None if cost is None or self.grant_eur is None else cost - self.grant_eur


@dataclass(frozen=True, slots=True)
class Budget:
    """The table of who bears and gets what, with its sums; a sum is None where a part of it is not known."""

    lines: tuple[BudgetLine, ...]
    cost_eur: Decimal | None
    industrial_eur: Decimal | None
    experimental_eur: Decimal | None
    grant_eur: Decimal | None

    @property
    def own_eur(self) -> Decimal | None:
        """Give what all pay themselves."""
        return None if self.cost_eur is None or self.grant_eur is None else self.cost_eur - self.grant_eur

    @property
    def has_kinds(self) -> bool:
        """Tell whether somebody has split its cost by kind of research."""
        return any(
            one.partner.industrial_research_eur is not None or one.partner.experimental_development_eur is not None
            for one in self.lines
        )


def budget_of(partners: Sequence[Partner], judgement: Judgement) -> Budget:
    """Lay out what each partner bears and gets, by the aid that was worked out."""
    rates = aid_by_partner(judgement)
    grants, whole = grants_of(judgement)
    lines = tuple(
        BudgetLine(one, str(one.get_state_display()), rates.get(one.key), grants.get(one.key)) for one in partners
    )
    return Budget(
        lines=lines,
        cost_eur=known_sum([one.partner.cost_eur for one in lines]),
        industrial_eur=known_sum([one.partner.industrial_research_eur for one in lines]),
        experimental_eur=known_sum([one.partner.experimental_development_eur for one in lines]),
        grant_eur=whole,
    )


def grants_of(judgement: Judgement) -> tuple[dict[str, Decimal | None], Decimal | None]:
    """Give the grant by partner, and to the whole, in euro.

    Of a call that says nothing of money the judge works out nothing: what is granted is then not known, it is not zero.
    """
    found = {
        one.id: None if one.intensity_pct is None and not one.grant_eur else one.grant_eur
        for one in judgement.aid.by_partner
    }
    is_silent = bool(found) and all(one is None for one in found.values()) and not judgement.aid.max_grant_eur
    return found, None if is_silent else judgement.aid.max_grant_eur


def task_lines(consortium: Consortium, *, today: date) -> tuple[TaskLine, ...]:
    """Give the tasks, those to be done first by their day, then those that are done: one query."""
    rows = consortium.tasks.select_related("owner__organisation").order_by(
        F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
    )
    return tuple(
        TaskLine(
            one,
            one.owner.called if one.owner else "",
            one.done_at is None and one.due_on is not None and one.due_on < today,
        )
        for one in rows
    )


def paper_lines(consortium: Consortium, partners: Collection[Partner], *, audience: Audience) -> tuple[PaperLine, ...]:
    """Give the papers that the audience may see, with who of those within has signed: four queries."""
    rows = consortium.papers.select_related("document__owner").prefetch_related("signatures").order_by("pk")
    open_to = set(
        Document.objects.visible_to(audience)
        .filter(consortium_paper__consortium=consortium)
        .values_list("pk", flat=True)
    )
    papers = [one for one in rows if one.document_id in open_to]
    newest = newest_of([one.document for one in papers], audience)
    within = [one for one in partners if one.state in WITHIN]
    return tuple(
        PaperLine(
            paper=one,
            document=one.document,
            newest=newest.get(one.document_id),
            stands_for=thing_name(one.stands_for) if one.stands_for else "",
            signatures=_signatures(one, within),
        )
        for one in papers
    )


def _signatures(paper: ConsortiumPaper, within: Sequence[Partner]) -> tuple[SignatureLine, ...]:
    signed = {one.partner_id: one.signed_on for one in paper.signatures.all()}
    shown = [one for one in within if paper.is_signed_by_all or one.pk in signed]
    return tuple(SignatureLine(one, signed.get(one.pk)) for one in shown)


def documents_asked(call: Call) -> list[tuple[str, str]]:
    """Give the documents that a call asks for: as it names them, and in words."""
    found: Any = next((one.value for one in call.rules.all() if one.name == "docs"), None)
    names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [(name, thing_name(name)) for name in names if isinstance(name, str)]


def documents_missing(consortium: Consortium) -> list[str]:
    """Say which documents that the call asks for are not ready."""
    ready = set(consortium.documents or [])
    return [words for name, words in documents_asked(consortium.call) if name not in ready]


def criteria_of(consortium: Consortium) -> tuple[OutcomeCriterion, ...]:
    """Give what the evaluators said by criterion, in their order: one query."""
    return tuple(consortium.criteria.order_by("ordinal"))
