"""Forms of a negotiation: shape only. What terms mean is judged by the rules; their messages come back to these fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from catalog.models import DataField, Offer
from catalog.rules.policy import PURPOSES
from catalog.rules.questions import LONGEST_ANSWER
from exchange.rules.faces.table import BASIS_NAMES
from exchange.rules.terms import LegalBasis, Recipient, Terms
from exchange.trade_request.models import MESSAGE_LENGTH
from exchange.trade_request.use_cases import BINDS_FOR_DAYS, LONGEST_BINDING_DAYS
from kernel import money
from kernel.decision import Say
from web.forms import Card


class LinesField(forms.CharField):
    """A few lines of text, one item a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        # a NUL cannot be stored; the field's own validators see lists, so it goes here
        return [one.strip() for one in str(value or "").replace("\x00", " ").splitlines() if one.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        return None


class RecipientsField(LinesField):
    """One recipient a line: the name, a comma, the country code."""

    def to_python(self, value: Any) -> Any:
        found = []
        for one in super().to_python(value):
            name, _comma, country = one.replace("，", ",").rpartition(",")
            found.append({"name": name.strip(), "country": country.strip().upper()})
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(f"{one.name}, {one.country}" if isinstance(one, Recipient) else str(one) for one in value)
        return value


class CodesField(forms.CharField):
    """Country codes between commas or spaces."""

    def to_python(self, value: Any) -> Any:
        return [one.upper() for one in str(value or "").replace("，", " ").replace(",", " ").split()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def run_validators(self, value: Any) -> None:
        return None


class TermsForm(forms.Form):
    """The terms as a party writes them. Everything it does not show stays as it stands."""

    purpose_code = forms.ChoiceField(label=_("Kind of purpose"))
    purpose = forms.CharField(
        label=_("Purpose"), max_length=500, help_text=_("One sentence a stranger understands. The other party and, if data leaves the country, the authority read it.")
    )
    legal_basis = forms.ChoiceField(
        label=_("Legal basis for processing"), help_text=_("Where the data holds personal information, this is what entitles the buyer to process it (PIPL article 13).")
    )
    method = forms.CharField(
        label=_("Method of processing"), max_length=500, required=False, help_text=_("Needed where data is personal or important: what is done with it, and on which systems.")
    )
    security = forms.CharField(
        label=_("Security measures"), max_length=500, required=False, help_text=_("Needed where data is personal or important: how it is protected and who has access.")
    )
    recipients = RecipientsField(label=_("Who receives the data"), help_text=_("One a line: the name, a comma, the two-letter country code."))
    processing_countries = CodesField(label=_("Processed in"), help_text=_("Two-letter country codes, such as CN or SG. HK, MO and TW count as abroad."))
    storage_countries = CodesField(label=_("Stored in"), help_text=_("Two-letter country codes. Any place abroad makes this an export."))
    data_fields = forms.MultipleChoiceField(label=_("Fields wanted"), widget=forms.CheckboxSelectMultiple, help_text=_("Choose only what the purpose needs. None chosen means all fields."), required=False)
    term_days = forms.IntegerField(label=_("Term in days"), min_value=1, max_value=3650)
    count = forms.IntegerField(label=_("Deliveries"), min_value=1, max_value=10_000, required=False, help_text=_("How often the data may be delivered. Leave it empty for any number."))
    price = forms.DecimalField(label=_("Price"), min_value=Decimal(0), max_digits=16, decimal_places=3)
    deletion_days = forms.IntegerField(label=_("Days to delete after the end"), min_value=0, max_value=365)
    acceptance_days = forms.IntegerField(label=_("Days to accept a delivery"), min_value=1, max_value=60)
    clauses = LinesField(label=_("Further clauses"), required=False, help_text=_("One a line."))

    def __init__(self, *args: Any, purposes: Iterable[str], fields: Iterable[DataField], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["purpose_code"].choices = [(code, _(PURPOSES[code])) for code in PURPOSES if code in set(purposes)]  # type: ignore[attr-defined]
        self.fields["legal_basis"].choices = [(basis.value, str(BASIS_NAMES[basis])) for basis in LegalBasis]  # type: ignore[attr-defined]
        self.fields["data_fields"].choices = [(field.name, Card(field.name, _note(field))) for field in fields]  # type: ignore[attr-defined]
        self.fields["price"].label = _("Price, %(currency)s") % {"currency": currency}

    def said(self) -> dict[str, Any]:
        """What a draft takes. Errors: Invalid (the price)."""
        values = dict(self.cleaned_data)
        price = money.parse(str(values.pop("price")), self.currency, field="price")
        if len(values["data_fields"]) == len(self.fields["data_fields"].choices):  # type: ignore[attr-defined]
            values["data_fields"] = []
        return values | {"price_minor": price.minor, "currency": price.currency}

    @staticmethod
    def initial_of(terms: Terms) -> dict[str, Any]:
        values = {name: getattr(terms, name) for name in TermsForm.base_fields if name != "price"}
        return values | {"price": money.Money(terms.price_minor, terms.currency).amount, "data_fields": list(terms.data_fields)}


def _note(field: DataField) -> str:
    marks = [field.meaning]
    if field.sensitive:
        marks.append(str(_("Sensitive personal information")))
    elif field.personal:
        marks.append(str(_("Personal information")))
    return " · ".join(filter(None, marks))


class RequestForm(TermsForm):
    """The buyer's first request, under one of the dataset's open offers."""

    offer = forms.ChoiceField(label=_("Offer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offers: list[Offer], questions: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "").startswith("en")
        for number, question in enumerate(questions, 1):
            self.fields[f"answers.{number}"] = forms.CharField(
                label=question["en" if english else "zh"], required=question["required"], max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.fields["offer"].choices = [(str(offer.pk), Card(offer.name, offer_note(offer), str(offer.price))) for offer in offers]  # type: ignore[attr-defined]
        self.order_fields(["offer"])

    @property
    def questions(self) -> list[forms.BoundField]:
        """What the provider asks each buyer."""
        return [self[name] for name in self.fields if name.startswith("answers.")]

    def answers(self) -> list[str]:
        return [self.cleaned_data[bound.name] for bound in self.questions]

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in super().said().items() if not name.startswith("answers.")}


def offer_note(offer: Offer) -> str:
    policy = offer.terms
    parts = [str(Say("%(days)s days", {"days": policy.term_days}))]
    parts.append(str(Say("at most %(count)s deliveries", {"count": policy.count}) if policy.count else Say("any number of deliveries")))
    parts.append(", ".join(policy.countries) if policy.countries != ("*",) else str(Say("any place")))
    if offer.exclusive:
        parts.append(str(Say("exclusive")))
    return " · ".join(parts)


class OfferForm(TermsForm):
    """A provider's binding offer."""

    binds_days = forms.IntegerField(
        label=_("Binds for how many days"), min_value=1, max_value=LONGEST_BINDING_DAYS, initial=BINDS_FOR_DAYS,
        help_text=_("Until then the buyer may accept and you cannot take it back."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason, for the other side"), widget=forms.Textarea(attrs={"rows": 3}), max_length=MESSAGE_LENGTH, required=False)


class MessageForm(forms.Form):
    text = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 3}), max_length=MESSAGE_LENGTH)

