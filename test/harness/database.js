'use strict';

const { createRequire } = require('node:module');
const { userInfo } = require('node:os');
const { join } = require('node:path');
const { isLeftOver, temporaryName } = require('./temporary');

const { PGHOST = '127.0.0.1', PGPORT = '5432', PGUSER = userInfo().username, PGPASSWORD = '', REDIS_HOST = '127.0.0.1', REDIS_PORT = '6379' } = process.env;

/** n8n brings drivers for both along. */
const driver = (folder, name) => createRequire(join(folder, 'package.json'))(name);

/**
 * A new database in the PostgreSQL server of this machine (or of PGHOST, PGPORT, PGUSER, PGPASSWORD).
 * @param {string} folder of n8n
 * @returns {Promise<{ env: Record<string, string>, drop: () => Promise<void> }>} `env` makes n8n use it
 */
async function createDatabase(folder) {
	const { Client } = driver(folder, 'pg');
	const database = temporaryName('_');
	async function query(...statements) {
		const client = new Client({ host: PGHOST, port: Number(PGPORT), user: PGUSER, password: PGPASSWORD, database: 'postgres' });
		await client.connect().catch((error) => {
			throw new Error(
				`Queue mode needs PostgreSQL, and ${PGUSER}@${PGHOST}:${PGPORT} can't be used (${error.message || error.code}). Debian: apt-get install postgresql; set PGHOST, PGPORT, PGUSER and PGPASSWORD for one elsewhere. The user must be allowed to create databases.`,
			);
		});
		try {
			const results = [];
			for (const statement of statements) results.push(await client.query(statement));
			return results;
		} finally {
			await client.end();
		}
	}

	const [{ rows }] = await query('SELECT datname FROM pg_database');
	const leftOver = rows.map(({ datname }) => datname).filter(isLeftOver);
	await query(...leftOver.map((name) => `DROP DATABASE "${name}" WITH (FORCE)`), `CREATE DATABASE "${database}"`);
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: PGHOST,
			DB_POSTGRESDB_PORT: PGPORT,
			DB_POSTGRESDB_DATABASE: database,
			DB_POSTGRESDB_USER: PGUSER,
			DB_POSTGRESDB_PASSWORD: PGPASSWORD,
		},
		drop: async () => void (await query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)),
	};
}

/**
 * A corner of its own in the Redis server of this machine (or of REDIS_HOST, REDIS_PORT).
 * @param {string} folder of n8n
 * @returns {Promise<{ env: Record<string, string>, clear: () => Promise<void> }>} `env` makes n8n use it
 */
async function reserveRedis(folder) {
	const Redis = driver(folder, 'ioredis');
	const prefix = temporaryName();
	async function withRedis(work) {
		const redis = new Redis({ host: REDIS_HOST, port: Number(REDIS_PORT), lazyConnect: true, retryStrategy: null });
		let reason; // connect() itself only says that the connection is closed
		redis.on('error', (error) => (reason = error));
		await redis.connect().catch((error) => {
			throw new Error(
				`Queue mode needs Redis, and ${REDIS_HOST}:${REDIS_PORT} can't be used (${(reason ?? error).message}). Debian: apt-get install redis-server; set REDIS_HOST and REDIS_PORT for one elsewhere.`,
			);
		});
		return await work(redis).finally(() => redis.disconnect());
	}

	const remove = async (redis, pattern, isOurs) => {
		const keys = (await redis.keys(pattern)).filter(isOurs);
		if (keys.length > 0) await redis.del(...keys);
	};
	await withRedis(async (redis) => await remove(redis, '*', isLeftOver));
	return {
		env: { QUEUE_BULL_REDIS_HOST: REDIS_HOST, QUEUE_BULL_REDIS_PORT: REDIS_PORT, QUEUE_BULL_PREFIX: prefix, N8N_REDIS_KEY_PREFIX: prefix },
		clear: async () => await withRedis(async (redis) => await remove(redis, `${prefix}*`, () => true)),
	};
}

module.exports = { createDatabase, reserveRedis };
