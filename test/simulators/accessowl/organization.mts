import { randomUUID } from 'node:crypto';
import type { AccessOwlState, AccessRequest, AccessRevocation, AccessState, Application, ApprovalStep, Resource, User } from './records.mts';
import type { Switches } from './switches.mts';

interface Pending {
	readonly dueAtMs: number;
	/** Times it was read so far; undefined where only time decides. */
	reads?: number;
}

/** Leaves out members that only the simulator knows. */
function without<Row extends object, Name extends keyof Row>(row: Row, ...names: Name[]): Omit<Row, Name> {
	const copy = { ...row };
	for (const name of names) delete copy[name];
	return copy;
}

/** The organisation's records and what happens to them by themselves: planned dates, automatic grants and removals. */
export class Organization {
	readonly state: AccessOwlState;
	switches: Switches;
	/** Grows with everything that happens by itself, so that a cache can tell. */
	happenings = 0;
	/** Open work of automatic applications, by revocation or request id. */
	#pending = new Map<string, Pending>();
	/** Planned dates, ms, by person: records never show them. */
	#offboardingAtMs = new Map<string, number>();
	#onboardingAtMs = new Map<string, number>();

	constructor(state: AccessOwlState, switches: Switches) {
		this.state = state;
		this.switches = switches;
	}

	user = (id: unknown): User | undefined => this.state.users.find((user) => user.id === id);
	application = (id: unknown): Application | undefined => this.state.applications.find((application) => application.id === id);
	resource = (id: unknown): Resource | undefined => this.state.resources.find((resource) => resource.id === id);
	accessState = (id: unknown): AccessState | undefined => this.state.accessStates.find((state) => state.id === id);
	resourcesOf = (applicationId: string): Resource[] =>
		this.state.resources.filter((resource) => resource.application_id === applicationId).sort((a, b) => a.order - b.order);

	/** Does all that became due by now, as the vendor's background jobs would. */
	settle(nowMs: number): void {
		for (const [id, atMs] of this.#onboardingAtMs) {
			if (atMs > nowMs) continue;
			this.happenings += 1;
			this.startOnboarding(this.user(id)!, nowMs);
		}
		for (const [id, atMs] of this.#offboardingAtMs) {
			if (atMs > nowMs) continue;
			this.happenings += 1;
			this.startOffboarding(this.user(id)!, nowMs);
		}
		for (const [id, { dueAtMs, reads }] of this.#pending) {
			const timeDecides = reads === undefined || this.switches.automaticAfterReads === null;
			if (timeDecides && dueAtMs <= nowMs) this.#finish(id, nowMs);
		}
		this.#finishOffboardings(nowMs);
	}

	/** Counts one read of a revocation, which may be the one that finds it done. */
	countRead(revocation: AccessRevocation, nowMs: number): void {
		const pending = this.#pending.get(revocation.id);
		const enough = this.switches.automaticAfterReads;
		if (pending?.reads === undefined || enough === null) return;
		pending.reads += 1;
		if (pending.reads >= enough) this.#finish(revocation.id, nowMs);
	}

	#finish(id: string, nowMs: number): void {
		this.#pending.delete(id);
		this.happenings += 1;
		const revocation = this.state.accessRevocations.find((one) => one.id === id);
		if (revocation?.status === 'processing_access') this.completeRevocation(revocation, nowMs);
		const request = this.state.accessRequests.find((one) => one.id === id);
		if (request?.status === 'processing_access') this.completeRequest(request, nowMs);
	}

	#finishOffboardings(nowMs: number): void {
		for (const user of this.state.users) {
			if (user.status !== 'offboarding') continue;
			if (this.state.accessRevocations.some((one) => one.grantee_user_id === user.id && one.status === 'processing_access')) continue;
			user.status = 'offboarded';
			user.deactivated_at = user.updated_at = iso(nowMs);
		}
	}

	planOnboarding(user: User, atMs: number, nowMs: number): void {
		user.status = 'onboarding_provisioning_planned';
		user.updated_at = iso(nowMs);
		this.#onboardingAtMs.set(user.id, atMs);
	}

	startOnboarding(user: User, nowMs: number): void {
		this.#onboardingAtMs.delete(user.id);
		user.status = 'onboarding';
		user.updated_at = iso(nowMs);
	}

	planOffboarding(user: User, atMs: number, nowMs: number): void {
		this.#onboardingAtMs.delete(user.id);
		user.status = 'offboarding_planned';
		user.updated_at = iso(nowMs);
		this.#offboardingAtMs.set(user.id, atMs);
	}

	/** When an offboarding is planned for, ms since the epoch; the API never shows it. */
	offboardingPlannedAtMs = (userId: string): number | undefined => this.#offboardingAtMs.get(userId);

	/** Revokes all managed access of a person. Detected usage is left: there is nothing that AccessOwl could take away. */
	startOffboarding(user: User, nowMs: number): void {
		this.#onboardingAtMs.delete(user.id);
		this.#offboardingAtMs.delete(user.id);
		user.status = 'offboarding';
		user.updated_at = iso(nowMs);
		for (const state of this.state.accessStates) {
			if (state.grantee_user_id !== user.id || state.effective_end !== null) continue;
			if (this.application(state.application_id)?.status === 'discovered') continue;
			if (this.state.accessRevocations.some((one) => one.access_state_id === state.id && one.status === 'processing_access')) continue;
			this.createRevocation(state, 'Offboarding', nowMs);
		}
		this.#finishOffboardings(nowMs);
	}

	createRevocation(state: AccessState, reason: string, nowMs: number): AccessRevocation {
		const application = this.application(state.application_id);
		const isAutomatic = application?.provisioning_type === 'automatic' && application.status !== 'discovered';
		const revocation: AccessRevocation = {
			id: randomUUID(),
			application_id: state.application_id,
			reason,
			status: 'processing_access',
			grantee_user_id: state.grantee_user_id,
			requestor_user_id: this.state.tokenOwnerId,
			resource_id: state.resource_id,
			permission_ids: state.resource_id === null ? null : [...state.target_permission_ids],
			provisioning_type: isAutomatic ? 'automatic' : 'application_admin',
			inserted_at: iso(nowMs),
			access_state_id: state.id,
			close_reason: null,
		};
		this.state.accessRevocations.push(revocation);
		if (isAutomatic) this.#pending.set(revocation.id, { dueAtMs: nowMs + this.switches.automaticAfterMs, reads: 0 });
		return revocation;
	}

	/** Ends the access; where none is left the revocation is rejected instead. */
	completeRevocation(revocation: AccessRevocation, nowMs: number): void {
		this.#pending.delete(revocation.id);
		const state = this.accessState(revocation.access_state_id);
		if (!state || state.effective_end !== null) {
			revocation.status = 'rejected';
			revocation.close_reason = 'No current access was left';
			return;
		}
		state.effective_end = iso(nowMs);
		revocation.status = 'revoked';
	}

	rejectRevocation(revocation: AccessRevocation, reason: string): void {
		this.#pending.delete(revocation.id);
		revocation.status = 'rejected';
		revocation.close_reason = reason;
	}

	createRequest(user: User, resource: Resource, permissionIds: string[], reason: string, nowMs: number): AccessRequest {
		const application = this.application(resource.application_id)!;
		const approvalSteps = this.#stepsFor(user, application, resource.permissions.some((one) => one.elevated && permissionIds.includes(one.id)));
		const request: AccessRequest = {
			id: randomUUID(),
			application_id: application.id,
			resource_id: resource.id,
			permission_ids: [...permissionIds],
			request_reason: reason,
			status: 'pending_approval',
			grantee_user_id: user.id,
			requestor_user_id: this.state.tokenOwnerId ?? user.id,
			provisioning_type: application.provisioning_type,
			approval_steps: approvalSteps,
			inserted_at: iso(nowMs),
			access_state_id: null,
			close_reason: null,
		};
		this.state.accessRequests.push(request);
		if (approvalSteps.length === 0) this.approve(request, nowMs);
		return request;
	}

	/** The application's own policy for this level of access, else the default one. No policy and no steps both mean automatic approval. */
	#stepsFor(user: User, application: Application, elevated: boolean): ApprovalStep[] {
		const own = this.state.policies.filter((policy) => policy.application_ids.includes(application.id));
		const policy =
			own.find((one) => one.elevated === elevated) ?? own.find((one) => !one.elevated) ?? this.state.policies.find((one) => one.default_policy);
		return (policy?.approval_steps ?? []).map(({ step, strategy, approver_types: types, specific_approver_user_ids: named }) => {
			const byType: Record<string, Array<string | null>> = {
				manager: [user.manager_user_id],
				application_admin: application.admin_user_ids,
				business_owner: [application.owner_user_id],
			};
			const approvers = new Set([...types.flatMap((type) => byType[type] ?? []), ...named].filter((id) => id !== null));
			return { step, strategy, status: 'pending', approvers: [...approvers].map((id) => ({ user_id: id, status: 'pending' })) };
		});
	}

	/** All approvers agree. The API has no such call: in the product people do it. */
	approve(request: AccessRequest, nowMs: number): void {
		for (const step of request.approval_steps) {
			step.status = 'approved';
			for (const approver of step.approvers) approver.status = 'approved';
		}
		request.status = 'processing_access';
		if (request.provisioning_type === 'automatic') this.#pending.set(request.id, { dueAtMs: nowMs + this.switches.automaticAfterMs });
	}

	/** The access exists from now on. */
	completeRequest(request: AccessRequest, nowMs: number): void {
		this.#pending.delete(request.id);
		const state: AccessState = {
			id: randomUUID(),
			application_id: request.application_id,
			grantee_user_account_id: this.accountFor(request.application_id, request.grantee_user_id),
			grantee_user_id: request.grantee_user_id,
			group_id: null,
			resource_id: request.resource_id,
			target_permission_ids: [...request.permission_ids],
			effective_start: iso(nowMs),
			effective_end: null,
		};
		this.state.accessStates.push(state);
		request.status = 'access_granted';
		request.access_state_id = state.id;
	}

	/** One account a person and application: the one that exists, else a new one. */
	accountFor(applicationId: string, userId: string): string {
		const known = this.state.accessStates.find((state) => state.application_id === applicationId && state.grantee_user_id === userId);
		return known?.grantee_user_account_id ?? randomUUID();
	}

	forgetPending(id: string): void {
		this.#pending.delete(id);
	}

	showUser = (user: User) => {
		const full = [user.first_name, user.last_name].filter((name) => name !== null).join(' ');
		const hidden = this.switches.nullNames ? { first_name: null, last_name: null } : {};
		return { ...user, ...hidden, full_name: full === '' ? null : full };
	};

	/** With `user_count`: accounts that hold anything now. */
	showApplication = (application: Application) => {
		const holders = new Set<string>();
		for (const state of this.state.accessStates) {
			if (state.application_id === application.id && state.effective_end === null) holders.add(state.grantee_user_account_id);
		}
		const shown = { ...application, user_count: holders.size };
		return this.switches.lockVersion === 'shown' ? shown : without(shown, 'lock_version');
	};

	showResource = (resource: Resource) => without(resource, 'order');

	showRequest = (request: AccessRequest) => {
		const { request_reason: reason, ...rest } = without(request, 'access_state_id', 'close_reason');
		return { ...rest, [this.switches.reasonKey]: reason };
	};

	showRevocation = (revocation: AccessRevocation) => without(revocation, 'access_state_id', 'close_reason');
}

/** ISO 8601 in UTC from ms since the epoch. */
export const iso = (ms: number): string => new Date(ms).toISOString();
