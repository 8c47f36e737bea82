"""HTTP in, accepted events out: decode, verify, deduplicate, store, and only then acknowledge."""
