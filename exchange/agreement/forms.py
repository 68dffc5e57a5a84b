"""Forms of the agreement: shape only."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms import Card, DateInput

ANSWERS = (
    ("yes", Card(_("Yes, it was done"), _("You say where the paper is kept; an authority may ask for it."))),
    ("no", Card(_("No"), _("The agreement cannot come into force; the page tells what to do."))),
    ("unknown", Card(_("Not known"), _("It stays undetermined: that is never taken as fine."))),
)
MINORS_ANSWERS = (
    ("yes", Card(_("Yes"), _("Their guardians' consent and the duties of sensitive data are to be shown as well."))),
    ("no", Card(_("No, none"), _("What only they would need falls away. An authority may ask how you know."))),
    ("unknown", Card(_("Not known"), _("It stays undetermined: that is never taken as fine."))),
)


class SignForm(forms.Form):
    """The hosted key needs only the tick; an own key brings its id and detached signature."""

    read = forms.BooleanField(label=_("I have read the text and sign it for my organization"))
    key = forms.ChoiceField(label=_("Which key signs"), widget=forms.RadioSelect, initial="hosted")
    signature = forms.CharField(
        label=_("Detached signature"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Only for a key of your own: base64 of its signature over the text to be signed.")
    )

    def __init__(self, *args: object, keys: list[tuple[str, Card]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        hosted = Card(_("The key the exchange keeps for your organization"), _("Kept encrypted and released only to an owner who has just confirmed their password."))
        self.fields["key"].choices = [("hosted", hosted), *keys]  # type: ignore[attr-defined]


class BasisForm(forms.Form):
    answer = forms.ChoiceField(label=_("Was it done"), choices=ANSWERS, widget=forms.RadioSelect)
    reference = forms.CharField(label=_("Paper and where it is kept"), max_length=500, required=False, help_text=_("For example: notice of 5 January 2026, file 17, compliance office."))
    done_on = forms.DateField(label=_("Day on which it was done"), widget=DateInput(), required=False)
    document_sha256 = forms.RegexField(
        r"^[0-9a-f]{64}$", label=_("SHA-256 of the paper"), required=False, help_text=_("If you have the paper as a file: its digest ties the statement to it.")
    )


class MinorsForm(BasisForm):
    """Of the one condition that asks for a fact."""

    answer = forms.ChoiceField(label=_("Are persons under 14 among the data"), choices=MINORS_ANSWERS, widget=forms.RadioSelect)


class KeyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    public_key = forms.CharField(label=_("Public key"), max_length=100, help_text=_("Ed25519, the raw 32 bytes in base64."))
    signature = forms.CharField(label=_("Proof"), max_length=200, help_text=_("Base64 of the key's signature over the registration text above, with your public key in it."))
