'use strict';

/**
 * Reads what n8n stores of an execution: a JSON list whose first entry is the root, and in which every text inside
 * an object or list is the index of the entry that belongs there (so that repeated and circular parts need no copy).
 */
function parseFlatted(text) {
	const entries = JSON.parse(text);
	const built = new Map();
	function entry(index) {
		const raw = entries[index];
		if (raw === null || typeof raw !== 'object') return raw;
		if (built.has(index)) return built.get(index);
		const value = Array.isArray(raw) ? [] : {};
		built.set(index, value);
		for (const [key, part] of Object.entries(raw)) value[key] = typeof part === 'string' ? entry(Number(part)) : part;
		return value;
	}
	return entry(0);
}

module.exports = { parseFlatted };
