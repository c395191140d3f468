"""Calls: listed, shown, whom they fit; what an amendment changed, their rules out and in, for everybody or not."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import score
from filiera.common.verbs import Options, Told, missing, on_disk
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.funding.files import UnreadableFile, read_file, rule_faults
from filiera.funding.filters import CallFilter
from filiera.funding.logic.rules_file import RuleText, RuleTexts
from filiera.funding.logic.standing import Standing
from filiera.funding.models import Call, CallRule
from filiera.funding.operations.calls import show_call
from filiera.funding.operations.edit import Edit, set_rules
from filiera.funding.queries.call_page import call_page
from filiera.funding.queries.calls import in_order, lines_of
from filiera.funding.queries.fits import call_fits
from filiera.funding.queries.own_calls import organisation_fits
from filiera.funding.shapes_calls import call_shape, changes_shape, fits_shape, line_shape, own_fits_shape
from filiera.funding.verbs.finding import call_named
from filiera.funding.written_calls import plain
from filiera.registry.queries.standing import standing_organisation


def do_list(options: Options) -> Told:
    """List calls, what closes first on top."""
    now = timezone.now()
    standing = tuple(one.value for one in Standing) if options["all"] else ()
    asked = CallFilter(q=options["query"], standing=standing)
    lines = lines_of(list(in_order(asked.calls(audience=OFFICE_AUDIENCE, now=now), now)), now=now)
    said = [f"{line.standing}  {line.until or '–'}  {line.title}  ({line.code})" for line in lines]
    return Told([line_shape(one) for one in lines], said)


def do_show(options: Options) -> Told:
    """Show a call."""
    return _told(call_named(options["code"]))


def _told(call: Call) -> Told:
    page = call_page(call, now=timezone.now())
    rules = [f"- {rule.asks}" + (f"  [{rule.article or rule.origin}]" if rule.clause else "") for rule in page.rules]
    head = f"{page.title}\n{page.line.standing}  {page.line.until}\n"
    return Told(call_shape(call, page.line), [head, *rules])


def _fit_words(verdict: str) -> str:
    """Say whether what is asked of each is met, as wide in every line."""
    words = {"pass": _("passes"), "fail": _("does not pass"), "unknown": _("not known yet")}
    return words[verdict].ljust(max(map(len, words.values())))


def do_fits(options: Options) -> Told:
    """Rank the members for a call."""
    fits = call_fits(call_named(options["code"]), audience=OFFICE_AUDIENCE, now=timezone.now())
    lines = []
    for fit in fits.lines:
        covers = ", ".join(one.label for one in fit.covers)
        lines.append(f"{_fit_words(fit.verdict)}  {score(fit.score)}  {fit.entry.name}  {covers}")
    return Told(fits_shape(fits), lines)


def do_for(options: Options) -> Told:
    """Rank the open calls for an organisation."""
    organisation = standing_organisation(options["code"])
    if organisation is None:
        raise missing(_("There is no organisation “%(code)s”.") % {"code": options["code"]})
    fits = organisation_fits(organisation, audience=OFFICE_AUDIENCE, now=timezone.now())
    lines = []
    for fit in fits:
        reason = ", ".join(one.label for one in fit.covers)
        if fit.near and not reason:
            reason = _("Nearest in its evidence: “%(title)s”") % {"title": fit.near}
        lines.append(f"{_fit_words(fit.verdict)}  {score(fit.score)}  {fit.line.title}  {reason}")
    return Told(own_fits_shape(fits), lines)


def do_changes(options: Options) -> Told:
    """Say what changed from version to version, the last first."""
    call = call_named(options["code"])
    versions = call_page(call, now=timezone.now()).versions
    lines = []
    for one in versions:
        kind = _("amendment") if one.is_amendment else _("version")
        lines.append(f"{one.number}  {one.on.isoformat()}  {kind}" + (f"  ({one.note})" if one.note else ""))
        lines += [f"    {words}" for words in one.changes]
    return Told(changes_shape(call, versions), lines)


def do_publish(options: Options) -> Told:
    """Show a call to everybody."""
    return _shown(options, is_shown=True)


def do_hide(options: Options) -> Told:
    """Take a call back to the office."""
    return _shown(options, is_shown=False)


def _shown(options: Options, *, is_shown: bool) -> Told:
    call = show_call(call=call_named(options["code"]), is_shown=is_shown)
    words = _("Everybody sees it now.") if is_shown else _("The office alone sees it now.")
    return Told({"id": call.code, "visibility": call.visibility}, [words])


def do_rules(options: Options) -> Told:
    """Say the rules of a call, write them to a file, or take them from one."""
    call, source = call_named(options["code"]), options["source"]
    with transaction.atomic():  # rules that were taken in stay only where they are written out too
        if source is not None:
            _take_rules(call, source, Edit(amends=options["amends"], note=options["note"]))
        return _told_rules(call, options["out"])


def _told_rules(call: Call, path: Path | None) -> Told:
    text = yaml.safe_dump({"rules": _rules_of(call)}, allow_unicode=True, sort_keys=False, width=120)
    if path is None:
        return Told(_rules_of(call), [text.rstrip("\n")])
    with on_disk(path):
        path.write_text(text, encoding="utf-8")
    return Told({"file": str(path), "rules": len(_rules_of(call))}, [str(path)])


def _rules_of(call: Call) -> dict[str, object]:
    """Give the rules that a call has, as a file of rules has them."""
    found: dict[str, object] = {}
    for rule in call.rules.filter(is_dropped=False).order_by("pk"):
        beside = {"clause": rule.clause, "article": rule.article}
        found[rule.name] = {"value": rule.value, **{name: words for name, words in beside.items() if words}}
    return found


def _take_rules(call: Call, path: Path, edit: Edit) -> None:
    """Write the rules of a file that differ from the call's; null is a rule that it does not have; others stay.

    Raises UnreadableFile with the place of each that the judge cannot read.
    """
    with on_disk(path):
        read = read_file(path, RuleTexts, under="rules")
    held = {one.name: one for one in call.rules.filter(is_dropped=False)}
    said = {name: _as_written(name, one, held.get(name)) for name, one in read.written.root.items()}
    written = [one for one in said.values() if one.value is not None and not _same(one, held.get(one.name))]
    dropped = [name for name, one in said.items() if one.value is None and name in held]
    if faults := rule_faults(read, [one.name for one in written]):
        raise UnreadableFile(faults)
    if written or dropped:
        set_rules(call=call, rules=written, dropped=dropped, edit=edit, now=timezone.now())


def _as_written(name: str, text: RuleText, held: CallRule | None) -> CallRule:
    """Give a rule as a file writes it; a clause that it does not say stays beside the same value, and beside no other."""
    rule = CallRule(name=name, value=plain(text.value), clause=text.clause, article=text.article)
    if held is not None and _figures(rule.value) == _figures(held.value):
        rule.clause = rule.clause if "clause" in text.model_fields_set else held.clause
        rule.article = rule.article if "article" in text.model_fields_set else held.article
    return rule


def _same(rule: CallRule, held: CallRule | None) -> bool:
    return held is not None and all(
        _figures(getattr(rule, name)) == _figures(getattr(held, name)) for name in ("value", "clause", "article")
    )


def _figures(value: object) -> object:
    """Give a value with its numbers as they are written: 0.5 of a file and of the database are one."""
    if isinstance(value, str):
        return value.strip()
    return json.loads(json.dumps(value), parse_int=str, parse_float=str)
