import type { Request } from 'express';
import type * as z from 'zod';
import { requireBody } from '../../adapters/express/json-body.js';
import { TwoFactorError } from '../../core/errors.js';

/** The checked fields of a request's body. @throws `request_invalid` */
export function readFields<T>(req: Request, schema: z.ZodType<T>): T {
  const fields = schema.safeParse(requireBody(req));
  if (!fields.success) throw new TwoFactorError('request_invalid');
  return fields.data;
}
