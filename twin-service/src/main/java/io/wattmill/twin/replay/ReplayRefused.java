// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay;

/** A replay that cannot start, or not go on; the message says why and what to do. */
public final class ReplayRefused extends RuntimeException {

    /** With what to tell the user. */
    public ReplayRefused(String message) {
        super(message);
    }
}
