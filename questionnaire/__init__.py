"""Riskwalk: from a project's kickoff answers to a report on machine-bias risk factors."""

__version__ = "0.1.0"
