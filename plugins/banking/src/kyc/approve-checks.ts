import type { Handler, HookInput, HookOutput, HookVerdict, JsonObject, Label, PluginHost } from '@stratacrm/sdk';
import { textOf } from '../host-records.ts';
import { lastDayOf, monthsLater } from '../money/month.ts';
import { numberSetting } from '../settings.ts';

const NO_DOCUMENTS: Label = {
  en: 'Add the documents that were looked at before it is approved.',
  zh: '请先添加已核验的证件资料，再通过审核。',
};
const EXPIRED: Label = {
  en: 'A document has expired. Replace it before the check is approved.',
  zh: '存在已过期的证件，请更新后再通过审核。',
};

/** A check that is approved is valid for as long as its risk class says, and no longer than its documents. */
export const approveChecks: Handler<HookInput, HookOutput> = async ({ records }, host) => {
  const months = await monthsByClass(host);
  const byDocuments = (await host.setting('documents_limit_checks')) !== false;
  const today = host.today();
  return records.map(({ after }): HookVerdict | null => {
    if (after === null) return null;
    const problem = documentProblem(after, today);
    if (problem !== null) return { errors: [{ message: problem }] };
    const term = addMonths(today, months[textOf(after['risk_class'])] ?? 12);
    const first = textOf(after['first_expiry']);
    const valid = byDocuments && first !== '' && first < term ? first : term;
    return { set: { approved_on: today, valid_until: valid } };
  });
};

async function monthsByClass(host: PluginHost): Promise<Record<string, number>> {
  const [low, medium, high] = await Promise.all(
    ['low', 'medium', 'high'].map((each) => numberSetting(host, `kyc_months_${each}`)),
  );
  return { low: low!, medium: medium!, high: high! };
}

function documentProblem({ documents, first_expiry: first }: JsonObject, today: string): Label | null {
  if (Number(documents ?? 0) === 0) return NO_DOCUMENTS;
  return typeof first === 'string' && first < today ? EXPIRED : null;
}

/** The same day of a later month, or its last. */
function addMonths(day: string, count: number): string {
  const month = monthsLater(`${day.slice(0, 7)}-01`, count);
  const wanted = `${month.slice(0, 7)}-${day.slice(8)}`;
  const last = lastDayOf(month);
  return wanted > last ? last : wanted;
}
