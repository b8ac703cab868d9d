import { items, label, patchDocument, type DocumentPatch } from '@stratacrm/sdk';

const TAB = 'bank__banking';

/** A tab of its own on the pages of persons and companies. */
function bankingTab(via: 'account' | 'contact'): DocumentPatch {
  const added = (entry: object) => ({ $add: true, ...entry }) as unknown as DocumentPatch;
  const section = (id: string, name: [string, string], fields: string[]) =>
    added({ id, label: label(...name), tab: TAB, columns: 2, items: items(...fields) });
  const list = (
    id: string,
    object: string,
    by: string,
    name: [string, string] | null,
    fields: string[],
    sort: string,
  ) => added({ id, object, via: by, fields, sort, tab: TAB, ...(name !== null && { label: label(...name) }) });
  return {
    tabs: [
      added({ id: 'record', label: label('Record', '资料') }),
      added({ id: TAB, label: label('Banking', '银行业务') }),
    ],
    sections: [
      section(
        'bank__customer',
        ['Customer', '客户'],
        [
          'bank__segment',
          'bank__officer',
          'bank__household',
          ...(via === 'contact' ? ['bank__household_role'] : ['bank__lei']),
          'bank__risk_class',
          'bank__kyc_valid_until',
          'bank__kyc_in_order',
        ],
      ),
      section(
        'bank__money',
        ['Money', '资产负债'],
        [
          'bank__holdings',
          'bank__deposits',
          'bank__loans',
          'bank__invested',
          'bank__margin_12m',
          'bank__contribution_12m',
        ],
      ),
      added({
        id: 'bank__relations',
        label: label('Relationships', '关系'),
        tab: TAB,
        columns: 1,
        items: [],
        screen: 'bank__relations',
      }),
    ],
    related: [
      list(
        'bank__suggestions',
        'bank__suggestion',
        via,
        ['Next product', '产品推荐'],
        ['reason', 'share', 'status'],
        '-lift',
      ),
      list(
        'bank__holdings',
        'bank__holding',
        via,
        null,
        ['number', 'product', 'status', 'balance', 'rate', 'contribution_12m'],
        '-contribution_12m',
      ),
      list(
        'bank__relations',
        'bank__relationship',
        'from',
        ['Stands to others as', '对外关系'],
        ['type', 'to', 'share', 'since', 'until', 'active'],
        'type',
      ),
      list(
        'bank__relations_back',
        'bank__relationship',
        'to',
        ['Others stand to it as', '被关联关系'],
        ['inverse', 'from', 'share', 'since', 'until', 'active'],
        'type',
      ),
      ...(via === 'account'
        ? [list('bank__owners', 'bank__owner', 'company', null, ['name', 'share', 'role', 'chain'], '-share')]
        : [
            list(
              'bank__owned',
              'bank__owner',
              'person',
              ['Owns in the end', '最终持有企业'],
              ['company', 'share', 'role', 'chain'],
              '-share',
            ),
          ]),
      list(
        'bank__checks',
        'bank__kyc_check',
        via,
        null,
        ['number', 'occasion', 'status', 'risk_class', 'approved_on', 'valid_until'],
        '-created_at',
      ),
    ],
  };
}

export const customerPatches = [
  patchDocument('layout', 'account_record', bankingTab('account')),
  patchDocument('layout', 'contact_record', bankingTab('contact')),
];
