"""Addresses of settlement."""

from __future__ import annotations

from django.urls import path

from exchange.settlement.api import escrow, ledger, movement
from exchange.settlement.views import operator, own, undoing

_MONEY = "workspace/<uuid:organization>/money/"
_QUEUE = "workspace/<uuid:organization>/settlement/"

pages = [
    path(_MONEY, own.Money.as_view(), name="settlement.money"),
    path(f"{_MONEY}accounts/<uuid:account>/", own.Statement.as_view(), name="settlement.statement"),
    path(f"{_MONEY}deposit/", own.Claim.as_view(), name="settlement.claim"),
    path(f"{_MONEY}payout/", own.PayOut.as_view(), name="settlement.pay_out"),
    path(f"{_MONEY}deposits/<uuid:deposit>/withdraw/", undoing.WithdrawDeposit.as_view(), name="settlement.withdraw_deposit"),
    path(f"{_MONEY}payouts/<uuid:payout>/withdraw/", undoing.WithdrawPayout.as_view(), name="settlement.withdraw_payout"),
    path("workspace/<uuid:organization>/deals/<uuid:agreement>/fund/", own.Fund.as_view(), name="settlement.fund"),
    path(_QUEUE, operator.Queue.as_view(), name="settlement.queue"),
    path(f"{_QUEUE}institutions/new/", operator.NewInstitution.as_view(), name="settlement.new_institution"),
    path(f"{_QUEUE}deposits/<uuid:movement>/confirm/", operator.ConfirmDeposit.as_view(), name="settlement.confirm_deposit"),
    path(f"{_QUEUE}deposits/<uuid:movement>/refuse/", operator.RefuseDeposit.as_view(), name="settlement.refuse_deposit"),
    path(f"{_QUEUE}payouts/<uuid:movement>/confirm/", operator.ConfirmPayout.as_view(), name="settlement.confirm_payout"),
    path(f"{_QUEUE}payouts/<uuid:movement>/refuse/", operator.RefusePayout.as_view(), name="settlement.refuse_payout"),
    path(f"{_QUEUE}deposits/<uuid:deposit>/reversal/", undoing.ReverseDeposit.as_view(), name="settlement.reverse_deposit"),
    path(f"{_QUEUE}payouts/<uuid:payout>/reversal/", undoing.ReversePayout.as_view(), name="settlement.reverse_payout"),
    path(f"{_QUEUE}escrows/<uuid:agreement>/", operator.DecideEscrow.as_view(), name="settlement.decide_escrow"),
]
api = [
    path("api/v1/ledger-accounts", ledger.Accounts.as_view(), name="api.ledger_accounts"),
    path("api/v1/ledger-accounts/<uuid:account>", ledger.Account.as_view(), name="api.ledger_account"),
    path("api/v1/ledger-accounts/<uuid:account>/entries", ledger.Entries.as_view(), name="api.ledger_account.entries"),
    path("api/v1/ledger-accounts/<uuid:account>/statement", ledger.Statement.as_view(), name="api.ledger_account.statement"),
    path("api/v1/institutions", movement.Institutions.as_view(), name="api.institutions"),
    path("api/v1/deposits", movement.Deposits.as_view(), name="api.deposits"),
    path("api/v1/deposits/<uuid:deposit>", movement.OneDeposit.as_view(), name="api.deposit"),
    path("api/v1/deposits/<uuid:deposit>/withdraw", movement.WithdrawDeposit.as_view(), name="api.deposit.withdraw"),
    path("api/v1/deposits/<uuid:deposit>/confirm", movement.ConfirmDeposit.as_view(), name="api.deposit.confirm"),
    path("api/v1/deposits/<uuid:deposit>/refuse", movement.RefuseDeposit.as_view(), name="api.deposit.refuse"),
    path("api/v1/deposits/<uuid:deposit>/reverse", movement.ReverseDeposit.as_view(), name="api.deposit.reverse"),
    path("api/v1/deposits/<uuid:deposit>/confirm-reversal", movement.ConfirmDepositReversal.as_view(), name="api.deposit.confirm_reversal"),
    path("api/v1/deposits/<uuid:deposit>/decline-reversal", movement.DeclineDepositReversal.as_view(), name="api.deposit.decline_reversal"),
    path("api/v1/payouts", movement.Payouts.as_view(), name="api.payouts"),
    path("api/v1/payouts/<uuid:payout>", movement.OnePayout.as_view(), name="api.payout"),
    path("api/v1/payouts/<uuid:payout>/withdraw", movement.WithdrawPayout.as_view(), name="api.payout.withdraw"),
    path("api/v1/payouts/<uuid:payout>/confirm", movement.ConfirmPayout.as_view(), name="api.payout.confirm"),
    path("api/v1/payouts/<uuid:payout>/refuse", movement.RefusePayout.as_view(), name="api.payout.refuse"),
    path("api/v1/payouts/<uuid:payout>/reverse", movement.ReversePayout.as_view(), name="api.payout.reverse"),
    path("api/v1/payouts/<uuid:payout>/confirm-reversal", movement.ConfirmPayoutReversal.as_view(), name="api.payout.confirm_reversal"),
    path("api/v1/payouts/<uuid:payout>/decline-reversal", movement.DeclinePayoutReversal.as_view(), name="api.payout.decline_reversal"),
    path("api/v1/agreements/<uuid:agreement>/fund", escrow.Fund.as_view(), name="api.agreement.fund"),
    path("api/v1/escrows", escrow.Escrows.as_view(), name="api.escrows"),
    path("api/v1/escrows/<uuid:agreement>", escrow.OneEscrow.as_view(), name="api.escrow"),
    path("api/v1/escrows/<uuid:agreement>/propose-decision", escrow.ProposeDecision.as_view(), name="api.escrow.propose_decision"),
    path("api/v1/escrows/<uuid:agreement>/confirm-decision", escrow.ConfirmDecision.as_view(), name="api.escrow.confirm_decision"),
    path("api/v1/escrows/<uuid:agreement>/return-decision", escrow.ReturnDecision.as_view(), name="api.escrow.return_decision"),
]
