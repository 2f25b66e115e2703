'use strict';

const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

/** Runs the project's own TypeScript; a type error fails the build. */
const compile = () => spawn(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });

// Without `encoding: false` gulp 5 reads images as text and damages them.
const icons = () => src(['nodes/**/*.{svg,png}', 'credentials/**/*.{svg,png}'], { base: '.', encoding: false, allowEmpty: true }).pipe(dest('dist'));

/** Search words for the node menu, and the shape of each operation's output. */
const metadata = () => src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: '.', allowEmpty: true }).pipe(dest('dist'));

exports.build = series(clean, compile, parallel(icons, metadata));
exports['build:icons'] = icons;
exports.default = exports.build;
