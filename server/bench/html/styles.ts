/** Colours are named once for light and once for dark; everything else refers to the names. */
const colours = `
:root {
  color-scheme: light dark;
  --page: #f7f6f3; --surface: #ffffff; --text: #1c2126; --muted: #59626c; --line: #dcdfe3; --grid: #eceef0;
  --accent: #1a5fa8; --best: #e4effa; --better: #1b6ec2; --worse: #c2571b; --shade: #1c212612;
  --series-0: #1b6ec2; --series-1: #b8500f; --series-2: #2a7a4b; --series-3: #7448b0; --series-4: #b02c63; --series-5: #665f51;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121518; --surface: #191d21; --text: #e4e8eb; --muted: #9da7b1; --line: #31383f; --grid: #252b31;
    --accent: #84bbf7; --best: #1b3149; --better: #5aa9f2; --worse: #f0935a; --shade: #e4e8eb1c;
    --series-0: #5aa9f2; --series-1: #f0935a; --series-2: #69c58f; --series-3: #b997f2; --series-4: #f281ad; --series-5: #bdb4a3;
  }
}`;

const layout = `
* { box-sizing: border-box; }
html { scroll-padding-top: 5rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; padding-bottom: 1rem; }
footer { padding-bottom: 3rem; color: var(--muted); }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h3 { font-size: .95rem; margin: 1.5rem 0 .25rem; }
p { margin: 0 0 .75rem; max-width: 44rem; }
.muted { color: var(--muted); font-size: .9rem; }
a { color: var(--accent); }
[hidden] { display: none !important; }
.hidden-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
section { background: var(--surface); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem; margin: 0 0 1.25rem; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin: .5rem 0 1rem; }
.facts div { display: flex; gap: .4rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
.controls { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: end; }
.controls.page { position: sticky; top: 0; z-index: 2; background: var(--page); padding: .75rem 0; margin-bottom: .5rem; }
.controls label { display: grid; gap: .15rem; font-size: .8rem; color: var(--muted); min-width: 0; }
select { font: inherit; font-size: .95rem; color: var(--text); background: var(--surface); border: 1px solid var(--line);
  border-radius: .4rem; padding: .4rem .5rem; max-width: 100%; min-height: 2.5rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
summary { cursor: pointer; color: var(--accent); }
dl.meanings dt { font-weight: 600; margin-top: .5rem; }
dl.meanings dd { margin: 0; max-width: 44rem; }
@media (max-width: 40rem) {
  header, main, footer { padding-left: .75rem; padding-right: .75rem; }
  section { padding: 1rem .85rem; }
  .controls label { flex: 1 1 8rem; }
  select { width: 100%; }
}`;

const tables = `
.scroll { overflow-x: auto; margin: 0 -.25rem; padding: 0 .25rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .35rem .8rem; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap; }
th { font-weight: 600; }
thead th { border-bottom-color: var(--line); color: var(--muted); }
th:first-child { text-align: left; padding-left: 0; position: sticky; left: 0; background: var(--surface); }
tbody th { font-weight: 400; }
th.text, td.text { text-align: left; }
tr.costs-start th, tr.costs-start td { border-top: 1px solid var(--line); }
td.best { background: var(--best); font-weight: 700; }
td.best::before { content: "\\2022"; color: var(--accent); margin-right: .35em; }
.changes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2rem; }
.changes table { width: 100%; }
.changes th:first-child { text-align: right; position: static; }
.changes th, .changes td { vertical-align: top; padding-left: 0; padding-right: .9rem; }
.changes th:last-child, .changes td.query { text-align: left; white-space: normal; overflow-wrap: anywhere; width: 100%; padding-right: 0; }
.changes td.query small { display: block; color: var(--muted); }`;

const charts = `
.chart { width: 100%; }
.chart svg { display: block; overflow: visible; }
.chart text { fill: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
.chart text.name { fill: var(--text); font-size: 13px; }
.chart .grid { stroke: var(--grid); }
.chart .axis { stroke: var(--line); }
.chart .reach { stroke-width: 2; opacity: .35; }
.chart .mark { stroke: var(--surface); stroke-width: 1.5; }
.chart g.retriever:focus { outline: none; }
.chart g.retriever:focus-visible .mark, .chart g.retriever:hover .mark { stroke: var(--text); stroke-width: 2; }
.series-0 { fill: var(--series-0); stroke: var(--series-0); } .series-1 { fill: var(--series-1); stroke: var(--series-1); }
.series-2 { fill: var(--series-2); stroke: var(--series-2); } .series-3 { fill: var(--series-3); stroke: var(--series-3); }
.series-4 { fill: var(--series-4); stroke: var(--series-4); } .series-5 { fill: var(--series-5); stroke: var(--series-5); }
p.legend { display: flex; gap: .6rem; align-items: center; margin: 0 0 .2rem; font-size: .85rem; max-width: none; }
.legend svg { flex: none; }
path.risk { fill: none; stroke-width: 2; stroke-linejoin: round; } .risk-1 { stroke-dasharray: 8 4; } .risk-2 { stroke-dasharray: 2 4; }
.better { fill: var(--better); } .worse { fill: var(--worse); }
.chart .chosen { fill: var(--shade); stroke: var(--text); stroke-width: 1; }
.bars { touch-action: pan-y; cursor: crosshair; border-radius: .3rem; }
.readout { min-height: 4.6rem; margin: .75rem 0 0; padding: .6rem .85rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
.readout.short { min-height: 0; }
.readout p { margin: 0; max-width: none; }
.verdict { margin: 1rem 0 .5rem; max-width: none; }
.verdict strong { font-variant-numeric: tabular-nums; }`;

export const styles = [colours, layout, tables, charts].join('\n');
