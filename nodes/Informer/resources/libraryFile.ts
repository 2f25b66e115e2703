import type { IDataObject } from 'n8n-workflow';
import type { Pager, Resource } from '../../shared/operation';
import { libraryPicker } from '../lookups';
import { objectsOf } from '../service';

const PAGE = 100;

/** This list alone counts with `start` and `end`, and says no total: a page that is not full is the last. */
const ranges: Pager = async function* (fetch, wanted) {
	for (let start = 0; start < wanted; start += PAGE) {
		const files: IDataObject[] = objectsOf(await fetch({ start, end: start + PAGE }));
		yield files;
		if (files.length < PAGE) return;
	}
};

export const libraryFile: Resource = {
	value: 'libraryFile',
	name: 'Library File',
	description: 'A document or folder in a library',
	simplify: ['id', 'filename', 'libraryId', 'parentId', 'directory', 'contentType', 'size', 'indexed', 'indexedAt', 'modifiedAt', 'ownerId'],
	operations: [
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many library files',
			description: 'Get a list of the files of a library; files that are not indexed yet only show for the owner of the connection',
			request: 'GET /api/libraries/{id}/files',
			fields: [libraryPicker()],
			optional: [
				{
					displayName: 'Directories Only',
					name: 'dirOnly',
					type: 'boolean',
					default: false,
					description: 'Whether to return directories only',
				},
				{
					displayName: 'Directory',
					name: 'dir',
					type: 'string',
					default: '',
					placeholder: 'e.g. /assets',
					description: 'Only what is in the directory with this path',
				},
				{
					displayName: 'Parent ID',
					name: 'parentId',
					type: 'string',
					default: '',
					description: 'Only what is in the directory with this ID',
				},
				{
					displayName: 'Search',
					name: 'q',
					type: 'string',
					default: '',
					placeholder: 'e.g. overview',
					description: 'Only files with this text in their name',
				},
			],
			list: ranges,
		},
	],
};
