"""The acts of admission: applying, papers, the exchange's decision, renewal, suspension, closing."""

from accounts.admission.use_cases.apply import amend as amend, apply as apply, register as register
from accounts.admission.use_cases.close import close as close
from accounts.admission.use_cases.decide import refuse as refuse, return_ as return_, verify as verify
from accounts.admission.use_cases.papers import keep_paper as keep_paper, open_paper as open_paper, remove_paper as remove_paper
from accounts.admission.use_cases.renew import ask_renewal as ask_renewal, lapse as lapse, renew as renew
from accounts.admission.use_cases.suspend import ask_resumption as ask_resumption, resume as resume, suspend as suspend
