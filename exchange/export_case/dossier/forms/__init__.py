"""Papers the system can write, by document code. Words stand here in both languages: a paper of a dossier is no page of the site."""

from exchange.export_case.dossier.forms import contracts, reports, statements
from exchange.export_case.dossier.forms.base import Form, Section

GENERATED: dict[str, Form] = {**statements.FORMS, **reports.FORMS, **contracts.FORMS}
UPLOAD_DECIDES = frozenset({"standard_contract_or_certificate", "gba_standard_contract", "commitment_letter", "power_of_attorney"})
"""Papers of which only the signed or issued one counts: what is generated is a draft."""

__all__ = ["GENERATED", "UPLOAD_DECIDES", "Form", "Section"]
