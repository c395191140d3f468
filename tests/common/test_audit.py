"""The trail is one chain, however many write to it at once; what is erased or altered shows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from factories import OrganisationFactory, UserFactory
from factories.audit import untied
from factories.installation import installation, started, told
from filiera.common import audit
from filiera.common.acting import Acting
from filiera.common.models import AuditDetail, AuditEvent
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from pathlib import Path

WRITE = """
from django.db import transaction
from filiera.common import audit
from filiera.registry.models import Organisation
for number in range(40):
    with transaction.atomic():
        audit.record(actor=None, verb="test", thing=Organisation, values={"number": number})
        audit.record(actor=None, verb="test", thing=Organisation)
"""
LOOK = """
from filiera.common import audit
from filiera.common.models import AuditEvent
print(AuditEvent.objects.count(), audit.broken_link())
"""


def test_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    with installation(tmp_path) as place:
        writers = [started(WRITE, place) for _number in range(3)]
        for writer in writers:
            writer.communicate(timeout=120)
        assert [writer.returncode for writer in writers] == [0, 0, 0]
        assert told(LOOK, place) == "240 None"


@pytest.mark.django_db
def test_trail_stands_when_a_detail_is_erased_and_breaks_when_an_event_is_altered() -> None:
    events = [audit.record(actor=UserFactory(), verb="test", thing=OrganisationFactory()) for _n in range(3)]
    AuditDetail.objects.filter(event=events[0]).delete()
    assert audit.broken_link() is None
    with untied():
        AuditEvent.objects.filter(pk=events[1].pk).update(verb="other")
    assert audit.broken_link() == events[1]


@pytest.mark.django_db
def test_act_on_many_of_a_kind_names_the_kind_alone() -> None:
    event = audit.record(actor=None, verb="test", thing=Organisation)
    assert (event.object_type, event.object_id) == ("registry.Organisation", "")


@pytest.mark.django_db
def test_event_keeps_as_whom_why_before_and_after() -> None:
    actor, organisation = UserFactory(), OrganisationFactory(code="alba")
    actor.acting = Acting(organisation.pk, "alba", "Alba", on_behalf=True, reason="ha telefonato")
    event = audit.record(actor=actor, verb="test", thing=organisation, before={"town": "Lodi"}, after={"town": "Crema"})
    assert (event.as_whom, event.on_behalf, event.about) == ("alba", True, "alba")
    detail = AuditDetail.objects.get(event=event)
    assert (detail.who, detail.why) == (str(actor.pk), "ha telefonato")
    assert (detail.before, detail.after) == ({"town": "Lodi"}, {"town": "Crema"})
    assert audit.broken_link() is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"as_whom": "other"}, {"on_behalf": False}, {"about": ""}, {"verb": "x"}, {"object_id": "x"}]
)
def test_altered_column_of_an_event_shows(values: dict[str, object]) -> None:
    actor, organisation = UserFactory(), OrganisationFactory(code="alba")
    actor.acting = Acting(organisation.pk, "alba", "Alba", on_behalf=True, reason="ha telefonato")
    event = audit.record(actor=actor, verb="test", thing=organisation)
    with untied():
        AuditEvent.objects.filter(pk=event.pk).update(**values)
    assert audit.broken_link() == event


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"who": "0"}, {"why": "other"}, {"before": {"town": "Crema"}}, {"after": {}}, {"values": {"b": 1}}]
)
def test_altered_detail_shows(values: dict[str, object]) -> None:
    was, now = {"town": "Lodi"}, {"town": "Milano"}
    event = audit.record(actor=UserFactory(), verb="test", thing=Organisation, why="perché", before=was, after=now)
    with untied():
        AuditDetail.objects.filter(event=event).update(**values)
    assert audit.broken_link() == event


@pytest.mark.django_db
def test_act_put_on_another_person_shows() -> None:
    event, other = audit.record(actor=UserFactory(), verb="test", thing=Organisation), UserFactory()
    with untied():
        AuditEvent.objects.filter(pk=event.pk).update(actor=other)
    assert audit.broken_link() == event


def refused(rows: QuerySet[AuditEvent] | QuerySet[AuditDetail], **values: object) -> bool:
    """Tell whether the database refuses to change rows, or to delete them where no value is named."""
    try:
        with transaction.atomic():
            rows.update(**values) if values else rows._raw_delete(rows.db)
    except DatabaseError:
        return True
    return False


@pytest.mark.django_db
def test_database_refuses_to_change_the_trail() -> None:
    user = UserFactory()
    event = audit.record(actor=user, verb="test", thing=Organisation, values={"a": 1})
    events, details = AuditEvent.objects.filter(pk=event.pk), AuditDetail.objects.filter(event=event)
    assert refused(events)
    assert refused(events, verb="other")
    assert refused(events, as_whom="other")
    assert refused(events, at=user.joined_at)
    assert refused(events, actor=UserFactory())
    assert refused(details, values={})
    assert refused(details, why="other")
    assert audit.broken_link() is None


@pytest.mark.django_db
def test_account_that_goes_leaves_its_events_without_an_actor() -> None:
    user = UserFactory()
    event = audit.record(actor=user, verb="test", thing=Organisation)
    user.delete()
    event.refresh_from_db()
    assert event.actor is None
    assert audit.broken_link() is None


@pytest.mark.django_db
def test_erasing_details_leaves_the_chain_and_is_written_down() -> None:
    user, office = UserFactory(), UserFactory(role="OFFICE")
    for number in range(3):
        audit.record(actor=user, verb="test", thing=Organisation, values={"number": number})
    kept = audit.record(actor=office, verb="test", thing=Organisation)
    assert audit.erase_details(events=AuditEvent.objects.filter(actor=user), actor=office, why="art. 17 GDPR") == 3
    assert list(AuditDetail.objects.order_by("pk").values_list("event__verb", "why")) == [
        ("test", ""),
        ("erase-details", "art. 17 GDPR"),
    ]
    assert AuditEvent.objects.count() == 5
    assert kept.detail.who == str(office.pk)
    assert audit.broken_link() is None
    assert audit.erase_details(events=AuditEvent.objects.filter(actor=user), actor=office, why="x") == 0


@pytest.mark.django_db
def test_event_from_before_as_whom_still_verifies() -> None:
    """The digests are those of the first form of the trail, where nothing of the later one is set."""
    at, salt, values = datetime(2026, 11, 25, 9, tzinfo=UTC), "s" * 32, {"name": "Alba"}
    said = json.dumps(values, sort_keys=True, ensure_ascii=False)
    digest = sha256("\x1f".join([salt, said]).encode()).hexdigest()
    parts = [audit.GENESIS, at.isoformat(), "register", "registry.Organisation", "7", digest]
    event = AuditEvent.objects.create(
        at=at,
        verb="register",
        object_type="registry.Organisation",
        object_id="7",
        digest=digest,
        chain=sha256("\x1f".join(parts).encode()).hexdigest(),
    )
    AuditDetail.objects.create(event=event, salt=salt, values=values)
    audit.record(actor=UserFactory(), verb="test", thing=Organisation, why="dopo")
    assert audit.broken_link() is None
