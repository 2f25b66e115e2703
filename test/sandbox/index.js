'use strict';

const { startCloudglue } = require('./cloudglue');
const { startContentGroove } = require('./contentgroove');
const { startInformer } = require('./informer');

const SERVICES = { cloudglue: startCloudglue, contentGroove: startContentGroove, informer: startInformer };

/**
 * Starts every service there is.
 * @param {{ ports?: Record<string, number> }} [options] ports by service; none = any free one
 * @returns {Promise<object>} the services by name, and `close()`
 */
async function startSandbox({ ports = {} } = {}) {
	const services = {};
	const close = async () => void (await Promise.all(Object.values(services).map((service) => service.close())));
	try {
		for (const [name, start] of Object.entries(SERVICES)) services[name] = await start({ port: ports[name] ?? 0 });
	} catch (error) {
		await close();
		throw error;
	}
	return { ...services, close };
}

/** `node test/sandbox [name=port …]`: runs until it is told to stop. */
async function main() {
	const ports = Object.fromEntries(process.argv.slice(2).map((argument) => argument.split('=')).map(([name, port]) => [name, Number(port)]));
	const { close, ...services } = await startSandbox({ ports });
	for (const [name, { apiUrl }] of Object.entries(services)) console.log(`${name} ${apiUrl}`);
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, close);
}

if (require.main === module) {
	main().catch((error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}

module.exports = { startSandbox };
