"""The looks that Streamlit's own settings do not reach: levels, paths, tables. A leaf of the web pages."""

from __future__ import annotations

import streamlit as st

_LIGHT = {
    "ranks": ("#6b7a8a", "#2f7672", "#8f5f06", "#b0401f", "#7d1d3f"),
    "quiet": "#5a6673",
    "line": "#c9d1d9",
    "ground": "#f5f7f9",
    "page": "#ffffff",
    "accent": "#0a5470",
}
_DARK = {
    "ranks": ("#a3afbc", "#5bb0aa", "#e0ab4b", "#f08a67", "#f07fa6"),
    "quiet": "#a3afbc",
    "line": "#414d5a",
    "ground": "#1b222b",
    "page": "#0f141a",
    "accent": "#7cc4e0",
}


def dark() -> bool:
    """Whether the reader looks at the dark theme."""
    return st.context.theme.type == "dark"


def apply() -> None:
    """The few rules that Streamlit's own looks need; the same on every page."""
    colours = _DARK if dark() else _LIGHT
    ranks = "".join(f".rw-{at}{{--rank:{colour}}}" for at, colour in enumerate(colours["ranks"]))
    st.html(f"""<style>
    {ranks}
    .st-key-page-base {{ display: none }}
    [data-testid="stLayoutWrapper"]:has(> .st-key-save-state) {{ position: sticky; top: 3.2rem; z-index: 90 }}
    .st-key-save-state > [data-testid="stElementContainer"], .st-key-save-state > [data-testid="stLayoutWrapper"] {{
        background: {colours["page"]}; border-radius: 8px }}
    .rw-saved {{ margin: 0 0 0 auto !important; width: fit-content; padding: .1rem .7rem; border-radius: 1rem;
                 background: {colours["ground"]}; border: 1px solid {colours["line"]} }}
    [data-testid="stLayoutWrapper"]:has(> .st-key-save-state), .st-key-save-state {{ pointer-events: none }}
    .st-key-save-state > * {{ pointer-events: auto }}
    .st-key-save-state > [data-testid="stLayoutWrapper"] {{ box-shadow: 0 6px 24px rgba(0, 0, 0, .25) }}
    .st-key-save-state > [data-testid="stElementContainer"]:has(.rw-saved) {{ background: none; pointer-events: none }}
    [data-testid="stMainBlockContainer"] {{ max-width: 1320px; padding-top: 3.2rem; padding-bottom: 4rem }}
    [data-testid="stMarkdownContainer"], .rw {{ overflow-wrap: anywhere }}
    .rw-quiet {{ color: {colours["quiet"]} }}
    .rw-about {{ color: {colours["quiet"]} }} .rw .rw-about p {{ margin: 0 }} .rw .rw-below {{ margin: .8rem 0 .3rem }}
    .rw h1 {{ margin: .65rem 0 -.4rem }} .rw h2, .rw h3 {{ margin: 0; font-weight: 600 }}
    .rw-name {{ font-weight: 600; margin: 0; overflow-wrap: anywhere }}
    .rw-kicker {{ color: {colours["quiet"]}; font-size: .85rem; margin: 0 }}
    .rw-level {{ display: inline-flex; align-items: center; gap: .4em; font-weight: 650; white-space: nowrap }}
    .rw-level i {{ display: inline-block; width: .62em; height: .62em; border-radius: 2px; margin-right: 2px;
                   border: 1.5px solid var(--rank); box-sizing: border-box }}
    .rw-level i.on {{ background: var(--rank) }}
    [data-testid="stMain"] h1 {{ font-size: 1.9rem; padding: .2rem 0 .6rem }}
    [data-testid="stMain"] h2 {{ font-size: 1.3rem; padding: .6rem 0 .4rem }}
    [data-testid="stMain"] h3 {{ font-size: 1.08rem; padding: .2rem 0 .3rem; line-height: 1.35 }}
    [data-testid="stSidebar"] button > * {{ width: 100%; justify-content: flex-start; text-align: left }}
    [role="radiogroup"]:not([style*="row"]) {{ row-gap: .45rem }}
    .rw p {{ margin: 0 0 .4rem }} .rw p:last-child {{ margin-bottom: 0 }}
    [data-testid="stSidebar"] [data-testid="stVerticalBlock"] {{ gap: .35rem }}
    .st-key-nav-next, .st-key-nav-start {{ border-top: 1px solid {colours["line"]}; margin-top: .35rem;
                padding-top: .1rem }}
    [class*="st-key-many-"] + [class*="st-key-many-"], [class*="st-key-status-"] + [class*="st-key-status-"] {{
                margin-top: -.5rem }}
    .st-key-live-panel [data-testid="stVerticalBlock"] {{ gap: .6rem }}
    .rw-scale {{ display: flex; gap: 3px; margin: .3rem 0 .6rem }}
    .rw-scale > div {{ min-width: 0; text-align: center; font-size: .72rem; line-height: 1.25;
                    color: {colours["quiet"]}; border-top: 9px solid {colours["line"]}; padding-top: 4px }}
    .rw-scale > .may {{ border-top-style: solid; border-image: repeating-linear-gradient(135deg, var(--rank) 0 4px,
                        transparent 4px 7px) 9; color: inherit }}
    .rw-scale > .sure {{ border-top-color: var(--rank); color: inherit }}
    .rw-scale > .plan {{ font-weight: 700; box-shadow: 0 0 0 2px var(--rank); border-radius: 3px; color: inherit }}
    .rw-rows {{ display: grid; grid-template-columns: auto 1fr; gap: .15rem .9rem; margin: .4rem 0 0; font-size: .92rem;
                padding: 0 !important }}
    .rw-rows dt {{ color: {colours["quiet"]}; margin: 0 !important; font-weight: 400 }}
    .rw-rows dd {{ margin: 0 !important; padding: 0 }}
    .rw-list, .rw-path {{ list-style: none !important; margin: 0 !important; padding: 0 !important }}
    .rw-list li, .rw-path > li {{ margin: 0 !important }}
    .rw-list li {{ padding: .45rem 0; border-top: 1px solid {colours["line"]}; font-size: .92rem; line-height: 1.35 }}
    .rw-list li:first-child {{ border-top: 0 }}
    .rw-stop {{ border-left: 6px solid {colours["ranks"][4]}; background: {colours["ground"]}; padding: .7rem 1rem;
                border-radius: 4px; margin: .3rem 0 .8rem }}
    .rw-stop p {{ margin: .2rem 0 }}
    .rw-path > li {{ position: relative; padding: 0 0 .75rem 1.35rem; border-left: 2px solid {colours["line"]} }}
    .rw-path > li:last-child {{ border-left-color: transparent; padding-bottom: 0 }}
    .rw-path > li.maybe {{ border-left-style: dashed }}
    .rw-path > li::before {{ content: ""; position: absolute; left: -6px; top: .35em; width: 10px; height: 10px;
                border-radius: 50%; background: {colours["accent"]} }}
    .rw-path > li.maybe::before {{ background: transparent;
                border: 2px solid {colours["accent"]}; width: 6px; height: 6px }}
    .rw-path p {{ margin: .1rem 0 }}
    .rw-path .rw-links {{ font-size: .82rem }}
    .rw-matrix {{ border-collapse: collapse; font-size: .85rem; min-width: 100% }}
    .rw-matrix th, .rw-matrix td {{ border: 1px solid {colours["line"]}; padding: .3rem .5rem;
                text-align: left; vertical-align: top }}
    .rw-matrix thead th {{ vertical-align: bottom; font-weight: 600; min-width: 5.2rem }}
    .rw-matrix tbody th {{ font-weight: 500; min-width: 8rem }}
    .rw a {{ color: {colours["accent"]} }}
    .rw-scroll {{ overflow-x: auto }}
    .rw-list + .rw-picture {{ margin-top: 1rem }}
    .rw-picture img {{ display: block; max-width: 100%; height: auto; border-radius: 8px }}
    .rw-wide img {{ min-width: 720px; max-width: none; width: 100% }}
    .rw-table {{ border-collapse: collapse; width: 100%; font-size: .9rem; table-layout: fixed }}
    .rw-table td {{ padding: .4rem .5rem; border-top: 1px solid {colours["line"]}; vertical-align: top;
                overflow-wrap: anywhere }}
    @media (max-width: 640px) {{ [data-testid="stMainBlockContainer"] {{ padding-top: 4.2rem }} }}
    @media (min-width: 900px) {{ [data-testid="stColumn"]:has(.st-key-live-panel) > div {{ position: sticky;
        top: 5.6rem; max-height: calc(100vh - 6.4rem); overflow-y: auto }} }}
    </style>""")
