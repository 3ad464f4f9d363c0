"""The four stages, in order: poll, match, desk, deliver. Each file names its steps and decides nothing itself."""
