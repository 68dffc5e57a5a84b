"""What each condition of an agreement asks for, in words: a rule that names a condition names it as the pages do."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from exchange.rules.duties import ASSESSMENT, CARRIER, CONSENT, EFFECT, GUARDIAN, MINORS, NECESSITY, NOTICE, RECORD, RISK, SENSITIVE
from kernel.decision import Say

CONDITIONS: dict[str, str] = {
    "signature_provider": gettext_noop("Signature of the provider"),
    "signature_consumer": gettext_noop("Signature of the buyer"),
    "escrow": gettext_noop("Price in escrow"),
    "border_clearance": gettext_noop("Border clearance needed"),
    NOTICE: gettext_noop("The persons were told about the recipient"),
    CONSENT: gettext_noop("The persons gave separate consent"),
    CARRIER: gettext_noop("What carries the legal basis"),
    MINORS: gettext_noop("Whether persons under 14 are among the data"),
    GUARDIAN: gettext_noop("Guardians' consent and special rules for persons under 14"),
    NECESSITY: gettext_noop("Specific purpose, necessity and protection of sensitive data"),
    EFFECT: gettext_noop("The persons were told of necessity and effect"),
    SENSITIVE: gettext_noop("Separate consent to the processing of sensitive data"),
    ASSESSMENT: gettext_noop("Personal information protection impact assessment"),
    RISK: gettext_noop("Risk assessment of important data"),
    RECORD: gettext_noop("Record of the provision, supervision of the recipient"),
}


def condition(kind: str) -> Say:
    return Say(CONDITIONS.get(kind, kind))
