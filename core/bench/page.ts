import path from 'node:path';
import { benchmarks, type Benchmark } from './benchmarks.ts';
import { formatted } from './formatted.ts';
import { goalText, reached, valueText, type Figure } from './figure.ts';
import type { Run } from './history.ts';

export const PAGE_FILE = path.resolve(import.meta.dirname, '../../docs/benchmarks.md');

/** Columns of earlier figures beside the last. */
const EARLIER = 4;

/** The page of the benchmarks, made of the history alone. */
export function benchmarksPage(runs: readonly Run[]): Promise<string> {
  const sections = benchmarks.flatMap((benchmark) => section(benchmark, runs));
  return formatted([INTRODUCTION, ...sections].join('\n\n'), PAGE_FILE);
}

/** What the figures come from that stay behind their goals; measured by itself, of server and PostgreSQL together. */
const REASONS = `## Where the rest goes

A ✗ is a goal that was not reached in that run. The ratios of single runs differ by some five points either way on a
machine with two processors, which server, PostgreSQL and the load itself share.

- **Reading one record, and lists.** PostgreSQL does the same for both. Some 0.1 ms of the server's own time is what every
  request takes for its session, rate limit, roles, checked input and security headers: a third of the cheapest read. With two
  processors the server's one thread is what a list waits for, so its page is written while its rows come, without a
  string of each value (see [ADR 0048](adr/0048-a-list-is-written-while-its-rows-come.md)).
- **Lists under a row rule.** Who may be seen is asked of the people, once for a statement. A list by name goes through its
  index until it has fifty, as the bare one's does; a count or a group joins them, which is ten times as fast as looking
  each owner up.
- **Create.** The bare server does one insert. Strata stores the record, its change log, its entry in the outbox and its texts
  for the search in one statement: nearly three times the log that PostgreSQL writes ahead, and a third more of its processor
  time. The server itself works twice to three times as long as the bare one: it reads sixteen values, asks rules and terms of
  the fields, and makes the answer out of what it has written.
- **Bulk create.** The same, of which nothing is waiting. PostgreSQL works a third more than for the bare insert; the server
  itself, which is one thread, takes four to five times as long for each record as the bare one, which passes its JSON on:
  values are read and checked, and each record is written down three times, for its table, its change log and the search. *With what follows*
  counts the index of pieces by which every text is found as well, as much again as everything else together (see
  [ADR 0030](adr/0030-what-was-just-written-is-read-through.md)) and done when there is time.
- **Update.** Up to the run of 2026-11-22 12:35 UTC most updates gave a record the value it had, which the bare server
  writes and ours does not: those figures are too good. Ours reads the record, then stores it with its change log and outbox; where the
  change touches nothing that a row rule asks about, the rule costs no statement of its own.
  Those that come at the same moment share a statement and a commit
  (see [ADR 0054](adr/0054-updates-of-the-same-moment-share-a-commit.md)), so ten connections cost less than ten times one.
- **Search.** The 95th percentile is that of the most expensive kinds: two words that thousands of records have each, and then
  again with a typo in each. Ten at once share two processors, so that each waits for four others. A reader under a row
  rule about owners is led only to their records (see [ADR 0051](adr/0051-a-search-asks-the-index-once-and-of-those-he-sees.md)).`;

const INTRODUCTION = `# Benchmarks

<!-- Written by \`npm run bench -- --save\` from benchmarks.json; do not edit. -->

Each figure of reading and writing stands beside a bare server: \`node:http\` and \`pg\` with prepared statements, written for
exactly that request, in a process of its own on the same database. It asks nobody who he is, checks nothing and logs
nothing; where Strata writes a record with its change log, its texts for the search and the outbox, it does a lone insert.
What Strata leaves to be done after its answer, above all the index of those texts, is waited for before the other's turn
and counted in the figures *with what follows*. Strata is the whole product as it is started: HTTP, session, rate limit, roles, row rules, field permissions, the write pipeline.
Both are put under load in turn by ten kept-alive connections, round after round, and the figure is the median of the
rounds' ratios, so that what else the machine does falls on both.

There are 100,000 accounts and 300,000 contacts, owned by fifty people in ten teams, all in the search index and the
change log. The *administrator* may do everything; *row rule* is a representative who sees what his team owns
(\`record.owner == user.id || record.owner.team in user.teams\`) and not the credit terms.

| command | what |
| --- | --- |
| \`npm run bench\` | everything but the long ones; the first run fills its databases under \`.strata/bench\` |
| \`npm run bench -- records search\` | those named |
| \`npm run bench -- memory-soak publish\` | the long ones |
| \`npm run bench -- --save\` | also adds the figures to \`benchmarks.json\` and writes this page anew |

${REASONS}`;

function section({ name, title }: Benchmark, runs: readonly Run[]): string[] {
  const with_ = runs
    .filter((run) => run.figures[name] !== undefined)
    .slice(-EARLIER - 1)
    .reverse();
  const [last, ...earlier] = with_;
  if (last === undefined) return [];
  const header = ['', 'figure', 'goal', ...earlier.map(({ at }) => at.slice(0, 10)), 'beside it'];
  const rows = last.figures[name]!.map((figure) => [
    label(figure),
    `${text(figure)} ${sign(figure)}`.trim(),
    goalText(figure),
    ...earlier.map((run) => earlierText(run.figures[name]!.find((each) => each.name === figure.name))),
    besideText(figure),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${title}`,
    `${last.at.slice(0, 16).replace('T', ' ')} UTC, commit ${last.commit}, ${last.machine}`,
    [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n'),
  ];
}

function label({ name }: Figure): string {
  return name.replaceAll('|', '\\|');
}

function text({ value, unit }: Figure): string {
  return `${valueText(value)} ${unit}`;
}

function sign(figure: Figure): string {
  const met = reached(figure);
  return met === null ? '' : met ? '✓' : '✗';
}

function earlierText(figure: Figure | undefined): string {
  return figure === undefined ? '' : text(figure);
}

/** What stands beside a figure, in the words of its names. */
function besideText({ beside }: Figure): string {
  return Object.entries(beside)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${valueText(value)}`)
    .join(', ');
}
