import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Connections {
  /** Closes connections without a request under way: the idle ones now, each other one after its last response. */
  closeIdle(): void;
  closeAll(): void;
}

/**
 * Node's own `closeIdleConnections` is not enough: it leaves connections that have not sent a request yet (browsers
 * open some in advance), and those that fall idle afterwards wait for their keep-alive to end.
 */
export function trackConnections(server: Server): Connections {
  const requests = new Map<Socket, number>();
  let isClosing = false;
  server.on('connection', (socket) => {
    requests.set(socket, 0);
    socket.once('close', () => requests.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    requests.set(socket, (requests.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const rest = (requests.get(socket) ?? 1) - 1;
      if (requests.has(socket)) requests.set(socket, rest);
      if (isClosing && rest === 0) socket.destroySoon();
    });
  });
  return {
    closeIdle() {
      isClosing = true;
      for (const [socket, count] of requests) if (count === 0) socket.destroySoon();
    },
    closeAll() {
      for (const socket of requests.keys()) socket.destroy();
    },
  };
}
