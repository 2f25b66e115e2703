'use strict';

// Not the globals: a test's fake clock must not stop the vendor.
const { setTimeout, clearTimeout } = require('node:timers');

/**
 * How files, media of collections and jobs come about, all alike: pending, then processing, then, after `state.processingMs`, an end.
 * A record is `{ id, kind, outcome?, object }`, where `object` is what the API shows, with the `status`.
 *
 * @param {object} state holds `processingMs` (Infinity: until `finish`)
 * @param {{ complete: (record) => void, tell: (record) => void }} options `complete` puts in what completed ones have
 */
function createWork(state, { complete, tell }) {
	const timers = new Map();

	function stop(record) {
		for (const timer of timers.get(record) ?? []) clearTimeout(timer);
		timers.delete(record);
	}

	const work = {
		/** Starts, or starts anew. */
		start(record) {
			stop(record);
			record.object.status = 'pending';
			const total = state.processingMs;
			const steps = [[Math.min(total / 3, 1000), () => { record.object.status = 'processing'; tell(record); }]];
			if (Number.isFinite(total)) steps.push([total, () => work.finish(record)]);
			timers.set(record, steps.map(([delay, act]) => setTimeout(act, delay).unref()));
			return record;
		},
		/** Ends it now; one that has ended is told of again, unchanged. `silently` = no event at all. */
		finish(record, { status = record.outcome ?? 'completed', error = 'Processing failed', silently = false } = {}) {
			stop(record);
			const { object } = record;
			object.status = status;
			if (status === 'completed') complete(record);
			// Only describe and extract jobs have room for a reason.
			if (status === 'failed' && ['describe', 'extract'].includes(record.kind)) object.error = error;
			if (!silently) tell(record);
			return record;
		},
		stop,
		stopAll: () => [...timers.keys()].forEach(stop),
	};
	return work;
}

module.exports = { createWork };
