/** Header of the request during which the process kills itself: `before 3` or `after 3`, with the number of the SQL statement. */
export const crashHeader = 'x-crash';
