"""An assessment in every format that a reader can take away."""
