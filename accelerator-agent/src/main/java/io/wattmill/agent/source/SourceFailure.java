// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.source;

/**
 * Why a source gave nothing.
 *
 * @param reason the kind of failure
 * @param detail for a person: what was asked, what came back
 */
public record SourceFailure(FailureReason reason, String detail) {

    /** Reason and detail in one line, for example {@code timeout: no answer within 1000 ms}. */
    public String text() {
        return reason.label() + ": " + detail;
    }
}
