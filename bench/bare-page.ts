import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import ejs from 'ejs';
import express from 'express';

/** Express and EJS and nothing else: what a page costs that asks no database. */
const view = process.argv[2] ?? '';
const app = express();
app.engine('ejs', ejs.renderFile);
app.get('/{*path}', (_req, res) => {
  res.render(view, { title: 'Jifenbu' });
});

const server = createServer(app);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
