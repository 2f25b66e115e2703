import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { hasToken, placeOf, sameText, tokenOf } from './callback';
import { connect } from './connect';
import { acceptedJustNow } from './deliveries';
import { registrationOf } from './registration';
import type { Source } from './trigger';
import { optionsOf } from './triggerPanel';

const TOKEN_REMEMBERED_MS = 60_000;

/**
 * `webhook()`: lets genuine callbacks in, each once. Whatever it drops is answered with 200 as well, because senders
 * take anything else for a failed delivery and repeat it; only a forgery gets 401. Neither starts an execution.
 */
export async function receive(context: IWebhookFunctions, source: Source): Promise<IWebhookResponseData> {
	const token = await expectedToken(context, source);
	const known = hasToken(context.getQueryData() as object, token);
	if (!known || !(await hasSecret(context, source, token))) return unauthorized(context, source);
	const body = bodyOf(context);
	const delivery = body && source.read(body, context);
	if (!delivery) return answer('Not an event that this workflow asked for');
	if (context.getMode() !== 'manual' && acceptedJustNow(`${placeOf(context)}:${delivery.key}`)) return answer('Received before');
	const { includeHeaders } = optionsOf(context);
	const headers = includeHeaders ? { headers: headersOf(context, source, token) } : {};
	return { ...answer('Received'), workflowData: [[{ json: { ...delivery, ...headers } as unknown as IDataObject }]] };
}

const tokens = new Map<string, { token: Promise<string>; until: number }>();

/**
 * The token that a genuine callback carries, remembered for a minute: hundreds of simultaneous callbacks would each
 * wait for one of n8n's few database connections to read the credential.
 */
async function expectedToken(context: IWebhookFunctions, source: Source): Promise<string> {
	const place = placeOf(context);
	const remembered = tokens.get(place);
	if (remembered && remembered.until > Date.now()) return await remembered.token;
	const token = connect(context, source.service).then((connection) => tokenOf(place, source.secret(connection)));
	tokens.set(place, { token, until: Date.now() + TOKEN_REMEMBERED_MS });
	token.catch(() => tokens.delete(place));
	return await token;
}

/** The registration remembers the secret; where it does not (a test, a healed subscription), the vendor is asked. */
async function hasSecret(context: IWebhookFunctions, source: Source, token: string): Promise<boolean> {
	if (!source.secretHeader) return true;
	const given = context.getHeaderData()[source.secretHeader.toLowerCase()];
	if (typeof given !== 'string' || given === '') return false;
	if (sameText(given, registrationOf(context)?.secret ?? '')) return true;
	const all = await source.list(context, await connect(context, source.service));
	return all.some(({ url, secret }) => secret && url.includes(token) && sameText(given, secret));
}

const answer = (message: string): IWebhookResponseData => ({ webhookResponse: { message } });

function unauthorized(context: IWebhookFunctions, { service }: Source): IWebhookResponseData {
	context.logger.warn(
		`${service.name} Trigger refused a callback that does not prove where it comes from. If ${service.name} sent it, unpublish and publish the workflow to register again.`,
		{ workflowId: context.getWorkflow().id, node: context.getNode().name },
	);
	context.getResponseObject().status(401).json({ message: 'This callback does not prove where it comes from' });
	return { noWebhookResponse: true };
}

/** The body, also of senders that name an unusual content type; undefined when it is not a JSON object. */
function bodyOf(context: IWebhookFunctions): IDataObject | undefined {
	const { body, rawBody } = context.getRequestObject() as { body?: unknown; rawBody?: Buffer };
	const parsed = body && typeof body === 'object' && Object.keys(body).length > 0 ? body : parse(rawBody);
	return parsed && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as IDataObject) : undefined;
}

function parse(raw?: Buffer): unknown {
	try {
		return JSON.parse(String(raw));
	} catch {
		return undefined;
	}
}

/** Ready for logs and outputs: without the vendor's secret, our token in an address that a proxy repeats, and logins. */
function headersOf(context: IWebhookFunctions, { secretHeader }: Source, token: string): IDataObject {
	const secret = ['authorization', 'cookie', secretHeader?.toLowerCase()];
	const headers = Object.entries(context.getHeaderData() as IDataObject);
	return Object.fromEntries(headers.filter(([name, value]) => !secret.includes(name) && !String(value).includes(token)));
}
