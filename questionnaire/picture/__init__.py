"""The picture of the risks, laid out and drawn as SVG. Opens no file, reads no clock."""
