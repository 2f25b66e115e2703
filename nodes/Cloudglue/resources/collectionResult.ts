import type { IDataObject } from 'n8n-workflow';
import type { Field, Resource } from '../../shared/operation';
import { byOffset } from '../../shared/paginate';
import { collectionFilePicker, collectionPicker } from '../collectionLookups';
import {
	addedAfter, addedBefore, addedBy, chapters, endsAfterStart, filePages, format, from, modalities, shots, thumbnails, until, withMetadata,
	wordTimes,
} from '../collectionLists';
import { readEntities } from '../collectionEntities';
import { inOrder } from '../dates';
import { direction } from '../filters';

const oneFile = (): Field[] => [collectionPicker(), collectionFilePicker()];
const list = [addedAfter, addedBefore, addedBy, direction];
const check = inOrder(addedAfter, addedBefore);

/** The faces of a file come in pages inside one object. */
const faces = byOffset({ offset: 'offset', limit: 'limit', max: 100, items: ({ faces: found }) => (found ?? []) as IDataObject[] });

export const collectionResult: Resource = {
	value: 'collectionResult',
	name: 'Collection Result',
	description: 'The results for the media in a collection',
	operations: [
		{
			value: 'getDescription',
			name: 'Get Description',
			action: 'Get media description of collection file',
			description: 'Get the description of one file in a Media Descriptions collection: speech, scenes, text on screen',
			request: 'GET /collections/{collection_id}/videos/{file_id}/media-descriptions',
			fields: oneFile(),
			optional: [chapters, format, from, modalities, shots, thumbnails, until, withMetadata, wordTimes],
			check: endsAfterStart,
		},
		{
			value: 'getAllDescriptions',
			name: 'Get Many Descriptions',
			action: 'Get many media descriptions of collection',
			description: 'Get the descriptions of the files in a Media Descriptions collection',
			request: 'GET /collections/{collection_id}/media-descriptions',
			fields: [collectionPicker()],
			optional: [...list, format, modalities, withMetadata],
			list: filePages,
			check,
		},
		{
			value: 'getEntities',
			name: 'Get Entities',
			action: 'Get entities of collection file',
			description: 'Get the entities extracted from one file of an Entities collection, with those of all its segments',
			request: 'GET /collections/{collection_id}/videos/{file_id}/entities',
			fields: oneFile(),
			optional: [chapters, shots, thumbnails],
			run: readEntities,
		},
		{
			value: 'getAllEntities',
			name: 'Get Many Entities',
			action: 'Get many entities of collection',
			description: 'Get the entities extracted from the files of an Entities collection, one item per file',
			request: 'GET /collections/{collection_id}/entities',
			fields: [collectionPicker()],
			optional: list,
			list: filePages,
			check,
		},
		{
			value: 'getTranscript',
			name: 'Get Rich Transcript',
			action: 'Get rich transcript of collection file',
			description: 'Get the transcript of one file of a Rich Transcripts collection',
			request: 'GET /collections/{collection_id}/videos/{file_id}/rich-transcripts',
			fields: oneFile(),
			optional: [format, from, modalities, until, withMetadata, wordTimes],
			check: endsAfterStart,
		},
		{
			value: 'getAllTranscripts',
			name: 'Get Many Rich Transcripts',
			action: 'Get many rich transcripts of collection',
			description: 'Get the transcripts of the files of a Rich Transcripts collection',
			request: 'GET /collections/{collection_id}/rich-transcripts',
			fields: [collectionPicker()],
			optional: [...list, format, modalities, withMetadata],
			list: filePages,
			check,
		},
		{
			value: 'getFaces',
			name: 'Get Face Detections',
			action: 'Get face detections of collection file',
			description: 'Get the faces that were found in one file of a Face Analysis collection, one item for each',
			request: 'GET /collections/{collection_id}/videos/{file_id}/face-detections',
			fields: oneFile(),
			list: faces,
		},
	],
};
