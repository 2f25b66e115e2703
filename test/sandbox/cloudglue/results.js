'use strict';

const { fail } = require('./errors');
const { stableId } = require('./ids');

const MODALITIES = ['speech', 'visual_scene_description', 'scene_text', 'audio_description', 'summary', 'segment_summary', 'title'];
const WINDOW = 20;
const FACE_EVERY = 10;

/** A file's uniform segments as `[start, end]`. */
const windows = (seconds) => Array.from({ length: Math.ceil(seconds / WINDOW) }, (_, i) => [i * WINDOW, Math.min((i + 1) * WINDOW, seconds)]);

/** The modalities a request asks for, however its client writes a list; undefined = all. */
function askedModalities(query) {
	const asked = [query.modalities ?? [], query['modalities[]'] ?? []].flat().flatMap((value) => value.split(','));
	const unknown = asked.find((one) => !MODALITIES.includes(one));
	if (unknown !== undefined) throw fail(400, `Unknown modality ${unknown}`);
	return asked.length ? asked : undefined;
}

/** What a config lets be found in a medium: of YouTube, and of sound, only what is heard. */
function foundIn({ object }, config = {}) {
	const heard = object.source === 'youtube' || object.media_type === 'audio';
	const seen = ['visual_scene_description', 'scene_text'].filter((name) => !heard && config[`enable_${name}`]);
	const summaries = config.enable_summary ? ['title', 'summary', 'segment_summary'] : [];
	return [...summaries, ...(config.enable_speech ? ['speech'] : []), ...seen, ...(config.enable_audio_description ? ['audio_description'] : [])];
}

const words = (text, start, end) => {
	const list = text.split(' ');
	const step = (end - start) / list.length;
	return list.map((word, i) => ({ word, start_time: start + i * step, end_time: start + (i + 1) * step }));
};

/** What is said, shown and heard in a file, cut to the modalities and the time asked for. */
function description(file, { config, modalities, from = -Infinity, to = Infinity, thumbnails = false, wordTimes = false } = {}) {
	const { filename, thumbnail_url } = file.object;
	const thumbnail = thumbnails && thumbnail_url ? { thumbnail_url } : {};
	const cuts = windows(file.seconds).filter(([start, end]) => end > from && start < to);
	const parts = (make) => cuts.map(([start_time, end_time], i) => ({ ...make(i, start_time, end_time), start_time, end_time }));
	const all = {
		title: filename,
		summary: `A recording named ${filename}.`,
		segment_summary: parts((i) => ({ title: `Part ${i + 1}`, summary: `Part ${i + 1} of ${filename}.`, ...thumbnail })),
		speech: parts((i, start, end) => {
			const text = `This is sentence ${i + 1}.`;
			return { speaker: 'Ada Lovelace', text, ...(wordTimes && file.object.source !== 'youtube' ? { words: words(text, start, end) } : {}) };
		}),
		visual_scene_description: parts((i) => ({ text: `Scene ${i + 1}` })),
		scene_text: parts((i) => ({ text: `Slide ${i + 1}` })),
		audio_description: parts((i) => ({ text: `Music ${i + 1}` })),
	};
	const wanted = foundIn(file, config).filter((name) => !modalities || modalities.includes(name));
	return Object.fromEntries(wanted.map((name) => [name, all[name]]));
}

const clock = (seconds, comma) => new Date(seconds * 1000).toISOString().slice(11, 23).replace('.', comma);
const spoken = (speech, line) => speech.map(line).join('\n');

/** A description as text, in one of the formats there are besides json. */
function asText(data, format, file, { metadata = false } = {}) {
	const { title = file.object.filename, summary, speech = [] } = data;
	if (format === 'speech_srt') return spoken(speech, ({ text, start_time: a, end_time: b }, i) => `${i + 1}\n${clock(a, ',')} --> ${clock(b, ',')}\n${text}\n`);
	if (format === 'speech_vtt') return `WEBVTT\n\n${spoken(speech, ({ text, start_time: a, end_time: b }) => `${clock(a, '.')} --> ${clock(b, '.')}\n${text}\n`)}`;
	if (format === 'speech_text') return spoken(speech, ({ text }) => text);
	if (format === 'speech_markdown') return spoken(speech, ({ speaker, text }) => `**${speaker}**: ${text}`);
	const parts = [`# ${title}`, summary, speech.length && `## Speech\n\n${spoken(speech, ({ text }) => `- ${text}`)}`];
	if (metadata) parts.push(`## Metadata\n\n${JSON.stringify({ ...file.object.metadata, ...file.object.source_metadata })}`);
	return parts.filter(Boolean).join('\n\n');
}

const thing = (file, i) => ({ topic: `Topic ${i + 1}`, file: file.object.filename });

/** What was extracted, for the file and for each of its segments, as far as the config lets it. */
function entitiesOf(file, config = {}, { thumbnails = false } = {}) {
	const thumbnail = thumbnails && file.object.thumbnail_url ? { thumbnail_url: file.object.thumbnail_url } : {};
	const bySegment = config.enable_segment_level_entities && !config.enable_metadata_mode;
	const segments = bySegment ? windows(file.seconds).map(([start_time, end_time], i) => ({ start_time, end_time, entities: thing(file, i), ...thumbnail })) : [];
	return { entities: bySegment ? {} : thing(file, 0), segment_entities: segments };
}

const facesOf = ({ id, seconds, object }) =>
	Array.from({ length: Math.ceil(seconds / FACE_EVERY) }, (_, i) => ({
		id: stableId(id, 'face', i),
		face_bounding_box: { height: 0.2, width: 0.1, top: 0.3, left: 0.4 },
		frame_id: stableId(id, 'frame', i),
		timestamp: i * FACE_EVERY,
		...(object.thumbnail_url ? { thumbnail_url: object.thumbnail_url } : {}),
	}));

/** Chapters and shots, as far as they are asked for and the segmentation has them. */
function structure({ seconds }, strategy, { chapters, shots }) {
	const cuts = windows(seconds).map(([start_time, end_time], index) => ({ index, start_time, end_time }));
	return {
		...(chapters && strategy === 'narrative' ? { chapters: cuts.map((cut) => ({ ...cut, description: `Chapter ${cut.index + 1}` })), total_chapters: cuts.length } : {}),
		...(shots && strategy === 'shot-detector' ? { shots: cuts, total_shots: cuts.length } : {}),
	};
}

module.exports = { asText, askedModalities, description, entitiesOf, facesOf, structure, windows };
