/** How a restore calls the folder in which it keeps what was there before it. */
export const keptPrefix = 'before-restore-';
