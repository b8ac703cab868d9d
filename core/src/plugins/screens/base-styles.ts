/** How a screen looks before its author does anything: as the Studio around it, whose design tokens it is given. */
export const BASE_STYLES = `
*, ::before, ::after { box-sizing: border-box; }
html { color-scheme: light dark; background: transparent; }
html[data-fill], html[data-fill] body, html[data-fill] #screen { height: 100%; }
body { margin: 0; color: var(--ink, CanvasText); background: transparent; overflow-wrap: anywhere;
  font: var(--text-m, 14px)/var(--line-m, 20px) var(--font, system-ui, sans-serif); font-variant-numeric: tabular-nums; }
html[data-mount=page] body, html[data-mount=action_dialog] body { padding: 2px; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; }
h1, h2, h3 { font-size: inherit; font-weight: 600; }
button, input, select, textarea { font: inherit; color: inherit; }
button { min-height: 28px; padding: 0 12px; border: 1px solid var(--line, GrayText); border-radius: var(--radius, 6px);
  background: var(--raised, ButtonFace); cursor: pointer; }
button:hover { background: var(--hover, ButtonFace); }
button[data-kind=primary] { border-color: var(--accent, Highlight); background: var(--accent, Highlight); color: var(--on-accent, HighlightText); }
button:disabled { opacity: .5; cursor: default; }
input, select, textarea { min-height: 28px; padding: 0 8px; border: 1px solid var(--line, GrayText); border-radius: var(--radius, 6px);
  background: var(--raised, Field); }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 4px 8px; border-bottom: 1px solid var(--line, GrayText); text-align: start; }
th { color: var(--ink-quiet, GrayText); font-weight: 400; font-size: var(--text-s, 12px); }
a { color: var(--accent-ink, LinkText); }
:focus-visible { outline: 2px solid var(--accent, Highlight); outline-offset: 1px; }
`;
