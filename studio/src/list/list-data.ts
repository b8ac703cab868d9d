import type { CompiledObject, DateBucket, ViewBody } from '@stratacrm/sdk';
import { computed, onBeforeUnmount, shallowRef, triggerRef, watch, type ComputedRef } from 'vue';
import { isAborted } from '../api/client.ts';
import { groupRecords, queryRecords } from '../api/records.ts';
import { selection } from '../fields/references.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { useLive } from '../stores/live.ts';
import { GridLines, type Segment } from './grid-lines.ts';
import { both, groupBy, readGroups, type Group } from './groups.ts';
import { RecordPages } from './record-pages.ts';
import { aggregatesOf, readTotals, type Totals } from './totals.ts';

/** The question a table asks; equal keys mean the same records. */
interface Question {
  object: CompiledObject;
  fields: string[];
  filter: string | undefined;
  sort: string | undefined;
  group: string | undefined;
  bucket: DateBucket;
  totals: NonNullable<ViewBody['totals']>;
  deleted: boolean;
  as_of: string | undefined;
}

/** The most a page may have. */
const AT_ONCE = 200;

/** Records, groups and totals of a table. Rows first; the count and totals may come after them. */
export function useListData(
  object: ComputedRef<CompiledObject | undefined>,
  body: ComputedRef<ViewBody | undefined>,
  bin: ComputedRef<boolean>,
  /** The past moment one looks at; undefined: now. */
  moment: ComputedRef<string | undefined>,
) {
  const segments = shallowRef<Segment[]>([]);
  const totals = shallowRef<Totals | null>(null);
  const failure = shallowRef<unknown>(null);
  const settled = shallowRef(false);
  let abort = new AbortController();

  const question = computed<Question | null>(() => {
    if (object.value === undefined || body.value === undefined || body.value.type !== 'table') return null;
    return questionOf(object.value, body.value, bin.value, moment.value);
  });
  const key = computed(() => {
    const asked = question.value;
    return asked === null ? '' : JSON.stringify({ ...asked, object: asked.object.name });
  });

  watch(key, load, { immediate: true });
  onBeforeUnmount(close);

  function close(): void {
    abort.abort();
    for (const segment of segments.value) segment.pages?.close();
  }

  function load(): void {
    const asked = question.value;
    if (asked === null) return;
    close();
    abort = new AbortController();
    failure.value = null;
    totals.value = null;
    settled.value = false;
    void askTotals(asked, abort.signal);
    if (asked.group === undefined) {
      segments.value = [segment(asked, asked.filter)];
      segments.value[0]?.pages?.need(0, 60);
    } else void askGroups(asked, asked.group, abort.signal);
  }

  async function askTotals(asked: Question, signal: AbortSignal): Promise<void> {
    await attempt(async () => {
      const answer = await groupRecords(
        asked.object.name,
        {
          ...filterOf(asked.filter),
          ...timeOf(asked),
          aggregates: aggregatesOf(asked.totals),
        },
        signal,
      );
      totals.value = readTotals(answer.data[0]);
      settled.value = true;
      const only = segments.value[0];
      if (only !== undefined && only.group === null) {
        only.count = totals.value.count;
        if (only.pages !== null) only.pages.total = totals.value.count;
      }
      triggerRef(segments);
    });
  }

  async function askGroups(asked: Question, group: string, signal: AbortSignal): Promise<void> {
    segments.value = [];
    await attempt(async () => {
      const answer = await groupRecords(
        asked.object.name,
        {
          ...filterOf(asked.filter),
          ...timeOf(asked),
          group_by: groupBy(asked.object, group, asked.bucket),
          aggregates: aggregatesOf(asked.totals),
        },
        signal,
      );
      const groups = readGroups(asked.object, group, asked.bucket, answer.data);
      const few = groups.length <= 3;
      segments.value = groups.map((each) => ({
        group: each,
        open: few,
        count: each.totals.count,
        pages: few ? pagesOf(asked, both(asked.filter, each.filter), each.totals.count) : null,
      }));
    });
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isAborted(error)) failure.value = error;
    }
  }

  function segment(asked: Question, filter: string | undefined): Segment {
    return { group: null, open: true, count: RecordPages.size, pages: pagesOf(asked, filter) };
  }

  function pagesOf(asked: Question, filter: string | undefined, total?: number): RecordPages {
    const pages = new RecordPages(({ cursor, limit, bare, backwards, signal }) =>
      queryRecords(
        asked.object.name,
        {
          fields: bare ? ['id'] : asked.fields,
          limit,
          ...(backwards && { backwards }),
          ...filterOf(filter),
          ...(asked.sort ? { sort: asked.sort } : {}),
          ...(cursor === undefined ? {} : { cursor }),
          ...timeOf(asked),
        },
        signal,
      ),
    );
    if (total !== undefined) pages.total = total;
    return pages;
  }

  /** Rows on screen take on what others save where they stand; the order and what is new wait for the next look. */
  async function follow(changed?: ReadonlySet<string>): Promise<void> {
    const asked = question.value;
    if (asked === null || asked.deleted || asked.as_of !== undefined) return;
    const here = segments.value.flatMap((segment) => segment.pages?.held() ?? []);
    const held = changed === undefined ? here : here.filter((id) => changed.has(id));
    for (let from = 0; from < held.length; from += AT_ONCE) {
      const filter = `id in ${JSON.stringify(held.slice(from, from + AT_ONCE))}`;
      const found = await queryRecords(
        asked.object.name,
        { fields: asked.fields, filter, limit: AT_ONCE },
        abort.signal,
      );
      if (question.value !== asked) return;
      for (const record of found.data) for (const segment of segments.value) segment.pages?.replace(record);
    }
  }

  useLive(
    () => question.value?.object.name,
    (ids) => void attempt(() => follow(new Set(ids))),
    () => void attempt(follow),
  );

  function toggle({ key }: Group): void {
    const asked = question.value;
    if (asked === null) return;
    segments.value = segments.value.map((segment) =>
      segment.group?.key === key
        ? {
            ...segment,
            open: !segment.open,
            pages: segment.pages ?? pagesOf(asked, both(asked.filter, segment.group.filter), segment.count),
          }
        : segment,
    );
  }

  /** Until the count is here, as many lines as can be reached; then exactly as many as there are. */
  const lines = computed(() => {
    for (const each of segments.value) void each.pages?.version.value;
    return new GridLines(
      segments.value.map((each) => {
        const end = each.pages?.end.value ?? null;
        const known = each.group === null && totals.value === null ? null : each.count;
        return { ...each, count: end ?? known ?? each.pages?.reach ?? 0 };
      }),
    );
  });

  const error = computed(
    () => failure.value ?? segments.value.map((each) => each.pages?.error.value).find(Boolean) ?? null,
  );
  const empty = computed(() => settled.value && (totals.value?.count ?? 0) === 0 && lines.value.length === 0);

  return { segments, lines, totals, error, empty, settled, question, load, toggle };
}

function questionOf(object: CompiledObject, body: ViewBody, deleted: boolean, moment: string | undefined): Question {
  const catalogue = useCatalogue();
  const exists = (path: string): boolean => catalogue.field(object.name, path) !== undefined;
  const readable = (path: string): boolean =>
    catalogue.fieldPermission(object.name, path.split('.')[0] ?? '') !== 'none';
  const columns = body.columns.map((column) => column.name).filter((path) => exists(path) && readable(path));
  return {
    object,
    fields: ['id', 'version', ...selection(object, [object.name_field, ...columns])].filter(
      (name, at, all) => all.indexOf(name) === at,
    ),
    filter: body.filter || undefined,
    sort: body.sort || undefined,
    group: body.group_by !== undefined && exists(body.group_by) ? body.group_by : undefined,
    bucket: body.group_bucket ?? 'month',
    totals: (body.totals ?? []).filter((total) => exists(total.field) && readable(total.field)),
    deleted,
    as_of: moment,
  };
}

/** Which records are meant: the living, those in the recycle bin, or those of a past moment. */
function timeOf({ deleted, as_of }: Question): { deleted?: true; as_of?: string } {
  return { ...(deleted && { deleted: true as const }), ...(as_of !== undefined && { as_of }) };
}

function filterOf(filter: string | undefined): { filter?: string } {
  return filter === undefined ? {} : { filter };
}
