"""The example association has met, voted and filed its minutes: by the operations that people use, once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from filiera.governance.enums import MinutesState
from filiera.governance.exports_books import acts_of
from filiera.governance.logic.chain import broken_at
from filiera.governance.models import Meeting, Member, Minutes, Resolution
from filiera.governance.operations.examples_acts import make_act_examples, make_representatives
from filiera.governance.operations.examples_meetings import make_meeting_examples
from filiera.governance.operations.examples_members import make_member_examples

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]
FOLDER = Path(settings.INSTANCE_DIR) / "examples"
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def test_the_example_association_has_decided() -> None:
    make_member_examples(path=FOLDER / "members.yaml", now=NOW)
    representatives = make_representatives(now=NOW)
    make_meeting_examples(path=FOLDER / "meetings.yaml", now=NOW)
    held = make_act_examples(path=FOLDER / "acts.yaml", now=NOW)
    again = make_act_examples(path=FOLDER / "acts.yaml", now=NOW)

    assert (held, again) == (3, 0)
    assert representatives > 10
    assert make_representatives(now=NOW) == 0
    assert Member.objects.get(organisation__code="dossier-oltremare").suspended_on == date(2026, 10, 1)
    assert list(Minutes.objects.order_by("pk").values_list("meeting__body__code", "state")) == [
        ("board", MinutesState.FILED),
        ("assembly", MinutesState.FILED),
        ("board", MinutesState.APPROVED),
    ]
    assert set(
        Resolution.objects.filter(item__meeting__in=Meeting.objects.filter(minutes__isnull=False)).values_list(
            "is_example", flat=True
        )
    ) == {True}
    said = [text for row in Minutes.objects.all() for part in row.content["sections"] for text in part["paragraphs"]]
    assert [text for text in said if "L'avviso è stato mandato a" in text] == []
    assert broken_at(act.chained for act in acts_of("ASSEMBLY")) is None
    assert [row.entry.number for row in Minutes.objects.filter(state=MinutesState.FILED)] == [1, 1]


def test_without_members_nothing_is_held() -> None:
    make_meeting_examples(path=FOLDER / "meetings.yaml", now=NOW)

    assert make_act_examples(path=FOLDER / "acts.yaml", now=NOW) in (0, 1, 2)
    assert not Minutes.objects.filter(meeting__body__code="assembly").exists()
