"""The API over the demo: asking for a planted secret finds it only where it may, and refusal looks like absence.

That no operation shows one to whoever may not read it is walked in `tests/worlds`.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from filiera.accounts.models import User
from filiera.competence.models import Evidence, EvidenceLink
from filiera.registry.models import Organisation

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]

PEOPLE = (None, "alba@example.org")
API = "/api/v1"


def planted() -> list[tuple[str, str, str, str]]:
    """Give word, level, owner's code and evidence id of each planted secret."""
    folder = Path(settings.INSTANCE_DIR) / "examples"
    with (folder / "planted_words.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    with (folder / "evidence.csv").open(encoding="utf-8", newline="") as handle:
        owners = {row["id"]: row["organisation_id"] for row in csv.DictReader(handle)}
    return [
        (row["word"], row["visibility"].upper(), owners[row["evidence_id"]], f"example:{row['evidence_id']}")
        for row in rows
    ]


def walk(client: Client, address: str) -> str:
    """Read a list to its end."""
    text, cursor = "", ""
    while cursor is not None:
        joint = "&" if "?" in address else "?"
        body = client.get(f"{address}{joint}limit=100&cursor={cursor}").json()
        text += json.dumps(body["items"], ensure_ascii=False)
        cursor = body["next"]
    return text


def may(level: str, owner: str, user: User | None) -> bool:
    if user is None:
        return False
    audience = user.audience()
    own = set(Organisation.objects.filter(pk__in=audience.organisation_ids).values_list("code", flat=True))
    return (
        audience.is_office
        or (level == "MEMBERS" and (audience.role == "MEMBER" or owner in own))
        or (level == "BILATERAL" and owner in own)
    )


@pytest.mark.parametrize("email", PEOPLE)
def test_asking_for_a_secret_finds_it_only_where_it_may(client: Client, email: str | None) -> None:
    user = User.objects.get(email=email) if email else None
    if user is not None:
        client.force_login(user)
    for word, level, owner, uid in planted():
        allowed = may(level, owner, user)
        assert client.get(f"{API}/evidence/{uid}").status_code == (200 if allowed else 404), uid
        answer = client.get(f"{API}/answers", {"q": word, "top": 100}).json()
        found = {piece["id"] for line in answer["results"] for piece in line["evidence"]}
        assert uid not in found or allowed
        total = client.get(f"{API}/organisations", {"q": word}).json()["total"]
        assert allowed or total == 0, word


def test_private_organisation_looks_like_absence(client: Client) -> None:
    row = Organisation.objects.get(code="alba-cosmetici")
    row.visibility = "OFFICE"
    row.save()
    for end in ("", "/evidence", "/network"):
        bodies = []
        for code in (row.code, "no-such-thing"):
            response = client.get(f"{API}/organisations/{code}{end}")
            assert response.status_code == 404
            bodies.append({key: value for key, value in response.json().items() if key != "instance"})
        assert bodies[0] == bodies[1]
    assert client.get(f"{API}/coverage", {"without": row.code}).status_code == 404
    assert client.get(f"{API}/evidence", {"organisation": row.code}).status_code == 422
    for name in ("organisations", "evidence", "sources"):  # the words of others' public texts are not ours to change
        assert '"name": "Alba Cosmetici"' not in walk(client, f"{API}/{name}"), name
    alone = Evidence.objects.filter(links__organisation=row).exclude(
        links__in=EvidenceLink.objects.exclude(organisation=row)
    )
    uids = list(alone.values_list("uid", flat=True))
    listed = walk(client, f"{API}/evidence")
    assert uids
    assert [uid for uid in uids if f'"id": "{uid}"' in listed] == []
    for name in ("coverage", "map.geojson", f"answers?q={quote('crema airless')}"):
        assert '"name": "Alba Cosmetici"' not in client.get(f"{API}/{name}").content.decode(), name
