"""Triggers by which a word leaves the search's vocabulary with the last public dataset that has it in its title, keywords or about it.

A row is hidden by whoever writes it (suspended, another visibility or grade, moved into a zone) and by the rule of its zone, so the database watches
both tables. Words that many have are met among the newest rows; only what is rare there is looked up in the index.
"""

# ruff: noqa: S608 - every piece of SQL below is a constant of this module

from __future__ import annotations

import pgtrigger

from catalog.rules.visibility import PUBLIC_LIMIT

_RECENT = 500
# rows `e` that anyone may see, as catalog/dataset/sight.py has it
_PUBLIC = f"e.visibility = 'public' and e.grade <= {int(PUBLIC_LIMIT)} and (e.zone_id is null or exists (select 1 from catalog_zone z where z.id = e.zone_id and not z.restricted))"
_HOLDS = "@@ (quote_literal(found.word))::tsquery"  # words are letters alone
# `gone` holds the words of what is hidden now
_FORGET = f"""
select array_agg(t.word) into gone from catalog_searchterm t where t.word = any(gone);
if gone is null then return null; end if;
with recent as materialized (select e.headline from catalog_searchentry e where {_PUBLIC} order by e.listed_at desc, e.dataset_id desc limit {_RECENT})
select array_agg(found.word) into gone from unnest(gone) found(word) where not exists (select 1 from recent where recent.headline {_HOLDS});
if gone is null then return null; end if;
delete from catalog_searchterm found where found.word = any(gone)
  and not exists (select 1 from catalog_searchentry e where e.vector {_HOLDS} and e.headline {_HOLDS} and {_PUBLIC});
return null;
"""


def of_row() -> pgtrigger.Trigger:
    """On search rows: what is gone of the row's words, all of them where it is not shown any more."""
    took = f"""
if TG_OP = 'UPDATE' and exists (select 1 from catalog_searchentry e where e.dataset_id = NEW.dataset_id and {_PUBLIC}) then
  if OLD.headline = NEW.headline then return null; end if;
  gone := array(select unnest(tsvector_to_array(OLD.headline)) except select unnest(tsvector_to_array(NEW.headline)));
else
  gone := tsvector_to_array(OLD.headline);
end if;
"""
    return pgtrigger.Trigger(
        name="entry_forgets", when=pgtrigger.After, operation=pgtrigger.Delete | pgtrigger.UpdateOf("visibility", "grade", "zone_id", "headline"),
        declare=[("gone", "text[]")], func=took + _FORGET,
    )  # fmt: skip


def of_zone() -> pgtrigger.Trigger:
    """On zones: one that is restricted from now on hides all its rows."""
    took = "gone := array(select distinct unnest(tsvector_to_array(e.headline)) from catalog_searchentry e where e.zone_id = NEW.id);\n"
    return pgtrigger.Trigger(
        name="zone_forgets", when=pgtrigger.After, operation=pgtrigger.UpdateOf("restricted"), condition=pgtrigger.Condition("NEW.restricted AND NOT OLD.restricted"),
        declare=[("gone", "text[]")], func=took + _FORGET,
    )  # fmt: skip
