"""The demo's pages: its planted secrets show where they may, refusal looks like absence. `tests/worlds` walks the rest."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from filiera.accounts.models import User
from filiera.competence.enums import PROVING_ROLES
from filiera.competence.models import Evidence, Shortlist
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]

PEOPLE = (None, "alba@example.org", "ufficio@example.org")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk the URL map; give each address with its pattern."""
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, here)
        else:
            yield here, entry


def secrets() -> list[tuple[str, str, str]]:
    """Give the planted words with their level and the code of their owner."""
    folder = Path(settings.INSTANCE_DIR) / "examples"
    with (folder / "planted_words.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    with (folder / "evidence.csv").open(encoding="utf-8", newline="") as handle:
        owners = {row["id"]: row["organisation_id"] for row in csv.DictReader(handle)}
    return [(row["word"], row["visibility"].upper(), owners[row["evidence_id"]]) for row in rows]


def planted_rows() -> list[tuple[Evidence, str, str]]:
    """Give the evidence whose title carries a planted word."""
    found = []
    for word, level, _owner in secrets():
        row = (
            Evidence.objects.filter(title_it__contains=word).first()
            or Evidence.objects.filter(title_en__contains=word).first()
        )
        if row is not None:
            found.append((row, word, level))
    assert len(found) > 5
    return found


def test_every_view_says_who_may_open_it() -> None:
    bare = []
    for address, entry in patterns(get_resolver()):
        view = getattr(entry.callback, "view_class", entry.callback)
        known = getattr(view, "access", None) or getattr(entry.callback, "access", None)
        name = f"{view.__module__}.{getattr(view, '__name__', view)}"
        if not known and not name.startswith(("django.contrib.auth", "django.views", "ninja")):
            bare.append((address, name))
    assert bare == []


def addresses() -> list[str]:
    """Give addresses that show evidence, lists and counts: pages, filters, questions, exports."""
    words = [word for word, _level, _owner in secrets()]
    owners = sorted({owner for _word, _level, owner in secrets()})
    found = [
        "/it/",
        "/it/chain/",
        "/it/cluster/",
        "/it/sources/",
        "/it/organisations/map/",
        "/it/organisations/network/",
    ]
    found += [f"/it/organisations/{owner}/" for owner in owners]
    found += [f"/en/organisations/?q={word}" for word in words]
    found += [f"/it/ask/?q={word}" for word in words]
    found += ["/it/organisations/"]
    return found


@pytest.mark.parametrize("email", [None, "ufficio@example.org"])
def test_planted_secret_shows_only_where_it_may(client: Client, email: str | None) -> None:
    planted = secrets()
    assert Evidence.objects.filter(visibility="OFFICE").exists(), "what could leak must exist"
    own: set[str] = set()
    is_office = is_member = False
    if email:
        user = User.objects.get(email=email)
        client.force_login(user)
        audience = user.audience()
        is_office, is_member = audience.is_office, audience.role == "MEMBER"
        own = set(Organisation.objects.filter(pk__in=audience.organisation_ids).values_list("code", flat=True))
    leaked, shown = [], set()
    for address in addresses():
        response = client.get(address)
        assert response.status_code in (200, 302), address
        text = response.content.decode()
        asked = re.sub(
            r"<title>.*?</title>|value=\"[^\"]*\"|<textarea.*?</textarea>|href=\"[^\"]*\"", "", text, flags=re.S
        )
        for word, level, owner in planted:
            if word in asked and f"q={word}" not in address:
                shown.add(word)
                allowed = is_office or (level == "MEMBERS" and (is_member or owner in own))
                allowed = allowed or (level == "BILATERAL" and owner in own)
                if not allowed:
                    leaked.append((address, word, level))
    assert leaked == []
    if is_office:
        assert shown == {word for word, _level, _owner in planted}


@pytest.mark.parametrize("email", PEOPLE)
def test_searching_a_secret_counts_nobody_it_may_not(client: Client, email: str | None) -> None:
    if email:
        client.force_login(User.objects.get(email=email))
    audience = User.objects.get(email=email).audience() if email else None
    for row, word, level in planted_rows():
        total = client.get("/it/organisations/", {"q": word}).context["found"].total
        holders = {link.organisation_id for link in row.links.all() if link.role in PROVING_ROLES}
        may = audience is not None and audience.may_see(level, row.owner_ids())
        assert total == (len(holders) if may else 0), (word, level)


def test_strength_as_visitors_see_it_owes_nothing_to_private_evidence(client: Client) -> None:
    from filiera.competence.models import ClaimProof

    private = ClaimProof.objects.filter(claim__seen_by="PUBLIC").exclude(evidence__visibility="PUBLIC")
    assert private.count() == 0
    members = ClaimProof.objects.filter(claim__seen_by="MEMBERS")
    assert members.filter(evidence__visibility__in=["BILATERAL", "OFFICE"]).count() == 0
    assert members.filter(evidence__visibility="MEMBERS").exists()


def test_private_organisation_does_not_exist_for_others(client: Client) -> None:
    row = Organisation.objects.get(code="alba-cosmetici")
    row.visibility = "OFFICE"
    row.save()
    for address in (f"/it/organisations/{row.code}/", "/it/organisations/no-such-thing/"):
        response = client.get(address)
        assert response.status_code == 404
    for address in ("/it/organisations/?q=alba", "/it/", "/it/organisations/network/", "/it/chain/"):
        assert "Alba Cosmetici" not in client.get(address).content.decode(), address


def test_deciding_on_anothers_competence_looks_like_nothing(client: Client) -> None:
    client.force_login(User.objects.get(email="colloidi@example.org"))
    address = "/it/organisations/alba-cosmetici/competences/PK1.CMP.AIR/decide/"
    assert client.post(address, {"verdict": "REFUSED"}).status_code == 404


def test_saved_shortlist_of_another_looks_like_nothing(client: Client) -> None:
    mine = Shortlist.objects.create(owner=User.objects.get(email="ufficio@example.org"), question="segreta")
    client.force_login(User.objects.get(email="alba@example.org"))
    assert client.get(f"/it/shortlist/saved/{mine.token}/").status_code == 404
