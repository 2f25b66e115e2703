'use strict';

const { createHash } = require('node:crypto');

/** The same UUID for the same text, so that what is made up on reading reads the same the next time. */
function stableId(...parts) {
	const hex = createHash('sha1').update(parts.join('\n')).digest('hex');
	return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

module.exports = { stableId };
