"""The API's own pages: its schema, its documentation, and a page for each error code."""
