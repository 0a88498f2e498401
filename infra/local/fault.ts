/** Something that the person at the terminal can mend. Its message is a sentence that says what to do, and is all that is shown. */
export class Fault extends Error {
  override name = 'Fault'
}

/** How a program ends after an error: a sentence for a fault, the whole trace for what nobody expected. */
export function explain(error: unknown): string {
  if (error instanceof Fault) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** The sentence to show for an error of the file system, or undefined when it is none that we know. */
export function faultOfFolder(error: unknown, folder: string): Fault | undefined {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Fault(
        `${folder} cannot be written to. Give yourself the right to write there, or name another folder: NLC_DATA=/some/folder npm start`,
      )
    case 'ENOSPC':
      return new Fault(`The disk that holds ${folder} is full. Make room, or name another folder: NLC_DATA=/some/folder npm start`)
    case 'EEXIST':
    case 'ENOTDIR':
      return new Fault(`${folder} is in the way: it is not a folder. Move it, or name another: NLC_DATA=/some/folder npm start`)
  }
}
