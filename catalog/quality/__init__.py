"""Quality of a revision: measured from its scans, beside what its provider promises; the report, and statements for other catalogues."""
