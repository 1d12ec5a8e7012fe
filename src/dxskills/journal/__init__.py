"""The journal: the registry's only truth, an append-only chain of JSON lines that no crash can leave half written."""
