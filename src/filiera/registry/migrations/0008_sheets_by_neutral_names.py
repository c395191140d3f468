"""Sources that are sheets of the office lose the name of the file, which everybody could read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

from django.db import migrations
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_neutrally(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Name each sheet by the day on which it came."""
    sources = apps.get_model("registry", "Source").objects.filter(kind="SHEET")
    for batch in apps.get_model("registry", "ImportBatch").objects.filter(kind="ORGANISATIONS"):
        key = hashlib.sha256(f"sheet\x1f{batch.pk}\x1f{batch.digest}".encode()).hexdigest()
        names = {}
        for code in ("it", "en"):
            with translation.override(code):
                day = long_date(timezone.localdate(batch.created_at))
                names[f"name_{code}"] = _("Sheet of the cluster's office, %(day)s") % {"day": day}
        sources.filter(key=key).update(name=names["name_en"], **names)


class Migration(migrations.Migration):
    """Not reversible in what it says: the file's name stays with the batch."""

    dependencies: ClassVar = [("registry", "0007_when_a_batch_moved")]
    operations: ClassVar = [migrations.RunPython(name_neutrally, migrations.RunPython.noop)]
