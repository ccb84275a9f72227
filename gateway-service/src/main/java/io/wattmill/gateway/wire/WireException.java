// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

/** A body that is refused. Carries what the sender is told. */
public final class WireException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    /** A refusal. */
    public WireException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** What the sender is told. */
    public ApiError error() {
        return error;
    }
}
