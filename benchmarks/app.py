"""One answer in the app, from click to the next paint, beside a plain Streamlit page."""


def run() -> None:
    print("  not measured yet")
