import type { Screen } from '@stratacrm/sdk/screen';
import { element } from '../element.ts';
import type { UltimateOwner } from './load-relations.ts';

const TITLE = { en: 'In the end it belongs to', zh: '穿透后的最终持有人' };
const ROLES: Record<string, { en: string; zh: string }> = {
  beneficial: { en: 'Beneficial owner', zh: '受益所有人' },
  minor: { en: 'Below the threshold', zh: '低于认定标准' },
  open: { en: 'Chain not known any further', zh: '链条未穿透' },
};

/** Who owns the company in the end, each with a bar as long as his share. */
export function drawOwners(screen: Screen, owners: readonly UltimateOwner[]): HTMLElement {
  const rows = owners.map(({ name, party, share, role }) => {
    const bar = element('span', { class: `bar ${role}` });
    bar.style.width = `${Number(share)}%`;
    const who = element('button', { type: 'button', class: 'plain' }, name);
    who.addEventListener('click', () => void screen.open({ object: party.object, record: party.id }));
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, who),
      element('td', { class: 'share' }, `${screen.number(share, { maximumFractionDigits: 2 })} %`),
      element('td', { class: 'bars' }, bar),
      element('td', { class: 'quiet' }, screen.text(ROLES[role] ?? { en: role, zh: role })),
    );
  });
  return element(
    'section',
    {},
    element('h2', {}, screen.text(TITLE)),
    element('table', {}, element('tbody', {}, ...rows)),
  );
}
