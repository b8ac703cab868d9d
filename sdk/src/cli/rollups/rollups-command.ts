import type { RollupCheck, RollupFinding, RollupList } from '../../wire/rollups.ts';
import { connect, type ApiClient } from '../api-client.ts';
import { option, type Command, type CommandRun } from '../command.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import { ProgressBar } from '../progress-bar.ts';

/** Findings that are written out one by one. */
const MOST_SHOWN = 20;

export const rollupsCommand: Command = {
  name: 'rollups',
  summary: { en: 'verify or repair kept roll-ups', zh: '核对或修复汇总字段' },
  usage: 'strata rollups verify|repair [--object account]',
  help: {
    en: `
Holds every stored roll-up against the records it is made of, beside running traffic.
verify tells of what differs and ends with 3 if anything does; repair works it out anew.

  --object <name>   only the roll-ups of this object`,
    zh: `
在不影响正常使用的情况下，将已存储的汇总值与其来源记录逐一核对。
verify 报告差异，如有差异则以 3 退出；repair 重新计算。

  --object <名称>   仅核对该对象的汇总字段`,
  },
  options: { object: { type: 'string' } },
  async run(run) {
    const repair = taskOf(run) === 'repair';
    const client = await connect(run);
    const list = await client.get<RollupList>('/api/rollups');
    const only = option(run, 'object');
    const objects = [...new Set(list.data.map((rollup) => rollup.object))].filter(
      (object) => only === undefined || object === only,
    );
    const found: Found = { checked: 0, wrong: 0, followed: true, sample: [] };
    for (const object of objects) await checkObject(run, client, { object, repair }, list.records[object] ?? 0, found);
    report(run, found, repair);
    return (found.wrong > 0 || !found.followed) && !repair ? exitCodes.incomplete : exitCodes.ok;
  },
};

function taskOf({ positionals, say }: CommandRun): 'verify' | 'repair' {
  const [task, extra] = positionals;
  if ((task === 'verify' || task === 'repair') && extra === undefined) return task;
  throw new CliError(say({ en: 'Say verify or repair.', zh: '请指定 verify 或 repair。' }), exitCodes.usage);
}

interface Found {
  checked: number;
  wrong: number;
  followed: boolean;
  sample: RollupFinding[];
}

async function checkObject(
  { terminal }: CommandRun,
  client: ApiClient,
  task: { object: string; repair: boolean },
  about: number,
  found: Found,
): Promise<void> {
  const bar = new ProgressBar(terminal, task.object);
  let done = 0;
  for (let after: string | null | undefined; after !== null;) {
    const step: RollupCheck = await client.post('/api/rollups/check', { ...task, ...(after && { after }) });
    done += step.checked;
    found.checked += step.checked;
    found.wrong += step.wrong;
    found.followed &&= step.followed;
    found.sample.push(...step.sample.slice(0, MOST_SHOWN - found.sample.length));
    bar.show(step.next === null ? 1 : Math.min(done / Math.max(about, done + 1), 1), Math.max(about, done));
    after = step.next;
  }
  bar.end();
}

function report({ terminal, say }: CommandRun, { checked, wrong, followed, sample }: Found, repair: boolean): void {
  for (const { object, id, field, stored, should } of sample) {
    const values = stored === null && should === null ? '' : `  ${stored ?? '–'} → ${should ?? '–'}`;
    terminal.out(`${object} ${id}  ${field}${values}\n`);
  }
  if (!followed) terminal.err(say(repair ? PUT_BACK : LOST));
  const [en, zh] = repair
    ? [`${checked} records checked, ${wrong} repaired`, `已核对 ${checked} 条记录，修复 ${wrong} 条`]
    : [`${checked} records checked, ${wrong} wrong`, `已核对 ${checked} 条记录，${wrong} 条有误`];
  terminal.err(`${say({ en, zh })}\n`);
}

const LOST = {
  en: 'The database has lost what keeps roll-ups right. Run: strata rollups repair\n',
  zh: '数据库中缺少维护汇总的触发器，请运行：strata rollups repair\n',
};
const PUT_BACK = {
  en: 'What keeps roll-ups right was lost in the database; it is there again.\n',
  zh: '数据库中缺少的汇总触发器已重新建立。\n',
};
