"""The engine: from answers over risk factors to harms; what is unknown, what can be changed. No file, no clock."""
