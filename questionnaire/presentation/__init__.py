"""What a reader is shown, as data: worked out once, so that reports and pages only lay it out.

Between the result and whatever shows it. Nothing here knows paper, Markdown or a screen.
"""
