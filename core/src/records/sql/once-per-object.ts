/**
 * Remembers what follows from an object of the catalog. The catalog is immutable, so it never changes; the memory goes
 * with the catalog.
 */
export function oncePerObject<Subject extends object, Value>(
  compute: (subject: Subject) => Value,
): (subject: Subject) => Value {
  const known = new WeakMap<Subject, Value>();
  return (subject) => {
    let value = known.get(subject);
    if (value === undefined) known.set(subject, (value = compute(subject)));
    return value;
  };
}
