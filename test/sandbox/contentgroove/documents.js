'use strict';

const ref = (type) => (id) => ({ id, type });

/** A media as a JSON:API resource; lists leave the transcription out, as the vendor's example does. */
function mediaResource({ id, attributes, clips, transcription }, { inList = false } = {}) {
	const relationships = { clips: { data: clips.map(ref('clips')) } };
	if (!inList) relationships.transcription = { data: transcription && ref('transcriptions')(transcription.id) };
	return { id, type: 'medias', attributes, relationships };
}

function clipResource({ id, attributes, mediaId }) {
	return { id, type: 'clips', attributes, relationships: { media: { data: { id: mediaId, type: 'medias' } } } };
}

function subscriptionResource({ id, attributes, userId }) {
	const relationships = { user: { data: { id: userId, type: 'users' } }, webhook_events: { data: [] } };
	return { id, type: 'webhook_subscriptions', attributes, relationships };
}

const text = (value) => (value === null ? null : String(value));
const number = (value) => (value === null ? null : Number(value));

/** In callbacks the types are turned round: what the API gives as numbers comes as text, and the other way. */
function callbackClip(clip) {
	const { is_processing, processing_started_at, ...attributes } = clip.attributes;
	return clipResource({
		...clip,
		attributes: {
			...attributes,
			start_time: text(attributes.start_time),
			end_time: text(attributes.end_time),
			end_char: text(attributes.end_char),
			media_file_duration: number(attributes.media_file_duration),
			media_file_height: number(attributes.media_file_height),
			media_file_width: number(attributes.media_file_width),
		},
	});
}

/** The body of the callback `media.processing_finished`. */
function finishedCallback(media, clips) {
	const { id, text: words } = media.transcription ?? {};
	const attributes = { ...media.attributes, source_file_duration: text(media.attributes.source_file_duration) };
	const transcription = { id, type: 'transcriptions', attributes: { text: words }, relationships: {} };
	return {
		event: 'media.processing_finished',
		payload: {
			data: mediaResource({ ...media, attributes }),
			included: [...media.clips.map((clip) => callbackClip(clips.get(clip))), ...(id ? [transcription] : [])],
		},
	};
}

/** `links` of a list; the next and the last page are named only where `pageLinks` is on (the schema knows them, no example shows them). */
function listLinks(address, query, { number, last }, pageLinks) {
	const shown = Object.entries(query).filter(([name]) => name !== 'api_key');
	const link = (pairs) => address + (pairs.length ? '?' : '') + pairs.map(([name, value]) => `${name}=${value}`).join('&');
	const at = (n) => link([...shown.filter(([name]) => name !== 'page[number]'), ['page[number]', n]]);
	const links = { self: link(shown), current: at(number) };
	if (pageLinks && number > 1) Object.assign(links, { first: at(1), prev: at(number - 1) });
	if (pageLinks && number < last) Object.assign(links, { next: at(number + 1), last: at(last) });
	return links;
}

module.exports = { mediaResource, clipResource, subscriptionResource, finishedCallback, listLinks };
