"""The table twins: what they say beside a picture."""

from __future__ import annotations

from datetime import date

import pytest

from factories import EvidenceFactory, LinkFactory
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.queries.evidence import as_pieces, evidence_by_organisation
from filiera.web.tables import pieces_table

TODAY = date(2026, 11, 28)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "precision", "ended", "expires", "words"),
    [
        (date(2026, 6, 1), "M", None, None, ("giugno 2026", "")),
        (date(2020, 1, 1), "Y", date(2024, 12, 31), None, ("2020", "2024")),
        (date(2020, 1, 1), "Y", date(2024, 6, 30), None, ("2020", "giugno 2024")),
        (date(2020, 3, 1), "M", date(2024, 12, 31), None, ("marzo 2020", "dicembre 2024")),
        (date(2020, 3, 1), "M", date(2024, 12, 15), None, ("marzo 2020", "15 dicembre 2024")),
        (date(2020, 3, 1), "D", date(2024, 12, 31), None, ("1º marzo 2020", "31 dicembre 2024")),
        (date(2020, 1, 1), "Y", None, date(2027, 12, 31), ("2020", "31 dicembre 2027")),
    ],
)
def test_dates_of_pieces_are_as_exact_as_their_source(
    on: date, precision: str, ended: date | None, expires: date | None, words: tuple[str, str]
) -> None:
    evidence = EvidenceFactory(on=on, on_precision=precision, ended_on=ended, valid_until_on=expires)
    link = LinkFactory(evidence=evidence)
    points = evidence_by_organisation([link.organisation_id], audience=PUBLIC_AUDIENCE, today=TODAY)
    (row,) = pieces_table(as_pieces(points[link.organisation_id]), "Alba").rows
    assert (row[2].text, row[3].text) == words
