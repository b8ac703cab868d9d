import { SYSTEM_RIGHTS } from '@stratacrm/sdk';
import { z } from 'zod';
import { email, id, json, label, locale, name, timestamp, timeZone } from './values.ts';

const userProperties = {
  id,
  email: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  teams: z.array(id).meta({ description: 'The first is the primary team.' }),
  locale,
  time_zone: z.string(),
  active: z.boolean(),
  portal: z
    .strictObject({ object_id: id, record: id })
    .nullable()
    .meta({ description: 'Somebody from outside: the record that is his own, and the id of its object.' }),
};

export const userInfo = z.strictObject(userProperties).meta({ id: 'User' });

export const me = z
  .strictObject({
    ...userProperties,
    rights: z.array(z.enum(SYSTEM_RIGHTS)),
    role_labels: z.record(z.string(), label).meta({ description: 'What his roles are called, by their names.' }),
    second_factor_needed: z.boolean().meta({
      description: 'A role demands a second factor that is not set up yet; until then nothing else is open.',
    }),
  })
  .extend({
    seen_by: z
      .strictObject({ id, name: z.string() })
      .nullable()
      .meta({ description: 'The administrator who looks through his eyes in this session.' }),
  })
  .meta({ id: 'Me', description: 'The user who asks, and the rights that do not belong to an object.' });

export const password = z.string().max(1000);

const roles = z.array(z.string().max(100)).max(100);
const teams = z
  .array(z.string().max(200))
  .max(100)
  .meta({ description: 'Ids or names of teams; the first becomes the primary team.' });

export const newUser = z
  .strictObject({
    email,
    name,
    roles: roles.optional(),
    teams: teams.optional(),
    password: password.optional(),
    active: z.boolean().optional(),
    locale: locale.optional(),
    time_zone: timeZone.optional(),
    portal: z
      .strictObject({ object: z.string(), record: id })
      .nullish()
      .meta({ description: 'Makes somebody from outside of him, with this record as his own.' }),
  })
  .meta({ id: 'NewUser' });

export const userPatch = newUser.partial().meta({ id: 'UserPatch' });

export const mePatch = z
  .strictObject({
    name: name.optional(),
    locale: locale.optional(),
    time_zone: timeZone.optional(),
    password: password.optional(),
    current_password: password.optional(),
  })
  .meta({ id: 'MePatch' });

export const sessionInfo = z
  .strictObject({
    id,
    current: z.boolean().meta({ description: 'The session that asks.' }),
    created_at: timestamp,
    seen_at: timestamp.meta({ description: 'Its last use, exact to five minutes.' }),
    expires_at: timestamp.meta({ description: 'When it ends if it is not used again.' }),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
  })
  .meta({ id: 'Session', description: 'A device somebody is signed in on.' });

export const teamInfo = z
  .strictObject({ id, name: z.string(), parent: id.nullable(), manager: id.nullable() })
  .meta({ id: 'Team' });

export const newTeam = z.strictObject({ name, parent: id.nullish(), manager: id.nullish() }).meta({ id: 'NewTeam' });

export const teamPatch = newTeam.partial().meta({ id: 'TeamPatch' });

export const roleSummary = z
  .looseObject({
    kind: z.literal('role'),
    id,
    name: z.string(),
    label,
    grants: z.record(z.string(), json),
    may_hand_out: z.boolean().meta({ description: 'Whether one holds all that it allows, and so may give it.' }),
  })
  .meta({ id: 'Role' });

export const delegationInfo = z
  .strictObject({
    user: z.strictObject({ id, name: z.string(), email: z.string() }),
    given_by: z.array(z.string()).meta({ description: 'Names of his roles with the right.' }),
    teams: z.array(id).meta({ description: 'The teams he manages and all beneath them; with none he manages nobody.' }),
    people: z.int().meta({ description: 'How many users he manages.' }),
    roles: z.array(z.string()).meta({ description: 'Names of the roles he may hand out.' }),
  })
  .meta({ id: 'Delegation' });

export const apiKeyInfo = z
  .strictObject({
    id,
    name: z.string(),
    hint: z.string().meta({ description: 'Its last characters, to tell keys apart.' }),
    roles: z.array(z.string()).nullable().meta({ description: 'null: all roles of the user.' }),
    created_at: timestamp,
    used_at: timestamp.nullable(),
    expires_at: timestamp.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const newApiKey = z
  .strictObject({ name, roles: roles.optional(), expires_at: z.iso.datetime({ offset: true }).optional() })
  .meta({ id: 'NewApiKey' });
