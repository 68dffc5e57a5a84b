"""REST of export cases: the exporter's dossier, the desk's steps, recorded outcomes and letters."""
