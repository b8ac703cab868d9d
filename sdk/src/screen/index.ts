export { connect } from './connect.ts';
export { ScreenError } from './screen-error.ts';
export type { PickedRecord, ScreenContext, ScreenSurroundings } from './context.ts';
export type { Screen, ScreenQuestion, ScreenTarget } from './screen.ts';
