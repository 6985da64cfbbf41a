"""What a reader takes away, as plain content: the same for paper, screen and text.

A reading is a document of blocks. Nothing here knows paper, Markdown or a screen; a renderer lays the blocks out and
adds no word that says something of the assessment.
"""
