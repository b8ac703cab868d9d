/** When a token `t` is to go on, null where it is not to; as its index has it. */
export const DUE_AT = `(case when t.status in ('ready', 'waiting') then coalesce(t.waits_until, t.ready_at) end)`;
