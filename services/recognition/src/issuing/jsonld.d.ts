declare module 'jsonld' {
  const jsonld: {
    canonize(
      document: object,
      options: {
        algorithm: 'RDFC-1.0'
        format: 'application/n-quads'
        documentLoader: (url: string) => Promise<{ contextUrl: undefined; documentUrl: string; document: object }>
        safe: true
      },
    ): Promise<string>
  }
  export default jsonld
}

declare module 'base58-universal' {
  export function encode(bytes: Uint8Array): string
  export function decode(text: string): Uint8Array
}
