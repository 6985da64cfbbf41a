"""All English of the interface: whole sentences with places for words. A leaf.

Another language is another set of these functions.
"""
