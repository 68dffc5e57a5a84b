"""Sample data of the living style sheet: every component once, in both languages. The cases on it are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from kernel import clock
from kernel.decision import Certainty, Citation, Reason, Say, refuse, unknown
from web.charts import Lane, Series, bar_chart, clock_bar, donut_chart, flow_lanes, grade_bar, line_chart
from web.forms import Card, DateInput
from web.shapes import (
    Buoy,
    Check,
    Condition,
    ConditionGroup,
    Effect,
    Entry,
    Facet,
    FacetGroup,
    Kpi,
    Link,
    PathStep,
    ProofStep,
    Step,
    Term,
    Todo,
)

DIGEST = "51d0a3f47c9e1b2277b08d5e6f1c2a3b4d5e6f708192a3b4c5d6e7f8091ab7e9"
LAW = Citation("NDSR", "37")
HOUSE = Citation("Exchange rules", "12", Certainty.PLATFORM)


class SampleForm(forms.Form):
    """One field of each kind, filled so that two answers are wrong."""

    purpose = forms.CharField(label=gettext_lazy("Purpose"), help_text=gettext_lazy("One sentence a stranger understands. The provider reads it."))
    place = forms.CharField(label=gettext_lazy("Where it will be processed"), help_text=gettext_lazy("The country of each place, also of remote access."),
                            error_messages={"required": gettext_lazy("Name at least one country.")})
    start = forms.DateField(label=gettext_lazy("Needed from"), widget=DateInput, error_messages={"invalid": gettext_lazy("Give a day that exists.")})
    note = forms.CharField(label=gettext_lazy("Remark"), required=False, widget=forms.Textarea)
    delivery = forms.ChoiceField(label=gettext_lazy("Delivery"), choices=[("api", gettext_lazy("API")), ("file", gettext_lazy("File"))])
    leaves = forms.ChoiceField(
        label=gettext_lazy("Does it leave the mainland?"), widget=forms.RadioSelect,
        choices=[("yes", Card(gettext_lazy("Yes"), gettext_lazy("Hong Kong, Macao and Taiwan count as abroad."))), ("no", Card(gettext_lazy("No")))],
    )
    read = forms.BooleanField(label=gettext_lazy("I act for this organization and have read the terms."))


def sheet() -> dict[str, Any]:
    """The template's whole context."""
    now = clock.now()
    return {"form": sample_form(), **_small(now), **_deciding(now), **_recording(now), **_finding(), **_pictures()}


def sample_form() -> SampleForm:
    given = {"purpose": _("Validate a triage model"), "place": "", "start": "2026-02-30", "delivery": "api", "leaves": "yes", "read": "on"}
    return SampleForm(given, auto_id="sample_%s")


def _small(now: datetime) -> dict[str, Any]:
    return {
        "now": now, "soon": now + timedelta(days=3), "past": now - timedelta(days=23), "digest": DIGEST, "day": date(2026, 9, 16), "grades": range(1, 7),
        "fixed": datetime(2026, 9, 16, 2, 44, tzinfo=UTC),
    }


def _deciding(now: datetime) -> dict[str, Any]:
    facts = {_("grade"): _("Important"), _("published as important data"): True, _("assessment result"): None}
    reason = Reason("R-IMPORTANT-NO-ASSESSMENT", "2026.3", Say(_("Important data collected at home goes abroad only after a security assessment.")), (LAW,),
                    Say(_("Record an assessment result, or offer at home only.")))
    open_fact = Reason("R-CIIO-UNKNOWN", "2026.3", Say(_("Whether the exporter operates critical infrastructure is not known.")), (LAW, HOUSE),
                       Say(_("The provider can answer this in its profile.")))
    return {
        "conditions": [
            ConditionGroup(_("Blocks delivery"), [
                Condition("now", _("Send two papers"), "", now - timedelta(days=1), now + timedelta(days=6), _("Notice of the authority, M11 art. 11"), _("5 working days"), yours=True),
                Condition("wait", _("Result of the assessment"), _("Authority"), now - timedelta(days=30), now + timedelta(days=36), _("M11 art. 12")),
                Condition("idle", _("Clearance for the border"), _("Operator"), None, _("1 working day after the result"), _("platform rule, not law")),
            ]),
            ConditionGroup(_("Blocks effect"), [Condition("done", _("Price in escrow"), _("Buyer"), now - timedelta(days=40), _("met"), "CNY 640,000.00")]),
        ],
        "refusal": refuse(reason, facts=facts), "doubt": unknown(open_fact, facts={_("operator of critical infrastructure"): None}),
        "permit": {"outcome": "permitted", "reasons": [("R-EXEMPT", "2026.3", _("Fewer than 100,000 persons a year, none sensitive."), "P16 art. 5(1)(4)")], "facts": {}, "remedy": ""},
        "terms": [
            Term(_("Price"), "CNY 680,000.00", "CNY 640,000.00"), Term(_("Purpose"), _("model validation"), _("model validation")),
            Term(_("Places"), _("Singapore and where affiliates are"), _("Singapore, one data center only")),
        ],
        "effects": [
            Effect(_("You are bound"), _("when the other side signs too; round 3, 15 terms, CNY 640,000.00."), "pen"),
            Effect(_("120,000 persons are reserved"), _("on your yearly counter. You pass the limit of 10,000."), "globe"),
            Effect(_("Seen by"), _("the buyer, the exchange, the authority."), "eye"),
            Effect(_("Cannot be undone."), _("Ending it later follows clause 9."), "undo"),
        ],
        "todo": [
            Todo(_("Supplement the self-assessment"), "#todo", _("Send the papers"), _("Two papers were asked for: onward transfer, proof of deletion."), now + timedelta(days=6), _("then the assessment may end"), "globe", hot=True, primary=True),
            Todo(_("Confirm the grade of 3 fields"), "#todo", _("Confirm grades"), _("The scan suggests General 4 for rhythm_code."), None, _("the listing waits for it"), "eye"),
        ],
        "papers": [
            Check("done", _("Business license"), _("agrees with the register"), "#check"), Check("wait", _("Legal document with the recipient"), _("clause 6 is still to be checked"), "#check"),
            Check("idle", _("Specimen of the deletion certificate")),
        ],
    }


def _recording(now: datetime) -> dict[str, Any]:
    return {
        "steps": [
            Step(_("Basics"), "done", _("saved")), Step(_("Files"), "done", _("2 files")), Step(_("Fields and grades"), "done", "38 / 38"),
            Step(_("Rights"), "now", _("one paper missing")), Step(_("Terms and price")), Step(_("Preview and submit")),
        ],
        "buoys": [
            Buoy("todo", _("To come: clearance")), Buoy("now", _("Now: papers from the provider"), now + timedelta(days=6)), Buoy("wait", _("Asked back: two papers"), now - timedelta(days=1)),
            Buoy("done", _("Done: accepted in writing"), now - timedelta(days=30), _("45 working days start")), Buoy("hold", _("Frozen by the supervisor, lifted again"), now - timedelta(days=35)),
            Buoy("stop", _("Refused: round 1 declined"), now - timedelta(days=50), _("purpose too wide")),
        ],
        "proof_steps": [
            ProofStep(_("The record is leaf 184,207 of the log."), f"sha256 {DIGEST[:16]}…"), ProofStep(_("18 steps lead to the root."), "tUq3mJ0c…Vd8k="),
            ProofStep(_("The checkpoint is signed by the exchange.")), ProofStep(_("A witness has co-signed."), state="wait"),
        ],
        "entries": [
            Entry(date(2026, 8, 11), _("Escrow for the agreement"), 64_000_000, None, "now", _("In escrow")),
            Entry(date(2026, 8, 11), _("Deposit of the buyer"), None, 64_000_000, "done", _("Posted")),
        ],
        "way": [PathStep(_("Impact assessment and separate consent"), "PIPL 39, 55"), PathStep(_("Declaration through the province"), _("5 working days for completeness")), PathStep(_("Assessment"), _("45 working days from acceptance"))],
    }


def _finding() -> dict[str, Any]:
    return {
        "facets": [
            FacetGroup("grade", _("Grade"), [Facet("1", _("General 1"), 146, checked=True), Facet("2", _("General 2"), 500, capped=True), Facet("6", _("Core"), 0)]),
            FacetGroup("delivery", _("Delivery"), [Facet("api", _("API"), 287)], open=False),
        ],
        "chosen": [Link(_("Transport"), "#facets"), Link(_("Weather"), "#facets")],
        "tabs": [Link(_("Overview"), "#tabs", current=True), Link(_("Dictionary"), "#tabs", count=38), Link(_("Quality"), "#tabs")],
        "meta": [("refresh", _("every day")), ("", _("quality 96 of 100"))],
    }


def _pictures() -> dict[str, Any]:
    months = ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"]
    values = [182, 205, 240, 196, 170, 288, 301, 276, 344, 362, 410, 238]
    return {
        "kpis": [
            Kpi(_("Released to you"), "1.01", _("million CNY"), _("up 9%"), trend=values[:-1], trend_title=_("Released per month")), Kpi(_("In escrow"), "640,000", "CNY", _("1 agreement")),
            Kpi(_("Median answer"), "1.8", _("working days"), _("was 2.6"), trend=[2.6, 2.4, 2.4, 2.1, 1.9, 1.8], trend_title=_("Answer time")), Kpi(_("Agreements ending in 60 days"), 4, "", _("offer a renewal"), "#kpis"),
        ],
        "spark": values[2:11],
        "bars": bar_chart(_("Released per month"), list(zip(months, values, strict=True)), note=_("thousand CNY; September so far in gray"), unit=_("Thousand CNY"), faded_last=True, label=_("Month")),
        "ranks": bar_chart(_("From view to delivery"), [(_("Views"), 8420), (_("Requests"), 214), (_("Agreements"), 61), (_("Deliveries accepted"), 57)], note=_("all datasets; bar width on a logarithmic scale"), horizontal=True, log=True, label=_("Step")),
        "course": line_chart(_("Decisions on exports per month"), months, [Series(_("exempt"), [84, 90, 96, 88, 71, 102, 110, 118, 121, 130, 138, 74]), Series(_("contract"), [22, 25, 24, 20, 18, 27, 30, 33, 36, 35, 40, 19]), Series(_("assessment"), [3, 2, 4, 3, 2, 5, 4, 6, 5, 7, 8, 4])], note=_("September is not complete")),
        "ring": donut_chart(_("Listed datasets by delivery"), [(_("File"), 331), (_("API"), 287), (_("Query room"), 142), (_("Encrypted package"), 59)]),
        "graded": grade_bar(_("Fields by grade"), {1: 6, 2: 14, 3: 12, 4: 6}, note=_("The dataset takes the grade of its highest field.")),
        "flows": flow_lanes(_("Exports by destination"), _("Exporters at home"), [_("exempt"), _("contract or certificate"), _("assessment")], [Lane(_("Singapore"), (264, 118, 30)), Lane(_("Hong Kong"), (260, 94, 12)), Lane(_("Germany"), (180, 52, 9)), Lane(_("Japan"), (133, 61, 4)), Lane(_("14 other places"), (138, 33, 5))], note=_("Band width is the number of exports, color the path.")),
        "statutory": clock_bar(_("Clock of the assessment"), 45, [(_("under review"), 24, "now"), (_("waiting for the exporter"), 5, "wait"), (_("left"), 16, "idle")], today=29, end=_("day 45, 22 October")),
    }
