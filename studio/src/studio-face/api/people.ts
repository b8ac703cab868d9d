import type { DelegationInfo, RoleDocument, TeamInfo, UserInfo } from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

export interface UserInput {
  email: string;
  name: string;
  roles: string[];
  teams: string[];
  locale: 'en' | 'zh';
  active: boolean;
  password: string;
  /** Somebody from outside, and the record that is his. */
  portal: { object: string; record: string } | null;
}

export async function fetchUsers(): Promise<UserInfo[]> {
  return (await api.get<{ data: UserInfo[] }>('/api/users')).data;
}

export async function createUser(input: Partial<UserInput>): Promise<UserInfo> {
  return (await api.post<{ data: UserInfo }>('/api/users', input)).data;
}

export async function updateUser(id: string, input: Partial<UserInput>): Promise<UserInfo> {
  return (await api.patch<{ data: UserInfo }>(`/api/users/${id}`, input)).data;
}

export async function fetchTeams(): Promise<TeamInfo[]> {
  return (await api.get<{ data: TeamInfo[] }>('/api/teams')).data;
}

export async function createTeam(input: Partial<TeamInfo>): Promise<TeamInfo> {
  return (await api.post<{ data: TeamInfo }>('/api/teams', input)).data;
}

export async function updateTeam(id: string, input: Partial<Omit<TeamInfo, 'id'>>): Promise<TeamInfo> {
  return (await api.patch<{ data: TeamInfo }>(`/api/teams/${id}`, input)).data;
}

/** Refused, with counts, while anybody or anything belongs to it. */
export function deleteTeam(id: string): Promise<void> {
  return api.delete(`/api/teams/${id}`);
}

/** A role, and whether the person who is signed in may give it to others. */
export type OfferedRole = RoleDocument & { may_hand_out: boolean };

/** The published roles, for people who manage users but do not configure. */
export async function fetchRoles(): Promise<OfferedRole[]> {
  return (await api.get<{ data: OfferedRole[] }>('/api/roles')).data;
}

/** Who manages the users of his own teams alone. */
export async function fetchDelegations(): Promise<DelegationInfo[]> {
  return (await api.get<{ data: DelegationInfo[] }>('/api/delegations')).data;
}
