// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.wire.ApiError;

/** What came of reading a request's body. */
sealed interface BodyOutcome {

    /**
     * The whole body. {@code release} must be run when it is no longer needed; a second time it
     * does nothing.
     */
    @SuppressWarnings("ArrayRecordComponent") // the body, not a value to compare
    record Whole(byte[] bytes, Runnable release) implements BodyOutcome {}

    /** It will not be read further. */
    record Refused(ApiError error) implements BodyOutcome {}

    /** The caller left. */
    record Gone() implements BodyOutcome {}
}
