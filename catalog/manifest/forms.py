"""The form of a manifest: a file, or its text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.manifest.reading import LARGEST


class ManifestForm(forms.Form):
    file = forms.FileField(label=_("Manifest"), max_length=200, required=False, help_text=_("JSON or YAML, at most 1 MB."))
    text = forms.CharField(label=_("Or its text"), widget=forms.Textarea(attrs={"rows": 14}), required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not given.get("text", "").strip():
            self.add_error("file", _("Choose a file, or paste its text."))
        return given

    def data_given(self) -> bytes:
        sent = self.cleaned_data.get("file")
        return sent.read(LARGEST + 1) if sent else self.cleaned_data["text"].encode()
