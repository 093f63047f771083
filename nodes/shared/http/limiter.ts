import type { AttemptResult } from './attemptResult';
import { delayHint, outageHint, type DelayHint } from './delayHint';
import type { RateLimitDialect } from './dialect';
import type { Admission, Clock, Limiter } from './ports';
import { quotaFrom, type Quota } from './quota';
import { createRetryBudget, type FedBudget } from './retryBudget';
import { hintedDelayMs, isThrottled } from './retryPolicy';
import { Waiters } from './waiters';
import { likelyLengthMs, narrowed, type LengthBounds } from './windowLength';

export interface LimiterOptions {
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly rateLimit?: RateLimitDialect;
}

/** Between two admissions after a release, in ms, where nothing better is known. */
const SPACING_MS = 50;
/** How late a timer may wake without costing the queue time, in ms. */
const LATE_MS = 5;
/** The spacing shrinks with every success, so that the queue gets up to speed within half a second. */
const SPACING_DECAY = 0.9;
/** A probe that takes longer than this no longer holds the others, in ms: a slow answer is no refusal. */
const PROBE_PATIENCE_MS = 5_000;
/** Nobody obeys a hint for longer than this without asking again, in ms: a vendor's slip must not stop a credential for years. */
const LONGEST_PAUSE_MS = 3_600_000;
/** After this long without a call all that was learnt is forgotten, in ms. */
const FORGET_AFTER_MS = 600_000;
/** Without knowledge, a gap this long separates two bursts, in ms. */
const BURST_GAP_MS = 60_000;
/** How much the limit grows when the vendor grants a request beyond it. */
const GROWTH = 0.25;
/** Windows without a refusal before one request beyond the limit is tried; doubled after each refusal up to the last figure. */
const QUIET_WINDOWS = 8;
const QUIET_WINDOWS_LONG = 2;
const QUIET_WINDOWS_MOST = 64;
const LONG_WINDOW_MS = 60_000;

/** One window of the vendor's counting, as far as we can see it. */
interface Window {
	startedAtMs: number;
	/** How long the first request was under way, in ms: the window began somewhere within that time. */
	startUncertaintyMs: number;
	admitted: number;
	refused: number;
	/** It began with a release or after a full window, so its start is known. The very first one began anywhere. */
	readonly synced: boolean;
	/** A refusal has ended it. */
	closed: boolean;
	/** The window before, while it may turn out that the vendor still counts in that one. */
	previous?: Window;
	/** Its first request was refused once and it was reopened: its length has been corrected. */
	reopened: boolean;
}

interface Learnt {
	limit: number;
	bounds: LengthBounds;
	lengthMs: number;
}

/** The quota that the vendor's own fields tell, counted down by us between two answers. */
interface Told {
	remaining: number;
	readonly resetAtMs: number;
	readonly limit?: number;
}

class Ticket {
	readonly kind = 'ticket';
	/** In the order of admission. */
	readonly number: number;
	readonly window: Window;
	readonly issuedAtMs: number;
	readonly first: boolean;
	readonly beyondLimit: boolean;

	constructor(number: number, window: Window, issuedAtMs: number, first: boolean, beyondLimit: boolean) {
		this.number = number;
		this.window = window;
		this.issuedAtMs = issuedAtMs;
		this.first = first;
		this.beyondLimit = beyondLimit;
	}
}

/**
 * One limiter for all calls of a credential. While nothing is known it lets everything through. A refusal pauses everyone; after the pause
 * one probe goes first and the others follow its success, spaced at first. From the refusals it learns how many requests a window holds and
 * how long it is, and from then on stops by itself before the vendor has to say so; now and then it asks for one more, in case the vendor
 * grants more than it learnt. Admission is first come, first served. All times are ms on the monotonic clock.
 */
export class SharedLimiter implements Limiter {
	readonly budget: FedBudget;

	private readonly waiters = new Waiters<Admission>();
	private readonly clock: Clock;
	private readonly random: () => number;
	private readonly rateLimit: RateLimitDialect | undefined;

	private window: Window | undefined;
	private learnt: Learnt | undefined;
	private told: Told | undefined;
	private readonly underWay = new Set<Ticket>();

	private pausedUntilMs = 0;
	private pauseBeganMs = 0;
	private hintlessRefusals = 0;

	private needsProbe = false;
	private probe: Ticket | undefined;
	private spacingMs = 0;
	private nextAtMs = 0;
	private quietWindows = 0;
	private patience = 0;

	private sweptUntilMs = 0;
	private alarm: { readonly atMs: number; readonly controller: AbortController } | undefined;
	private usedAtMs: number;
	private issuedAtMs = 0;
	private issued = 0;

	constructor({ clock, random, rateLimit }: LimiterOptions) {
		this.clock = clock;
		this.random = random;
		this.rateLimit = rateLimit;
		this.usedAtMs = clock.monotonic();
		this.budget = createRetryBudget(() => clock.monotonic(), (result) => this.isThrottle(result));
		this.forget();
	}

	/** Calls that wait for admission. */
	get waiting(): number {
		return this.waiters.size;
	}

	/** Nobody waits, nothing is under way, no pause runs, and the last call is this long ago. */
	isIdleFor(ms: number): boolean {
		const now = this.clock.monotonic();
		return this.waiters.size === 0 && this.underWay.size === 0 && now >= this.pausedUntilMs && now - this.usedAtMs >= ms;
	}

	async admit(signal?: AbortSignal, maxWaitMs = Infinity): Promise<Admission> {
		const now = this.clock.monotonic();
		if (this.waiters.size === 0) {
			if (now - this.usedAtMs > Math.max(FORGET_AFTER_MS, 2 * (this.learnt?.lengthMs ?? 0)) && this.underWay.size === 0) this.forget();
			if (!signal?.aborted && this.readyAt(now) <= now) return this.issue(now);
		}
		const heldUntilMs = this.heldUntil(now);
		if (heldUntilMs - now > maxWaitMs) return { kind: 'heldBack', delayMs: heldUntilMs - now };
		if (signal?.aborted) return await Promise.reject(new Error('The wait was cancelled'));
		const admission = this.waiters.wait(now + maxWaitMs, signal, () => this.pump());
		this.pump();
		return await admission;
	}

	observe(result: AttemptResult, admission?: Admission): void {
		const now = this.clock.monotonic();
		const ticket = admission instanceof Ticket ? admission : undefined;
		this.usedAtMs = now;
		if (ticket) this.underWay.delete(ticket);
		const wasProbe = ticket !== undefined && ticket === this.probe;
		if (wasProbe) this.probe = undefined;

		if (result.kind === 'response') this.answered(result, ticket, now);
		else if (ticket && wasNotSent(result)) {
			ticket.window.admitted--;
			if (wasProbe) this.needsProbe = true;
		}
		this.pump();
	}

	private answered(result: AttemptResult & { kind: 'response' }, ticket: Ticket | undefined, now: number): void {
		const { response } = result;
		const reading = { nowMs: this.clock.now(), sinceReceivedMs: now - result.receivedAtMs, rateLimit: this.rateLimit };
		this.tell(quotaFrom(response, reading), ticket, now);
		if (this.isThrottle(result)) return this.refused(delayHint(response, reading), ticket, now);
		const hint = response.status === 503 ? outageHint(response, reading) : undefined;
		if (hint) return this.pauseFor(hint, now);
		if (response.status < 500) this.succeeded(ticket, now);
	}

	private succeeded(ticket: Ticket | undefined, now: number): void {
		this.budget.refill();
		this.hintlessRefusals = 0;
		this.spacingMs = this.spacingMs < 1 ? 0 : this.spacingMs * SPACING_DECAY;
		if (!ticket) return;
		// The window begins when the vendor reads its first request: its answer is the latest possible moment for that.
		if (ticket.first) {
			ticket.window.startUncertaintyMs = now - ticket.window.startedAtMs;
			if (ticket.window.synced) ticket.window.startedAtMs = now;
			delete ticket.window.previous;
		}
		if (ticket.beyondLimit && this.learnt && ticket.window === this.window) {
			this.learnt.limit += Math.max(1, Math.ceil(this.learnt.limit * GROWTH));
		}
	}

	private refused(hint: DelayHint | undefined, ticket: Ticket | undefined, now: number): void {
		if (ticket) ticket.window.refused++;
		if (ticket?.beyondLimit) this.patience = Math.min(Math.max(this.patience, 1) * 2, QUIET_WINDOWS_MOST);
		this.quietWindows = 0;
		if (ticket && ticket.window === this.window) {
			if (hint) this.learn(hint, ticket, now);
			this.window.closed = true;
		}
		if (hint) this.pauseFor(hint, now);
		else this.pauseWithoutHint(ticket, now);
	}

	/** Takes the measure of the window that a refusal has just ended. */
	private learn(hint: DelayHint, ticket: Ticket, now: number): void {
		const { window } = ticket;
		const { previous } = window;
		// The vendor still counts in the window before: that one is longer than we thought.
		if (ticket.first && previous && !previous.reopened) {
			previous.reopened = true;
			this.window = previous;
			const longer = { moreThanMs: ticket.issuedAtMs - previous.startedAtMs, atMostMs: Infinity };
			this.learnLength(narrowed(longer, measure(previous, hint, ticket, now)));
			return;
		}
		if (ticket.first) return;
		// A window that began long before the refusal says nothing: the vendor has begun several since.
		if (!window.synced && now - window.startedAtMs > 2 * hint.delayMs + 1_000) return;
		if (!window.closed) this.learnLength(measure(window, hint, ticket, now));
	}

	private learnLength(bounds: LengthBounds): void {
		const both = narrowed(this.learnt?.bounds, bounds);
		const limit = this.learnt?.limit ?? Infinity;
		this.learnt = { limit, bounds: both, lengthMs: Math.min(likelyLengthMs(both), LONGEST_PAUSE_MS) };
	}

	private pauseFor(hint: DelayHint, now: number): void {
		this.pauseUntil(now + Math.min(hintedDelayMs(hint.delayMs, this.random()), LONGEST_PAUSE_MS), now);
	}

	/** Only a refusal of a request sent after the pause makes the next pause longer: those sent together count once. */
	private pauseWithoutHint(ticket: Ticket | undefined, now: number): void {
		if (this.hintlessRefusals === 0 || !ticket || ticket.issuedAtMs >= this.pauseBeganMs) {
			this.hintlessRefusals++;
			this.pauseUntil(now + (0.5 + this.random() / 2) * Math.min(30_000, 1_000 * 2 ** (this.hintlessRefusals - 1)), now);
		}
	}

	private pauseUntil(atMs: number, now: number): void {
		this.needsProbe = true;
		if (now >= this.pausedUntilMs) this.pauseBeganMs = now;
		this.pausedUntilMs = Math.max(this.pausedUntilMs, atMs);
	}

	/** Within a window the vendor's fields only ever tighten: answers overtake each other, and a sliding reset would never come. */
	private tell(quota: Quota | undefined, ticket: Ticket | undefined, now: number): void {
		if (quota?.windowMs !== undefined && quota.limit !== undefined && quota.limit > 0 && !this.learnt) {
			this.learnt = { limit: quota.limit, bounds: { moreThanMs: 0, atMostMs: quota.windowMs }, lengthMs: quota.windowMs };
		}
		if (quota?.remaining === undefined || quota.resetInMs === undefined) return;
		const remaining = quota.remaining - this.underWaySince(ticket);
		if (this.told && now < this.told.resetAtMs) {
			this.told.remaining = Math.min(this.told.remaining, remaining);
			return;
		}
		const resetAtMs = now + Math.min(quota.resetInMs, LONGEST_PAUSE_MS);
		this.told = { remaining, resetAtMs, ...(quota.limit !== undefined && { limit: quota.limit }) };
	}

	/** Calls without an answer that left after this one: the vendor had not counted them when it answered this one. */
	private underWaySince(ticket: Ticket | undefined): number {
		if (!ticket) return 0;
		let later = 0;
		for (const other of this.underWay) if (other.number > ticket.number) later++;
		return later;
	}

	/** When the next call may go at the earliest, as far as is known now. */
	private readyAt(now: number): number {
		if (this.probe) {
			const patientUntilMs = this.probe.issuedAtMs + PROBE_PATIENCE_MS;
			if (now < patientUntilMs) return patientUntilMs;
		}
		return Math.max(this.heldUntil(now), this.nextAtMs, this.paceAt(now));
	}

	/** Until when nobody at all may send: a pause, a full window, a quota that is used up. */
	private heldUntil(now: number): number {
		return Math.max(this.pausedUntilMs, this.windowFreeAt(now), this.quotaFreeAt(now));
	}

	private windowFreeAt(now: number): number {
		const { window, learnt } = this;
		if (!window || !learnt || window.closed || window.admitted - window.refused < learnt.limit) return 0;
		const endMs = window.startedAtMs + learnt.lengthMs;
		return now < endMs && this.mayTryBeyond(learnt) ? 0 : endMs;
	}

	/** One request more than was learnt, alone, and only while others wait for it. */
	private mayTryBeyond({ lengthMs }: Learnt): boolean {
		const first = lengthMs >= LONG_WINDOW_MS ? QUIET_WINDOWS_LONG : QUIET_WINDOWS;
		return this.quietWindows >= Math.max(first, this.patience) && this.underWay.size === 0;
	}

	private quotaFreeAt(now: number): number {
		const { told } = this;
		if (!told || now >= told.resetAtMs) return 0;
		return told.remaining <= (this.rateLimit?.reserve ?? 1) ? told.resetAtMs : 0;
	}

	/** With less than a fifth of the quota left, what is left is spread over the time to the reset. */
	private paceAt(now: number): number {
		const { told } = this;
		if (!told || now >= told.resetAtMs || told.limit === undefined || told.remaining >= told.limit / 5) return 0;
		return this.issuedAtMs + (told.resetAtMs - this.issuedAtMs) / Math.max(told.remaining, 1);
	}

	private issue(now: number): Ticket {
		const window = this.windowAt(now);
		const beyondLimit = this.learnt !== undefined && window.admitted - window.refused >= this.learnt.limit;
		const ticket = new Ticket(++this.issued, window, now, window.admitted === 0, beyondLimit);
		window.admitted++;
		this.underWay.add(ticket);
		this.usedAtMs = now;
		this.issuedAtMs = now;
		if (this.needsProbe || beyondLimit) {
			if (this.needsProbe) this.spacingMs = this.firstSpacingMs();
			this.probe = ticket;
			this.needsProbe = false;
		} else if (this.probe && now >= this.probe.issuedAtMs + PROBE_PATIENCE_MS) {
			this.probe = undefined;
		}
		// From the schedule, not from now: a timer that wakes late must not slow the whole queue.
		if (this.spacingMs > 0) this.nextAtMs = Math.max(this.nextAtMs, now - LATE_MS) + this.spacingMs;
		if (this.told) this.told.remaining--;
		return ticket;
	}

	/** At most half of what spreads the quota over the window: the count stops the queue, the spacing only keeps the herd apart. */
	private firstSpacingMs(): number {
		const { learnt } = this;
		return learnt && Number.isFinite(learnt.limit) ? Math.min(SPACING_MS, learnt.lengthMs / (2 * learnt.limit)) : SPACING_MS;
	}

	private windowAt(now: number): Window {
		const { window, learnt } = this;
		if (!window) return this.open(now, false);
		if (window.closed) {
			// A window that granted nothing was somebody else's, or none at all: the limit stays what it was.
			const granted = window.admitted - window.refused;
			if (learnt && granted > 0) learnt.limit = granted;
			return this.open(now, true, granted > 0 ? window : undefined);
		}
		if (learnt && now >= window.startedAtMs + learnt.lengthMs) {
			const wasFull = window.admitted - window.refused >= learnt.limit;
			this.quietWindows++;
			if (wasFull) this.needsProbe = true;
			return this.open(now, wasFull, wasFull ? window : undefined);
		}
		if (!learnt && this.underWay.size === 0 && now - this.usedAtMs > BURST_GAP_MS) return this.open(now, false);
		return window;
	}

	private open(now: number, synced: boolean, previous?: Window): Window {
		const window: Window = { startedAtMs: now, startUncertaintyMs: 0, admitted: 0, refused: 0, synced, closed: false, reopened: false };
		if (previous) {
			delete previous.previous;
			window.previous = previous;
		}
		this.window = window;
		return window;
	}

	/** Lets go whoever may go, tells those who cannot wait so long, and sets the alarm for the next. */
	private pump(): void {
		for (let first = this.waiters.first; first; first = this.waiters.first) {
			const now = this.clock.monotonic();
			const readyAtMs = this.readyAt(now);
			if (readyAtMs <= now) {
				this.waiters.shift()?.settle(this.issue(now));
				continue;
			}
			const heldUntilMs = this.heldUntil(now);
			if (heldUntilMs > now && heldUntilMs !== this.sweptUntilMs) {
				this.sweptUntilMs = heldUntilMs;
				for (const waiter of this.waiters.takeEarlierThan(heldUntilMs)) waiter.settle({ kind: 'heldBack', delayMs: heldUntilMs - now });
				continue;
			}
			if (first.deadlineMs <= now) {
				this.waiters.shift()?.settle({ kind: 'heldBack', delayMs: readyAtMs - now });
				continue;
			}
			return this.setAlarm(Math.min(readyAtMs, first.deadlineMs), now);
		}
		this.clearAlarm();
	}

	private setAlarm(atMs: number, now: number): void {
		if (this.alarm?.atMs === atMs) return;
		this.clearAlarm();
		const alarm = { atMs, controller: new AbortController() };
		this.alarm = alarm;
		this.clock.sleep(atMs - now, alarm.controller.signal).then(
			() => {
				if (this.alarm !== alarm) return;
				this.alarm = undefined;
				this.pump();
			},
			() => undefined,
		);
	}

	private clearAlarm(): void {
		this.alarm?.controller.abort();
		this.alarm = undefined;
	}

	private forget(): void {
		const known = this.rateLimit?.known;
		this.learnt = known && { limit: known.limit, bounds: { moreThanMs: 0, atMostMs: known.windowMs }, lengthMs: known.windowMs };
		this.window = undefined;
		this.told = undefined;
		this.quietWindows = 0;
		this.patience = 0;
	}

	private isThrottle(result: AttemptResult): boolean {
		return result.kind === 'response' && isThrottled(result.response, this.rateLimit && { rateLimit: this.rateLimit });
	}
}

/** How long a window is by the refusal that ended it. Rounding and travel make it seem longer, never shorter. */
function measure(window: Window, hint: DelayHint, ticket: Ticket, now: number): LengthBounds {
	const atMostMs = Math.max(1, now + hint.delayMs - window.startedAtMs);
	const travelMs = now - ticket.issuedAtMs + window.startUncertaintyMs;
	return { moreThanMs: Math.max(0, atMostMs - hint.roundedUpMs - travelMs), atMostMs };
}

function wasNotSent(result: AttemptResult): boolean {
	return result.kind === 'refused' || (result.kind === 'networkFailure' && result.delivery === 'never');
}
