/** IP addresses that are not of the public internet. */
export const refusedAddresses: readonly string[] = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
  ...['127.0.0.1', '127.255.255.254', '169.254.0.1', '169.254.169.254', '169.254.170.2', '172.16.0.1'],
  ...['172.31.255.255', '192.0.0.1', '192.0.0.192', '192.0.2.1', '192.31.196.1', '192.52.193.1', '192.88.99.1'],
  ...['192.168.0.1', '192.168.255.255', '192.175.48.1', '198.18.0.1', '198.19.255.255', '198.51.100.7'],
  ...['203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '168.63.129.16'],
  ...['::', '::1', '::2', '::127.0.0.1', '::8.8.8.8', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1'],
  ...['::ffff:0:127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b::10.0.0.1', '64:ff9b:1::8.8.8.8'],
  ...['100::1', '2001::1', '2001:0:7f00:1::', '2001:2::1', '2001:3::1', '2001:4:112::1', '2001:10::1', '2001:20::1'],
  ...['2001:30::1', '2001:db8::1', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2002:808:808::1', '2620:4f:8000::1'],
  ...['3fff::1', '4000::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fd20:ce::254', 'fdff::1', 'fe80::1'],
  ...['fe80::1%eth0', '2606:4700::1%eth0', 'fec0::1', 'ff02::1', 'ff0e::1', '8000::1', 'e000::1'],
  // Not the form that a lookup gives.
  ...['', '127.1', '0x7f.0.0.1', '017700000001', '2130706433', '[::1]', 'localhost', '8.8.8.8 ', '08.8.8.8'],
];

export const allowedAddresses: readonly string[] = [
  ...['1.1.1.1', '8.8.8.8', '9.9.9.9', '93.184.216.34', '100.63.255.255', '100.128.0.1', '126.255.255.255'],
  ...['128.0.0.1', '169.253.255.255', '172.15.255.255', '172.32.0.1', '192.0.1.1', '192.167.1.1', '198.17.0.1'],
  ...['198.20.0.1', '223.255.255.254', '2001:4860:4860::8888', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'],
  ...['2400:cb00::1', '64:ff9b::8.8.8.8', '2003::1'],
];

/** Web addresses that lead, or try to lead, elsewhere than to a page of the public internet. */
export const refusedUrls: readonly string[] = [
  // Other schemes.
  ...['file:///etc/passwd', 'ftp://example.org/', 'gopher://example.org:70/_x', 'data:text/html,x', 'javascript:x'],
  ...['blob:https://example.org/x', 'ws://example.org/', 'about:blank', 'view-source:http://127.0.0.1/', 'dict://x/'],
  // User names and passwords.
  ...['http://user@example.org/', 'http://user:pass@example.org/', 'http://example.org@127.0.0.1/'],
  ...['http://example.org%2f@127.0.0.1/', 'http://1.1.1.1 &@2.2.2.2# @3.3.3.3/'],
  // IPv4 in the forms that the URL standard reads.
  ...['http://127.0.0.1/', 'http://127.1/', 'http://127.0.1/', 'http://2130706433/', 'http://0x7f000001/'],
  ...['http://0x7f.0.0.1/', 'http://0x7F.0x0.0x0.0x1/', 'http://0177.0.0.1/', 'http://017700000001/'],
  ...['http://0/', 'http://0.0.0.0/', 'http://00.00.00.00/', 'http://127.0.0.1./', 'http://127%2e0%2e0%2e1/'],
  ...[
    'http://１２７.０.０.１/',
    'http://127。0。0。1/',
    'http://①②⑦.⓪.⓪.①/',
    'http:\\\\127.0.0.1\\',
    'http:/127.0.0.1',
  ],
  ...['https:127.0.0.1', 'http://@127.0.0.1/', 'http://:@127.0.0.1/', ' http://127.0.0.1/ ', 'http://12\n7.0.0.1/'],
  ...['http://169.254.169.254/latest/meta-data/', 'http://0xa9fea9fe/', 'http://2852039166/', 'http://169.16689662/'],
  ...['http://0251.0376.0251.0376/', 'http://10.0.0.1/', 'http://0xa.1/', 'http://192.168.1.1/', 'http://3232235777/'],
  ...['http://172.16.0.1/', 'http://100.100.100.200/', 'http://255.255.255.255/', 'http://224.0.0.1/'],
  ...['https://168.63.129.16/'],
  // IPv6.
  ...['http://[::1]/', 'http://[::]/', 'http://[0:0:0:0:0:0:0:1]/', 'http://[::ffff:127.0.0.1]/', 'http://[::7f00:1]/'],
  ...['http://[::ffff:a9fe:a9fe]/', 'http://[0:0:0:0:0:ffff:169.254.169.254]/', 'http://[64:ff9b::7f00:1]/'],
  ...[
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://[2002:7f00:1::]/',
  ],
  ...['http://[2001:0:0:0::1]/', 'http://[2001:db8::1]/'],
  // Names.
  ...['http://localhost/', 'http://LOCALHOST/', 'http://localhost./', 'http://localhost../', 'http://a.localhost/'],
  ...[
    'http://ⓛocalhost/',
    'http://ｌｏｃａｌｈｏｓｔ/',
    'http://%6c%6f%63%61%6c%68%6f%73%74/',
    'http://l\u00ADocalhost/',
  ],
  ...['http://localhost.localdomain/', 'http://printer.local/', 'http://metadata.google.internal/', 'http://wiki.lan/'],
  ...['http://x.home.arpa/', 'http://abc.onion/', 'http://db.corp/', 'http://router/', 'http://metadata/'],
  ...[
    'http://lоcalhost/',
    'http://a..b.org/',
    `http://${'a'.repeat(64)}.org/`,
    `http://example.org/${'x'.repeat(2048)}`,
  ],
  // Ports of other services.
  ...['http://example.org:22/', 'http://example.org:25/', 'https://example.org:6667/', 'http://example.org:0/'],
  ...['http://example.org:6379/', 'http://example.org:11211/', 'http://example.org:3306/', 'http://example.org:2375/'],
  ...['http://8.8.8.8:53/', 'http://[2606:4700::1]:445/'],
];

/** No addresses at all: nothing is asked for either. */
export const invalidUrls: readonly string[] = [
  ...[
    '',
    'example.org',
    '//example.org/',
    '/etc/passwd',
    'http://',
    'http:///',
    'http://1.2.3.4.5/',
    'http://256.1.1.1/',
  ],
  ...['http://[fe80::1%25eth0]/', 'http://[::1', 'http://exa mple.org/', 'http://localhost%00.example.org/'],
  ...[
    'http://127.0.0.1%23.example.org/',
    'http://example.org:65536/',
    'http://xn--a/',
    'http://08.1.1.1/',
    'http://%zz/',
  ],
];

export const allowedUrls: readonly (readonly [given: string, read: string])[] = [
  ['https://example.org', 'https://example.org/'],
  ['http://example.org/', 'http://example.org/'],
  ['HTTPS://EXAMPLE.ORG/A', 'https://example.org/A'],
  ['https://example.org./', 'https://example.org/'],
  ['https://example.org:443/x', 'https://example.org/x'],
  ['https://example.org:8443/x?y=1#z', 'https://example.org:8443/x?y=1#z'],
  ['http://example.org:8080/', 'http://example.org:8080/'],
  ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
  ['https://ｅxample。org/', 'https://example.org/'],
  ['https://sub.domain.example.co.uk/a/../b', 'https://sub.domain.example.co.uk/b'],
  ['https://localhost.example.org/', 'https://localhost.example.org/'],
  ['https://local.example.org/', 'https://local.example.org/'],
  ['https://10.example.org/', 'https://10.example.org/'],
  ['https://127.0.0.1.example.org/', 'https://127.0.0.1.example.org/'],
  ['https://8.8.8.8/', 'https://8.8.8.8/'],
  ['http://0x08080808/', 'http://8.8.8.8/'],
  ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
  ['https://example.org/?next=http://127.0.0.1/', 'https://example.org/?next=http://127.0.0.1/'],
  ['https://a_b.example.org/', 'https://a_b.example.org/'],
  ['https://example.org/@user', 'https://example.org/@user'],
];
