import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Connection } from '../shared/operation';
import { askForTrigger } from '../shared/subscription';
import type { Delivery } from '../shared/trigger';
import { FINISHED, mediaIfThere } from './callbacks';
import { clipsOf } from './mediaDetails';
import { flatten } from './service';

/** What the trigger puts out for one delivery: the media or its clips, raw or simplified. */
export async function finishedMedia(
	context: IExecuteFunctions,
	connection: Connection,
	delivery: Delivery,
): Promise<IDataObject[]> {
	const { event, payload } = delivery;
	const simplify = context.getNodeParameter('simplify', 0, true) as boolean;
	if (event !== FINISHED) return [simplify ? { event, ...flatten(payload.data as IDataObject) } : { event, payload }];
	const complete = await completed(context, connection, payload);
	if (!complete) return [];
	const clips = complete.included.filter(({ type }) => type === 'clips');
	const perClip = context.getNodeParameter('output', 0, 'media') === 'clips';
	if (!simplify) return perClip ? clips.map((clip) => ({ event, clip, media: complete.data })) : [{ event, payload: complete }];
	if (!perClip) return [{ event, ...flatten({ ...complete.data, included: complete.included }) }];
	const media = flatten(complete.data);
	return clips.map((clip) => ({ event, ...flatten(clip), media }));
}

interface Complete extends IDataObject {
	data: IDataObject;
	included: IDataObject[];
}

/**
 * The media with its clips. A callback brings them along; what catch-up found, or the user wants confirmed, is read
 * anew. Undefined when ContentGroove does not have the media any more.
 */
async function completed(context: IExecuteFunctions, connection: Connection, payload: IDataObject): Promise<Complete | undefined> {
	const { confirm = false } = context.getNodeParameter('options', 0, {}) as { confirm?: boolean };
	const { data, included } = payload as { data: IDataObject; included?: IDataObject[] };
	if (Array.isArray(included) && !confirm) return { data, included };
	const media = await mediaIfThere(context, connection, data.id as string);
	if (!media) {
		context.logger.info(`ContentGroove does not have media ${String(data.id)} any more; its event is dropped.`);
		return undefined;
	}
	const read = async (line: string, parts: object) => await askForTrigger(context, connection, 'Read the clips', line, parts);
	// The transcript comes with callbacks only.
	const others = (included ?? []).filter(({ type }) => type !== 'clips');
	return { data: media, included: [...(await clipsOf(read, media.id as string)), ...others] };
}
