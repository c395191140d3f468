"""Real processes on one database: what a person decides while the map is being computed is never written over."""

from __future__ import annotations

from pathlib import Path

from factories.installation import installation, started, told

TESTS = Path(__file__).parents[1]
PREPARE = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(TESTS)!r})
from factories import EvidenceFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.common.instance import current_instance
from filiera.competence.operations.load import load_vocabularies
from filiera.competence.operations.map import update_map
from tests_clock import TODAY
load_vocabularies(instance=current_instance(), municipalities=Path({str(TESTS / "fixtures" / "municipalities.csv")!r}))
words = {{"title_it": "Dosatore airless", "text_it": "Pompa airless per creme, sistema airless a doppia parete."}}
UserFactory(email="ufficio@example.org", role="OFFICE")
for number in range(60):
    organisation = OrganisationFactory(code=f"ditta-{{number}}")
    for _piece in range(4):
        LinkFactory(organisation=organisation, evidence=EvidenceFactory(**words))
update_map(today=TODAY)
"""
COMPUTE = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
from filiera.competence.models import ClaimDecision
from filiera.competence.operations.map import update_map
from filiera.registry.models import Organisation
from tests_clock import TODAY
print("ready", flush=True)
everybody = list(Organisation.objects.values_list("pk", flat=True))
while ClaimDecision.objects.count() < 12:
    update_map(today=TODAY, only=everybody)
"""
DECIDE = f"""
import sys, time
sys.path.insert(0, {str(TESTS)!r})
from filiera.accounts.models import User
from filiera.competence.models import Claim, Competence
from filiera.competence.operations.claims import decide_claim
from filiera.registry.models import Organisation
from tests_clock import TODAY
person, leaf = User.objects.get(), Competence.objects.get(code="PK1.CMP.AIR")
decided, lost = [], 0
for number in range(12):
    row = Organisation.objects.get(code=f"ditta-{{number}}")
    decide_claim(organisation=row, competence=leaf, verdict="REFUSED", actor=person, today=TODAY)
    decided.append(row.pk)
    until = time.monotonic() + 0.3
    while time.monotonic() < until:
        said = Claim.objects.filter(organisation__in=decided, competence=leaf, seen_by="PUBLIC")
        lost += sorted(set(said.values_list("verdict", flat=True))) != ["REFUSED"] or said.count() != len(decided)
        time.sleep(0.02)
print(lost)
"""


def test_decision_taken_while_the_map_is_computed_is_kept(tmp_path: Path) -> None:
    with installation(tmp_path) as place:
        told(PREPARE, place)
        computing = started(COMPUTE, place)
        assert computing.stdout is not None
        assert computing.stdout.readline() == "ready\n"
        lost = told(DECIDE, place)
        computing.communicate(timeout=120)
        assert (computing.returncode, lost) == (0, "0")
