import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientInfo } from '../../core/audit/events.js';
import { describeClient } from '../http/client-info.js';
import type { HttpAnswer, HttpRequest } from '../http/http-message.js';
import { readNodeBody, type NodeRequest } from './node-body.js';

/** What the methods of a host get of a request on `node:http`. */
export interface NodeContext {
  req: IncomingMessage;
  res: ServerResponse;
}

const ids = new WeakMap<IncomingMessage, string>();

/** An id that connects a request's log line with its audit entries. The server makes it: a client must not choose it. */
export function requestIdOf(req: IncomingMessage): string {
  const id = ids.get(req) ?? randomUUID();
  ids.set(req, id);
  return id;
}

/** @param address the client's address as the app knows it, such as Express's `req.ip`; else the address of the connection */
export function clientOf(req: IncomingMessage, address?: string | null): ClientInfo {
  return describeClient({
    addresses: [address, req.socket.remoteAddress],
    userAgent: req.headers['user-agent'],
    requestId: requestIdOf(req),
  });
}

/** Node joins a repeated header with commas, except `Set-Cookie`, which no request has. */
export function headersOf(req: IncomingMessage): HttpRequest['header'] {
  return (name) => {
    const value = req.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
}

export function toHttpRequest(req: NodeRequest, path: string, client: () => ClientInfo): HttpRequest {
  return { method: req.method ?? '', path, header: headersOf(req), client, readBody: () => readNodeBody(req) };
}

/** Sends an answer beside the headers that the host has set, such as its cookie. */
export function sendAnswer(res: ServerResponse, { status, headers, body }: HttpAnswer): void {
  // The host has answered itself or the client has gone: nothing of this answer may follow.
  if (res.headersSent) return void res.destroy();
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.end(body ?? undefined);
}
