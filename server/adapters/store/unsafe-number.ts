/** A number of the database that JavaScript cannot hold without rounding. No write stores one. */
export class UnsafeNumberError extends TypeError {
  override readonly name = 'UnsafeNumberError';
}
