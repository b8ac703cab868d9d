/** The first day of the month of a date. */
export function monthOf(date: string): string {
  return `${date.slice(0, 7)}-01`;
}

/** The first day of the month that lies so many months later. */
export function monthsLater(month: string, count: number): string {
  const whole = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(whole / 12)).padStart(4, '0')}-${String((whole % 12) + 1).padStart(2, '0')}-01`;
}

/** The last day of the month. */
export function lastDayOf(month: string): string {
  const next = new Date(`${monthsLater(month, 1)}T00:00:00Z`);
  return new Date(next.getTime() - 86_400_000).toISOString().slice(0, 10);
}

/** The earliest month that counts to the last twelve. */
export function yearBegins(today: string): string {
  return monthsLater(monthOf(today), -11);
}
