"""Who may do what with accounts."""

from __future__ import annotations

import rules

from filiera.common.rules import administers

rules.add_perm("accounts.manage_accounts", administers)
