"""What states are called in a sentence: one word list for all state machines, so that no message shows a code.

A state's word is its code in small letters, in quotes: so it stands apart in a sentence, and from the same word elsewhere. The list
brings each to the translators; a test holds it against the machines.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kernel.decision import Say

WORDS = frozenset({
    gettext_noop('"admitted"'), gettext_noop('"acceptance"'), gettext_noop('"active"'), gettext_noop('"paused"'), gettext_noop('"accepted"'), gettext_noop('"agreed"'), gettext_noop('"applied"'), gettext_noop('"approved"'), gettext_noop('"asked"'),
    gettext_noop('"cancelled"'), gettext_noop('"claimed"'), gettext_noop('"closed"'), gettext_noop('"completed"'), gettext_noop('"confirmed"'), gettext_noop('"contested"'), gettext_noop('"current"'),
    gettext_noop('"decision proposed"'), gettext_noop('"declared"'), gettext_noop('"delivered"'), gettext_noop('"discarded"'), gettext_noop('"done"'), gettext_noop('"doubted"'), gettext_noop('"draft"'), gettext_noop('"drafted"'), gettext_noop('"end proposed"'), gettext_noop('"ended"'),
    gettext_noop('"exhausted"'), gettext_noop('"expired"'), gettext_noop('"failed"'), gettext_noop('"finalized"'), gettext_noop('"held"'), gettext_noop('"in force"'),
    gettext_noop('"issued"'), gettext_noop('"lapsed"'), gettext_noop('"lifted"'), gettext_noop('"listed"'), gettext_noop('"making"'), gettext_noop('"met"'), gettext_noop('"moved"'), gettext_noop('"new"'), gettext_noop('"notice"'), gettext_noop('"registered"'), gettext_noop('"upheld"'),
    gettext_noop('"offered"'), gettext_noop('"open"'), gettext_noop('"paid"'), gettext_noop('"passed"'), gettext_noop('"prepared"'), gettext_noop('"queued"'), gettext_noop('"proposed"'), gettext_noop('"ready"'), gettext_noop('"recognized"'),
    gettext_noop('"refunded"'), gettext_noop('"refused"'), gettext_noop('"rejected"'), gettext_noop('"released"'), gettext_noop('"replaced"'), gettext_noop('"requested"'), gettext_noop('"reserved"'),
    gettext_noop('"retired"'), gettext_noop('"returned"'), gettext_noop('"reversal proposed"'), gettext_noop('"reversed"'), gettext_noop('"revoked"'), gettext_noop('"running"'), gettext_noop('"standing"'), gettext_noop('"started"'), gettext_noop('"stopped"'),
    gettext_noop('"submitted"'), gettext_noop('"superseded"'), gettext_noop('"supplement"'), gettext_noop('"suspended"'), gettext_noop('"taken"'), gettext_noop('"terminated"'),
    gettext_noop('"to decide"'), gettext_noop('"under review"'), gettext_noop('"verified"'), gettext_noop('"void"'), gettext_noop('"vouched"'), gettext_noop('"withdrawn"'),
    gettext_noop('"answered"'), gettext_noop('"declined"'), gettext_noop('"found"'), gettext_noop('"given"'), gettext_noop('"mended"'), gettext_noop('"met"'), gettext_noop('"taken down"'),
})  # fmt: skip


def state_word(state: str) -> Say:
    """The state in the reader's language, to stand in a sentence."""
    return Say(f'"{str(state).lower().replace("_", " ")}"')
