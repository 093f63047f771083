export function runNpm(args: string[], options: { cwd: string; phase: string }): Promise<void>;
export function requireFreeSpace(folder: string, neededBytes: number): void;
