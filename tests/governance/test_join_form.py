"""The form to join: what is asked of whom, where it goes on, and towns that there are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from factories import UserFactory
from factories.association import ANSWERS, application, statute
from filiera.accounts.models import User
from filiera.common.models import OutgoingMail
from filiera.governance.forms_join import OrganisationForm, RepresentativeForm
from filiera.governance.logic.applying import STEPS, missing_steps
from filiera.governance.models import MembershipApplication
from filiera.governance.operations.applications import save_unfinished, submit_application
from filiera.governance.operations.fees import set_rate
from filiera.governance.queries.fees import rates_of
from filiera.registry.models import Municipality, Province
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

WRITTEN = {"name": "Alba", "kind": "COMPANY", "size": "SMALL", "vat": "00743110157"}


@pytest.fixture
def milan() -> None:
    values = {"name": "Milano", "region": "Lombardia", "in_region": True}
    province, _is_new = Province.objects.get_or_create(code="MI", defaults=values)
    town = {"name": "Milano", "search_name": "milano", "province": province}
    Municipality.objects.get_or_create(code="015146", defaults=town)


@pytest.mark.parametrize(
    ("town", "vat", "said"),
    [
        ("Milano", "00743110157", []),
        ("Milan", "00743110157", []),
        ("Milanooo", "00743110157", ["Non c'è un comune con questo nome. Intendevi Milano?"]),
        ("Xyzw", "00743110157", ["Non c'è un comune con questo nome."]),
        ("Lugano", "", []),
    ],
)
def test_town_of_an_italian_organisation_is_a_municipality(milan: None, town: str, vat: str, said: list[str]) -> None:
    with translation.override("it"):
        form = OrganisationForm({**WRITTEN, "vat": vat, "town": town})
        form.is_valid()

        assert list(form.errors.get("town", [])) == said


def test_fields_that_companies_must_fill_say_so(client: Client) -> None:
    client.post("/it/join/begin/")
    page = client.get(f"/it/join/{MembershipApplication.objects.get().code}/step/organisation/").content.decode()

    assert page.count("serve alle imprese") == 2


def test_a_draft_goes_on_at_its_first_open_step(client: Client) -> None:
    client.post("/it/join/begin/")
    row = MembershipApplication.objects.get()
    MembershipApplication.objects.filter(pk=row.pk).update(answers={"organisation": {"name": "Alba"}})
    page = client.get("/it/join/").content.decode()

    assert f"/it/join/{row.code}/step/representative/" in page
    assert page.index("Continua la domanda") < page.index("altra domanda")


def test_the_bodies_are_at_the_foot_of_every_page(client: Client) -> None:
    assert '<a href="/it/bodies/">Organi</a>' in "".join(client.get("/it/join/").content.decode().split("\n"))


UNFINISHED = {
    "organisation": {
        "code": "",
        "name": "Alba srl",
        "vat": "0074",
        "kind": "COMPANY",
        "size": "",
        "town": "Crema",
        "website": "non è un sito",
    },
    "representative": {
        "name": "Rosa Alba",
        "email": "rosa@",
        "role": "",
        "act_words": "Visura",
        "act_on": "31/02/2026",
        "act_until_on": "domani",
    },
    "class": {"member_class": "ordinary", "why": "x" * 2001},
    "statements": {"statute": "on"},
}


def boxes_of(client: Client, code: str, step: str) -> dict[str, object]:
    """Give what stands in the boxes of a step when somebody comes back to it, empty ones left out."""
    form = client.get(f"/it/join/{code}/step/{step}/").context["form"]
    return {box.name: box.value() for box in form if box.value()}


@pytest.mark.parametrize("button", [{"later": "1"}, {}])
@pytest.mark.parametrize("step", list(UNFINISHED))
def test_step_that_is_not_complete_is_kept_as_it_was_written(client: Client, step: str, button: dict[str, str]) -> None:
    client.post("/it/join/begin/")
    code = MembershipApplication.objects.get().code
    values = UNFINISHED[step]
    response = client.post(f"/it/join/{code}/step/{step}/", {**values, **button})
    row = MembershipApplication.objects.get()

    assert response.status_code == (302 if button else 422)
    assert missing_steps(row.answers) == list(STEPS)
    shown = {name: True if value == "on" else value for name, value in values.items() if value}
    assert boxes_of(client, code, step) == shown


def test_step_that_was_complete_is_missing_again_when_it_is_spoilt_and_complete_when_mended(client: Client) -> None:
    client.post("/it/join/begin/")
    code = MembershipApplication.objects.get().code
    address = f"/it/join/{code}/step/organisation/"
    right = {**WRITTEN, "town": "Crema"}
    missing = []
    for values in (right, {**right, "size": ""}, right):
        client.post(address, {**values, "later": "1"})
        missing.append("organisation" in missing_steps(MembershipApplication.objects.get().answers))

    assert missing == [False, True, False]
    assert list(MembershipApplication.objects.get().answers) == ["organisation"]


def test_draft_is_read_again_with_what_is_no_day(client: Client) -> None:
    client.post("/it/join/begin/")
    code = MembershipApplication.objects.get().code
    values = {**UNFINISHED["representative"], "role": "Amministratrice"}
    client.post(f"/it/join/{code}/step/representative/", {**values, "later": "1"})
    page = client.get(f"/it/join/{code}/step/review/").content.decode()

    assert [one in page for one in ("Amministratrice", "31/02/2026", "domani", "da completare")] == [True] * 4


def test_link_leaves_once_when_the_address_is_right_though_the_step_is_not_complete(
    client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client.post("/it/join/begin/")
    address = f"/it/join/{MembershipApplication.objects.get().code}/step/representative/"
    letters = []
    with django_capture_on_commit_callbacks(execute=True):
        for email in ("rosa@", "rosa@example.org", "rosa@example.org"):
            client.post(address, {"email": email, "later": "1"})
            letters.append(OutgoingMail.objects.count())

    assert letters == [0, 1, 1]


def test_my_applications_lead_to_the_first_step_that_is_missing(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    row = application(applicant=user, sent=False)
    ready = client.get(f"/it/join/{row.code}/").headers["Location"]
    save_unfinished(application=row, step="class", written={"why": "Provo"}, now=NOW)
    open_ = client.get(f"/it/join/{row.code}/").headers["Location"]

    assert (ready, open_) == (f"/it/join/{row.code}/step/review/", f"/it/join/{row.code}/step/class/")


@pytest.mark.parametrize(("signed", "said"), [(False, True), (True, False)])
def test_stranger_is_told_at_once_that_sending_needs_an_account(client: Client, signed: bool, said: bool) -> None:
    if signed:
        client.force_login(UserFactory())

    assert ("Per cominciare non serve un" in client.get("/it/join/").content.decode()) is said


def draft_asking(user: User, **asked: str) -> MembershipApplication:
    """Give a draft of a small company that asks for a class, by the statute with classes."""
    statute("with-classes")
    said = {"kind": asked.get("kind", "COMPANY"), "size": asked.get("size", "SMALL")}
    chosen = {"member_class": asked["member_class"]}
    return application(applicant=user, sent=False, organisation=said, **{"class": chosen})


@pytest.mark.parametrize(
    ("asked", "warned"),
    [
        ({"member_class": "sme"}, False),
        ({"member_class": "large"}, True),
        ({"member_class": "sme", "kind": "OTHER", "size": ""}, True),
        ({"member_class": "associate"}, False),
    ],
)
def test_class_that_is_for_others_is_told_before_it_is_sent(
    client: Client, asked: dict[str, str], warned: bool
) -> None:
    user = UserFactory()
    client.force_login(user)
    row = draft_asking(user, **asked)
    page = client.get(f"/it/join/{row.code}/step/review/").content.decode()
    choices = dict(client.get(f"/it/join/{row.code}/step/class/").context["form"].fields["member_class"].choices)

    assert ("non è per un soggetto come il tuo" in page) is warned
    assert choices[asked["member_class"]].endswith("non è per un soggetto come il tuo") is warned


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ({"": 500, "SMALL": 300}, "300,00 € all'anno"),
        ({"": 500}, "500,00 € all'anno"),
        ({}, f"Per il {TODAY.year} non è fissata una quota"),
    ],
)
def test_last_page_says_what_it_will_pay(client: Client, rates: dict[str, int], words: str) -> None:
    user = UserFactory()
    client.force_login(user)
    row = draft_asking(user, member_class="sme")
    for size, amount in rates.items():
        set_rate(year=TODAY.year, member_class="sme", size=size, amount_eur=Decimal(amount))

    page = client.get(f"/it/join/{row.code}/step/review/").content.decode()
    assert words in page.replace("’", "'").replace("&#x27;", "'")


def test_sizes_stand_from_the_smallest_to_the_largest(client: Client) -> None:
    statute("with-classes")
    for size in ("LARGE", "MEDIUM", "MICRO", "", "SMALL"):
        set_rate(year=TODAY.year, member_class="sme", size=size, amount_eur=Decimal(100))

    assert [rate.size for rate in rates_of(TODAY.year)] == ["", "MICRO", "SMALL", "MEDIUM", "LARGE"]


@pytest.mark.parametrize(("complete", "first"), [(False, "Continua da"), (True, "Per mandarla, accedi")])
def test_last_page_asks_a_stranger_first_for_what_is_missing(client: Client, complete: bool, first: str) -> None:
    client.post("/it/join/begin/")
    row = MembershipApplication.objects.get()
    answers = ANSWERS if complete else {"organisation": ANSWERS["organisation"]}
    MembershipApplication.objects.filter(pk=row.pk).update(answers=answers)
    page = client.get(f"/it/join/{row.code}/step/review/").content.decode()

    assert [one for one in ("Continua da", "Per mandarla, accedi", "Manda la domanda") if one in page] == [first]


@pytest.mark.parametrize(
    ("written", "field", "said"),
    [
        (
            {"act_until_on": "01/01/2021"},
            "act_until_on",
            "Questo atto è finito il 1º gennaio 2021 e nessuno potrebbe agire con quello: scrivi quello in vigore.",
        ),
        (
            {"act_on": "01/01/2090"},
            "act_on",
            "Questo giorno deve ancora venire: scrivi il giorno di un atto che c'è già.",
        ),
        ({"act_until_on": TODAY.strftime("%d/%m/%Y")}, "", ""),
    ],
)
def test_the_act_of_the_representative_is_in_force(written: dict[str, str], field: str, said: str) -> None:
    with translation.override("it"):
        values = {**ANSWERS["representative"], "act_on": "10/01/2020", "act_until_on": "", **written}
        form = RepresentativeForm(values, today=TODAY)

        assert {name: list(words) for name, words in form.errors.items()} == ({field: [said]} if field else {})


def test_an_act_that_ended_while_the_form_was_left_fails_its_check() -> None:
    row = application(applicant=UserFactory(), representative={"act_until_on": "2021-01-01"})

    check = row.checks.get(criterion="representative")
    assert (check.verdict, check.note) == (
        "FAIL",
        "L'atto è finito il 1º gennaio 2021: nessuno potrebbe agire con quello.",
    )


def test_a_second_click_on_send_leads_to_the_application_that_the_first_has_sent(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = UserFactory()
    row = application(applicant=user, sent=False)
    stale = MembershipApplication.objects.get(pk=row.pk)
    submit_application(application=row, now=NOW, actor=user)
    client.force_login(user)
    monkeypatch.setattr("filiera.governance.views.join.own_draft", lambda request, code: stale)

    answer = client.post(f"/it/join/{row.code}/step/review/")

    assert (answer.status_code, answer["Location"]) == (302, f"/it/join/{row.code}/")


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_document_that_cannot_be_taken_is_said_beside_its_box(client: Client, is_sent: bool) -> None:
    user = UserFactory()
    row = application(applicant=user, sent=is_sent)
    client.force_login(user)

    answer = client.post(f"/it/join/{row.code}/papers/", {"title": "La mia visura"})
    page = answer.content.decode()

    assert (answer.status_code, page.count("Scegli il file.")) == (422, 2)
    assert 'value="La mia visura"' in page
    assert client.get(f"/it/join/{row.code}/papers/").status_code == 302
