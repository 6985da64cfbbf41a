"""The web app: pages that show one assessment and take its answers. The only part that knows Streamlit."""
