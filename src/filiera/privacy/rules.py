"""Who may do what with personal data of others."""

from __future__ import annotations

import rules

from filiera.common.rules import administers, works_for_office

rules.add_perm("privacy.handle_requests", works_for_office)
rules.add_perm("privacy.erase_person", works_for_office)
rules.add_perm("privacy.keep_consents", works_for_office)
rules.add_perm("privacy.see_processing", works_for_office)
rules.add_perm("privacy.handle_breaches", administers)
