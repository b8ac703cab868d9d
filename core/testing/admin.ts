/** The administrator of every server that tests start. */
export const ADMIN = { email: 'admin@example.com', password: 'an administrator' };
