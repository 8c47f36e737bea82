"""The embedded Redis and the supervisor of processes."""
