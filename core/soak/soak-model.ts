import { defineObject, defineRole, field, label, type DocumentDraft } from '@stratacrm/sdk';

const text = (name: string) => label(name, name);

/** Every attempt to write leaves its own text in this field, so that the change log tells which of them took effect. */
export const MARKER = 'marker';

/** Whom the second writer writes as: somebody who sees only his own. */
export const CLERK = 'soak_clerk';

/** Objects whose records hang together: lines go with their order, notes lose sight of it. */
export const SOAK_OBJECTS = ['soak_order', 'soak_line', 'soak_note'] as const;

const ownRows = 'record.owner == user.id';
const grant = { create: true, read: ownRows, update: ownRows, delete: ownRows };

/** A small model in which everything that a crash could tear apart is there. */
export function soakDocuments(): DocumentDraft[] {
  return [
    ...defineObject('soak_order', {
      label: text('Order'),
      plural: text('Orders'),
      fields: {
        name: field.text(text('Name'), { required: true }),
        number: field.autoNumber(text('Number'), 'O-{000000}'),
        serial: field.autoNumber(text('Serial'), '{0}', { gap_free: true }),
        code: field.text(text('Code'), { unique: true }),
        marker: field.text(text('Marker')),
        writer: field.text(text('Writer')),
        counter: field.integer(text('Counter')),
        amount: field.currency(text('Amount')),
        weight: field.decimal(text('Weight'), { scale: 3 }),
        placed: field.date(text('Placed')),
        remarks: field.longText(text('Remarks')),
        line_count: field.rollup(text('Lines'), 'soak_line', 'order', 'count'),
        quantity_total: field.rollup(text('Quantity'), 'soak_line', 'order', 'sum', { field: 'quantity' }),
        large_lines: field.rollup(text('Large lines'), 'soak_line', 'order', 'count', {
          where: 'record.quantity >= 10',
        }),
      },
    }),
    ...defineObject('soak_line', {
      label: text('Line'),
      plural: text('Lines'),
      fields: {
        name: field.text(text('Item'), { required: true }),
        marker: field.text(text('Marker')),
        quantity: field.integer(text('Quantity')),
        order: { type: 'reference', label: text('Order'), to: 'soak_order', on_delete: 'cascade' },
      },
    }),
    ...defineObject('soak_note', {
      label: text('Note'),
      plural: text('Notes'),
      fields: {
        name: field.text(text('Note'), { required: true }),
        marker: field.text(text('Marker')),
        order: { type: 'reference', label: text('Order'), to: 'soak_order', on_delete: 'clear' },
      },
    }),
    defineRole({
      name: CLERK,
      label: text('Clerk'),
      grants: Object.fromEntries(SOAK_OBJECTS.map((name) => [name, grant])),
    }),
  ];
}
