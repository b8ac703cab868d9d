import { Connection } from './connection.ts';
import type { ScreenContext, ScreenSurroundings } from './context.ts';
import type { Frame, FramePort } from './frame.ts';
import { PORT_MESSAGE } from './messages.ts';

/**
 * Waits for the port that the Studio hands over. Only the window around the frame counts: another plugin's frame can send
 * messages here too, and its port would lead to that plugin.
 */
export function awaitPort(frame: Frame): Promise<Connection> {
  return new Promise((resolve) => {
    let taken = false;
    frame.addEventListener('message', ({ data, source, ports }) => {
      const [port] = ports;
      if (taken || data !== PORT_MESSAGE || source !== frame.parent || port === undefined) return;
      taken = true;
      void begun(port).then(resolve);
    });
  });
}

function begun(port: FramePort): Promise<Connection> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }) => {
      const { begin } = JSON.parse(String(data)) as {
        begin: { context: ScreenContext; surroundings: ScreenSurroundings };
      };
      resolve(new Connection(port, begin));
    };
  });
}
