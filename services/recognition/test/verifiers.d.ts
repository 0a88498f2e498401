declare module '@digitalbazaar/vc' {
  export interface Verdict {
    readonly verified: boolean
    readonly error?: { readonly message: string; readonly errors?: readonly Error[] }
    readonly statusResult?: {
      readonly verified: boolean
      readonly results?: readonly { readonly status?: boolean; readonly verified: boolean }[]
    }
  }
  export function verifyCredential(options: {
    credential: object
    suite: object
    documentLoader: unknown
    checkStatus?: unknown
    now?: Date
  }): Promise<Verdict>
  export const defaultDocumentLoader: (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: object }>
}
declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { cryptosuite: object })
  }
}
declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object
}
declare module '@digitalbazaar/vc-bitstring-status-list' {
  export function checkStatus(
    options: object,
  ): Promise<{ verified: boolean; results: { status: boolean; verified: boolean }[]; error?: Error }>
}
