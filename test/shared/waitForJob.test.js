'use strict';

const { setTimeout: realTime } = require('node:timers/promises');
const { waitForJob } = require('../../dist/nodes/shared/waitForJob');
const { contentGroove, items, told } = require('./setUp');

const groove = contentGroove();
const SOURCE = { source_url: 'https://example.com/a.mp4', waitForCompletion: true };

describe('Waiting for a media', () => {
	it('that is finished already ends at once, without another look', async () => {
		const { id } = groove.sandbox.addMedia();
		const { items: out } = await groove.use('media', 'waitForProcessing', { media: id, options: { maximumWait: 0 } });
		expect(out[0].json).toMatchObject({ id, is_processing: false });
		expect(groove.sandbox.requests).toHaveLength(1);
	});

	it('ends with the finished object, soon after it is finished', async () => {
		groove.sandbox.setProcessing(500);
		const { items: out } = await groove.use('media', 'createFromUrl', SOURCE);
		expect(out[0].json).toMatchObject({ is_processing: false, source_file_duration: 20 });
		expect(groove.asked('GET')).toHaveLength(1);
	});

	it.each([[0, '0 minutes'], [0.02, '0.02 minutes']])('ends after a Maximum Wait of %p with the ID and the operation that goes on', async (maximumWait, time) => {
		groove.sandbox.setProcessing(Infinity);
		const failure = told(await groove.use('media', 'createFromUrl', { ...SOURCE, options: { maximumWait } }));
		const [id] = groove.sandbox.state.medias.keys();
		expect(failure).toEqual({
			message: `Media "${id}" is still being processed after ${time}`,
			description: expect.stringMatching(/The service continues: run "Media: Wait For Processing" with this ID/),
			item: 0,
		});
	});

	it('asks less and less often', async () => {
		groove.sandbox.setProcessing(4000);
		await groove.use('media', 'createFromUrl', SOURCE);
		const at = groove.asked('GET').map((request) => request.at);
		const gaps = at.slice(1).map((time, n) => time - at[n]);
		expect(gaps.length).toBeGreaterThanOrEqual(2);
		gaps.forEach((gap, n) => expect(gap).toBeGreaterThanOrEqual(1500 * 1.5 ** n - 20));
	});

	it('gets over a service that is out for a moment', async () => {
		groove.sandbox.faults.add({ method: 'GET', drop: true });
		expect((await groove.use('media', 'createFromUrl', SOURCE)).items[0].json.is_processing).toBe(false);
	});

	it('gets over a service that is out for longer than one request is tried', async () => {
		groove.sandbox.faults.add({ method: 'GET', drop: true, times: 3 });
		const { items: [one] } = await groove.use('media', 'createFromUrl', { ...SOURCE, options: { retryTimeLimit: 0 } });
		expect(one.json.is_processing).toBe(false);
	});

	it('that can\'t be looked at up to the end says which media it was', async () => {
		groove.sandbox.faults.add({ method: 'GET', drop: true, times: Infinity });
		const { message, description } = told(await groove.use('media', 'createFromUrl', { ...SOURCE, options: { retryTimeLimit: 0, maximumWait: 0.03 } }));
		const [id] = groove.sandbox.state.medias.keys();
		expect(message).toMatch(/could not be reached/);
		expect(description).toContain(`It was about media "${id}": run "Media: Wait For Processing" with this ID instead of starting again.`);
	});

	it('that is deleted meanwhile ends with what happened', async () => {
		groove.sandbox.setProcessing(Infinity);
		const running = groove.begin('media', 'createFromUrl', SOURCE);
		while (groove.sandbox.state.medias.size === 0) await realTime(20);
		groove.sandbox.state.medias.clear();
		expect(told(await running.done).message).toMatch(/^ContentGroove does not know media "/);
	});

	it('holds up neither the other items nor Stop', async () => {
		const [stuck, other] = [groove.sandbox.addMedia({ processing: true }), groove.sandbox.addMedia()];
		groove.sandbox.setProcessing(Infinity);
		const never = groove.sandbox.reprocess(stuck.id);
		const running = groove.begin('media', 'waitForProcessing', { media: '={{ $json.id }}' }, items(never, other));
		while (groove.asked('GET', new RegExp(other.id)).length === 0) await realTime(20);
		const stopped = Date.now();
		running.cancel();
		await running.done;
		expect(Date.now() - stopped).toBeLessThan(1000);
		const sent = groove.sandbox.requests.length;
		await realTime(1500);
		expect(groove.sandbox.requests).toHaveLength(sent);
	});
});

describe('A job of any service', () => {
	const service = { name: 'Vendor', sentence: () => '' };
	const job = {
		request: 'GET /jobs/{job_id}',
		id: ({ id }) => id,
		state: ({ status }) => ({ done: 'succeeded', failed: 'failed' })[status] ?? 'running',
		reason: ({ error }) => error,
		resume: 'File: Get',
	};
	const call = {
		context: { getNode: () => ({ name: 'Node', type: 'test' }), getNodeParameter: () => ({}) },
		connection: { service },
		resource: { name: 'File', value: 'file' },
		operation: { name: 'Upload', value: 'upload', request: 'POST /files' },
		item: 2,
	};
	const failure = async (object) => {
		const error = await waitForJob(call, job, object).catch((cause) => cause);
		return { message: error.message, description: error.description, item: error.context.itemIndex };
	};

	it('that has failed says so with its ID, its reason and where to look', async () => {
		expect(await failure({ id: 'j-1', status: 'failed', error: 'No audio in https://files.example.com/a.mp4?X-Amz-Signature=abc' })).toEqual({
			message: 'Vendor could not process file "j-1"',
			description: 'It says: No audio in https://files.example.com/a.mp4?…. Check the source, then start it again; "File: Get" shows its state.',
			item: 2,
		});
	});

	it('that gives no reason for its failure says that', async () => {
		expect((await failure({ id: 'j-1', status: 'failed' })).description).toMatch(/^It gives no reason\. Check the source/);
	});
});
