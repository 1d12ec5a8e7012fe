"""Measurements of whole commands, and the registries they are measured on. Nothing of it is installed."""
