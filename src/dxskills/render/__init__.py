"""Showing results: one module a format, and views that lay a result out for all of them."""
