"""The walk put into words: the plain result that every renderer shows. Opens no file, reads no clock."""
