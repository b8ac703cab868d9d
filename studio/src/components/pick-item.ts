/** One line of a list to choose from. */
export interface PickItem {
  key: string;
  label: string;
  hint?: string | undefined;
  icon?: string | undefined;
  /** Present (also empty): shown as an option chip of that hue. */
  color?: string | undefined;
  /** Shown with the initials of a person. */
  person?: boolean | undefined;
}
