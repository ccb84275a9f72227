// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

/** Why an answer is not kept though it was given. */
enum NotKept {
    /** Larger than {@code idempotency.max-answer-bytes}. */
    TOO_LARGE("too-large", "it was larger than what is kept of an answer"),
    /** The project has as many bytes as it may. */
    PROJECT_FULL("project-full", "the project has no room for more kept answers"),
    /** The gateway held as many answers in memory as it may. */
    NO_MEMORY("no-memory", "the gateway had no room for it");

    private final String state;
    private final String why;

    NotKept(String state, String why) {
        this.state = state;
        this.why = why;
    }

    /** Its name in the database. */
    String state() {
        return state;
    }

    /** For a person. */
    String why() {
        return why;
    }

    /** By its name in the database. */
    static NotKept of(String state) {
        for (NotKept reason : values()) {
            if (reason.state.equals(state)) {
                return reason;
            }
        }
        throw new IllegalStateException("unknown state " + state);
    }
}
