"""The API's own pages: its schema, its documentation, a whole deal as a script, and a page for each error code."""
