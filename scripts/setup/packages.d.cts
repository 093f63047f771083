export function ensurePackages(root: string): Promise<void>;
export function packageDefect(root: string): string | undefined;
export function projectNode(root: string): string;
