'use strict';

const AUDIO = ['mp3', 'm4a', 'aac', 'wav', 'flac', 'ogg'];
const IMAGE = ['jpg', 'jpeg', 'png', 'webp'];
const VIDEO = ['mp4', 'm4v', 'mov', 'qt', 'avi', 'webm', 'mkv'];
const SECONDS = 60;

const extensionOf = (name) => /\.(\w+)$/.exec(name)?.[1].toLowerCase();

/** `video`, `audio` or `image` by name, else by content type; undefined when it is none of these. */
function mediaType(name, contentType = '') {
	const extension = extensionOf(name);
	if (AUDIO.includes(extension)) return 'audio';
	if (IMAGE.includes(extension)) return 'image';
	if (VIDEO.includes(extension)) return 'video';
	return /^(video|audio|image)\//.exec(contentType)?.[1];
}

/** What Cloudglue finds out about a file when it processes it. */
function mediaInfo(type, format, duration_seconds = SECONDS) {
	const picture = type === 'audio' ? { width: null, height: null } : { width: 1280, height: 720 };
	const has_audio = type !== 'image';
	const sound = has_audio ? { sample_rate: 48_000, channels: 2 } : { sample_rate: null, channels: null };
	const seconds = has_audio ? duration_seconds : null;
	return {
		media_info: { duration_seconds: seconds, ...picture, ...sound, bitrate: 128_000, format, has_audio },
		video_info: { duration_seconds: seconds, ...picture, format, has_audio },
	};
}

module.exports = { extensionOf, mediaInfo, mediaType };
