/** Everything that is assumed or contradictory in what is known of AccessOwl. Clients must cope with every position. */
export interface Switches {
	/** Single records inside `data` or bare. `asDocumented`: the detail of users and applications is wrapped, the rest is bare. */
	readonly envelope: 'asDocumented' | 'wrapped' | 'bare';
	/** `cursor` was seen live; `pageNumbers` is the printed example, which has no cursor at all; `both` has all members. */
	readonly meta: 'cursor' | 'pageNumbers' | 'both';
	/** The shape of an error's body is free-form. */
	readonly errorBody: 'errors' | 'error' | 'message' | 'html' | 'empty';
	/** API access is not enabled: every call is redirected to a billing page. */
	readonly redirect: boolean;
	/** The name of the item list of a bulk request. */
	readonly bulkKey: string;
	/** How an access request's reason is called in answers. */
	readonly reasonKey: 'request_reason' | 'reason';
	/** First and last names come as null. */
	readonly nullNames: boolean;
	readonly createStatus: 201 | 200;
	/** Whether applications show `lock_version`; policies always do. */
	readonly lockVersion: 'hidden' | 'shown';
	/** Whether access requests for people who are inactive, offboarding or offboarded answer 422. */
	readonly refuseLeavers: boolean;
	/** Automatic applications carry out a revocation, or an approved request, so many ms after it began. */
	readonly automaticAfterMs: number;
	/** If set, not time but the number of reads of a revocation decides: it is done on this one. */
	readonly automaticAfterReads: number | null;
}

export const DEFAULT_SWITCHES: Switches = {
	envelope: 'asDocumented',
	meta: 'cursor',
	errorBody: 'errors',
	redirect: false,
	bulkKey: 'requests',
	reasonKey: 'request_reason',
	nullNames: false,
	createStatus: 201,
	lockVersion: 'hidden',
	refuseLeavers: false,
	automaticAfterMs: 200,
	automaticAfterReads: null,
};
