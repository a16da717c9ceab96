declare module 'aws4' {
  type Signable = {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly service: string;
    readonly region: string;
    /** It would sign the length as well. */
    readonly extraHeadersToIgnore: {readonly 'content-length': true};
  };
  type Keys = {readonly accessKeyId: string; readonly secretAccessKey: string};
  const aws4: {
    readonly sign: (request: Signable, keys: Keys) => {readonly headers: Readonly<Record<string, string>>};
  };
  // biome-ignore lint/style/noDefaultExport: this is how the package exports itself
  export default aws4;
}
