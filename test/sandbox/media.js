'use strict';

const RATE = 8000;

/**
 * A small real recording, made without any tool: a WAV tone (440 Hz, mono, 16 bit) that every player opens and ContentGroove takes.
 * @returns {Buffer}
 */
function sampleVideo({ seconds = 2 } = {}) {
	const samples = Math.round(seconds * RATE);
	const wav = Buffer.alloc(44 + samples * 2);
	wav.write('RIFF', 0, 'latin1');
	wav.writeUInt32LE(wav.length - 8, 4);
	wav.write('WAVEfmt ', 8, 'latin1');
	wav.writeUInt32LE(16, 16);
	wav.writeUInt16LE(1, 20); // PCM
	wav.writeUInt16LE(1, 22); // mono
	wav.writeUInt32LE(RATE, 24);
	wav.writeUInt32LE(RATE * 2, 28);
	wav.writeUInt16LE(2, 32);
	wav.writeUInt16LE(16, 34);
	wav.write('data', 36, 'latin1');
	wav.writeUInt32LE(samples * 2, 40);
	for (let i = 0; i < samples; i++) {
		wav.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * 440 * i) / RATE)), 44 + i * 2);
	}
	return wav;
}

/** A one-pixel PNG, for preview images. */
function sampleImage() {
	return Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
		'base64',
	);
}

module.exports = { sampleVideo, sampleImage };
