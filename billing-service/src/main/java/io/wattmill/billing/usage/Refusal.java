// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.usage.UsageEvent.JournalPlace;
import io.wattmill.billing.usage.UsageEvent.Source;

/**
 * A record that can never be booked.
 *
 * @param requestId as it was sent, also when it is no UUID
 * @param code stable, for counters: see {@link RecordRule} and the settlement
 * @param message for a person
 */
public record Refusal(
        String requestId, JournalPlace journal, String code, String message, Source source) {

    /** The code of a record whose request id was booked with other content. */
    public static final String CONFLICT = "conflict";

    /** The code of a record whose place in its journal is taken by another request. */
    public static final String JOURNAL_CONFLICT = "journal_conflict";

    /** The code of a record that PostgreSQL would not store. */
    public static final String UNSTORABLE = "unstorable";

    /** Refuses an event for a reason that only its neighbours or storage know. */
    public static Refusal of(UsageEvent event, String code, String message) {
        return new Refusal(
                event.requestId().toString(), event.journal(), code, message, event.source());
    }
}
