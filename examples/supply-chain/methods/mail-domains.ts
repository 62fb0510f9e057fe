const FREE_MAIL = new Set([
  '126.com',
  '163.com',
  'aol.com',
  'fastmail.com',
  'foxmail.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hey.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mac.com',
  'mail.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'outlook.com',
  'pm.me',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'tuta.io',
  'web.de',
  'yahoo.com',
  'yandex.ru',
  'ymail.com',
  'zoho.com',
])
const SHARED_MAILBOX =
  /^(?:info|contact|hello|hi|team|support|admin|office|dev|develop(?:er|ers|ment)|opensource|oss|sdk|npm|noreply|no-reply|security|webmaster|mail|packages?)$/

/** Whether anybody can open a mailbox at this domain. */
export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.has(domain)
}

/** Whether a mailbox is likely read by several people, so that it does not identify one. */
export function isSharedMailbox(email: string): boolean {
  return SHARED_MAILBOX.test(email.split('@')[0] ?? '') || email.endsWith('@users.noreply.github.com')
}
