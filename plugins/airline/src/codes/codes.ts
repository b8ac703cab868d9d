import { fieldTypeOf, label, type Label } from '@stratacrm/sdk';

/** What a code of the trade looks like, and how it is written once it is read. */
interface Code {
  form: RegExp;
  error: Label;
  written?: (text: string) => string;
}

export const FLIGHT: Code = {
  form: /^(?=.*[A-Z])[A-Z0-9]{2}\d{1,4}[A-Z]?$/,
  error: label(
    'A flight number is a carrier and a number, such as SK1501.',
    '航班号由航司代码和数字组成，例如 SK1501。',
  ),
  written: (text) => text.replace(/^([A-Z0-9]{2})0+(?=\d)/, '$1'),
};
export const BOOKING: Code = {
  form: /^[A-Z0-9]{6}$/,
  error: label(
    'A booking reference has six letters and digits, such as K7M2QX.',
    '订座编号为六位字母或数字，例如 K7M2QX。',
  ),
};
export const AIRPORT: Code = {
  form: /^[A-Z]{3}$/,
  error: label('An airport has three letters, such as PVG.', '机场代码为三个字母，例如 PVG。'),
};

/** As people say and paste it: in small letters, with spaces, strokes and dashes. */
export function readCode(value: string, { form, error, written }: Code): { value: string } | { error: Label } {
  const plain = value.replaceAll(/[\s/-]/g, '').toUpperCase();
  const text = written === undefined ? plain : written(plain);
  return form.test(text) ? { value: text } : { error };
}

/** SK1501, however it is written: “sk 1501”, “SK-01501”. */
export const flightNumber = fieldTypeOf(
  {
    name: 'flight_number',
    label: label('Flight number', '航班号'),
    description: label('Carrier and number; written as SK1501.', '航司代码加数字，统一写作 SK1501。'),
    icon: 'plane',
    base: 'text',
    preset: { max_length: 12 },
  },
  ({ values }) => values.map((value) => readCode(String(value), FLIGHT)),
);

/** The six signs by which a booking is known to every airline. */
export const bookingReference = fieldTypeOf(
  {
    name: 'booking_reference',
    label: label('Booking reference', '订座编号'),
    description: label('Six letters and digits, shown in threes.', '六位字母或数字，每三位一组显示。'),
    icon: 'ticket',
    base: 'text',
    preset: { max_length: 12 },
    display: { group: 3 },
  },
  ({ values }) => values.map((value) => readCode(String(value), BOOKING)),
);

/** An airport by its three letters. */
export const airportCode = fieldTypeOf(
  {
    name: 'airport',
    label: label('Airport', '机场'),
    description: label('Three letters, such as PVG.', '三个字母，例如 PVG。'),
    icon: 'map-pin',
    base: 'text',
    preset: { max_length: 12 },
  },
  ({ values }) => values.map((value) => readCode(String(value), AIRPORT)),
);
