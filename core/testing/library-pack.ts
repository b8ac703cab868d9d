import { defineObject, definePlugin, defineRole, field, label, option, type PluginManifest } from '@stratacrm/sdk';

/** A small pack with a bit of everything, for tests that need a model but no CRM. */
export const libraryPack: PluginManifest = definePlugin({
  id: 'library-pack',
  prefix: '',
  version: '1.0.0',
  label: label('Library', '图书馆'),
  description: label('Books and their readers.', '图书与读者。'),
  documents: [
    ...defineObject('reader', {
      label: label('Reader', '读者'),
      plural: label('Readers', '读者'),
      fields: {
        name: field.text(label('Name', '姓名'), { required: true }),
        email: field.email(label('E-mail', '邮箱'), { unique: true }),
        tier: field.select(label('Tier', '等级'), [
          option('gold', label('Gold', '金')),
          option('silver', label('Silver', '银')),
          option('bronze', label('Bronze', '铜')),
        ]),
        visits: field.integer(label('Visits', '到访次数')),
      },
    }),
    ...defineObject('book', {
      label: label('Book', '图书'),
      plural: label('Books', '图书'),
      fields: {
        name: field.text(label('Title', '书名'), { required: true }),
        price: field.currency(label('Price', '价格')),
        borrower: field.reference(label('Borrower', '借阅人'), 'reader'),
        due: field.date(label('Due', '应还日期')),
        number: field.autoNumber(label('Number', '编号'), 'B-{0000}'),
        late: field.formula(label('Late', '逾期'), 'boolean', 'record.due < today()'),
      },
      views: {
        all_books: {
          label: label('All books', '全部图书'),
          type: 'table',
          columns: [{ name: 'name' }, { name: 'borrower.name' }, { name: 'due' }],
          filter: 'borrower.tier == "gold" || due != null',
          sort: '-due',
        },
      },
      layouts: {
        book_page: {
          label: label('Book', '图书'),
          head: ['due', 'borrower'],
          sections: [
            {
              id: 'main',
              label: label('Book', '图书'),
              columns: 2,
              items: [
                { id: 'name', field: 'name' },
                { id: 'due', field: 'due', visible: 'has(record.borrower)' },
              ],
            },
          ],
          related: [],
          create: ['name', 'price'],
        },
      },
      rules: {
        due_with_borrower: {
          label: label('A borrowed book is due', '借出的图书须有应还日期'),
          type: 'validation',
          when: 'has(record.borrower)',
          assert: 'has(record.due)',
          message: label('Say when it is due.', '请填写应还日期。'),
          fields: ['due'],
          mode: 'enforce',
        },
      },
    }),
    defineRole({
      name: 'librarian',
      label: label('Librarian', '图书管理员'),
      grants: {
        '*': { read: 'record.owner == user.id' },
        book: { read: 'record.borrower.tier != "bronze"', update: true, fields: { '*': 'edit', due: 'read' } },
      },
    }),
  ],
});
