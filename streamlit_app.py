"""The web app of Riskwalk: `streamlit run streamlit_app.py`.

Streamlit imports this file once for the server, and runs it as a script for every page and every click.
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st


def trouble() -> str:
    """What cannot be read, in a sentence. The pages are imported after the start, so that the server answers sooner."""
    from questionnaire.web import pages

    return pages.trouble()


def news_for(words: Collection[str]) -> Collection[str]:
    """Those of the pages with these words for which there is news."""
    from questionnaire.web import news, pages

    return news.for_pages(words, pages.shared().store)


if __name__ == "__main__":
    from questionnaire.web import pages

    pages.show()
else:
    from questionnaire.web import server

    app = st.App(__file__, **server.settings(__file__, trouble, news_for))
