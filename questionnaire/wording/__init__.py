"""All English of the interface: whole sentences with places for words, one module for each thing that speaks.

A leaf: imports nothing of ours. Another language is another set of these functions. What is wrong with something that a
person wrote is said where it is found.
"""
