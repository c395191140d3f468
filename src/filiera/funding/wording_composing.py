"""Why no consortium can be composed, and the smallest change that helps, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_
from django.utils.translation import ngettext

from filiera.common.in_words import euro, percent
from filiera.engine.composing.solution import Conflict, LetGo, Outsider, Relax, Remedy
from filiera.funding.wording import NAMES
from filiera.funding.wording_rules import rule_label

WISHES: Mapping[str, str] = {
    "lead": n_("the lead that was chosen"),
    "must": n_("who must be in"),
    "must_not": n_("who must not be in"),
    "most": n_("your wish of partners at most"),
    "budget": n_("your wish of cost at most"),
    "forbidden": n_("what the judge refused"),
    "nobody": n_("that somebody takes part"),
    "costs": n_("what each bears"),
}


def name_of(rule: str) -> str:
    """Say what a rule or a wish is called."""
    return _(WISHES[rule]) if rule in WISHES else rule_label(rule)


def conflict_words(conflict: Conflict) -> str:
    """Say which rules nobody can satisfy together."""
    names = [name_of(one) for one in conflict.rules]
    if len(names) == 1:
        return _("Nobody meets this: %(name)s.") % {"name": names[0]}
    return _("These cannot be met together: %(names)s.") % {"names": "; ".join(names)}


def remedies_words(conflict: Conflict, names: Mapping[str, str]) -> str:
    """Say what would help, each way in a sentence; `names` are of organisations by public id."""
    return " ".join(remedy_words(one, names) for one in conflict.remedies)


def remedy_words(remedy: Remedy, names: Mapping[str, str]) -> str:
    """Say one way that helps."""
    if isinstance(remedy, LetGo):
        listed = ", ".join(names.get(one, one) for one in remedy.ids)
        return _("Let go of %(what)s: %(names)s.") % {"what": name_of(remedy.rule), "names": listed}
    if isinstance(remedy, Relax):
        return _relaxed(remedy)
    return _outsider(remedy)


def _relaxed(remedy: Relax) -> str:
    say = {"least_pct": percent, "most_pct": percent}.get(remedy.bound, _plain)
    if remedy.rule in ("budget", "cost_min", "cost_max", "budget_range"):
        say = euro
    words = {"what": name_of(remedy.rule), "now": say(remedy.now), "needed": say(remedy.needed)}
    if remedy.bound.startswith("least"):
        return _("It would do if “%(what)s” asked for %(needed)s instead of %(now)s.") % words
    return _("It would do if “%(what)s” allowed %(needed)s instead of %(now)s.") % words


def _plain(value: float | None) -> str:
    return "" if value is None else str(int(value)) if value == int(value) else f"{value:.2f}"


def _outsider(remedy: Outsider) -> str:
    asked = [_tag(one) for one in sorted(remedy.tags)]
    places = [one for values in remedy.values.values() for one in values if one]
    words = {"n": remedy.how_many, "what": "; ".join(one for one in [*asked, *places] if one)}
    if not words["what"]:
        return ngettext("Find %(n)s candidate more.", "Find %(n)s candidates more.", remedy.how_many) % words
    return (
        ngettext(
            "Find %(n)s candidate more that meets: %(what)s.",
            "Find %(n)s candidates more that meet: %(what)s.",
            remedy.how_many,
        )
        % words
    )


def _tag(tag: str) -> str:
    """Say what a tag of the optimiser means."""
    kind = tag.partition(":")[2]
    if kind:
        return _(NAMES[kind]) if kind in NAMES else kind.replace("_", " ")
    return "" if tag in ("counted", "country of one", "region kind") else rule_label(tag)
