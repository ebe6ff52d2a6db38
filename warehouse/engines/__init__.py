"""Engines that run the models: DuckDB."""
