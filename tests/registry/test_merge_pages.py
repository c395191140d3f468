"""The pages on which two organisations are joined: what they warn of, and where they lead when there is nothing to join."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from factories import OrganisationFactory, UserFactory
from filiera.common.in_words import moment
from filiera.registry.enums import Scheme
from filiera.registry.operations.merges import merge_organisations
from filiera.registry.operations.organisations import add_alias, add_identifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    """Sign an office worker in."""
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "it",
            (
                "I loro identificativi sono diversi.",
                "partita IVA: IT99999019997 e IT00743110157",
                "Uniscili lo stesso",
                "forse è quello",
            ),
        ),
        (
            "en",
            (
                "Their identifiers differ.",
                "VAT number: IT99999019997 and IT00743110157",
                "Join them all the same",
                "perhaps it should be",
            ),
        ),
    ],
)
def test_two_of_different_numbers_are_joined_after_a_warning(office: Client, lang: str, words: tuple[str, ...]) -> None:
    one = OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    other = OrganisationFactory(name="Vetreria del Ticino", town="Pavia")
    for organisation, value in ((one, "99999019997"), (other, "IT00743110157")):
        add_identifier(organisation=organisation, scheme=Scheme.VAT, value=value)
    add_alias(organisation=other, name="Vetreria di Pavia")
    page = office.get(f"/{lang}/office/merge/", {"keep": one.code, "gone": other.code}).content.decode()
    assert [word for word in words if word not in page] == []
    page = office.get(f"/{lang}/office/merge/", {"keep": other.code, "gone": one.code}).content.decode()
    assert (words[0] in page, words[-1] in page) == (True, False)


def test_merge_page_of_one_that_is_joined_or_gone_leads_on(office: Client) -> None:
    one, other = OrganisationFactory(name="Alba Cosmetici"), OrganisationFactory(name="Alba Distillati")
    merge_organisations(kept=one, gone=other)
    page = office.get("/it/office/merge/", {"keep": one.code, "gone": other.code})
    words = "Alba Distillati fa già parte di Alba Cosmetici."
    assert (page.status_code, words in page.content.decode()) == (200, True)
    for address, names in (("merge/join/", ("keep", "gone")), ("duplicates/apart/", ("first", "second"))):
        values = dict(zip(names, (one.code, "sparita"), strict=True))
        page = office.post(f"/it/office/{address}", values, follow=True)
        assert "«sparita» non è più nel registro: non è stato fatto niente." in page.content.decode()


def test_guess_is_offered_and_never_taken(office: Client) -> None:
    one = OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    other = OrganisationFactory(name="Flaconi Garza")
    page = office.get("/it/office/merge/", {"keep": "Vetreria", "gone": "flaconi garza"}).content.decode()
    assert "È questo? Sceglilo, o riscrivi il nome." in page
    assert f'href="?keep={one.code}&amp;gone=flaconi%20garza"' in page
    assert ('name="keep"' in page, "merge/join/" in page) == (True, False)
    page = office.get("/it/office/merge/", {"keep": one.code, "gone": "flaconi garza"}).content.decode()
    assert f'name="gone" value="{other.code}"' in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "Sono lo stesso: scegli due soggetti."),
        ("en", "These are one and the same: choose two organisations."),
    ],
)
def test_one_organisation_on_both_sides_is_told_with_the_fields(office: Client, lang: str, words: str) -> None:
    OrganisationFactory(name="Vetreria Ticino")
    values = {"keep": "Vetreria Ticino", "gone": "vetreria-ticino"}
    page = office.get(f"/{lang}/office/merge/", values).content.decode()
    assert (words in page, 'name="keep"' in page, "merge/join/" in page) == (True, True, False)
    page = office.get(f"/{lang}/office/merge/", {"keep": "Vetreria", "gone": "Vetreria"}).content.decode()
    assert ('name="keep"' in page, "merge/join/" in page) == (True, False)


@pytest.mark.parametrize(
    ("lang", "said", "see"),
    [
        ("it", "Alba Distillati fa già parte di Alba Cosmetici: li ha uniti Livia il ", "Vedi Alba Cosmetici"),
        ("en", "Alba Distillati is part of Alba Cosmetici already: Livia joined them on ", "See Alba Cosmetici"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_second_of_two_who_join_the_same_is_told_who_did_and_when(
    office: Client, lang: str, said: str, see: str, turned: bool
) -> None:
    one, other = OrganisationFactory(name="Alba Cosmetici"), OrganisationFactory(name="Alba Distillati")
    merge = merge_organisations(kept=one, gone=other, actor=UserFactory(name="Livia"))
    two = {"keep": other.code, "gone": one.code} if turned else {"keep": one.code, "gone": other.code}
    page = office.post(f"/{lang}/office/merge/join/", two, follow=True).content.decode()
    with translation.override(lang):
        when = moment(merge.merged_at)
    assert f'note--info">{said}{when}. <a href="/{lang}/organisations/{one.code}/">{see}</a>' in page


def test_command_says_since_when_two_are_one() -> None:
    one, other = OrganisationFactory(name="Alba Cosmetici"), OrganisationFactory(name="Alba Distillati")
    merge = merge_organisations(kept=one, gone=other)
    with translation.override("en"):
        when = moment(merge.merged_at)
        said = f"^Alba Distillati is part of Alba Cosmetici already, since {when}.$"
    with pytest.raises(CommandError, match=said):
        call_command("merge", one.code, other.code, "--lang", "en")
