"""The components of the look as template tags, one module a family; `web/templatetags/web.py` gathers them."""
