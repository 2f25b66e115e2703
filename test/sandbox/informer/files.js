'use strict';

const { randomUUID } = require('node:crypto');

const FOLDERS = ['docs', 'docs/api', 'assets'];
const KINDS = [
	['md', 'text/markdown'],
	['pdf', 'application/pdf'],
	['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	['png', 'image/png'],
];
const TOPICS = ['guide', 'roadmap', 'meeting', 'release', 'architecture', 'budget', 'contract'];

/** A file of a library, as Informer shows it. Informer indexes the files of ordinary libraries by itself. */
function newFile({ attributes }, file) {
	const at = new Date().toISOString();
	return {
		id: randomUUID(),
		libraryId: attributes.id,
		parentId: null,
		directory: false,
		size: 4096,
		indexed: true,
		indexedAt: at,
		modifiedAt: at,
		ownerId: attributes.ownerId,
		embedded: false,
		createdAt: at,
		...file,
	};
}

/** Three folders and `count` files spread over them and the root. `idOf` names the folders. */
function sampleFiles(library, count, idOf = () => randomUUID()) {
	const ids = new Map(FOLDERS.map((path) => [path, idOf(path)]));
	const folders = FOLDERS.map((path) => {
		const names = path.split('/');
		const filename = names.pop();
		return newFile(library, { id: ids.get(path), filename, parentId: ids.get(names.join('/')) ?? null, directory: true, size: 0 });
	});
	const places = [null, ...ids.values()];
	const files = Array.from({ length: count }, (_, i) => {
		const [extension, contentType] = KINDS[i % KINDS.length];
		const filename = `${TOPICS[i % TOPICS.length]}-${String(i + 1).padStart(3, '0')}.${extension}`;
		return newFile(library, { filename, contentType, parentId: places[i % places.length], size: 1000 + i * 37 });
	});
	return [...folders, ...files];
}

/** `/docs/api` for a directory. */
function pathOf(files, { filename, parentId }) {
	const parent = files.find(({ id }) => id === parentId);
	return `${parent ? pathOf(files, parent) : ''}/${filename}`;
}

/** The list of files as the query asks for it: this list alone pages with `start` and `end`. */
function selectFiles(files, { parentId, dir, q, start = 0, end = 100, dirOnly }) {
	const wanted = dir && `/${dir.replace(/^\/+|\/+$/g, '')}`;
	const folder = files.find((file) => file.directory && pathOf(files, file) === wanted);
	const inFolder = (file) => !wanted || (wanted === '/' ? file.parentId === null : folder !== undefined && file.parentId === folder.id);
	return files
		.filter((file) => inFolder(file) && (!parentId || file.parentId === parentId))
		.filter((file) => (!q || file.filename.toLowerCase().includes(q.toLowerCase())) && (dirOnly !== 'true' || file.directory))
		.sort((a, b) => a.filename.localeCompare(b.filename))
		.slice(Number(start), Number(end));
}

module.exports = { newFile, sampleFiles, selectFiles };
