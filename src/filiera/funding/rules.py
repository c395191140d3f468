"""Who may do what with calls."""

from __future__ import annotations

import rules

from filiera.common.rules import may_see, works_for_office

rules.add_perm("funding.view_call", may_see)
rules.add_perm("funding.keep_calls", works_for_office)
