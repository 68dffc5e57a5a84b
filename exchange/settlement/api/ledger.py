"""Accounts, balances, entries and statements. A balance is one stored row, a statement one keyset page: no sum is ever taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.settlement.api import shapes
from exchange.settlement.models import LedgerAccount, LedgerEntry
from exchange.settlement.posting import Kind
from kernel.errors import NotFound
from kernel.money import Money
from web.api import ApiView
from web.openapi import SignedMoneyShape, listing, operation

TAGS = ["ledger-accounts"]
StatementShape = listing(shapes.EntryShape, account=shapes.AccountShape(), opening=SignedMoneyShape(), closing=SignedMoneyShape())


class Filter(serializers.Serializer[Any]):
    kind = serializers.ChoiceField([kind.value for kind in Kind], required=False)
    agreement = serializers.UUIDField(required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class Accounts(ApiView):
    audience = "member"

    @operation("List ledger accounts", tags=TAGS, answer=listing(shapes.AccountShape), paged=True, parameters=[Filter])
    def get(self, request: Request) -> Response:
        wanted = self.query(Filter)
        rows = LedgerAccount.objects.visible_to(self.actor)
        rows = rows.filter(**{name: wanted[name] for name in ("kind", "agreement") if name in wanted})
        return self.items(rows, shapes.account, order=("-created", "-id"))


class Account(ApiView):
    audience = "party"

    @operation("Read one ledger account and its balance", tags=TAGS, answer=shapes.AccountShape, errors=(404,))
    def get(self, request: Request, account: UUID) -> Response:
        return Response(shapes.account(_account(self, account)))


class Entries(ApiView):
    audience = "party"

    @operation("List the entries of an account, newest first", tags=TAGS, answer=listing(shapes.EntryShape), paged=True, errors=(404,))
    def get(self, request: Request, account: UUID) -> Response:
        row = _account(self, account)
        return self.items(_entries(row), lambda entry: shapes.entry(entry, row.currency), order=("-seq",))


class Statement(ApiView):
    audience = "party"

    @operation(
        "The statement of an account, newest first", tags=TAGS, answer=StatementShape, paged=True, errors=(404,),
        description="`opening` is the balance before the oldest entry of this page, `closing` the one after the newest: pages join without a gap.",
    )
    def get(self, request: Request, account: UUID) -> Response:
        row = _account(self, account)
        answer = self.items(_entries(row), lambda entry: entry, order=("-seq",))
        found: list[LedgerEntry] = answer.data["items"]
        opening = found[-1].balance_minor - found[-1].amount_minor if found else row.balance_minor
        closing = found[0].balance_minor if found else row.balance_minor
        return Response(
            {
                "account": shapes.account(row),
                "opening": Money(opening, row.currency).as_json(),
                "closing": Money(closing, row.currency).as_json(),
                "items": [shapes.entry(entry, row.currency) for entry in found],
                "next": answer.data["next"],
            }
        )


def _account(view: ApiView, pk: UUID) -> LedgerAccount:
    found = LedgerAccount.objects.visible_to(view.actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _entries(account: LedgerAccount) -> Any:
    return LedgerEntry.objects.filter(account=account).select_related("transaction")
