'use strict';

const { resultOf } = require('../client');

/** A good night, a night with a file that failed, one whose answer was lost, a library that is not synced, and a connection that ends soon. */
async function drive({ client, workflowId, sandbox: { informer } }) {
	const run = async (trigger = 'Every night') => await client.waitForExecution(await client.run(workflowId, { trigger }));
	const expectOne = (execution, node) => {
		const [json, ...more] = resultOf(execution, node);
		if (!json || more.length > 0) throw new Error(`Expected one item in "${node}"`);
		return json;
	};

	const good = expectOne(await run(), 'All is well');
	informer.setSync({ errors: [{ file: 'plan.pdf', message: 'locked' }] });
	expectOne(await run(), 'Raise the alarm');
	informer.setSync();
	informer.faults.add({ method: 'POST', path: /_sync/, drop: 'after' });
	if (expectOne(await run(), 'Raise the alarm').recovered !== true) throw new Error('Expected the sync whose answer was lost to be reported as recovered.');
	const documentation = informer.library('Project Documentation');
	if (documentation.snapshots.length < 5) throw new Error(`Expected a snapshot before each sync, but there are ${documentation.snapshots.length}.`);
	const { type } = documentation.attributes;
	documentation.attributes.type = 'local';
	const { error } = expectOne(await run(), 'Raise the alarm');
	documentation.attributes.type = type;
	const expiring = expectOne(await run('When a connection ends soon'), 'Raise the alarm');
	if (expiring.name !== 'Product Handbook') throw new Error(`Expected the connection of "Product Handbook", but got ${JSON.stringify(expiring)}`);
	return `${good.syncedFiles} files synced; alarms: a failed file | ${error} | "${expiring.name}" ends in ${expiring.daysLeft} days`;
}

module.exports = { drive };
