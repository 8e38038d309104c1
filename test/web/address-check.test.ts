import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/web/address-check.js';
import { checkWebUrl } from '../../src/web/url-check.js';
import { allowedAddresses, allowedUrls, invalidUrls, refusedAddresses, refusedUrls } from './refused-addresses.js';

describe('an IP address', () => {
  it.each(refusedAddresses)('%j is not contacted', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(allowedAddresses)('%j is contacted', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('a web address', () => {
  it.each(refusedUrls)('%j is refused', (url) => {
    expect(() => checkWebUrl(url)).toThrow(expect.objectContaining({ code: 'web-address-refused' }));
  });

  it.each(invalidUrls)('%j is none', (url) => {
    expect(() => checkWebUrl(url)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });

  it.each(allowedUrls)('%j is read as %j', (given, read) => {
    expect(checkWebUrl(given).href).toBe(read);
  });

  it('is shown in messages without what could be a secret', () => {
    const attempt = () => checkWebUrl('https://me:s3cret@example.org/page?key=s3cret#s3cret');
    expect(attempt).toThrow('https://example.org/page was given with a user name or password.');
    expect(attempt).not.toThrow(/s3cret/u);
  });
});
