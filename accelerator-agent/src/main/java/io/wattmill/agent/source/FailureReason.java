// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.source;

import java.util.Locale;

/** A closed set, so that it can be a metric label. */
public enum FailureReason {
    /** Nobody listens there, or the name does not resolve. */
    UNREACHABLE,
    /** No connection or no complete answer within the limit. */
    TIMEOUT,
    /** The connection ended in the middle of an answer. */
    CLOSED,
    /** An HTTP status other than 200. */
    STATUS,
    /** The answer is longer than the limit. */
    TOO_LARGE,
    /** The answer is not what such a source answers. */
    MALFORMED,
    /** The host has no such library, driver, program or file. */
    ABSENT,
    /** This process may not ask. */
    FORBIDDEN,
    /** The device or its driver does not offer it. */
    UNSUPPORTED,
    /** The device is gone, or works again only after a reset. */
    LOST,
    /** Everything else. */
    OTHER;

    /** The reason as a metric label and report text, for example {@code too-large}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
