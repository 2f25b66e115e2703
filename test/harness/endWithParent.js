'use strict';

// Loaded into n8n before its own code: ends it when the process that started it is gone, however that ended.
if (process.channel) {
	process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
	process.channel.unref();
}
