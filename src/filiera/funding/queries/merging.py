"""Why two organisations cannot be joined, as far as calls, consortia and projects are concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.funding.models import Consortium, FundedProject, Partner, Shareholding
from filiera.funding.models.consortia import OUT

if TYPE_CHECKING:
    from filiera.registry.models import Organisation


def merge_bar(kept: Organisation, gone: Organisation) -> str:
    """Say why two cannot be joined: they count as two somewhere, and what each bears would be lost; empty where they can."""
    if Shareholding.objects.filter(Q(holder=kept, held=gone) | Q(holder=gone, held=kept)).exists():
        return _("One holds a share of the other: if they are one and the same, take the share away first.")
    standing = Partner.objects.filter(organisation=kept).exclude(state__in=OUT).values("consortium")
    places = Partner.objects.filter(organisation=gone, consortium__in=standing).exclude(state__in=OUT)
    consortium = Consortium.objects.filter(partners__in=places).order_by("pk").first()
    if consortium is not None:
        return _("Both are in the consortium “%(name)s”: let one of them leave it first.") % {"name": consortium.name}
    project = FundedProject.objects.filter(partners__organisation=kept).filter(partners__organisation=gone)
    if (row := project.order_by("pk").first()) is not None:
        return _("Both are partners of the project “%(name)s”: write them there as one first.") % {
            "name": row.acronym or localised(row, "title")
        }
    return ""
