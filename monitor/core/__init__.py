"""Decisions. No I/O, no clock, no log, no randomness: values in, values out. Files follow the pipeline."""
