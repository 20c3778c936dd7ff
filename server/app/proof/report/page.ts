import { html, Html } from './html.ts';

/** One file of a report. */
export interface Page {
  readonly name: string;
  readonly content: string;
}

// Fixed text of ours, with nothing of a scenario in it.
const style = new Html(`
:root { color-scheme: light dark; --bg: light-dark(#f6f7fa, #0e1016); --surface: light-dark(#fff, #14171f); --line: light-dark(#e2e5ed, #262b38);
  --text: light-dark(#191d28, #e7e9f0); --soft: light-dark(#5d6475, #949bad); --accent: light-dark(#4350d0, #99a3ff);
  --pass: light-dark(#16734a, #52c990); --fail: light-dark(#bf262c, #ff8d90); --unknown: light-dark(#875700, #f0b750); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1rem 4rem; background: var(--bg); color: var(--text);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
a { color: var(--accent); }
h1 { font-size: 1.5rem; margin: 0 0 0.25rem; }
h2 { font-size: 1.0625rem; margin: 0; }
p { margin: 0.25rem 0; }
.soft { color: var(--soft); }
.pass { color: var(--pass); } .fail { color: var(--fail); } .unknown { color: var(--unknown); }
section { margin-top: 1rem; padding: 0.875rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; margin-top: 0.5rem; }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; font-weight: 600; color: var(--soft); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.text { overflow-wrap: anywhere; min-width: 12rem; white-space: pre-wrap; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 0.875em; }
ul { margin: 0.375rem 0 0; padding-left: 1.25rem; }
`);

/** A whole page. It loads nothing and runs nothing: what a scenario or a lab printed is text in it and no more. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** A time for readers anywhere. */
export const moment = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
