import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address that leads to a server of choice, as the address of a database service does. */
export interface TcpProxy {
  port: number;
  /** Where new connections lead. */
  leadTo(port: number): void;
  /** Keeps everything back from now on, in both directions. */
  hold(): void;
  /** Passes on what was kept back, and what comes. */
  pass(): void;
  /** Ends all connections; what was kept back is lost. New ones pass again. */
  cut(): void;
  close(): Promise<void>;
}

export async function createProxy(first: number): Promise<TcpProxy> {
  let target = first;
  let held = false;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, peer: () => Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      peer().destroy();
    });
    socket.on('data', (data) => void peer().write(data));
    if (held) socket.pause();
  };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    keep(client, () => upstream);
    keep(upstream, () => client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    held = false;
  };
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(port) {
      target = port;
    },
    hold() {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    pass() {
      held = false;
      for (const socket of sockets) socket.resume();
    },
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
