"""The knowledge base: its records, its conditions, how a folder becomes checked records."""
