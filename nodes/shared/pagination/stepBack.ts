/** Items that the next page shares with this one. Never a whole page of the size that the vendor grants: each must bring at least one more. */
export const stepBack = (overlap: number, longest: number): number => Math.max(0, Math.min(overlap, longest - 1));
