"""Reading catalogues of others: files of any origin become entries. Pure Python: no Django models, no database, no network."""
