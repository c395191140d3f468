"""The register of processing as data of the instance's folder. Source: GDPR, art. 30."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from filiera.common.instance import Text, current_instance


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Activity(_Strict):
    """One processing activity; `tables` are the tables of ours in which its personal data stand, as `app.Model`."""

    id: str
    name: Text
    purpose: Text
    basis: Text
    people: Text
    data: Text
    recipients: Text
    retention: Text
    tables: list[str]


class ProcessingRegister(_Strict):
    """The whole register: who answers, the activities, the measures of security."""

    controller: Text
    transfers: Text
    measures: list[Text]
    activities: list[Activity]


def read_processing(folder: Path) -> ProcessingRegister:
    """Read the register. Raises pydantic's ValidationError with the place of a fault."""
    return ProcessingRegister(**yaml.safe_load((folder / "processing.yaml").read_text(encoding="utf-8")))


@cache
def _kept(folder: Path) -> ProcessingRegister | None:
    return read_processing(folder) if (folder / "processing.yaml").exists() else None


def processing_register() -> ProcessingRegister | None:
    """Give this installation's register; None where the cluster has written none."""
    return _kept(current_instance().folder / "privacy")
