export function showProgress(phase: string, stream?: NodeJS.WriteStream): (done: boolean) => void;
