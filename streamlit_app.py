"""The web app of Riskwalk: `streamlit run streamlit_app.py`.

Streamlit imports this file once for the server, and runs it as a script for every page and every click.
"""

from __future__ import annotations

import streamlit as st


def trouble() -> str:
    """What cannot be read, in a sentence. The pages are imported after the start, so that the server answers sooner."""
    from questionnaire.web import pages

    return pages.trouble()


if __name__ == "__main__":
    from questionnaire.web import pages

    pages.show()
else:
    from questionnaire.web import server

    app = st.App(__file__, **server.settings(__file__, trouble))
