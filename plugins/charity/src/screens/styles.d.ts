/** Styles are bundled with the screen that imports them. */
declare module '*.css';
