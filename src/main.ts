import { ConfigError } from './config.ts';
import { commands } from './commands.ts';

const [name = 'serve', ...args] = process.argv.slice(2);
const command = commands[name];

if (!command) {
  console.error(`Unknown command ${name}. There are: ${Object.keys(commands).join(', ')}`);
  process.exitCode = 2;
} else {
  try {
    await command(args);
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exitCode = 1;
  }
}
