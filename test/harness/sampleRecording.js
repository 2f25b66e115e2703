'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { sampleVideo } = require('../sandbox/media');

/**
 * A short recording in the folder: an mp4 film where there is ffmpeg, else a wav tone.
 * @returns {{ path: string, type: string }}
 */
function sampleRecording(folder) {
	const film = join(folder, 'sample.mp4');
	const sources = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10:duration=2', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=2'];
	if (existsSync(film) || spawnSync('ffmpeg', ['-loglevel', 'error', '-y', ...sources, '-pix_fmt', 'yuv420p', film]).status === 0)
		return { path: film, type: 'video/mp4' };
	const tone = join(folder, 'sample.wav');
	writeFileSync(tone, sampleVideo());
	return { path: tone, type: 'audio/wav' };
}

module.exports = { sampleRecording };
