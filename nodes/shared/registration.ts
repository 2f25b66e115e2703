import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import type { Connection, Context } from './operation';
import type { Subscription, Subscriptions } from './subscription';

/** What the lifecycle leaves for catch-up, which runs where n8n does not tell the webhook's address. */
export interface Registration {
	/** n8n's webhook address. */
	webhookUrl: string;
	/** ISO 8601, by the vendor's clock: nothing older was ever promised to this workflow… */
	since: string;
	/** …but these, which were under way then. */
	underWay: string[];
	secret?: string;
}

/** What the last registration left, if this workflow is published. */
export function registrationOf(context: Context): Registration | undefined {
	return context.getWorkflowStaticData('node').registration as unknown as Registration | undefined;
}

/** To change a published trigger, n8n unregisters it and registers it again: what happens in between is not old. */
const REPUBLISHED_WITHIN_MS = 5 * 60_000;
/** For a vendor's clock that is behind; what was delivered is dropped anyway. */
const CLOCK_SKEW_MS = 60_000;

/** Notes what catch-up needs; a registration that is renewed keeps what it was promised. */
export async function remember(
	context: IHookFunctions,
	connection: Connection,
	subscriptions: Subscriptions,
	webhookUrl: string,
	{ createdAt, secret }: Subscription,
): Promise<void> {
	const before = registrationOf(context) ?? justLeft(context);
	const known = before?.webhookUrl === webhookUrl;
	const registration: Registration = {
		webhookUrl,
		since: known ? before.since : createdAt,
		underWay: known ? before.underWay : await subscriptions.underWay(context, connection),
		secret,
	};
	context.getWorkflowStaticData('node').registration = registration as unknown as IDataObject;
}

/** Ends the registration, and notes from when on catch-up goes on if it is renewed soon. */
export async function leave(context: IHookFunctions, connection: Connection, subscriptions: Subscriptions): Promise<void> {
	const data = context.getWorkflowStaticData('node');
	const registration = registrationOf(context);
	if (!registration) return;
	const underWay = await subscriptions.underWay(context, connection).catch((): string[] => []);
	data.left = { webhookUrl: registration.webhookUrl, since: new Date(Date.now() - CLOCK_SKEW_MS).toISOString(), underWay };
	delete data.registration;
}

function justLeft(context: Context): Registration | undefined {
	const left = context.getWorkflowStaticData('node').left as unknown as Registration | undefined;
	return left && Date.now() - CLOCK_SKEW_MS - Date.parse(left.since) < REPUBLISHED_WITHIN_MS ? left : undefined;
}
