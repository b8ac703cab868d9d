import { defineObject, defineRole, field, isFieldType, label, type DocumentDraft } from '@stratacrm/sdk';

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
        code: field.text(text('Code'), { unique: true }),
        marker: field.text(text('Marker')),
        writer: field.text(text('Writer')),
        counter: field.integer(text('Counter')),
        amount: field.currency(text('Amount')),
        weight: field.decimal(text('Weight'), { scale: 3 }),
        placed: field.date(text('Placed')),
        remarks: field.longText(text('Remarks')),
        ...rollUps(),
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

/** Kept totals of an order's lines, once there are such fields. */
function rollUps(): object {
  if (!isFieldType('rollup')) return {};
  const rollup = { type: 'rollup', children: 'soak_line', via: 'order' };
  return {
    line_count: { ...rollup, label: text('Lines'), function: 'count' },
    quantity_total: { ...rollup, label: text('Quantity'), function: 'sum', field: 'quantity' },
  };
}
