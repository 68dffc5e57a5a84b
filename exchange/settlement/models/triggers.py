"""What the database itself refuses in the ledger, checked when a transaction commits.

Each check costs the same however long an account's history is: an entry names its place in its account (`seq`) and the
balance after it, so only its predecessor and the account's row are looked at.
"""

from __future__ import annotations

import pgtrigger

SUM_ZERO = pgtrigger.Trigger(
    name="entries_sum_to_zero",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func=pgtrigger.Func(
        """
        if exists (
            select 1 from {meta.db_table} e join exchange_ledgeraccount a on a.id = e.account_id
            where e.transaction_id = new.transaction_id group by a.currency having sum(e.amount_minor) <> 0
        ) then
            raise exception 'ledger transaction % does not sum to zero', new.transaction_id using errcode = 'check_violation';
        end if;
        return null;
        """
    ),
)

FOLLOWS_PREDECESSOR = pgtrigger.Trigger(
    name="entry_follows_predecessor",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    declare=[("before", "bigint"), ("stored", "bigint"), ("stored_seq", "bigint")],
    func=pgtrigger.Func(
        """
        select balance_minor into before from {meta.db_table} where account_id = new.account_id and seq = new.seq - 1;
        if before is null and new.seq > 1 then
            raise exception 'ledger entry % of account % has no predecessor', new.seq, new.account_id using errcode = 'check_violation';
        end if;
        if coalesce(before, 0) + new.amount_minor <> new.balance_minor then
            raise exception 'ledger entry % of account % has a wrong balance', new.seq, new.account_id using errcode = 'check_violation';
        end if;
        select balance_minor, seq into stored, stored_seq from exchange_ledgeraccount where id = new.account_id;
        if stored_seq < new.seq or (stored_seq = new.seq and stored <> new.balance_minor) then
            raise exception 'the stored balance of account % is not that of its last entry', new.account_id using errcode = 'check_violation';
        end if;
        return null;
        """
    ),
)

BALANCE_IS_LAST_ENTRY = pgtrigger.Trigger(
    name="balance_is_last_entry",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    timing=pgtrigger.Deferred,
    declare=[("stored", "bigint"), ("stored_seq", "bigint"), ("last", "bigint")],
    func=pgtrigger.Func(
        """
        select balance_minor, seq into stored, stored_seq from {meta.db_table} where id = new.id;
        select balance_minor into last from exchange_ledgerentry where account_id = new.id and seq = stored_seq;
        if stored <> coalesce(last, 0) or (last is null and stored_seq <> 0)
           or exists (select 1 from exchange_ledgerentry where account_id = new.id and seq > stored_seq) then
            raise exception 'the stored balance of account % is not that of its last entry', new.id using errcode = 'check_violation';
        end if;
        return null;
        """
    ),
)

ACCOUNT_KEEPS_ITS_NAME = pgtrigger.Protect(
    name="account_keeps_its_name",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("id", "kind", "currency", "organization", "agreement", "institution", "shard"),
)
ACCOUNT_STAYS = pgtrigger.Protect(name="account_stays", operation=pgtrigger.Delete)
