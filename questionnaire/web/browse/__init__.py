"""The pages on which the knowledge base is read: the list with search, one entry, what is covered, what is missing."""
