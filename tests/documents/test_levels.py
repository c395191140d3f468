"""For whom a paper is: narrower at once, wider by its owner's word, and every change on the audit trail."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.documents import NOW, make_circle, make_document, pdf
from filiera.common.models import AuditEvent
from filiera.common.visibility import Audience, Role, Visibility
from filiera.documents.logic import OWNER, Standing, is_wider
from filiera.documents.models import Document, LevelProposal
from filiera.documents.operations.levels import answer_proposal, name_organisation, set_levels
from filiera.documents.operations.refusals import DocumentRefused
from filiera.registry.operations.circles import close_circle
from tests_clock import TODAY


@pytest.mark.parametrize(
    ("before", "after", "wider"),
    [
        (("MEMBERS", "MEMBERS"), ("PUBLIC", "MEMBERS"), True),
        (("MEMBERS", "MEMBERS"), ("MEMBERS", "BILATERAL"), False),
        (("MEMBERS", "MEMBERS"), ("OFFICE", "OFFICE"), False),
        (("MEMBERS", "MEMBERS"), ("BOARD", "BOARD"), False),
        (("MEMBERS", "BOARD"), ("MEMBERS", "BILATERAL"), True),
        (("MEMBERS", "OFFICE"), ("MEMBERS", "BOARD"), True),
        (("MEMBERS", "NDA", 1), ("MEMBERS", "OFFICE"), True),
        (("MEMBERS", "BILATERAL"), ("MEMBERS", "NDA", 1), True),
        (("MEMBERS", "BILATERAL"), ("MEMBERS", "TABLE", 1), True),
        (("MEMBERS", "TABLE", 1), ("MEMBERS", "TABLE", 2), True),
        (("MEMBERS", "TABLE", 1), ("MEMBERS", "BILATERAL"), False),
        (("MEMBERS", "PUBLIC"), ("MEMBERS", "MEMBERS"), False),
        (("PUBLIC", "MEMBERS"), ("MEMBERS", "PUBLIC"), False),
        (("OFFICE", "OFFICE"), ("OFFICE", "PUBLIC"), False),
    ],
)
def test_wider_truth_table(before: tuple[Any, ...], after: tuple[Any, ...], wider: bool) -> None:
    assert is_wider(Standing(*before), Standing(*after)) is wider


LEVELS = st.sampled_from([level.value for level in Visibility])
STANDINGS = st.builds(Standing, LEVELS, LEVELS, st.none() | st.integers(1, 2))
SETS = st.frozensets(st.integers(1, 2))
PEOPLE = st.builds(
    Audience,
    st.sampled_from(Role),
    st.sampled_from([frozenset(), frozenset({OWNER})]),
    circle_ids=SETS,
    signed_ids=SETS,
    on_board=st.booleans(),
)


@given(STANDINGS, STANDINGS, PEOPLE)
def test_what_is_not_wider_opens_nothing_to_anybody(before: Standing, after: Standing, who: Audience) -> None:
    def sees(where: Standing) -> tuple[bool, bool]:
        title = who.may_see(where.visibility, (OWNER,), where.circle_id)
        return title, title and who.may_see(where.content_visibility, (OWNER,), where.circle_id)

    if not is_wider(before, after):
        assert sees(after) <= tuple(max(pair) for pair in zip(sees(before), sees(after), strict=True))
        assert all(old or not new for old, new in zip(sees(before), sees(after), strict=True))


def change(document: Document, *levels: str, **more: Any) -> LevelProposal | None:
    circle = more.pop("circle", document.circle)
    return set_levels(document=document, levels=(levels[0], levels[1]), circle=circle, now=NOW, **more)


def standing(document: Document) -> tuple[str, str]:
    document.refresh_from_db()
    return document.visibility, document.content_visibility


@pytest.fixture
def owned(db: None) -> Document:
    return make_document(owner=DelegateFactory().organisation, visibility="MEMBERS", content_visibility="BILATERAL")


def test_office_narrows_at_once(owned: Document) -> None:
    assert change(owned, "BILATERAL", "BILATERAL", is_owner=False, actor=UserFactory(role="OFFICE")) is None
    assert standing(owned) == ("BILATERAL", "BILATERAL")
    assert AuditEvent.objects.filter(verb="set-level").count() == 1


def test_what_the_office_would_widen_waits_for_the_owner(owned: Document) -> None:
    delegate = owned.owner.delegates.get().user
    proposal = change(owned, "PUBLIC", "PUBLIC", is_owner=False, reason="Interessa a tutti.")
    assert proposal is not None
    assert standing(owned) == ("MEMBERS", "BILATERAL")
    with pytest.raises(DocumentRefused, match="attende"):
        change(owned, "PUBLIC", "MEMBERS", is_owner=False, reason="Ancora.")
    answer_proposal(proposal=proposal, agrees=True, now=NOW, actor=delegate)
    assert standing(owned) == ("PUBLIC", "PUBLIC")
    with pytest.raises(DocumentRefused):
        answer_proposal(proposal=proposal, agrees=False, now=NOW, actor=delegate)
    verbs = AuditEvent.objects.filter(object_type="documents.Document").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["store-document", "propose-level", "consent-to-level", "set-level"]


def test_refused_proposal_changes_nothing(owned: Document) -> None:
    proposal = change(owned, "PUBLIC", "PUBLIC", is_owner=False, reason="Interessa a tutti.")
    assert proposal is not None
    answer_proposal(proposal=proposal, agrees=False, now=NOW, actor=owned.owner.delegates.get().user)
    assert standing(owned) == ("MEMBERS", "BILATERAL")


def test_owner_widens_its_own_without_a_reason_the_cluster_with_one(owned: Document) -> None:
    assert change(owned, "PUBLIC", "PUBLIC", is_owner=True) is None
    clusters = make_document(visibility="BOARD", content_visibility="BOARD")
    with pytest.raises(DocumentRefused) as caught:
        change(clusters, "MEMBERS", "MEMBERS", is_owner=True)
    assert (caught.value.code, standing(clusters)) == ("no-reason", ("BOARD", "BOARD"))
    assert change(clusters, "MEMBERS", "MEMBERS", is_owner=True, reason="Delibera approvata.") is None


def test_change_gives_up_what_waited(owned: Document) -> None:
    proposal = change(owned, "PUBLIC", "PUBLIC", is_owner=False, reason="Interessa a tutti.")
    assert proposal is not None
    change(owned, "BILATERAL", "BILATERAL", is_owner=True)
    proposal.refresh_from_db()
    assert (proposal.agreed, standing(owned)) == (False, ("BILATERAL", "BILATERAL"))


def test_levels_need_the_circle_that_fits(db: None) -> None:
    table, agreement = make_circle("TABLE"), make_circle("NDA", "Accordo (esempio)")
    for levels, circle, code in (
        (("TABLE", "TABLE"), None, "no-circle"),
        (("TABLE", "TABLE"), agreement, "wrong-circle"),
        (("TABLE", "NDA"), agreement, "wrong-circle"),
        (("MEMBERS", "NDA"), table, "wrong-circle"),
    ):
        with pytest.raises(DocumentRefused) as caught:
            make_document(visibility=levels[0], content_visibility=levels[1], circle=circle)
        assert caught.value.code == code
    kept = make_document(visibility="MEMBERS", content_visibility="MEMBERS", circle=table)
    assert kept.circle is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("nota.txt", b"testo", "not-pdf"), ("carta.pdf", pdf(password="x"), "locked-pdf")],
    ids=["text", "locked"],
)
def test_only_what_can_bear_a_name_goes_under_an_agreement(db: None, name: str, content: bytes, code: str) -> None:
    agreement = make_circle("NDA")
    with pytest.raises(DocumentRefused) as caught:
        make_document(name=name, content=content, content_visibility="NDA", circle=agreement)
    assert caught.value.code == code
    document = make_document(name=name, content=content)
    with pytest.raises(DocumentRefused) as caught:
        change(document, "MEMBERS", "NDA", circle=agreement, is_owner=True, reason="x")
    assert caught.value.code == code


def test_named_organisation_sees_what_is_bilateral(owned: Document) -> None:
    other = DelegateFactory(organisation=OrganisationFactory(member_since_on="2020-01-01"))
    assert owned.may_read("file", other.user.audience(TODAY)) is False
    circle = name_organisation(document=owned, organisation=other.organisation, today=TODAY)
    owned.refresh_from_db()
    assert (owned.circle, owned.may_read("file", other.user.audience(TODAY))) == (circle, True)


def test_closed_circle_names_nobody_and_the_page_says_so(owned: Document, client: Client) -> None:
    owner = DelegateFactory(organisation=owned.owner, role="REPRESENTATIVE")
    first, other = (OrganisationFactory(member_since_on=TODAY) for _one in range(2))
    close_circle(circle=name_organisation(document=owned, organisation=first, today=TODAY), today=TODAY)
    client.force_login(owner.user)
    page = client.post(f"/it/documents/{owned.pk}/named/", {"organisation": other.code})
    assert (page.status_code, "Questa cerchia è chiusa" in page.content.decode()) == (200, True)
