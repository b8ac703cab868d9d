import { randomBytes } from 'node:crypto';
import type { Locale } from '@stratacrm/sdk';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../kernel/database.ts';
import { setRoles, storePassword } from './user.ts';

export interface FirstAdministrator {
  email: string;
  /** null: one is generated. */
  password: string | null;
  role: string;
  locale: Locale;
  timeZone: string;
}

/** How to sign in: the password only when nobody else knows it. */
export interface SignInHint {
  /** The administrator's id. */
  id: string;
  email: string;
  /** True at the first start. */
  isNew: boolean;
  generatedPassword: string | null;
}

/** Makes the administrator if there is no user yet. Of several processes starting together, one makes him. */
export async function createFirstAdministrator(tx: Transaction, wanted: FirstAdministrator): Promise<SignInHint> {
  await tx.query('lock table core."user" in share row exclusive mode');
  const { rows } = await tx.query<{ id: string; email: string }>(
    'select id, email from core."user" where active and deleted_at is null order by created_at, id limit 1',
  );
  if (rows[0] !== undefined) return { ...rows[0], isNew: false, generatedPassword: null };
  const id = uuidv7();
  const generatedPassword = wanted.password === null ? generatePassword() : null;
  await tx.query(
    `insert into core."user" (id, name, email, locale, time_zone, owner, created_by, updated_by)
     values ($1, $2, $3, $4, $5, $1, $1, $1)`,
    [id, nameFrom(wanted.email), wanted.email.toLowerCase(), wanted.locale, wanted.timeZone],
  );
  await setRoles(tx, id, [wanted.role]);
  await storePassword(tx, id, wanted.password ?? generatedPassword ?? '');
  return { id, email: wanted.email, isNew: true, generatedPassword };
}

/** 100 bits, in groups that can be read aloud; no letter that looks like another. */
function generatePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const letters = [...randomBytes(60)].filter((byte) => byte < alphabet.length * 8).slice(0, 20);
  const text = letters.map((byte) => alphabet[byte % alphabet.length]).join('');
  return text.replace(/(.{5})(?=.)/g, '$1-');
}

function nameFrom(email: string): string {
  const name = (email.split('@')[0] ?? email).replaceAll(/[._-]+/g, ' ').trim();
  return name.replaceAll(/\b\p{L}/gu, (letter) => letter.toUpperCase()) || email;
}
