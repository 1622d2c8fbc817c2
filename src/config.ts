import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import Joi from 'joi';

/** Every setting, checked once at start; nothing else reads the environment. */
export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Unset: SQLite in the data folder. */
  readonly databaseUrl: string | undefined;
  /** Unset outside production: a random one per process. */
  readonly sessionSecret: string | undefined;
  readonly demoPassword: string | undefined;
  /** How many proxies stand in front; their forwarded headers are believed. */
  readonly trustProxy: number;
  readonly logLevel: string;
}

/** Days and weeks are those of the communities, whatever zone the server stands in. */
export const TIME_ZONE = 'Asia/Shanghai';

const environmentForm = Joi.object({
  NODE_ENV: Joi.string().valid('development', 'test', 'production').default('development'),
  PORT: Joi.number().integer().min(0).max(65535).default(3000),
  HOST: Joi.string().default('127.0.0.1'),
  DATA_DIR: Joi.string().default('./data'),
  DATABASE_URL: Joi.string()
    .uri({ scheme: ['postgres', 'postgresql'] })
    .empty(''),
  SESSION_SECRET: Joi.string()
    .min(32)
    .empty('')
    .when('NODE_ENV', { is: 'production', then: Joi.required() }),
  DEMO_PASSWORD: Joi.string().min(8).max(128).empty(''),
  TRUST_PROXY: Joi.number().integer().min(0).max(9).default(0),
  LOG_LEVEL: Joi.string()
    .valid('silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace')
    .default('info'),
}).unknown();

/** A setting that is missing or wrong; the sentence names it. */
export class ConfigError extends Error {}

/** Reads the settings, or throws a `ConfigError` that names each wrong one. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const checked = environmentForm.validate(environment, { abortEarly: false });
  if (checked.error) {
    const wrong = checked.error.details.map(({ message }) => message);
    throw new ConfigError(`Wrong settings: ${wrong.join('; ')}`);
  }
  const settings = checked.value as Record<string, string | number | undefined>;
  return {
    environment: settings['NODE_ENV'] as Config['environment'],
    port: settings['PORT'] as number,
    host: settings['HOST'] as string,
    dataDir: resolve(settings['DATA_DIR'] as string),
    databaseUrl: settings['DATABASE_URL'] as string | undefined,
    sessionSecret: settings['SESSION_SECRET'] as string | undefined,
    demoPassword: settings['DEMO_PASSWORD'] as string | undefined,
    trustProxy: settings['TRUST_PROXY'] as number,
    logLevel: settings['LOG_LEVEL'] as string,
  };
}

function fromEnvironment(): Config {
  try {
    if (process.env['NODE_ENV'] !== 'test' && existsSync('.env')) process.loadEnvFile('.env');
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

export const config: Config = fromEnvironment();
