"""The reference of calls: fields of the two files, every rule with what it asks, the lists of places with their sources."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import AliasChoices, BaseModel

READINGS = (
    "A section that is missing, and null, is not known; an empty list means none. What is not known never passes: the verdict "
    "is fail if one check fails, else unknown if one is unknown, else pass.",
    "At a limit (at least, at most) a rule passes; one cent, one day or one month beyond it fails.",
    "Independence: nobody who applies holds 25 % or more of another, alone or through what it controls, and nobody controls "
    "one and holds 25 % or more of the other. Control is more than half; it passes on the whole share of what is controlled, "
    "a minority share is not multiplied. `independent: {min: 3}` asks that so many are independent, not all.",
    "Size is that of the single undertaking: what its figures show overrules what is declared; among declarations of one "
    "undertaking the largest counts. Parts of partner enterprises (25 to 50 %) are not added. Who is held at 25 % or more by "
    "a public body that applies too is no SME.",
    "`window` says nothing where `project.submitted_at` is not given. Moments without a zone are the call's; a day without an "
    "hour is decided by its hour where it is the first or the last.",
    "`seat_region` looks at `operating_seats` alone. With `when: acceptance`, who has no seat yet is not known, unless "
    "`planned_seats` names one.",
    "`grant_max` and `support_max` are caps: nobody fails for them, unless more is asked for (`grant_eur` of the project, "
    "else of the partners together). The two ends of `grant_range` and `budget_range` are rules. What partners get elsewhere "
    "for the same costs (`other_aid_eur`) takes its part of their rate.",
    "`de_minimis_awards` say more than `de_minimis_3y_eur` where `project.grant_on` is known: the three years end with that "
    "day, and an award of the same day three years before has left them.",
    "ATECO codes carry their edition (`2025:20.42`). A code of 2007 stands for itself in 2022 where both have it; from 2022 to "
    "2025 ISTAT's correspondence is followed, and a code that splits into some that the call lists and some that it does not "
    "is not known.",
    "A university counts as research, an ITS academy does not. A kind that Filiera does not know says nothing. Start-ups, "
    "spin-offs and cooperatives are enterprises; municipalities, provinces, regions and chambers are public bodies.",
    "A recognition is a name, or a group with its `state`: `held`, `given`, `recognised` and the like are held, `pending`, "
    "`expired`, `revoked` and the like are not; a state that is null, or another word, is not known. `recognised_as` may name "
    "several: one is enough.",
    "`EL` and `GR`, `UK` and `GB` are one country each; an unquoted `NO` is Norway.",
    "A rule may carry its clause (`{min: 3, clause: art. 4}`, or `{value: 30, clause: art. 5}`), and `clauses: {rule: text}` "
    "may stand beside the rules. A rule that Filiera does not know is unknown, and so is a part of a rule (`partners.mim`). "
    "`window` may stand among the rules.",
    "Amounts are written in plain figures (1500000.50): marks for thousands and decimal commas are told with line and field.",
    "Each partner's grant is rounded to the cent, half up, and then a cap is shared in proportion, each part rounded again. "
    "Where one rate holds for everybody, the whole grant is known from the project's cost, though the partners' are not.",
    "`seat_in_programme_area` and the list `PROGRAMME_AREA` mean the areas that `programme_area` names, else those whose name "
    "stands in `modelled_on` or the title; another name is not known.",
    "Where `aid` is `gber25` and the rates are by activity, the bonuses of Regulation (EU) 651/2014, article 25(6), are added: "
    "20 points for small and 10 for medium enterprises, 15 for effective collaboration or wide dissemination, up to 80 %; "
    "not where the rates are by size. A collaboration with research counts where `research_may_publish` is true, one across "
    "borders between two Member States, or one and another of the European Economic Area.",
    "`intensity_it` gives rates that hold for Italian partners alone (`intensity_fr` for French ones, and so on): partners "
    "whose country has none are paid elsewhere, and their grant is not known. Where a call says nothing of money the grant "
    "is not known either; with `aid: none` it is nothing.",
    "`share_pct` is a partner's part of the cost, in percent: `share_max` and `share_min` read it where the costs in euro are "
    "not known of all, and with `project.cost_eur` it gives the cost.",
    "`bonus` gives points for `ctl_member`, a kind or size of partner, a recognition that is held, a certificate, or a field "
    "that is true; one partner that has it is enough.",
)
"""How the texts of rules are read where they leave it open."""

WORDS = {Decimal: "number", int: "whole number", bool: "yes or no", str: "text", date: "day", datetime: "moment"}


def _of_type(annotation: Any) -> str:
    """Say a type in words."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _of_type(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_of_type(one) for one in typing.get_args(annotation) if one is not type(None)))
    if origin is typing.Literal:
        return ", ".join(f"`{one}`" for one in typing.get_args(annotation))
    if origin in (list, tuple):
        return f"list of {_of_type(typing.get_args(annotation)[0])}"
    if origin is dict:
        return f"by name: {_of_type(typing.get_args(annotation)[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"group ({', '.join(f'`{_name(key, one)}`' for key, one in annotation.model_fields.items())})"
    return WORDS.get(annotation, "any")


def _name(key: str, field: Any) -> str:
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[0])
    return str(alias or key)


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Give the fields of a part of a file, and what is written in each."""
    for key, field in model.model_fields.items():
        if key != "is_no_member":  # what `ctl_member_since: never` is read as
            yield f"`{_name(key, field)}`", _of_type(field.annotation)


def rule_rows() -> Iterator[tuple[str, str, str]]:
    """Give every rule, what is written for it, and what it asks for."""
    from filiera.funding.logic.call import Rules
    from filiera.funding.logic.judging import RULES

    for name, rule in RULES.items():
        said = re.sub(r"\s+", " ", (inspect.getdoc(rule) or "").split("\n\nSource:")[0]).strip()
        yield f"`{name}`", _of_type(Rules.model_fields[name].annotation), said


def list_rows() -> Iterator[tuple[str, str, str, str]]:
    """Give the lists of places: name, how many, source, day."""
    from filiera.funding.files import FACTS
    from filiera.funding.yaml_lines import lined

    countries = lined((FACTS / "countries.yaml").read_text(encoding="utf-8")).value
    regions = lined((FACTS / "regions.yaml").read_text(encoding="utf-8")).value
    rows = {**countries["lists"], **regions["areas"]}
    rows["outermost"] = regions["outermost"]
    for name, row in rows.items():
        yield f"`{name}`", str(len(row.get("members") or row.get("regions"))), row["source"], str(row["as_of"])
    cohesion = regions["cohesion"]
    for name in ("less_developed", "transition", "more_developed"):
        yield f"`{name}`", str(len(cohesion[name])), cohesion["source"], str(cohesion["as_of"])
