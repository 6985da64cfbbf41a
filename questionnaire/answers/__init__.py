"""What a team says: its answers, read from and written to files, and the store that keeps them."""
