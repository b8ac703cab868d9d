/** One line of a menu. */
export interface MenuItem {
  key: string;
  label: string;
  icon?: string | undefined;
  /** Key or count at the right edge. */
  hint?: string | undefined;
  /** Present: one of several of which one is chosen. */
  checked?: boolean | undefined;
  disabled?: boolean | undefined;
  danger?: boolean | undefined;
  /** A line above it. */
  divided?: boolean | undefined;
  /** A title over the lines that follow, not a choice. */
  heading?: boolean | undefined;
  run?: () => void;
}
