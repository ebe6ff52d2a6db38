"""Every question that is asked of a published version: one typed function for each query file beside it."""
