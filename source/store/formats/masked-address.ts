/** The address of a proxy or of Redis may hold a password, which no screen, message or log shows. */
export function maskedAddress(text: string): string {
  return text.replaceAll(/:\/\/([^/\s"]*)@/g, (_, who: string) => {
    const [user = '', ...rest] = who.split(':');
    return rest.length === 0 ? '://••••@' : `://${user}:••••@`;
  });
}
