"""A consortium judged against a call, both on file; it needs no database, and loads as little as it can."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from filiera.common.in_words import cents
from filiera.common.verbs import Options, Told, on_disk
from filiera.funding.files import places, read_call, read_consortium
from filiera.funding.logic.judging import judge
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.shapes import judgement_shape
from filiera.funding.wording import verdict_words

MARKS = {"fail": "✗", "unknown": "?", "pass": "✓"}
"""What stands before a rule, by its verdict, in the order in which they are told."""


def do_check(options: Options) -> Told:
    """Judge; a file that cannot be read is told with the line and the field of each fault."""
    with on_disk(options["call"]):
        call = read_call(options["call"])
    with on_disk(options["consortium"]):
        consortium = read_consortium(options["consortium"])
    shape = judgement_shape(judge(call, consortium, places()))
    return Told(shape, list(_lines(shape)))


def _lines(shape: dict[str, Any]) -> Iterator[str]:
    """Say the verdict in a sentence, then each rule, those that fail first, then the grant."""
    yield verdict_words(Verdict(shape["verdict"]))
    for one in sorted(shape["checks"], key=lambda one: list(MARKS).index(one["verdict"])):
        yield f"{MARKS[one['verdict']]} {one['rule']} ({one['clause']}): {one['reason']}"
        if one["remedy"]:
            yield f"    → {one['remedy']}"
    aid = shape["aid"]["max_grant_eur"]
    if aid is not None:
        yield _("Grant at most: %(amount)s") % {"amount": cents(Decimal(str(aid)))}
