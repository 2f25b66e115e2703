'use strict';

const { join } = require('node:path');

const ENCRYPTION_KEY = 'only-for-local-throw-away-tests';

/** No questions, no offers, no calls to anybody: an n8n that is alone on the machine. */
const ALONE = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
	N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'instance-ai,mcp,mcp-registry,chat-hub,agents',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};

/**
 * The environment of one n8n process. Of this process's own environment only what every program needs gets through.
 * @param {{ port: number, brokerPort: number, userFolder: string, webhookUrl?: string }} options
 */
function settings({ port, brokerPort, userFolder, webhookUrl = `http://127.0.0.1:${port}` }) {
	const { PATH, HOME, LANG, TMPDIR, TZ } = process.env;
	const inherited = Object.fromEntries(Object.entries({ PATH, HOME, LANG, TMPDIR, TZ }).filter(([, value]) => value !== undefined));
	return {
		...inherited,
		...ALONE,
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		WEBHOOK_URL: `${webhookUrl}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_RESTRICT_FILE_ACCESS_TO: join(userFolder, 'files'),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
		// Of a worker, which has no other address
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_LOG_LEVEL: 'info',
		N8N_LOG_OUTPUT: 'console',
		NO_COLOR: '1',
		DB_TYPE: 'sqlite',
	};
}

module.exports = { settings };
