import type { IDataObject } from 'n8n-workflow';
import { ask, partsOf } from '../shared/call';
import type { Call } from '../shared/operation';

const PAGE = 100;

/** The entities of a file, whole: the vendor pages those of its segments inside the object. */
export async function readEntities(call: Call): Promise<IDataObject> {
	const { path, query } = partsOf(call);
	const page = async (offset: number) => await ask(call, call.operation.request, { path, query: { ...query, limit: PAGE, offset } });
	const first: IDataObject = await page(0);
	const segments = [...((first.segment_entities ?? []) as IDataObject[])];
	while (segments.length > 0 && segments.length < Number(first.total ?? 0)) {
		const more = (await page(segments.length)).segment_entities as IDataObject[] | undefined;
		if (!more?.length) break;
		segments.push(...more);
	}
	const whole: IDataObject = { ...first, ...(first.segment_entities ? { segment_entities: segments } : {}) };
	delete whole.limit;
	delete whole.offset;
	return whole;
}
