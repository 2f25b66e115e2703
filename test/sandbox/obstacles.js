'use strict';

/**
 * Faults: answers that go wrong on purpose. The first fault that fits a request is used up by it.
 *
 * A fault: `{ method, path, times = 1, after = 0, … }`. `path` is a RegExp (tested as it is), or a string: the source of a
 * RegExp that must fit the whole path (no query), so a plain path means just that path. `times: Infinity` (`null` in JSON) never wears out;
 * `after: n` lets the first n fitting requests pass. What it does:
 * - `status`, `body` (JSON) or `text`, `html: true` (a proxy's page, 502 unless `status`): this answer instead of the service's;
 * - `headers`: added to whatever is answered; `delay`: ms before anything else;
 * - `drop: true`: the socket is destroyed unanswered and unprocessed; `drop: 'after'`: processed, then destroyed;
 * - `truncate: true`: the service's own answer, cut in half.
 */
function createFaults() {
	const list = [];
	const fits = (fault, method, path) =>
		(!fault.method || fault.method.toUpperCase() === method) && (!fault.pattern || fault.pattern.test(path));

	return {
		list,
		/** Adds a fault and returns it; its `seen` and `hits` count on. */
		add(spec) {
			const { path } = spec;
			const pattern = path === undefined || path instanceof RegExp ? path : new RegExp(`^(?:${path})$`);
			const times = spec.times === undefined ? 1 : (spec.times ?? Infinity);
			const fault = { ...spec, times, after: spec.after ?? 0, seen: 0, hits: 0 };
			Object.defineProperty(fault, 'pattern', { value: pattern });
			list.push(fault);
			return fault;
		},
		clear() {
			list.length = 0;
		},
		/** The fault this request runs into, if any. */
		take(method, path) {
			for (const fault of list) {
				if (fault.hits >= fault.times || !fits(fault, method, path)) continue;
				fault.seen += 1;
				if (fault.seen <= fault.after) continue;
				fault.hits += 1;
				return fault;
			}
			return undefined;
		},
	};
}

/**
 * A rate limit over fixed windows, the first starting with the first request: `set({ perSecond, windowMs = 1000, date, retryAfter })`.
 * `date` writes Retry-After as an HTTP date, `retryAfter` (seconds) overrides the computed figure. `set(undefined)` lifts it.
 */
function createLimit() {
	let rule;
	let window = { start: -Infinity, count: 0 };
	const counts = { total: 0, limited: 0, maxInOneWindow: 0 };
	const refusals = [];

	return {
		refusals,
		set(next) {
			rule = next?.perSecond ? { windowMs: 1000, ...next } : undefined;
			window = { start: -Infinity, count: 0 };
			Object.assign(counts, { total: 0, limited: 0, maxInOneWindow: 0 });
			refusals.length = 0;
		},
		/** Since the last `set`: `total` requests, of which `limited` got a 429; the most that came in one window, refused ones included. */
		stats: () => ({ ...counts }),
		/** Counts a request; returns the Retry-After to send when it is one too many. */
		refuse(now = Date.now()) {
			counts.total += 1;
			const windowMs = rule?.windowMs ?? 1000;
			if (now - window.start >= windowMs) window = { start: now, count: 0 };
			window.count += 1;
			counts.maxInOneWindow = Math.max(counts.maxInOneWindow, window.count);
			if (!rule || window.count <= (rule.perSecond * windowMs) / 1000) return undefined;
			counts.limited += 1;
			const wait = (window.start + windowMs - now) / 1000;
			const seconds = rule.retryAfter ?? Math.max(1, Math.ceil(wait));
			// An HTTP date has whole seconds: rounded up, or it would allow what the limit still refuses.
			const until = Math.ceil((now + (rule.retryAfter ?? wait) * 1000) / 1000) * 1000;
			refusals.push({ at: now, until: rule.date ? until : now + seconds * 1000 });
			return rule.date ? new Date(until).toUTCString() : String(seconds);
		},
	};
}

module.exports = { createFaults, createLimit };
