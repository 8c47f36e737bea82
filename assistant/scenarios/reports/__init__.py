"""Reports: what their figures are, in plain Python; docs/numbers.md says what each means."""
