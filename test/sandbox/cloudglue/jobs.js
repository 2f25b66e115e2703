'use strict';

const { randomUUID } = require('node:crypto');
const { DESCRIBE_DEFAULTS } = require('./collections');
const { described, fileShown, structureAsked } = require('./collectionResults');
const { fail, find } = require('./errors');
const { S5, cut, flag, list, oneOf } = require('./query');
const { entitiesOf, structure, windows } = require('./results');

const S4 = S5.slice(0, 4);
const FORMATS = ['json', 'markdown', 'speech_srt', 'speech_vtt', 'speech_markdown', 'speech_text'];
const PATHS = { describe: '/describe', extract: '/extract', segment: '/segments' };

/** What the API shows of a new job of each kind. */
const NEW = {
	describe: ({ url, config }) => ({ url, describe_config: { ...DESCRIBE_DEFAULTS, ...config }, use_in_default_index: false }),
	extract: ({ url, config }) => ({ url, extract_config: { prompt: 'What is it about?', enable_segment_level_entities: true, ...config } }),
	segment: ({ file, criteria = 'narrative' }) => ({ file_id: file.id, object: 'segments', criteria }),
};

/**
 * Job records: `{ id, kind, object, file, url }`, with `kind` describe, extract or segment.
 * What a completed one has found is made on reading, out of its file.
 */
function addJobRoutes(api, { state }) {
	const jobsOf = (kind) => [...state.jobs.values()].filter((job) => job.kind === kind);

	function jobOf({ params }, kind) {
		const job = find(state.jobs, params.id, 'Job');
		if (job.kind !== kind) throw fail(404, 'Job not found');
		return job;
	}

	function showDescribe({ object, file }, query, { withData, formats }) {
		const { data, about } = described(file, object.describe_config, query, formats);
		if (object.status !== 'completed') return { ...object, file: fileShown(file, flag(query, 'include_metadata')) };
		return { ...object, ...about, ...(withData && { data }) };
	}

	function segmentResult({ object, file }) {
		if (object.status !== 'completed') return object;
		const found = structure(file, object.criteria === 'shot' ? 'shot-detector' : 'narrative', { chapters: true, shots: true });
		const segments = windows(file.seconds).map(([start_time, end_time], i) => ({
			start_time,
			end_time,
			...(found.shots ? { shot_index: i } : { description: `Chapter ${i + 1}` }),
		}));
		return { ...object, ...found, segments, total_segments: segments.length };
	}

	/** Lists jobs of a kind; `allowed` are the filters besides the dates. */
	function listJobs(kind, query, { statuses, size, show, fits = () => true }) {
		const status = oneOf(query, 'status', statuses);
		const wanted = jobsOf(kind).filter((job) => (!status || job.object.status === status) && (!query.url || job.url === query.url) && fits(job));
		return list(wanted, query, { orders: ['created_at'], size, read: ({ object }) => object, show });
	}

	api.get('/describe', async ({ query }) =>
		listJobs('describe', query, { statuses: S5, size: 20, show: (job) => showDescribe(job, query, { withData: flag(query, 'include_data', true) }) }),
	);
	api.get('/describe/:id', async (request) => {
		const job = jobOf(request, 'describe');
		const answer = showDescribe(job, request.query, { withData: true, formats: FORMATS });
		return { ...answer, ...(job.object.status === 'completed' && structure(job.file, job.strategy, structureAsked(request.query))) };
	});

	api.get('/extract', async ({ query }) => {
		const withData = flag(query, 'include_data', true);
		const show = ({ object, file }) =>
			object.status === 'completed' && withData ? { ...object, data: entitiesOf(file, object.extract_config) } : object;
		return listJobs('extract', query, { statuses: S5, show });
	});
	api.get('/extract/:id', async (request) => {
		const { object, file, strategy } = jobOf(request, 'extract');
		if (object.status !== 'completed') return object;
		const thumbnails = flag(request.query, 'include_thumbnails');
		const { entities, segment_entities } = entitiesOf(file, object.extract_config, { thumbnails });
		const { data, ...numbers } = cut(segment_entities, request.query, { min: 1 });
		const thumbnail = thumbnails && file.object.thumbnail_url ? { thumbnail_url: file.object.thumbnail_url } : {};
		return { ...object, data: { entities, segment_entities: data, ...thumbnail }, ...numbers, ...structure(file, strategy, structureAsked(request.query)) };
	});

	api.get('/segments', async ({ query }) => {
		const criteria = oneOf(query, 'criteria', ['shot', 'narrative']);
		return listJobs('segment', query, { statuses: S4, show: ({ object }) => object, fits: ({ object }) => !criteria || object.criteria === criteria });
	});
	api.get('/segments/:id', async (request) => segmentResult(jobOf(request, 'segment')));

	for (const [kind, path] of Object.entries(PATHS)) {
		api.delete(`${path}/:id`, async (request) => {
			const { id } = jobOf(request, kind);
			state.jobs.delete(id);
			return { id };
		});
	}
}

/** A new job on a file; `config` goes into the kind's own config. */
function newJob(kind, file, { url = file.object.uri, created_at = Date.now(), strategy, ...options } = {}) {
	const id = randomUUID();
	const object = { job_id: id, status: 'pending', ...NEW[kind]({ url, file, ...options }), created_at };
	return { id, kind, object, file, url, strategy };
}

module.exports = { addJobRoutes, newJob };
