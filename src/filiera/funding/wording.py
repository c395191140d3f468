"""The sentences of a judgement on a call: why each rule passes, fails or is not known, and what would change it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

from filiera.common.in_words import cents, euro, long_date, percent
from filiera.funding.logic.verdicts import Euro, Ground, Percent, Verdict
from filiera.funding.wording_regions import region_name
from filiera.funding.wording_things import thing_name

REASONS: Mapping[str, str] = {
    "no-partners": n_("Who would apply is not written down."),
    "partners-min": n_("Partners that count: %(n)s; at least %(least)s are needed."),
    "partners-range": n_("Partners that count: %(n)s; from %(least)s to %(most)s are needed."),
    "tied": n_("Not independent of each other (25 %% or more, or the same owner): %(pairs)s."),
    "independent": n_("No partner holds 25 %% or more of another, alone or through what it controls."),
    "independent-count": n_("Partners independent of each other: %(n)s; at least %(least)s are needed."),
    "links-unknown": n_("Who owns whom is not written down."),
    "shares-unknown": n_("A share is not known on which independence depends."),
    "kind-count": n_("Among the partners, %(kind)s: %(n)s; at least %(least)s needed."),
    "kind-in-yes": n_("All are of a kind that may apply: %(kinds)s."),
    "kind-in-no": n_("Not of a kind that may apply (%(kinds)s): %(names)s."),
    "kind-in-unknown": n_("Not known whether of a kind that may apply (%(kinds)s): %(names)s."),
    "size-in-yes": n_("Every enterprise is of a size that may apply: %(kinds)s."),
    "size-in-no": n_("Not of a size that may apply (%(kinds)s): %(names)s."),
    "size-in-unknown": n_("Not known whether of a size that may apply (%(kinds)s): %(names)s."),
    "two-leads": n_("More than one lead: %(names)s."),
    "lead-is": n_("The lead is %(name)s."),
    "no-lead": n_("Who leads is not written down, or nobody does."),
    "lead-fits": n_("The lead, %(name)s, is of a kind that may lead: %(kinds)s."),
    "lead-does-not": n_("The lead, %(name)s, is not: %(kinds)s."),
    "lead-unknown": n_("It is not known whether the lead, %(name)s, is: %(kinds)s."),
    "categories-there": n_("Every category is there."),
    "categories-missing": n_("Missing categories: %(kinds)s."),
    "categories-unknown": n_("Not known whether they are there: %(kinds)s."),
    "recognised-yes": n_("Recognised as %(wanted)s."),
    "recognised-no": n_("Not recognised as %(wanted)s, or not yet: %(names)s."),
    "recognised-unknown": n_("Recognition as %(wanted)s is not recorded: %(names)s."),
    "legal-personality-yes": n_("With legal personality."),
    "legal-personality-no": n_("Without legal personality: %(names)s."),
    "legal-personality-unknown": n_("Legal personality is not recorded: %(names)s."),
    "countries": n_("Different countries (%(of)s): %(n)s; at least %(least)s are needed."),
    "any-countries": n_("Different countries: %(n)s; at least %(least)s are needed."),
    "one-there": n_("One at least is of: %(of)s."),
    "one-missing": n_("None is of: %(of)s."),
    "one-unknown": n_("Not known whether one is of: %(of)s."),
    "country-yes": n_("Every partner is in a country of: %(of)s."),
    "country-no": n_("In no country of %(of)s: %(names)s."),
    "country-unknown": n_("Not known whether in a country of %(of)s: %(names)s."),
    "regions": n_("Different regions: %(n)s; at least %(least)s are needed."),
    "region-kinds": n_("Partners from regions of these kinds (%(kinds)s): %(n)s; at least %(least)s needed."),
    "lead-region-yes": n_("The lead, %(name)s, is in a region of the kind: %(kinds)s."),
    "lead-region-no": n_("The lead, %(name)s, is in no region of the kind: %(kinds)s."),
    "lead-region-unknown": n_("It is not known of which kind the region of the lead is, %(name)s: %(kinds)s?"),
    "seat-yes": n_("With an operating seat in %(region)s."),
    "seat-no": n_("No operating seat in %(region)s: %(names)s."),
    "seat-unknown": n_("Operating seats not recorded, or not exactly enough (%(region)s): %(names)s."),
    "later-seat-yes": n_("With an operating seat in %(region)s, now or by acceptance."),
    "later-seat-no": n_("No operating seat in %(region)s: %(names)s."),
    "later-seat-unknown": n_("An operating seat in %(region)s is owed by acceptance, and is not recorded: %(names)s."),
    "one-seat-yes": n_("One at least has an operating seat in %(region)s."),
    "one-seat-no": n_("Nobody has an operating seat in %(region)s."),
    "one-seat-unknown": n_("Not known whether somebody has an operating seat in %(region)s."),
    "no-area": n_("The call does not say of which programme the area is meant."),
    "area-yes": n_("Every partner sits in the area of the programme (%(area)s)."),
    "area-no": n_("Outside of the area of the programme (%(area)s): %(names)s."),
    "area-unknown": n_("Not known whether in the area of the programme (%(area)s): %(names)s."),
    "cost-unknown": n_("The cost of the project is not known."),
    "cost-low": n_("The project costs %(amount)s: less than %(least)s."),
    "cost-high": n_("The project costs %(amount)s: more than %(most)s."),
    "cost-fits": n_("The project costs %(amount)s."),
    "partner-cost-min-yes": n_("Each partner bears at least %(limit)s."),
    "partner-cost-min-no": n_("They bear less than %(limit)s: %(names)s."),
    "partner-cost-min-unknown": n_("What they bear is not known: %(names)s."),
    "partner-cost-max-yes": n_("No partner bears more than %(limit)s."),
    "partner-cost-max-no": n_("They bear more than %(limit)s: %(names)s."),
    "partner-cost-max-unknown": n_("What they bear is not known: %(names)s."),
    "costs-unknown": n_("What each partner bears is not known for all."),
    "countries-unknown": n_("The country of a partner is not known on which it depends."),
    "entity-share-yes": n_("The largest share of a partner is %(share)s: at most %(most)s."),
    "entity-share-no": n_("More than %(most)s of the cost on one partner: %(names)s."),
    "country-share-yes": n_("The largest share of a country is %(share)s: at most %(most)s."),
    "country-share-no": n_("More than %(most)s of the cost in one country: %(names)s."),
    "kind-share": n_("Share of the cost of %(kind)s: %(share)s; at least %(least)s needed."),
    "kind-share-unknown": n_("Share of the cost of %(kind)s certainly %(share)s; at least %(least)s needed."),
    "kind-share-none": n_("No partner is: %(kind)s."),
    "grant-unknown": n_("The grant cannot be worked out: a cost, a size or an activity is not known."),
    "grant-low": n_("The grant is %(amount)s: less than %(least)s."),
    "grant-high": n_("The grant is %(amount)s: more than %(most)s."),
    "grant-fits": n_("The grant is %(amount)s."),
    "grant-cut": n_("The grant is at most %(most)s: what goes beyond it stays with the partners."),
    "partner-grant-yes": n_("Nobody asks for more than %(most)s."),
    "partner-grant-no": n_("They ask for more than %(most)s: %(names)s."),
    "partner-grant-unknown": n_("What they ask for is not known: %(names)s."),
    "support-share-cut": n_("Support is at most %(most)s of the cost."),
    "aid-unknown": n_("The aid cannot be worked out: a cost, a size or an activity is not known."),
    "partner-rate-yes": n_("Nobody asks for more than the rates give."),
    "partner-rate-no": n_("They ask for more than their rate gives: %(names)s."),
    "partner-rate-unknown": n_("Their rate or cost is not known: %(names)s."),
    "fixed-grant": n_("A fixed part of at most %(most)s is counted."),
    "scheme-total-yes": n_("Nobody gets more than %(most)s from the scheme."),
    "scheme-total-no": n_("With what they had before, they would get more than %(most)s from the scheme: %(names)s."),
    "scheme-total-unknown": n_("What they had from the scheme before is not recorded: %(names)s."),
    "inkind-unknown": n_("The contribution in kind is not recorded; at least %(least)s needed."),
    "inkind-yes": n_("In kind %(share)s: at least %(least)s needed."),
    "inkind-no": n_("In kind %(share)s: less than the %(least)s that is needed."),
    "de-minimis-yes": n_("%(names)s: %(received)s in three years and %(grant)s now, within 300,000 euro."),
    "de-minimis-no": n_("%(names)s: %(received)s in three years and %(grant)s now, more than 300,000 euro."),
    "de-minimis-over": n_("%(names)s: %(received)s in three years, more than 300,000 euro before this grant."),
    "de-minimis-unknown": n_("%(names)s: the de minimis aid of three years, or this grant, is not known."),
    "de-minimis-others": n_("%(names)s: in the same single undertaking are others of whom nothing is known."),
    "de-minimis-days": n_("%(names)s: whether older aid still counts depends on the day of the grant."),
    "duration-unknown": n_("How long the project lasts is not written down; at most %(most)s months."),
    "duration-yes": n_("The project lasts %(n)s months: at most %(most)s."),
    "duration-no": n_("The project lasts %(n)s months: more than %(most)s."),
    "trl-yes": n_("From TRL %(start)s to %(end)s, between %(least)s and %(most)s."),
    "trl-no": n_("From TRL %(start)s to %(end)s, not between %(least)s and %(most)s."),
    "trl-unknown": n_("The TRL at the start or at the end is not written down; between %(least)s and %(most)s."),
    "ateco-yes": n_("Every enterprise has an activity that the call lists."),
    "ateco-no": n_("No activity that the call lists (%(codes)s): %(names)s."),
    "ateco-unknown": n_("Not recorded, or the code splits between editions (%(codes)s): %(names)s."),
    "ateco-out-yes": n_("No enterprise has an activity that the call leaves out."),
    "ateco-out-no": n_("With an activity that the call leaves out (%(codes)s): %(names)s."),
    "ateco-out-unknown": n_("Not recorded, or the code splits between editions (%(codes)s): %(names)s."),
    "one-application-yes": n_("Nobody takes part in another application to this call."),
    "one-application-no": n_("Already in another application to this call: %(names)s."),
    "one-application-unknown": n_("Other applications are not recorded: %(names)s."),
    "s3-yes": n_("A priority of the S3 is named."),
    "s3-no": n_("No priority of the S3 is named."),
    "s3-unknown": n_("Whether a priority of the S3 is named is not written down."),
    "s3-shared-yes": n_("The shared priority of smart specialisation is named."),
    "s3-shared-no": n_("No shared priority of smart specialisation."),
    "s3-shared-unknown": n_("Whether the regions share a priority is not written down."),
    "membership-yes": n_("Members of %(of)s for %(months)s months on %(at)s."),
    "membership-no": n_("No members of %(of)s for %(months)s months on %(at)s: %(names)s."),
    "membership-unknown": n_("Since when they are members of %(of)s, or the day (%(at)s), is not known: %(names)s."),
    "accounts-yes": n_("Accounts filed for at least %(least)s years."),
    "accounts-no": n_("Accounts filed for fewer than %(least)s years: %(names)s."),
    "accounts-unknown": n_("Filed accounts are not recorded: %(names)s."),
    "sections-there": n_("The plan has every section."),
    "sections-missing": n_("The plan lacks: %(names)s."),
    "sections-unknown": n_("The sections of the plan are not recorded: %(names)s."),
    "documents-there": n_("Every document is there."),
    "documents-missing": n_("Missing documents: %(names)s."),
    "documents-unknown": n_("The documents are not recorded: %(names)s."),
    "certificates-yes": n_("With every certificate: %(wanted)s."),
    "certificates-no": n_("Without a certificate that is needed (%(wanted)s): %(names)s."),
    "certificates-unknown": n_("Certificates (%(wanted)s) are not recorded: %(names)s."),
    "outputs-yes": n_("One of the results is among: %(names)s."),
    "outputs-no": n_("No result is among: %(names)s."),
    "outputs-unknown": n_("The results are not written down: %(names)s."),
    "cost-kinds-taken": n_("Admitted costs are: %(names)s. The cost that is written is taken for admitted."),
    "cost-kinds-yes": n_("All costs are of kinds that are admitted: %(names)s."),
    "cost-kinds-no": n_("Costs that are not admitted: %(names)s."),
    "civil-yes": n_("For civil purposes alone."),
    "civil-no": n_("Not for civil purposes alone."),
    "civil-unknown": n_("Whether the purposes are civil alone is not written down."),
    "supplier-yes": n_("The supplier is: %(kinds)s."),
    "supplier-no": n_("The supplier is not: %(kinds)s."),
    "supplier-unknown": n_("The supplier, or what it is, is not written down."),
    "supplier-free": n_("The supplier and who applies do not hold %(limit)s %% or more of each other."),
    "supplier-tied": n_("The supplier and who applies are tied by %(limit)s %% or more, or have the same owner."),
    "excluded-yes": n_("Nobody is among those left out: %(what)s."),
    "excluded-no": n_("Left out by the call (%(what)s): %(names)s."),
    "excluded-unknown": n_("Not recorded whether left out (%(what)s): %(names)s."),
    "sent-between": n_("Sent between %(opens)s and %(closes)s (%(zone)s)."),
    "sent-early": n_("Sent before the opening, %(opens)s (%(zone)s)."),
    "sent-late": n_("Sent after the closing, %(closes)s (%(zone)s)."),
    "sent-hour": n_("Sent on the day of opening or closing: the hour decides (%(opens)s, %(closes)s)."),
    "funds-last": n_("Applications are taken only while funds last."),
    "began-before": n_("Work begins on %(start)s, before the application of %(sent)s."),
    "rule-unknown": n_("Filiera does not know the rule “%(name)s”: nobody has looked at it."),
}

REMEDIES: Mapping[str, str] = {
    "say-partners": n_("Write down who would apply."),
    "add-partners": n_("Add partners that count: %(n)s."),
    "drop-partners": n_("Take out partners: %(n)s."),
    "say-kinds": n_("Record of what kind they are: %(names)s."),
    "replace-tied": n_("Keep one of each pair: %(pairs)s."),
    "say-links": n_("Record who owns whom, with the shares; an empty list means nobody."),
    "add-independent": n_("Add independent partners: %(n)s."),
    "add-kind": n_("Add %(kind)s: %(n)s."),
    "say-kind-size": n_("Record kind and size (%(kind)s?): %(names)s."),
    "replace-kind": n_("Replace them with others that are: %(kinds)s (%(names)s)."),
    "say-kind-in": n_("Record of what kind they are: %(names)s."),
    "say-size-in": n_("Record headcount, turnover and balance sheet, or the size: %(names)s."),
    "choose-lead": n_("Choose one lead."),
    "choose-lead-of": n_("Let one lead that is: %(kinds)s."),
    "say-lead": n_("Record what the lead is, %(name)s: %(kinds)s?"),
    "add-categories": n_("Add a partner of each: %(kinds)s."),
    "say-all-kinds": n_("Record of what kind each partner is."),
    "get-recognition": n_("Wait for the recognition as %(wanted)s, or let somebody apply who has it."),
    "say-recognised": n_("Record whether recognised as %(wanted)s: %(names)s."),
    "get-personality": n_("Let somebody apply who has legal personality."),
    "say-legal-personality": n_("Record whether with legal personality: %(names)s."),
    "add-countries": n_("Add partners of other countries (%(of)s): %(n)s."),
    "add-any-countries": n_("Add partners of other countries: %(n)s."),
    "add-one-of": n_("Add a partner of: %(of)s."),
    "say-countries": n_("Record the country of each partner."),
    "replace-abroad": n_("Replace them with partners of %(of)s: %(names)s."),
    "say-country": n_("Record the country: %(names)s."),
    "add-regions": n_("Add partners of other regions: %(n)s."),
    "say-regions": n_("Record the region (NUTS 2): %(names)s."),
    "say-some-regions": n_("Record the region (NUTS 2) of each partner."),
    "add-region-kind": n_("Add a partner from a region of the kind: %(kinds)s."),
    "choose-lead-region": n_("Let one lead from a region of the kind: %(kinds)s."),
    "open-seat": n_("Open an operating seat in %(region)s, or replace: %(names)s."),
    "say-seat": n_("Record the operating seats (NUTS): %(names)s."),
    "say-later-seat": n_("Open, or plan, an operating seat in %(region)s by acceptance: %(names)s."),
    "open-one-seat": n_("Add a partner with an operating seat in %(region)s."),
    "say-area": n_("Write the programme in the call, under `programme_area`."),
    "replace-outside": n_("Replace them with partners in the area (%(area)s): %(names)s."),
    "say-area-region": n_("Record the region: %(names)s."),
    "say-cost": n_("Write down the cost of the project."),
    "raise-cost": n_("Raise the cost by %(by)s."),
    "cut-cost": n_("Cut the cost by %(by)s."),
    "bear-min": n_("Let each bear at least %(limit)s: %(names)s."),
    "bear-max": n_("Let each bear at most %(limit)s: %(names)s."),
    "say-partner-cost-min": n_("Write down what they bear: %(names)s."),
    "say-partner-cost-max": n_("Write down what they bear: %(names)s."),
    "say-costs": n_("Write down what each partner bears."),
    "spread-costs": n_("Spread the cost: %(names)s."),
    "raise-kind-share": n_("Give %(kind)s more of the cost: %(by)s."),
    "say-grant": n_("Record cost, size and activity of each partner."),
    "raise-grant": n_("Raise the grant by %(by)s."),
    "cut-grant": n_("Ask for less by %(by)s."),
    "cut-partner-grant": n_("Ask for at most %(most)s each: %(names)s."),
    "say-partner-grant": n_("Write down what they ask for: %(names)s."),
    "say-aid": n_("Record cost, size and activity of each partner."),
    "cut-partner-rate": n_("Ask for no more than the rate gives: %(names)s."),
    "say-partner-rate": n_("Record size and cost: %(names)s."),
    "ask-less": n_("Ask for less, so that it stays within %(most)s: %(names)s."),
    "say-scheme-total": n_("Record what they had from the scheme: %(names)s."),
    "say-inkind": n_("Record the contribution in kind."),
    "raise-inkind": n_("Raise the contribution in kind by %(by)s of the cost."),
    "de-minimis-less": n_("Ask for at most %(left)s, or wait until older aid leaves the three years."),
    "de-minimis-wait": n_("Nothing is left: wait until older aid leaves the three years."),
    "say-de-minimis": n_("Record the de minimis aid of the whole single undertaking, and who owns whom: %(names)s."),
    "say-grant-day": n_("Record the day of the grant."),
    "say-duration": n_("Write down how many months the project lasts."),
    "cut-duration": n_("Shorten the project, in months: %(n)s."),
    "say-trl": n_("Write down the TRL at the start and at the end."),
    "move-trl": n_("Begin and end between TRL %(least)s and %(most)s."),
    "check-ateco": n_("Check the activity in the business register, or replace: %(names)s."),
    "say-ateco": n_("Record the ATECO code with its edition, better that of 2025: %(names)s."),
    "replace-ateco": n_("Replace: %(names)s."),
    "say-ateco-out": n_("Record the ATECO code with its edition, better that of 2025: %(names)s."),
    "leave-other": n_("Leave one of the applications, or replace: %(names)s."),
    "say-one-application": n_("Record the other applications; an empty list means none: %(names)s."),
    "name-s3": n_("Name the priority of the S3 in the project."),
    "wait-membership": n_("Replace them, or wait for a later closing: %(names)s."),
    "say-membership": n_("Record the day of admission: %(names)s."),
    "wait-accounts": n_("Replace them, or wait until the accounts are filed: %(names)s."),
    "say-accounts": n_("Record how many years of accounts are filed: %(names)s."),
    "add-sections": n_("Write the sections: %(names)s."),
    "say-sections": n_("Record the sections of the plan."),
    "add-documents": n_("Add the documents: %(names)s."),
    "say-documents": n_("Record the documents; an empty list means none."),
    "get-certificates": n_("Get the certificates (%(wanted)s): %(names)s."),
    "say-certificates": n_("Record the certificates; an empty list means none: %(names)s."),
    "say-outputs": n_("Write down a result among: %(names)s."),
    "drop-cost-kinds": n_("Take these costs out: %(names)s."),
    "say-civil": n_("Declare that the purposes are civil alone."),
    "say-supplier": n_("Write down the supplier and its kind."),
    "choose-supplier": n_("Choose a supplier that is: %(kinds)s."),
    "replace-supplier": n_("Choose a supplier without ties to who applies."),
    "replace-excluded": n_("Replace: %(names)s."),
    "say-excluded": n_("Record whether they are: %(what)s (%(names)s)."),
    "send-between": n_("Send between %(opens)s and %(closes)s (%(zone)s)."),
    "say-hour": n_("Write down the hour of sending."),
    "begin-after": n_("Begin the work after the application has been sent."),
    "check-by-hand": n_("Check it by hand, with the text of the call."),
}

NAMES: Mapping[str, str] = {
    "sme": n_("SMEs"),
    "micro": n_("micro enterprises"),
    "small": n_("small enterprises"),
    "medium": n_("medium enterprises"),
    "large": n_("large enterprises"),
    "company": n_("enterprises"),
    "research": n_("research bodies"),
    "university": n_("universities"),
    "its": n_("ITS academies"),
    "public_body": n_("public bodies"),
    "association": n_("associations"),
    "foundation": n_("foundations"),
    "chamber": n_("chambers of commerce"),
    "municipality": n_("municipalities"),
    "region": n_("regions"),
    "province": n_("provinces"),
    "cluster": n_("clusters"),
    "ngo": n_("third-sector bodies"),
    "school": n_("schools"),
    "startup": n_("start-ups"),
    "spin_off": n_("spin-offs"),
    "cooperative": n_("cooperatives"),
    "private": n_("private bodies"),
    "public": n_("public bodies"),
    "nonprofit": n_("bodies without profit"),
    "innovative_sme": n_("innovative SMEs"),
    "less_developed": n_("less developed"),
    "transition": n_("in transition"),
    "more_developed": n_("more developed"),
    "outermost": n_("outermost"),
    "economic_operator": n_("economic operators"),
    "public_administration": n_("public administration"),
    "training": n_("training"),
    "civil_society": n_("civil society"),
}
"""What kinds, sizes, categories of society and of regions are called in sentences."""

LISTS: Mapping[str, str] = {
    "MS": n_("Member States"),
    "AC": n_("associated countries"),
    "MS_AC": n_("Member States and associated countries"),
    "EUROSTARS": n_("Eurostars countries"),
    "SMP": n_("countries of the Single Market Programme"),
    "EEA": n_("European Economic Area"),
    "EFTA": n_("EFTA countries"),
    "PROGRAMME_AREA": n_("area of the programme"),
    "CENTRAL_EUROPE": n_("Interreg Central Europe"),
    "ALPINE_SPACE": n_("Interreg Alpine Space"),
}
"""What lists of countries and areas of programmes are called."""

NAMED = {"kind": NAMES, "kinds": NAMES, "of": LISTS, "area": LISTS}
"""Which places of a sentence hold names, by the place."""

DAYS = frozenset({"opens", "closes", "start", "sent", "at"})
"""Places that hold a day, with an hour or without."""

WORDS = frozenset({"names", "what", "wanted"})
"""Places that may hold names of fields, as a call writes them."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?$")

VERDICTS = {
    Verdict.PASS: n_("The rules are met."),
    Verdict.FAIL: n_("It cannot apply like this."),
    Verdict.UNKNOWN: n_("It is not known yet whether it may apply."),
}


def reason(grounds: tuple[Ground, ...]) -> str:
    """Say why, in the active language."""
    return " ".join(_said(REASONS[one.code], one) for one in grounds)


def remedy(remedies: tuple[Ground, ...]) -> str:
    """Say what would change it, in the active language; nothing where nothing has to."""
    return " ".join(_said(REMEDIES[one.code], one) for one in remedies)


def verdict_words(verdict: Verdict) -> str:
    """Say the verdict of all rules in a sentence."""
    return _(VERDICTS[verdict])


def _said(sentence: str, one: Ground) -> str:
    return _(sentence) % {name: _spoken(value, name) for name, value in one.words.items()}


def _spoken(value: str | int, name: str) -> str:
    """Write a value with the marks of the language, and the kinds of a call with their names."""
    if isinstance(value, Euro):
        amount = Decimal(value)
        return euro(amount) if amount == amount.to_integral_value() else cents(amount)
    if isinstance(value, Percent):
        return percent(Decimal(value))
    if name in NAMED:
        return ", ".join(_(NAMED[name][one]) if one in NAMED[name] else one for one in str(value).split(", "))
    if name == "region":
        return region_name(str(value))
    if name in DAYS and _DAY.match(str(value)):
        return f"{long_date(date.fromisoformat(str(value)[:10]))}{str(value)[10:].replace(' ', ', ')}"
    return ", ".join(thing_name(one) for one in str(value).split(", ")) if name in WORDS else str(value)
