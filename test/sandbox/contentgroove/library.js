'use strict';

const { randomUUID } = require('node:crypto');
// Not the globals: a test's fake clock must not stop the vendor.
const { setTimeout, clearTimeout } = require('node:timers');

const SENTENCES = [
	'He landed in the sea south of Bermuda and was brought to the islands for quick medical checks.',
	'Scientists are elated at the condition of both chimp and capsule.',
	'He performed his task well, not missing a trick in the complex series of work assignments.',
];
const SECONDS = 20;

/**
 * The account's medias and clips, and how they come about: `is_processing` goes from null to true and, after `state.processingMs`, to false;
 * then a media has its clips and transcription, or `has_fetch_error`.
 *
 * Records: media `{ id, attributes, clips: [id], transcription: { id, text } | null }`, clip `{ id, attributes, mediaId }`.
 *
 * @param {object} state holds `medias`, `clips` (Maps) and `processingMs`
 * @param {{ fileUrl: (name: string) => string, onFinished: (media) => void }} options
 */
function createLibrary(state, { fileUrl, onFinished }) {
	const timers = new Map();
	let serial = 0;
	let lastStart = 0;
	const now = () => new Date().toISOString();
	// Never twice the same instant: it tells one processing of a media from the next.
	const startTime = () => new Date((lastStart = Math.max(Date.now(), lastStart + 1))).toISOString();

	function stop(id) {
		for (const timer of timers.get(id) ?? []) clearTimeout(timer);
		timers.delete(id);
	}

	function process(record, finish) {
		stop(record.id);
		const total = state.processingMs;
		const steps = [[Math.min(total / 3, 1000), () => (record.attributes.is_processing = true)]];
		if (Number.isFinite(total)) steps.push([total, finish]);
		timers.set(record.id, steps.map(([delay, act]) => setTimeout(act, delay).unref()));
	}

	function rendered(clip) {
		Object.assign(clip.attributes, {
			external_id: String(++serial),
			is_processing: false,
			media_file_url: fileUrl(`${clip.id}.wav`),
			media_file_preview_image_url: fileUrl(`${clip.id}.png`),
			media_file_content_type: 'audio/wav',
			media_file_duration: String(clip.attributes.end_time - clip.attributes.start_time),
			media_file_height: '240',
			media_file_width: '320',
		});
		return clip;
	}

	function newClip(mediaId, attributes) {
		const clip = {
			id: randomUUID(),
			mediaId,
			attributes: {
				created_at: now(),
				end_char: 0,
				external_id: null,
				is_processing: null,
				media_file_content_type: null,
				media_file_duration: null,
				media_file_height: null,
				media_file_preview_image_url: null,
				media_file_url: null,
				media_file_width: null,
				processing_started_at: startTime(),
				rank: null,
				start_char: 0,
				text: null,
				...attributes,
			},
		};
		state.clips.set(clip.id, clip);
		state.medias.get(mediaId).clips.push(clip.id);
		return clip;
	}

	function removeClip(id) {
		stop(id);
		const media = state.medias.get(state.clips.get(id).mediaId);
		media.clips = media.clips.filter((other) => other !== id);
		state.clips.delete(id);
	}

	/** Clips ContentGroove suggests carry a rank; they give way to new ones when a media is processed again. */
	function suggestClips(media) {
		for (const id of media.clips) if (state.clips.get(id).attributes.rank !== null) removeClip(id);
		const text = SENTENCES.join(' ');
		SENTENCES.forEach((sentence, rank) => {
			const start_char = text.indexOf(sentence);
			const times = { start_time: rank * 6 + 0.71, end_time: rank * 6 + 5.63 };
			const chars = { start_char, end_char: start_char + sentence.length };
			rendered(newClip(media.id, { name: `${media.attributes.name || 'Clip'} ${rank + 1}`, rank, text: sentence, ...times, ...chars }));
		});
		media.transcription = { id: randomUUID(), text };
	}

	const library = {
		addMedia(attributes) {
			const media = {
				id: randomUUID(),
				clips: [],
				transcription: null,
				attributes: {
					created_at: now(),
					description: null,
					external_id: null,
					has_fetch_error: false,
					is_processing: null,
					name: '',
					original_created_at: null,
					processing_started_at: startTime(),
					source_created_at: null,
					source_file_content_type: null,
					source_file_duration: null,
					source_file_height: null,
					source_file_preview_image_url: null,
					source_file_width: null,
					source_url: null,
					...attributes,
				},
			};
			state.medias.set(media.id, media);
			return media;
		},
		process: (media) => process(media, () => library.finish(media)),
		/** The same media once more: its id stays, `processing_started_at` is new. */
		reprocess(media) {
			Object.assign(media.attributes, { is_processing: true, has_fetch_error: false, processing_started_at: startTime() });
			library.process(media);
			return media;
		},
		/** Ends processing now; on a finished media it sends the same callback again. `silently` = no callback at all. */
		finish(media, { fetchError = /fetch-error/.test(media.attributes.source_url ?? ''), silently = false } = {}) {
			stop(media.id);
			const fresh = media.attributes.is_processing !== false;
			Object.assign(media.attributes, { is_processing: false, has_fetch_error: fetchError });
			if (fresh && !fetchError) {
				Object.assign(media.attributes, {
					external_id: String(++serial),
					original_created_at: media.attributes.original_created_at ?? media.attributes.created_at,
					source_file_content_type: media.attributes.source_file_content_type ?? 'video/mp4',
					source_file_duration: SECONDS,
					source_file_height: 240,
					source_file_width: 320,
					source_file_preview_image_url: fileUrl(`${media.id}.png`),
				});
				suggestClips(media);
			}
			if (!silently) onFinished(media);
			return media;
		},
		removeMedia(media) {
			stop(media.id);
			media.clips.forEach(removeClip);
			state.medias.delete(media.id);
		},
		addClip(mediaId, attributes) {
			const clip = newClip(mediaId, attributes);
			process(clip, () => rendered(clip));
			return clip;
		},
		removeClip,
		addUpload(upload) {
			state.uploads.set(upload.uploadId, upload);
			return upload;
		},
		stopAll: () => [...timers.keys()].forEach(stop),
	};
	return library;
}

module.exports = { createLibrary };
