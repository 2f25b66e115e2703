'use strict';

const { connectorAddress, connectorOf, publicAddress, refusedAsConnectorFile, refusedAsPublic } = require('../../dist/nodes/Cloudglue/addresses');

const LOOM = '0123456789abcdef0123456789abcdef';
const AS_IT_IS = undefined;

/** Address, connector that syncs it, what that connector is sent, and whether Sync From URL takes it. */
const table = [
	// Connectors' own addresses
	['s3://recordings/2026/a b.mp4', 's3', AS_IT_IS, false],
	['gs://recordings/2026/a.mp4', 'gcs', AS_IT_IS, false],
	['gdrive://file/1AbC-d_E', 'google-drive', AS_IT_IS, false],
	['dropbox:///Reports/a.mp4', 'dropbox', AS_IT_IS, false],
	['dropbox://Reports/a.mp4', 'dropbox', AS_IT_IS, false],
	['zoom://id/85746065', 'zoom', AS_IT_IS, false],
	['zoom://uuid/4444AAAiAAAAAiAiAiiAii%3D%3D', 'zoom', AS_IT_IS, false],
	['zoom://uuid//aDYlohsHRtCd4ii1uC2+hA==', 'zoom', 'zoom://uuid/%2FaDYlohsHRtCd4ii1uC2%2BhA%3D%3D', false],
	['grain://recording/abc123', 'grain', AS_IT_IS, false],
	['gong://call/7782342274025937895', 'gong', AS_IT_IS, false],
	['recall://recording/abc', 'recall', AS_IT_IS, false],
	['iconik://asset/2e12c4b4', 'iconik', AS_IT_IS, false],
	['GDRIVE://file/1AbC', 'google-drive', AS_IT_IS, false],
	// Links that people copy
	['https://drive.google.com/file/d/1AbC-d_E/view?usp=sharing', 'google-drive', 'gdrive://file/1AbC-d_E', false],
	['https://drive.google.com/file/u/1/d/1AbC/edit', 'google-drive', 'gdrive://file/1AbC', false],
	['https://drive.google.com/open?id=1AbC', 'google-drive', 'gdrive://file/1AbC', false],
	['https://drive.google.com/open?authuser=0&id=1AbC', 'google-drive', 'gdrive://file/1AbC', false],
	['https://drive.google.com/uc?export=download&id=1AbC', 'google-drive', 'gdrive://file/1AbC', true],
	['https://www.dropbox.com/scl/fi/abc/talk.mp4?rlkey=x&dl=0', 'dropbox', AS_IT_IS, true],
	['https://www.dropbox.com/s/abc/talk.mp4?dl=0', 'dropbox', AS_IT_IS, true],
	['https://www.dropbox.com/preview/Reports/a%20b.mp4?role=personal', 'dropbox', 'dropbox:///Reports/a b.mp4', false],
	['https://www.dropbox.com/home/Reports/2026?preview=a+b.mp4', 'dropbox', 'dropbox:///Reports/2026/a b.mp4', false],
	['https://www.dropbox.com/home?preview=a.mp4', 'dropbox', 'dropbox:///a.mp4', false],
	['https://dl.dropboxusercontent.com/1/view/abc/a.mp4', 'dropbox', AS_IT_IS, false],
	['https://zoom.us/j/85746065?pwd=x', 'zoom', AS_IT_IS, false],
	['https://us02web.zoom.us/s/85746065', 'zoom', AS_IT_IS, false],
	['https://acme.zoom.us/recording/detail?meeting_id=4444AAAiAAAAAiAiAiiAii%3D%3D', 'zoom', AS_IT_IS, false],
	['https://acme.zoom.us/rec/share/abc.def', 'zoom', AS_IT_IS, false],
	['https://grain.com/share/recording/abc-123/token', 'grain', 'grain://recording/abc-123', false],
	['https://my.bucket.s3.eu-west-1.amazonaws.com/2026/a%20b.mp4?X-Amz-Signature=x', 's3', 's3://my.bucket/2026/a b.mp4', true],
	['https://bucket.s3.amazonaws.com/a.mp4', 's3', 's3://bucket/a.mp4', true],
	['https://s3.us-west-2.amazonaws.com/bucket/2026/a.mp4', 's3', 's3://bucket/2026/a.mp4', true],
	['https://s3-us-west-2.amazonaws.com/bucket/a.mp4', 's3', 's3://bucket/a.mp4', true],
	['https://storage.googleapis.com/bucket/2026/a%20b.mp4', 'gcs', 'gs://bucket/2026/a b.mp4', true],
	['https://storage.cloud.google.com/bucket/a.mp4', 'gcs', 'gs://bucket/a.mp4', true],
	['https://bucket.storage.googleapis.com/a.mp4', 'gcs', 'gs://bucket/a.mp4', true],
	// Public addresses, which no connector syncs
	['https://example.com/video.mp4', null, null, true],
	['http://example.com:8080/video.mp4?x=1', null, null, true],
	['https://example.com/picture.jpg', null, null, true],
	['https://storage.googleapis.com/download/storage/v1/b/bucket/o/a.mp4?alt=media', null, null, true],
	['https://www.tiktok.com/@user/video/7212345678901234567', null, null, true],
	['https://www.tiktok.com/t/ZT8abc/', null, null, true],
	['https://vm.tiktok.com/ZM8abc/', null, null, true],
	['https://vt.tiktok.com/ZS8abc/', null, null, true],
	[`https://www.loom.com/share/${LOOM}`, null, null, true],
	[`https://loom.com/share/Weekly-update-${LOOM}?sid=x`, null, null, true],
	[`https://www.loom.com/embed/${LOOM}`, null, null, true],
	['https://player.vimeo.com/external/1.hd.mp4?s=x', null, null, true],
	['https://onedrive.live.com/download?cid=x&resid=y', null, null, true],
	['https://acme.box.com/shared/static/abc.mp4', null, null, true],
];

/** Address and what people are told to do instead, whichever operation they used. */
const refused = [
	['https://www.youtube.com/watch?v=dQw4w9WgXcQ', /Collection Media: Add/],
	['https://youtu.be/dQw4w9WgXcQ?t=3', /Collection Media: Add/],
	['https://www.youtube.com/shorts/abc', /Collection Media: Add/],
	['https://www.youtube.com/live/abc', /Collection Media: Add/],
	['https://www.youtube.com/embed/abc', /Collection Media: Add/],
	['https://m.youtube.com/v/abc', /Collection Media: Add/],
	['https://www.youtube-nocookie.com/embed/abc', /Collection Media: Add/],
	['https://www.dropbox.com/scl/fo/abc/h?rlkey=x', /one file.*Sync Many Files/],
	['https://www.dropbox.com/sh/abc/def', /one file/],
	['https://www.dropbox.com/home/Reports', /link of one file/],
	['https://drive.google.com/drive/folders/1AbC', /one file.*Sync Many Files/],
	['https://drive.google.com/drive/u/0/folders/1AbC?usp=sharing', /one file/],
	['https://drive.google.com/drive/my-drive', /one file/],
	['s3://recordings/2026/', /one file/],
	['https://acme.zoom.us/rec/play/abc.def', /share link/],
	['https://acme.zoom.us/profile', /join link/],
	['https://app.gong.io/call?id=1', /gong:\/\/call\/<ID>/],
	['https://us-west-2.recall.ai/recording/1', /recall:\/\/recording\/<ID>/],
	['https://app.iconik.io/asset/1', /iconik:\/\/asset\/<ID>/],
	['https://grain.com/app/meetings/1', /grain:\/\/recording\/<ID>/],
	['https://vimeo.com/12345', /File: Upload/],
	['https://1drv.ms/v/s!abc', /File: Upload/],
	['https://onedrive.live.com/?id=1', /File: Upload/],
	['https://app.box.com/s/abc', /File: Upload/],
	['cloudglue://files/1', /File: Get/],
	['s3://recordings', /s3:\/\/<bucket>\/<key>/],
	['gs://', /gs:\/\/<bucket>/],
	['gdrive://1AbC', /gdrive:\/\/file\/<ID>/],
	['zoom://85746065', /zoom:\/\/id\//],
	['grain://abc', /grain:\/\/recording\/<ID>/],
	['gong://abc', /gong:\/\/call\/<ID>/],
	['recall://abc', /recall:\/\/recording\/<ID>/],
	['iconik://abc', /iconik:\/\/asset\/<ID>/],
	['dropbox://', /dropbox:\/\/<path>/],
	['ftp://example.com/a.mp4', /https:\/\//],
	['file:///etc/passwd', /https:\/\//],
	['Recordings/a.mp4', /https:\/\//],
	['not an address', /https:\/\//],
	['https://', /https:\/\//],
];

const names = { s3: /Amazon S3/, gcs: /Google Cloud Storage/, 'google-drive': /Google Drive/, dropbox: /Dropbox/, zoom: /Zoom/, grain: /Grain/, gong: /Gong/, recall: /Recall/, iconik: /iconik/ };

describe.each(table)('%s', (address, connector, native, isPublic) => {
	it(connector ? `is synced by a connector of ${connector}` : 'is refused by Sync File, which names Sync From URL', () => {
		expect(connectorOf(address)).toBe(connector ?? undefined);
		if (connector) expect([refusedAsConnectorFile(address), connectorAddress(address)]).toEqual([undefined, native ?? address]);
		else expect(refusedAsConnectorFile(address)).toEqual({ what: expect.stringMatching(/^is .* no connector can sync$/), todo: expect.stringContaining('"File: Sync From URL"') });
	});

	it(isPublic ? 'is taken by Sync From URL' : 'is refused by Sync From URL, which names Sync File and the connector', () => {
		if (isPublic) return expect(refusedAsPublic(address)).toBeUndefined();
		const { what, todo } = refusedAsPublic(address);
		expect(what).toMatch(/^is /);
		expect(todo).toContain('"Data Connector: Sync File"');
		return expect(todo).toMatch(names[connector]);
	});
});

it.each(refused)('%s is refused by both, with what to do instead', (address, todo) => {
	for (const refusal of [refusedAsPublic(address), refusedAsConnectorFile(address)]) {
		expect(refusal.todo).toMatch(todo);
		expect(refusal.what.length).toBeGreaterThan(8);
	}
});

it('sends public addresses as they are, and only a Loom link in the vendor\'s own form', () => {
	for (const [address, , , isPublic] of table.filter(([address]) => !address.includes('loom.com')))
		if (isPublic) expect(publicAddress(` ${address} `)).toBe(address);
	for (const address of [`https://loom.com/share/Weekly-update-${LOOM}?sid=x`, `https://www.loom.com/embed/${LOOM}`])
		expect(publicAddress(address)).toBe(`https://www.loom.com/share/${LOOM}`);
});

it('takes a very long odd address in no time', () => {
	const start = performance.now();
	for (const long of [`https://${'a.s3-'.repeat(2000)}x/`, `https://x.s3${'-a'.repeat(5000)}.example.com/`, `zoom://uuid/${'/'.repeat(20_000)}`, 'a:'.repeat(20_000)])
		for (const judge of [refusedAsPublic, refusedAsConnectorFile, publicAddress]) judge(long);
	expect(performance.now() - start).toBeLessThan(2000);
});
