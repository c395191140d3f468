"""Sheets of an office for tests: written by us, messy where a test needs it, and what the register holds before and after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings

from filiera.registry.operations.import_apply import apply_batch, start_batch
from filiera.registry.operations.import_trial import try_batch
from filiera.registry.operations.imports import choose_columns, upload_sheet

if TYPE_CHECKING:
    from filiera.registry.models import ImportBatch

MESSY = Path(settings.INSTANCE_DIR) / "examples" / "sheets" / "soci_2026_def(2).csv"
HEAD = "Rag. Soc.;P.IVA/CF;citta;dip.;sito;cosa fanno;note mie"
BESIDE = {"registry.ImportBatch", "registry.ImportRow", "registry.ImportedValue", "registry.ImportFile"}
"""Tables of the imports themselves, which remember what was undone."""


def sheet_of(*rows: str, head: str = HEAD) -> bytes:
    """Write a CSV sheet of some rows."""
    return "\n".join((head, *rows)).encode()


def tried(content: bytes, name: str = "soci.csv", **columns: str) -> ImportBatch:
    """Bring a sheet up to its trial, its columns as guessed but for those named by heading."""
    batch = upload_sheet(name=name, content=content)
    choices = {int(index): field for index, field in batch.mapping.items()}
    choices |= {batch.headers.index(heading): field for heading, field in columns.items()}
    return try_batch(batch=choose_columns(batch=batch, choices=choices))


def brought_in(content: bytes, name: str = "soci.csv") -> ImportBatch:
    """Bring a sheet in, to the end."""
    return apply_batch(batch=start_batch(batch=tried(content, name)))


def register_state(*, without: frozenset[str] = frozenset()) -> dict[str, dict[object, dict[str, object]]]:
    """Give every row of every table of register and map, but for those of the imports and of `without`."""
    state = {}
    for label in ("registry", "competence"):
        for model in apps.get_app_config(label).get_models():
            if model._meta.label not in BESIDE | without:
                rows = model._base_manager.all()
                state[model._meta.label] = {
                    row.pk: {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
                    for row in rows
                }
    return state
