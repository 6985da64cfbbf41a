"""What the next stages and other forms take over from a kickoff: each a pure function of the result and of data."""
