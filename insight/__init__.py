"""Totals over many sessions, by fixed quarters and under a rule of their own (decision 0047)."""
