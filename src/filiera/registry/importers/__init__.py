"""Readers of public files: safe opening, damaged tables, long JSON, and the registers of research organisations."""
