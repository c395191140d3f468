"""The tables of the register."""

from filiera.registry.models.circles import CircleMember, Opening
from filiera.registry.models.delegates import Delegate, Invitation
from filiera.registry.models.imports import (
    DuplicateDecision,
    ImportBatch,
    ImportedValue,
    ImportFile,
    ImportRow,
    RememberedColumns,
    TwinDecision,
)
from filiera.registry.models.merges import Merge
from filiera.registry.models.organisations import (
    Alias,
    AtecoCode,
    Group,
    Identifier,
    Organisation,
    Site,
)
from filiera.registry.models.people import Person, PersonRole
from filiera.registry.models.places import Municipality, Province, Stage
from filiera.registry.models.sources import Fact, Source

__all__ = [
    "Alias",
    "AtecoCode",
    "CircleMember",
    "Delegate",
    "DuplicateDecision",
    "Fact",
    "Group",
    "Identifier",
    "ImportBatch",
    "ImportFile",
    "ImportRow",
    "ImportedValue",
    "Invitation",
    "Merge",
    "Municipality",
    "Opening",
    "Organisation",
    "Person",
    "PersonRole",
    "Province",
    "RememberedColumns",
    "Site",
    "Source",
    "Stage",
    "TwinDecision",
]
