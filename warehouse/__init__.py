"""The store: what is kept, how it is published, and every query."""
