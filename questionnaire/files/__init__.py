"""Reading and writing text that people wrote: YAML, and what is wrong with it, by file and line."""
