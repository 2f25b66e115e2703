import type { IDataObject } from 'n8n-workflow';
import type { Call, Job } from './operation';
import { ask, optionOf, partsOf, subjectOf } from './call';
import { apiError, isPassing, withoutQueries } from './errors';
import { cancelSignal, pause } from './request';

const FIRST_LOOK_MS = 1_000;
const LONGEST_INTERVAL_MS = 15_000;
export const DEFAULT_WAIT_MINUTES = 60;

/**
 * Follows a job until it ends and returns its last object; one that has ended already is returned at once.
 * Throws when it failed or when *Maximum Wait* is over; both messages carry the id and say how to go on.
 */
export async function waitForJob(call: Call, job: Job, started: IDataObject): Promise<IDataObject> {
	const { context, connection, item } = call;
	const maximumWait = optionOf(context, item, 'maximumWait', DEFAULT_WAIT_MINUTES);
	const deadline = Date.now() + maximumWait * 60_000;
	const path = pathOf(call, job, started);
	let object = started;
	let trouble: unknown;
	for (let interval = FIRST_LOOK_MS; job.state(object) === 'running'; interval *= 1.5) {
		const left = deadline - Date.now();
		if (left <= 0) throw trouble ?? stillRunning(call, job, maximumWait, job.id(started));
		await pause(Math.min(interval, LONGEST_INTERVAL_MS, left), cancelSignal(context));
		try {
			const body = await ask(call, job.request, { path });
			object = connection.service.unwrap?.(body) ?? body;
			trouble = undefined;
		} catch (cause) {
			trouble = withJob(call, job, job.id(started), cause);
			// A service that is down for a while has not lost the job.
			if (!isPassing(cause)) throw trouble;
		}
	}
	if (job.state(object) === 'failed') throw failed(call, job, object);
	return object;
}

function pathOf(call: Call, job: Job, started: IDataObject): Record<string, string> {
	const names = [...job.request.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	return { ...partsOf(call).path, [names[names.length - 1]]: job.id(started) };
}

function stillRunning(call: Call, job: Job, minutes: number, id: string) {
	const subject = subjectOf(call, id, job.request);
	return apiError(
		subject,
		`${sentenceCase(subject.target)} is still being processed after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
		`The service continues: run "${job.resume}" with this ID instead of starting again. Raise Maximum Wait for next time.`,
		0,
	);
}

/** The same failure, saying which job it was about: starting again would do its work twice. */
function withJob(call: Call, job: Job, id: string, cause: unknown) {
	const failure = cause as Error & { description?: string | null };
	const { target } = subjectOf(call, id, job.request);
	failure.description = `${failure.description ?? ''} It was about ${target}: run "${job.resume}" with this ID instead of starting again.`;
	return failure;
}

function failed(call: Call, job: Job, object: IDataObject) {
	const subject = subjectOf(call, job.id(object), job.request);
	const reason = job.reason?.(object);
	return apiError(
		subject,
		`${call.connection.service.name} could not process ${subject.target}`,
		`${reason ? `It says: ${withoutQueries(reason)}. ` : 'It gives no reason. '}Check the source, then start it again; "${job.resume}" shows its state.`,
		0,
	);
}

function sentenceCase(text = ''): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
