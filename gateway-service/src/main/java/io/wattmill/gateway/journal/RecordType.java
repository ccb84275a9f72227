// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

/** What a record of the journal says. Codes are on disk: never reused. */
enum RecordType {
    /**
     * A request and all that is known of it; a later one replaces it. Number: instant of admission.
     */
    STATE(1),
    /** What changed for the requests in progress. */
    MARKS(2),
    /** A closed request. Number: its sequence. */
    CLOSE(3),
    /** The ledger has every closed request up to this one. Number: its sequence. */
    SETTLED(4);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static boolean isKnown(int code) {
        return code >= 1 && code <= values().length;
    }

    static RecordType of(int code) {
        return values()[code - 1];
    }
}
