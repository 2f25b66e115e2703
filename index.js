'use strict';

const { n8n } = require('./package.json');

/** The built node and credential classes by name. n8n itself finds them through the `n8n` field of package.json. */
for (const file of [...n8n.credentials, ...n8n.nodes]) Object.assign(module.exports, require(`./${file}`));
