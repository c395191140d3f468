"""An organisation's page for its own people: what they may do there, and what becomes of what they decide."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from factories import ClaimFactory, DelegateFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.competence.operations.map import update_map
from filiera.registry.models import Organisation
from tests_clock import TODAY

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db

LEAF = "PK1.CMP.AIR"
WORDS = {"title_it": "Flaconi airless", "title_en": "Airless bottles", "text_it": "Flaconi e pompe airless."}


@pytest.fixture
def delegate() -> Any:
    """Make an organisation with a proved competence, and a person who acts for it."""
    found = DelegateFactory(organisation__name="Alba", user__name="Ambra")
    for kind in ("PATENT", "PRODUCT"):
        words = {f"evidence__{name}": value for name, value in WORDS.items()}
        LinkFactory(organisation=found.organisation, evidence__kind=kind, band="IDENTIFIER", **words)
    update_map(today=TODAY)
    return found


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decided(client: Client, code: str, **values: str) -> HttpResponse:
    return client.post(f"/it/organisations/{code}/competences/{LEAF}/decide/", values, follow=True)


@pytest.mark.parametrize(
    ("lang", "decide", "propose", "invite"),
    [
        ("it", "Conferma o correggi", "Proponi una prova", "È la tua pagina? Correggi"),
        ("en", "Confirm or correct", "Propose evidence", "Is it yours? Correct it"),
    ],
)
def test_own_people_see_their_own_acts(delegate: Any, lang: str, decide: str, propose: str, invite: str) -> None:
    address = f"/{lang}/organisations/{delegate.organisation.code}/"
    own = signed_in(delegate.user).get(address).content.decode()
    assert (decide in own, propose in own, invite in own, 'value="REFUSED"' in own) == (True, True, False, True)
    other = signed_in(DelegateFactory().user).get(address).content.decode()
    assert (decide in other, propose in other, invite in other, 'value="REFUSED"' in other) == (
        False,
        False,
        True,
        False,
    )
    office = signed_in(UserFactory(role="OFFICE")).get(address).content.decode()
    assert (decide in office, propose in office, invite in office) == (True, False, False)


def test_proposing_evidence_begins_with_what_is_known(delegate: Any) -> None:
    client = signed_in(delegate.user)
    page = client.get("/it/suggest/", {"organisation": delegate.organisation.code, "kind": "OWN"})
    initial = page.context["form"].initial
    assert initial == {"kind": "OWN", "name": "Ambra", "email": delegate.user.email}
    odd = client.get("/it/suggest/", {"organisation": delegate.organisation.code, "kind": "JOKE"})
    assert odd.context["form"].initial["kind"] == "CORRECTION"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"verdict": "CONFIRMED"}, "«Sistemi airless» è confermata. Il prossimo calcolo non la cambierà."),
        ({"verdict": "REFUSED"}, "«Sistemi airless» è rifiutata: non si propone più a nessuno."),
        ({"verdict": "CORRECTED", "corrected_to": "PK1.CMP.PMP"}, "«Sistemi airless» è corretta"),
    ],
)
def test_decision_is_answered_beside_the_competences(delegate: Any, values: dict[str, str], said: str) -> None:
    response = decided(signed_in(delegate.user), delegate.organisation.code, **values)
    assert response.redirect_chain == [(f"/it/organisations/{delegate.organisation.code}/#claims", 302)]
    (note,) = [str(one) for one in response.context["claim_notes"]]
    assert note.startswith(said)
    page = unescape(response.content.decode())
    section = page[page.index('id="claims"') : page.index('id="evidence"')]
    assert note in section
    assert list(response.context["messages"]) == []


def test_other_messages_stand_at_the_top(delegate: Any, client: Client) -> None:
    code = delegate.organisation.code
    page = client.post(f"/it/shortlist/keep/{code}/", {"next": f"/it/organisations/{code}/"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["Alba è nella rosa."]
    assert page.context["claim_notes"] == []


def test_what_was_refused_is_shown_to_its_people_and_the_office_alone(delegate: Any, client: Client) -> None:
    code = delegate.organisation.code
    pages = (f"/it/organisations/{code}/", f"/api/v1/organisations/{code}")
    for address in pages:
        assert LEAF in client.get(address).content.decode(), address
    decided(signed_in(delegate.user), code, verdict="REFUSED")
    for address in pages:
        for person in (None, DelegateFactory().user):
            other = signed_in(person) if person else Client()
            assert LEAF not in other.get(address).content.decode(), address
        for person in (delegate.user, UserFactory(role="OFFICE")):
            assert LEAF in signed_in(person).get(address).content.decode(), address


def test_traces_are_shown_where_nothing_counts(client: Client) -> None:
    organisation = ClaimFactory(strength=0.04).organisation
    page = unescape(client.get(f"/it/organisations/{organisation.code}/").content.decode())
    assert "Una traccia, troppo debole per contare" in page
    assert "Sistemi airless" in page


def test_correction_without_its_competence_is_stopped_before_the_note_is_lost(delegate: Any) -> None:
    page = signed_in(delegate.user).get("/it/organisations/alba/").content.decode()
    (form,) = re.findall(rf'<form[^>]*action="[^"]*/{LEAF}/decide/".*?</form>', page, re.DOTALL)
    assert re.findall(r"<select[^>]* (required)>", form) == ["required"]
    buttons = dict(re.findall(r'name="verdict" value="(\w+)"( formnovalidate)?>', form))
    assert buttons == {"CONFIRMED": " formnovalidate", "REFUSED": " formnovalidate", "CORRECTED": ""}
    assert f'<option value="{LEAF}">' not in form


@pytest.mark.parametrize(
    ("lang", "why", "safe"),
    [
        ("it", "Scegli la competenza che le prove dimostrano davvero.", "Quello che hai scritto è salvo."),
        ("en", "Choose the competence that the evidence really proves.", "What you wrote is safe."),
    ],
)
def test_correction_without_its_competence_is_given_back_with_the_note(
    delegate: Any, lang: str, why: str, safe: str
) -> None:
    client, address = signed_in(delegate.user), f"/{lang}/organisations/alba/competences/{LEAF}/decide/"
    response = client.post(address, {"verdict": "CORRECTED", "note": "Solo “pompe” & tappi"})
    page = unescape(response.content.decode())
    assert response.status_code == 200
    (form,) = re.findall(rf'<details class="twin" open>.*?action="[^"]*/{LEAF}/decide/".*?</form>', page, re.DOTALL)
    assert ('value="Solo “pompe” & tappi"' in form, why in form, page.count(why), safe in page) == (True, True, 2, True)
    long = {"verdict": "CORRECTED", "corrected_to": "PK1.CMP.PMP", "note": "x" * 301}
    page = client.post(address, long).content.decode()
    assert ('<option value="PK1.CMP.PMP" selected>' in page, f'value="{"x" * 301}"' in page) == (True, True)
    assert not delegate.organisation.claim_decisions.exists()
    assert client.get(address).headers["Location"] == f"/{lang}/organisations/alba/#claims"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", ["Che cosa sparisce:", "i suoi nomi", "resta: spunta che hai deciso", "è fuori dal registro"]),
        ("en", ["What goes:", "its names", "stays: tick that you are sure", "is out of the register"]),
    ],
)
def test_office_takes_an_organisation_without_anything_out_from_its_page(lang: str, words: list[str]) -> None:
    office = signed_in(UserFactory(role="OFFICE"))
    bare = OrganisationFactory(name="Vuota", code="vuota")
    address, remove = f"/{lang}/organisations/vuota/", f"/{lang}/office/organisations/vuota/remove/"
    page = office.get(address).content.decode()
    assert (f'action="{remove}"' in page, words[0] in page) == (True, True)
    assert f'action="{remove}"' not in Client().get(address).content.decode()
    page = office.post(remove, {"asked": "1"}, follow=True).content.decode()
    assert (words[2] in page, Organisation.objects.filter(code="vuota").exists()) == (True, True)
    LinkFactory(organisation=bare, band="IDENTIFIER")
    assert f'action="{remove}"' not in office.get(address).content.decode()
    bare.evidence_links.all().delete()
    page = office.post(remove, {"asked": "1", "sure": "1"}, follow=True).content.decode()
    assert (words[3] in page, Organisation.objects.filter(code="vuota").exists()) == (True, False)
