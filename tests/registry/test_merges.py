"""Two organisations joined and parted: everything moves, nothing is lost, and it comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import DelegateFactory, EvidenceFactory, LinkFactory, OrganisationFactory, SourceFactory
from factories.sheets import brought_in, register_state, sheet_of
from filiera.competence.models import Claim, ClaimDecision, Competence, EvidenceLink, Shortlist, ShortlistItem
from filiera.competence.operations.map import update_map
from filiera.registry import hooks
from filiera.registry.enums import Certainty, FactField
from filiera.registry.models import (
    Alias,
    DuplicateDecision,
    Fact,
    ImportedValue,
    Merge,
    Organisation,
    Person,
    PersonRole,
    Site,
    Source,
)
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.merges import MergeRefused, merge_organisations, undo_merge
from filiera.registry.operations.organisations import add_alias, add_identifier
from filiera.registry.operations.refresh import refresh_columns
from filiera.registry.operations.sources import FactDraft, record_facts, record_source
from filiera.registry.operations.tell_apart import tell_apart
from filiera.registry.queries.dependents import LEFT, organisation_dependents
from filiera.registry.queries.duplicates import dressed, possible_duplicates
from filiera.registry.queries.merges import merge_preview, organisations_meant

pytestmark = pytest.mark.django_db

COMPUTED = frozenset({"registry.Merge", "competence.Claim", "competence.ClaimProof", "competence.MapRun",
                      "competence.Summary", "competence.Vector", "competence.Reading"})  # fmt: skip
"""Tables of the merge itself, and those that are computed from the others."""

COVERED = {
    "competence.Claim.organisation",
    "competence.ClaimDecision.organisation",
    "competence.EvidenceLink.candidate",
    "competence.EvidenceLink.organisation",
    "competence.ShortlistItem.organisation",
    "competence.Suggestion.organisation",
    "competence.Summary.organisation",
    "documents.Document.owner",
    "exchange.Match.solver",
    "exchange.Need.organisation",
    "exchange.NeedExclusion.organisation",
    "exchange.Offer.organisation",
    "exchange.OfferReply.organisation",
    "exchange.SolverRules.organisation",
    "funding.ApplicantProfile.organisation",
    "funding.ComposingRun.lead",
    "funding.DeMinimisAward.organisation",
    "funding.ExpressionOfInterest.organisation",
    "funding.Partner.organisation",
    "funding.PartnerWanted.organisation",
    "funding.ProjectPartner.organisation",
    "funding.Recognition.organisation",
    "funding.Shareholding.held",
    "funding.Shareholding.holder",
    "funding.WantedReply.organisation",
    "governance.Mandate.organisation",
    "governance.Member.organisation",
    "governance.MembershipApplication.organisation",
    "registry.Alias.organisation",
    "registry.AtecoCode.organisation",
    "registry.CircleMember.organisation",
    "registry.Delegate.organisation",
    "registry.DuplicateDecision.organisation",
    "registry.Fact.organisation",
    "registry.Identifier.organisation",
    "registry.ImportRow.candidate",
    "registry.ImportRow.organisation",
    "registry.ImportedValue.organisation",
    "registry.Invitation.organisation",
    "registry.Merge.gone",
    "registry.Merge.kept",
    "registry.Opening.acting_for",
    "registry.Opening.owner",
    "registry.Organisation.merged_into",
    "registry.PersonRole.organisation",
    "registry.Site.organisation",
    "registry.Source.publisher",
}


def state() -> dict[str, dict[object, dict[str, object]]]:
    return register_state(without=COMPUTED)


def claims() -> list[tuple[object, ...]]:
    return sorted(Claim.objects.values_list("organisation_id", "competence_id", "seen_by", "strength"))


def test_every_key_to_an_organisation_is_covered() -> None:
    assert {one.label for one in organisation_dependents()} == COVERED
    assert LEFT < COVERED
    assert hooks.derived == {"competence.Claim", "competence.Summary"}


def hang_everything(one: Organisation, other: Organisation) -> None:
    """Hang a row of every table on both, the same where a rule lets only one stand."""
    source, leaf = SourceFactory(), Competence.objects.order_by("pk")[0]
    person = Person.objects.create(name="Ambra Sottoriva (esempio)")
    shortlist = Shortlist.objects.create(token="x" * 8)
    for row in (one, other):
        row.facts.create(field="EMPLOYEES", value="45", certainty="DECLARED", source=source)
        row.facts.create(field="TOWN", value=row.name, certainty="DECLARED", source=source)
        add_alias(organisation=row, name="Alba Cosm.", source=source)
        Site.objects.create(organisation=row, kind="PLANT", town="Crema", source=source)
        PersonRole.objects.create(
            person=person, organisation=row, role_it="x", role_en="x", certainty="SEEN", source=source
        )
        DelegateFactory(organisation=row)
        DuplicateDecision.objects.create(fingerprint="f" * 64, organisation=row, verdict="SAME")
        ClaimDecision.objects.create(organisation=row, competence=leaf, verdict="CONFIRMED")
        ShortlistItem.objects.create(shortlist=shortlist, organisation=row)
        LinkFactory(organisation=row)
        SourceFactory(publisher=row)
    add_identifier(organisation=other, scheme="VAT", value="99999019997")  # type: ignore[arg-type]
    LinkFactory(organisation=None, band="ASK", candidate=other, mention="Alba", evidence=EvidenceFactory())


def test_everything_moves_and_undo_brings_everything_back() -> None:
    kept, gone = OrganisationFactory(name="Alba Cosmetici"), OrganisationFactory(name="Alba Cosmesi")
    hang_everything(kept, gone)
    update_map(today=date(2026, 11, 23))
    before, claimed = state(), claims()
    merge = merge_organisations(kept=kept, gone=gone, reason="la stessa ditta")
    left = {one.label: one.rows([gone.pk]).count() for one in organisation_dependents() if one.label not in LEFT}
    assert {label: number for label, number in left.items() if number} == {}
    gone.refresh_from_db()
    assert gone.merged_into_id == kept.pk
    assert sorted(kept.aliases.values_list("name", flat=True)) == ["Alba Cosm.", "Alba Cosmesi"]
    assert sorted(kept.facts.values_list("field", "value")) == [
        ("EMPLOYEES", "45"), ("TOWN", "Alba Cosmesi"), ("TOWN", "Alba Cosmetici")
    ]  # fmt: skip
    assert len(merge.moved["dropped"]) == 7
    assert undo_merge(merge=merge) == []
    assert state() == before
    assert claims() == claimed


def test_value_of_a_sheet_follows_the_fact_that_stands() -> None:
    kept = OrganisationFactory(name="Alba Cosmetici", town="Crema")
    batch = brought_in(sheet_of("Nuova Essenza;;Lodi;12;;;"))
    gone = Organisation.objects.get(name="Nuova Essenza")
    fact = gone.facts.get(field="EMPLOYEES")
    twin = Fact.objects.create(
        organisation=kept, field="EMPLOYEES", value="12", certainty="DECLARED", source=fact.source
    )
    before = state()
    merge = merge_organisations(kept=kept, gone=gone)
    assert set(ImportedValue.objects.filter(column="dip.").values_list("organisation", "fact")) == {(kept.pk, twin.pk)}
    undo_merge(merge=merge)
    assert state() == before
    assert undo_batch(batch=batch).report["removed"] == 1


def test_row_set_aside_before_a_column_came_is_put_back_with_its_default() -> None:
    kept, gone = OrganisationFactory(name="Alba"), OrganisationFactory(name="Alba Due")
    shortlist = Shortlist.objects.create(token="rosa", question="airless")
    for one in (kept, gone):
        ShortlistItem.objects.create(
            shortlist=shortlist, organisation=one, question="airless", competences=["A"], evidence=[7], note="chiamare"
        )
    days = list(shortlist.items.order_by("pk").values_list("kept_at", flat=True))
    merge = merge_organisations(kept=kept, gone=gone)
    (stored,) = [one for one in merge.moved["dropped"] if one["model"] == "competence.ShortlistItem"]
    for column in ("question", "competences", "evidence"):
        del stored["values"][column]
    stored["values"]["reason"] = "Sistemi airless: un brevetto."
    merge.save()
    assert undo_merge(merge=merge) == []
    columns = ("organisation", "question", "competences", "evidence", "note", "kept_at")
    assert list(shortlist.items.order_by("pk").values_list(*columns)) == [
        (kept.pk, "airless", ["A"], [7], "chiamare", days[0]),
        (gone.pk, "", [], [], "chiamare", days[1]),
    ]


def described(name: str, text: str, *, certainty: Certainty = Certainty.DECLARED) -> Organisation:
    organisation = OrganisationFactory(name=name)
    draft = FactDraft(FactField.SUMMARY, text, text, f"{text} (en)", certainty=certainty)
    record_facts(organisation=organisation, source=record_source(name=name), drafts=[draft] if text else [])
    return organisation


def summaries(*organisations: Organisation) -> list[tuple[str, str]]:
    for one in organisations:
        one.refresh_from_db()
    return [(one.summary_it, one.summary_en) for one in organisations]


def test_merge_keeps_the_description_of_the_one_that_stays() -> None:
    kept = described("Vetreria Ticino", "Flaconi di vetro")
    gone = described("Flaconi Garza", "Garza sterile", certainty=Certainty.FILED)
    before = summaries(kept, gone)
    merge = merge_organisations(kept=kept, gone=gone)
    assert summaries(kept)[0] == ("Flaconi di vetro", "Flaconi di vetro (en)")
    town = FactDraft(FactField.TOWN, "Pavia")
    record_facts(organisation=kept, source=record_source(name="dopo"), drafts=[town])
    assert summaries(kept)[0] == ("Flaconi di vetro", "Flaconi di vetro (en)")
    undo_merge(merge=merge)
    assert summaries(kept, gone) == before


def test_merge_keeps_a_description_that_no_fact_says() -> None:
    kept = OrganisationFactory(name="Vetreria Ticino", summary_it="Flaconi di vetro")
    merge_organisations(kept=kept, gone=described("Flaconi Garza", "Garza sterile"))
    assert summaries(kept)[0] == ("Flaconi di vetro", "")


def test_merge_takes_the_other_description_where_there_is_none() -> None:
    kept, gone = described("Vetreria Ticino", ""), described("Flaconi Garza", "Garza sterile")
    before = summaries(kept, gone)
    merge = merge_organisations(kept=kept, gone=gone)
    assert summaries(kept)[0] == ("Garza sterile", "Garza sterile (en)")
    refresh_columns(organisations=[kept])
    assert summaries(kept)[0] == ("Garza sterile", "Garza sterile (en)")
    undo_merge(merge=merge)
    assert summaries(kept, gone) == before == [("", ""), ("Garza sterile", "Garza sterile (en)")]


FIELDS = st.sampled_from(["TOWN", "EMPLOYEES", "SUMMARY", "KIND", "WEBSITE"])
STATED = st.lists(
    st.tuples(st.booleans(), FIELDS, st.sampled_from(["12", "45", "Crema", "COMPANY"]), st.integers(0, 1)), max_size=8
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stated=STATED, aliases=st.lists(st.tuples(st.booleans(), st.sampled_from(["Uno", "Due", "Tre"])), max_size=5))
def test_merge_and_undo_leave_every_table_as_it_was(
    stated: list[tuple[bool, str, str, int]], aliases: list[tuple[bool, str]]
) -> None:
    with transaction.atomic():
        kept, gone = OrganisationFactory(), OrganisationFactory()
        sources = [SourceFactory(), SourceFactory()]
        for first, field, value, which in stated:
            Fact.objects.get_or_create(
                organisation=kept if first else gone, field=field, value=value, source=sources[which],
                defaults={"certainty": "DECLARED"},
            )  # fmt: skip
        for first, name in aliases:
            add_alias(organisation=kept if first else gone, name=name)
        before = state()
        undo_merge(merge=merge_organisations(kept=kept, gone=gone))
        assert state() == before
        transaction.set_rollback(True)


def test_merges_in_a_row_are_parted_in_their_order() -> None:
    first, second, third = (OrganisationFactory(name=name) for name in ("Uno", "Due", "Tre"))
    before = state()
    inner = merge_organisations(kept=second, gone=third)
    outer = merge_organisations(kept=first, gone=second)
    third.refresh_from_db()
    assert third.merged_into_id == first.pk
    with pytest.raises(MergeRefused, match="unito a un altro"):
        undo_merge(merge=inner)
    undo_merge(merge=outer)
    undo_merge(merge=inner)
    assert state() == before


def test_what_came_since_the_merge_stays_where_it_is() -> None:
    kept, gone = OrganisationFactory(), OrganisationFactory()
    link = LinkFactory(organisation=gone)
    merge = merge_organisations(kept=kept, gone=gone)
    newer = LinkFactory(organisation=kept)
    EvidenceLink.objects.filter(pk=link.pk).delete()
    assert undo_merge(merge=merge) == []
    newer.refresh_from_db()
    assert newer.organisation_id == kept.pk


def test_record_whose_place_was_taken_since_is_told() -> None:
    kept, gone = OrganisationFactory(), OrganisationFactory()
    for row in (kept, gone):
        add_alias(organisation=row, name="Alba Cosm.")
    merge = merge_organisations(kept=kept, gone=gone)
    Alias.objects.create(organisation=gone, name="Alba Cosm.", search_name="alba cosm")
    assert undo_merge(merge=merge) == ["registry.Alias"]


@pytest.mark.parametrize("case", ["same", "merged", "example"])
def test_merges_that_make_no_sense_are_refused(case: str) -> None:
    kept, gone = OrganisationFactory(), OrganisationFactory(is_example=case == "example")
    if case == "merged":
        merge_organisations(kept=OrganisationFactory(), gone=gone)
        gone.refresh_from_db()
    with pytest.raises(MergeRefused):
        merge_organisations(kept=kept, gone=kept if case == "same" else gone)
    assert Merge.objects.filter(kept=kept).count() == 0


def test_undone_merge_is_not_undone_twice() -> None:
    merge = merge_organisations(kept=OrganisationFactory(), gone=OrganisationFactory())
    undo_merge(merge=merge)
    with pytest.raises(MergeRefused, match="già stata annullata"):
        undo_merge(merge=merge)


def test_one_organisation_goes_into_one_other_alone() -> None:
    gone = OrganisationFactory()
    merge_organisations(kept=OrganisationFactory(), gone=gone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(kept=OrganisationFactory(), gone=gone)


def test_resembling_pairs_are_proposed_until_they_are_told_apart() -> None:
    first = OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    second = OrganisationFactory(name="Vetreria del Ticino", town="Pavia")
    OrganisationFactory(name="Profumi Senza Fretta", town="Milano")
    assert [(pair.first, pair.second) for pair in dressed(possible_duplicates())] == [(first, second)]
    add_alias(organisation=second, name="Vetreria di Pavia")
    pairs = possible_duplicates()
    assert [(pair.first, pair.second) for pair in dressed(pairs)] == [(second, first)]  # the fuller one stays
    tell_apart(first=first, second=second)
    assert possible_duplicates() == []
    merge_organisations(kept=first, gone=second)
    assert dressed(pairs) == []


def test_only_the_pairs_of_a_page_are_read() -> None:
    for town in ("Pavia", "Lodi"):
        for name in ("Vetreria Ticino", "Vetreria del Ticino"):
            OrganisationFactory(name=name, town=town, code=f"{name}-{town}")
    pairs = possible_duplicates()
    page = dressed(pairs[:1])
    assert [{pair.first.pk, pair.second.pk} for pair in page] == [{pairs[0].first, pairs[0].second}]


def test_preview_says_what_would_move() -> None:
    kept, gone = OrganisationFactory(name="Uno"), OrganisationFactory(name="Due")
    add_alias(organisation=gone, name="Deux")
    LinkFactory(organisation=gone)
    preview = merge_preview(kept, gone)
    assert preview.moves == ("1 prova", "1 altro nome")
    assert [(value.label, value.left, value.right, value.state) for value in preview.values] == [
        ("Nome", "Uno", "Due; Deux", "diff"), ("Tipo", "impresa", "impresa", "same")
    ]  # fmt: skip


def test_organisations_are_found_by_code_name_or_a_part_of_it() -> None:
    one = OrganisationFactory(name="Alba Cosmetici")
    other = OrganisationFactory(name="Alba Distillati")
    assert organisations_meant("alba-cosmetici") == [one]
    assert organisations_meant("ALBA COSMETICI") == [one]
    assert organisations_meant("alba") == [one, other]
    assert organisations_meant("nessuno") == []
    assert Source.objects.count() == 0
