"""Pages of admission: the applicant's own, and the exchange's queue and decision page."""
