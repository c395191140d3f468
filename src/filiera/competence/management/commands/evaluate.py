"""Measure a matcher on a test collection from the command line; needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.terminal import NO_FILE, OwnCommand, add_common, file_problem, progress_bars

if TYPE_CHECKING:
    from filiera.engine.evaluation import Evaluation, Misfits


class Command(OwnCommand):
    """Rank a test collection with the engine that answers users, and print what the ranking is worth."""

    help = gettext_noop("Rank a test collection with the engine that answers users, and measure the ranking.")
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and the options."""
        parser.add_argument(
            "dir", type=Path, metavar=_("DIR"), help=_("folder of evidence.jsonl, queries.jsonl, qrels.tsv")
        )
        parser.add_argument("--matcher", default=settings.MATCHER, metavar=_("NAME"), help=_("name of the matcher"))
        parser.add_argument("--rank", choices=("owner", "evidence"), default="owner", help=_("what the qrels judge"))
        parser.add_argument("--run", type=Path, metavar="FILE", help=_("write a TREC run to this file"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate and print; a fault of the collection ends the command with its file and line."""
        # The engine's libraries take a second to load: only commands that use them pay for it.
        from filiera.engine.collection import CollectionError
        from filiera.engine.embedding import UnknownEmbedder, embedder
        from filiera.engine.evaluation import Options, evaluate
        from filiera.engine.matching import UnknownMatcher

        try:
            with progress_bars(_phases()) as progress:
                model = embedder(settings.EMBEDDER, model_dir=settings.MODEL_DIR)
                chosen = Options(options["matcher"], options["rank"], options["run"], progress=progress)
                result = evaluate(options["dir"], model, chosen)
        except OSError as error:
            raise CommandError(file_problem(error), returncode=NO_FILE) from error
        except (CollectionError, UnknownEmbedder, UnknownMatcher) as error:
            cause = error.__cause__
            raise CommandError(file_problem(cause) if isinstance(cause, OSError) else str(error)) from error
        for remark in _remarks(result.misfits):
            self.stderr.write(remark)
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict()))
        else:
            self.stdout.write(_table(result))


def _phases() -> dict[str, str]:
    return {"index": _("Embedding evidence"), "questions": _("Ranking questions")}


def _remarks(misfits: Misfits) -> list[str]:
    """Say what of the collection does not fit together; nothing where all does."""
    said = [
        (
            misfits.absent_targets,
            ngettext(
                "%(n)s judged target has no evidence: it counts as not found.",
                "%(n)s judged targets have no evidence: they count as not found. Is --rank right?",
                misfits.absent_targets,
            ),
        ),
        (
            misfits.judged_unknown_queries,
            ngettext(
                "%(n)s query of qrels.tsv is not in queries.jsonl: it is left out.",
                "%(n)s queries of qrels.tsv are not in queries.jsonl: they are left out.",
                misfits.judged_unknown_queries,
            ),
        ),
        (
            misfits.queries_without_relevant,
            ngettext(
                "%(n)s query has no relevant target: it is left out.",
                "%(n)s queries have no relevant target: they are left out.",
                misfits.queries_without_relevant,
            ),
        ),
    ]
    return [sentence % {"n": number} for number, sentence in said if number]


def _table(result: Evaluation) -> str:
    rows = [
        (name, f"{value:.4f}" if isinstance(value, float) else str(value)) for name, value in result.as_dict().items()
    ]
    width = max(len(name) for name, _value in rows)
    return "\n".join(f"{name:<{width}}  {value:>12}" for name, value in rows)
