"""Papers of a need: added, let out, kept back."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.verbs import Options, Told, missing, on_disk
from filiera.documents.operations.receiving import Sent
from filiera.exchange.enums import Disclosed
from filiera.exchange.models import NeedPaper
from filiera.exchange.operations.papers import add_paper, keep_paper_back, release_paper
from filiera.exchange.queries.papers import paper_of
from filiera.exchange.verbs.finding import need_named
from filiera.exchange.verbs.needs import told_need

PIECE = 1024 * 1024


def do_add(options: Options) -> Told:
    """Add a paper to a need."""
    found, path = need_named(options["code"]), options["file"]
    stage = Disclosed.NAMES if options["names"] else Disclosed.PROBLEM
    with on_disk(path), path.open("rb") as handle:
        file = Sent(path.name, iter(lambda: handle.read(PIECE), b""))
        add_paper(need=found, file=file, stage=stage, now=timezone.now())
    return told_need(found)


def do_release(options: Options) -> Told:
    """Let a paper out."""
    paper = _named(options)
    release_paper(paper=paper, now=timezone.now())
    return told_need(paper.need)


def do_keep_back(options: Options) -> Told:
    """Keep a paper back."""
    paper = _named(options)
    keep_paper_back(paper=paper, why=options["why"], now=timezone.now())
    return told_need(paper.need)


def _named(options: Options) -> NeedPaper:
    """Find a paper by its need and number. Raises CommandError."""
    need = need_named(options["code"])
    found = paper_of(need.code, max(0, options["number"]))
    if found is None:
        raise missing(_("There is no paper %(n)s: “needs show” gives those of a need.") % {"n": options["number"]})
    return found
