"""PDFs: a Typst template and the data that it sets; what people wrote goes in as data, never as markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping


def typeset(template: Path, data: Mapping[str, Any], *, tagged: bool = True) -> bytes:
    """Set the data by a template, in the fonts of the installation; a `tagged` PDF is PDF/UA-1, which the template must bear.

    Raises `typst.TypstError` where the template is wrong.
    """
    import typst  # here: the compiler is large, and most commands write no PDF

    fonts = Path(settings.VAR_DIR) / "fonts"
    pdf: bytes = typst.compile(
        template,
        sys_inputs={"data": json.dumps(data)},
        font_paths=[fonts] if fonts.exists() else [],
        pdf_standards=["ua-1"] if tagged else [],
    )
    return pdf
