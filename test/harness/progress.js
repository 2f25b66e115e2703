'use strict';

const { execFile } = require('node:child_process');

/**
 * Shows that something long is going on: on a terminal one line that is rewritten, elsewhere a line every 20 seconds.
 * @param {{ folder: string, log: (line: string) => void }} options `folder` grows meanwhile; its size is shown
 */
function showProgress({ folder, log }) {
	const live = process.stdout.isTTY && log === console.log;
	const started = Date.now();
	let what = '';
	let size = '';
	let measuring;

	const line = () => `  ${Math.round((Date.now() - started) / 1000)} s${size} - ${what}`;
	const show = () => (live ? process.stdout.write(`\r\x1b[2K${line()}`) : log(line()));
	const measure = () => {
		if (measuring) return;
		measuring = execFile('du', ['-sk', folder], (error, stdout) => {
			measuring = undefined;
			const kilobytes = Number.parseInt(stdout, 10);
			if (kilobytes) size = `, ${(kilobytes / 1024 ** 2).toFixed(2)} GB`;
		});
	};
	const timers = [setInterval(measure, 5_000), setInterval(show, live ? 1_000 : 20_000)];

	return {
		/** Says what is being done from now on. */
		step(name) {
			what = name;
			show();
		},
		stop() {
			timers.forEach(clearInterval);
			measuring?.kill();
			if (live) process.stdout.write('\r\x1b[2K');
		},
	};
}

module.exports = { showProgress };
