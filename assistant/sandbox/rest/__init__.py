"""The REST door of the portal: decoding, identity, limits, errors, paging, batches and the registry of methods."""
