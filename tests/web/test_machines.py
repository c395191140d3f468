"""What machines look for on the site: feed, site map, robots, security, JSON-LD."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from django.test import Client

from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.filters import current_organisations
from filiera.competence.models import EvidenceLink

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_feed_gives_the_newest_public_evidence(client: Client, lang: str) -> None:
    response = client.get(f"/{lang}/feed.atom")
    feed = ElementTree.fromstring(response.content)  # noqa: S314
    entries = feed.findall("a:entry", ATOM)
    days = [entry.findtext("a:updated", "", ATOM) for entry in entries]
    ids = {entry.findtext("a:id", "", ATOM) for entry in entries}
    assert response["Content-Type"].startswith("application/atom+xml")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    assert days == sorted(days, reverse=True)
    assert len(ids) == len(entries) > 10


@pytest.mark.parametrize(("lang", "mark"), [("it", "esempio"), ("en", "example")])
def test_feed_leads_to_the_evidence_and_marks_examples(client: Client, lang: str, mark: str) -> None:
    feed = ElementTree.fromstring(client.get(f"/{lang}/feed.atom").content)  # noqa: S314
    entries = feed.findall("a:entry", ATOM)
    examples = []
    for entry in entries:
        link = entry.find("a:link", ATOM).get("href")
        code, key = re.fullmatch(rf"http://testserver/{lang}/organisations/([^/]+)/#evidence-(\d+)", link).groups()
        held = EvidenceLink.objects.select_related("evidence", "organisation").filter(organisation__code=code)
        row = held.get(evidence=key)
        is_example = row.organisation.is_example or row.evidence.is_example
        examples.append(is_example)
        name = f"{row.organisation.name} ({mark})" if is_example else row.organisation.name
        assert entry.findtext("a:title", "", ATOM).startswith(f"{name}: ")
    assert {True, False} == set(examples)


def test_site_map_has_both_languages_and_nothing_hidden(client: Client) -> None:
    row = current_organisations(PUBLIC_AUDIENCE).filter(is_example=False).first()
    row.visibility = "OFFICE"
    row.save()
    urls = ElementTree.fromstring(client.get("/sitemap.xml").content).findall("s:url", SITEMAP)  # noqa: S314
    places = [url.findtext("s:loc", "", SITEMAP) for url in urls]
    shown = list(current_organisations(PUBLIC_AUDIENCE).filter(is_example=False).values_list("code", flat=True))
    assert len(places) == len(set(places))
    for lang in ("it", "en"):
        listed = [place for place in places if re.search(rf"/{lang}/organisations/(?!map/|network/)[^/]+/$", place)]
        assert sorted(place.split("/")[-2] for place in listed) == sorted(shown)
    alternates = {tuple(link.get("hreflang") for link in url.findall("x:link", SITEMAP)) for url in urls}
    assert alternates == {("it", "en", "x-default")}
    assert row.code not in shown


def test_robots_and_security_say_where_to_go(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    text = client.get("/.well-known/security.txt").content.decode()
    expires = datetime.strptime(re.findall(r"Expires: (.+)", text)[0], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert 30 < (expires - datetime.now(UTC)).days < 365
    assert re.search(r"^Contact: http://testserver/it/suggest/$", text, re.MULTILINE)


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("", None),
        ("sources/", "Dataset"),
        ("organisations/alba-cosmetici/", "Corporation"),
        ("competences/PK1.CMP.AIR/", "DefinedTerm"),
    ],
)
def test_json_ld_of_a_page_parses(client: Client, lang: str, page: str, kind: str | None) -> None:
    text = client.get(f"/{lang}/{page}").content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    values = json.loads(found[0])
    assert len(found) == 1
    assert values["@context"] == "https://schema.org"
    if kind:
        assert values["@type"] == kind
    else:
        assert [one["@type"] for one in values["@graph"]] == ["Organization", "WebSite"]
        assert "{question}" in values["@graph"][1]["potentialAction"]["target"]["urlTemplate"]


def test_licence_is_named_alike_everywhere() -> None:
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert described["legal"]["license"] == "EUPL-1.2"
    assert "EUPL-1.2" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
