"""The made-up city: its places, its history, its clerks' files, and the truth to check the ETL against."""
