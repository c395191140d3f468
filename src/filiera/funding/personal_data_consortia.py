"""What consortia and funded projects hold of a person: who began and did what, what was written; and how it lets go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.visibility import audience_of
from filiera.funding.models import (
    ComposingRun,
    Consortium,
    ConsortiumTask,
    FundedProject,
    OutcomeCriterion,
    PaperSignature,
    Partner,
    ProjectPartner,
    ProjectResult,
)
from filiera.funding.personal_data import call_known
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import Section
from filiera.privacy.operations.redaction import redact, redact_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.accounts.models import User
    from filiera.common.visibility import Audience
    from filiera.privacy.hooks import Gone


def consortia_sections(user: User) -> Sequence[Section]:
    """Give what a person did in consortia: those begun, compositions, tasks done, signatures written down."""
    audience = audience_of(user)
    begun = Consortium.objects.filter(created_by=user).order_by("pk")
    runs = ComposingRun.objects.filter(made_by=user).select_related("call").order_by("pk")
    tasks = ConsortiumTask.objects.filter(done_by=user).select_related("consortium").order_by("pk")
    noted = PaperSignature.objects.filter(noted_by=user).select_related("paper__document", "partner__organisation")
    rows = [(_("began a consortium"), row.name, row.created_at) for row in begun]
    rows += [(_("composed a consortium"), _composed(row, audience), row.made_at) for row in runs]
    rows += [(_("did a task"), row.what, row.done_at) for row in tasks if row.done_at is not None]
    done = [
        Section(
            "consortia",
            _("What you did in consortia"),
            [("act", _("Act")), ("what", _("What")), ("at", _("When"))],
            rows,
            Fate.PARTED,
            _("it is the consortium’s work, and stays its own"),
        )
    ]
    invited = Partner.objects.filter(invited_email=user.email).select_related("consortium").order_by("pk")
    papers = [(f"{one.paper.document.title}: {one.partner}", one.signed_on.isoformat()) for one in noted.order_by("pk")]
    papers += [(_("asked into “%(name)s”") % {"name": one.consortium.name}, "") for one in invited]
    return [
        *done,
        Section(
            "consortium-papers",
            _("Signatures that you wrote down, and invitations that you got"),
            [("what", _("What")), ("on", _("Day"))],
            papers,
            Fate.PARTED,
            _("it is the consortium’s work, and stays its own"),
        ),
    ]


def erase_from_consortia(gone: Gone) -> dict[str, int]:
    """Take name and addresses out of what was written in consortia and of funded projects."""
    written = (
        redact(Consortium.objects.all(), ("name", "summary", "outcome_note", "supplier_name", "s3_priority"), gone)
        + redact(Partner.objects.all(), ("name", "tasks", "answer", "invited_email"), gone)
        + redact(ConsortiumTask.objects.all(), ("what",), gone)
        + redact(OutcomeCriterion.objects.all(), ("name", "comment"), gone)
        + redact_json(Consortium.objects.all(), ("documents", "plan_sections", "outputs"), gone)
        + redact_json(ComposingRun.objects.all(), ("asked",), gone)
    )
    titles = ("acronym", "title_it", "title_en", "summary_it", "summary_en", "programme")
    projects = (
        redact(FundedProject.objects.all(), titles, gone)
        + redact(ProjectPartner.objects.all(), ("name",), gone)
        + redact(ProjectResult.objects.all(), ("title", "kind", "url"), gone)
    )
    return {"consortia": written, "projects": projects}


def _composed(run: ComposingRun, audience: Audience) -> str:
    """Say for which call, and in which own words, a consortium was composed."""
    name = call_known(run.call, audience) if run.call is not None else ""
    return "\n".join(part for part in (name, str(run.asked.get("idea", ""))) if part)
