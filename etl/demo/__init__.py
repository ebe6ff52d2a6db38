"""The made-up city: its places, its history, its clerks' files, and the truth to check the ETL against."""

from etl.demo.make import begin, make

__all__ = ["begin", "make"]
