"""Tables that run over pages."""

from __future__ import annotations

from reportlab.platypus import LongTable

from questionnaire.reports.pdf.style import HEIGHT

NEARLY_A_PAGE = HEIGHT * 0.9


class Rows(LongTable):
    """Parts between rows; within a row only where it is taller than a page, and so not at the foot of one."""

    def split(self, width, height):
        self.splitInRow = int(height > NEARLY_A_PAGE)
        return super().split(width, height)
