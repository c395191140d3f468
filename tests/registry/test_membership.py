"""A column of a sheet that only ticks who is a member: it becomes a fact of its own, with its source, and a day at least."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone, translation

from factories import OrganisationFactory, SourceFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.common.partial_date import PartialDate
from filiera.common.visibility import audience_of
from filiera.competence.queries.profile import profile
from filiera.registry.enums import FactField
from filiera.registry.logic import StatedFact, last_said
from filiera.registry.models import Fact, Organisation
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.sources import FactDraft, record_facts
from filiera.registry.queries.imports import values_left_out

pytestmark = pytest.mark.django_db

HEAD = "Ragione sociale;Comune;Socio"


def members() -> list[str]:
    today = timezone.localdate()
    return sorted(Organisation.objects.filter(member_since_on__lte=today).values_list("name", flat=True))


def test_column_of_yes_and_no_is_understood_and_fed_to_the_register() -> None:
    batch = brought_in(sheet_of("Alba;Crema;sì", "Beta;Lodi;no", "Gamma;Crema;", "Delta;Lodi;X", head=HEAD))
    assert batch.mapping == {"0": "NAME", "1": "TOWN", "2": "MEMBER"}
    assert members() == ["Alba", "Delta"]
    said = Fact.objects.filter(field="MEMBER").order_by("organisation__name")
    assert [(one.organisation.name, one.value, one.value_it, one.value_en, one.source.kind) for one in said] == [
        ("Alba", "YES", "sì", "yes", "SHEET"),
        ("Beta", "NO", "no", "no", "SHEET"),
        ("Delta", "YES", "sì", "yes", "SHEET"),
    ]
    undo_batch(batch=batch)
    assert (members(), Organisation.objects.count()) == ([], 0)


def test_column_headed_like_the_names_that_holds_names_stays_the_name() -> None:
    batch = tried(sheet_of("Alba;Crema", "Beta;Lodi", head="Socio;Comune"))
    assert batch.mapping == {"0": "NAME", "1": "TOWN"}


def test_day_that_another_source_gives_stands_and_the_tick_says_nothing_new() -> None:
    OrganisationFactory(name="Alba", town="Crema", member_since_on="2020-05-04")
    assert brought_in(sheet_of("Alba;Crema;sì", head=HEAD)).rows.get().fate == "SAME"
    assert [(str(one.member_since_on), one.member_since_known) for one in Organisation.objects.all()] == [
        ("2020-05-04", True)
    ]


def test_later_sheet_says_no_and_a_third_says_yes_again() -> None:
    seen = []
    for year, word in ((2024, "sì"), (2025, "no"), (2026, "sì")):
        brought_in(sheet_of(f"Alba;Crema;{word}", head=HEAD), f"soci-{len(seen)}.csv")
        seen.append(members())
        Fact.objects.filter(field="MEMBER", on__year__gte=year).update(on=f"{year}-01-31")
    assert seen == [["Alba"], [], ["Alba"]]


def test_last_word_of_one_day_counts() -> None:
    seen = []
    for n, word in enumerate(("sì", "no", "sì", "no")):
        brought_in(sheet_of(f"Alba;Crema;{word}", head=HEAD), f"soci-{n}.csv")
        seen.append(members())
    assert seen == [["Alba"], [], ["Alba"], []]


@pytest.mark.parametrize(("since", "stays"), [("2020-05-04", []), ("2999-01-01", ["2999-01-01"])])
def test_no_ends_a_membership_that_began_before_it(since: str, stays: list[str]) -> None:
    OrganisationFactory(name="Alba", town="Crema", member_since_on=since)
    brought_in(sheet_of("Alba;Crema;no", head=HEAD))
    days = Organisation.objects.exclude(member_since_on=None).values_list("member_since_on", flat=True)
    assert [str(day) for day in days] == stays


@pytest.mark.parametrize(("lang", "words"), [("it", "Socio almeno dal"), ("en", "Member at least since")])
def test_page_says_that_the_day_is_not_the_first(lang: str, words: str) -> None:
    brought_in(sheet_of("Alba;Crema;sì", head=HEAD))
    assert words in Client().get(f"/{lang}/organisations/alba/").content.decode()


@pytest.mark.parametrize(("lang", "words"), [("it", "Scrivi sì o no"), ("en", "Write yes or no")])
def test_word_that_is_neither_stays_out(lang: str, words: str) -> None:
    batch = tried(sheet_of("Alba;Crema;forse", "Beta;Lodi;sì", "Gamma;Lodi;no", "Delta;Crema;sì", head=HEAD))
    with translation.override(lang):
        assert [one.remedy[: len(words)] for one in values_left_out(batch, list(batch.rows.all()))] == [words]


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ([], None),
        ([(1, "YES", 1, None), (2, "NO", 2, None)], "NO"),
        ([(1, "NO", 2, None), (2, "YES", 1, None)], "NO"),
        ([(1, "YES", 1, None), (2, "NO", 1, None)], "NO"),
        ([(1, "NO", 1, None), (2, "YES", 1, None)], "YES"),
        ([(1, "YES", None, 1), (2, "NO", None, 2)], "NO"),
        ([(1, "NO", None, 2), (2, "YES", 1, 3)], "NO"),
        ([(1, "YES", None, None), (2, "NO", None, None)], "NO"),
    ],
)
def test_latest_day_counts_then_the_latest_word(facts: list[tuple[int, str, int, int]], word: str | None) -> None:
    def day(number: int | None) -> date | None:
        return date(2025, 1, number) if number else None

    said = last_said([StatedFact(key, text, "SEEN", day(on), day(source)) for key, text, on, source in facts])
    assert (said.value if said else None) == word


@pytest.mark.parametrize(("year", "left"), [("2019", 1), ("2021", 0)])
def test_no_without_a_day_is_as_old_as_its_source(year: str, left: int) -> None:
    alba = OrganisationFactory(member_since_on=date(2020, 5, 4))
    record_facts(
        organisation=alba, source=SourceFactory(on=f"{year}-01-01"), drafts=[FactDraft(FactField.MEMBER, "NO")]
    )
    assert Organisation.objects.exclude(member_since_on=None).count() == left


@pytest.mark.parametrize(("words", "is_member"), [(("no", "sì"), True), (("sì", "no"), False)])
def test_rows_of_one_day_that_disagree_count_alike_everywhere_and_are_shown(
    words: tuple[str, str], is_member: bool
) -> None:
    rows = [f"Alba;Crema;{word};02313821007" for word in words]
    brought_in(sheet_of(*rows, head=f"{HEAD};P.IVA"))
    found = Client().get("/api/v1/organisations/alba", headers={"accept-language": "it"}).json()
    said = [(one["value"], one["used"]) for one in found["facts"] if one["field"] == "MEMBER"]
    assert (found["is_member"], said) == (is_member, [(words[1], True), (words[0], False)])
    page = Client().get("/it/organisations/alba/").content.decode()
    shown = ("Socio almeno dal" in page, page.count('<h3 class="mb-4">Socio del cluster</h3>'))
    assert shown == (is_member, 1)


def test_a_later_no_ends_a_yes_without_a_disagreement() -> None:
    alba = OrganisationFactory(name="Alba", code="alba")
    for value, day in (("YES", "2025-01-01"), ("NO", "2026-01-01")):
        draft = FactDraft(FactField.MEMBER, value, on=PartialDate.parse(day))
        record_facts(organisation=alba, source=SourceFactory(), drafts=[draft])
    found = profile(alba, audience=audience_of(AnonymousUser()), today=date(2026, 6, 1))
    assert ([fact.raw for fact in found.facts], found.disagreements) == (["NO", "YES"], ())


@pytest.mark.parametrize(("day", "left"), [("2019-01-01", ["2020-05-04"]), ("2026-01-01", [])])
def test_no_wipes_a_day_that_a_source_states_only_where_it_is_later(day: str, left: list[str]) -> None:
    alba = OrganisationFactory(name="Alba")
    drafts = [FactDraft(FactField.MEMBER_SINCE, "2020-05-04")]
    record_facts(organisation=alba, source=SourceFactory(), drafts=drafts)
    drafts = [FactDraft(FactField.MEMBER, "NO", on=PartialDate.parse(day))]
    record_facts(organisation=alba, source=SourceFactory(), drafts=drafts)
    days = Organisation.objects.exclude(member_since_on=None).values_list("member_since_on", flat=True)
    assert [str(day) for day in days] == left


def test_interface_says_whether_the_day_is_the_first() -> None:
    brought_in(sheet_of("Alba;Crema;sì", head=HEAD))
    OrganisationFactory(name="Beta", member_since_on="2020-05-04")
    found = [Client().get(f"/api/v1/organisations/{code}").json() for code in ("alba", "beta")]
    assert [one["member_since_known"] for one in found] == [False, True]
    assert found[1]["member_since"] == "2020-05-04"
