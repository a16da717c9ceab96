declare module 'write-file-atomic' {
  export type WriteOptions = {
    readonly mode?: number;
    readonly chown?: false;
    readonly tmpfileCreated?: (temporary: string) => Promise<void>;
  };
  // biome-ignore lint/style/noDefaultExport: this is how the package exports itself
  export default function writeFileAtomic(file: string, data: null, options: WriteOptions): Promise<void>;
}
