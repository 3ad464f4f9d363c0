"""A news day replayed to the real daemon, on one machine and without any network."""
