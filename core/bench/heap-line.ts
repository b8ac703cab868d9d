/** What stands before the number in the line by which a server tells what its memory holds. */
export const HEAP_LINE = 'heap in MB: ';
