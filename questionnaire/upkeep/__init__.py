"""What keeps the knowledge base in order: worked cases, coverage, numbers, links."""
