"""Which requests a solver wants: shown, written down for it, lifted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.verbs import Options, Told, wrong
from filiera.competence.named import organisation_named
from filiera.exchange.logic.gates import Wishes
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.operations.solvers import set_solver_rules
from filiera.exchange.queries.solvers import rules_of
from filiera.exchange.shapes_outcome import rules_shape
from filiera.registry.enums import Size

if TYPE_CHECKING:
    from filiera.exchange.models import SolverRules

LISTS = ("wanted", "unwanted", "sizes", "provinces")
RULES = (*LISTS, "a_month", "paused_until_on")
OPTION_OF = {
    "wanted": "--want",
    "unwanted": "--never",
    "sizes": "--size",
    "provinces": "--province",
    "a_month": "--a-month",
    "paused_until_on": "--pause-until",
}


def do_rules(options: Options) -> Told:
    """Show the rules of a solver; what is named replaces what stood, what is lifted falls away, the rest stays."""
    organisation = organisation_named(options["organisation"])
    row = rules_of(organisation)
    named = {name: options[name] for name in RULES if options[name] not in (None, [])}
    lifted = dict.fromkeys(options["lift"])
    if named or lifted:
        stood = {name: getattr(row, name) for name in RULES} if row else {}
        kept: dict[str, Any] = {name: value for name, value in (stood | named).items() if name not in lifted}
        try:
            row = set_solver_rules(organisation=organisation, said=Wishes(**kept), now=timezone.now())
        except ExchangeRefused as error:
            raise wrong(f"{OPTION_OF.get(error.field, '')}: {error}") from error
    return Told(rules_shape(row), list(_lines(row)))


def _lines(row: SolverRules | None) -> Iterator[str]:
    """Say the rules for people, one a line; where there are none, that."""
    said = list(_said(row)) if row is not None else []
    yield from said or [_("It has no rules: it may be asked for everything.")]


def _said(row: SolverRules) -> Iterator[str]:
    sizes = [str(Size(one).label) for one in row.sizes]
    lists = (
        (_("Only about these matters"), row.wanted),
        (_("Never about these"), row.unwanted),
        (_("Only from enterprises of this size"), sizes),
        (_("Only from these provinces"), row.provinces),
    )
    yield from (f"{label}: {', '.join(values)}" for label, values in lists if values)
    if row.a_month is not None:
        label = _("At most so many a month")
        yield f"{label}: {row.a_month}"
    if row.paused_until_on is not None:
        label = _("None until")
        yield f"{label}: {long_date(row.paused_until_on)}"
